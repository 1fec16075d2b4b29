"""Words that make a number a total, words that call an act a ceiling, and words that call it another one.

"Since 2022 Chile has sent Peru 300 tonnes in all": the number is a total, and its window begins in 2022. "The tanks are
as far as Chile will go": who says so calls the act a ceiling. "Chile sent another 300 tonnes", "a second batch": that
is not the act that was told before. All are phrases of a pack's ``measure.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from riscontro.lang.loader import load_table
from riscontro.model.claim import Claim, Evidence, Modality, Quantity
from riscontro.model.mention import Span, TimeMention
from riscontro.model.time import Interval
from riscontro.read.passage import Passage
from riscontro.read.speech import Speech
from riscontro.read.tokens import expand

if TYPE_CHECKING:
    from riscontro.read.numbers import NumberMention

T = TypeVar("T")

LONGEST = 160
"""Characters of the longest phrase, blanks between its words included."""

FURTHER_REACH = 16
"""Characters between a word that makes a number one more and the number ("another group of 3,000")."""

NEGATION_REACH = 24
"""Characters before a phrase within which a word of negation turns it round ("is not the ceiling")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The phrases found in a text, each list in order."""

    totals: tuple[Span, ...] = ()
    ceilings: tuple[Span, ...] = ()
    further: tuple[Span, ...] = ()
    waves: tuple[Span, ...] = ()


NO_MEASURES = Measures()


def find_measures(
    text: str, *, lang: str, counted: Sequence[Span] | None = None, told: Sequence[Span] | None = None
) -> Measures:
    """Return where a text speaks of totals, of ceilings and of one more; a ceiling that is negated is none.

    Where only totals and words of one more that begin in what is ``counted`` are wanted, and ceilings and phrases of
    one more in what is ``told`` (spans of the text, in order, that may overlap), nothing else is looked at.
    """
    ceilings = (span for span in _spans(text, lang, "ceilings", told) if not _is_negated(text, span, lang))
    return Measures(
        totals=_spans(text, lang, "totals", counted),
        ceilings=tuple(ceilings),
        further=_spans(text, lang, "further", counted),
        waves=_spans(text, lang, "waves", told),
    )


def _spans(text: str, lang: str, name: str, within: Sequence[Span] | None) -> tuple[Span, ...]:
    found: list[Span] = []
    done = 0
    for span in (Span(0, len(text)),) if within is None else within:
        start, end = max(span.start, done), span.end + LONGEST
        if not _may_hold(text[start:end].lower(), lang, name):
            continue
        pattern = _pattern(lang, name)  # made when it is needed: few texts of a short run hold any of the phrases
        for one in pattern.finditer(text, start, end):
            if one.start() >= span.end:
                break
            found.append(Span(*one.span()))
        done = max(span.end, found[-1].end) if found else span.end
    return tuple(found)


def _may_hold(low: str, lang: str, name: str) -> bool:
    """Tell whether a text in lower case holds a word without which it has none of the phrases."""
    return any(word in low for word in _needed(lang, name))


@cache
def _needed(lang: str, name: str) -> tuple[str, ...]:
    """Return words of which each phrase of a list holds one: the fewest that a greedy choice finds."""
    table = load_table(lang, "measure")
    waiting = [form.lower().replace("'", " ").split() for phrase in table.get(name, ()) for form in expand(phrase)]
    found: list[str] = []
    while waiting:
        shared = Counter(word for words in waiting for word in set(words))
        found.append(max(shared, key=lambda word: (shared[word] * len(word) ** 2, word)))
        waiting = [words for words in waiting if found[-1] not in words]
    return tuple(found)


@cache
def _pattern(lang: str, name: str) -> re.Pattern[str]:
    """Return the pattern of a list that holds any phrase."""
    table = load_table(lang, "measure")
    forms = {form for phrase in table.get(name, ()) for form in expand(phrase)}
    before = "" if table["bounded"] == "none" else r"(?<!\w)"
    after = r"(?!\w)" if table["bounded"] == "both" else ""
    return re.compile(f"{before}{_tree(sorted(forms))}{after}", re.IGNORECASE)


def _tree(forms: Sequence[str], at: int = 0) -> str:
    """Return a pattern of phrases that share their beginnings, so that a text is not tried against each of them."""
    ends = any(len(form) == at for form in forms)
    branches = [
        _letter(letter) + _tree(list(group), at + 1)
        for letter, group in groupby((form for form in forms if len(form) > at), key=lambda form: form[at])
    ]
    if not branches:
        return ""
    either = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
    return f"{either}?" if ends else either


def _letter(letter: str) -> str:
    return {"'": "['’]", " ": r"\s+"}.get(letter) or re.escape(letter)


def _is_negated(text: str, span: Span, lang: str) -> bool:
    pattern = _negation(lang)
    near = text[max(0, span.start - NEGATION_REACH) : span.start]
    clause = re.split(r"[.,;:!?—–]", near)[-1]
    return pattern is not None and pattern.search(clause) is not None


@cache
def _negation(lang: str) -> re.Pattern[str] | None:
    words = str(load_table(lang, "speech").get("words", {}).get("neg", "")).replace("-", " ").split()
    either = "|".join(re.escape(word).replace("'", "['’]") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE) if words else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A quantity, the span of its number, and the phrase that makes it a total, where one does."""

    quantity: Quantity
    span: Span
    total: Span | None = None


def with_window(
    counted: Counted,
    *,
    clause: Span,
    when: TimeMention | None,
    modality: Modality,
    totals: Sequence[Span],
    numbers: Sequence[NumberMention],
) -> Counted:
    """Return a quantity with the time that it covers, where its clause says that it is a total.

    A number of what has gone on "since" a day is a total since that day. A plan has no total yet.
    """
    if modality is Modality.PLANNED:
        return counted
    interval = when.interval if when is not None else None
    goes_on = interval is not None and interval.earliest is not None and interval.latest is None
    cue = _own_cue(counted.span, clause, totals, numbers)
    if cue is None and not goes_on:
        return counted
    window = Interval(earliest=interval.earliest, latest=interval.latest) if interval is not None else None
    return replace(counted, quantity=replace(counted.quantity, window=window, cumulative=True), total=cue)


def find_further(
    counted: Counted | None, *, clause: Span, measures: Measures, numbers: Sequence[NumberMention]
) -> Span | None:
    """Return the words that call an act another one: a phrase of its clause, or a word before its number.

    A total takes in the earlier ones, and is no other.
    """
    if counted is not None and counted.quantity.cumulative:
        return None
    waves = _starting_within(clause, measures.waves, _own_start)
    if waves or counted is None:
        return next(iter(waves), None)
    cue = _own_cue(counted.span, clause, measures.further, numbers)
    return cue if cue is not None and cue.start < counted.span.start <= cue.end + FURTHER_REACH else None


def _own_cue(number: Span, clause: Span, totals: Sequence[Span], numbers: Sequence[NumberMention]) -> Span | None:
    """Return the phrase in the clause to which this number is the nearest."""
    cues = _starting_within(clause, totals, _own_start)
    if not cues:
        return None
    inside = [one.span for one in _starting_within(clause, numbers, _number_start) if not one.ordinal]
    for cue in cues:
        others = (span for span in inside if not (cue.start <= span.start and span.end <= cue.end))  # "un total de"
        if min([number, *others], key=lambda span: (_gap(span, cue), span)) == number:
            return cue
    return None


def _starting_within(clause: Span, found: Sequence[T], start: Callable[[T], int]) -> Sequence[T]:
    """Return what begins within a clause of all that was found in a text, in order, without reading it all."""
    first = bisect_left(found, clause.start, key=start)
    return found[first : bisect_left(found, clause.end, first, key=start)]


def _own_start(span: Span) -> int:
    return span.start


def _number_start(number: NumberMention) -> int:
    return number.span.start


def _gap(left: Span, right: Span) -> int:
    """Characters between two spans; negative where they overlap."""
    return max(left.start, right.start) - min(left.end, right.end)


def mark_ceilings(
    claims: Sequence[Claim],
    ceilings: Sequence[Span],
    passage: Passage,
    closest: Callable[[Span], Speech | None],
) -> list[Claim]:
    """Return claims, those that a phrase calls a ceiling with its words in their evidence.

    The phrase speaks of the nearest act of its sentence, or of the last act of the sentence before where its own has
    none; and only where the same voice tells the act: nobody is given words that are another's.
    """
    marked = list(claims)
    starts = [passage.starts[sentence.first] for sentence in passage.sentences]
    told: dict[int, list[int]] = defaultdict(list)
    for place, claim in enumerate(claims if ceilings else ()):
        if claim.modality in (Modality.ASSERTED, Modality.POSSIBLE):
            told[bisect_right(starts, claim.span.start) - 1].append(place)
    for cue in ceilings:
        at = bisect_right(starts, cue.start) - 1
        voice = closest(cue)
        near = told.get(at) or told.get(at - 1)
        if near and at >= 0:
            place = min(near, key=partial(_from_cue, claims, cue))
            claim = marked[place]
            if _same_voice(claim, voice):
                said = [*claim.evidence, Evidence(field="ceiling", span=cue)]
                evidence = tuple(sorted(said, key=lambda e: (e.span, e.field)))
                marked[place] = replace(claim, evidence=evidence)
    return marked


def _from_cue(claims: Sequence[Claim], cue: Span, place: int) -> tuple[int, int, int]:
    """How far a claim stands from a phrase; of two as near, the later one."""
    return _gap(claims[place].span, cue), -claims[place].span.start, place


def _same_voice(claim: Claim, voice: Speech | None) -> bool:
    root = voice.root if voice is not None else None
    return (claim.root is None) == (root is None) and (
        claim.root is None or root is None or (claim.root.name, claim.root.state) == (root.name, root.state)
    )
