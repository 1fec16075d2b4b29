"""Replies of a language model, kept so that what they gave can be derived again without asking."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply as it is kept: ``question`` is the digest of part, date and language, ``at`` when it came (UTC)."""

    question: str
    prompt: str
    model: str
    document_id: str
    at: str
    text: str
    finish: str
    tokens_in: int
    tokens_out: int
    seconds: float
