"""Judgements: what an analyst decided. Appended, chained by hash, anchored to words rather than to row numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from riscontro.model.ids import make_id, sha256_hex


class Verdict(StrEnum):
    """What a judgement decides."""

    SAME = "same"
    DIFFERENT = "different"
    WRONG = "wrong"
    CORRECT = "correct"
    ENTER = "enter"
    GRADE = "grade"
    STATUS = "status"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The words a judgement is about: a document's id and URL, the quote with up to 40 characters of context on each
    side, and the act (``type``, ``mode``, ``actor``, ``recipient`` joined by ``/``). A rebuild finds the claim again
    by these.
    """

    document_id: str
    url: str | None
    quote: str
    before: str
    after: str
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision. ``details`` is JSON text, keyed by verdict; ``previous`` is the hash of the line before."""

    number: int
    verdict: Verdict
    anchors: tuple[Anchor, ...]
    details: str
    by: str
    at: datetime
    why: str
    previous: str
    hash: str


GENESIS = sha256_hex(b"riscontro judgements")
"""What the first judgement carries as the hash of the one before."""


def entered_claim_id(judgement: Judgement) -> str:
    """Return the id of the claim that a judgement entered, of its number, moment and reason: a rebuild keeps it."""
    return make_id("clm", ["judgement", judgement.number, judgement.at.isoformat(), judgement.why])
