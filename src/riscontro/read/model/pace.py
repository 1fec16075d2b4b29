"""When to ask and when to ask again: a rate that all threads share, and waits that grow and differ."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 60.0
"""Seconds that a wait grows to, where the server names none."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """Time as a run sees it; tests hand in their own. ``now`` is the instant by which a server's date is counted."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    draw: Callable[[], float] = random.random


def parse_wait(value: str | None, *, now: datetime) -> float | None:
    """Return the seconds that a ``Retry-After`` asks for (RFC 9110, section 10.2.3: seconds or a date).

    ``None`` where there is none or it says nothing legible; never negative.

    >>> parse_wait("7", now=datetime(2026, 1, 1, tzinfo=UTC))
    7.0
    """
    if value is None:
        return None
    value = value.strip()[:60]
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return max(0.0, (at - now).total_seconds())


def backoff(attempt: int, *, base: float, draw: Callable[[], float]) -> float:
    """Return the seconds before another attempt (0 the first): twice as many each time, between half and all of them.

    The jitter keeps those who failed together from coming back together (M. Brooker, Exponential Backoff and Jitter,
    2015, "equal jitter").
    """
    whole = min(LONGEST_WAIT, base * 2**attempt)
    return float(whole / 2 + whole / 2 * draw())


class Pace:
    """Hands out moments to begin a request, so that no more than ``rate`` begin in a minute."""

    def __init__(self, rate: float | None, clocks: Clocks) -> None:
        self._gap = 60.0 / rate if rate else 0.0
        self._clocks = clocks
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when the next request may begin."""
        self.hold(0.0)

    def hold(self, seconds: float) -> None:
        """Wait, then for the next free moment; nobody else begins before the wait is over where it is a server's."""
        if not self._gap and not seconds:
            return
        with self._lock:
            now = self._clocks.monotonic()
            begin = max(now + seconds, self._next)
            self._next = begin + self._gap
        if begin > now:
            self._clocks.sleep(begin - now)
