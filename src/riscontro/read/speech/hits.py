"""Cues of one sentence: verbs with their auxiliaries, nouns of saying, formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from riscontro.read.speech import bits
from riscontro.read.speech.lexicon import Cue, Form, Formula, Lexicon
from riscontro.read.speech.text import MARK, QUOTE, UPPER, Nodes
from riscontro.read.text import places_of


class Shape(StrEnum):
    """How a cue stands in its clause."""

    FINITE = "finite"
    PASSIVE = "passive"
    GERUND = "gerund"
    INFINITIVE = "infinitive"
    NOUN = "noun"
    FORMULA = "formula"


@dataclass(slots=True)
class Hit:
    """A cue at nodes ``lo`` to ``hi``; ``verb`` is its head."""

    lo: int
    verb: int
    hi: int
    shape: Shape
    cls: str
    cue: Cue | None = None
    formula: Formula | None = None
    negated: bool = False
    aux: int = -1
    """An auxiliary apart from its participle ("hat ... erklärt")."""
    after: int = -1
    """Where what is said may begin: after a separable particle, else ``hi``."""
    free: bool = False
    """The subject may follow the verb."""
    others: tuple[Hit, ...] = ()
    """Further readings of the same words, to be tried where this one makes nothing."""
    anaphor: bool = False
    """The sentence before is its object ("lo ha detto")."""


_BEFORE_VERB = bits.AUX | bits.NEG | bits.ADV | bits.OBJ


def find_cues(nodes: Nodes, lexicon: Lexicon) -> list[int]:
    """Return the nodes of a text that may begin a cue, so that nothing else of it is looked at for one."""
    interesting, seconds, lows = lexicon.interesting, lexicon.seconds, nodes.low
    places = places_of(map(interesting.__contains__, lows))
    last = len(lows) - 1
    # "in" without "the words of" begins none.
    return [i for i in places if lows[i] not in seconds or (i < last and lows[i + 1] in seconds[lows[i]])]


def find_hits(nodes: Nodes, lexicon: Lexicon, lo: int, hi: int, cues: Sequence[int]) -> list[Hit]:
    """Return the cues between two nodes, in order; they do not overlap. They begin at ``cues`` (:func:`find_cues`)."""
    hits: list[Hit] = []
    floor = lo
    for i in cues:
        readings = _readings(nodes, lexicon, lo, i, hi) if i >= floor else ()
        if readings:
            hit = readings[0]
            hit.others = tuple(readings[1:])
            hits.append(hit)
            floor = hit.hi
    return hits


def _readings(nodes: Nodes, lexicon: Lexicon, lo: int, i: int, hi: int) -> list[Hit]:
    low = nodes.low[i]
    readings: list[Hit] = []
    if low in lexicon.formulas:
        readings += [
            Hit(i, i, i + len(formula.words), Shape.FORMULA, formula.cls, formula=formula, free=lexicon.capital_nouns)
            for formula in lexicon.formulas[low]
            if _follows(nodes, i, hi, formula.words) and _fits(nodes, lexicon, formula, lo, i, hi)
        ]
    cls, cues = lexicon.nouns.get(low), lexicon.cues.get(low)
    if cues is not None:
        named = nodes.flag[i] & UPPER and i > lo and not nodes.flag[i - 1] & (MARK | QUOTE)
        if not named and not _is_nominal(nodes, lo, i, noun=cls is not None):
            for cue in cues:
                hit = _verb_hit(nodes, lexicon, lo, i, hi, cue)
                if hit is not None:
                    readings.append(hit)
    if cls is not None:
        readings.append(Hit(i, i, i + 1, Shape.NOUN, cls))
    return readings


def _fits(nodes: Nodes, lexicon: Lexicon, formula: Formula, lo: int, i: int, hi: int) -> bool:
    end = i + len(formula.words)
    if nodes.flag[i] & bits.AS and end < hi and _is_verb_form(nodes, lexicon, end):
        return False  # "según ha confirmado S": a verb with its subject, no source
    if formula.needs and formula.needs.isdisjoint(nodes.low[end : min(hi, end + 3)]):
        return False
    if not formula.parenthesis:
        return True
    return (
        i > lo and bool(nodes.flag[i - 1] & (MARK | QUOTE)) and end < hi and bool(nodes.flag[end] & (UPPER | bits.DET))
    )


def _is_verb_form(nodes: Nodes, lexicon: Lexicon, i: int) -> bool:
    flag = nodes.flag[i]
    if flag & (bits.DET | bits.PRON | bits.KIND | UPPER):
        return False
    return bool(flag & bits.AUX) or any(cue.form & Form.FINITE for cue in lexicon.cues.get(nodes.low[i], ()))


def _follows(nodes: Nodes, i: int, hi: int, words: tuple[str, ...]) -> bool:
    low, end = nodes.low, i + len(words)
    if end > hi or low[end - 1] != words[-1]:
        return False
    return end - i == 1 or tuple(low[i:end]) == words


def _is_nominal(nodes: Nodes, lo: int, i: int, *, noun: bool) -> bool:
    """Tell whether what stands before makes a noun of the form: an article, a possessive, a preposition."""
    k = i - 1
    if k < lo:
        return False
    before = nodes.flag[k]
    if before & bits.AS and (k == lo or nodes.flag[k - 1] & MARK):
        return False  # ", según informó S"
    if before & bits.ADJ or (noun and before & bits.DET and before & bits.OBJ):
        return True
    if before & (bits.AUX | bits.PRON | bits.TO | bits.OBJ | bits.REL | bits.THAT):
        return False
    return bool(before & (bits.DET | bits.POSS | bits.PREP | bits.OF))


def _verb_hit(nodes: Nodes, lexicon: Lexicon, lo: int, i: int, hi: int, cue: Cue) -> Hit | None:
    end = i + 1
    if cue.rest:
        end = _match_rest(nodes, i, hi, cue.rest)
        if end < 0:
            return None
    start, flags = i, nodes.flag
    group = 0
    # Where a bare form needs a plural subject, objects follow their verb: "one of them said".
    before = _BEFORE_VERB & ~bits.OBJ if lexicon.plural else _BEFORE_VERB
    while start > lo and flags[start - 1] & before and not (flags[start - 1] & MARK):
        if flags[start - 1] & bits.DET and not flags[start - 1] & (bits.OBJ | bits.NEG):
            break
        start -= 1
        group |= flags[start]
    after, aux = end, -1
    if cue.far is not None:
        particle = _particle(nodes, end, hi, cue.far)
        if particle < 0:
            return None
        after = particle + 1
    if lexicon.free_subject and cue.form & Form.PART and not group & bits.AUX:
        aux = _far_auxiliary(nodes, lo, start, end, hi)
        if aux >= 0:
            group |= flags[aux] & ~bits.NEG
    elif lexicon.capital_nouns and cue.form & Form.INF and not group & (bits.AUX | bits.TO):
        aux = _far_modal(nodes, lo, start)
        if aux >= 0:
            group |= bits.AUX
            if any(flags[k] & bits.NEG for k in range(aux, start)):
                group |= bits.NEG
    if cue.form & Form.INF and not cue.form & Form.PART and _has_modal(nodes, start, i):
        group &= ~(bits.HAVE | bits.BE)  # "non ha potuto confermare"
    infinitive = start > lo and bool(flags[start - 1] & bits.TO) and bool(cue.form & Form.INF)
    shape = _shape(cue, group, infinitive, bool(end < hi and flags[end] & bits.BY))
    if cue.cls == "relay" and shape is not Shape.PASSIVE:
        return None
    if shape is Shape.FINITE and lexicon.plural and not _agrees(nodes, lexicon, lo, start, i, cue, group):
        return None
    if shape is None:
        return None
    anaphor = bool(group & bits.ITSO) or _points_back_after(nodes, end, hi) or _opens_back(nodes, lexicon, lo, start)
    return Hit(
        start,
        i,
        end,
        shape,
        cue.cls,
        cue,
        negated=bool(group & bits.NEG) or (after > end and _negated_after(nodes, end, after)),
        aux=aux if aux < start else -1,
        after=after,
        free=lexicon.free_subject,
        anaphor=anaphor,
    )


def _has_modal(nodes: Nodes, start: int, end: int) -> bool:
    return any(nodes.flag[i] & bits.AUX and not nodes.flag[i] & (bits.HAVE | bits.BE) for i in range(start, end))


def _points_back_after(nodes: Nodes, end: int, hi: int) -> bool:
    """ "said so.", "denied this on Monday": nothing else stands beside the word that points back."""
    if end >= hi or not nodes.flag[end] & bits.ITSO:
        return False
    return end + 1 >= hi or bool(nodes.flag[end + 1] & (MARK | bits.TIME | bits.PREP | bits.ADV))


def _opens_back(nodes: Nodes, lexicon: Lexicon, lo: int, start: int) -> bool:
    """ "C'est ce qu'a dit S": the sentence opens with words that point back and the verb follows."""
    phrases = lexicon.anaphors.get(nodes.low[lo])
    return phrases is not None and any(
        lo + 1 + len(rest) == start and tuple(nodes.low[lo + 1 : start]) == rest for rest in phrases
    )


def _negated_after(nodes: Nodes, start: int, end: int) -> bool:
    return any(nodes.flag[i] & bits.NEG for i in range(start, min(end, start + 4)))


def _particle(nodes: Nodes, start: int, hi: int, particle: str) -> int:
    """Return where a verb's separable particle stands in its clause, -1 where it does not."""
    for i in range(start, min(hi, start + 25)):
        if nodes.low[i] == particle and (i + 1 >= hi or nodes.flag[i + 1] & (MARK | QUOTE | bits.THAT | bits.COORD)):
            return i
        if nodes.flag[i] & MARK and nodes.low[i] in (";", ":", "."):
            return -1
    return -1


def _far_auxiliary(nodes: Nodes, lo: int, start: int, end: int, hi: int) -> int:
    """Return the auxiliary of a participle: right after it, or earlier in the same clause; -1 where there is none."""
    if end < hi and nodes.flag[end] & (bits.HAVE | bits.BE):
        return end
    for i in range(start - 1, max(lo, start - 30) - 1, -1):
        if nodes.flag[i] & (bits.HAVE | bits.BE):
            return i
        if nodes.flag[i] & (MARK | bits.SUB | bits.THAT):
            return -1
    return -1


def _far_modal(nodes: Nodes, lo: int, start: int) -> int:
    """Return the modal verb whose bracket an infinitive closes ("konnte die Berichte nicht bestätigen"), else -1."""
    for i in range(start - 1, max(lo, start - 20) - 1, -1):
        flag = nodes.flag[i]
        if flag & bits.AUX and not flag & (bits.HAVE | bits.BE):
            return i
        if flag & (MARK | bits.SUB | bits.THAT | bits.AUX):
            return -1
    return -1


def _agrees(nodes: Nodes, lexicon: Lexicon, lo: int, start: int, verb: int, cue: Cue, group: int) -> bool:
    """Tell whether a bare form ("plan") has a plural subject, and an "-s" form ("plans") none."""
    bare = nodes.low[verb] == cue.lemma
    if group & bits.AUX or start <= lo or cue.form & (Form.PART | Form.GER):
        return start > lo or not bare or bool(group & bits.AUX)
    before, flag = nodes.low[start - 1], nodes.flag[start - 1]
    plural = before.endswith(lexicon.plural) and not before.endswith("ss") and before != "'s"
    if bare:
        return plural or bool(flag & (bits.PLURAL | bits.REL | bits.COORD | MARK | QUOTE | bits.PRON | bits.TIME))
    return not plural or bool(flag & (UPPER | bits.PRON))


def _match_rest(nodes: Nodes, i: int, hi: int, rest: tuple[str, ...]) -> int:
    """Return the end of the words that complete a cue; one adverb or pronoun may stand between."""
    for start in (i + 1, i + 2):
        if _follows(nodes, start, hi, rest) and (
            start == i + 1 or nodes.flag[i + 1] & (bits.ADV | bits.OBJ | bits.NEG | bits.PRON)
        ):
            return start + len(rest)
    return -1


def _shape(cue: Cue, group: int, infinitive: bool, by: bool) -> Shape | None:
    if group & (bits.BE | bits.HAVE) and not cue.form & (Form.PART | Form.GER):
        return None
    if infinitive:
        return Shape.INFINITIVE if not cue.form & Form.GER else None
    if cue.form & Form.GER and not cue.form & Form.FINITE:
        return Shape.FINITE if group & bits.AUX else Shape.GERUND
    if cue.form & Form.PART and (
        (group & bits.BE and not group & bits.REFL) or (by and not group & (bits.AUX | bits.REFL))
    ):
        return Shape.PASSIVE
    if cue.form & Form.FINITE or group & bits.AUX:
        return Shape.FINITE
    if cue.form & Form.PART:
        return None
    return Shape.INFINITIVE if cue.form & Form.INF else None


__all__ = ["MARK", "QUOTE", "Hit", "Shape", "find_hits"]
