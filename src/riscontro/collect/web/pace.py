"""How fast hosts are asked: one request at a time, a pause between two, a budget, and what a busy server asks for."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Generic, TypeVar

J = TypeVar("J")

LONGEST_WAIT = 10.0 * 365 * 86400
"""Seconds to which absurd waits are cut."""


def retry_after(value: str | None, *, now: datetime) -> float | None:
    """Return the seconds that a ``Retry-After`` asks for, at least 0; ``None`` where it says nothing usable.

    >>> retry_after("120", now=datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - now).total_seconds()), LONGEST_WAIT)


def backoff(attempt: int, *, base: float) -> float:
    """Return the seconds before attempt number ``attempt`` (from 1): the base, doubled each time."""
    return float(base * 2 ** (attempt - 1))


@dataclass(order=True)
class _Waiting(Generic[J]):
    not_before: float
    number: int
    job: J = field(compare=False)


@dataclass
class Host(Generic[J]):
    """One host: when it may be asked next, what waits for it, how often it was asked in this run.

    ``busy`` while an address of it is being asked.
    """

    name: str
    delay: float
    ready_at: float = float("-inf")
    asked: int = 0
    busy: bool = False
    waiting: list[_Waiting[J]] = field(default_factory=list)

    def next_at(self) -> float:
        """Return the moment of its next job."""
        return max(self.ready_at, self.waiting[0].not_before)


class Queue(Generic[J]):
    """Jobs by host; hands out the one whose moment comes first, hosts taking turns."""

    def __init__(self, *, delay: float, now: Callable[[], float]) -> None:
        self._delay = delay
        self._now = now
        self._hosts: dict[str, Host[J]] = {}
        self._number = 0

    def host(self, name: str) -> Host[J]:
        """Return the host of that name."""
        return self._hosts.setdefault(name, Host(name=name, delay=self._delay))

    def add(self, name: str, job: J, *, wait: float = 0.0, first: bool = False) -> None:
        """Let a job wait for a host, ``wait`` seconds at least; ``first`` puts it before those that could go now."""
        self._number += 1
        not_before = self._now() + wait if wait > 0 else float("-inf")
        heapq.heappush(self.host(name).waiting, _Waiting(not_before, -self._number if first else self._number, job))

    def soonest(self) -> Host[J] | None:
        """Return the host whose next job may go first, ``None`` where nothing waits but for hosts that are busy."""
        free = [host for host in self._hosts.values() if host.waiting and not host.busy]
        return min(free, key=lambda host: (host.next_at(), host.ready_at), default=None)

    def pop(self, host: Host[J]) -> J:
        """Take the host's next job."""
        return heapq.heappop(host.waiting).job

    def clear(self, host: Host[J]) -> list[J]:
        """Take all of the host's jobs."""
        jobs = [waiting.job for waiting in sorted(host.waiting)]
        host.waiting = []
        return jobs

    def rest(self, host: Host[J]) -> None:
        """Note that the host was asked just now."""
        host.asked += 1
        host.ready_at = self._now() + host.delay

    def __len__(self) -> int:
        return sum(len(host.waiting) for host in self._hosts.values())
