"""Dyads: the ordered pairs of states, and how each moved over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from riscontro.model.claim import Quantity
from riscontro.model.grade import Status


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


class FlowState(StrEnum):
    """Running, silent and stopped are three things: only a claim that a flow ended makes it ``stopped``."""

    RUNNING = "running"
    SILENT = "silent"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """An act that goes on: first and last sighting, and the envelope of its figures.

    ``gap_days`` is the longest silence between sightings so far; ``state`` is told at the moment asked for.
    """

    event_id: str
    mode: str | None
    first: date | None
    last: date | None
    state: FlowState
    gap_days: int | None
    quantity: Quantity | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one party said of one event, and when."""

    event_id: str
    party: str
    stance: str
    claim_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dyad:
    """One direction of a pair: ``actor`` for or to ``recipient``. ``events`` are ids, by date of fact then knowledge.

    ``ceilings`` lists every break in the order of knowledge; the last is the one that stands.
    """

    actor: str
    recipient: str
    events: tuple[str, ...]
    ceilings: tuple[Ceiling, ...]
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A pair of states seen whole at one moment: both directions, what third parties did about it, and positions."""

    pair: tuple[str, str]
    as_of: datetime | None
    dyads: tuple[Dyad, Dyad]
    ladder: tuple[Rung, ...]
    third_parties: tuple[str, ...]
    positions: tuple[Position, ...]
