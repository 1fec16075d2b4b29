"""The fold in public order: each claim put to the events so far, once."""

from __future__ import annotations

from collections.abc import Iterable

from riscontro.meter import Meter, metered, no_meter
from riscontro.weigh.candidates import Shelves
from riscontro.weigh.cluster import Group, best_group
from riscontro.weigh.judged import Rulings
from riscontro.weigh.telling import Telling

RULES = 4
"""Raised where the rules of linking change: what was weighed by others is weighed anew."""


class Linking:
    """Groups of tellings, each about one event. ``bounded`` are the claims whose candidates were cut short."""

    def __init__(self, rulings: Rulings | None = None) -> None:
        self.groups: list[Group] = []
        self._shelves = Shelves()
        self._rulings = rulings or Rulings()
        self._group_of: dict[str, Group] = {}

    @property
    def bounded(self) -> frozenset[str]:
        """The claims that had more candidates than were looked at."""
        return frozenset(self._shelves.bounded)

    def link(self, telling: Telling) -> Group:
        """Put a telling to the events so far; return the one it joined or opened."""
        group = self._judged_group(telling) or best_group(telling, self._allowed(telling))
        if group is None:
            group = Group(len(self.groups), telling)
            self.groups.append(group)
            self._shelves.put(group, telling)
        elif group.add(telling):
            self._shelves.put(group, telling)
        self._group_of[telling.claim.id] = group
        return group

    def _judged_group(self, telling: Telling) -> Group | None:
        partners = (self._group_of.get(other) for other in sorted(self._rulings.same.get(telling.claim.id, ())))
        return next((group for group in partners if group is not None), None)

    def _allowed(self, telling: Telling) -> list[Group]:
        candidates = self._shelves.candidates(telling)
        apart = self._rulings.different.get(telling.claim.id)
        if not apart:
            return candidates
        barred = {self._group_of[other].number for other in apart if other in self._group_of}
        return [group for group in candidates if group.number not in barred]


def link(tellings: Iterable[Telling], *, rulings: Rulings | None = None, report: Meter = no_meter) -> Linking:
    """Return the groups of these tellings, whatever order they come in."""
    linking = Linking(rulings)
    ordered = sorted(tellings, key=lambda telling: telling.order)
    for telling in metered(ordered, report, total=len(ordered), of="claims"):
        linking.link(telling)
    return linking
