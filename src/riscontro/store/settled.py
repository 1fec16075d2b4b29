"""What the ledger keeps of settled words: counts by root, part, type of act and month, at hand without the events."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import NamedTuple

from riscontro.store.ledger import Ledger


class SettledWords(NamedTuple):
    """So many words that stood settled alike, from the end of one month (``2024-10``) to that of another."""

    root: str
    role: str
    topic: str
    denied: bool
    right: bool
    since: str
    until: str | None
    number: int


def settled_words(ledger: Ledger, roots: Collection[str] | None = None) -> Iterator[SettledWords]:
    """Yield what was settled of the words of these roots, of all where none are given."""
    where = "" if roots is None else "WHERE root IN (SELECT value FROM json_each(?))"
    sql = f"""SELECT root, role, topic, denied, stood, since, until, count(*) FROM settled {where}
        GROUP BY root, role, topic, denied, stood, since, until"""
    for row in ledger.stream(sql, () if roots is None else (json.dumps(sorted(roots)),)):
        root, role, topic, denied, stood, since, until, number = row
        yield SettledWords(root, role, topic, bool(denied), bool(stood), since, until, number)
