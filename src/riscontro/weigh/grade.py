"""The Admiralty code of an event: letter of its best origin, digit of its status."""

from __future__ import annotations

from riscontro.model.grade import Grade, Reliability, Status
from riscontro.weigh.status import Tally


def grade_event(status: Status, tally: Tally) -> Grade:
    """Return the code: the best letter among the voices that count, F where none does."""
    letters = (Reliability(letter) for letter in tally.letters)
    return Grade(reliability=min(letters, default=Reliability.F), credibility=status.credibility)
