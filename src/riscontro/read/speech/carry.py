"""Across sentences: quotations that go on, "he said." after its quotation, and what a source is carried on to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from riscontro.read.speech.draft import Draft
from riscontro.read.speech.final import parse_final
from riscontro.read.speech.hits import Hit, Shape, find_cues
from riscontro.read.speech.lexicon import Lexicon
from riscontro.read.speech.marks import parse_marks, quoting_subject, signature
from riscontro.read.speech.parse import parse_sentence
from riscontro.read.speech.text import BREAK, MARK, QUOTE, Nodes

MIN_QUOTE_WORDS = 4
"""A shorter quotation without a cue is a title or an ironic word."""


MAX_LEAD = 3
"""Sentences of a paragraph that the next one may report as a whole."""


@dataclass(slots=True)
class Passage:
    """All drafts of a text, and the further sentences that each carries on to (by draft's position)."""

    drafts: list[Draft] = field(default_factory=list)
    carried: dict[int, list[int]] = field(default_factory=dict)
    turn: Draft | None = None
    """Whose turn it is in a transcript ("SMITH: ...")."""
    opened: Draft | None = None
    """A cue whose sentence ended in a colon: what follows is its content."""


def parse_passage(nodes: Nodes, lexicon: Lexicon) -> Passage:
    """Return the drafts of every sentence, quotations and bare cues joined across sentences."""
    passage = Passage()
    all_cues, all_quotes = find_cues(nodes, lexicon), list(nodes.quotes)
    reported = lexicon.reported
    cued = quoted = 0
    for number, (lo, hi) in enumerate(nodes.sentences):
        first, cued = cued, bisect_left(all_cues, hi, cued)
        opening, quoted = quoted, bisect_left(all_quotes, hi, quoted)
        drafts: list[Draft] = []
        if cued > first:
            if lexicon.verb_final:
                drafts = parse_final(nodes, lexicon, lo, hi)
            else:
                drafts = parse_sentence(nodes, lexicon, lo, hi, all_cues[first:cued])
            _join_bare(nodes, passage, drafts, number)
        _take_turn(nodes, passage, number)
        if not drafts:
            drafts = _join_marks(nodes, lexicon, passage, number)
        for draft in drafts:
            draft.sentence = number
        _fill_opened(nodes, passage, drafts, number)
        if quoted > opening:
            _join_quotes(nodes, lexicon, passage, drafts, number, all_quotes[opening:quoted])
        if not drafts and reported and not reported.isdisjoint(nodes.low[lo:hi]):
            drafts = _still_reported(nodes, passage, number)
        if not drafts:
            _carry_on(nodes, lexicon, passage, number)
        passage.drafts.extend(draft for draft in drafts if draft.content)
    return passage


def _join_marks(nodes: Nodes, lexicon: Lexicon, passage: Passage, number: int) -> list[Draft]:
    lo, hi = nodes.sentences[number]
    signed = signature(nodes, lo, hi)
    if signed is not None and number:
        before = nodes.sentences[number - 1]
        if _only_quotes(nodes, *before) and nodes.paragraph[number] - nodes.paragraph[number - 1] <= 1:
            signed.content = [before]
            for draft in passage.drafts[-1:]:
                # The quotation had been given to whoever spoke last.
                draft.content = [span for span in draft.content if span != before] or draft.content
            return [signed]
    marked = parse_marks(nodes, lexicon, lo, hi, headline=number == 0)
    if marked is not None and marked.source is not None and nodes.words(*marked.source).isupper():
        # A turn in a transcript lasts to the end of the paragraph.
        passage.turn = marked
    return [] if marked is None else [marked]


def _take_turn(nodes: Nodes, passage: Passage, number: int) -> None:
    turn = passage.turn
    if turn is None or nodes.paragraph[number] != nodes.paragraph[turn.sentence]:
        passage.turn = None
    elif number > turn.sentence:
        turn.content.append(nodes.sentences[number])


def _fill_opened(nodes: Nodes, passage: Passage, drafts: list[Draft], number: int) -> None:
    """Give a cue that ended in a colon the sentence after it, and remember a new one."""
    lo, hi = nodes.sentences[number]
    opened, passage.opened = passage.opened, None
    if opened is not None and nodes.paragraph[number] - nodes.paragraph[opened.sentence] <= 1:
        opened.content.append((lo, hi))
        if opened not in passage.drafts:
            passage.drafts.append(opened)
        return
    if nodes.low[hi - 1] == ":" and drafts and drafts[-1].source is not None:
        passage.opened = drafts[-1]


def _join_bare(nodes: Nodes, passage: Passage, drafts: list[Draft], number: int) -> None:
    """Give a cue without content the quotation, or the sentence, before it."""
    for draft in drafts:
        if draft.content or not number:
            continue
        lo, hi = nodes.sentences[number - 1]
        same = nodes.paragraph[number - 1] == nodes.paragraph[number]
        quotes = [i for i in range(lo, hi) if nodes.flag[i] & QUOTE and nodes.quotes[i].words >= MIN_QUOTE_WORDS]
        if draft.hit.anaphor:
            first = number - 1 if same else _lead(nodes, number)
            draft.content += [_without_end(nodes, *nodes.sentences[n]) for n in range(first, number)]
        elif quotes and same and nodes.flag[hi - 1] & QUOTE:
            draft.content.append((quotes[-1], quotes[-1] + 1))


def _lead(nodes: Nodes, number: int) -> int:
    """Return the first sentence that "this was said by S" at the head of a paragraph tells of: of the one before it."""
    first = number - 1
    while first > 0 and number - first < MAX_LEAD and nodes.paragraph[first - 1] == nodes.paragraph[number - 1]:
        first -= 1
    return first


def _without_end(nodes: Nodes, lo: int, hi: int) -> tuple[int, int]:
    return lo, hi - 1 if hi - lo > 1 and nodes.flag[hi - 1] & MARK else hi


def _join_quotes(
    nodes: Nodes, lexicon: Lexicon, passage: Passage, drafts: list[Draft], number: int, quotes: Sequence[int]
) -> None:
    """Give quotations that no cue of their sentence took to the last speaker."""
    lo, hi = nodes.sentences[number]
    taken = [span for draft in drafts for span in draft.content]
    for i in quotes:
        if nodes.quotes[i].words < MIN_QUOTE_WORDS:
            continue
        if any(start <= i < end for start, end in taken):
            continue
        if _only_quotes(nodes, lo, hi):
            speaker = _last_speaker(nodes, passage, number)
            if speaker is not None:
                speaker.content.append((lo, hi if nodes.flag[hi - 1] & QUOTE else hi - 1))
                return
        elif not lexicon.verb_final:
            bare = next((draft for draft in drafts if not draft.content), None)
            if bare is not None:
                bare.content.append((i, i + 1))
                return
            quoting = quoting_subject(nodes, lo, i, hi)
            if quoting is not None:
                drafts.append(quoting)
                quoting.sentence = number
                return
            if drafts and drafts[-1].source is not None:
                drafts[-1].content.append((i, i + 1))


def _only_quotes(nodes: Nodes, lo: int, hi: int) -> bool:
    return all(nodes.flag[i] & (QUOTE | MARK) for i in range(lo, hi))


def _last_speaker(nodes: Nodes, passage: Passage, number: int) -> Draft | None:
    if not passage.drafts:
        return None
    last = passage.drafts[-1]
    gap = nodes.paragraph[number] - nodes.paragraph[last.sentence]
    speakers = [draft for draft in passage.drafts if draft.sentence == last.sentence and _holds_quote(nodes, draft)]
    speaker = speakers[-1] if speakers else last
    return speaker if gap <= 1 or _continues(nodes, speaker, number) else None


def _continues(nodes: Nodes, speaker: Draft, number: int) -> bool:
    """Tell whether only quotations lie between a speaker's last words and this sentence."""
    end = max(end for _, end in speaker.content)
    return all(flag & (QUOTE | MARK) or flag == BREAK for flag in nodes.flag[end : nodes.sentences[number][0]])


def _holds_quote(nodes: Nodes, draft: Draft) -> bool:
    return any(nodes.flag[i] & QUOTE for start, end in draft.content for i in range(start, min(end, start + 200)))


def _still_reported(nodes: Nodes, passage: Passage, number: int) -> list[Draft]:
    """Return a draft without a cue for a sentence whose verb marks it as still the last speaker's words."""
    last = next((draft for draft in reversed(passage.drafts[-6:]) if draft.source is not None), None)
    if last is None or nodes.paragraph[number] - nodes.paragraph[last.sentence] > 1:
        return []
    lo, hi = nodes.sentences[number]
    hit = Hit(lo, lo, lo, Shape.FORMULA, "assert")
    draft = Draft(hit, last.source, (lo, lo), [(lo, hi if nodes.flag[hi - 1] & QUOTE else hi - 1)], sentence=number)
    return [draft] if hi - lo > 2 else []


def _carry_on(nodes: Nodes, lexicon: Lexicon, passage: Passage, number: int) -> None:
    """Carry the speaker of the sentence before on to one that is marked as still reported."""
    if not number or not passage.drafts or nodes.paragraph[number] != nodes.paragraph[number - 1]:
        return
    lo, hi = nodes.sentences[number]
    last = len(passage.drafts) - 1
    previous = passage.drafts[last].sentence == number - 1 or number - 1 in passage.carried.get(last, ())
    if previous and not lexicon.carry.isdisjoint(nodes.low[lo:hi]):
        passage.carried.setdefault(last, []).append(number)


__all__ = ["Passage", "parse_passage"]
