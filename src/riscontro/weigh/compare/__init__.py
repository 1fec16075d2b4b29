"""One module per kind of evidence that two claims tell one act.

Each comparison is a pure function of plain values that returns a :class:`Comparison`; a score of 0 is a veto. They
are called with what all claims of an event have in common, so that an event stands for every one of its claims.
"""

from __future__ import annotations

from typing import NamedTuple


class Comparison(NamedTuple):
    """How well two values agree, 0 (they exclude each other) to 1, and a sentence saying so."""

    score: float
    sentence: str
