"""What the check finds: drifts between a sentence and the claims that it cites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class DriftKind(StrEnum):
    """In what a sentence differs from its claims."""

    NO_ID = "no-id"
    UNKNOWN_ID = "unknown-id"
    LATER_ID = "later-id"
    NOT_PRINTED = "not-printed"
    PARTY = "party"
    SIDES = "sides"
    ACT = "act"
    THING = "thing"
    NUMBER = "number"
    BOUND = "bound"
    UNIT = "unit"
    TOTAL = "total"
    DATE = "date"
    STATUS = "status"
    CERTAINTY = "certainty"
    PLAN = "plan"
    DENIAL = "denial"
    STANCE = "stance"
    ORIGINS = "origins"
    GRADE = "grade"
    NAME = "name"
    RUNG = "rung"
    FLOW = "flow"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that a sentence says otherwise than what it cites: what it says, and what is held."""

    kind: DriftKind
    said: str
    held: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A difference and where it stands: ``line`` from 1, the sentence, and the ids that it cites (may be empty)."""

    line: int
    sentence: str
    ids: tuple[str, ...]
    difference: Difference


def difference(kind: DriftKind, said: object, held: object) -> Difference:
    """Return a difference of values of any kind, as words."""
    return Difference(kind=kind, said=str(said), held=str(held))


def listed(codes: Iterable[str | None]) -> str:
    """Return codes in order as words; ``none`` where there is none."""
    return ", ".join(sorted(code for code in codes if code)) or "none"
