"""What changed between two moments: events that are new, stand otherwise, or are no more, each with what caused it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from riscontro.model.event import Event, StatusChange


class Change(StrEnum):
    """How an event differs."""

    NEW = "new"
    MOVED = "moved"
    TOLD_AGAIN = "told again"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """``before`` are the events of the earlier moment that share claims with ``after``, several where they were joined;
    ``after`` is ``None`` where none does any more. ``rows`` are the changes of its history that the earlier moment did
    not hold: each names document, claim, rule and reason.
    """

    change: Change
    before: tuple[Event, ...]
    after: Event | None
    rows: tuple[StatusChange, ...] = ()


def differ(before: Iterable[Event], after: Iterable[Event]) -> tuple[Difference, ...]:
    """Return how the events of one moment differ from those of an earlier one; those that are alike are left out.

    In the order of ``after``, those that are gone last. An event is found again by its claims, since one that comes to
    light late but was public early may give it another id.
    """
    earlier = tuple(before)
    homes = {claim: event for event in earlier for claim in event.claims}
    met: set[str] = set()
    found = []
    for event in after:
        former = tuple({homes[claim].id: homes[claim] for claim in event.claims if claim in homes}.values())
        met.update(one.id for one in former)
        difference = _difference(former, event)
        if difference is not None:
            found.append(difference)
    gone = (event for event in earlier if event.id not in met)
    found += [Difference(change=Change.GONE, before=(event,), after=None) for event in gone]
    return tuple(found)


def _difference(former: tuple[Event, ...], event: Event) -> Difference | None:
    held = {row for one in former for row in one.history}
    rows = tuple(row for row in event.history if row not in held)
    if not former:
        return Difference(change=Change.NEW, before=(), after=event, rows=rows)
    if len(former) > 1 or rows or _standing(former[0]) != _standing(event):
        return Difference(change=Change.MOVED, before=former, after=event, rows=rows)
    if set(event.claims) != set(former[0].claims):
        return Difference(change=Change.TOLD_AGAIN, before=former, after=event)
    return None


def _standing(event: Event) -> tuple[object, ...]:
    return (event.status, event.grade, event.independent, event.contested_by, event.probability)
