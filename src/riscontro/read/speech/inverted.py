"""Verbs before their source into drafts: "T, said S", "T, said S, T"."""

from __future__ import annotations

from collections.abc import Collection

from riscontro.read.speech import bits
from riscontro.read.speech.borders import clause_start, has_verb, ranges, trim
from riscontro.read.speech.draft import Draft, append_range
from riscontro.read.speech.hits import Hit
from riscontro.read.speech.lexicon import Frame
from riscontro.read.speech.phrases import Range, phrase_right, skip_adjuncts, subject_left
from riscontro.read.speech.text import MARK, QUOTE, UPPER, Nodes


def read_inverted(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int]) -> Draft | None:
    """ "..., said S": a quotation or a comma before the cue, a noun phrase and a border after it."""
    left = hit.lo - 1
    if left <= lo - 1 or not (nodes.flag[left] & QUOTE or nodes.low[left] in (",", "—", "–", "--", "?", "!")):
        return None
    if hit.cue is None or not hit.cue.frame & (Frame.SAY | Frame.QUOTE):
        return None
    start = _after_addressee(nodes, skip_adjuncts(nodes, hit.hi, hi), hi, left)
    if start >= hi or (
        nodes.flag[start] & (QUOTE | bits.THAT | bits.PREP | bits.TO | bits.WH) and not nodes.flag[start] & bits.DET
    ):
        return None
    end = phrase_right(nodes, start, hi, verbs)
    quoted = bool(nodes.flag[left] & QUOTE or (left > lo and nodes.flag[left - 1] & QUOTE))
    if end == start or not (
        quoted or end >= hi or nodes.flag[end] & (MARK | bits.TIME) or _only_adjunct(nodes, end, hi)
    ):
        return None
    apposed = None if quoted else subject_left(nodes, lo, left, verbs)
    if apposed is not None:
        object_follows = bool(hit.cue.frame & Frame.NP) and _is_nameless(nodes, start, end)
        if object_follows and _names_speaker(nodes, *apposed) and nodes.low[left] == ",":
            return None  # "N, the minister, confirmed the death of soldiers"
        if not _names_speaker(nodes, start, end) or not _only_adjunct(nodes, end, hi):
            return None
    if end - start == 1 and nodes.flag[start] & bits.EXPL:
        start, end = _text_after(nodes, start, end, hi, verbs)
    draft = Draft(hit, (start, end), (hit.lo, hit.hi), edge=lo)
    append_range(draft, trim(nodes, clause_start(nodes, lo, hit.lo), left + 1))
    resumes = _goes_on(nodes, end + 1, hi, verbs) or _interrupts(nodes, draft, end + 1, hi)
    if not quoted and end < hi and nodes.low[end] == "," and resumes:
        append_range(draft, trim(nodes, end + 1, hi))
    else:
        _extend_inverted(nodes, draft, end, hi)
    return draft


def _text_after(nodes: Nodes, start: int, end: int, hi: int, verbs: Collection[int]) -> Range:
    """ "T, heißt es in dem Bericht": the text that says it stands behind a preposition."""
    first = end + 1 if end < hi - 1 and nodes.flag[end] & bits.PREP else end
    stop = phrase_right(nodes, first, hi, verbs)
    if first > end and any(nodes.flag[i] & bits.TEXT for i in range(first, stop)):
        return first, stop
    return start, end


def _after_addressee(nodes: Nodes, start: int, hi: int, left: int) -> int:
    """Step over whom is told between cue and source ("«Q», ha detto ai giornalisti S")."""
    quoted = nodes.flag[left] & QUOTE or (left > 0 and nodes.flag[left - 1] & QUOTE)
    if start >= hi or not nodes.flag[start] & bits.PREP:
        return start
    if not quoted:
        # "T, said on Telegram the head of S": a place of one or two words, then a kind of speaker.
        near = range(start + 2, min(hi, start + 4))
        return next(
            (i for i in near if nodes.flag[i] & bits.KIND and not nodes.flag[i - 1] & (bits.PREP | bits.DET)), start
        )
    for i in range(start + 2, min(hi, start + 6)):
        if nodes.flag[i] & MARK:
            break
        if nodes.flag[i] & bits.DET and not nodes.flag[i - 1] & (bits.PREP | bits.OF):
            return i
    return start


def _names_speaker(nodes: Nodes, start: int, end: int) -> bool:
    """Tell whether a phrase looks like who speaks rather than what is said: a name, a pronoun, a kind of source."""
    return any(nodes.flag[i] & (UPPER | bits.KIND | bits.PRON) for i in range(start, end))


def _is_nameless(nodes: Nodes, start: int, end: int) -> bool:
    """Tell whether a phrase is an object ("the death of soldiers"): it holds no name, and no source is its head."""
    head = next((i for i in range(start, end) if not nodes.flag[i] & (bits.DET | bits.ADJ | bits.POSS)), end)
    if end - start <= 2 or head == end or nodes.flag[head] & bits.KIND:
        return False
    return not any(nodes.flag[i] & (UPPER | bits.PRON) for i in range(start, end))


def _goes_on(nodes: Nodes, start: int, hi: int, verbs: Collection[int]) -> bool:
    """Tell whether the clause that "said S" interrupts goes on at ``start``, rather than an apposition to S."""
    if start >= hi or (nodes.flag[start] & bits.REL and not nodes.flag[start] & bits.THAT):
        return False
    return bool(nodes.flag[start] & (bits.THAT | bits.AUX)) or has_verb(nodes, start, hi, verbs)


def _interrupts(nodes: Nodes, draft: Draft, start: int, hi: int) -> bool:
    """ "The deal, explained the minister, V": a role alone needs no apposition that opens in small letters."""
    assert draft.source is not None
    if start >= hi - 1 or any(nodes.flag[i] & UPPER for i in range(*draft.source)):
        return False
    closed = bits.DET | bits.KIND | bits.REL | bits.PREP | bits.TIME | bits.CITE | bits.COORD | bits.CONTRAST | bits.SUB
    return not nodes.flag[start] & (closed | UPPER | MARK | QUOTE)


def _only_adjunct(nodes: Nodes, i: int, hi: int) -> bool:
    return (
        i >= hi - 1 or nodes.flag[i] & MARK != 0 or bool(nodes.flag[i] & (bits.PREP | bits.TIME | bits.REL | bits.CITE))
    )


def _extend_inverted(nodes: Nodes, draft: Draft, end: int, hi: int) -> None:
    """Add an apposition to the source and a quotation that goes on after it to the content."""
    assert draft.source is not None
    quote = next((i for i in range(end, hi) if nodes.flag[i] & QUOTE and nodes.quotes[i].words > 2), None)
    stop = quote if quote is not None else hi
    if end < stop and nodes.low[end] == "," and end + 1 < stop:
        follow = nodes.flag[end + 1]
        if follow & (bits.DET | bits.REL) or not follow & (
            bits.PREP | bits.COORD | bits.SUB | bits.CONTRAST | bits.PRON
        ):
            apposition = end + 1
            while apposition < stop and nodes.low[apposition] not in (";", ":", ".", "?", "!"):
                if nodes.low[apposition] == "," and apposition > end + 1 and not follow & bits.REL:
                    break
                apposition += 1
            draft.source = (draft.source[0], apposition)
    if quote is not None:
        draft.content.extend(ranges(nodes, quote, hi))
