"""Persons and bodies that a name alone resolves: who stands for which state, with the reference each was looked up in.

Beside the holders of :mod:`riscontro.vocab.holders`, whom the reader knows in every text, these tables serve the
resolving of a name that somebody gives (``riscontro resolve``). They are read when first asked for. ``persons.tsv``
holds former and lesser office holders, ``bodies.tsv`` parties, legislatures, forces, armed groups and companies;
``sources.tsv`` says what the short names of their references stand for.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from riscontro.vocab.holders import holders
from riscontro.vocab.places import key_of

ROLES = frozenset({"GOV", "MIL", "SPY", "LEG", "JUD", "COP", "PTY", "REB", "CRM", "UAF", "PRM", "PRE"}) | frozenset(
    {"BUS", "EDU", "MED", "NGO", "IGO", "CVL"}
)
"""What a row's role may be: PLOVER's codes of actors."""

_Key = TypeVar("_Key")
_INITIAL = re.compile(r"\b[^\W\d_]\.\s*")
_ACRONYM = 6
"""Letters of the longest short name that counts only in its own spelling ("PRI", "SANDF")."""
_LEAST_PARTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One person, or bodies of one kind and home.

    ``names`` are all the names of the person, or those of each body. ``state`` is an alpha-3 code, ``IMG``
    for groups of no one state, or ``IGO`` or ``NGO``. ``earliest`` and ``latest`` are partial dates of a
    person's time in office as the source shows it, empty where they are open or not known.
    """

    names: tuple[str, ...]
    state: str
    role: str
    source: str
    earliest: str = ""
    latest: str = ""


@cache
def bodies() -> tuple[Known, ...]:
    """Return every row of ``bodies.tsv``, in its order."""
    return tuple(_known(row) for row in _rows("bodies.tsv"))


@cache
def persons() -> tuple[Known, ...]:
    """Return every row of ``persons.tsv``, in its order, then the holders of ``holders.tsv``."""
    table = [_known(row) for row in _rows("persons.tsv")]
    held = (
        Known(
            names=one.aliases, state=one.state, role="GOV", source="holders", earliest=one.earliest, latest=one.latest
        )
        for one in holders()
    )
    return (*table, *held)


@cache
def sources() -> Mapping[str, str]:
    """Return the references by their short names."""
    return {row["source"]: row["reference"] for row in _rows("sources.tsv")}


def find_body(name: str) -> Known | None:
    """Return the body that a whole name stands for; ``None`` where there is none, or bodies of several states."""
    return _one(_bodies_by_key().get(_body_key(name), ()))


def find_person(name: str) -> tuple[Known, ...]:
    """Return the offices of those who bear a full name, empty where nobody is known.

    The parts of the name may stand in either order, and initials may be left out.
    """
    return _persons_by_key().get(_person_key(name), ()) if len(name.split()) >= _LEAST_PARTS else ()


def find_surname(name: str) -> tuple[Known, ...]:
    """Return the offices of those whom reports call by a single name ("Putin"), empty where nobody is."""
    return _single_names().get(key_of(name), ())


def _known(row: Mapping[str, str]) -> Known:
    return Known(
        names=tuple(row["names"].split("|")),
        state=row["state"],
        role=row["role"],
        source=row["source"],
        earliest=row.get("from", ""),
        latest=row.get("to", ""),
    )


def _rows(name: str) -> Iterable[dict[str, str]]:
    text = (files("riscontro.vocab") / name).read_text("utf-8")
    return csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def _one(found: Iterable[Known]) -> Known | None:
    """Return the first of rows that all stand for one state."""
    rows = tuple(found)
    return rows[0] if len({row.state for row in rows}) == 1 else None


def _body_key(name: str) -> str:
    short = len(name) <= _ACRONYM and name.isupper()
    return name if short else key_of(name)


def _person_key(name: str) -> frozenset[str]:
    parts = _INITIAL.sub("", name).replace("-", " ").split()
    return frozenset(key_of(part) for part in parts) - {""}


@cache
def _bodies_by_key() -> Mapping[str, tuple[Known, ...]]:
    return _index((_body_key(name), body) for body in bodies() for name in body.names)


@cache
def _persons_by_key() -> Mapping[frozenset[str], tuple[Known, ...]]:
    return _index((_person_key(name), one) for one in persons() for name in one.names if " " in name)


@cache
def _single_names() -> Mapping[str, tuple[Known, ...]]:
    return _index((key_of(name), one) for one in persons() for name in one.names if " " not in name)


def _index(pairs: Iterable[tuple[_Key, Known]]) -> Mapping[_Key, tuple[Known, ...]]:
    held: dict[_Key, list[Known]] = defaultdict(list)
    for key, known in pairs:
        held[key].append(known)
    return {key: tuple(rows) for key, rows in held.items()}
