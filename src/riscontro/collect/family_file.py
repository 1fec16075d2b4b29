"""A file that keeps the index of near-copies, so that new documents cost look-ups of their own shingles alone.

An SQLite file: documents, near-copies, and the postings in buckets of a few hundred by the upper bits of their
shingles, so that what is looked up and written for one document does not grow with the case. Crowded shingles, whose
documents do grow with it, stand apart; of them it is enough to know that they are. Derived and safe to delete: it holds
hashes of words and numbers, never a word. A file that is damaged, or made by another version, is none.
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

from riscontro.collect.families import CROWDED, FamilyIndex, IndexState
from riscontro.collect.postings import Postings, merge_postings, sorted_postings
from riscontro.collect.shingles import Hashes, Places, distinct
from riscontro.version import __version__

_FORM = 3
"""Number of the file's form; raise it where thresholds, shingles or tables change."""

BUCKET = 256
"""Postings in a bucket on average, when the file is made; where they have become four times as many it is made anew."""

CROWD_PART = 256
"""Documents of a crowded shingle in a row: the last one is written anew for each that comes."""

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
CREATE TABLE crowd (
    key INTEGER NOT NULL, part INTEGER NOT NULL, owners BLOB NOT NULL, PRIMARY KEY (key, part)
) STRICT, WITHOUT ROWID;
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
        """Return the postings of sorted, distinct shingles, those that are held and not crowded."""
        keys, owners = self._entries(self._buckets(distinct(wanted >> self._shift).tolist()))
        if not len(keys) or not len(wanted):
            return sorted_postings(keys[:0], owners[:0])
        places = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
        mine = wanted[places] == keys
        return sorted_postings(keys[mine], owners[mine])

    def crowded(self, wanted: Hashes) -> Hashes:
        """Return those of some shingles that are crowded, sorted."""
        rows = self._among("SELECT key FROM crowd WHERE part = 0 AND key", wanted.astype(np.int64).tolist())
        return np.sort(np.array([key for (key,) in rows], dtype=np.int64).astype(np.uint64))

    def insert(self, keys: Hashes, owners: Places) -> None:
        """Put in entries sorted by shingle, of documents with greater numbers than all that are held."""
        apart = np.isin(keys, self.crowded(distinct(keys)))
        self._append_crowd(keys[apart], owners[apart])
        fresh_keys, fresh_owners = keys[~apart], owners[~apart]
        held_keys, held_owners = self._entries(self._buckets(distinct(fresh_keys >> self._shift).tolist()))
        places = np.searchsorted(held_keys, fresh_keys, side="right")
        postings = sorted_postings(
            np.insert(held_keys, places, fresh_keys), np.insert(held_owners, places, fresh_owners)
        )
        self._db.executemany("INSERT INTO crowd VALUES (?, ?, ?)", _to_crowd(postings))
        # A bucket whose last shingle became crowded is left empty.
        emptied = [(number,) for number in distinct(held_keys >> self._shift).tolist()]
        self._db.executemany("DELETE FROM bucket WHERE number = ?", emptied)
        self._db.executemany("INSERT INTO bucket VALUES (?, ?, ?)", _to_buckets(postings, self._shift))
        self.note(postings=str(int(self.said("postings") or "0") + len(keys)))

    def _append_crowd(self, keys: Hashes, owners: Places) -> None:
        postings = sorted_postings(keys, owners)
        ends = postings.starts.tolist()
        for place, key in enumerate(postings.keys.astype(np.int64).tolist()):
            sql = "SELECT part, owners FROM crowd WHERE key = ? ORDER BY part DESC LIMIT 1"
            part, blob = self._db.execute(sql, (key,)).fetchone()
            blob += postings.owners[ends[place] : ends[place + 1]].astype(_OWNER).tobytes()
            size = CROWD_PART * _OWNER.itemsize
            pieces = [blob[first : first + size] for first in range(0, len(blob), size)]
            rows = [(key, part + number, piece) for number, piece in enumerate(pieces)]
            self._db.executemany("INSERT OR REPLACE INTO crowd VALUES (?, ?, ?)", rows)

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
        crowd = self._db.execute("SELECT key, owners FROM crowd ORDER BY key, part").fetchall()
        crowd_owners = [np.frombuffer(blob, dtype=_OWNER).astype(np.int64) for _, blob in crowd]
        crowd_keys = np.array([key for key, _ in crowd], dtype=np.int64).astype(np.uint64)
        postings = merge_postings(
            postings,
            np.repeat(crowd_keys, [len(part) for part in crowd_owners]),
            np.concatenate([*crowd_owners, np.empty(0, dtype=np.int64)]),
        )
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
            # A journal that is cut to nothing costs one wait for the disk less than one that is removed.
            db.execute("PRAGMA journal_mode = TRUNCATE")
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
        shift = np.uint64(64 - bits)
        db.executemany("INSERT INTO bucket VALUES (?, ?, ?)", _to_buckets(state.postings, shift))
        db.executemany("INSERT INTO crowd VALUES (?, ?, ?)", sorted(_to_crowd(state.postings)))
        amounts = {"bits": bits, "documents": len(state.ids), "postings": len(state.postings.owners)}
        notes = {"made_by": _made_by(), "mark": mark, **amounts}
        db.executemany("INSERT INTO meta VALUES (?, ?)", [(name, str(value)) for name, value in notes.items()])
        db.execute("COMMIT")
    _sync(beside)
    beside.replace(path)


def _to_buckets(postings: Postings, shift: np.uint64) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield the rows of the buckets that hold the shingles which are not crowded."""
    counts = np.diff(postings.starts)
    keys = np.repeat(postings.keys, counts)
    plain = np.repeat(counts <= CROWDED, counts)
    keys, owners = keys[plain], postings.owners[plain]
    numbers = (keys >> shift).astype(np.int64)
    if not len(numbers):
        return
    firsts = np.flatnonzero(np.r_[True, numbers[1:] != numbers[:-1]])
    for first, end in zip(firsts.tolist(), [*firsts[1:].tolist(), len(numbers)], strict=True):
        yield int(numbers[first]), *_to_blobs(keys[first:end], owners[first:end])


def _to_crowd(postings: Postings) -> Iterator[tuple[int, int, bytes]]:
    """Yield the rows of the crowded shingles, their documents in parts."""
    for place in np.flatnonzero(np.diff(postings.starts) > CROWDED).tolist():
        key = int(postings.keys[place : place + 1].astype(np.int64)[0])
        first, end = int(postings.starts[place]), int(postings.starts[place + 1])
        for part, start in enumerate(range(first, end, CROWD_PART)):
            yield key, part, postings.owners[start : min(start + CROWD_PART, end)].astype(_OWNER).tobytes()


def _to_blobs(keys: Hashes, owners: NDArray[np.int64]) -> tuple[bytes, bytes]:
    return keys.astype(_KEY).tobytes(), owners.astype(_OWNER).tobytes()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _made_by() -> str:
    return f"{_FORM} {__version__}"
