"""How the cost of relating grows: ``python -m bench.relation [SIZE ...]`` (events of one pair; 1,000 10,000 100,000).

Makes that many events of one pair by hand (flows with sightings, single acts, acts of others, denials, totals and
increments), relates them, and prints for each size the seconds of processor time, and at the end the growth: how many
times longer an event takes at the largest size than at the smallest. The smallest size is measured between the others,
best of several turns, so that a busy machine does not pass for growth.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from riscontro.model.claim import Basis, Claim, EventType, Quantity, Root, Stance
from riscontro.model.document import Access, Provenance
from riscontro.model.event import Event, StatusChange
from riscontro.model.grade import Grade, Reliability, Status
from riscontro.model.mention import Span
from riscontro.model.time import Interval, end_of_day
from riscontro.relate import relate

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3
FIRST = date(2015, 1, 1)
DAYS = 3650
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ACTS = (
    ("AID", "ammunition"),
    ("AID", "oil"),
    ("AID", "troops"),
    ("AID", "missiles"),
    ("CONSULT", "visit"),
    ("AGREE", "treaty"),
    ("SUPPORT", "vote"),
    ("ACCUSE", "statement"),
    ("SANCTION", "embargo"),
    ("COOPERATE", "exercise"),
)
SIDES = (("PRK", "RUS"), ("RUS", "PRK"), ("KOR", "PRK"), ("UKR", "RUS"))
ROOTS = (("Service", "KOR"), ("Ministry", "RUS"), ("Agency", "PRK"), ("Department", "USA"))
STATUSES = (Status.REPORTED, Status.CORROBORATED, Status.CONFIRMED, Status.DENIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Events with their claims and documents."""

    events: tuple[Event, ...]
    claims: Mapping[str, Claim]
    provenances: Mapping[str, Provenance]


def make(size: int) -> Made:
    """Return ``size`` events with two claims each; the same size gives the same events."""
    drawn = random.Random(size)
    events, claims, provenances = [], {}, {}
    for number in range(size):
        type, mode = drawn.choice(ACTS)
        actor, recipient = drawn.choice(SIDES)
        own = []
        for turn in range(2):
            day = FIRST + timedelta(days=drawn.randrange(DAYS))
            document = f"doc-{number}-{turn}"
            provenances[document] = _provenance(document, day)
            claim = _claim(f"clm-{number}-{turn}", document, day, EventType(type), mode, actor, recipient, drawn)
            claims[claim.id] = claim
            own.append(claim)
        events.append(_event(number, own, drawn.choice(STATUSES), provenances))
    return Made(events=tuple(events), claims=claims, provenances=provenances)


def _provenance(name: str, day: date) -> Provenance:
    public = end_of_day(day + timedelta(days=3))
    return Provenance(
        document_id=name,
        url=None,
        publisher="Example Post",
        lang="en",
        translated=None,
        access=Access.FULL,
        share=1.0,
        family=None,
        version=1,
        public_from=public,
        held_from=public,
    )


def _claim(
    name: str,
    document: str,
    day: date,
    type: EventType,
    mode: str,
    actor: str,
    recipient: str,
    drawn: random.Random,
) -> Claim:
    root, state = drawn.choice(ROOTS)
    count = drawn.randrange(1, 5000)
    total = drawn.random() < 0.3
    goes_on = drawn.random() < 0.2
    return Claim(
        id=name,
        document_id=document,
        span=Span(0, 10),
        actor=actor,
        type=type,
        mode=mode,
        recipient=recipient,
        when=Interval(earliest=day, latest=None if goes_on else day + timedelta(days=drawn.randrange(20))),
        quantity=Quantity(minimum=count, maximum=count, unit="container", cumulative=total),
        root=Root(name=root, state=state, kind=Basis.OFFICIAL),
        stance=Stance.DENIES if drawn.random() < 0.1 else Stance.ASSERTS,
    )


def _event(number: int, claims: list[Claim], status: Status, provenances: Mapping[str, Provenance]) -> Event:
    first = claims[0]
    at = min(provenances[claim.document_id].public_from for claim in claims)
    grade = Grade(reliability=Reliability.F, credibility=status.credibility)
    row = StatusChange(
        status=status,
        grade=grade,
        at=at,
        held_at=at,
        document_id=first.document_id,
        claim_id=first.id,
        rule=str(status),
        reason="made for a bench",
        origins=1,
    )
    return Event(
        id=f"evt-{number}",
        actor=first.actor,
        type=first.type,
        mode=first.mode,
        recipient=first.recipient,
        opponent=None,
        place=None,
        when=first.when,
        quantity=first.quantity,
        claims=tuple(claim.id for claim in claims),
        origins=(),
        status=status,
        grade=grade,
        history=(row,),
    )


def seconds(made: Made) -> float:
    """Return the processor time of relating once."""
    start = time.process_time()
    relate(made.events, claims=made.claims, provenances=made.provenances, pair=("PRK", "RUS"), now=NOW)
    return time.process_time() - start


def main(sizes: tuple[int, ...]) -> None:
    """Print one line."""
    made = {size: make(size) for size in sizes}
    seconds(made[sizes[0]])  # tables and the extra are loaded once
    best = dict.fromkeys(sizes, float("inf"))
    for _ in range(ROUNDS):
        for size in sizes:
            best[size] = min(best[size], seconds(made[size]))
    told = " ".join(f"seconds_{size}={best[size]:.3f}" for size in sizes)
    growth = (best[sizes[-1]] / sizes[-1]) / (best[sizes[0]] / sizes[0])
    print(f"relation: {told} growth={growth:.2f}")


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
