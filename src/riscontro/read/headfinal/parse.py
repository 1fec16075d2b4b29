"""Phrases with their particles, and predicates that take the phrases before them.

From left to right phrases wait until a predicate comes; a predicate takes what it can from the last backwards. A verb
before a noun takes no topic, and no subject where the noun is its subject; a verb made a noun takes none at all; one
that tells a content leaves the topic to the verb of saying. Every phrase is taken once, so time is linear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from riscontro.read.actors import Party
from riscontro.read.clauses import Clause, View
from riscontro.read.surface import Hit

_MARKING = ("prep.", "case.")
_STOPS = frozenset(",;:")
_MOST_WAITING = 24
"""Phrases that wait for a verb; in a run without verbs the oldest are forgotten."""
_QUOTES = frozenset("\"'“”‘’「」『』")
_WHOLE = frozenset({"end", "and"})
"""Forms of verbs that also take what stands before their subject."""


@dataclass(slots=True, kw_only=True)
class Phrase:
    """A noun phrase: tokens ``first`` to ``last`` (exclusive), its words up to ``edge``, then its particle.

    ``cases`` are the functions of the particle (``case.subj``, ``prep.to`` ...), empty where it has none. ``joined`` is
    the phrase that this one qualifies or is coordinated with.
    """

    first: int
    last: int
    edge: int
    cases: frozenset[str]
    parties: list[Party] = field(default_factory=list)
    attributive: bool = False
    coordinated: bool = False
    joined: Phrase | None = None
    timed: bool = False
    comma: bool = False
    thing: bool = False
    """Names a thing that can be handed over; a list of such is parted by commas alone."""

    def head(self) -> Party | None:
        """Return the party that ends the phrase's words."""
        return self.parties[-1] if self.parties and self.parties[-1].last >= self.edge else None

    def outer(self) -> Phrase:
        """Return the phrase whose particle speaks for this one, the last of those it is joined to."""
        phrase = self
        while phrase.joined is not None:
            phrase = phrase.joined
        return phrase


@dataclass(slots=True, kw_only=True)
class Predicate:
    """A verb, or a noun that stands as one, with the phrases that it took; ``governed`` is the one that it qualifies.

    ``passive`` where its own form says so.
    """

    hit: Hit
    form: str
    passive: bool
    args: list[Phrase] = field(default_factory=list)
    subject: Phrase | None = None
    governed: Phrase | None = None
    number: int = 0


@dataclass(slots=True, kw_only=True)
class Parse:
    """Phrases and predicates of a sentence in order, and the clauses that the predicates make."""

    phrases: list[Phrase]
    predicates: list[Predicate]
    clauses: list[Clause] = field(default_factory=list)
    at: dict[int, Predicate] = field(default_factory=dict)
    within: dict[int, Phrase] = field(default_factory=dict)
    taker: dict[int, Predicate] = field(default_factory=dict)
    """For the first token of a phrase, the predicate that took it."""

    def phrases_of(self, predicate: Predicate) -> list[Phrase]:
        """Return the phrases that a predicate took, and those joined to them, in the order of the sentence."""
        return [phrase for phrase in self.phrases if self.taken_by(phrase) is predicate]

    def taken_by(self, phrase: Phrase | None) -> Predicate | None:
        """Return the predicate that took a phrase, or the one that it is joined to."""
        return self.taker.get(phrase.outer().first) if phrase is not None else None


def parse_sentence(view: View) -> Parse:
    """Return the parse of a sentence. The clauses cover it; one without a predicate is a single clause."""
    parse = Parse(phrases=[], predicates=[])
    waiting: list[Phrase] = []
    qualifying: list[Predicate] = []
    for unit in _units(view):
        if isinstance(unit, Phrase):
            for predicate in qualifying:
                predicate.governed = unit
                _take(predicate, waiting)
            qualifying = []
            _join(unit, waiting)
            parse.phrases.append(unit)
            waiting.append(unit)
            del waiting[:-_MOST_WAITING]
        else:
            unit.number = len(parse.predicates)
            parse.predicates.append(unit)
            parse.at[unit.hit.first] = unit
            if unit.form == "rel":
                qualifying.append(unit)  # what it takes hangs on the noun that follows
            else:
                for predicate in qualifying:
                    _take(predicate, waiting)
                qualifying = []
                _take(unit, waiting)
    for predicate in qualifying:
        _take(predicate, waiting)
    _index(parse)
    parse.clauses = _clauses(view, parse)
    return parse


def _units(view: View) -> Iterator[Phrase | Predicate]:
    """Yield phrases and predicates in the order of the sentence; what stands in brackets belongs to neither."""
    first = index = view.sentence.first
    depth = 0
    end = view.sentence.last
    while index < end:
        norm = view.norm(index)
        if norm in ("(", "（", "[") or depth:
            depth += norm in ("(", "（", "[")
            depth -= norm in (")", "）", "]")
            index += 1
            continue
        predicate = _predicate(view, index)
        functions = view.functions(index)
        marking = frozenset(f for f in functions if f.startswith(_MARKING) or f == "and")
        if predicate is not None:
            if first < index:
                yield from _phrase(view, first, index, index, frozenset())
            yield predicate
            index = first = predicate.hit.last
        elif marking and index > first and index not in view.owner:
            last = view.cover[index].last
            yield from _phrase(view, first, last, index, functions)
            index = first = last
        elif norm in _STOPS or "and" in functions or (norm in _QUOTES and _apart(view, index)):
            if first < index:
                yield from _phrase(view, first, index + 1, index, functions, comma="and" not in functions)
            index = first = index + 1
        else:
            index += 1
    if first < end:
        yield from _phrase(view, first, end, end, frozenset())


def _apart(view: View, index: int) -> bool:
    """Tell whether a quotation mark opens: it does not touch the word before it."""
    return index > 0 and not view.passage.touches(index)


def _phrase(
    view: View, first: int, last: int, edge: int, functions: frozenset[str], *, comma: bool = False
) -> Iterator[Phrase]:
    while first < edge and not view.norm(first)[:1].isalnum():
        first += 1
    while edge > first and not view.norm(edge - 1)[:1].isalnum():
        edge -= 1
    if first >= edge:
        return
    parties = list({view.owner[i].first: view.owner[i] for i in range(first, edge) if i in view.owner}.values())
    yield Phrase(
        first=first,
        last=last,
        edge=edge,
        cases=functions,
        parties=parties,
        attributive="attr" in functions or "prep.of" in functions,
        timed=not parties and any(i in view.timed for i in range(first, edge)),
        comma=comma,
        thing=any(entry.kind == "item" for i in range(first, edge) for entry in view.entries(i)),
    )


def _predicate(view: View, index: int) -> Predicate | None:
    hit = view.cover.get(index)
    if hit is None or hit.first != index or index in view.timed:
        return None
    reading = view.readings.get(index)
    if reading == "verb":
        form = next((e.tag for e in hit.entries if e.tag and e.kind in ("act", "light", "verb")), "end")
        return Predicate(hit=hit, form=form, passive="pass" in view.functions(index))
    if reading == "noun" and index not in view.owner and _stands_alone(view, hit):
        return Predicate(hit=hit, form="end", passive=False)
    return None


def _stands_alone(view: View, hit: Hit) -> bool:
    """Tell whether an act's noun stands as a verb, as in headlines: nothing but a mark follows it, and a particle or a
    comma stands somewhere before.
    """
    if not any(e.kind == "act" for e in hit.entries):
        return False
    after = view.norm(hit.last)
    if after in _QUOTES and view.norm(hit.last + 1)[:1].isalnum():
        return False
    if after and (after[:1].isalnum() or after not in _STOPS | _QUOTES | {".", "。", "!", "?", "…", "―"}):
        return False
    for place in range(view.sentence.first, hit.first):
        if view.norm(place) == "," or any(f.startswith(_MARKING) for f in view.functions(place)):
            return True
    return False


def _join(phrase: Phrase, waiting: list[Phrase]) -> None:
    """Join the phrases that qualify this one, or stand beside it, to it."""
    while waiting and waiting[-1].joined is None:
        before = waiting[-1]
        if before.comma and "and" not in before.cases and not _listed(before, phrase):
            return
        if before.attributive or _listed(before, phrase) or _beside(before, phrase):
            before.joined = phrase
            before.coordinated = not before.attributive
            waiting.pop()
            continue
        return


def _listed(before: Phrase, phrase: Phrase) -> bool:
    """Tell whether two phrases are things of one list, parted by a comma."""
    bare = not any(case.startswith(_MARKING) for case in before.cases)
    return before.comma and bare and before.thing and phrase.thing and before.head() is None


def _beside(before: Phrase, phrase: Phrase) -> bool:
    """Tell whether two phrases are coordinated: of two parties both must be the heads of theirs."""
    if "and" not in before.cases:
        return False
    if "prep.with" not in before.cases:
        return not before.timed and (before.head() is None) == (phrase.head() is None)
    if before.head() is None:
        return not phrase.timed and phrase.head() is None
    return phrase.head() is not None and not phrase.cases.isdisjoint(
        {"case.subj", "case.topic", "case.obj", "prep.of", "prep.to", "prep.between"}
    )


def _take(predicate: Predicate, waiting: list[Phrase]) -> None:
    taken: set[frozenset[str]] = set()
    while waiting:
        phrase = waiting[-1]
        subject, topic = "case.subj" in phrase.cases, _is_topic(phrase, waiting)
        if subject or topic:
            if not _may_take_subject(predicate, topic=topic, waiting=waiting, taken=taken):
                return
            predicate.subject = waiting.pop()
            if predicate.form not in _WHOLE:
                return
            continue
        marks = frozenset(c for c in phrase.cases if c.startswith(_MARKING))
        if marks and marks in taken and "case.obj" in marks:
            return
        taken.add(marks)
        predicate.args.append(waiting.pop())


def _is_topic(phrase: Phrase, waiting: list[Phrase]) -> bool:
    """Tell whether a phrase opens what is said: a topic's particle, or a name before a comma as in headlines."""
    if "case.topic" in phrase.cases:
        if "case.also" in phrase.cases and phrase.head() is None:
            return False  # "the sites, too": as often an object
        return not any(c.startswith("prep.") for c in phrase.cases)
    bare = not any(c.startswith(_MARKING) for c in phrase.cases)
    if not bare or not phrase.comma or phrase.head() is None:
        return False
    return all(one.comma and not any(c.startswith(_MARKING) for c in one.cases) for one in waiting)


def _may_take_subject(predicate: Predicate, *, topic: bool, waiting: list[Phrase], taken: set[frozenset[str]]) -> bool:
    if predicate.subject is not None or predicate.form == "nom":
        return False
    if predicate.form == "rel":
        return not topic and not _is_own_subject(predicate, taken)
    if predicate.form in ("that", "sub"):
        return not topic or any(_opens(phrase) for phrase in waiting[:-1])
    return True


def _opens(phrase: Phrase) -> bool:
    return "case.topic" in phrase.cases or "case.subj" in phrase.cases


def _is_own_subject(predicate: Predicate, taken: set[frozenset[str]]) -> bool:
    """Tell whether the noun that a verb qualifies is its subject: a party, while an object stands before the verb."""
    governed = predicate.governed
    if predicate.passive:
        return True
    if governed is None or not governed.parties:
        return False
    return any("case.obj" in marks for marks in taken)


def _index(parse: Parse) -> None:
    for phrase in parse.phrases:
        for token in range(phrase.first, phrase.last):
            parse.within[token] = phrase
    for predicate in parse.predicates:
        for taken in (*predicate.args, predicate.subject):
            if taken is not None:
                parse.taker[taken.first] = predicate


_KINDS = {"end": "main", "and": "coord", "rel": "rel", "that": "that", "nom": "that", "sub": "sub"}


def _clauses(view: View, parse: Parse) -> list[Clause]:
    """Return one clause for each predicate, from the end of the one before it; what follows the last belongs to it."""
    sentence = view.sentence
    if not parse.predicates:
        return [Clause(first=sentence.first, last=sentence.last, kind="main")]
    clauses = []
    first = sentence.first
    for number, predicate in enumerate(parse.predicates):
        last = predicate.hit.last if number + 1 < len(parse.predicates) else sentence.last
        clauses.append(
            Clause(first=first, last=last, kind=_KINDS.get(predicate.form, "main"), head=predicate.hit.first)
        )
        first = last
    for number, clause in enumerate(clauses):
        clause.origin = _origin(parse, number)
    return clauses


def _has_subject(parse: Parse, number: int) -> bool:
    """Tell whether a verb that goes on has a subject that is no topic, which the verb after it then shares."""
    while number >= 0 and parse.predicates[number].form == "and":
        subject = parse.predicates[number].subject
        if subject is not None:
            return "case.subj" in subject.cases
        number -= 1
    return False


def _has_topic(predicate: Predicate) -> bool:
    """Tell whether a verb's subject is a topic, which goes on past the subjects of the verbs after it."""
    return predicate.subject is not None and "case.topic" in predicate.subject.cases


def _origin(parse: Parse, number: int) -> int | None:
    """Return the predicate whose subject one without its own takes: the one that governs it, or the one before it."""
    predicate = parse.predicates[number]
    if predicate.form == "that" and number and _has_subject(parse, number - 1):
        return number - 1
    if predicate.form in ("nom", "that", "sub", "rel"):
        return number + 1 if number + 1 < len(parse.predicates) else None
    if number and parse.predicates[number - 1].form in ("and", "sub"):
        return number - 1
    going_on = [before for before in range(number - 1, -1, -1) if parse.predicates[before].form == "and"]
    if going_on:
        return next((before for before in going_on if _has_topic(parse.predicates[before])), going_on[0])
    if predicate.form == "and" and number + 1 < len(parse.predicates):
        return number + 1
    return None
