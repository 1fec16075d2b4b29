"""The ladder of support as a picture: per direction one row a rung, date of fact against moment of knowledge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from riscontro.model.dyad import Ceiling, Dyad, Rung
from riscontro.model.event import Event
from riscontro.model.grade import Status
from riscontro.tell.catalogue import Catalogue, capitalised
from riscontro.tell.chart import Scale, Tick, scale_over, ticks_of
from riscontro.tell.dates import instant_to_day_text, interval_to_text
from riscontro.tell.index import Index
from riscontro.tell.names import party_name
from riscontro.tell.rank import date_order, event_day, first_known
from riscontro.tell.sentence import event_label

STEPS_TOLD = 5
"""Steps of one rung told in words beside the picture; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A moment of knowledge: the status that the event then reached, and where it lies."""

    status: str
    place: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event on a rung: the place of its fact (``None``: undated), what was then known and when, in words too.

    ``broke`` says that it was the highest so far when it became known, at one status or more.
    """

    event_id: str
    label: str
    status: str
    broke: bool
    fact: float | None
    marks: tuple[Mark, ...]
    words: str

    @property
    def span(self) -> tuple[float, float] | None:
        """Left end and width of the line from the fact to the last mark, ``None`` where one is not known."""
        places = [mark.place for mark in self.marks] + ([] if self.fact is None else [self.fact])
        if len(places) < 2:
            return None
        return min(places), round(max(places) - min(places), 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRow:
    """One rung and what reached it.

    ``ceiling_at`` names the statuses at which it is the ceiling that stands, the weakest first; one that a stronger
    status also reaches is left out. ``within`` says that it lies at or below the highest ceiling, ``hidden`` that the
    act which made it a ceiling is not among the events shown. Steps that broke a ceiling come first.
    """

    level: int
    name: str
    steps: tuple[Step, ...]
    ceiling_at: tuple[str, ...]
    within: bool
    hidden: bool

    @property
    def told(self) -> tuple[Step, ...]:
        """The steps told in words; all are drawn."""
        return self.steps[:STEPS_TOLD]


@dataclass(frozen=True, slots=True, kw_only=True)
class CeilingLine:
    """The ceiling at one status as it rose: where each break became known, and the level that it reached."""

    status: str
    breaks: tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderSide:
    """One direction of the pair, weightiest rung first; ``ceilings`` from the weakest status to the strongest."""

    title: str
    rows: tuple[LadderRow, ...]
    ticks: tuple[Tick, ...]
    top: int
    ceilings: tuple[CeilingLine, ...]


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
    reached = dict.fromkeys([*dyad.events, *(ceiling.event_id for ceiling in dyad.ceilings)])
    events = sorted((shown[event_id] for event_id in reached if event_id in shown), key=date_order)
    ceilings = list(dyad.ceilings)
    scale = scale_over(_days(ceilings, events))
    ladder = sorted(index.dossier.relation.ladder, key=lambda rung: -rung.level)
    names = {"actor": party_name(dyad.actor, index.catalogue), "recipient": party_name(dyad.recipient, index.catalogue)}
    return LadderSide(
        title=index.catalogue.text("direction", **names),
        rows=tuple(_row(rung, ladder, ceilings, events, scale, index) for rung in ladder) if scale else (),
        ticks=ticks_of(scale, index.catalogue) if scale else (),
        top=max((ceiling.level for ceiling in ceilings), default=0),
        ceilings=tuple(_ceiling_lines(ceilings, scale)) if scale else (),
    )


def _ceiling_lines(ceilings: Sequence[Ceiling], scale: Scale) -> Iterator[CeilingLine]:
    """Yield the rising ceiling at each status, of two breaks at one moment the higher."""
    for status in reversed(_STRONGEST_FIRST):
        own = sorted((one.known, one.level) for one in ceilings if one.status is status)
        breaks = tuple((scale.place_instant(known), level) for known, level in own)
        if breaks:
            yield CeilingLine(status=status, breaks=breaks)


def standing_ceilings(ceilings: Sequence[Ceiling]) -> dict[Status, Ceiling]:
    """Return the ceiling that stands at each status, of breaks in the order of knowledge."""
    return {ceiling.status: ceiling for ceiling in ceilings}


def _days(ceilings: list[Ceiling], events: list[Event]) -> Iterator[date]:
    for event in events:
        known, fact = first_known(event), event_day(event)
        if known:
            yield known.astimezone(UTC).date()
        if fact:
            yield fact
    for ceiling in ceilings:
        yield ceiling.known.astimezone(UTC).date()


def _row(
    rung: Rung, ladder: list[Rung], ceilings: list[Ceiling], events: list[Event], scale: Scale, index: Index
) -> LadderRow:
    level_of = {ceiling.event_id: ceiling.level for ceiling in ceilings}
    steps = []
    for event in events:
        level = level_of.get(event.id) or _level_of(event, ladder)
        if level == rung.level:
            own = [ceiling for ceiling in ceilings if ceiling.event_id == event.id]
            steps.append(_step(event, own, scale, index))
    steps.sort(key=lambda step: not step.broke)
    standing = standing_ceilings(ceilings)
    levels = {status: ceiling.level for status, ceiling in standing.items()}
    here = [status for status in _STRONGEST_FIRST if levels.get(status) == rung.level]
    return LadderRow(
        level=rung.level,
        name=rung_name(rung.key, index.catalogue),
        steps=tuple(steps),
        hidden=bool(here) and not any(step.broke for step in steps),
        ceiling_at=tuple(here[:1]),
        within=rung.level <= max(levels.values(), default=0),
    )


_STRONGEST_FIRST = (Status.CONFIRMED, Status.CORROBORATED, Status.REPORTED)


def _level_of(event: Event, ladder: list[Rung]) -> int | None:
    """Return the highest rung that the act reaches without a condition; conditions are judged by those who relate."""
    kinds = {f"{event.type}/{event.mode or '-'}", f"{event.type}/*", str(event.type)}
    return next((rung.level for rung in ladder if kinds.intersection(rung.acts)), None)


def _step(event: Event, ceilings: list[Ceiling], scale: Scale, index: Index) -> Step:
    catalogue, fact = index.catalogue, event_day(event)
    words = [catalogue.text("ladder_fact", when=interval_to_text(event.when, catalogue))]
    marks = []
    for status, moment in _moments(event, ceilings):
        marks.append(Mark(status=status, place=scale.place_instant(moment)))
        day = instant_to_day_text(moment, catalogue)
        words.append(catalogue.text("ladder_known", status=catalogue.word("status_short", status), when=day))
    return Step(
        event_id=event.id,
        label=event_label(event, catalogue),
        status=event.status,
        broke=bool(ceilings),
        fact=scale.place(fact) if fact else None,
        marks=tuple(marks),
        words="; ".join(words),
    )


def _moments(event: Event, ceilings: list[Ceiling]) -> list[tuple[str, datetime]]:
    """Return when each status was reached: of a ceiling as it was judged, else the first and last row of history.

    Of statuses reached in one moment the strongest is told.
    """
    if ceilings:
        latest = {ceiling.known: ceiling for ceiling in ceilings}
        return [(ceiling.status, ceiling.known) for ceiling in latest.values()]
    rows = {row.status: row.at for row in reversed(event.history)}
    ends = [row for row in event.history if rows[row.status] == row.at]
    return [(row.status, row.at) for row in dict.fromkeys([*ends[:1], *ends[-1:]])]
