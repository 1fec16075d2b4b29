"""Something that is waited for, done by a thread of its own while the work goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

HEAD_START = 0.002
"""Seconds in which it has the interpreter to itself, at most: a request leaves before other work takes it."""


class Errand(Generic[T]):
    """Runs a function in a thread that ends with the program, so that an interrupted run does not wait for it."""

    def __init__(self, run: Callable[[], T]) -> None:
        self._run = run
        self._found: T
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._go, daemon=True)
        self._thread.start()
        self._thread.join(HEAD_START)

    def _go(self) -> None:
        try:
            self._found = self._run()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            self._error = error

    def result(self) -> T:
        """Return what the function returned, or raise what it raised, when it has ended."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._found
