"""A relation as lines of text: each ends with the ids of the events or claims that it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from riscontro.model.dyad import (
    ChangePoint,
    Dyad,
    Envelope,
    Exchange,
    Flow,
    Observation,
    Reckoning,
    Relation,
    Series,
    Stand,
    StatedCeiling,
    ThirdParty,
)
from riscontro.relate.changes import EXTRA
from riscontro.relate.series import NO_EXTRA
from riscontro.relate.tables import act_name

T = TypeVar("T")

IDS_SHOWN = 3
"""Ids at the end of a line; the others are counted."""

LINES_SHOWN = 40
"""Lines of one kind; the others are counted, and ``--json`` has them."""


def relation_to_lines(relation: Relation) -> Iterator[str]:
    """Yield a relation as text, both directions first."""
    for dyad in relation.dyads:
        yield f"{dyad.actor} -> {dyad.recipient}: {len(dyad.events)} events"
        yield from _dyad_lines(dyad)
        given = [one for one in relation.exchange if one.actor == dyad.actor]
        yield from _few("gave", _exchange, given)
    yield f"third parties: {len(relation.third_parties)} events"
    yield from _few("third party", _role, relation.roles)
    yield f"positions: {len(relation.positions)}"
    yield from _few("position", _stand, relation.stands)


def _dyad_lines(dyad: Dyad) -> Iterator[str]:
    for ceiling in dyad.ceilings:
        yield (
            f"  rung {ceiling.level} {ceiling.rung}, {ceiling.status.value}: "
            f"fact {_day(ceiling.fact)}, known {ceiling.known:%Y-%m-%d} ({ceiling.event_id})"
        )
    yield from _few("stated ceiling", _stated, dyad.stated)
    yield from _few("flow", _flow, dyad.flows)
    yield from _few("figure", _envelope, dyad.envelopes)
    yield from _few("at least", _reckoning, dyad.reckonings)
    yield from _few("observed", _observation, dyad.observations)
    if dyad.series is not None:
        yield from _series(dyad.series)


def _few(kind: str, to_line: Callable[[T], str], told: Sequence[T]) -> Iterator[str]:
    yield from (f"  {kind} {to_line(one)}" for one in told[:LINES_SHOWN])
    if len(told) > LINES_SHOWN:
        yield f"  {kind}: {len(told) - LINES_SHOWN} more (--json has them)"


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else "no date"


def _stretch(first: date | None, last: date | None) -> str:
    return f"{_day(first)} to {_day(last)}" if first or last else "undated"


def _ids(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - IDS_SHOWN} more" if len(ids) > IDS_SHOWN else ""
    return f"({', '.join(ids[:IDS_SHOWN])}{more})"


def _stated(stated: StatedCeiling) -> str:
    said = f"{stated.level} {stated.rung}, by {stated.party} on {stated.at:%Y-%m-%d}"
    if stated.broken_by is None or stated.known is None:
        return f"{said}: holds {_ids([stated.claim_id])}"
    broken = "was broken already" if stated.known <= stated.at else "broken"
    fact = f"fact {_day(stated.fact)}, known {stated.known:%Y-%m-%d}"
    return f"{said}: {broken}, {fact} {_ids([stated.claim_id, stated.broken_by])}"


def _flow(flow: Flow) -> str:
    seen = f"{_stretch(flow.first, flow.last)}"
    kinds = Counter("observed" if sighting.observed else "told" for sighting in flow.sightings)
    counted = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    ended = f"; stopped {_day(flow.stopped_on)} by {flow.stopped_by}" if flow.stopped_by else ""
    expected = f"; silent after {flow.expected_days} days ({flow.expected_by})" if flow.expected_days else ""
    return (
        f"{flow.mode or 'unstated'}: {flow.state}, {seen}; sightings: {counted or 'none'}{expected}{ended} "
        f"{_ids(flow.events or (flow.event_id,))}"
    )


def _number(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:,g}"


def _range(minimum: float | None, maximum: float | None) -> str:
    if minimum is not None and minimum == maximum:
        return _number(minimum)
    low = _number(minimum) if minimum is not None else ".."
    return f"{low} to {_number(maximum)}" if maximum is not None else f"{low} or more"


def _envelope(envelope: Envelope) -> str:
    window = str(envelope.window) if envelope.window is not None else "no window"
    amount = f"{_range(envelope.minimum, envelope.maximum)} {envelope.unit}"
    claims = _ids([figure.claim_id for figure in envelope.figures])
    return f"{act_name(envelope.type, envelope.mode)}, {envelope.kind}, {window}: {amount} {claims}"


def _reckoning(reckoning: Reckoning) -> str:
    windows = len(reckoning.windows)
    how = "one total" if reckoning.kind == "total" else f"{windows} windows apart" if windows > 1 else "one window"
    amount = f"{_number(reckoning.minimum)} {reckoning.unit}"
    return f"{act_name(reckoning.type, reckoning.mode)}: {amount}, {how} {_ids(reckoning.claims)}"


def _observation(observation: Observation) -> str:
    first, last = observation.points[0].when, observation.points[-1].when
    rows = f"{len(observation.points)} rows, {_stretch(first.earliest, last.latest)}"
    return (
        f"{observation.mode or 'unstated'} by {observation.source} ({observation.basis}): {rows} "
        f"({observation.document_id})"
    )


def _series(series: Series) -> Iterator[str]:
    cooperation = sum(point.cooperation for point in series.points)
    conflict = sum(point.conflict for point in series.points)
    first, last = series.points[0].month, series.points[-1].month
    yield f"  months {first:%Y-%m} to {last:%Y-%m}: cooperation {cooperation:+.1f}, conflict {conflict:+.1f}"
    yield from _few("change", _change, series.changes)
    if series.why == NO_EXTRA:
        yield f"  no change points were looked for: pip install '{EXTRA}'"


def _change(change: ChangePoint) -> str:
    return f"{change.month:%Y-%m} {change.measure}: {change.before:+.2f} to {change.after:+.2f} {_ids(change.events)}"


def _exchange(given: Exchange) -> str:
    seen = f"{_stretch(given.first, given.last)}, known {given.known:%Y-%m-%d}"
    return f"{given.kind}: {given.status.value}, {seen} {_ids(given.events)}"


def _role(role: ThirdParty) -> str:
    toward = f" {role.toward}" if role.toward else ""
    said = f"{role.party}: {role.role.replace('_', ' ')}{toward}"
    return f"{said}, {role.status.value}, {role.at:%Y-%m-%d} ({role.event_id})"


def _stand(stand: Stand) -> str:
    first, last = f"{stand.first:%Y-%m-%d}", f"{stand.last:%Y-%m-%d}"
    span = first if first == last else f"{first} to {last}"
    return f"{stand.party} {stand.stance.replace('_', ' ')}, {span} {_ids(stand.events)}"
