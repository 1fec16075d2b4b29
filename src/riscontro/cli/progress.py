"""Progress with rate and time left, on standard error, from the first second of waiting on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE_SECONDS = 1.0
"""Work that ends sooner shows nothing."""


BAR_COLUMNS = 70
"""A terminal narrower than this shows the figures without a bar."""


class Meter(Protocol):
    """What the pipeline tells of its progress."""

    def __call__(self, done: int, total: int | None = None) -> None:
        """Say that ``done`` of ``total`` (``None``: unknown) steps are done."""


class _Bar:
    """A bar that appears once the work has lasted :data:`PATIENCE_SECONDS`."""

    def __init__(self, label: str, unit: str) -> None:
        self._label, self._unit = label, unit
        self._started = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, done: int, total: int | None = None) -> None:
        if self._progress is None:
            if time.monotonic() - self._started < PATIENCE_SECONDS:
                return
            self._progress = self._open()
            self._task = self._progress.add_task(self._label, total=total, rate="")
        assert self._task is not None
        rate = done / max(time.monotonic() - self._started, 1e-9)
        self._progress.update(self._task, completed=done, total=total, rate=f"{rate:,.0f} {self._unit}/s")

    def _open(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(stderr=True)
        figures = (MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
        # On a narrow terminal the figures matter more than the bar.
        bar = (BarColumn(),) if console.width >= BAR_COLUMNS else ()
        progress = Progress(TextColumn("{task.description}"), *bar, *figures, console=console, transient=True)
        progress.start()
        return progress

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()


@contextmanager
def meter(label: str, *, unit: str) -> Iterator[Meter]:
    """Give a meter that draws on a terminal and keeps still elsewhere."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _silent
        return
    bar = _Bar(label, unit)
    try:
        yield bar
    finally:
        bar.close()


def _silent(done: int, total: int | None = None) -> None:
    """Take a report of progress and show nothing."""
