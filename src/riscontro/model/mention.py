"""Spans of a document, and what was found in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from riscontro.model.time import Interval


class Span(NamedTuple):
    """Half-open offsets into the stored text, in Python string positions."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time expression, resolved against the document's publication date.

    ``timex`` is its TIMEX3 value, ``None`` where the standard has no form for it. ``fuzzy`` marks a convention
    rather than a date ("in recent weeks"); ``alternatives`` keeps the readings that were ranked lower.
    """

    span: Span
    text: str
    timex: str | None
    interval: Interval
    fuzzy: bool = False
    alternatives: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """A span that names a state, its organ, an organisation or an armed group.

    ``actor`` is an ISO 3166 alpha-3 code, an organisation's code (``NATO``, ``EUU``, ``UNO``, ``IGO``) or a
    group's short name; ``role`` says through what it is named: ``state``, ``people``, ``leader``, ``ministry``,
    ``forces``, ``service``, ``agency``, ``capital``, ``organisation``, ``group``.
    """

    span: Span
    actor: str
    role: str
