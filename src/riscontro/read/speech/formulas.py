"""Formulas into drafts: "according to S, T", "S, secondo cui T", "T, laut S"."""

from __future__ import annotations

from collections.abc import Collection

from riscontro.read.speech import bits
from riscontro.read.speech.borders import clause_end, clause_start, ranges, trim
from riscontro.read.speech.draft import Draft, append_range
from riscontro.read.speech.hits import Hit
from riscontro.read.speech.phrases import Range, phrase_right, subject_left
from riscontro.read.speech.text import MARK, QUOTE, UPPER, Nodes


def read_formula(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> Draft | None:
    """Return the draft of a formula, ``None`` where no source stands by it."""
    assert hit.formula is not None
    if hit.hi < hi and nodes.flag[hit.hi] & bits.REL and not nodes.flag[hit.hi] & bits.DET:
        # "S, secondo cui T": the source is the antecedent.
        source = subject_left(nodes, lo, hit.lo - (2 if nodes.low[hit.lo - 1] == "," else 1), verbs)
        if source is None:
            return None
        return Draft(hit, source, (hit.lo, hit.hi), ranges(nodes, hit.hi + 1, hi), edge=source[0])
    if hit.formula.back:
        own = next((i for i in range(hit.lo, hit.hi) if nodes.flag[i] & (bits.POSS | bits.PRON)), None)
        source = None if own is None else (own, own + 1)
        draft = Draft(hit, source, (hit.lo, hit.hi), inherits=True, edge=hit.lo)
        append_range(draft, trim(nodes, clause_start(nodes, lo, hit.lo), hit.lo))
        append_range(draft, trim(nodes, hit.hi, hi))
        return draft if draft.content else None
    if hit.formula.before:
        source = subject_left(nodes, lo, hit.lo - 1, verbs)
        end = hit.hi
    else:
        end = _source_end(nodes, hit.hi, hi, verbs, capital=hit.free)
        source = (hit.hi, end) if end > hit.hi else None
        if end < hi - 1 and nodes.low[end] == "," and nodes.flag[end + 1] & (bits.REL | bits.CITE):
            end = clause_end(nodes, end + 1, hi)  # "according to O, which cites R, T"
    if source is None and hit.formula.kind is None:
        return None
    draft = Draft(hit, source, (hit.lo, hit.hi), edge=hit.lo if not hit.formula.before or not source else source[0])
    floor = clause_start(nodes, lo, draft.edge)
    before = trim(nodes, floor, draft.edge)
    if draft.edge > lo and nodes.flag[draft.edge - 1] & (bits.CONTRAST | bits.COORD | bits.THAT | bits.SUB):
        before = None
    parted = before is not None and end < hi - 1 and nodes.low[end] == "," and nodes.low[draft.edge - 1] == ","
    if before is not None and (parted or _is_clause(nodes, before)):
        draft.content.append(before)
        if end < hi - 1 and nodes.low[end] == ",":
            append_range(draft, trim(nodes, end + 1, hi))
    else:
        append_range(draft, trim(nodes, end, hi))
        draft.edge = floor
    return draft


def _is_clause(nodes: Nodes, span: Range) -> bool:
    return span[1] - span[0] > 3 or any(nodes.flag[i] & (bits.AUX | bits.FINITE | QUOTE) for i in range(*span))


def _source_end(nodes: Nodes, start: int, hi: int, verbs: Collection[int], *, capital: bool) -> int:
    """Return the end of a source after a preposition: up to a mark, or where a clause sets in."""
    i = start
    while i < hi:
        flag = nodes.flag[i]
        if flag & MARK and nodes.low[i] not in ("'", "’", "/", "&", "(", ")") and not _lists_on(nodes, i, hi):
            break
        if flag & QUOTE and nodes.quotes[i].words > 3:
            break
        if i > start and (flag & (bits.AUX | bits.FINITE) or i in verbs) and not _has_relative(nodes, start, i):
            return phrase_right(nodes, start, hi, verbs)
        if capital and i > start + 1 and _sets_in(nodes, i):
            return i
        i += 1
    return i


def _lists_on(nodes: Nodes, comma: int, hi: int) -> bool:
    """Tell whether a comma parts the names of a list ("according to A, B and C")."""
    if nodes.low[comma] != "," or not nodes.flag[comma - 1] & UPPER:
        return False
    for i in range(comma + 1, min(hi - 1, comma + 8)):
        if nodes.flag[i] & bits.COORD and i > comma + 1:
            return bool(nodes.flag[i + 1] & (UPPER | bits.DET))
        if not nodes.flag[i] & (UPPER | bits.DET | bits.OF) and nodes.low[i] != ",":
            return False
    return False


def _sets_in(nodes: Nodes, i: int) -> bool:
    """Tell whether a word in small letters right after a noun in capitals is the clause's verb."""
    closed = bits.DET | bits.OF | bits.PREP | bits.COORD | bits.ADJ
    return not nodes.flag[i] & (UPPER | QUOTE | MARK | closed) and bool(nodes.flag[i - 1] & UPPER)


def _has_relative(nodes: Nodes, start: int, end: int) -> bool:
    return any(nodes.flag[i] & (bits.REL | bits.THAT) for i in range(start, end))
