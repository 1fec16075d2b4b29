"""What a relation holds beside ladder and flows, as tables in words: each row carries the claims that it rests on.

Rows of events that are not shown are left out and counted, since nothing on the page would carry them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from riscontro.model.claim import Quantity
from riscontro.model.dyad import (
    ChangePoint,
    Dyad,
    Exchange,
    FigureKind,
    MonthPoint,
    Observation,
    Reckoning,
    Series,
    Stand,
    StatedCeiling,
    ThirdParty,
)
from riscontro.model.grade import Status
from riscontro.model.time import Interval
from riscontro.tell.catalogue import capitalised
from riscontro.tell.dates import day_to_text, instant_to_day_text, interval_to_text
from riscontro.tell.entry import publisher_of
from riscontro.tell.index import Index, Reference
from riscontro.tell.ladder import rung_name
from riscontro.tell.names import party_name
from riscontro.tell.quantities import quantity_to_text
from riscontro.tell.sentence import act_noun, event_label, named
from riscontro.tell.visible import shorten

ROWS_SHOWN = 60
"""Rows of one table; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A text; with ``event_id`` it leads to that event, with ``status`` it stands beside that status's shape."""

    text: str
    event_id: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """The cells of a row, and the printed claims that it rests on."""

    cells: tuple[Cell, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: ``key`` names it on the page, ``keys`` its columns; ``more`` says how many rows are not shown."""

    key: str
    title: str
    note: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Relating:
    """The tables of a dossier by where they stand; each tuple may be empty."""

    stated: tuple[Grid, ...]
    amounts: tuple[Grid, ...]
    exchange: tuple[Grid, ...]
    others: tuple[Grid, ...]
    months: tuple[Grid, ...]
    stands: tuple[Grid, ...]


def build_relating(index: Index) -> Relating:
    """Return the tables that hold anything, in the dossier's language."""
    relation = index.dossier.relation
    dyads = relation.dyads
    series = [dyad.series for dyad in dyads if dyad.series is not None]
    return Relating(
        stated=_grid("stated", _STATED, (_stated(one, index) for dyad in dyads for one in dyad.stated), index),
        amounts=_amounts(dyads, index),
        exchange=_grid("exchange", _EXCHANGE, (_given(one, index) for one in relation.exchange), index),
        others=_grid("others", _OTHERS, (_other(one, index) for one in relation.roles), index),
        months=_months(series, index),
        stands=_grid("stands", _STANDS, (_stand(one, index) for one in relation.stands), index),
    )


def _amounts(dyads: Sequence[Dyad], index: Index) -> tuple[Grid, ...]:
    told = (_amount(one, dyad, index) for dyad in dyads for one in dyad.reckonings)
    counted = (_counted(one, index) for dyad in dyads for one in dyad.observations)
    return (*_grid("amounts", _AMOUNTS, told, index), *_grid("counted", _COUNTED, counted, index))


def _months(series: Sequence[Series], index: Index) -> tuple[Grid, ...]:
    months = _grid("months", _MONTHS, (_month(one, own, index) for own in series for one in own.points), index)
    changes = (_change(one, own, index) for own in series for one in own.changes)
    return (*months, *_grid("levels", _LEVELS, changes, index)) if months else ()


_STATED = ("who", "rung", "act", "said", "outcome")
_AMOUNTS = ("direction", "item", "at_least", "how")
_COUNTED = ("source", "item", "rows", "span")
_EXCHANGE = ("giver", "goods", "act", "span", "known", "certainty")
_OTHERS = ("who", "did", "towards", "act", "certainty", "when")
_LEVELS = ("direction", "month", "measure", "before", "after")
_MONTHS = ("direction", "month", "cooperation", "conflict", "events")
_STANDS = ("who", "stance", "first", "last", "events")


def _grid(key: str, columns: Sequence[str], rows: Iterable[GridRow | None], index: Index) -> tuple[Grid, ...]:
    held = [row for row in rows if row is not None]
    if not held:
        return ()
    grid = Grid(
        key=key,
        title=_word(key, index),
        note=_word(f"{key}_intro", index),
        keys=tuple(columns),
        columns=tuple(_word(f"col_{column}", index) for column in columns),
        rows=tuple(held[:ROWS_SHOWN]),
        more=max(len(held) - ROWS_SHOWN, 0),
    )
    return (grid,)


def _word(key: str, index: Index) -> str:
    return str(index.catalogue.table["relating"][key])


def _row(cells: Iterable[Cell | str], claims: Iterable[str], index: Index) -> GridRow:
    made = (Cell(text=cell) if isinstance(cell, str) else cell for cell in cells)
    return GridRow(cells=tuple(made), references=index.references(tuple(claims)))


def _shown(event_ids: Iterable[str], index: Index) -> list[str]:
    return [event_id for event_id in event_ids if event_id in index.cited]


def _claims(event_ids: Iterable[str], index: Index) -> Iterator[str]:
    """Yield the printed claims that assert events."""
    for event_id in event_ids:
        yield from index.asserting(index.events[event_id])


def _party(code: str, index: Index) -> str:
    document = index.documents.get(code)
    if document is not None:
        return capitalised(publisher_of(document, index.catalogue))
    name = named(code, index.catalogue)
    return capitalised(name.bare) if name else ""


def _act(event_id: str, index: Index) -> Cell:
    return Cell(text=event_label(index.events[event_id], index.catalogue), event_id=event_id)


def _status(status: str, index: Index) -> Cell:
    return Cell(text=index.catalogue.word("status_short", status), status=status)


def _direction(actor: str, recipient: str, index: Index) -> str:
    names = {"actor": party_name(actor, index.catalogue), "recipient": party_name(recipient, index.catalogue)}
    return index.catalogue.text("direction", **names)


def _span(first: date | None, last: date | None, index: Index) -> str:
    if first is None or last is None or first > last:
        return interval_to_text(None, index.catalogue) if first is None else day_to_text(first, index.catalogue)
    return interval_to_text(Interval(earliest=first, latest=last), index.catalogue)


def _stated(stated: StatedCeiling, index: Index) -> GridRow | None:
    if stated.event_id not in index.cited:
        return None
    cells = (
        _party(stated.party, index),
        capitalised(rung_name(stated.rung, index.catalogue)),
        _act(stated.event_id, index),
        instant_to_day_text(stated.at, index.catalogue),
        _outcome(stated, index),
    )
    claims = [stated.claim_id, *([stated.broken_claim] if stated.broken_claim else [])]
    return _row(cells, claims, index)


def _reported_above(stated: StatedCeiling, index: Index) -> str | None:
    """Return the first shown act above a stated ceiling that is reported and no surer, ``None`` where there is none."""
    dyads = (dyad for dyad in index.dossier.relation.dyads if stated in dyad.stated)
    ceilings = [one for dyad in dyads for one in dyad.ceilings if one.status is Status.REPORTED]
    above = sorted((one.known, one.event_id) for one in ceilings if one.level > stated.level)
    return next((event_id for _, event_id in above if event_id in index.cited), None)


def _outcome(stated: StatedCeiling, index: Index) -> Cell:
    if stated.broken_by is None or stated.known is None:
        above = _reported_above(stated, index)
        return Cell(text=_word("holds_reported" if above else "holds", index), event_id=above)
    key = "broken_already" if stated.known <= stated.at else "broken"
    event = index.events.get(stated.broken_by)
    fact = interval_to_text(event.when if event else None, index.catalogue)
    text = _word(key, index).format(fact=fact, known=instant_to_day_text(stated.known, index.catalogue))
    return Cell(text=text, event_id=stated.broken_by if stated.broken_by in index.cited else None)


def _amount(reckoning: Reckoning, dyad: Dyad, index: Index) -> GridRow | None:
    events = _shown(reckoning.events, index)
    if not events:
        return None
    least = Quantity(minimum=reckoning.minimum, maximum=None, unit=reckoning.unit, bound="at least")
    if reckoning.kind is FigureKind.TOTAL:
        window = reckoning.windows[0] if reckoning.windows else None
        since = interval_to_text(window, index.catalogue) if window else None
        how = _word("one_total_since", index).format(since=since) if since else _word("one_total", index)
    else:
        how = index.catalogue.count("windows", len(reckoning.windows))
    item = Cell(text=capitalised(act_noun(reckoning.type, reckoning.mode, index.catalogue)), event_id=events[0])
    told = quantity_to_text(least, index.catalogue) or ""
    cells = (_direction(dyad.actor, dyad.recipient, index), item, told, how)
    printed = [claim_id for claim_id in reckoning.claims if claim_id in index.numbers]
    return _row(cells, printed or _claims(events, index), index)


def _counted(observation: Observation, index: Index) -> GridRow | None:
    events = _shown((point.event_id for point in observation.points), index)
    if not events:
        return None
    first, last = observation.points[0].when.earliest, observation.points[-1].when.latest
    basis = index.catalogue.word("basis", observation.basis)
    noun = capitalised(act_noun(observation.type, observation.mode, index.catalogue))
    cells = (
        f"{_voice(observation.source, index)} ({basis})",
        Cell(text=noun, event_id=events[0]),
        index.catalogue.count("rows", len(observation.points)),
        _span(first, last, index),
    )
    return _row(cells, (point.claim_id for point in observation.points), index)


def _voice(name: str, index: Index) -> str:
    """Return who told, by name; of a page of no named outlet the record holds the document's id."""
    document = index.documents.get(name)
    return publisher_of(document, index.catalogue) if document else shorten(name, 80)


def _given(given: Exchange, index: Index) -> GridRow | None:
    events = _shown(given.events, index)
    if not events:
        return None
    cells = (
        _party(given.actor, index),
        capitalised(index.catalogue.word("goods", given.kind)),
        _act(events[0], index),
        _span(given.first, given.last, index),
        instant_to_day_text(given.known, index.catalogue),
        _status(given.status, index),
    )
    return _row(cells, _claims(events, index), index)


def _other(role: ThirdParty, index: Index) -> GridRow | None:
    if role.event_id not in index.cited:
        return None
    cells = (
        _party(role.party, index),
        capitalised(index.catalogue.word("role", role.role)),
        _party(role.toward, index) if role.toward else "–",
        _act(role.event_id, index),
        _status(role.status, index),
        instant_to_day_text(role.at, index.catalogue),
    )
    printed = [role.claim_id] if role.claim_id in index.numbers else index.cited[role.event_id]
    return _row(cells, printed, index)


def _month(point: MonthPoint, series: Series, index: Index) -> GridRow | None:
    events = _shown(point.events, index)
    if not events:
        return None
    cells = (
        _direction(series.actor, series.recipient, index),
        _month_text(point.month, index),
        _weight(point.cooperation, index),
        _weight(point.conflict, index),
        Cell(text=index.catalogue.number(len(point.events)), event_id=events[0]),
    )
    return _row(cells, _claims(events, index), index)


def _change(change: ChangePoint, series: Series, index: Index) -> GridRow | None:
    """Return a change with the first events of its new level, or of what comes next; ``None`` where none is shown."""
    after = [event for point in series.points if point.month >= change.month for event in point.events]
    events = _shown(dict.fromkeys(after), index)[:2] or _shown(reversed(_all_events(series)), index)[:1]
    if not events:
        return None
    cells = (
        _direction(series.actor, series.recipient, index),
        Cell(text=_month_text(change.month, index), event_id=events[0]),
        _word(change.measure, index),
        _weight(change.before, index),
        _weight(change.after, index),
    )
    return _row(cells, _claims(events, index), index)


def _all_events(series: Series) -> list[str]:
    return [event for point in series.points for event in point.events]


def _month_text(month: date, index: Index) -> str:
    last = month.replace(day=monthrange(month.year, month.month)[1])
    return interval_to_text(Interval(earliest=month, latest=last), index.catalogue)


def _weight(weight: float, index: Index) -> str:
    return index.catalogue.number(round(weight, 1))


def _stand(stand: Stand, index: Index) -> GridRow | None:
    events = _shown(stand.events, index)
    if not events:
        return None
    cells = (
        _party(stand.party, index),
        capitalised(index.catalogue.word("stance", stand.stance)),
        instant_to_day_text(stand.first, index.catalogue),
        instant_to_day_text(stand.last, index.catalogue),
        Cell(text=index.catalogue.number(len(stand.events)), event_id=events[0]),
    )
    return _row(cells, stand.claims, index)
