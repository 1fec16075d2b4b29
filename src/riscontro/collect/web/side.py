"""Requests to several hosts side by side: each runs in a thread of its own, what came of it is handled in one.

Only the request itself runs beside: pace, robots.txt, what is held and what is yielded stay with the one who asks.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")
J = TypeVar("J")


class Outcome(Generic[T]):
    """What a call gave, or the exception that it raised."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._value: T | None = None
        self._error: Exception | None = None
        try:
            self._value = call()
        except Exception as error:  # noqa: BLE001 - carried over to the one who asks for it
            self._error = error

    def get(self) -> T:
        """Return the value, or raise the exception."""
        if self._error is not None:
            raise self._error
        return self._value  # type: ignore[return-value]


class Side(Generic[J]):
    """Runs calls beside the one who began them, at most ``most`` at a time, and gives back each with its label.

    The threads are daemons: a run that is given up does not wait for servers.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._done: SimpleQueue[tuple[J, Outcome[object]]] = SimpleQueue()
        self.running = 0

    @property
    def has_room(self) -> bool:
        """Whether a further call may begin."""
        return self.running < self._most

    def begin(self, label: J, call: Callable[[], object]) -> None:
        """Begin a call."""
        self.running += 1
        Thread(target=lambda: self._done.put((label, Outcome(call))), daemon=True).start()

    def next(self, timeout: float | None = None) -> tuple[J, Outcome[object]] | None:
        """Wait for the next call to end; ``None`` where none does within ``timeout`` seconds."""
        try:
            label, outcome = self._done.get(timeout=timeout)
        except Empty:
            return None
        self.running -= 1
        return label, outcome
