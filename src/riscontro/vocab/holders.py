"""Office holders: who stands for which state, from when to when, each row with the reference it was looked up in."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One person in one office. ``aliases`` are names as reports write them; ``latest`` is empty while in office."""

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
