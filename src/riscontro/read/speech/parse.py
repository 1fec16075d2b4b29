"""One sentence: from its cues to drafts of attributions, as ranges of nodes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from riscontro.read.speech.hits import Hit, Shape, find_hits
from riscontro.read.speech.lexicon import Frame, Lexicon, Word
from riscontro.read.speech.phrases import (
    Range,
    find_complement,
    phrase_right,
    skip_adjuncts,
    subject_left,
)
from riscontro.read.speech.text import MARK, QUOTE, UPPER, Nodes


@dataclass(slots=True)
class Draft:
    """An attribution in the making: ranges of nodes, and the cue that made it."""

    hit: Hit
    source: Range | None
    cue: Range
    content: list[Range] = field(default_factory=list)
    addressee: Range | None = None
    inherits: bool = False
    """The source is that of an earlier cue ("adding", "and said")."""
    edge: int = 0
    """Where its own clause begins: a neighbour's content ends before it."""
    sentence: int = 0


_CLAUSAL = Frame.SAY | Frame.TELL
_PARENTHETIC = Frame.SAY | Frame.TELL | Frame.QUOTE


def parse_sentence(nodes: Nodes, lexicon: Lexicon, lo: int, hi: int) -> list[Draft]:
    """Return the drafts of the sentence between two nodes, in the order of their cues."""
    hits = find_hits(nodes, lexicon, lo, hi)
    verbs = {hit.verb for hit in hits if hit.shape in (Shape.FINITE, Shape.PASSIVE)}
    drafts: list[Draft] = []
    for hit in hits:
        for reading in _by_likelihood(nodes, hit, hi):
            draft = _BUILDERS[reading.shape](nodes, reading, lo, hi, verbs, drafts)
            if draft is not None:
                drafts.append(draft)
                break
    _cut_neighbours(nodes, drafts, lo)
    for draft in drafts:
        if (
            draft.source is not None
            and draft.source[1] - draft.source[0] == 1
            and nodes.flag[draft.source[0]] & Word.EXPL
        ):
            draft.source = None
    return drafts


def _by_likelihood(nodes: Nodes, hit: Hit, hi: int) -> list[Hit]:
    """Return a cue's readings: one that governs an infinitive first where one follows ("urged him to", "urged")."""
    readings = [hit, *hit.others]
    if len(readings) > 1 and hit.hi < hi and _reaches_infinitive(nodes, hit.hi, hi):
        readings.sort(key=lambda reading: not (reading.cue and reading.cue.frame & (Frame.INF | Frame.OBJINF)))
    return readings


def _formula(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> Draft | None:
    assert hit.formula is not None
    if hit.hi < hi and nodes.flag[hit.hi] & Word.REL and not nodes.flag[hit.hi] & Word.DET:
        # "S, secondo cui T": the source is the antecedent.
        source = subject_left(nodes, lo, hit.lo - (2 if nodes.low[hit.lo - 1] == "," else 1), verbs)
        if source is None:
            return None
        return Draft(hit, source, (hit.lo, hit.hi), _ranges(nodes, hit.hi + 1, hi), edge=source[0])
    if hit.formula.before:
        source = subject_left(nodes, lo, hit.lo - 1, verbs)
        end = hit.hi
    else:
        end = _source_end(nodes, hit.hi, hi, verbs, capital=hit.free)
        source = (hit.hi, end) if end > hit.hi else None
    if source is None and hit.formula.kind is None:
        return None
    draft = Draft(hit, source, (hit.lo, hit.hi), edge=hit.lo if not hit.formula.before or not source else source[0])
    floor = _clause_start(nodes, lo, draft.edge)
    before = _trim(nodes, floor, draft.edge)
    if draft.edge > lo and nodes.flag[draft.edge - 1] & (Word.CONTRAST | Word.COORD | Word.THAT | Word.SUB):
        before = None
    parted = before is not None and end < hi - 1 and nodes.low[end] == "," and nodes.low[draft.edge - 1] == ","
    if before is not None and (parted or _is_clause(nodes, before)):
        draft.content.append(before)
        if end < hi - 1 and nodes.low[end] == ",":
            _append_range(draft, _trim(nodes, end + 1, hi))
    else:
        _append_range(draft, _trim(nodes, end, hi))
        draft.edge = floor
    return draft


def _is_clause(nodes: Nodes, span: Range) -> bool:
    return span[1] - span[0] > 3 or any(nodes.flag[i] & (Word.AUX | Word.FINITE | QUOTE) for i in range(*span))


def _source_end(nodes: Nodes, start: int, hi: int, verbs: Collection[int], *, capital: bool) -> int:
    """Return the end of a source after a preposition: up to a mark, or where a clause sets in."""
    i = start
    while i < hi:
        flag = nodes.flag[i]
        if flag & MARK and nodes.low[i] not in ("'", "’", "/", "&", "(", ")") and not _lists_on(nodes, i, hi):
            break
        if flag & QUOTE and nodes.quotes[i].words > 3:
            break
        if i > start and (flag & (Word.AUX | Word.FINITE) or i in verbs) and not _has_relative(nodes, start, i):
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
        if nodes.flag[i] & Word.COORD and i > comma + 1:
            return bool(nodes.flag[i + 1] & (UPPER | Word.DET))
        if not nodes.flag[i] & (UPPER | Word.DET | Word.OF) and nodes.low[i] != ",":
            return False
    return False


def _sets_in(nodes: Nodes, i: int) -> bool:
    """Tell whether a word in small letters right after a noun in capitals is the clause's verb."""
    closed = Word.DET | Word.OF | Word.PREP | Word.COORD | Word.ADJ
    return not nodes.flag[i] & (UPPER | QUOTE | MARK | closed) and bool(nodes.flag[i - 1] & UPPER)


def _has_relative(nodes: Nodes, start: int, end: int) -> bool:
    return any(nodes.flag[i] & (Word.REL | Word.THAT) for i in range(start, end))


def _noun(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> Draft | None:
    if hit.hi >= hi:
        return None
    after = nodes.flag[hit.hi]
    if nodes.low[hit.hi] == ":":
        draft = Draft(hit, None, (hit.lo, hit.hi), _ranges(nodes, hit.hi + 1, hi), edge=hit.lo)
        _inherit(nodes, draft, drafts, lo, verbs)
        return draft
    if hit.cls == "rumour":
        content = _trim(nodes, hit.hi, _clause_end(nodes, hit.hi, hi))
        return None if content is None else Draft(hit, None, (hit.lo, hit.hi), [content], edge=hit.lo)
    if drafts and drafts[-1].hit.cls in ("deny", "confirm") and hit.lo - drafts[-1].hit.hi <= 2:
        # "denied reports that T": what is denied is T.
        return None
    if after & Word.BY:
        return _noun_by(nodes, hit, hi, verbs)
    if not after & (Word.THAT | Word.OF | Word.TO) or (after & Word.TO and hit.cls != "attitude"):
        return None
    source: Range | None = None
    k = hit.lo - 1
    while k > lo and nodes.flag[k] & (Word.ADJ | Word.ADV) and k > hit.lo - 4:
        k -= 1
    if k >= lo and nodes.low[k] == "'s":
        source = subject_left(nodes, lo, k - 1, verbs)
    elif k >= lo and nodes.flag[k] & Word.POSS:
        source = (k, k + 1)
    end = _clause_end(nodes, hit.hi, hi)
    if source is None and not after & Word.THAT:
        return None
    content = _trim(nodes, hit.hi + (1 if after & Word.OF and not after & Word.THAT else 0), end)
    if content is None:
        return None
    return Draft(hit, source, (hit.lo, hit.hi), [content], edge=hit.lo)


def _noun_by(nodes: Nodes, hit: Hit, hi: int, verbs: Collection[int]) -> Draft | None:
    """ "accusations by S that T"."""
    end = phrase_right(nodes, hit.hi + 1, hi, verbs)
    if end <= hit.hi + 1 or end >= hi or not nodes.flag[end] & Word.THAT:
        return None
    content = _trim(nodes, end, _clause_end(nodes, end, hi))
    return None if content is None else Draft(hit, (hit.hi + 1, end), (hit.lo, hit.hi), [content], edge=hit.lo)


def _clause_end(nodes: Nodes, start: int, hi: int) -> int:
    for i in range(start, hi):
        if nodes.flag[i] & MARK and nodes.low[i] in (",", ";", ":", "—", "–", "--", "(", ")"):
            return i
    return hi


def _gerund(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> Draft | None:
    assert hit.cue is not None
    if nodes.flag[hit.verb] & Word.CITE:
        hi = _clause_end(nodes, hit.hi, hi)
    content = _content_right(nodes, hit, hi, verbs)
    if not content.ranges:
        return None
    draft = Draft(hit, None, (hit.lo, hit.hi), content.ranges, content.addressee, True, hit.lo)
    _inherit(nodes, draft, drafts, lo, verbs)
    if draft.source is None and hit.lo - 1 > lo and nodes.low[hit.lo - 1] == ",":
        draft.source = subject_left(nodes, lo, hit.lo - 2, verbs)
    return draft if draft.source is not None else None


def _infinitive(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> Draft | None:
    """ "to say that": only where a clause follows; other infinitives belong to the cue that governs them."""
    assert hit.cue is not None
    start = skip_adjuncts(nodes, hit.hi, hi)
    clause = start < hi and nodes.flag[start] & (Word.THAT | Word.WH | QUOTE)
    if not clause and not hit.cue.frame & (Frame.SAY | Frame.TELL):
        return None
    return _gerund(nodes, hit, lo, hi, verbs, drafts)


def _inherit(nodes: Nodes, draft: Draft, drafts: list[Draft], lo: int, verbs: Collection[int]) -> None:
    """Take the source of the nearest earlier cue, else the subject of the sentence's first verb."""
    for earlier in reversed(drafts):
        if earlier.source is not None:
            draft.source = earlier.source
            return
    for i in range(lo, draft.hit.lo):
        if nodes.flag[i] & (Word.AUX | Word.FINITE) and i > lo:
            draft.source = subject_left(nodes, lo, i - 1, verbs)
            return


def _passive(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> Draft | None:
    assert hit.cue is not None
    draft = Draft(hit, None, (hit.lo, hit.hi), edge=hit.lo)
    i = skip_adjuncts(nodes, hit.hi, hi)
    if i < hi and nodes.flag[i] & Word.BY:
        end = phrase_right(nodes, i + 1, hi, verbs)
        if end > i + 1:
            draft.source, i = (i + 1, end), end
    subject = subject_left(nodes, lo, hit.lo - 1, verbs)
    expletive = subject is not None and subject[1] - subject[0] == 1 and bool(nodes.flag[subject[0]] & Word.PRON)
    rest = _trim(nodes, i, hi)
    governs = rest is not None and bool(nodes.flag[rest[0]] & (Word.THAT | Word.TO | QUOTE | Word.WH))
    if subject is not None:
        draft.edge = subject[0]
        if not expletive or not governs:
            draft.content.append(subject)
    if governs and rest is not None:
        draft.content.append(rest)
    if draft.source is None and not governs and not hit.negated and not hit.cue.frame & _CLAUSAL:
        return None
    return draft if draft.content else None


def _finite(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> Draft | None:
    inverted = _anaphoric(nodes, hit, lo, hi, verbs) or _inverted(nodes, hit, lo, hi, verbs)
    if inverted is not None:
        return inverted
    if nodes.flag[hit.verb] & Word.CITE:
        quoted = _cites_as_saying(nodes, hit, lo, hi, verbs)
        if quoted is not None:
            return quoted
    assert hit.cue is not None
    draft = Draft(hit, _subject(nodes, hit, lo, hi, verbs), (hit.lo, hit.hi), edge=hit.lo)
    left = hit.lo - 1
    if draft.source is None:
        if left >= lo and nodes.flag[left] & Word.REL | 0 and left > lo:
            draft.source = (left, left + 1)
        elif left >= lo and not nodes.flag[left] & (Word.COORD | MARK | QUOTE | Word.CONTRAST):
            return None
        else:
            joined = left >= lo and bool(nodes.flag[left] & (Word.COORD | Word.CONTRAST))
            _inherit(nodes, draft, drafts, lo if joined else hit.lo, verbs)
            draft.inherits = True
            if draft.source is None and not hit.anaphor and not _drops_subject(nodes, draft, lo, hi, verbs):
                return None
    elif draft.source[0] < hit.lo:
        draft.edge = draft.source[0]
    if draft.source is not None and nodes.flag[draft.source[0]] & Word.NEG:
        # "Neither A nor B has confirmed T."
        hit.negated = True
    if _fill_parenthesis(nodes, draft, lo, hi):
        return draft
    hi = _relative_end(nodes, draft, lo, hi, verbs)
    _fill_finite(nodes, draft, lo, hi, verbs, drafts)
    if nodes.article and not draft.content:
        _part_object(nodes, draft)
    if hit.cls == "show" and not _shows(nodes, draft):
        return None
    return draft if draft.content or _may_stand_bare(nodes, draft, lo, hi) else None


def _part_object(nodes: Nodes, draft: Draft) -> None:
    """Part a subject after its verb from the object that follows it unmarked ("nafat al-wizara al-naba'").

    The subject is one word, or a head without article and what it governs ("wizarat al-difa'").
    """
    source, cue = draft.source, draft.hit.cue
    if source is None or source[0] < draft.hit.hi or cue is None or not cue.frame & Frame.NP:
        return
    end = source[0] + 1
    while end < source[1] and nodes.flag[end - 1] & Word.KIND and not nodes.low[end - 1].startswith(nodes.article):
        end += 1
    if end < source[1]:
        draft.source, draft.content = (source[0], end), [(end, source[1])]


def _cites_as_saying(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int]) -> Draft | None:
    """ "O cited R as saying that T" and "T, O quoted R as saying"."""
    end = phrase_right(nodes, hit.hi, hi, verbs)
    source = subject_left(nodes, lo, hit.lo - 1, verbs)
    if source is None or end == hit.hi or end + 1 >= hi or not nodes.flag[end] & Word.AS:
        return None
    draft = Draft(hit, source, (hit.lo, hit.hi), edge=source[0])
    rest = _trim(nodes, end + 2, hi)
    left = source[0] - 1
    if rest is not None and rest[1] - rest[0] > 2:
        draft.content = [rest]
    elif left > lo and (nodes.low[left] == "," or nodes.flag[left] & QUOTE):
        _append_range(draft, _trim(nodes, _clause_start(nodes, lo, left), left + 1))
    return draft if draft.content else None


def _subject(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int]) -> Range | None:
    """Return the phrase before the verb, or, where the language lets it follow, the one after."""
    pivot = hit.aux if hit.aux >= 0 else hit.lo
    left = subject_left(nodes, lo, pivot - 1, verbs)
    parenthetic = pivot > lo and bool(nodes.flag[pivot - 1] & Word.AS)
    if not (hit.free or parenthetic) or (
        left is not None and not nodes.flag[left[0]] & (Word.PREP | Word.TIME | Word.ADV)
    ):
        return left
    start = skip_adjuncts(nodes, pivot + 1 if hit.aux >= 0 else hit.hi, hi)
    limit = hit.lo if hit.aux >= 0 else (hit.after - 1 if hit.after > hit.hi else hi)
    end = phrase_right(nodes, start, limit, verbs) if start < limit else start
    if end > start and not nodes.flag[start] & (Word.THAT | Word.WH):
        return (start, end)
    return left if left is not None and nodes.flag[left[0]] & Word.AT else None


def _relative_end(nodes: Nodes, draft: Draft, lo: int, hi: int, verbs: Collection[int]) -> int:
    """Return where a relative clause ends that parts a subject from its verb ("S, who said that T, left")."""
    source = draft.source
    if source is None or source[1] - source[0] != 1 or not nodes.flag[source[0]] & Word.REL:
        return hi
    comma = source[0] - 1
    if comma <= lo or nodes.low[comma] != "," or _has_verb(nodes, lo, comma, verbs):
        return hi
    return next((i for i in range(hi - 1, draft.hit.hi, -1) if nodes.low[i] == ","), hi)


def _fill_parenthesis(nodes: Nodes, draft: Draft, lo: int, hi: int) -> bool:
    """ "as S wrote": what stands before and after the clause is the content."""
    if draft.source is None or draft.source[0] <= lo - 1:
        return False
    opening = min(draft.source[0], draft.hit.lo) - 1
    if opening < lo or not nodes.flag[opening] & Word.AS or (opening > lo and not nodes.flag[opening - 1] & MARK):
        return False
    end = _clause_end(nodes, max(draft.hit.after, draft.source[1]), hi)
    if end + 1 < hi and nodes.flag[end + 1] & (Word.CITE | Word.REL) and not nodes.flag[end + 1] & Word.DET:
        end = _clause_end(nodes, end + 1, hi)
    if opening > lo:
        _append_range(draft, _trim(nodes, _clause_start(nodes, lo, opening - 1), opening - 1))
    _append_range(draft, _trim(nodes, end, hi))
    draft.edge = opening
    return bool(draft.content)


def _drops_subject(nodes: Nodes, draft: Draft, lo: int, hi: int, verbs: Collection[int]) -> bool:
    """ "«Q», ha aggiunto." and "Ha aggiunto che T": whoever spoke last is meant."""
    hit = draft.hit
    if hit.cue is None or not hit.cue.frame & _PARENTHETIC:
        return False
    quoted = any(nodes.flag[i] & QUOTE for i in range(max(lo, hit.lo - 2), hit.lo))
    inverted = "-" in nodes.low[hit.verb] and hit.lo > lo and bool(nodes.flag[hit.lo - 1] & MARK)
    if quoted or inverted:
        return True
    complement = find_complement(nodes, hit.hi, hi, verbs) if hit.lo == lo else None
    return complement is not None and bool(nodes.flag[complement] & (Word.THAT | QUOTE))


def _shows(nodes: Nodes, draft: Draft) -> bool:
    """Tell whether "S shows T" reports T: S is a kind of source (images, documents), or T a clause or a quotation."""
    first = draft.content[0][0] if draft.content else draft.hit.lo
    if nodes.flag[first] & (Word.THAT | QUOTE | Word.WH):
        return True
    return draft.source is not None and any(nodes.flag[i] & Word.KIND for i in range(*draft.source))


def _anaphoric(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int]) -> Draft | None:
    """ "Lo ha detto S": the content is the sentence before, the source follows."""
    opens = hit.free and any(nodes.flag[i] & Word.ITSO for i in range(lo, min(hit.lo, lo + 2))) and hit.lo < lo + 10
    if not (opens or (hit.anaphor and hit.lo <= lo + 2)) or hit.cue is None or not hit.cue.frame & _CLAUSAL:
        return None
    if any(i in verbs or nodes.flag[i] & MARK for i in range(lo, hit.lo)):
        return None
    hit.anaphor = True
    start = skip_adjuncts(nodes, hit.hi, hi)
    if start >= hi or (nodes.flag[start] & (Word.THAT | Word.PREP | MARK | QUOTE) and not nodes.flag[start] & Word.DET):
        return None
    end = phrase_right(nodes, start, hi, verbs)
    return Draft(hit, (start, end), (hit.lo, hit.hi), edge=lo) if end > start else None


def _fill_finite(nodes: Nodes, draft: Draft, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> None:
    hit = draft.hit
    after = draft.source[1] if draft.source is not None and draft.source[0] >= hit.hi else 0
    right = _content_right(nodes, hit, hi, verbs, after)
    draft.addressee = right.addressee
    before = None if draft.inherits and draft.source is not None else _content_left(nodes, draft, lo, drafts)
    if right.ranges and right.split and before is not None:
        # After a quotation, only a further quotation goes on with it ("..., she said, putting down her cup").
        direct = bool(nodes.flag[before[1] - 1] & QUOTE) and not nodes.flag[right.ranges[0][0]] & (QUOTE | Word.THAT)
        draft.content = [before] if direct else [before, *right.ranges]
    elif right.ranges and not (right.split and before is not None):
        draft.content = right.ranges
    elif before is not None:
        draft.content = [before]
    if not draft.content:
        draft.content = _middle(nodes, draft)
    if before is not None and before in draft.content:
        draft.edge = before[0]


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
    return _ranges(nodes, lo, hi)


def _content_left(nodes: Nodes, draft: Draft, lo: int, drafts: list[Draft]) -> Range | None:
    """Return the clause before "S said", which a comma or a quotation must part from S."""
    assert draft.source is not None or draft.inherits
    edge = draft.hit.lo if draft.source is None else min(draft.source[0], draft.hit.lo)
    while edge > lo and nodes.flag[edge - 1] & (Word.ADV | Word.TIME | Word.PREP):
        edge -= 1
    if edge <= lo or not (nodes.flag[edge - 1] & QUOTE or nodes.low[edge - 1] in (",", "—", "–", "--", "?", "!")):
        return None
    if not draft.hit.cue or not draft.hit.cue.frame & (_PARENTHETIC | Frame.THAT):
        return None
    if draft.hit.cue.frame == Frame.QUOTE and not any(nodes.flag[i] & QUOTE for i in range(max(lo, edge - 2), edge)):
        return None
    return _trim(nodes, _clause_start(nodes, lo, edge), edge)


def _clause_start(nodes: Nodes, lo: int, edge: int) -> int:
    start = _after_dateline(nodes, lo, edge)
    while start < edge and nodes.flag[start] & (Word.COORD | Word.CONTRAST) and not nodes.flag[start] & MARK:
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


@dataclass(slots=True)
class _Right:
    ranges: list[Range]
    addressee: Range | None = None
    split: bool = False


def _content_right(nodes: Nodes, hit: Hit, hi: int, verbs: Collection[int], start: int = 0) -> _Right:
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
        return _Right([], addressee)
    if nodes.low[i] == ",":
        return _after_comma(nodes, i, hi, verbs, addressee)
    complement = find_complement(nodes, i, hi, verbs)
    quoted = complement is not None and bool(nodes.flag[complement] & QUOTE or nodes.low[complement - 1] == ":")
    if frame == Frame.QUOTE and not quoted:
        return _Right([], addressee)
    if complement is not None and not (frame & Frame.NP and not frame & _CLAUSAL):
        if addressee is None and complement > max(hit.hi, start) and frame & Frame.SAY:
            addressee = (hit.hi, complement)
        return _Right(_ranges(nodes, complement, hi), addressee)
    return _Right(_framed(nodes, i, hi, frame, verbs), addressee)


def _after_comma(nodes: Nodes, i: int, hi: int, verbs: Collection[int], addressee: Range | None) -> _Right:
    """ "S said, "Q"" and the second half of "C, S said, C"."""
    after = i + 1
    if after >= hi:
        return _Right([], addressee)
    complement = find_complement(nodes, after, hi, verbs)
    clause = nodes.flag[after] & (Word.WH | Word.THAT) or _has_verb(nodes, after, hi, verbs)
    if complement is None and not (clause or nodes.comma_opens) and not _reaches_infinitive(nodes, after, hi):
        return _Right([], addressee)
    return _Right(_ranges(nodes, after if complement is None else complement, hi), addressee, split=True)


def _framed(nodes: Nodes, i: int, hi: int, frame: int, verbs: Collection[int]) -> list[Range]:
    flag = nodes.flag[i]
    if flag & MARK and nodes.low[i] not in (":", "(", "$", "€", "£", "#", "@"):
        return []
    if flag & (Word.WH | Word.THAT) or nodes.low[i] == ":":
        return _ranges(nodes, i + (nodes.low[i] == ":"), hi)
    if frame & Frame.NP:
        return _ranges(nodes, i, hi)
    if nodes.is_infinitive(i) and frame & (Frame.INF | Frame.OBJINF):
        return _ranges(nodes, i, hi)
    if flag & Word.TO:
        return _ranges(nodes, i, hi) if frame & (Frame.INF | Frame.SAY | Frame.TELL | Frame.OBJINF) else []
    if frame & Frame.OBJINF and _reaches_infinitive(nodes, i, hi):
        return _ranges(nodes, i, hi)
    if frame & _CLAUSAL:
        return _ranges(nodes, i, hi) if _looks_clausal(nodes, i, hi, verbs) else []
    if frame & Frame.THAT:
        return _ranges(nodes, i, hi) if _has_verb(nodes, i, hi, verbs) else []
    return []


def _reaches_infinitive(nodes: Nodes, i: int, hi: int) -> bool:
    for k in range(i, min(hi, i + 12)):
        if nodes.is_infinitive(k):
            return True
        if nodes.flag[k] & (MARK | Word.AUX):
            return False
    return False


def _looks_clausal(nodes: Nodes, i: int, hi: int, verbs: Collection[int]) -> bool:
    """A bare clause after "said" does not begin with a preposition unless a verb follows."""
    if nodes.flag[i] & Word.PREP and not nodes.flag[i] & Word.DET:
        return _has_verb(nodes, i, _clause_end(nodes, i, hi), verbs)
    return hi - i > 1 or bool(nodes.flag[i] & QUOTE) or not nodes.flag[i] & MARK


def _has_verb(nodes: Nodes, i: int, hi: int, verbs: Collection[int]) -> bool:
    return any(nodes.flag[k] & (Word.AUX | Word.FINITE) or k in verbs for k in range(i, hi))


def _addressee_end(nodes: Nodes, i: int, hi: int, verbs: Collection[int]) -> int:
    flags = nodes.flag
    if flags[i] & (Word.THAT | QUOTE | MARK) and not flags[i] & Word.DET:
        return i
    if flags[i] & Word.OBJ:
        return i + 1
    complement = find_complement(nodes, i, hi, verbs)
    end = i
    limit = complement if complement is not None else hi
    upper = False
    while end < limit and not flags[end] & (MARK | QUOTE | Word.TIME | Word.TO):
        if end > i and complement is None:
            if flags[end] & (Word.DET | Word.PRON | Word.POSS) and not flags[end - 1] & (
                Word.OF | Word.PREP | Word.COORD
            ):
                break
            if (upper and not flags[end] & (UPPER | Word.OF | Word.COORD)) or flags[end] & Word.AUX:
                break
        upper = bool(flags[end] & UPPER)
        end += 1
    if complement is not None and end < complement:
        return complement if not flags[end] & MARK else end
    return end


def _inverted(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int]) -> Draft | None:
    """ "..., said S": a quotation or a comma before the cue, a noun phrase and a border after it."""
    left = hit.lo - 1
    if left <= lo - 1 or not (nodes.flag[left] & QUOTE or nodes.low[left] in (",", "—", "–", "--", "?", "!")):
        return None
    if hit.cue is None or not hit.cue.frame & (Frame.SAY | Frame.QUOTE):
        return None
    start = _after_addressee(nodes, skip_adjuncts(nodes, hit.hi, hi), hi, left)
    if start >= hi or (
        nodes.flag[start] & (QUOTE | Word.THAT | Word.PREP | Word.TO | Word.WH) and not nodes.flag[start] & Word.DET
    ):
        return None
    end = phrase_right(nodes, start, hi, verbs)
    quoted = bool(nodes.flag[left] & QUOTE or (left > lo and nodes.flag[left - 1] & QUOTE))
    if end == start or not (
        quoted or end >= hi or nodes.flag[end] & (MARK | Word.TIME) or _only_adjunct(nodes, end, hi)
    ):
        return None
    apposed = not quoted and subject_left(nodes, lo, left, verbs) is not None
    if apposed and (not _names_speaker(nodes, start, end) or not _only_adjunct(nodes, end, hi)):
        return None
    draft = Draft(hit, (start, end), (hit.lo, hit.hi), edge=lo)
    _append_range(draft, _trim(nodes, _clause_start(nodes, lo, hit.lo), left + 1))
    if not quoted and end < hi and nodes.low[end] == "," and _goes_on(nodes, end + 1, hi, verbs):
        _append_range(draft, _trim(nodes, end + 1, hi))
    else:
        _extend_inverted(nodes, draft, end, hi)
    return draft


def _after_addressee(nodes: Nodes, start: int, hi: int, left: int) -> int:
    """Step over whom is told between cue and source ("«Q», ha detto ai giornalisti S")."""
    quoted = nodes.flag[left] & QUOTE or (left > 0 and nodes.flag[left - 1] & QUOTE)
    if not quoted or start >= hi or not nodes.flag[start] & Word.PREP:
        return start
    for i in range(start + 2, min(hi, start + 6)):
        if nodes.flag[i] & MARK:
            break
        if nodes.flag[i] & Word.DET and not nodes.flag[i - 1] & (Word.PREP | Word.OF):
            return i
    return start


def _names_speaker(nodes: Nodes, start: int, end: int) -> bool:
    """Tell whether a phrase looks like who speaks rather than what is said: a name, a pronoun, a kind of source."""
    return any(nodes.flag[i] & (UPPER | Word.KIND | Word.PRON) for i in range(start, end))


def _goes_on(nodes: Nodes, start: int, hi: int, verbs: Collection[int]) -> bool:
    """Tell whether the clause that "said S" interrupts goes on at ``start``, rather than an apposition to S."""
    if start >= hi or (nodes.flag[start] & Word.REL and not nodes.flag[start] & Word.THAT):
        return False
    return bool(nodes.flag[start] & (Word.THAT | Word.AUX)) or _has_verb(nodes, start, hi, verbs)


def _only_adjunct(nodes: Nodes, i: int, hi: int) -> bool:
    return (
        i >= hi - 1 or nodes.flag[i] & MARK != 0 or bool(nodes.flag[i] & (Word.PREP | Word.TIME | Word.REL | Word.CITE))
    )


def _extend_inverted(nodes: Nodes, draft: Draft, end: int, hi: int) -> None:
    """Add an apposition to the source and a quotation that goes on after it to the content."""
    assert draft.source is not None
    quote = next((i for i in range(end, hi) if nodes.flag[i] & QUOTE and nodes.quotes[i].words > 2), None)
    stop = quote if quote is not None else hi
    if end < stop and nodes.low[end] == "," and end + 1 < stop:
        follow = nodes.flag[end + 1]
        if follow & (Word.DET | Word.REL) or not follow & (
            Word.PREP | Word.COORD | Word.SUB | Word.CONTRAST | Word.PRON
        ):
            apposition = end + 1
            while apposition < stop and nodes.low[apposition] not in (";", ":", ".", "?", "!"):
                if nodes.low[apposition] == "," and apposition > end + 1 and not follow & Word.REL:
                    break
                apposition += 1
            draft.source = (draft.source[0], apposition)
    if quote is not None:
        draft.content.extend(_ranges(nodes, quote, hi))


def _may_stand_bare(nodes: Nodes, draft: Draft, lo: int, hi: int) -> bool:
    """ "He said." and "Lo ha detto X": nothing in the sentence, so the sentence before or after holds the content."""
    cue = draft.hit.cue
    if cue is None:
        return False
    opens = nodes.low[hi - 1] == ":" and bool(cue.frame & _PARENTHETIC)
    return opens or (bool(cue.frame & _CLAUSAL) and (draft.hit.anaphor or draft.cue[0] - lo <= 12))


def _ranges(nodes: Nodes, lo: int, hi: int) -> list[Range]:
    span = _trim(nodes, lo, hi)
    return [] if span is None else [span]


def _trim(nodes: Nodes, lo: int, hi: int) -> Range | None:
    while lo < hi and nodes.flag[lo] & MARK and nodes.low[lo] not in ("(", "[", "$", "€", "£", "#", "@"):
        lo += 1
    while hi > lo and nodes.flag[hi - 1] & MARK and nodes.low[hi - 1] not in (")", "]", "%", "€", "?", "!"):
        hi -= 1
    return (lo, hi) if hi > lo else None


def _append_range(draft: Draft, span: Range | None) -> None:
    if span is not None:
        draft.content.append(span)


def _cut_neighbours(nodes: Nodes, drafts: list[Draft], lo: int) -> None:
    """End a content where a neighbour's clause stands beside it: ", adding", ", but Y said", ", according to"."""
    for k, draft in enumerate(drafts):
        for later in drafts[k + 1 :]:
            cut = _beside(nodes, later)
            if cut is None or cut <= draft.hit.hi:
                continue
            draft.content = [
                (start, min(end, cut)) if draft.hit.hi <= start < cut else (start, end) for start, end in draft.content
            ]
        draft.content = [span for span in (_trim(nodes, *span) for span in draft.content) if span is not None]


def _beside(nodes: Nodes, later: Draft) -> int | None:
    edge = min(later.edge, later.hit.lo)
    if edge <= 0:
        return None
    before = nodes.flag[edge - 1]
    if before & Word.CONTRAST:
        return edge - 1
    if before & Word.COORD and (nodes.low[edge - 2] == "," or later.inherits):
        return edge - 1
    comma = nodes.low[edge - 1] in (",", "—", "–", "--", ";")
    if comma and (later.hit.shape in (Shape.GERUND, Shape.FORMULA) or later.inherits or nodes.low[edge - 1] == ";"):
        return edge - 1
    return None


_BUILDERS = {
    Shape.FINITE: _finite,
    Shape.PASSIVE: _passive,
    Shape.GERUND: _gerund,
    Shape.INFINITIVE: _infinitive,
    Shape.NOUN: _noun,
    Shape.FORMULA: _formula,
}
