"""The record of an event: what its claims agree on, its origins, its history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from riscontro.model.claim import Modality, Quantity
from riscontro.model.event import Event, Origin
from riscontro.model.ids import make_id
from riscontro.model.time import Interval
from riscontro.weigh.history import History, hear_all
from riscontro.weigh.judged import Ruling
from riscontro.weigh.odds import odds_of
from riscontro.weigh.register import Register
from riscontro.weigh.telling import Telling
from riscontro.weigh.voice import Side, side_of


def assemble_event(
    tellings: Sequence[Telling], *, register: Register, rulings: Mapping[str, Sequence[Ruling]] | None = None
) -> Event:
    """Return the event that these tellings, in public order, are about. Its id is that of its first claim."""
    history = hear_all(tellings, register=register, rulings=rulings)
    status, grade = history.standing
    event_id = make_id("evt", [tellings[0].claim.id])
    claims = tuple(t.claim.id for t in tellings)
    origins = _origins(history, event_id)
    odds = odds_of(origins, claims)
    actor, recipient = _sides(tellings)
    facts = _facts(tellings)
    return Event(
        id=event_id,
        actor=actor,
        type=tellings[0].claim.type,
        mode=_commonest(t.claim.mode for t in tellings),
        recipient=recipient,
        opponent=_commonest(t.claim.opponent for t in tellings),
        place=_commonest(t.claim.place for t in facts),
        when=_when(facts),
        quantity=_envelope([t.claim.quantity for t in facts if t.claim.quantity is not None]),
        claims=claims,
        origins=origins,
        status=status,
        grade=grade,
        history=tuple(history.rows),
        contested_by=history.hearing.tally.contested_by,
        planned=_is_plan(tellings),
        probability=odds.probability if odds is not None else None,
    )


def _is_plan(tellings: Sequence[Telling]) -> bool:
    told = [t for t in tellings if side_of(t.claim) is Side.FOR]
    return bool(told) and all(t.claim.modality is Modality.PLANNED for t in told)


def _facts(tellings: Sequence[Telling]) -> Sequence[Telling]:
    """The tellings that say when, where and how much: of the fact if any does, else of the plan, else the denials."""
    told = [t for t in tellings if side_of(t.claim) is Side.FOR]
    facts = [t for t in told if t.claim.modality is not Modality.PLANNED]
    return facts or told or tellings


def _sides(tellings: Sequence[Telling]) -> tuple[str | None, str | None]:
    """The commonest pair that leaves no side open, else the commonest of each side."""
    pairs = Counter((t.claim.actor, t.claim.recipient) for t in tellings if t.claim.actor and t.claim.recipient)
    if pairs:
        return pairs.most_common(1)[0][0]
    return _commonest(t.claim.actor for t in tellings), _commonest(t.claim.recipient for t in tellings)


def _commonest(values: Iterable[str | None]) -> str | None:
    """The commonest value that is not None; the first met among equals."""
    counts = Counter(value for value in values if value is not None)
    return counts.most_common(1)[0][0] if counts else None


def _when(tellings: Sequence[Telling]) -> Interval | None:
    """What the times agree on; the whole span of a flow."""
    told = [t.claim.when for t in tellings if t.dated and t.claim.when is not None]
    if not told:
        return None
    if tellings[0].shape.flow:
        return _span(told)
    agreed = told[0]
    for interval in told[1:]:
        # Times that miss each other by what the act allows: the first told stands.
        if agreed.meets(interval):
            agreed = _common(agreed, interval)
    return agreed


def _common(left: Interval, right: Interval) -> Interval:
    starts = [interval.earliest for interval in (left, right) if interval.earliest is not None]
    ends = [interval.latest for interval in (left, right) if interval.latest is not None]
    return Interval(earliest=max(starts, default=None), latest=min(ends, default=None))


def _span(told: Sequence[Interval]) -> Interval:
    starts = [interval.earliest for interval in told if interval.earliest is not None]
    ends = [interval.latest for interval in told]
    known = [end for end in ends if end is not None]
    going_on = len(known) < len(ends)
    return Interval(earliest=min(starts) if starts else None, latest=None if going_on or not known else max(known))


def _envelope(figures: Sequence[Quantity]) -> Quantity | None:
    """The range of the figures in the commonest unit, never their sum; open above where nothing bounds it."""
    unit = _commonest(figure.unit for figure in figures)
    told = [figure for figure in figures if figure.unit == unit]
    if unit is None:
        return None
    if len({(f.minimum, f.maximum) for f in told}) == 1:
        return told[0]
    lows = [f.minimum for f in told if f.minimum is not None]
    ends = [f.maximum for f in told if f.maximum is not None]
    floors = [f.minimum for f in told if f.minimum is not None and f.maximum is None]
    highest = max(ends, default=None)
    if highest is None or any(floor >= highest for floor in floors):
        highest = None
    lowest = min(lows) if lows and len(lows) == len(told) else None
    return Quantity(minimum=lowest, maximum=highest, unit=unit)


def _origins(history: History, event_id: str) -> tuple[Origin, ...]:
    """The origins by first moment of knowledge, then id."""
    firm = bool(history.hearing.tally.firm)
    voices = list(history.hearing.voices.values())
    tentative = (v for v in voices if v.speaks_for and v.heard and v.tentative and not v.withdrawn)
    first = next(tentative, None)
    admitted = frozenset(history.hearing.tally.admitted)
    origins = (v.to_origin(event_id, firm_stands=firm, first_tentative=v is first, admitted=admitted) for v in voices)
    return tuple(sorted(origins, key=lambda origin: (origin.public_from, origin.id)))
