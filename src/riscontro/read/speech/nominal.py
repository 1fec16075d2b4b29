"""Nouns of saying into drafts: "S's claim that T", "accusations by S that T"."""

from __future__ import annotations

from collections.abc import Collection

from riscontro.read.speech import bits
from riscontro.read.speech.borders import clause_end, ranges, trim
from riscontro.read.speech.draft import Draft, inherit_source
from riscontro.read.speech.hits import Hit
from riscontro.read.speech.phrases import Range, phrase_right, subject_left
from riscontro.read.speech.text import Nodes


def read_noun(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> Draft | None:
    """Return the draft of a noun of saying, ``None`` where it governs nothing or has no source."""
    if hit.hi >= hi:
        return None
    after = nodes.flag[hit.hi]
    if nodes.low[hit.hi] == ":":
        draft = Draft(hit, None, (hit.lo, hit.hi), ranges(nodes, hit.hi + 1, hi), edge=hit.lo)
        inherit_source(nodes, draft, drafts, lo, verbs)
        return draft
    if hit.cls == "rumour":
        content = trim(nodes, hit.hi, clause_end(nodes, hit.hi, hi))
        return None if content is None else Draft(hit, None, (hit.lo, hit.hi), [content], edge=hit.lo)
    if drafts and drafts[-1].hit.cls in ("deny", "confirm") and hit.lo - drafts[-1].hit.hi <= 2:
        # "denied reports that T": what is denied is T.
        return None
    if after & bits.BY:
        return _noun_by(nodes, hit, hi, verbs)
    if not after & (bits.THAT | bits.OF | bits.TO) or (after & bits.TO and hit.cls != "attitude"):
        return None
    source: Range | None = None
    k = hit.lo - 1
    while k > lo and nodes.flag[k] & (bits.ADJ | bits.ADV) and k > hit.lo - 4:
        k -= 1
    if k >= lo and nodes.low[k] == "'s":
        source = subject_left(nodes, lo, k - 1, verbs)
    elif k >= lo and nodes.flag[k] & bits.POSS:
        source = (k, k + 1)
    end = clause_end(nodes, hit.hi, hi)
    if source is None and not after & bits.THAT:
        return None
    content = trim(nodes, hit.hi + (1 if after & bits.OF and not after & bits.THAT else 0), end)
    if content is None:
        return None
    return Draft(hit, source, (hit.lo, hit.hi), [content], edge=hit.lo)


def _noun_by(nodes: Nodes, hit: Hit, hi: int, verbs: Collection[int]) -> Draft | None:
    """ "accusations by S that T"."""
    end = phrase_right(nodes, hit.hi + 1, hi, verbs)
    if end <= hit.hi + 1 or end >= hi or not nodes.flag[end] & bits.THAT:
        return None
    content = trim(nodes, end, clause_end(nodes, end, hi))
    return None if content is None else Draft(hit, (hit.hi + 1, end), (hit.lo, hit.hi), [content], edge=hit.lo)
