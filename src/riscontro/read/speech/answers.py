"""What a denial, a confirmation or a refusal to comment answers: words that point back to what was said before."""

from __future__ import annotations

from riscontro.model.mention import Span
from riscontro.read.speech import bits
from riscontro.read.speech.draft import Draft
from riscontro.read.speech.lexicon import Lexicon
from riscontro.read.speech.phrases import Range
from riscontro.read.speech.text import MARK, QUOTE, UPPER, Nodes

CLASSES = frozenset({"confirm", "deny", "retract", "decline", "cannot_confirm"})
MAX_POINTER = 12
"""Nodes of words that point back; longer ones tell the thing themselves."""
MAX_COMPLEMENT = 4
"""Nodes after "the report": "of the ministry" still points back, "of a secret delivery of shells" tells."""

_BEFORE_NOUN = bits.DET | bits.POSS | bits.ADJ | bits.ADV | bits.OF | bits.OBJ
_NO_ACT = bits.THAT | bits.TO | bits.AUX | bits.FINITE | bits.WH


def find_answer(nodes: Nodes, lexicon: Lexicon, draft: Draft, cls: str) -> Span | None:
    """Return the words by which a cue of class ``cls`` points back ("the report", "it"), ``None`` where it tells."""
    if cls not in CLASSES:
        return None
    if draft.hit.anaphor:
        pointing = next((i for i in range(max(0, draft.cue[0] - 8), draft.cue[1]) if nodes.flag[i] & bits.ITSO), None)
        return None if pointing is None else _span(nodes, (pointing, pointing + 1))
    for content in draft.content:
        pointer = _pointer(nodes, lexicon, content)
        if pointer is not None:
            return _span(nodes, pointer)
    return None


def _span(nodes: Nodes, pointer: Range) -> Span:
    return Span(nodes.start[pointer[0]], nodes.end[pointer[1] - 1])


def _pointer(nodes: Nodes, lexicon: Lexicon, content: Range) -> Range | None:
    lo, hi = content
    while lo < hi - 1 and nodes.flag[lo] & (bits.PREP | bits.AT) and not nodes.flag[lo] & (bits.DET | bits.PRON):
        lo += 1
    if hi - lo == 1 and nodes.flag[lo] & (bits.OBJ | bits.ITSO | bits.PRON | bits.THING | bits.DET):
        return lo, hi
    said = _what_was_said(nodes, lexicon, lo, hi)
    return said or _noun(nodes, lexicon, lo, hi)


def _what_was_said(nodes: Nodes, lexicon: Lexicon, lo: int, hi: int) -> Range | None:
    """ "what S had said"."""
    for rest in lexicon.pointers.get(nodes.low[lo], ()):
        end = lo + 1 + len(rest)
        if tuple(nodes.low[lo + 1 : end]) == rest and end < hi <= lo + MAX_POINTER:
            return (lo, hi) if any(low in lexicon.cues for low in nodes.low[end:hi]) else None
    return None


def _noun(nodes: Nodes, lexicon: Lexicon, lo: int, hi: int) -> Range | None:
    """ "the report", "these claims as baseless", "S's announcement": a noun of saying without what it says."""
    for i in range(lo, min(hi, lo + MAX_POINTER)):
        low = nodes.low[i]
        if low in lexicon.echoes or lexicon.nouns.get(low, "attitude") != "attitude":
            end = _after_complement(nodes, i + 1, hi)
            return None if end is None else (_phrase_start(nodes, lo, i), end)
        if not nodes.flag[i] & (_BEFORE_NOUN | UPPER | bits.KIND) and i > lo + 1:
            return None
        if nodes.flag[i] & (MARK | QUOTE | _NO_ACT) and not nodes.flag[i] & _BEFORE_NOUN:
            return None
    return None


def _phrase_start(nodes: Nodes, lo: int, noun: int) -> int:
    """Return where the noun's own phrase begins, after an adjunct ("rejected with force these claims")."""
    article = next((i for i in range(noun - 1, lo, -1) if nodes.flag[i] & (bits.DET | bits.POSS)), lo)
    adjunct = any(not nodes.flag[i] & (_BEFORE_NOUN | UPPER | bits.KIND) for i in range(lo, article))
    return article if adjunct else lo


def _after_complement(nodes: Nodes, start: int, hi: int) -> int | None:
    """Return where the pointer ends, ``None`` where a complement tells what was said."""
    if start >= hi or nodes.flag[start] & (MARK | bits.AS | bits.CONTRAST | bits.COORD | bits.TIME):
        return start
    if nodes.flag[start] & (bits.AUX | bits.BE):
        return start  # "the report is false"
    end = start
    while end < hi and not nodes.flag[end] & (MARK | bits.AS):
        if nodes.flag[end] & (_NO_ACT | QUOTE) and not nodes.flag[end] & (bits.DET | bits.OF):
            return None
        end += 1
    return end if end - start <= MAX_COMPLEMENT else None


__all__ = ["find_answer"]
