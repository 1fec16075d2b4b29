"""The connection to the ledger's file: how it is opened, upgraded and locked, and what its errors become."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from riscontro.errors import BusyError, DiskFullError, LedgerError
from riscontro.store.locks import BUSY_WAIT, bulk_job, held
from riscontro.store.search import search_form

APPLICATION_ID = 0x52534354
"""``RSCT`` in the file's header: tells a ledger from any other SQLite file."""
BULK_LOCK = ".bulk.lock"
WRITE_LOCK = ".write.lock"
PAGE = 500
"""Rows read at a time: a walk holds no cursor open, so the walker may write and the log of changes can be folded in."""

PAGE_SIZE = 8192
"""Bytes of a page of a new ledger: five texts of 1.5 kB fill one well, where of SQLite's own 4096 a quarter is lost."""

Row = tuple[Any, ...]


@contextmanager
def translated(where: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors into the ledger's."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _operational(error, where) from error
    except sqlite3.DatabaseError as error:
        hint = "restore a backup, or `riscontro rebuild --anew` derives all but the judgements from the originals"
        raise LedgerError(f"{where}: {error}; {hint}") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFullError(_full(where)) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise LedgerError(_unwritable(where)) from error
        raise


def _operational(error: sqlite3.OperationalError, where: Path) -> LedgerError:
    text = str(error)
    if "is full" in text:
        return DiskFullError(_full(where))
    if "locked" in text or "busy" in text:
        return BusyError(f"{where}: another process has been writing for {BUSY_WAIT:.0f} seconds; try again")
    if "readonly" in text or "unable to open" in text:
        return LedgerError(_unwritable(where))
    if "disk I/O error" in text:
        return LedgerError(f"{where}: {text}; check the disk and its room, then run the same command again")
    return LedgerError(f"{where}: {text}; run `riscontro doctor`")


def _full(where: Path) -> str:
    return f"{where}: no room left on the disk; what was committed is safe: make room and run the same command again"


def _unwritable(where: Path) -> str:
    return f"{where}: cannot be opened or written to; check that the folder is there and that you may write to it"


def migrations() -> tuple[str, ...]:
    """Return the steps of the schema in order; the ledger's version is how many of them it has had."""
    # Imported late: only a new ledger, or one of an older version, needs it.
    from importlib.resources import files

    folder = files("riscontro.store") / "migrations"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return tuple((folder / name).read_text("utf-8") for name in names)


SCHEMA_VERSION = 10
"""The version that this program writes; a test holds it to the number of migrations."""


class Connection:
    """One connection to a ledger. Not shared between threads; every process and thread opens its own."""

    def __init__(
        self, path: Path, *, readonly: bool = False, target: int = SCHEMA_VERSION, page_size: int = PAGE_SIZE
    ) -> None:
        self.path = path
        self.readonly = readonly
        self._page_size = page_size
        with translated(path):
            self._db = self._connect()
            try:
                self._prepare(target)
            except BaseException:
                self._db.close()
                raise

    def _connect(self) -> sqlite3.Connection:
        mode = "rwc"
        if self.readonly:
            log = self.path.with_name(f"{self.path.name}-wal")
            # Reading a ledger in WAL mode needs a file beside it; where none can be made and no change waits in the
            # log, nobody can write to the ledger either.
            still = not os.access(self.path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
            mode = "ro&immutable=1" if still else "ro"
        uri = f"{self.path.absolute().as_uri()}?mode={mode}"
        db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_WAIT)
        db.create_function("search_form", 1, search_form, deterministic=True)
        return db

    def _prepare(self, target: int) -> None:
        version = self._version()
        if version > target:
            newer = f"{self.path}: written by a newer version (schema {version}, this program knows {target})"
            raise LedgerError(f"{newer}; upgrade riscontro, or restore an older backup")
        if not self.readonly:
            self._db.execute(f"PRAGMA page_size = {self._page_size}")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA secure_delete = ON")
        if version < target:
            self._upgrade(target)

    def _version(self) -> int:
        version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        application = int(self._db.execute("PRAGMA application_id").fetchone()[0])
        tables = self._db.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
        if application != APPLICATION_ID and tables is not None:
            raise LedgerError(
                f"{self.path}: an SQLite file, but no ledger of riscontro; move it out of the case folder"
            )
        return version

    def _upgrade(self, target: int) -> None:
        if self.readonly:
            raise LedgerError(f"{self.path}: of an older version; open the case once for writing to upgrade it")
        steps = migrations()
        with self.transaction():
            # Read again under the lock: another process may have upgraded it while this one waited.
            for number in range(self._version(), target):
                for statement in _statements(steps[number]):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {number + 1}")
            self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    @property
    def version(self) -> int:
        """The schema's version of the open file."""
        return self._version()

    def close(self) -> None:
        """Close the connection; what was not committed is undone."""
        self._db.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction, committed at the end or undone by an exception; within another it is a step of that one.

        Writers pass a lock together, which the swap at the end of a rebuild takes alone (store/rebuild.py).
        Waits up to :data:`BUSY_WAIT` seconds for another writer, then raises :class:`BusyError`.
        """
        if self._db.in_transaction:
            with self._savepoint():
                yield
            return
        with translated(self.path), held(self.path.parent / WRITE_LOCK, shared=True):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                self._undo("ROLLBACK")
                raise

    def joined(self) -> AbstractContextManager[None]:
        """The caller's transaction, or one of its own where there is none.

        Unlike a transaction within another it is no step that is undone alone: what it wrote before a failure stays
        where the caller goes on, so it is for what checks before it writes. Each step makes the index of words write
        out what it had gathered, which for documents by the thousand is the dearest part of keeping them.
        """
        return nullcontext() if self._db.in_transaction else self.transaction()

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        # So that a caller who catches an inner failure and goes on keeps none of its rows.
        with translated(self.path):
            self._db.execute("SAVEPOINT inner_step")
            try:
                yield
                self._db.execute("RELEASE inner_step")
            except BaseException:
                self._undo("ROLLBACK TO inner_step")
                self._undo("RELEASE inner_step")
                raise

    def _undo(self, statement: str) -> None:
        # Where the disk was full SQLite has undone the transaction already.
        if self._db.in_transaction:
            self._db.execute(statement)

    @contextmanager
    def bulk(self, job: str) -> Iterator[None]:
        """Hold the case for one bulk job; raise :class:`BusyError`, naming the holder, where another one runs."""
        with bulk_job(self.path.parent / BULK_LOCK, job):
            yield

    def receive(self, other: Connection) -> None:
        """Make this ledger's content that of ``other``, in one transaction; readers see the old or the new."""
        with translated(self.path):
            other._db.backup(self._db, progress=_refuse_to_wait)
            # As far as readers of the former state let it; the rest is folded in when they are done.
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def copy_to(self, path: Path) -> None:
        """Write the ledger, as it is at this moment, to a new file of its own; others may go on writing to it."""
        with translated(path), closing(sqlite3.connect(path)) as target:
            self._db.backup(target, progress=_refuse_to_wait)
            # One file, without a log beside it.
            target.execute("PRAGMA journal_mode = DELETE")

    def fold(self) -> bool:
        """Fold the log of changes into the file and empty it, so that nothing erased is left in it; return whether
        that was possible, which it is not while another connection reads a former state.
        """
        row = self.row("PRAGMA wal_checkpoint(TRUNCATE)")
        return row is not None and row[0] == 0

    @contextmanager
    def working(self, job: str, *, alone: bool = False) -> Iterator[None]:
        """Hold off bulk jobs while a job works in short transactions; jobs of other names go on side by side.

        With ``alone``, raise :class:`BusyError` where the same job runs already: its second run would only do the
        first one's work again, or put an older result over a newer.
        """
        folder = self.path.parent
        with (
            held(folder / BULK_LOCK, shared=True, wait=0.0),
            bulk_job(folder / f".{job}.lock", job) if alone else nullcontext(),
        ):
            yield

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run one statement; return how many rows it changed."""
        with translated(self.path):
            return self._db.execute(sql, parameters).rowcount

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        with translated(self.path):
            self._db.executemany(sql, rows)

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """Return the first row, or ``None``."""
        with translated(self.path):
            found: Row | None = self._db.execute(sql, parameters).fetchone()
            return found

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Return all rows."""
        with translated(self.path):
            return self._db.execute(sql, parameters).fetchall()

    def column(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Return the first value of every row."""
        return [value for value, *_ in self.rows(sql, parameters)]

    def stream(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
        """Yield rows from one open cursor; only for a connection that writes nothing meanwhile."""
        with translated(self.path):
            yield from self._db.execute(sql, parameters)

    def pages(self, sql: str, parameters: Sequence[Any] = (), *, size: int = PAGE) -> Iterator[Row]:
        """Yield rows page by page, each read by a statement of its own.

        ``sql`` selects ``seq`` as its first column and ends in a condition, to which the place in the walk is added.
        """
        last = -1
        while True:
            page = self.rows(f"{sql} AND seq > ? ORDER BY seq LIMIT ?", [*parameters, last, size])
            yield from page
            if len(page) < size:
                return
            last = page[-1][0]


def _refuse_to_wait(status: int, _remaining: int, _total: int) -> None:
    # By then SQLite has waited its time; the module would go on for ever.
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise sqlite3.OperationalError("database is locked")


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
