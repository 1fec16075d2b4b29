"""Doubts: what becomes an issue once it is known which document it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from riscontro.model.issue import Issue


class Doubt(NamedTuple):
    """An issue without its subject: a dotted code, room first, and a sentence."""

    code: str
    message: str


def doubts_to_issues(doubts: Iterable[Doubt], subject: str, *, where: str) -> tuple[Issue, ...]:
    """Return the doubts as issues of ``subject``, each message led by ``where`` (path or URL, and line)."""
    return tuple(Issue(code=doubt.code, message=f"{where}: {doubt.message}", subject=subject) for doubt in doubts)
