"""The fields of a claim, each held to the document: its words are found, its value is ours.

A field whose words are not there is dropped; where a model's value and ours differ, ours stands. Either is a doubt,
which is kept.
"""

from __future__ import annotations

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
from riscontro.read.numbers import NumberMention
from riscontro.vocab.states import is_state

ORGANISATIONS = frozenset({"NATO", "EUU", "UNO", "IGO"})
"""Codes of actors that are neither states nor groups."""
_MOST_NAME = 40
"""Characters of a group's name."""
_SHOWN = 60
"""Characters of a model's words that a doubt repeats."""


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
    names that actor elsewhere; a group that no list holds bears the document's own words as its name.
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
    if len(ours) == 1:
        around.differ(name, code, ours[0], span)
        return Side(code=ours[0], span=span)
    if ours:
        around.drop(name, given.words, f"its words name {', '.join(ours)} and not {shown(code)}")
        return None
    if code in around.authority.named or around.authority.names_state(span, code):
        return Side(code=code, span=span)
    words = around.folded.text[span.start : span.end]
    if not is_state(code) and code not in ORGANISATIONS and len(words) <= _MOST_NAME and not words[0].islower():
        if code != words:
            around.differ(name, code, shown(words), span)
        return Side(code=words, span=span)
    around.drop(name, given.words, f"neither its words nor the document name {shown(code)}")
    return None


def take_when(given: WhenOut, claim: ClaimOut, around: Around) -> tuple[Interval, Span] | None:
    """Return the days of an act as our time reader resolves the quoted words.

    They stand in the act's own sentence where that one holds a time, else anywhere in what was sent.
    """
    dated = bool(around.authority.times_at(around.sentence))
    span = around.find(given.words, within=[around.sentence] if dated else None)
    if span is None:
        away = "the sentence of the act holds another time" if dated and around.find(given.words) else None
        around.drop("when", given.words, away or "its words are not in the document")
        return None
    theirs = (_day(given.earliest), _day(given.latest))
    found = around.authority.times_at(span)
    same = [one for one in found if theirs in ((d.earliest, d.latest) for d in _days(one, claim))]
    chosen = same[0] if same else found[0] if len(found) == 1 else None
    if chosen is None:
        why = f"its words hold {len(found)} times, none of them the model's" if found else "its words hold no time"
        around.drop("when", given.words, why)
        return None
    days = days_of_act(chosen.interval, claim.type, claim.mode)
    if not same:
        around.differ("when", f"{given.earliest}/{given.latest}", days, chosen.span)
    return days, chosen.span


def _days(mention: TimeMention, claim: ClaimOut) -> tuple[Interval, ...]:
    return mention.interval, days_of_act(mention.interval, claim.type, claim.mode)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return date.min  # no day that a text can mean


def take_quantity(given: QuantityOut, around: Around) -> tuple[Quantity, Span] | None:
    """Return a number as our number reader reads the quoted words.

    They stand in the act's own sentence, or in one beside it where that one holds no number.
    """
    span = around.find(given.words, within=_counting(around))
    if span is None:
        away = "its words are not in the sentence of the act" if around.find(given.words) else None
        around.drop("quantity", given.words, away or "its words are not in the document")
        return None
    found = around.authority.numbers_at(span)
    theirs = (given.min, given.max)
    same = [one for one in found if theirs == (one.minimum, one.maximum)]
    chosen = same[0] if same else found[0] if len(found) == 1 else None
    if chosen is None:
        why = f"its words hold {len(found)} numbers, none of them the model's" if found else "its words hold no number"
        around.drop("quantity", given.words, why)
        return None
    if not same:
        around.differ("quantity", f"{given.min} to {given.max}", f"{chosen.minimum} to {chosen.maximum}", chosen.span)
    unit = given.unit if given.unit in units() else "item"
    return _to_quantity(chosen, unit), chosen.span


def _counting(around: Around) -> list[Span]:
    authority = around.authority
    if authority.numbers_at(around.sentence):
        return [around.sentence]
    return [authority.sentence_of(Span(around.sentence.start - 1, around.sentence.end + 1))]


def _to_quantity(number: NumberMention, unit: str) -> Quantity:
    return Quantity(minimum=number.minimum, maximum=number.maximum, unit=unit, bound=number.bound)


def take_modality(claim: ClaimOut, own: Claim | None, around: Around) -> tuple[Modality, Span | None]:
    """Return how the text presents an act, and the words that say so.

    Anything but fact needs words of the document, and a sentence in which our own reading finds such words too. A plain
    fact stands unless our own reading of the same act and sides finds it to be none.
    """
    ours = own.modality if own is not None else Modality.ASSERTED
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
    if given.value is ours or given.value in around.authority.moods_at(sentence, around.act):
        return given.value, span
    around.differ("modality", given.value, ours, span)
    return ours, None


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
