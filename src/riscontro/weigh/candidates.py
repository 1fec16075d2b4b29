"""Which events could a claim be about?

Cheap first: events are shelved by type and sides and, where they have a narrow time, by month. Only what lies on the
shelves that a claim's own sides and months point to is compared further, and never more than ``candidates_max``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from riscontro.model.claim import EventType
from riscontro.weigh.cluster import Group
from riscontro.weigh.telling import Telling, Window
from riscontro.weigh.weights import link_number

Key = tuple[EventType, str, str | None, str | None]

MONTH_DAYS = 30
"""Days of one shelf's bucket. A bound on cost only."""


class Shelf:
    """Groups of one type and one pair of sides, by month where their time is narrow."""

    def __init__(self) -> None:
        self._months: defaultdict[int, list[Group]] = defaultdict(list)
        self._wide: list[Group] = []
        self._all: list[Group] = []

    def put(self, group: Group, window: Window) -> None:
        """Shelve a group under the window of the claim that opened it, which all its later claims must meet."""
        self._all.append(group)
        months = months_of(window, link_number("months_max"))
        if group.shape.flow or months is None:
            self._wide.append(group)
            return
        for month in months:
            self._months[month].append(group)

    def look(self, window: Window, tolerance: int) -> list[Group]:
        """Return the groups that may meet the window, in no order; one may come twice."""
        months = months_of(Window(window.start - tolerance, window.end + tolerance), link_number("months_max"))
        if months is None:
            return self._all
        found = list(self._wide)
        for month in months:
            found.extend(self._months.get(month, ()))
        return found


def months_of(window: Window, most: int) -> range | None:
    """Return the buckets that a window meets; ``None`` where they are ``most`` or more, or none."""
    first, last = window.start // MONTH_DAYS, window.end // MONTH_DAYS
    return range(first, last + 1) if 0 <= last - first < most else None


class Shelves:
    """All groups so far. ``bounded`` holds the claims that had more candidates than were looked at."""

    def __init__(self) -> None:
        self._shelves: defaultdict[Key, Shelf] = defaultdict(Shelf)
        self._most = link_number("candidates_max")
        self.bounded: set[str] = set()

    def put(self, group: Group, telling: Telling) -> None:
        """Shelve a new group, or one that a claim has given other sides."""
        group.puts.append(telling)
        for key in _keys_of(telling):
            self._shelves[key].put(group, telling.window)

    def candidates(self, telling: Telling) -> list[Group]:
        """Return the groups a claim may join, the most recently opened first; at most ``candidates_max``."""
        found = self.all_for(telling)
        if len(found) > self._most:
            self.bounded.add(telling.claim.id)
        return found[: self._most]

    def all_for(self, telling: Telling) -> list[Group]:
        """Return all groups where a claim looks, the most recently opened first."""
        found: dict[int, Group] = {}
        for key in _keys_for(telling):
            shelf = self._shelves.get(key)
            if shelf is not None:
                found.update((group.number, group) for group in shelf.look(telling.window, telling.shape.tolerance))
        return [found[number] for number in sorted(found, reverse=True)]


def _keys_of(telling: Telling) -> Iterator[Key]:
    """The shelves on which an event with these sides stands."""
    first, second = telling.sides
    yield (telling.claim.type, "both", first, second)
    if first is not None:
        yield (telling.claim.type, "first", first, None)
    if second is not None:
        yield (telling.claim.type, "second", None, second)


def _keys_for(telling: Telling) -> Iterator[Key]:
    """The shelves on which a claim with these sides looks: a side left open fits any, two left open fit none."""
    first, second = telling.sides
    kind = telling.claim.type
    if first is not None and second is not None:
        yield from ((kind, "both", first, second), (kind, "both", first, None), (kind, "both", None, second))
    elif first is not None:
        yield (kind, "first", first, None)
    elif second is not None:
        yield (kind, "second", None, second)
