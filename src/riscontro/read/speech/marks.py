"""Attributions whose cue is a mark: "S: T" at a headline or in a transcript, and "T" signed with a dash and a name."""

from __future__ import annotations

from riscontro.read.speech import bits
from riscontro.read.speech.draft import Draft
from riscontro.read.speech.hits import Hit, Shape
from riscontro.read.speech.lexicon import Lexicon
from riscontro.read.speech.phrases import Range
from riscontro.read.speech.text import MARK, QUOTE, UPPER, Nodes

MAX_NAME = 7
"""Nodes of a name before a colon or after a dash."""
_DASHES = frozenset("-–—―") | {"--"}


def parse_marks(nodes: Nodes, lexicon: Lexicon, lo: int, hi: int, *, headline: bool) -> Draft | None:
    """Return the draft that a colon or a dash makes of a sentence without any other cue, ``None`` where none does."""
    return _signed(nodes, lo, hi) or _colon(nodes, lexicon, lo, hi, headline=headline)


def _colon(nodes: Nodes, lexicon: Lexicon, lo: int, hi: int, *, headline: bool) -> Draft | None:
    for i in range(lo + 1, min(hi - 1, lo + MAX_NAME)):
        if nodes.low[i] == ":":
            if not _is_name(nodes, lo, i) or nodes.low[lo] in lexicon.labels:
                return None
            shouted = nodes.words(lo, i).isupper()
            quoted = bool(nodes.flag[i + 1] & QUOTE)
            if not (headline or shouted or quoted):
                return None
            return _draft((lo, i), (i, i + 1), (i + 1, hi))
        if nodes.flag[i] & QUOTE:
            return None
    return None


def _signed(nodes: Nodes, lo: int, hi: int) -> Draft | None:
    for i in range(lo, min(hi, lo + 3)):
        if nodes.low[i] in _DASHES and i > lo and nodes.flag[i - 1] & QUOTE and nodes.quotes[i - 1].words > 3:
            end = i + 1
            while end < hi and not nodes.flag[end] & MARK:
                end += 1
            if _is_name(nodes, i + 1, end) and hi - i <= 2 * MAX_NAME:
                return _draft((i + 1, end), (i, i + 1), (lo, i))
    return None


def signature(nodes: Nodes, lo: int, hi: int) -> Draft | None:
    """Return the draft of a line that only signs the quotation before it ("― S"); its content is still empty."""
    if nodes.low[lo] not in _DASHES or hi - lo > MAX_NAME + 1 or not _is_name(nodes, lo + 1, hi):
        return None
    draft = _draft((lo + 1, hi), (lo, lo + 1), (lo, lo))
    draft.content = []
    return draft


def quoting_subject(nodes: Nodes, lo: int, quote: int, hi: int) -> Draft | None:
    """Return a draft for a quotation that a verb outside the lists brings ("S dubbed it "..."")."""
    start = lo
    while start < quote and nodes.flag[start] & (bits.ADV | bits.TIME | bits.COORD | bits.CONTRAST):
        start += 1
    end = start
    while end < quote and nodes.flag[end] & (UPPER | bits.OF | bits.DET | bits.KIND) and end - start < MAX_NAME:
        end += 1
    if end == start and nodes.flag[start] & bits.PRON:
        end += 1
    verb = end
    while verb < quote and nodes.flag[verb] & (bits.AUX | bits.ADV | bits.NEG):
        verb += 1
    closed = MARK | QUOTE | UPPER | bits.PREP | bits.DET | bits.COORD | bits.SUB | bits.REL | bits.PRON
    if end == start or not nodes.flag[start] & (UPPER | bits.PRON) or verb >= quote or nodes.flag[verb] & closed:
        return None
    return _draft((start, end), (end, verb + 1), (verb + 1, hi - 1 if nodes.flag[hi - 1] & MARK else hi))


def _draft(source: Range, cue: Range, content: Range) -> Draft:
    hit = Hit(cue[0], cue[0], cue[1], Shape.FORMULA, "assert")
    return Draft(hit, source, cue, [content], edge=min(source[0], content[0]))


def _is_name(nodes: Nodes, lo: int, hi: int) -> bool:
    """Tell whether nodes are a name: capitals throughout but for "of" and the like, no finite verb."""
    if not lo < hi <= lo + MAX_NAME:
        return False
    if not nodes.flag[lo] & UPPER or nodes.text[nodes.start[lo]].isdigit():
        return False
    return all(
        (nodes.flag[i] & (UPPER | bits.OF | bits.DET) and not nodes.flag[i] & (QUOTE | bits.AUX))
        or nodes.low[i] == "'s"
        for i in range(lo, hi)
    )
