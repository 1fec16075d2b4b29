"""Dyads: the ordered pairs of states, and how each moved over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from riscontro.model.claim import Basis, EventType, Quantity
from riscontro.model.grade import Status
from riscontro.model.time import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the ladder of support: ``level`` from 1 upwards, a key, the ``type/mode`` acts that reach it."""

    level: int
    key: str
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """The highest rung reached, at one status or better: date of fact and moment of knowledge."""

    rung: str
    level: int
    status: Status
    event_id: str
    fact: date | None
    known: datetime
    claim_id: str | None = None
    """The claim whose words brought the event to this status, where one did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedCeiling:
    """Somebody's assertion that an act is as far as one side goes for the other; it stays theirs.

    ``claim_id`` is the claim that carries the words, ``event_id`` the event of its act, ``party`` who says so (a state,
    else a name), ``at`` when it was public. ``broken_by`` is the first event above it that was known as corroborated,
    with its date of fact and moment of knowledge; ``known`` before ``at`` means that it was already broken when it was
    said. All three are ``None`` while it holds.
    """

    claim_id: str
    event_id: str
    party: str
    rung: str
    level: int
    at: datetime
    broken_by: str | None = None
    broken_claim: str | None = None
    fact: date | None = None
    known: datetime | None = None


class FlowState(StrEnum):
    """Running, silent and stopped are three things: only a claim that a flow ended makes it ``stopped``."""

    RUNNING = "running"
    SILENT = "silent"
    STOPPED = "stopped"


class GapOrigin(StrEnum):
    """Where the expected gap of a flow comes from."""

    CASE = "case"
    LEARNT = "learnt"
    KIND = "kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """The days over which claims show a flow, both included.

    ``observed`` where one of them was counted, not told; ``dated`` is false where they give no time: it was seen by
    that day at the latest, on which they were told.
    """

    first: date
    last: date
    claims: tuple[str, ...] = ()
    observed: bool = False
    dated: bool = True


class FigureKind(StrEnum):
    """A total since a moment, or what came within a window. They are never added to each other."""

    TOTAL = "total"
    INCREMENT = "increment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that one claim gives: its ends, the time that it covers, and when it was public (``told``)."""

    claim_id: str
    event_id: str
    minimum: float | None
    maximum: float | None
    bound: str | None
    window: Interval | None
    told: datetime
    observed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The range of the figures of one item, unit, kind and window; never a sum.

    ``window`` is ``None`` where the figures do not say which time they cover. Totals of one beginning stand together:
    their ``window`` is open, and ``figures`` (by ``told``, then claim) show how they grew.
    """

    type: EventType
    mode: str | None
    unit: str
    kind: FigureKind
    window: Interval | None
    minimum: float | None
    maximum: float | None
    figures: Sequence[Figure]
    # Of a large case very many, made when they are first looked at (``Later``).


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """How much of an item at least, or exactly: the larger of the best total and of what windows apart add up to.

    ``kind`` says which of the two it is: ``total`` (one figure, its own window) or ``increment`` (the sum over
    ``windows``, of which no two share a day). ``maximum`` is ``None`` where nothing bounds it.
    """

    type: EventType
    mode: str | None
    unit: str
    kind: FigureKind
    minimum: float
    maximum: float | None
    windows: tuple[Interval | None, ...]
    claims: tuple[str, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """An act that goes on: first and last sighting, and the envelope of its figures.

    ``gap_days`` is the longest silence between sightings so far; ``state`` is told at the moment asked for.
    ``expected_days`` is how long it may go unseen and still be taken to run, by ``expected_by``; ``silent_from`` is the
    first day of such a silence (also one that lies ahead), ``stopped_on`` and ``stopped_by`` the day and event of its
    end. ``events`` are all events that it rests on, ``event_id`` the first among them.
    """

    event_id: str
    mode: str | None
    first: date | None
    last: date | None
    state: FlowState
    gap_days: int | None
    quantity: Quantity | None
    type: EventType = EventType.AID
    events: tuple[str, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    expected_days: int | None = None
    expected_by: GapOrigin | None = None
    silent_from: date | None = None
    stopped_on: date | None = None
    stopped_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one party said of one event, and when."""

    event_id: str
    party: str
    stance: str
    claim_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A cell of the matrix of positions: one party and one stance, with the first and last time and what it is about.

    ``events`` and ``claims`` go together, in the order of the moments at which the stance was first taken on each.
    """

    party: str
    stance: str
    first: datetime
    last: datetime
    events: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdParty:
    """What another did about the pair: ``role`` is a key of ``third.toml`` (``condemned``, ``helped``, ``kept_away``).

    ``claim_id`` is the claim that shows it first, ``at`` when that was public; ``toward`` is the state of the pair that
    it concerns, ``None`` where it concerns both or the text does not say.
    """

    party: str
    role: str
    toward: str | None
    event_id: str
    claim_id: str
    status: Status
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What one side gave the other, of one kind of ``exchange.toml`` (``technology``, ``oil``, ``money``, ``food``).

    ``status`` is the best that one of the ``events`` stands at, ``known`` when the first of them became known.
    """

    actor: str
    recipient: str
    kind: str
    events: tuple[str, ...]
    first: date | None
    last: date | None
    known: datetime
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPoint:
    """One month of a series: summed weights of cooperation (0 and above) and of conflict (0 and below), and of what."""

    month: date
    cooperation: float
    conflict: float
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePoint:
    """``month`` is the first of a new level; the means of the months before and after it, to the next change points.

    ``events`` are those of the month.
    """

    month: date
    measure: str
    before: float
    after: float
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Cooperation and conflict by month, without a gap; ``actor`` and ``recipient`` are the direction.

    Only corroborated and confirmed events count; ``undated`` are those that cannot be placed. ``method`` names what
    looked for change points, ``None`` where nothing did, and ``why`` says why not.
    """

    actor: str
    recipient: str
    points: tuple[MonthPoint, ...]
    changes: tuple[ChangePoint, ...] = ()
    method: str | None = None
    why: str | None = None
    undated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One row of an observation series, as a claim carries it."""

    claim_id: str
    event_id: str
    when: Interval
    place: str | None
    count: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A series that was counted: who counted what, and its rows by date."""

    document_id: str
    source: str
    basis: Basis
    type: EventType
    mode: str | None
    unit: str
    points: tuple[Observed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dyad:
    """One direction of a pair: ``actor`` for or to ``recipient``. ``events`` are ids, by date of fact then knowledge.

    ``ceilings`` lists every break in the order of knowledge; the last is the one that stands. ``stated`` are in the
    order in which they were said, ``envelopes`` by item, unit, kind and window.
    """

    actor: str
    recipient: str
    events: tuple[str, ...]
    ceilings: tuple[Ceiling, ...]
    flows: tuple[Flow, ...]
    stated: tuple[StatedCeiling, ...] = ()
    envelopes: tuple[Envelope, ...] = ()
    reckonings: tuple[Reckoning, ...] = ()
    series: Series | None = None
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A pair of states seen whole at one moment: both directions, what third parties did about it, and positions.

    ``third_parties`` are the events in which another acts towards one of the two, ``roles`` what each of the others did
    or kept from doing; ``stands`` is the matrix of ``positions``, by party, then stance.
    """

    pair: tuple[str, str]
    as_of: datetime | None
    dyads: tuple[Dyad, Dyad]
    ladder: tuple[Rung, ...]
    third_parties: tuple[str, ...]
    positions: tuple[Position, ...]
    roles: tuple[ThirdParty, ...] = ()
    stands: tuple[Stand, ...] = ()
    exchange: tuple[Exchange, ...] = ()
