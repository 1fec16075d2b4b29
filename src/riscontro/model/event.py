"""Events: what groups of claims are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from riscontro.model.block import Block
from riscontro.model.claim import Basis, EventType, Quantity, Stance
from riscontro.model.grade import Grade, Status
from riscontro.model.issue import Issue
from riscontro.model.time import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who first said it, and the claims that trace back to them.

    ``group`` joins what is not independent: the organs of one state share ``state:XXX``. ``presumed_relay`` marks
    a report that names no root and shows no vantage of its own. ``counts`` is false where the origin adds nothing
    to the status (a presumed relay, a rumour, a denial by a party); ``why`` says so in words.
    """

    id: str
    name: str
    state: str | None
    kind: Basis
    group: str
    stance: Stance
    claims: tuple[str, ...]
    public_from: datetime
    presumed_relay: bool = False
    against_interest: bool = False
    physical: bool = False
    standing: bool = True
    counts: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """One change of an event's standing, with what caused it.

    ``at`` is the moment of knowledge in public time, ``held_at`` when the case held the words; ``rule`` is a
    stable code, ``reason`` one sentence.
    """

    status: Status
    grade: Grade
    at: datetime
    held_at: datetime
    document_id: str | None
    claim_id: str | None
    rule: str
    reason: str
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act in the world that could be true or false as a whole, as its claims tell it.

    ``when`` is what the claims agree on (``None`` where none gives a time), ``quantity`` the envelope of their
    figures, ``contested_by`` the parties that deny it. ``history`` is in the order of ``at``; its last row gives
    ``status`` and ``grade``. ``probability`` is ``None`` where no origin
    that counts asserts the act as a fact. ``planned`` marks an event of
    which every claim speaks as of a plan.
    """

    id: str
    actor: str | None
    type: EventType
    mode: str | None
    recipient: str | None
    opponent: str | None
    place: str | None
    when: Interval | None
    quantity: Quantity | None
    claims: tuple[str, ...]
    origins: tuple[Origin, ...]
    status: Status
    grade: Grade
    history: tuple[StatusChange, ...]
    contested_by: tuple[str, ...] = ()
    planned: bool = False
    probability: float | None = None

    @property
    def independent(self) -> int:
        """How many independent groups stand and count."""
        return len({origin.group for origin in self.origins if origin.counts and origin.standing})


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """What weighing gives: events by first moment of knowledge, then id; and the doubts met on the way."""

    events: tuple[Event, ...]
    issues: tuple[Issue, ...] = ()
    blocks: tuple[Block, ...] = ()
    """Where linking looks for each event, in the order in which they were opened."""
