"""The fields of a claim, each held to the document: its words are found, its value is ours.

A field whose words are not there is dropped; where a model's value and ours differ, ours stands, unless our reading of
these words leaves the answer open (:mod:`riscontro.read.model.settle`). Each of these is a doubt, which is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from riscontro.model.claim import Basis, Claim, Modality, Quantity, Root
from riscontro.model.issue import Issue
from riscontro.model.mention import Span, TimeMention
from riscontro.model.time import Interval
from riscontro.read.assemble import days_of_act
from riscontro.read.model.authority import Authority
from riscontro.read.model.quotes import Folded, find_quote
from riscontro.read.model.schema import ClaimOut, QuantityOut, RootOut, SideOut, WhenOut, units
from riscontro.read.model.settle import Verdict, added_up, holds_all, judge_days, lies_near, lies_within
from riscontro.read.numbers import NumberMention
from riscontro.vocab.states import is_state

ORGANISATIONS = frozenset({"NATO", "EUU", "UNO", "IGO"})
"""Codes of actors that are neither states nor groups."""
_MOST_NAME = 40
"""Characters of a group's name."""
_SHOWN = 60
"""Characters of a model's words that a doubt repeats."""


_NAME = re.compile(r"[A-Z][A-Za-z'’]{1,20}(?:[ -][A-Za-z'’]{1,20}){0,3}")
"""A name in Latin letters: four words at most."""
LATIN_END = "\u0250"


@dataclass(slots=True, kw_only=True)
class Doubts:
    """Collects the doubts about the claims of one answer."""

    document_id: str
    issues: list[Issue] = field(default_factory=list)

    def add(self, code: str, message: str, span: Span | None = None) -> None:
        """Keep a doubt."""
        self.issues.append(Issue(code=f"read.model.{code}", message=message, subject=self.document_id, span=span))


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A side that was found: its code and the words that name it."""

    code: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a claim's fields are held against: our reading, the folded text, what was sent of it, the act's place."""

    authority: Authority
    folded: Folded
    sent: Sequence[Span]
    act: Span
    sentence: Span
    doubts: Doubts

    def find(self, words: str, *, within: Sequence[Span] | None = None) -> Span | None:
        """Return where words stand, the nearest to the act, in what was sent or in parts of it."""
        return find_quote(self.folded, words, within=self.sent if within is None else within, near=self.act)

    def drop(self, name: str, words: str, why: str = "its words are not in the document") -> None:
        """Keep the doubt that a field was dropped."""
        self.doubts.add("dropped", f"{name} {shown(words)} dropped: {why}", self.act)

    def leave(self, name: str, theirs: object, ours: object, span: Span) -> None:
        """Keep the doubt that our reading leaves a value open, so that the model's stands as answered."""
        self.doubts.add(
            "as_answered", f"{name}: {shown(str(theirs))} stands as answered, our reading leaves it open: {ours}", span
        )

    def differ(self, name: str, theirs: object, ours: object, span: Span) -> None:
        """Keep the doubt that the model's value and ours differ."""
        self.doubts.add(
            "differs", f"{name}: the model says {shown(str(theirs))}, our reading {ours}, which stands", span
        )


def shown(words: str) -> str:
    """Return a model's words as a doubt may repeat them: short, on one line, printable."""
    plain = "".join(c if c.isprintable() else " " for c in words[: _SHOWN * 2])
    return repr(plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…")


def take_side(given: SideOut, name: str, around: Around) -> Side | None:
    """Return a side by our authority, ``None`` where its words are not there or name somebody else.

    Words that our authority does not know ("he", a minister's name) stand for the model's code only where the document
    names that actor elsewhere; a group that no list holds bears the document's own words as its name, in Latin letters
    the model's where the document is written in others. A region may be a party of its own.
    """
    span = around.find(given.words)
    if span is None:
        around.drop(name, given.words)
        return None
    code = given.code.strip()
    code = code.upper() if is_state(code.upper()) or code.upper() in ORGANISATIONS else code
    ours = around.authority.actors_at(span)
    if code in ours:
        return Side(code=code, span=span)
    words = around.folded.text[span.start : span.end]
    if len(ours) == 1 and _is_group(code, words) and around.authority.names_region(span, ours[0]):
        around.leave(name, code, f"a region of {ours[0]}", span)
        return Side(code=code, span=span)
    if len(ours) == 1:
        around.differ(name, code, ours[0], span)
        return Side(code=ours[0], span=span)
    if ours:
        around.drop(name, given.words, f"its words name {', '.join(ours)} and not {shown(code)}")
        return None
    if code in around.authority.named or around.authority.names_state(span, code):
        return Side(code=code, span=span)
    if _is_group(code, words) and code.casefold() not in words.casefold():
        around.leave(name, code, f"{shown(words)} is written in another script", span)
        return Side(code=code, span=span)
    if not is_state(code) and code not in ORGANISATIONS and len(words) <= _MOST_NAME and not words[0].islower():
        if code != words:
            around.differ(name, code, shown(words), span)
        return Side(code=words, span=span)
    around.drop(name, given.words, f"neither its words nor the document name {shown(code)}")
    return None


def _is_group(code: str, words: str) -> bool:
    """Tell whether a code is a name for a party that is no state: one that the words hold, or in Latin letters where
    they are written in another script.
    """
    if not _NAME.fullmatch(code) or is_state(code) or code in ORGANISATIONS or len(words) > _MOST_NAME:
        return False
    latin = any(letter < LATIN_END for letter in words if letter.isalpha())
    return code.casefold() in words.casefold() if latin else len(code) <= _MOST_NAME


def take_when(given: WhenOut, claim: ClaimOut, own: Claim | None, around: Around) -> tuple[Interval, Span] | None:
    """Return the days of an act: those that our time reader resolves the quoted words to, the model's where it leaves
    them open. ``own`` is our own claim of the act.
    """
    theirs = _days(given)
    span = around.find(given.words, within=[around.sentence])
    if span is None:
        span = around.find(given.words)
        if span is None or not _may_be_dated_from_afar(span, theirs, own, around):
            away = "the sentence of the act holds another time" if span is not None else None
            around.drop("when", given.words, away or "its words are not in the document")
            return None
    found = around.authority.times_at(span)
    if not found:
        if theirs is None or not _may_be_meant(theirs, span, around):
            around.drop("when", given.words, "its words hold no time")
            return None
        around.leave("when", theirs, "it resolves no time in these words", span)
        return theirs, span
    verdicts = [_verdict(theirs, one, claim, around.authority.published) for one in found]
    for wanted in (Verdict.SAME, Verdict.OPEN):
        if wanted in verdicts:
            chosen = found[verdicts.index(wanted)]
            break
    else:
        if len(found) > 1:
            around.drop("when", given.words, f"its words hold {len(found)} times, none of them the model's")
            return None
        wanted, chosen = Verdict.OTHER, found[0]
    days = days_of_act(chosen.interval, claim.type, claim.mode)
    if wanted is Verdict.OPEN and theirs is not None:
        around.leave("when", theirs, days, chosen.span)
        return theirs, chosen.span
    if wanted is Verdict.OTHER:
        around.differ("when", f"{given.earliest}/{given.latest}", days, chosen.span)
    return days, chosen.span


def _may_be_meant(theirs: Interval, span: Span, around: Around) -> bool:
    """Tell whether words that our reader does not resolve may mean days: words such as "now" or "a day after that" are
    told from the publication, or from a time that the text tells elsewhere, and lie near it.
    """
    authority = around.authority
    if not authority.speaks_of_time(span):
        return False
    told = [mention.interval for mention in authority.study.times]
    anchors = [authority.published, *told] if authority.published is not None else told
    return any(
        lies_near(theirs.earliest, anchor) and (theirs.latest is None or lies_near(theirs.latest, anchor))
        for anchor in anchors
        if anchor is not None
    )


def _may_be_dated_from_afar(span: Span, theirs: Interval | None, own: Claim | None, around: Around) -> bool:
    """Tell whether words of another sentence may date an act.

    They may where no time of its own sentence does: there is none, it dates the saying, or our own reading of the act
    finds it undated. They may as well where both hold: they tell the day of what its sentence dates vaguely
    ("recently"), or our rules find the same act told there, over a time that holds the one of its sentence.
    """
    authority = around.authority
    times = [one for one in authority.times_at(around.sentence) if not authority.dates_saying(one.span, around.act)]
    if not times or (own is not None and own.when is None):
        return True
    if theirs is None:
        return False
    return lies_within(theirs, times) or (
        own is not None and holds_all(theirs, times) and authority.dates_same_act(span, own)
    )


def _verdict(theirs: Interval | None, mention: TimeMention, claim: ClaimOut, published: Interval | None) -> Verdict:
    if theirs is None:
        return Verdict.OTHER
    if theirs == days_of_act(mention.interval, claim.type, claim.mode):
        return Verdict.SAME
    return judge_days(theirs, mention, published)


def _days(given: WhenOut) -> Interval | None:
    """Return a model's days, ``None`` where they are none."""
    try:
        first, last = (date.fromisoformat(day) if day else None for day in (given.earliest, given.latest))
        return Interval(earliest=first, latest=last) if first or last else None
    except ValueError:
        return None


def take_quantity(given: QuantityOut, around: Around) -> tuple[Quantity, Span] | None:
    """Return a number as our number reader reads the quoted words, or the sum of those that they hold.

    They stand in the act's own sentence; where that one counts nothing, in another, the nearest first.
    """
    span = around.find(given.words, within=[around.sentence])
    if span is None and not around.authority.counts_in(around.sentence):
        span = around.find(given.words)
    if span is None:
        away = "its words are not in the sentence of the act" if around.find(given.words) else None
        around.drop("quantity", given.words, away or "its words are not in the document")
        return None
    found = around.authority.numbers_at(span)
    theirs = (given.min, given.max)
    total = added_up(found)
    same = [one for one in (*found, *([total] if total is not None else [])) if theirs == (one.minimum, one.maximum)]
    chosen = same[0] if same else found[0] if len(found) == 1 else None
    if chosen is None:
        why = f"its words hold {len(found)} numbers, none of them the model's" if found else "its words hold no number"
        around.drop("quantity", given.words, why)
        return None
    if not same:
        around.differ("quantity", f"{given.min} to {given.max}", f"{chosen.minimum} to {chosen.maximum}", chosen.span)
    unit = given.unit if given.unit in units() else "item"
    return _to_quantity(chosen, unit), chosen.span


def _to_quantity(number: NumberMention, unit: str) -> Quantity:
    return Quantity(minimum=number.minimum, maximum=number.maximum, unit=unit, bound=number.bound)


def take_modality(
    claim: ClaimOut, own: Claim | None, root: Root | None, when: Interval | None, around: Around
) -> tuple[Modality, Span | None]:
    """Return how the text presents an act, and the words that say so.

    Anything but fact needs words of the document, and a sentence in which our own reading finds such words too. A plain
    fact stands unless our own reading of the same act and sides finds it to be none; that another voice denies it is
    another claim. What is dated ahead of the publication may be planned without a word for it.
    """
    ours = own.modality if own is not None else Modality.ASSERTED
    if own is not None and ours is Modality.DENIED and not _is_one_voice(own.root, root):
        ours = Modality.ASSERTED  # another denies what this one tells
    given = claim.modality
    if given.value is Modality.ASSERTED:
        if ours is not Modality.ASSERTED:
            around.differ("modality", given.value, ours, around.act)
        return ours, None
    span = around.find(given.words) if given.words else None
    if span is None:
        around.drop("modality", f"{given.value}: {given.words or ''}")
        return ours, None
    sentence = around.authority.sentence_of(span)
    ahead = given.value is Modality.PLANNED and _lies_ahead(when, around.authority.published)
    if given.value is ours or ahead or given.value in around.authority.moods_at(sentence, around.act):
        return given.value, span
    around.differ("modality", given.value, ours, span)
    return ours, None


def _is_one_voice(ours: Root | None, theirs: Root | None) -> bool:
    """Tell whether two claims may be traced to one source: who accuses and who denies are two."""
    if ours is None or theirs is None:
        return True
    if ours.state is not None and theirs.state is not None:
        return ours.state == theirs.state
    names = ours.name.casefold(), theirs.name.casefold()
    return names[0] in names[1] or names[1] in names[0]


def _lies_ahead(when: Interval | None, published: Interval | None) -> bool:
    """Tell whether days begin on the day of publication or after it."""
    if when is None or published is None or when.earliest is None or published.earliest is None:
        return False
    return when.earliest >= published.earliest


def take_root(given: RootOut, around: Around) -> tuple[Root, Span] | None:
    """Return the source that a claim is traced to, under the document's own words for it."""
    span = around.find(given.words)
    if span is None:
        around.drop("root", given.words)
        return None
    ours = around.authority.actors_at(span)
    state = given.state.upper() if given.state is not None else None
    if state is not None and state not in ours:
        known = state in around.authority.named or around.authority.names_state(span, state)
        if ours or not known:
            around.differ("root's state", state, ours[0] if ours else "names none", span)
            state = ours[0] if len(ours) == 1 else None
    kind = given.kind if given.kind is not Basis.NONE else Basis.MEDIA
    return Root(name=around.folded.text[span.start : span.end], state=state, kind=kind), span


def take_place(words: str, around: Around) -> Span | None:
    """Return where the document names the place of an act."""
    span = around.find(words)
    if span is None or len(words) > _MOST_NAME * 2:
        around.drop("place", words)
        return None
    return span


def take_via(given: Sequence[str], around: Around) -> list[Span]:
    """Return where the document names those through whom a report came."""
    found = []
    for words in given:
        span = around.find(words)
        if span is None or len(words) > _MOST_NAME * 2:
            around.drop("via", words)
        else:
            found.append(span)
    return found
