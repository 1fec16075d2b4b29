"""Deriving a ledger again: a fresh one beside the one in use, then all of it in its place at one stroke."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from riscontro.model.time import text_to_instant
from riscontro.store.case import Case
from riscontro.store.codec import ISSUE, marks
from riscontro.store.connection import BULK_LOCK, WRITE_LOCK
from riscontro.store.judgements import copy_judgements
from riscontro.store.ledger import Ledger
from riscontro.store.locks import bulk_job, held
from riscontro.store.values import Run
from riscontro.store.views import listed

FRESH = "ledger.rebuild.sqlite"


@contextmanager
def new_ledger_beside(case: Case) -> Iterator[Ledger]:
    """Open a fresh ledger in the case's folder, which goes away at the end; hold the case (``bulk``) around it.

    It starts with what no original brings again: the judgements, the tombstones, and the issues tied to no capture.
    Derive everything else into it from ``case.archive.captures()``, then :func:`swap_in`.
    """
    path = case.path / FRESH
    remove_ledger(path)
    try:
        with case.ledger() as live:
            # Pages of another size could not be put in the place of the live ones.
            page_size = live.column("PRAGMA page_size")[0]
        with Ledger(path, page_size=page_size) as fresh:
            # Nothing here needs to outlive a crash: what is not swapped in is thrown away.
            fresh.execute("PRAGMA synchronous = OFF")
            with case.ledger() as live:
                _carry_over(live, fresh)
            yield fresh
    finally:
        remove_ledger(path)


def _carry_over(live: Ledger, fresh: Ledger) -> None:
    with fresh.transaction():
        _copy_tombstones(live, fresh)
        copy_judgements(live, fresh)
        names = (*ISSUE, "room")
        # The rooms after collecting look at the case again and say again what they find.
        where = "capture_id IS NULL AND document_id IS NULL AND room NOT IN ('read', 'weigh', 'relate', 'judge')"
        rows = live.rows(f"SELECT {listed(names)} FROM current_issue WHERE {where}")
        if rows:
            run = _first_run(live, fresh)
            stored = (*names, "known_from")
            sql = f"INSERT INTO issue ({listed(stored)}) VALUES ({marks(stored)})"
            fresh.executemany(sql, [(*row, run.number) for row in rows])


def _first_run(live: Ledger, fresh: Ledger) -> Run:
    row = live.row("SELECT at, version FROM run ORDER BY number DESC LIMIT 1")
    assert row is not None
    return fresh.begin_run("carried over", at=text_to_instant(row[0]), version=row[1])


def _copy_tombstones(live: Ledger, fresh: Ledger) -> None:
    names = ("capture_id", "digest", "documents", "reason", "by", "at")
    rows = live.rows(f"SELECT {listed(names)} FROM tombstone")
    fresh.executemany(f"INSERT OR IGNORE INTO tombstone ({listed(names)}) VALUES ({marks(names)})", rows)


def swap_in(case: Case, fresh: Ledger) -> None:
    """Put the content of ``fresh`` in the place of the case's ledger, in one transaction.

    Readers see the old or the new, a kill midway leaves the old. Judgements made since the fresh ledger was begun are
    taken over first, while all other writers wait.
    """
    with held(case.path / WRITE_LOCK), case.ledger() as live:
        # The lock that writers share is held alone here, so transactions, which ask for it, are out of the question.
        with _unlocked(fresh):
            _copy_tombstones(live, fresh)
            copy_judgements(live, fresh)
        live.receive(fresh)


@contextmanager
def _unlocked(fresh: Ledger) -> Iterator[None]:
    """Write to the fresh ledger without the lock that writers share."""
    fresh.execute("BEGIN IMMEDIATE")
    yield
    fresh.execute("COMMIT")


def set_ledger_aside(case: Case) -> Path:
    """Move a ledger that cannot be read out of the way, put an empty one in its place, and return where it went.

    The judgements in it go with it: only a backup brings them back.
    """
    number = 1
    while (aside := case.path / f"{case.ledger_path.name}.aside-{number}").exists():
        number += 1
    with bulk_job(case.path / BULK_LOCK, "rebuild"):
        if case.ledger_path.exists():
            case.ledger_path.replace(aside)
        remove_ledger(case.ledger_path)
        Ledger(case.ledger_path).close()
    return aside


def remove_ledger(path: Path) -> None:
    """Remove a ledger's file and the files that SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
