"""Sources: who vouches for a claim."""

from __future__ import annotations

from dataclasses import dataclass

from riscontro.model.grade import Reliability


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A party that vouches for claims. ``key`` is its folded name; ``topic`` limits the letter, ``None`` means all.

    ``count`` is how many of its claims were later settled; ``set_by`` says where the letter comes from
    (``case.toml``, ``judgement``, ``learnt``).
    """

    key: str
    name: str
    kind: str
    state: str | None = None
    topic: str | None = None
    reliability: Reliability = Reliability.F
    count: int = 0
    set_by: str | None = None
