"""The ladder of support as a picture: per direction one row a rung, date of fact against moment of knowledge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date

from riscontro.model.dyad import Ceiling, Dyad, Rung
from riscontro.model.event import Event
from riscontro.tell.catalogue import Catalogue, capitalised
from riscontro.tell.chart import Scale, Tick, scale_over, ticks_of
from riscontro.tell.dates import day_to_text, instant_to_day_text
from riscontro.tell.index import Index
from riscontro.tell.names import party_name
from riscontro.tell.rank import event_day, first_known
from riscontro.tell.sentence import event_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event on a rung: places of fact (``None``: undated) and knowledge, in words too.

    ``role`` is ``ceiling`` (stands), ``broken`` (a ceiling that a later one broke) or ``below``.
    """

    event_id: str
    label: str
    status: str
    role: str
    fact: float | None
    known: float | None
    words: str

    @property
    def span(self) -> tuple[float, float] | None:
        """Left end and width of the line between fact and knowledge."""
        if self.fact is None or self.known is None:
            return None
        return min(self.fact, self.known), round(abs(self.known - self.fact), 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRow:
    """One rung and what reached it; ``within`` says that it lies at or below the ceiling."""

    level: int
    name: str
    steps: tuple[Step, ...]
    within: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderSide:
    """One direction of the pair, weightiest rung first."""

    title: str
    rows: tuple[LadderRow, ...]
    ticks: tuple[Tick, ...]
    top: int


def build_ladder(index: Index) -> tuple[LadderSide, ...]:
    """Return both directions, the one with the higher ceiling first; a direction without any act is left out."""
    sides = [_side(dyad, index) for dyad in index.dossier.relation.dyads]
    held = [side for side in sides if any(row.steps for row in side.rows)]
    return tuple(sorted(held, key=lambda side: -side.top))


def rung_name(rung: str, catalogue: Catalogue) -> str:
    """Return a rung's name; one from ``case.toml`` that the catalogue lacks shows its key with blanks."""
    return capitalised(str(catalogue.table["rung"].get(rung, rung.replace("_", " ").replace("-", " "))))


def _side(dyad: Dyad, index: Index) -> LadderSide:
    shown = {event.id: event for event in index.selection.events}
    events = [shown[event_id] for event_id in dyad.events if event_id in shown]
    scale = scale_over(_days(dyad, events))
    ceilings = [ceiling for ceiling in dyad.ceilings if ceiling.event_id in shown]
    top = max((ceiling.level for ceiling in ceilings), default=0)
    ladder = sorted(index.dossier.relation.ladder, key=lambda rung: -rung.level)
    rows = [_row(rung, ceilings, events, top, scale, index) for rung in ladder] if scale else []
    names = {"actor": party_name(dyad.actor, index.catalogue), "recipient": party_name(dyad.recipient, index.catalogue)}
    return LadderSide(
        title=index.catalogue.text("direction", **names),
        rows=tuple(rows),
        ticks=ticks_of(scale, index.catalogue) if scale else (),
        top=top,
    )


def _days(dyad: Dyad, events: list[Event]) -> Iterator[date]:
    for event in events:
        known, fact = first_known(event), event_day(event)
        if known:
            yield known.astimezone(UTC).date()
        if fact:
            yield fact
    for ceiling in dyad.ceilings:
        yield ceiling.known.astimezone(UTC).date()


def _row(rung: Rung, ceilings: list[Ceiling], events: list[Event], top: int, scale: Scale, index: Index) -> LadderRow:
    here = {ceiling.event_id: ceiling for ceiling in ceilings if ceiling.level == rung.level}
    elsewhere = {ceiling.event_id for ceiling in ceilings} - set(here)
    steps = [_ceiling_step(ceiling, top, scale, index) for ceiling in here.values()]
    steps += [
        _event_step(event, scale, index)
        for event in events
        if event.id not in here and event.id not in elsewhere and _acts_on(event, rung)
    ]
    return LadderRow(
        level=rung.level, name=rung_name(rung.key, index.catalogue), steps=tuple(steps), within=rung.level <= top
    )


def _acts_on(event: Event, rung: Rung) -> bool:
    exact = f"{event.type}/{event.mode}" if event.mode else str(event.type)
    return exact in rung.acts


def _ceiling_step(ceiling: Ceiling, top: int, scale: Scale, index: Index) -> Step:
    event = index.events[ceiling.event_id]
    known = scale.place_instant(ceiling.known)
    fact = scale.place(ceiling.fact) if ceiling.fact else None
    catalogue = index.catalogue
    when = day_to_text(ceiling.fact, catalogue) if ceiling.fact else catalogue.text("ladder_undated")
    words = [
        catalogue.text("ladder_fact", when=when),
        catalogue.text("ladder_known", when=instant_to_day_text(ceiling.known, catalogue)),
        catalogue.word("status_short", ceiling.status),
    ]
    return Step(
        event_id=event.id,
        label=event_label(event, catalogue),
        status=ceiling.status,
        role="ceiling" if ceiling.level == top else "broken",
        fact=fact,
        known=known,
        words="; ".join(words),
    )


def _event_step(event: Event, scale: Scale, index: Index) -> Step:
    known, fact = first_known(event), event_day(event)
    return Step(
        event_id=event.id,
        label=event_label(event, index.catalogue),
        status=event.status,
        role="below",
        fact=scale.place(fact) if fact else None,
        known=scale.place_instant(known) if known else None,
        words=index.catalogue.word("status_short", event.status),
    )
