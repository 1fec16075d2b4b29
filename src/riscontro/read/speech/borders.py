"""Where clauses begin and end: at marks, conjunctions, datelines."""

from __future__ import annotations

from collections.abc import Collection

from riscontro.read.speech import bits
from riscontro.read.speech.phrases import Range
from riscontro.read.speech.text import MARK, Nodes


def ranges(nodes: Nodes, lo: int, hi: int) -> list[Range]:
    """Return :func:`trim` of a range as a list, empty where nothing is left."""
    span = trim(nodes, lo, hi)
    return [] if span is None else [span]


def trim(nodes: Nodes, lo: int, hi: int) -> Range | None:
    """Return a range without marks at its ends, ``None`` where nothing is left."""
    while lo < hi and nodes.flag[lo] & MARK and nodes.low[lo] not in ("(", "[", "$", "€", "£", "#", "@"):
        lo += 1
    while hi > lo and nodes.flag[hi - 1] & MARK and nodes.low[hi - 1] not in (")", "]", "%", "€", "?", "!"):
        hi -= 1
    return (lo, hi) if hi > lo else None


def clause_end(nodes: Nodes, start: int, hi: int) -> int:
    """Return the first node from ``start`` on that is a comma, a dash, a bracket or the like, else ``hi``."""
    for i in range(start, hi):
        if nodes.flag[i] & MARK and nodes.low[i] in (",", ";", ":", "—", "–", "--", "(", ")"):
            return i
    return hi


def clause_start(nodes: Nodes, lo: int, edge: int) -> int:
    """Return where the clause begins that ends at ``edge``: after a dateline, a conjunction, a semicolon."""
    start = _after_dateline(nodes, lo, edge)
    while start < edge and nodes.flag[start] & (bits.COORD | bits.CONTRAST) and not nodes.flag[start] & MARK:
        start += 1
    for i in range(edge - 2, start, -1):
        if nodes.low[i] == ";":
            return i + 1
    return start


def _after_dateline(nodes: Nodes, lo: int, edge: int) -> int:
    """Return where the sentence proper begins after "PLACE (Agency) -" at its head."""
    for i in range(lo + 1, min(edge, lo + 14)):
        if nodes.low[i] in ("-", "–", "—", "--") and nodes.low[i - 1] in (")", "]"):
            return i + 1
    return lo


def has_verb(nodes: Nodes, i: int, hi: int, verbs: Collection[int]) -> bool:
    """Tell whether a finite verb stands between two nodes."""
    return any(nodes.flag[k] & (bits.AUX | bits.FINITE) or k in verbs for k in range(i, hi))


def reaches_infinitive(nodes: Nodes, i: int, hi: int) -> bool:
    """Tell whether an infinitive follows within the clause."""
    for k in range(i, min(hi, i + 12)):
        if nodes.is_infinitive(k):
            return True
        if nodes.flag[k] & (MARK | bits.AUX):
            return False
    return False
