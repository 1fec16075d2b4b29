"""What a verb of saying governs: the clause, quotation or phrase before or after it, and whom it addresses."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from riscontro.read.speech import bits
from riscontro.read.speech.borders import clause_end, clause_start, has_verb, ranges, reaches_infinitive, trim
from riscontro.read.speech.draft import CLAUSAL, PARENTHETIC, Draft
from riscontro.read.speech.hits import Hit
from riscontro.read.speech.lexicon import Frame
from riscontro.read.speech.phrases import MAX_ADJUNCT, Range, find_complement, skip_adjuncts
from riscontro.read.speech.text import MARK, QUOTE, UPPER, Nodes


def content_left(nodes: Nodes, draft: Draft, lo: int, drafts: list[Draft]) -> Range | None:
    """Return the clause before "S said", which a comma or a quotation must part from S."""
    assert draft.source is not None or draft.inherits
    edge = draft.hit.lo if draft.source is None else min(draft.source[0], draft.hit.lo)
    while (
        edge > lo
        and nodes.flag[edge - 1] & (bits.ADV | bits.TIME | bits.PREP)
        and not nodes.flag[edge - 1] & bits.CONTRAST
    ):
        edge -= 1
    if edge <= lo or not (nodes.flag[edge - 1] & QUOTE or nodes.low[edge - 1] in (",", "—", "–", "--", "?", "!")):
        return None
    if not draft.hit.cue or not draft.hit.cue.frame & (PARENTHETIC | Frame.THAT):
        return None
    if draft.hit.cue.frame == Frame.QUOTE and not any(nodes.flag[i] & QUOTE for i in range(max(lo, edge - 2), edge)):
        return None
    return trim(nodes, clause_start(nodes, lo, edge), edge)


@dataclass(slots=True)
class Governed:
    """What a cue governs to its right; ``split`` where a comma parts it from the cue."""

    ranges: list[Range]
    addressee: Range | None = None
    split: bool = False


def content_right(nodes: Nodes, hit: Hit, hi: int, verbs: Collection[int], start: int = 0) -> Governed:
    """Return what follows a cue: after times, an addressee and adjuncts, where the cue's frame allows it."""
    assert hit.cue is not None
    frame = hit.cue.frame
    i = skip_adjuncts(nodes, max(hit.hi, hit.after, start), hi)
    addressee: Range | None = None
    if frame & Frame.TELL and i < hi:
        end = _addressee_end(nodes, i, hi, verbs)
        if end > i:
            addressee, i = (i, end), skip_adjuncts(nodes, end, hi)
    if i >= hi:
        return Governed([], addressee)
    if nodes.low[i] == "," and frame & Frame.NP:
        i = _after_adjunct(nodes, i, hi, verbs)
    if nodes.low[i] == ",":
        return _after_comma(nodes, i, hi, verbs, addressee)
    complement = find_complement(nodes, i, hi, verbs)
    quoted = complement is not None and bool(nodes.flag[complement] & QUOTE or nodes.low[complement - 1] == ":")
    if frame == Frame.QUOTE and not quoted:
        return Governed([], addressee)
    if complement is not None and nodes.flag[i] & bits.WHAT and complement <= i + 2:
        return Governed(ranges(nodes, i, hi), addressee)  # "lo que S había dicho"
    if complement is not None and not (frame & Frame.NP and not frame & CLAUSAL):
        if addressee is None and complement > max(hit.hi, start) and frame & Frame.SAY:
            addressee = (hit.hi, complement)
        return Governed(ranges(nodes, complement, hi), addressee)
    return Governed(_framed(nodes, i, hi, frame, verbs), addressee)


def _after_adjunct(nodes: Nodes, comma: int, hi: int, verbs: Collection[int]) -> int:
    """Step over an adjunct between commas ("showed, since October, T"); ``comma`` where none stands there."""
    if comma + 1 >= hi or not nodes.flag[comma + 1] & (bits.PREP | bits.TIME | bits.ADV):
        return comma
    for i in range(comma + 2, min(hi - 1, comma + MAX_ADJUNCT)):
        if nodes.low[i] == ",":
            return i + 1
        if nodes.flag[i] & (MARK | QUOTE | bits.AUX | bits.FINITE | bits.REL | bits.CITE) or i in verbs:
            return comma
    return comma


def _after_comma(nodes: Nodes, i: int, hi: int, verbs: Collection[int], addressee: Range | None) -> Governed:
    """ "S said, "Q"" and the second half of "C, S said, C"."""
    after = i + 1
    if after >= hi:
        return Governed([], addressee)
    complement = find_complement(nodes, after, hi, verbs)
    clause = nodes.flag[after] & (bits.WH | bits.THAT) or has_verb(nodes, after, hi, verbs)
    if complement is None and not (clause or nodes.comma_opens) and not reaches_infinitive(nodes, after, hi):
        return Governed([], addressee)
    return Governed(ranges(nodes, after if complement is None else complement, hi), addressee, split=True)


def _framed(nodes: Nodes, i: int, hi: int, frame: int, verbs: Collection[int]) -> list[Range]:
    flag = nodes.flag[i]
    if flag & MARK and nodes.low[i] not in (":", "(", "$", "€", "£", "#", "@"):
        return []
    if flag & (bits.WH | bits.THAT) or nodes.low[i] == ":":
        return ranges(nodes, i + (nodes.low[i] == ":"), hi)
    if frame & Frame.NP:
        return ranges(nodes, i, hi)
    if nodes.is_infinitive(i) and frame & (Frame.INF | Frame.OBJINF):
        return ranges(nodes, i, hi)
    if flag & bits.TO:
        return ranges(nodes, i, hi) if frame & (Frame.INF | Frame.SAY | Frame.TELL | Frame.OBJINF) else []
    if frame & Frame.OBJINF and reaches_infinitive(nodes, i, hi):
        return ranges(nodes, i, hi)
    if frame & CLAUSAL:
        return ranges(nodes, i, hi) if _looks_clausal(nodes, i, hi, verbs) else []
    if frame & Frame.THAT:
        return ranges(nodes, i, hi) if has_verb(nodes, i, hi, verbs) else []
    return []


def _looks_clausal(nodes: Nodes, i: int, hi: int, verbs: Collection[int]) -> bool:
    """A bare clause after "said" does not begin with a preposition unless a verb follows."""
    if nodes.flag[i] & bits.PREP and not nodes.flag[i] & bits.DET:
        return has_verb(nodes, i, clause_end(nodes, i, hi), verbs)
    return hi - i > 1 or bool(nodes.flag[i] & QUOTE) or not nodes.flag[i] & MARK


def _addressee_end(nodes: Nodes, i: int, hi: int, verbs: Collection[int]) -> int:
    flags = nodes.flag
    if flags[i] & (bits.THAT | QUOTE | MARK) and not flags[i] & bits.DET:
        return i
    if flags[i] & bits.OBJ:
        return i + 1
    complement = find_complement(nodes, i, hi, verbs)
    end = i
    limit = complement if complement is not None else hi
    upper = False
    while end < limit and not flags[end] & (MARK | QUOTE | bits.TIME | bits.TO):
        if end > i and complement is None:
            if flags[end] & (bits.DET | bits.PRON | bits.POSS) and not flags[end - 1] & (
                bits.OF | bits.PREP | bits.COORD
            ):
                break
            if (upper and not flags[end] & (UPPER | bits.OF | bits.COORD)) or flags[end] & bits.AUX:
                break
        upper = bool(flags[end] & UPPER)
        end += 1
    if complement is not None and end < complement:
        return complement if not flags[end] & MARK else end
    return end
