"""Versions: the different texts that one address showed, numbered by the moments at which they were seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Look:
    """One document of an address, in the order of looking: ``at`` (when it was seen, else held, as UTC text), then the
    day it bears, where it came from, its id. ``digest`` is its text's.
    """

    at: str
    dated: str
    origin: str
    document_id: str
    digest: str


def number_versions(looks: Iterable[Look]) -> Iterator[tuple[str, int]]:
    """Yield the id of each document of one address with its version, from 1.

    A text that an earlier look showed keeps its number. Different texts of one look (lines of one file that name one
    address) share a number: neither is later. The order of ``looks`` makes no difference.
    """
    versions: dict[str, int] = {}
    last = 0
    for _, group in groupby(sorted(looks), key=lambda look: (look.at, look.dated, look.origin)):
        members = list(group)
        fresh = {look.digest for look in members} - versions.keys()
        if fresh:
            last += 1
            versions.update(dict.fromkeys(fresh, last))
        yield from ((look.document_id, versions[look.digest]) for look in members)
