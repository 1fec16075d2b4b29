"""Office holders: who stands for which state, from when to when, each row with the reference it was looked up in."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

OFFICES = (
    "supreme_leader",
    "head_of_state",
    "head_of_government",
    "crown_prince",
    "foreign_minister",
    "defence_minister",
    "security_council",
    "service_head",
    "spokesperson",
)
"""What a row's office may be. ``security_council`` is its secretary, its deputy chairman, or a leader's security
adviser; ``service_head`` the head of an intelligence service.
"""
PLURAL_OFFICES = frozenset({"security_council", "service_head"})
"""Offices that a state has several of, so that two may hold them at one time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One person in one office, one of ``OFFICES``. ``aliases`` are names as reports write them in Latin script;
    ``earliest`` and ``latest`` are partial dates, ``latest`` empty while in office.
    """

    aliases: tuple[str, ...]
    state: str
    office: str
    earliest: str
    latest: str
    reference: str


@cache
def holders() -> tuple[Holder, ...]:
    """Return every row of ``holders.tsv``, in its order."""
    text = (files("riscontro.vocab") / "holders.tsv").read_text("utf-8")
    return tuple(
        Holder(
            aliases=tuple(row["aliases"].split("|")),
            state=row["state"],
            office=row["office"],
            earliest=row["from"],
            latest=row["to"],
            reference=row["reference"],
        )
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    )
