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
from datetime import date, timedelta
from typing import Any

from riscontro.model.claim import Stance
from riscontro.model.grade import Status
from riscontro.model.time import Interval
from tests.relate.make import Record, figure, official

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3
FIRST = date(2015, 1, 1)
DAYS = 3650
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


def make(size: int) -> Record:
    """Return ``size`` events with two claims each; the same size gives the same events."""
    drawn = random.Random(size)
    made = Record()
    for _ in range(size):
        type, mode = drawn.choice(ACTS)
        actor, recipient = drawn.choice(SIDES)
        days = [FIRST + timedelta(days=drawn.randrange(DAYS)) for _ in range(2)]
        claims = [_claim(day, actor, recipient, drawn) for day in days]
        status = (drawn.choice(STATUSES), claims[0]["public"])
        first = {key: claims[0][key] for key in ("when", "quantity")}
        made.add(f"{type}/{mode}", status, claims=claims, actor=actor, recipient=recipient, **first)
    return made


def _claim(day: date, actor: str, recipient: str, drawn: random.Random) -> dict[str, Any]:
    root, state = drawn.choice(ROOTS)
    count, total, goes_on = drawn.randrange(1, 5000), drawn.random() < 0.3, drawn.random() < 0.2
    return {
        "public": (day + timedelta(days=3)).isoformat(),
        "actor": actor,
        "recipient": recipient,
        "when": Interval(earliest=day, latest=None if goes_on else day + timedelta(days=drawn.randrange(20))),
        "quantity": figure(count, count, "container", cumulative=total),
        "root": official(root, state),
        "stance": Stance.DENIES if drawn.random() < 0.1 else Stance.ASSERTS,
    }


def seconds(made: Record) -> float:
    """Return the processor time of relating once."""
    start = time.process_time()
    made.relate()
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
