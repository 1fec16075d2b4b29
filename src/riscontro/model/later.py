"""A sequence whose items are made when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, overload

T = TypeVar("T")


class Later(Sequence[T]):
    """Stands for the tuple that ``make`` returns, and asks for it at most once: when an item, the length or the value
    is wanted.

    It is equal to that tuple, has its hash and its words, and is pickled as it. What ``make`` raises is raised to
    whoever looks.

    >>> numbers = Later(lambda: (1, 2))
    >>> numbers == (1, 2), len(numbers), numbers[0]
    (True, 2, 1)
    """

    __slots__ = ("_items", "_make")

    def __init__(self, make: Callable[[], tuple[T, ...]]) -> None:
        self._make: Callable[[], tuple[T, ...]] | None = make
        self._items: tuple[T, ...] = ()

    def made(self) -> tuple[T, ...]:
        """Return the tuple itself."""
        if self._make is not None:
            self._items, self._make = self._make(), None  # what it was made from is let go
        return self._items

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self.made()[index]

    def __len__(self) -> int:
        return len(self.made())

    def __iter__(self) -> Iterator[T]:
        return iter(self.made())

    def __eq__(self, other: object) -> bool:
        return self.made() == (other.made() if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self.made())

    def __repr__(self) -> str:
        return repr(self.made())

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self.made(),)
