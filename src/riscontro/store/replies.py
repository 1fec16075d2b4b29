"""Replies of a language model that a case has paid for: one file beside the ledger, which a rebuild replays.

They are no part of the ledger, since nothing in the archive brings them again, and no part of the archive, since they
are no originals. What they quote of a document goes when the document is purged.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from riscontro.errors import LedgerError
from riscontro.model.reply import Reply
from riscontro.store.connection import translated
from riscontro.store.locks import BUSY_WAIT

REPLIES = "replies.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS reply (
    question TEXT NOT NULL, prompt TEXT NOT NULL, model TEXT NOT NULL, document_id TEXT NOT NULL, at TEXT NOT NULL,
    text TEXT NOT NULL, finish TEXT NOT NULL, tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (question, model, prompt)
) STRICT;
CREATE INDEX IF NOT EXISTS reply_document ON reply (document_id);
CREATE TABLE IF NOT EXISTS chosen (one INTEGER PRIMARY KEY CHECK (one = 1), value TEXT NOT NULL) STRICT;
"""
_NAMES = tuple(field.name for field in fields(Reply))


class ReplyFile:
    """The replies of a case; use it as a context manager. May be used from several threads.

    Raise :class:`riscontro.errors.LedgerError` where the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with translated(path):
            self._db = sqlite3.connect(path, timeout=BUSY_WAIT, check_same_thread=False, isolation_level=None)
            # What is purged must not stay on the disk.
            self._db.execute("PRAGMA secure_delete = ON")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.executescript(_SCHEMA)

    def __enter__(self) -> ReplyFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _rows(self, sql: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock, translated(self._path):
            return self._db.execute(sql, tuple(values)).fetchall()

    def get(self, question: str, *, model: str, prompt: str | None) -> Reply | None:
        """Return the reply of a model to a question, the newest one where ``prompt`` is ``None``."""
        sql = f"SELECT {', '.join(_NAMES)} FROM reply WHERE question = ? AND model = ? AND prompt = coalesce(?, prompt)"
        rows = self._rows(f"{sql} ORDER BY at DESC, prompt DESC LIMIT 1", (question, model, prompt))
        return Reply(**dict(zip(_NAMES, rows[0], strict=True))) if rows else None

    def put(self, reply: Reply) -> None:
        """Keep a reply, in the place of one to the same question, model and prompt."""
        marks = ", ".join("?" * len(_NAMES))
        values = [v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for v in astuple(reply)]
        self._rows(f"INSERT OR REPLACE INTO reply ({', '.join(_NAMES)}) VALUES ({marks})", values)

    def remember(self, choice: Mapping[str, str] | None) -> None:
        """Keep which reader the case was read by, for a rebuild; ``None`` where it is the rules again."""
        if choice is None:
            self._rows("DELETE FROM chosen")
        else:
            value = json.dumps(dict(choice), ensure_ascii=False, sort_keys=True)
            self._rows("INSERT OR REPLACE INTO chosen (one, value) VALUES (1, ?)", (value,))

    def remembered(self) -> dict[str, str] | None:
        """Return which reader the case was read by, ``None`` where it was the rules."""
        rows = self._rows("SELECT value FROM chosen")
        return dict(json.loads(rows[0][0])) if rows else None

    def forget(self, documents: Iterable[str]) -> int:
        """Erase the replies about documents; return how many there were."""
        sql = "DELETE FROM reply WHERE document_id IN (SELECT value FROM json_each(?)) RETURNING 1"
        return len(self._rows(sql, (json.dumps(list(documents)),)))

    def count(self) -> int:
        """Return how many replies are held; raise :class:`riscontro.errors.LedgerError` where the file is damaged."""
        (fault,) = self._rows("PRAGMA quick_check(1)")[0]
        if fault != "ok":
            raise LedgerError(f"{self._path}: {fault}; restore a backup, or delete it: the model is then asked again")
        return int(self._rows("SELECT count(*) FROM reply")[0][0])

    def copy_to(self, path: Path) -> None:
        """Write the file as it is at one moment to a new one."""
        with self._lock, translated(path), closing(sqlite3.connect(path)) as target:
            self._db.backup(target)
