"""Resolving the name of an actor to a state and a role."""

from __future__ import annotations

from dataclasses import dataclass

from riscontro.model.time import Published
from riscontro.read.actors import find_actors
from riscontro.read.reader import can_read

_ROLES = {
    "leader": "GOV",
    "ministry": "GOV",
    "forces": "MIL",
    "service": "SPY",
    "agency": "MED",
    "people": "CVL",
    "group": "REB",
    "organisation": "IGO",
}
"""Roles of the exams' coding (PLOVER actor codes) for roles of mentions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The state (or organisation, or group) that a name stands for, and the role through which; ``None`` if unknown."""

    state: str | None
    role: str | None


def resolve(text: str, *, lang: str, date: str | None = None) -> Resolution:
    """Return whom a name or description stands for on a date (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``)."""
    if not can_read(lang):
        return Resolution(state=None, role=None)
    found = find_actors(text, lang=lang, published=Published(value=date, found_by="contract") if date else None)
    if not found:
        return Resolution(state=None, role=None)
    first = found[0]
    return Resolution(state=first.actor, role=_ROLES.get(first.role))
