"""Status and grade: where a claim or event stands after weighing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where an event stands, in the order of precedence of ``docs/concepts.md``."""

    RETRACTED = "retracted"
    REFUTED = "refuted"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    CORROBORATED = "corroborated"
    DENIED = "denied"
    REPORTED = "reported"
    RUMOURED = "rumoured"

    @property
    def credibility(self) -> int:
        """The Admiralty digit, 1 (confirmed by other sources) to 6 (truth cannot be judged)."""
        return _STATUS_TO_DIGIT[self]


_STATUS_TO_DIGIT = {
    Status.RETRACTED: 5,
    Status.REFUTED: 5,
    Status.DISPUTED: 4,
    Status.CONFIRMED: 1,
    Status.CORROBORATED: 2,
    Status.DENIED: 4,
    Status.REPORTED: 3,
    Status.RUMOURED: 6,
}


class Reliability(StrEnum):
    """The Admiralty letter of a source (NATO AJP-2.1 and the MISP taxonomy ``admiralty-scale``)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """An Admiralty code, always written as letter and digit (``B2``)."""

    reliability: Reliability
    credibility: int

    def __str__(self) -> str:
        return f"{self.reliability.value}{self.credibility}"
