"""A file that keeps the index of near-copies, so that new documents cost look-ups of their own shingles alone.

An SQLite file of four tables: documents, near-copies, and the postings in buckets of a few hundred by the upper bits of
their shingles, so that what is looked up and written for one document does not grow with the case. Derived and safe to
delete: it holds hashes of words and numbers, never a word. A file that is damaged, or made by another version, is none.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from riscontro.collect.families import FamilyIndex, IndexState
from riscontro.collect.postings import Postings, sorted_postings
from riscontro.collect.shingles import Hashes, Places, distinct
from riscontro.version import __version__

_FORM = 2
"""Number of the file's form; raise it where thresholds, shingles or tables change."""

BUCKET = 256
"""Postings in a bucket on average, when the file is made; where they have become four times as many it is made anew."""

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE document (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, weight REAL NOT NULL, massed INTEGER NOT NULL, family TEXT
) STRICT;
CREATE INDEX document_family ON document (family) WHERE family IS NOT NULL;
CREATE TABLE near (
    a INTEGER NOT NULL, b INTEGER NOT NULL, score REAL NOT NULL, beside INTEGER NOT NULL, PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE TABLE bucket (number INTEGER PRIMARY KEY, keys BLOB NOT NULL, owners BLOB NOT NULL) STRICT;
"""

_AMONG = "IN (SELECT value FROM json_each(?))"
_OWNER = np.dtype("<u4")
_KEY = np.dtype("<u8")


class FamilyFile:
    """An open file; see :func:`open_file`. Numbers stand for documents, in the order of adding."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._shift = np.uint64(64 - int(self.said("bits") or "0"))
        self.size = int(self.said("documents") or "0")
        (last,) = db.execute("SELECT max(number) FROM document").fetchone()
        if self.size != (0 if last is None else last + 1):
            raise ValueError("the documents are not those that were counted")

    def said(self, name: str) -> str | None:
        """Return a value of the file's own notes."""
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def note(self, **values: str) -> None:
        """Set values of the file's own notes."""
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written within it, or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # Documents

    def known(self, ids: Iterable[str]) -> frozenset[str]:
        """Return those of some ids that are held."""
        return frozenset(name for (name,) in self._among("SELECT id FROM document WHERE id", ids))

    def names(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the ids of documents."""
        return dict(self._among("SELECT number, id FROM document WHERE number", numbers))

    def weights(self, numbers: Iterable[int]) -> dict[int, float]:
        """Return the weights of documents."""
        return dict(self._among("SELECT number, weight FROM document WHERE number", numbers))

    def any_massed(self, numbers: Iterable[int]) -> bool:
        """Tell whether one of some documents is made mostly of crowded shingles."""
        return any(massed for (massed,) in self._among("SELECT massed FROM document WHERE number", numbers))

    def families_of(self, numbers: Iterable[int]) -> dict[int, str | None]:
        """Return the families of documents."""
        return dict(self._among("SELECT number, family FROM document WHERE number", numbers))

    def members(self, families: Iterable[str]) -> frozenset[int]:
        """Return the documents of families."""
        return frozenset(number for (number,) in self._among("SELECT number FROM document WHERE family", families))

    def add_documents(self, rows: Mapping[int, str]) -> None:
        """Put in documents by number, which goes on where those held end, and id; without weight and family."""
        self._db.executemany("INSERT INTO document VALUES (?, ?, 0, 0, NULL)", rows.items())
        self.size += len(rows)
        self.note(documents=str(self.size))

    def set_weights(self, weights: Mapping[int, float]) -> None:
        """Set the weights of documents."""
        rows = [(weight, number) for number, weight in weights.items()]
        self._db.executemany("UPDATE document SET weight = ? WHERE number = ?", rows)

    def set_families(self, families: Mapping[int, str | None]) -> None:
        """Set the families of documents."""
        rows = [(family, number) for number, family in families.items()]
        self._db.executemany("UPDATE document SET family = ? WHERE number = ?", rows)

    # Near-copies

    def near(self, numbers: Iterable[int]) -> dict[int, dict[int, float]]:
        """Return the near-copies of documents."""
        found: dict[int, dict[int, float]] = {number: {} for number in numbers}
        for a, b, score in self._among("SELECT a, b, score FROM near WHERE a", found):
            found[a][b] = score
        return found

    def replace_near(self, near: Mapping[int, Mapping[int, float]]) -> None:
        """Make the near-copies of documents those given, on both sides."""
        listed = json.dumps(list(near))
        self._db.execute(f"DELETE FROM near WHERE (b, a) IN (SELECT a, b FROM near WHERE a {_AMONG})", (listed,))
        self._db.execute(f"DELETE FROM near WHERE a {_AMONG}", (listed,))
        pairs = [(a, b, score) for a, others in near.items() for b, score in others.items()]
        both = {pair for a, b, score in pairs for pair in ((a, b, score, 0), (b, a, score, 0))}
        self._db.executemany("INSERT OR REPLACE INTO near VALUES (?, ?, ?, ?)", sorted(both))

    # Postings

    def postings(self, wanted: Hashes) -> Postings:
        """Return the postings of sorted, distinct shingles, those that are held."""
        keys, owners = self._entries(self._buckets(distinct(wanted >> self._shift).tolist()))
        if not len(keys) or not len(wanted):
            return sorted_postings(keys[:0], owners[:0])
        places = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
        mine = wanted[places] == keys
        return sorted_postings(keys[mine], owners[mine])

    def insert(self, keys: Hashes, owners: Places) -> None:
        """Put in entries sorted by shingle, of documents with greater numbers than all that are held."""
        held_keys, held_owners = self._entries(self._buckets(distinct(keys >> self._shift).tolist()))
        places = np.searchsorted(held_keys, keys, side="right")
        keys_now, owners_now = np.insert(held_keys, places, keys), np.insert(held_owners, places, owners)
        numbers = (keys_now >> self._shift).astype(np.int64)
        firsts = np.flatnonzero(np.r_[len(numbers) > 0, numbers[1:] != numbers[:-1]][: len(numbers)])
        rows = [
            (int(numbers[first]), *_to_blobs(keys_now[first:end], owners_now[first:end]))
            for first, end in zip(firsts, [*firsts[1:], len(numbers)], strict=True)
        ]
        self._db.executemany("INSERT OR REPLACE INTO bucket VALUES (?, ?, ?)", rows)
        self.note(postings=str(int(self.said("postings") or "0") + len(keys)))

    @property
    def is_crowded(self) -> bool:
        """Whether the buckets have become so large that the file should be made anew."""
        return int(self.said("postings") or "0") >> int(self.said("bits") or "0") > 4 * BUCKET

    def _buckets(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes, bytes]]:
        return self._among("SELECT number, keys, owners FROM bucket WHERE number", numbers, "ORDER BY number")

    @staticmethod
    def _entries(rows: Iterable[tuple[int, bytes, bytes]]) -> tuple[Hashes, Places]:
        found = [(keys, owners) for _, keys, owners in rows]
        keys = np.frombuffer(b"".join(keys for keys, _ in found), dtype=_KEY).astype(np.uint64)
        owners = np.frombuffer(b"".join(owners for _, owners in found), dtype=_OWNER).astype(np.int64)
        if len(keys) != len(owners):
            raise ValueError("a bucket is not whole")
        return keys, owners

    def _among(self, sql: str, values: Iterable[Any], order: str = "") -> Iterator[Any]:
        found: Iterator[Any] = self._db.execute(f"{sql} {_AMONG} {order}", (json.dumps(list(values)),))
        return found

    # The whole

    def state(self) -> IndexState:
        """Return the whole index; raise :class:`ValueError` where its parts do not fit each other."""
        rows = self._db.execute("SELECT id, weight, massed FROM document ORDER BY number").fetchall()
        pairs = self._db.execute("SELECT a, b, score, beside FROM near WHERE a < b").fetchall()
        postings = sorted_postings(*self._entries(self._db.execute("SELECT * FROM bucket ORDER BY number")))
        numbers = np.array([(a, b) for a, b, *_ in pairs], dtype=np.int64).reshape(-1, 2)
        owners = postings.owners
        if any(len(part) and part.max() >= len(rows) for part in (numbers, owners)):
            raise ValueError("numbers beyond the documents")
        return IndexState(
            ids=tuple(name for name, *_ in rows),
            weights=np.array([weight for _, weight, _ in rows], dtype=np.float64),
            massed=np.array([massed for *_, massed in rows], dtype=np.bool_),
            postings=postings,
            pairs=numbers,
            scores=np.array([score for *_, score, _ in pairs], dtype=np.float64),
            beside=np.array([beside for *_, beside in pairs], dtype=np.bool_),
        )


@contextmanager
def open_file(path: Path) -> Iterator[FamilyFile | None]:
    """Open the file at ``path``; ``None`` where there is none that this version can use."""
    if not path.is_file():
        yield None
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        held = None
        with suppress(sqlite3.DatabaseError, ValueError):
            db.execute("PRAGMA synchronous = NORMAL")
            found = FamilyFile(db)
            held = found if found.said("made_by") == _made_by() else None
        yield held


def save_index(index: FamilyIndex, path: Path, *, mark: str) -> None:
    """Keep an index at ``path``, in one step: a kill leaves the old file or the new. ``mark`` is noted in it."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    families = index.families()
    state = index.state()
    bits = max(1, (len(state.postings.owners) // BUCKET).bit_length())
    with closing(sqlite3.connect(beside, isolation_level=None)) as db:
        # A kill while it is made leaves a file that nobody opens.
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(_SCHEMA)
        db.execute("BEGIN")
        documents = zip(state.ids, state.weights.tolist(), state.massed.tolist(), strict=True)
        rows = ((number, *row, families[row[0]]) for number, row in enumerate(documents))
        db.executemany("INSERT INTO document VALUES (?, ?, ?, ?, ?)", rows)
        pairs = zip(state.pairs.tolist(), state.scores.tolist(), state.beside.tolist(), strict=True)
        both = sorted(row for (a, b), *rest in pairs for row in ((a, b, *rest), (b, a, *rest)))
        db.executemany("INSERT INTO near VALUES (?, ?, ?, ?)", both)
        db.executemany("INSERT INTO bucket VALUES (?, ?, ?)", _to_buckets(state.postings, bits))
        amounts = {"bits": bits, "documents": len(state.ids), "postings": len(state.postings.owners)}
        notes = {"made_by": _made_by(), "mark": mark, **amounts}
        db.executemany("INSERT INTO meta VALUES (?, ?)", [(name, str(value)) for name, value in notes.items()])
        db.execute("COMMIT")
    _sync(beside)
    beside.replace(path)


def _to_buckets(postings: Postings, bits: int) -> Iterator[tuple[int, bytes, bytes]]:
    edges = np.arange((1 << bits) + 1, dtype=np.float64) * 2.0 ** (64 - bits)
    places = np.r_[np.searchsorted(postings.keys, edges[:-1].astype(np.uint64)), len(postings.keys)]
    for number in np.flatnonzero(places[1:] > places[:-1]).tolist():
        first, end = int(places[number]), int(places[number + 1])
        starts = postings.starts[first : end + 1]
        keys = np.repeat(postings.keys[first:end], np.diff(starts))
        yield number, *_to_blobs(keys, postings.owners[int(starts[0]) : int(starts[-1])])


def _to_blobs(keys: Hashes, owners: NDArray[np.int64]) -> tuple[bytes, bytes]:
    return keys.astype(_KEY).tobytes(), owners.astype(_OWNER).tobytes()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _made_by() -> str:
    return f"{_FORM} {__version__}"
