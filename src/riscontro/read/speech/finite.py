"""Finite verbs of saying into drafts: "S said (that) T", "as S wrote, T", "Lo ha detto S"."""

from __future__ import annotations

from collections.abc import Collection

from riscontro.read.speech import bits
from riscontro.read.speech.borders import clause_end, clause_start, has_verb, ranges, trim
from riscontro.read.speech.content import content_left, content_right
from riscontro.read.speech.draft import CLAUSAL, PARENTHETIC, Draft, append_range, inherit_source
from riscontro.read.speech.hits import Hit
from riscontro.read.speech.inverted import read_inverted
from riscontro.read.speech.lexicon import Frame
from riscontro.read.speech.phrases import MAX_ADJUNCT, Range, find_complement, phrase_right, skip_adjuncts, subject_left
from riscontro.read.speech.text import MARK, QUOTE, UPPER, Nodes

MAX_TITLE = 6
"""Words of a quotation that may be an outlet's name."""


def read_finite(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> Draft | None:
    """Return the draft of a finite verb, ``None`` where it reports nothing."""
    inverted = _anaphoric(nodes, hit, lo, hi, verbs) or read_inverted(nodes, hit, lo, hi, verbs)
    if inverted is not None:
        return inverted
    if nodes.flag[hit.verb] & bits.CITE:
        quoted = _cites_as_saying(nodes, hit, lo, hi, verbs)
        if quoted is not None:
            return quoted
    draft = Draft(hit, _subject(nodes, hit, lo, hi, verbs), (hit.lo, hit.hi), edge=hit.lo)
    if draft.source is None:
        if not _takes_source(nodes, draft, lo, hi, verbs, drafts):
            return None
    elif draft.source[0] < hit.lo:
        draft.edge = draft.source[0]
    if draft.source is not None and nodes.flag[draft.source[0]] & bits.NEG:
        # "Neither A nor B has confirmed T."
        hit.negated = True
    if hit.anaphor and hit.hi < hi and nodes.flag[hit.hi] & bits.ITSO and not nodes.flag[hit.hi] & bits.DET:
        draft.cue = (hit.lo, hit.hi + 1)  # "said so": the sentence before holds the content
        return draft
    if _fill_parenthesis(nodes, draft, lo, hi):
        return draft
    hi = _relative_end(nodes, draft, lo, hi, verbs)
    _fill_finite(nodes, draft, lo, hi, verbs, drafts)
    if nodes.article and not draft.content:
        _part_object(nodes, draft)
    if hit.cls == "show" and not _shows(nodes, draft):
        return None
    return draft if draft.content or _may_stand_bare(nodes, draft, lo, hi) else None


def _takes_source(nodes: Nodes, draft: Draft, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> bool:
    """Give a cue without a subject of its own the one it shares; tell whether it can stand."""
    hit, left = draft.hit, draft.hit.lo - 1
    if left > lo and nodes.flag[left] & bits.REL:
        draft.source = (left, left + 1)
        return True
    if left >= lo and not nodes.flag[left] & (bits.COORD | MARK | QUOTE | bits.CONTRAST):
        return False
    joined = left >= lo and bool(nodes.flag[left] & (bits.COORD | bits.CONTRAST))
    inherit_source(nodes, draft, drafts, lo if joined else hit.lo, verbs)
    draft.inherits = True
    return draft.source is not None or hit.anaphor or _drops_subject(nodes, draft, lo, hi, verbs)


def _part_object(nodes: Nodes, draft: Draft) -> None:
    """Part a subject after its verb from the object that follows it unmarked ("nafat al-wizara al-naba'").

    The subject is one word, or a head without article and what it governs ("wizarat al-difa'").
    """
    source, cue = draft.source, draft.hit.cue
    if source is None or source[0] < draft.hit.hi or cue is None or not cue.frame & Frame.NP:
        return
    end = source[0] + 1
    while end < source[1] and nodes.flag[end - 1] & bits.KIND and not nodes.low[end - 1].startswith(nodes.article):
        end += 1
    if end < source[1]:
        draft.source, draft.content = (source[0], end), [(end, source[1])]


def _cites_as_saying(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int]) -> Draft | None:
    """ "O cited R as saying that T" and "T, O quoted R as saying"."""
    end = phrase_right(nodes, hit.hi, hi, verbs)
    source = subject_left(nodes, lo, hit.lo - 1, verbs)
    if source is None or end == hit.hi or end + 1 >= hi or not nodes.flag[end] & bits.AS:
        return None
    draft = Draft(hit, source, (hit.lo, hit.hi), edge=source[0])
    rest = trim(nodes, end + 2, hi)
    left = source[0] - 1
    if rest is not None and rest[1] - rest[0] > 2:
        draft.content = [rest]
    elif left > lo and (nodes.low[left] == "," or nodes.flag[left] & QUOTE):
        append_range(draft, trim(nodes, clause_start(nodes, lo, left), left + 1))
    return draft if draft.content else None


def _subject(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int]) -> Range | None:
    """Return the phrase before the verb, or, where the language lets it follow, the one after."""
    pivot = hit.aux if hit.aux >= 0 else hit.lo
    left = subject_left(nodes, lo, pivot - 1, verbs)
    parenthetic = pivot > lo and bool(nodes.flag[pivot - 1] & bits.AS)
    if not (hit.free or parenthetic) or (
        left is not None and not nodes.flag[left[0]] & (bits.PREP | bits.TIME | bits.ADV)
    ):
        return left
    start = skip_adjuncts(nodes, pivot + 1 if hit.aux >= 0 else hit.hi, hi)
    if parenthetic and start < hi and nodes.flag[start] & bits.AT:
        start += 1  # "як зазначили у S"
    limit = hit.lo if hit.aux >= 0 else (hit.after - 1 if hit.after > hit.hi else hi)
    end = phrase_right(nodes, start, limit, verbs) if start < limit else start
    if end > start and not nodes.flag[start] & (bits.THAT | bits.WH):
        return (start, end)
    return left if left is not None and nodes.flag[left[0]] & bits.AT else None


def _relative_end(nodes: Nodes, draft: Draft, lo: int, hi: int, verbs: Collection[int]) -> int:
    """Return where a relative clause ends that parts a subject from its verb ("S, who said that T, left")."""
    source = draft.source
    if source is None or source[1] - source[0] != 1 or not nodes.flag[source[0]] & bits.REL:
        return hi
    comma = source[0] - 1
    if comma <= lo or nodes.low[comma] != "," or has_verb(nodes, lo, comma, verbs):
        return hi
    return next((i for i in range(hi - 1, draft.hit.hi, -1) if nodes.low[i] == ","), hi)


def _fill_parenthesis(nodes: Nodes, draft: Draft, lo: int, hi: int) -> bool:
    """ "as S wrote": what stands before and after the clause is the content."""
    if draft.source is None or draft.source[0] <= lo - 1:
        return False
    opening = min(draft.source[0], draft.hit.lo) - 1
    if opening < lo or not nodes.flag[opening] & bits.AS or (opening > lo and not nodes.flag[opening - 1] & MARK):
        return False
    end = clause_end(nodes, max(draft.hit.after, draft.source[1]), hi)
    if end + 1 < hi and nodes.flag[end + 1] & (bits.CITE | bits.REL) and not nodes.flag[end + 1] & bits.DET:
        end = clause_end(nodes, end + 1, hi)
    if end + 1 < hi and draft.source[1] == end:
        named = end + 1
        while named < hi and nodes.flag[named] & UPPER:
            named += 1
        if end + 2 < named and (named >= hi or nodes.flag[named] & MARK):
            draft.source = (draft.source[0], named)  # "..., según confirmó la ministra, N N, ..."
            end = named
    if opening > lo:
        append_range(draft, trim(nodes, clause_start(nodes, lo, opening - 1), opening - 1))
    append_range(draft, trim(nodes, end, hi))
    draft.edge = opening
    return bool(draft.content)


def _drops_subject(nodes: Nodes, draft: Draft, lo: int, hi: int, verbs: Collection[int]) -> bool:
    """ "«Q», ha aggiunto." and "Ha aggiunto che T": whoever spoke last is meant."""
    hit = draft.hit
    if hit.cue is None or not hit.cue.frame & PARENTHETIC:
        return False
    quoted = any(nodes.flag[i] & QUOTE for i in range(max(lo, hit.lo - 2), hit.lo))
    clitic = "-" in nodes.low[hit.verb] or "-" in nodes.low[hit.lo]
    inverted = clitic and hit.lo > lo and bool(nodes.flag[hit.lo - 1] & MARK)
    if hit.lo > lo and nodes.low[hit.lo - 1] == "," and (hit.hi >= hi - 1 or nodes.low[hit.hi] == ","):
        return True
    if quoted or inverted:
        return True
    complement = find_complement(nodes, hit.hi, hi, verbs) if hit.lo == lo else None
    return complement is not None and bool(nodes.flag[complement] & (bits.THAT | QUOTE))


def _shows(nodes: Nodes, draft: Draft) -> bool:
    """Tell whether "S shows T" reports T: S is evidence (images, documents), or T a clause or a quotation."""
    first = draft.content[0][0] if draft.content else draft.hit.lo
    if nodes.flag[first] & (bits.THAT | QUOTE | bits.WH):
        return True
    return draft.source is not None and any(nodes.flag[i] & bits.TEXT for i in range(*draft.source))


def _anaphoric(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int]) -> Draft | None:
    """ "Lo ha detto S": the content is the sentence before, the source follows."""
    opens = hit.free and hit.lo < lo + 10 and any(_points_back(nodes, i, hit) for i in range(lo, min(hit.lo, lo + 2)))
    if not (opens or (hit.anaphor and hit.lo <= lo + 4)) or hit.cue is None or not hit.cue.frame & CLAUSAL:
        return None
    if any(i in verbs or nodes.flag[i] & (MARK | bits.AS) for i in range(lo, hit.lo)):
        return None
    hit.anaphor = True
    start = skip_adjuncts(nodes, hit.hi, hi)
    if start < hi and nodes.flag[start] & QUOTE and nodes.quotes[start].words <= MAX_TITLE:
        return Draft(hit, (start, start + 1), (hit.lo, hit.hi), edge=lo)  # "Об этом пишет «O»"
    if start < hi and nodes.flag[start] & bits.AT:
        start += 1
    if start >= hi or (nodes.flag[start] & (bits.THAT | bits.PREP | MARK | QUOTE) and not nodes.flag[start] & bits.DET):
        return None
    end = phrase_right(nodes, start, hi, verbs)
    return Draft(hit, (start, end), (hit.lo, hit.hi), edge=lo) if end > start else None


def _points_back(nodes: Nodes, i: int, hit: Hit) -> bool:
    """Tell whether a word stands for the sentence before; one that may be an article only right before its verb."""
    apart = not nodes.flag[i] & bits.DET or bool(nodes.flag[i + 1] & (bits.PREP | bits.TIME | bits.ADV | bits.AUX))
    return bool(nodes.flag[i] & bits.ITSO) and (apart or i == hit.lo - 1)


def _fill_finite(nodes: Nodes, draft: Draft, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> None:
    hit = draft.hit
    after = draft.source[1] if draft.source is not None and draft.source[0] >= hit.hi else 0
    right = content_right(nodes, hit, hi, verbs, after)
    draft.addressee = right.addressee
    before = None if draft.inherits and draft.source is not None else content_left(nodes, draft, lo, drafts)
    if before is not None and not right.ranges and not has_verb(nodes, *before, verbs):
        right.ranges, right.split = _interrupted(nodes, draft, before, hi), True
    if right.ranges and right.split and before is not None:
        # After a quotation, only a further quotation goes on with it ("..., she said, putting down her cup").
        direct = bool(nodes.flag[before[1] - 1] & QUOTE) and not nodes.flag[right.ranges[0][0]] & (QUOTE | bits.THAT)
        draft.content = [before] if direct else [before, *right.ranges]
    elif right.ranges and not (right.split and before is not None):
        draft.content = right.ranges
    elif before is not None:
        draft.content = [before]
    if not draft.content:
        draft.content = _middle(nodes, draft)
    if before is not None and before in draft.content:
        draft.edge = before[0]


def _interrupted(nodes: Nodes, draft: Draft, before: Range, hi: int) -> list[Range]:
    """ "The trains, it said, carried T": the rest of a clause that the cue interrupts before its verb."""
    end = draft.hit.hi if draft.source is None or draft.source[0] < draft.hit.lo else draft.source[1]
    end = skip_adjuncts(nodes, end, hi)
    quoted = any(nodes.flag[i] & QUOTE for i in range(*before))
    if quoted or before[1] - before[0] > MAX_ADJUNCT or end >= hi - 2 or nodes.low[end] != ",":
        return []
    return ranges(nodes, end + 1, hi)


def _middle(nodes: Nodes, draft: Draft) -> list[Range]:
    """Return what a verb's two parts enclose: "wies den Vorwurf zurück", "hat den Bericht bestätigt"."""
    hit = draft.hit
    if hit.cue is None or not hit.cue.frame & Frame.NP:
        return []
    lo, hi = (hit.hi, hit.after - 1) if hit.after > hit.hi else (hit.aux + 1, hit.lo)
    if hit.aux < 0 and hit.after <= hit.hi:
        return []
    if draft.source is not None and draft.source[0] >= lo:
        lo = draft.source[1]
    while lo < hi and nodes.flag[lo] & (bits.OBJ | bits.NEG | bits.ADV) and not nodes.flag[lo] & bits.DET:
        lo += 1  # "sich nicht zu T äußern"
    return ranges(nodes, lo, hi)


def _may_stand_bare(nodes: Nodes, draft: Draft, lo: int, hi: int) -> bool:
    """ "He said." and "Lo ha detto X": nothing in the sentence, so the sentence before or after holds the content."""
    cue = draft.hit.cue
    if cue is None:
        return False
    opens = nodes.low[hi - 1] == ":" and bool(cue.frame & PARENTHETIC)
    return opens or (bool(cue.frame & CLAUSAL) and (draft.hit.anaphor or draft.cue[0] - lo <= 12))
