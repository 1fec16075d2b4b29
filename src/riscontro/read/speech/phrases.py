"""Noun phrases around a cue, found by their borders: marks, conjunctions, finite verbs, other cues."""

from __future__ import annotations

from collections.abc import Collection

from riscontro.read.speech import bits
from riscontro.read.speech.text import BREAK, MARK, QUOTE, Nodes

MAX_PHRASE = 40
"""Nodes that a source may span; longer ones are not sources but mistakes."""
MAX_BRACKET = 6
"""Nodes of an abbreviation in brackets within a name."""
MAX_ADJUNCT = 14
"""Nodes between a cue and the "that" it governs."""

Range = tuple[int, int]

_BORDER = bits.THAT | bits.SUB
_VERBAL = bits.AUX | bits.FINITE
_OF_TO = bits.OF | bits.TO | bits.PREP | bits.DET | bits.BY
_LEADING = bits.ADV | bits.TIME | bits.COORD | bits.CONTRAST
_CONNECTIVE = bits.COORD | bits.CONTRAST | bits.SUB


def subject_left(nodes: Nodes, lo: int, last: int, verbs: Collection[int]) -> Range | None:
    """Return the noun phrase that ends at node ``last``, ``None`` where none does; apposition included."""
    last = _before_adjunct(nodes, lo, last)
    if last < lo:
        return None
    if nodes.low[last] == "," or nodes.low[last] in "—–--":
        opening = _opening_mark(nodes, lo, last)
        if opening is None:
            return None
        bracketed = nodes.low[opening - 1] == ")"
        head = (subject_left if bracketed else _phrase_left)(nodes, lo, opening - 1, verbs)
        if (
            head is not None
            and nodes.flag[opening + 1] & (bits.PREP | bits.CITE)
            and not nodes.flag[opening + 1] & bits.DET
        ):
            return head  # "S, in an interview, said": no apposition
        return None if head is None else (head[0], last)
    if nodes.low[last] == ")":
        opening = _opening_bracket(nodes, lo, last)
        head = None if opening is None else _phrase_left(nodes, lo, opening - 1, verbs)
        return None if head is None else (head[0], last + 1)
    return _phrase_left(nodes, lo, last, verbs)


def _before_adjunct(nodes: Nodes, lo: int, last: int) -> int:
    """Step over a time between subject and verb ("S, on Thursday, said", "S on Thursday said")."""
    i = last
    while i > lo and nodes.flag[i] & (bits.TIME | bits.ADV):
        i -= 1
    if i > lo and i < last and nodes.flag[i] & bits.PREP:
        i -= 1
    return i if i < last and nodes.low[i] == "," else last


def _opening_mark(nodes: Nodes, lo: int, last: int) -> int | None:
    mark = nodes.low[last]
    for i in range(last - 1, max(lo, last - MAX_PHRASE) - 1, -1):
        if nodes.low[i] == mark:
            return _earlier_item(nodes, lo, i) if i > lo and not _is_clause_like(nodes, i + 1, last) else None
        if nodes.flag[i] & QUOTE and nodes.quotes[i].words > 4:
            return None
    return None


def _is_clause_like(nodes: Nodes, start: int, end: int) -> bool:
    """Tell whether what commas enclose is a clause of its own ("in the course of which ...") and no apposition."""
    if not nodes.flag[start] & bits.PREP:
        return False
    return any(nodes.flag[i] & bits.REL and not nodes.flag[i] & bits.DET for i in range(start + 1, min(end, start + 4)))


def _earlier_item(nodes: Nodes, lo: int, comma: int) -> int:
    """Step over further short comma-bounded items ("A, D-Ohio, chairman of B, said") to the head's comma."""
    for i in range(comma - 1, max(lo, comma - 4) - 1, -1):
        if nodes.low[i] == ",":
            return i if i > lo and not _fronted(nodes, lo, i) else comma
        if nodes.flag[i] & (_VERBAL | QUOTE | _BORDER):
            break
    return comma


def _fronted(nodes: Nodes, lo: int, comma: int) -> bool:
    """Tell whether what stands before a comma is an adjunct that opens the sentence ("In May, ...")."""
    start = comma
    while start > lo and not nodes.flag[start - 1] & (MARK | BREAK):
        start -= 1
    return bool(nodes.flag[start] & (bits.PREP | bits.SUB | bits.TIME | bits.ADV | bits.AS))


def _opening_bracket(nodes: Nodes, lo: int, last: int) -> int | None:
    for i in range(last - 1, max(lo, last - MAX_PHRASE) - 1, -1):
        if nodes.low[i] == "(":
            return i if i > lo else None
    return None


def _phrase_left(nodes: Nodes, lo: int, last: int, verbs: Collection[int]) -> Range | None:
    flags, low = nodes.flag, nodes.low
    if last < lo or flags[last] & (MARK | _CONNECTIVE):
        return None
    if flags[last] & bits.AS and last > lo - 1 and not flags[last] & bits.DET:
        return None
    if flags[last] & bits.PRON and not flags[last] & bits.DET:
        return (last, last + 1)
    i = last
    floor = max(lo, last - MAX_PHRASE)
    joined = 0
    while i >= floor:
        flag = flags[i]
        if flag & MARK and low[i] == ")" and i < last and flags[i + 1] & bits.OF:
            opening = _opening_bracket(nodes, lo, i)
            if opening is not None and i - opening <= MAX_BRACKET:
                i = opening - 1  # "the Service (S) of the country"
                continue
        if flag & (MARK | BREAK) or flag & _BORDER or (flag & bits.AS and i < last):
            break
        if flag & QUOTE and nodes.quotes[i].words > 3:
            break
        if flag & bits.REL and i > lo and flags[i - 1] & MARK:
            break
        if flag & _VERBAL or i in verbs:
            relative = _relative_before(nodes, floor, i)
            if relative is None:
                # A verb before "and S": the two do not form one phrase.
                i = joined or i
                break
            i = relative
        if flag & (bits.COORD | bits.CONTRAST):
            if i == lo or flags[i - 1] & MARK or flag & bits.CONTRAST or flags[i + 1] & (bits.PREP | bits.ADV):
                break
            joined = joined or i
        i -= 1
    start = _trim_left(nodes, i + 1, last + 1)
    end = _trim_right(nodes, start, last + 1)
    return (start, end) if end > start and low[start] else None


def _relative_before(nodes: Nodes, floor: int, verb: int) -> int | None:
    for i in range(verb - 1, max(floor, verb - 8) - 1, -1):
        if nodes.flag[i] & bits.REL:
            return i
        if nodes.flag[i] & (MARK | bits.COORD):
            return None
    return None


def _trim_left(nodes: Nodes, start: int, end: int) -> int:
    """Drop connectives, adverbs, times and one fronted adjunct ("On Tuesday", "In a statement")."""
    flags = nodes.flag
    while start < end - 1 and (flags[start] & _LEADING or flags[start] & MARK):
        start += 1
    if start < end - 1 and flags[start] & bits.PREP:
        for i in range(start + 2, end):
            if flags[i] & bits.TIME and i + 1 < end:
                return _trim_left(nodes, i + 1, end)
            if flags[i] & (bits.DET | bits.POSS | bits.PRON) and not flags[i - 1] & (bits.PREP | bits.OF):
                return i
    return start


def _trim_right(nodes: Nodes, start: int, end: int) -> int:
    flags = nodes.flag
    while end - 1 > start and flags[end - 1] & (bits.TIME | bits.ADV):
        end -= 1
    if end - 1 > start and end < len(flags) and flags[end] & bits.TIME and flags[end - 1] & bits.PREP:
        # The "on" of "on Monday".
        end -= 1
    return end


def phrase_right(nodes: Nodes, start: int, hi: int, verbs: Collection[int]) -> int:
    """Return the end of the noun phrase that begins at ``start`` (``start`` where none does)."""
    flags = nodes.flag
    stop = bits.AUX | bits.FINITE | bits.THAT | bits.SUB | bits.TIME | bits.REL | bits.TO | bits.WH | MARK | QUOTE
    i = start
    limit = min(hi, start + MAX_PHRASE)
    if i < limit and flags[i] & bits.PRON and not flags[i] & bits.DET:
        return i + 1
    while i < limit:
        flag = flags[i]
        if flag & QUOTE and i > start and nodes.quotes[i].words <= 3 and nodes.quotes[i].last not in ".,!?":
            i += 1
            continue
        if flag & bits.DET and flag & bits.REL and (i == start or not flags[i - 1] & MARK):
            flag &= ~bits.REL  # an article rather than a relative pronoun ("der", "die")
        if (flag & stop and not (flag & bits.OF and not flag & ~_OF_TO)) or i in verbs:
            break
        if i > start and flag & (bits.PREP | bits.CITE) and not flag & bits.OF:
            break
        if flag & bits.CONTRAST or (i == start and flag & bits.PREP):
            break
        i += 1
    while i > start and flags[i - 1] & (bits.COORD | bits.CONTRAST | bits.ADV | bits.DET | bits.PREP | bits.OF):
        i -= 1
    return i


def skip_adjuncts(nodes: Nodes, start: int, hi: int) -> int:
    """Return the first node after times and adverbs that follow a cue."""
    i, flags = start, nodes.flag
    while i < hi:
        if flags[i] & (bits.DET | bits.PREP) and i + 1 < hi and flags[i + 1] & bits.TIME:
            i += 2  # "el lunes", "в среду"
        elif flags[i] & (bits.TIME | bits.ADV) and not flags[i] & (bits.DET | bits.THAT):
            i += 1
        else:
            break
    return i


def find_complement(nodes: Nodes, start: int, hi: int, verbs: Collection[int]) -> int | None:
    """Return the "that", quotation or colon that a cue governs across an adjunct, ``None`` where there is none near."""
    for i in range(start, min(hi, start + MAX_ADJUNCT)):
        flag = nodes.flag[i]
        if flag & bits.THAT and not (i + 1 < hi and flag & bits.DET and nodes.flag[i + 1] & MARK):
            return i
        if flag & QUOTE and (nodes.quotes[i].words > 3 or nodes.low[i - 1] in (",", ":")):
            return i
        if nodes.low[i] == ":":
            return i + 1 if i + 1 < hi else None
        if flag & (bits.AUX | bits.FINITE) or i in verbs:
            return None
    return None
