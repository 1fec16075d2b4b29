"""What a time expression dates: the clause that it stands in, and whether it goes with a saying or with a doing.

"Seoul said on Friday that shells had left in May": the first time dates the saying, the second the doing. A time goes
with the nearest verb, or noun of action, of its clause; where two are as near, with the one before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from riscontro.model.mention import Span, TimeMention
from riscontro.read.clauses import Clause, View
from riscontro.read.headfinal.parse import Parse
from riscontro.read.surface import ACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """A time with what it dates: ``clause`` is the place of its clause in the sentence, ``word`` the token of the verb
    or noun that it goes with, ``-1`` where the clause has none; ``saying`` tells whether that is a verb of saying.
    """

    mention: TimeMention
    clause: int
    word: int
    saying: bool


def find_datings(view: View, clauses: Sequence[Clause], times: Sequence[TimeMention], number: int) -> list[Dating]:
    """Return what each time within clause ``number`` dates, in order; ``times`` are those of the text, in order."""
    clause = clauses[number]
    if view.parse is not None:
        return [
            Dating(mention=mention, clause=number, word=-1, saying=False)
            for mention in _times_taken(view, view.parse, clauses, times, number)
        ]
    within = times_within(times, view.passage.span(clause.first, clause.last))
    if not within:
        return []
    words = [hit.first for hit in view.hits if clause.first <= hit.first < clause.last and _governs(view, hit.first)]
    return [_dating(view, mention, number, words) for mention in within]


def _times_taken(
    view: View, parse: Parse, clauses: Sequence[Clause], times: Sequence[TimeMention], number: int
) -> list[TimeMention]:
    """Return the times among the phrases that a predicate took, where verbs come last; what goes on with another verb
    shares that one's.
    """
    while 0 <= number < len(parse.predicates):
        predicate = parse.predicates[number]
        spans = [view.passage.span(phrase.first, phrase.last) for phrase in parse.phrases_of(predicate)]
        found = [mention for span in spans for mention in times_within(times, span)]
        origin = clauses[number].origin
        if found or origin is None or origin >= number:
            return sorted(found, key=lambda mention: mention.span)
        number = origin
    return [] if parse.predicates else times_within_sentence(view, times)


def times_within_sentence(view: View, times: Sequence[TimeMention]) -> list[TimeMention]:
    """Return the times of a sentence."""
    return times_within(times, view.passage.span(view.sentence.first, view.sentence.last))


def times_within(times: Sequence[TimeMention], span: Span) -> list[TimeMention]:
    """Return the times that lie within a span; the times are in order."""
    found = []
    for place in range(bisect_left(times, span.start, key=lambda time: time.span.start), len(times)):
        inside = times[place].span
        if inside.start >= span.end:
            break
        if inside.end <= span.end:
            found.append(times[place])
    return found


def _dating(view: View, mention: TimeMention, number: int, words: Sequence[int]) -> Dating:
    starts = view.passage.starts
    first = bisect_left(starts, mention.span.start)
    last = bisect_left(starts, mention.span.end, lo=first)
    outside = [index for index in words if not first <= index < last]
    word = min(outside, key=lambda index: (max(first - index, index - last + 1), index), default=-1)
    lasts = mention.interval.earliest is not None and mention.interval.latest is None
    # What has lasted "since October" is no saying: "images have shown, since October, trains of shells".
    saying = word >= 0 and not lasts and _says(view, word)
    return Dating(mention=mention, clause=number, word=word, saying=saying)


def _governs(view: View, index: int) -> bool:
    hit = view.cover[index]
    return view.is_verb(index) or (view.readings.get(index) == "noun" and bool(hit.kinds & ACT))


def _says(view: View, index: int) -> bool:
    return view.is_verb(index) and any(entry.kind == "light" and entry.code == "say" for entry in view.entries(index))
