"""Sentences of languages whose verb comes last and whose particles mark source and content (Korean).

"S-topic ... C-quotative V", "C-quotative S-subject V", "S-according C", "C-as-known V".
"""

from __future__ import annotations

from riscontro.read.speech import bits
from riscontro.read.speech.draft import Draft
from riscontro.read.speech.hits import Hit, Shape
from riscontro.read.speech.lexicon import Cue, Form, Formula, Frame, Lexicon
from riscontro.read.speech.phrases import Range
from riscontro.read.speech.text import MARK, QUOTE, Nodes

MAX_NAME = 10
"""Words of a source before its particle."""

_JOINING = frozenset("()・＝=")
"""Marks that a name may hold."""
_BEFORE_NAME = bits.SUBJ | bits.QUOT | bits.PREP | bits.TIME | bits.OBJ | bits.ADV | bits.COORD


def parse_final(nodes: Nodes, lexicon: Lexicon, lo: int, hi: int) -> list[Draft]:
    """Return the drafts of the sentence between two nodes, in the order of their cues."""
    drafts: list[Draft] = []
    lo = _after_tag(nodes, lo, hi)
    floor = lo
    for i in range(lo, hi):
        formula = _formula_at(nodes, lexicon, i, hi)
        if formula is not None:
            draft = _according(nodes, lexicon, formula, lo, i, hi)
        else:
            cue = _cue_at(nodes, lexicon, i, hi)
            draft = None if cue is None else _verb(nodes, lexicon, cue, lo, floor, i, drafts)
        if draft is not None:
            drafts.append(draft)
            floor = draft.cue[1]
    return drafts


def _after_tag(nodes: Nodes, lo: int, hi: int) -> int:
    """Return where the sentence proper begins after a tag in brackets ("(서울=연합뉴스) ...")."""
    if nodes.low[lo] not in ("(", "[", "【", "〔"):
        return lo
    closing = next((i for i in range(lo + 1, min(hi, lo + 9)) if nodes.low[i] in (")", "]", "】", "〕")), lo - 1)
    return closing + 1


def _formula_at(nodes: Nodes, lexicon: Lexicon, i: int, hi: int) -> Formula | None:
    for formula in lexicon.formulas.get(nodes.low[i], ()):
        if tuple(nodes.low[i : min(hi, i + len(formula.words))]) == formula.words:
            return formula
    return None


def _cue_at(nodes: Nodes, lexicon: Lexicon, i: int, hi: int) -> Cue | None:
    for cue in lexicon.cues.get(nodes.low[i], ()):
        if cue.form & Form.PART and not cue.form & Form.FINITE:
            continue  # before a noun: no predicate
        if tuple(nodes.low[i + 1 : min(hi, i + 1 + len(cue.rest))]) == cue.rest:
            return cue
    return None


def _according(nodes: Nodes, lexicon: Lexicon, formula: Formula, lo: int, i: int, hi: int) -> Draft | None:
    last = i
    if i > lo and nodes.low[i - 1] in lexicon.cues:
        # "what S has reported, T": the subject of that clause.
        last = next((k for k in range(i - 1, lo, -1) if nodes.flag[k] & bits.SUBJ), i)
    start = _name_start(nodes, lo, last)
    if start == last:
        return None
    end = i + len(formula.words)
    content = _trim(nodes, end, hi)
    hit = Hit(i, i, end, Shape.FORMULA, formula.cls, formula=formula)
    return None if content is None else Draft(hit, (start, last), (i, end), [content], edge=start)


def _verb(nodes: Nodes, lexicon: Lexicon, cue: Cue, lo: int, floor: int, i: int, drafts: list[Draft]) -> Draft | None:
    if nodes.flag[i] & bits.CITE:
        return _citing(nodes, cue, lo, i)
    quotative = i if nodes.flag[i] & bits.QUOT else _quotative(nodes, floor, i)
    if drafts and quotative == floor and nodes.flag[floor] & bits.QUOT:
        return _reported(nodes, cue, lo, i, drafts[-1])
    near = _subject_between(nodes, quotative + 1 if quotative is not None else i, i)
    source = None
    if cue.frame & ~Frame.THAT:
        topic = _topic(nodes, floor, quotative if quotative is not None else i)
        earlier = drafts[-1].source if drafts else None
        if topic is not None and not nodes.flag[topic[1]] & bits.TOPIC:
            opens = nodes.low[lo] in lexicon.carry and near is None
            if earlier is not None or opens:
                topic = None  # a subject within what is said; the speaker stays
        source = near or topic or earlier
    content = _content(nodes, cue, source, floor, quotative, i)
    if content is None:
        return None
    end = i + 1 + len(cue.rest)
    negated = any(nodes.flag[k] & bits.NEG for k in range(max(floor, i - 2), min(len(nodes.flag), end + 2)))
    hit = Hit(i, i, end, Shape.FINITE, cue.cls, cue, negated=negated)
    return Draft(
        hit, source, (i, end), [content], inherits=source is None and bool(cue.frame & ~Frame.THAT), edge=floor
    )


def _reported(nodes: Nodes, cue: Cue, lo: int, i: int, inner: Draft) -> Draft | None:
    """ "S T-quotative inner-quotative O V": what holds the inner cue is the content, and its topic the source."""
    start, end = inner.edge, inner.cue[1]
    source = _subject_between(nodes, end, i)
    if source is None and inner.source is None:
        source = _topic(nodes, start, inner.cue[0])
        if source is not None:
            start = source[1] + 1
            inner.content = [span for span in (_trim(nodes, max(lo, start), hi) for _, hi in inner.content) if span]
    if source is None:
        return None
    after = i + 1 + len(cue.rest)
    hit = Hit(i, i, after, Shape.FINITE, cue.cls, cue)
    content = _trim(nodes, start, end)
    return None if content is None else Draft(hit, source, (i, after), [content], edge=start)


def _citing(nodes: Nodes, cue: Cue, lo: int, i: int) -> Draft | None:
    """ "S-object citing": the cited source is the content of this cue, the topic its source."""
    end = i
    while end > lo and nodes.flag[end - 1] & bits.OBJ:
        end -= 1
    start = _name_start(nodes, lo, end)
    source = _topic(nodes, lo, start)
    if start == end:
        return None
    hit = Hit(i, i, i + 1, Shape.GERUND, cue.cls, cue)
    return Draft(hit, source, (i, i + 1), [(start, end)], edge=start)


def _quotative(nodes: Nodes, floor: int, i: int) -> int | None:
    """Return the last quotative particle, or quotation, before a verb."""
    for k in range(i - 1, floor - 1, -1):
        if nodes.flag[k] & (bits.QUOT | QUOTE):
            return k
    return None


def _subject_between(nodes: Nodes, start: int, end: int) -> Range | None:
    for k in range(end - 1, start, -1):
        if nodes.flag[k] & bits.SUBJ:
            first = _name_start(nodes, start, k)
            return (first, k) if first < k else None
    return None


def _topic(nodes: Nodes, floor: int, end: int) -> Range | None:
    """Return the first phrase with a topic particle, else the first with a subject particle."""
    first: Range | None = None
    for k in range(floor, min(end, floor + 25)):
        if nodes.flag[k] & bits.SUBJ:
            start = _name_start(nodes, floor, k)
            if start == k:
                continue
            if nodes.flag[k] & bits.TOPIC:
                return (start, k)
            first = first or (start, k)
    return first


def _name_start(nodes: Nodes, lo: int, end: int) -> int:
    start = end
    while start > lo and end - start < MAX_NAME:
        flag = nodes.flag[start - 1]
        if flag & (MARK | _BEFORE_NAME) and nodes.low[start - 1] not in _JOINING:
            break
        if flag & QUOTE and nodes.quotes[start - 1].words > 3:
            break
        start -= 1
    return start


def _content(nodes: Nodes, cue: Cue, source: Range | None, floor: int, quotative: int | None, i: int) -> Range | None:
    after = source[1] + 1 if source is not None and floor <= source[0] < i else floor
    if quotative is not None and cue.frame & (Frame.SAY | Frame.TELL):
        start = floor if source is not None and source[0] > quotative else after
        while start < quotative and nodes.flag[start] & (bits.ADV | MARK) and not nodes.flag[start] & QUOTE:
            start += 1
        return _trim(nodes, start, quotative + 1)
    if cue.frame & (Frame.THAT | Frame.NP):
        # "것으로" and the object particle end what is said.
        return _trim(nodes, after, i)
    return None


def _trim(nodes: Nodes, lo: int, hi: int) -> Range | None:
    while lo < hi and nodes.flag[lo] & (MARK | bits.QUOT):
        lo += 1
    while hi > lo and nodes.flag[hi - 1] & (MARK | bits.OBJ | bits.QUOT | bits.ADV) and not nodes.flag[hi - 1] & QUOTE:
        hi -= 1
    return (lo, hi) if hi > lo else None


__all__ = ["parse_final"]
