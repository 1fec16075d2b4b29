"""How long work tells how far it has come; what is drawn of it is the command line's affair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")


class Meter(Protocol):
    """Told how far a piece of work has come."""

    def __call__(self, done: int, total: int | None = None, *, of: str = "") -> None:
        """Say that ``done`` of ``total`` (``None``: unknown) are done.

        ``of`` names what is counted ("claims"; empty: what the meter was made for). Where it changes, another part of
        the work has begun.
        """


def no_meter(done: int, total: int | None = None, *, of: str = "") -> None:
    """Take a report of progress and do nothing."""


def metered(items: Iterable[T], report: Meter, *, total: int | None = None, of: str = "") -> Iterator[T]:
    """Yield the items and report each once the next is asked for.

    >>> list(metered("ab", lambda done, total=None, *, of="": print(done, total, of), total=2, of="letters"))
    1 2 letters
    2 2 letters
    ['a', 'b']
    """
    for done, item in enumerate(items, start=1):
        yield item
        report(done, total, of=of)
