"""Parts of a walk that share one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
Clock = Callable[[], datetime]
"""The present instant in UTC, handed in so that runs can be repeated."""


def present() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC).replace(microsecond=0)


def in_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in order, ``size`` at a time; the last batch may be smaller."""
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch
