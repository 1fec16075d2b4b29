"""Progress with rate and time left, on standard error, once a second of waiting has passed."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from riscontro.meter import Meter, no_meter

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE_SECONDS = 1.0
"""Work that ends sooner shows nothing."""

BETWEEN_SECONDS = 0.1
"""A bar is drawn no more often than this, so that telling of small steps costs nothing."""

BAR_COLUMNS = 70
"""A terminal narrower than this shows the figures without a bar."""


class _Bar:
    """A bar that appears once the work has lasted :data:`PATIENCE_SECONDS`, whether or not it has told of a step."""

    def __init__(self, label: str, unit: str) -> None:
        self._label, self._unit = label, unit
        self._of = ""
        self._started = time.monotonic()
        self._drawn = 0.0
        self._last: tuple[int, int | None] = (0, None)
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE_SECONDS, self._appear)
        self._timer.daemon = True
        self._timer.start()

    def __call__(self, done: int, total: int | None = None, *, of: str = "") -> None:
        if of != self._of:
            self._of, self._started, self._drawn = of, time.monotonic(), 0.0
            with self._lock:
                self._restart()
        self._last = (done, total)
        now = time.monotonic()
        if self._progress is not None and (now - self._drawn >= BETWEEN_SECONDS or done == total):
            self._drawn = now
            with self._lock:
                self._draw()

    def _appear(self) -> None:
        with self._lock:
            if self._progress is None and not self._timer.finished.is_set():
                self._progress = self._open()
                self._restart()
                self._draw()

    def _restart(self) -> None:
        """Begin the figures anew for another part of the work: its time left is its own."""
        if self._progress is None:
            return
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(self._label, total=None, rate="")

    def _draw(self) -> None:
        if self._progress is None or self._task is None:
            return
        done, total = self._last
        rate = done / max(time.monotonic() - self._started, 1e-9)
        told = f"{rate:,.0f} {self._of or self._unit}/s" if done else ""
        self._progress.update(self._task, completed=done, total=total, rate=told)

    def _open(self) -> Progress:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        console = Console(stderr=True)
        figures = (MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), TimeRemainingColumn())
        # On a narrow terminal the figures matter more than the bar.
        bar = (BarColumn(),) if console.width >= BAR_COLUMNS else ()
        progress = Progress(
            TextColumn("{task.description}"),
            *bar,
            *figures,
            console=console,
            transient=True,
            # Answers that a file waits for must not be drawn on the terminal instead.
            redirect_stdout=False,
            redirect_stderr=False,
        )
        progress.start()
        return progress

    def close(self) -> None:
        self._timer.cancel()
        with self._lock:
            if self._progress is not None:
                self._progress.stop()


@contextmanager
def meter(label: str, *, unit: str, writing: bool = False) -> Iterator[Meter]:
    """Give a meter that draws on a terminal and keeps still elsewhere.

    ``writing`` says that answers go to standard output meanwhile: where that is a terminal too, they are progress
    enough, and a bar would stand among them.
    """
    hidden = sys.stderr is None or not sys.stderr.isatty()
    if hidden or (writing and sys.stdout is not None and sys.stdout.isatty()):
        yield no_meter
        return
    bar = _Bar(label, unit)
    try:
        yield bar
    finally:
        bar.close()
