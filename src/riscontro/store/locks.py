"""Locks that die with their holder: the operating system drops them when the process ends, however it ends.

So no lock is ever stale; a file that a killed process left behind names it, and is taken over by the next.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from riscontro.errors import BusyError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows: SQLite's own locks remain, jobs are not kept apart
    fcntl = None  # type: ignore[assignment]

BUSY_WAIT = 30.0
"""Seconds that a short write waits for another; long enough for the largest batch, short enough for a person."""
_PAUSE = 0.02


def _try_lock(handle: int, *, shared: bool) -> bool:
    if fcntl is None:  # pragma: no cover
        return True
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def held(path: Path, *, shared: bool = False, wait: float = BUSY_WAIT) -> Iterator[int]:
    """Hold a lock on ``path`` (made where absent); raise :class:`BusyError` after ``wait`` seconds in vain."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        deadline = time.monotonic() + wait
        while not _try_lock(handle, shared=shared):
            if time.monotonic() >= deadline:
                raise BusyError(f"{path.parent}: {_holder(path)}; wait for it to end, then try again")
            time.sleep(_PAUSE)
        yield handle
    finally:
        os.close(handle)


@contextmanager
def bulk_job(path: Path, job: str) -> Iterator[None]:
    """Hold the case for one bulk job; raise :class:`BusyError`, naming the holder, where another one runs."""
    with held(path, wait=0.0) as handle:
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps({"job": job, "pid": os.getpid()}).encode(), 0)
        try:
            yield
        finally:
            os.ftruncate(handle, 0)


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text("utf-8"))
        return f"the bulk job {holder['job']!r} (process {holder['pid']}) holds the case"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process is writing to the case"
