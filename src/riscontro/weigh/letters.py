"""What came of a source's word: how much of it others confirmed or refuted, and the letter that follows.

A claim is settled by others, never by itself: as right where the event stands confirmed without the source's group; as
wrong where it is refuted, or where the source withdrew it. Letters of a month rest on what was settled before it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from riscontro.model.claim import Basis, Stance
from riscontro.model.event import Event, Origin
from riscontro.model.grade import Reliability, Status
from riscontro.model.source import Source
from riscontro.weigh.names import fold_name
from riscontro.weigh.register import Register
from riscontro.weigh.stakes import Interest, interest_of, stakes_of
from riscontro.weigh.status import CONFIRMING_GROUPS, CORROBORATING_GROUPS
from riscontro.weigh.weights import load_toml

ASSERTING = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.WARNS})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """What came of a source's word in one role and on one type of act, settled before ``until``.

    ``told`` counts its assertions, ``settled`` those that others settled, ``right`` those settled as right. ``set_by``
    is ``learnt``, or who set the letter; ``None`` where it is F for want of settled claims.
    """

    name: str
    state: str | None
    kind: Basis
    role: str
    topic: str
    told: int
    settled: int
    right: int
    letter: Reliability
    set_by: str | None
    until: datetime


@dataclass(slots=True)
class _Count:
    origin: Origin
    told: int = 0
    settled: int = 0
    right: int = 0


def source_records(
    events: Iterable[Event], *, at: datetime, sources: Sequence[Source] = ()
) -> tuple[SourceRecord, ...]:
    """Return the records of all sources that asserted something, by name, role and topic, for the month of ``at``.

    ``sources`` are those with letters that the case or an analyst set, which outrank what was learnt.
    """
    until = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    counts: dict[tuple[str, str, str], _Count] = {}
    for event in events:
        for origin in event.origins:
            if origin.stance not in ASSERTING or origin.presumed_relay or not (origin.counts or not origin.standing):
                continue
            role, topic = _role_of(origin, event), str(event.type)
            count = counts.setdefault((fold_name(origin.name), role, topic), _Count(origin))
            count.told += 1
            outcome = outcome_of(origin, event) if event.history[-1].at < until else None
            if outcome is not None:
                count.settled += 1
                count.right += outcome
    register = Register(sources)
    return tuple(_records(counts, sources, register, until))


def _records(
    counts: dict[tuple[str, str, str], _Count], sources: Sequence[Source], register: Register, until: datetime
) -> Iterator[SourceRecord]:
    for (name, role, topic), count in sorted(counts.items()):
        letter = letter_of(count.right, count.settled, role)
        set_by = None if letter is Reliability.F else "learnt"
        for source in sources:
            if name in (fold_name(source.name), source.key) and source.topic in (None, topic):
                letter, set_by = source.reliability, source.set_by
        yield SourceRecord(
            name=count.origin.name,
            state=count.origin.state,
            kind=count.origin.kind,
            role=role,
            topic=topic,
            told=count.told,
            settled=count.settled,
            right=count.right,
            letter=letter,
            set_by=set_by,
            until=until,
        )


def outcome_of(origin: Origin, event: Event) -> bool | None:
    """Return whether others settled an origin's assertion as right or wrong, ``None`` where they did not."""
    if not origin.standing or event.status is Status.REFUTED:
        return False
    if event.status is not Status.CONFIRMED:
        return None
    if event.history[-1].rule == "judgement.status":
        return True
    others = [one for one in event.origins if one.counts and one.standing and one.group != origin.group]
    groups = {one.group for one in others}
    weighty = any(one.physical or one.against_interest for one in others)
    announced = event.history[-1].rule == "confirmed.announced" and any(_announces(one, event) for one in others)
    enough = len(groups) >= CONFIRMING_GROUPS or (len(groups) >= CORROBORATING_GROUPS and weighty)
    return True if enough or announced else None


def _announces(origin: Origin, event: Event) -> bool:
    return origin.kind is Basis.OFFICIAL and origin.state in (event.actor, event.recipient)


def _role_of(origin: Origin, event: Event) -> str:
    if not origin.group.startswith("state:"):
        return str(origin.kind)
    roles = {"actor": event.actor, "recipient": event.recipient, "opponent": event.opponent}
    interest = interest_of(origin.state, stakes_of(event.type, event.mode), roles)
    return {Interest.AGAINST: "loses", Interest.SERVING: "gains"}.get(interest, "third")


def letter_of(right: int, settled: int, role: str) -> Reliability:
    """Return the letter of a source with so many settled claims, of which so many were right, in a role."""
    table: dict[str, Any] = load_toml("weights")["letters"]
    if settled < table["fewest"]:
        return Reliability.F
    lean = load_toml("weights")["probability"]["role"].get(role, 0.0)
    mean = 1 / (1 + math.exp(-lean))
    share = beta_quantile(
        table["bound"], right + table["prior_weight"] * mean, settled - right + table["prior_weight"] * (1 - mean)
    )
    return next(Reliability(letter) for letter, least in table["shares"].items() if share >= least)


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return the point below which a Beta(a, b) variable lies with a probability, by bisection.

    >>> round(beta_quantile(0.1, 1, 1), 6)
    0.1
    """
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if beta_cdf(middle, a, b) < probability else (low, middle)
    return (low + high) / 2


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularized incomplete beta function, by its continued fraction (DLMF 8.17.22, Lentz's method).

    >>> round(beta_cdf(0.5, 2, 2), 6)
    0.5
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(1 - x))
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 300):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / (1 + term * d)
            c = 1 + term / c
            value *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return front * value / a
