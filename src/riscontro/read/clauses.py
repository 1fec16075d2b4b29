"""Sentences cut into clauses, each with the clause that its missing subject is to be taken from.

Clauses are cut before roles are filled, because roles may not cross their borders. A clause is a run of tokens; what a
relative clause interrupts goes on as a clause of its own that inherits its subject.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from riscontro.read.actors import Party
from riscontro.read.companions import keep_company
from riscontro.read.meanings import NO_FUNCTIONS, NO_MEANING, Entry, Functions, Meaning
from riscontro.read.passage import Passage, Sentence
from riscontro.read.surface import ITEM, VERB, Hit

if TYPE_CHECKING:
    from riscontro.read.headfinal.parse import Parse

_BREAKS = frozenset(";:—–()") | {"--"}
_MARKS = _BREAKS | {","}
_FINITE = frozenset({"finite", "past", "future", "conditional", "passive"})
PASSIVES = frozenset({"passive", "attributive"})
"""Form classes that are passive by themselves: short participles make a sentence, long ones qualify a noun."""
_RELATIVE = frozenset({"active", "attributive"})
"""Form classes of participles that open a relative clause after a comma and qualify a noun before it."""
_ARTICLE = Functions({"det"})
_NOMINAL = frozenset({"base", "finite", "past", "participle"})
"""Form classes of verbs that stand for a noun, or for nothing known, behind what only a noun follows."""
_VERBAL = frozenset({"aux", "be", "have", "rel", "neg", "subject", "pass", "reflexive", "nonfinite"})
"""Functions of words after which a form is a verb."""
_GOING_ON = frozenset({"and", "but", "to", "neg", "reflexive", "adverb", "subject"})
"""Functions of words after which a second verb is no new clause."""
_OPENING = frozenset({"rel", "that", "sub"})
_ENDING = frozenset(",;:")
_AROUND = 3
"""Tokens on either side of a sentence that are asked after now and then: they are no small words of it."""
_CLAUSE_REACH = 16
"""Tokens among which the finite verb of a clause stands."""
_MOST_ADVERBS = 3
_LINKS = 2
"""Tokens of a preposition before an infinitive, an apostrophe among them."""
_VERB_REACH = 14
"""Tokens after a conjunction among which the verb of its clause stands."""


class _Small(dict[int, Functions]):
    """Functions of small words; none for tokens that are not held."""

    def __missing__(self, index: int) -> Functions:
        return NO_FUNCTIONS


@dataclass(slots=True, kw_only=True)
class View:
    """One sentence with what was found in it; indexes are token indexes of the passage.

    ``timed`` are tokens of time expressions, ``speaking`` tokens of sources of what is reported.
    ``verb_last`` tells a language whose verb may follow what it governs, and its subject follow the verb.
    """

    passage: Passage
    sentence: Sentence
    hits: list[Hit]
    parties: list[Party]
    timed: Container[int] = frozenset()
    speaking: Container[int] = frozenset()
    verb_last: bool = False
    verb_first: bool = False
    """The subject may follow its verb, before the object ("قصفت إسرائيل سوريا")."""
    noun_first: bool = False
    """A noun follows no state's name or adjective ("l'armée russe", "l'armée de Moscou")."""
    final: bool = False
    """Verbs come last, markers after their phrase; hits have been fused, ``parse`` is set before drafting."""
    parse: Parse | None = None
    company: bool = True
    """Whether words may stand there that are themselves only in company (see ``companions``)."""
    articles: bool = field(init=False, default=False)
    """Whether a word stands there that can be an article telling a case."""
    cover: dict[int, Hit] = field(init=False)
    owner: dict[int, Party] = field(init=False)
    words: dict[int, Functions] = field(init=False)
    """Tokens of small words, in order, with the functions that they can have."""
    small: dict[int, Functions] = field(init=False)
    readings: dict[int, str] = field(init=False)
    """By first tokens, hits that are read as ``verb`` or ``noun``."""
    auxiliaries: set[int] = field(init=False)
    verbs: dict[int, str] = field(init=False)
    """Tokens of hits read as verbs, with the form class of each."""
    norm: Callable[[int], str] = field(init=False)
    """Returns the folded token, empty outside the sentence."""
    functions: Callable[[int], Functions] = field(init=False)
    """Returns the functions of the small word at a token (``prep.to``, ``det`` ...), empty where it is none."""
    is_verb: Callable[[int], bool] = field(init=False)
    """Tells whether a verb (not an auxiliary) begins at or covers the token."""
    is_aux: Callable[[int], bool] = field(init=False)
    """Tells whether the token is an auxiliary."""
    _closing: set[int] = field(init=False)
    _heads: list[int] | None = field(init=False, default=None)
    _finites: list[int] | None = field(init=False, default=None)
    _present: frozenset[str] | None = field(init=False, default=None)
    _items: list[Hit] | None = field(init=False, default=None)
    _objects: list[Hit] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        first, last, _ = self.sentence
        norms = self.passage.norms

        def norm(index: int) -> str:
            return norms[index] if first <= index < last else ""

        self.norm = norm
        if self.company:
            self.hits = keep_company(self.passage, self.sentence, self.hits)
        self.owner = owner = {}
        for party in self.parties:
            for index in range(party.first, party.last):
                owner[index] = party
        self._read(self._lay_out())
        self._find_verbs()

    def _lay_out(self) -> list[Hit]:
        """Say what stands at each token; return the hits that can be read in several ways, in order."""
        first, last, _ = self.sentence
        self.auxiliaries, self.cover, self.words = set(), {}, {}
        auxiliaries, cover, words = self.auxiliaries, self.cover, self.words
        open_hits = []
        for hit in self.hits:
            start, meaning = hit.first, hit.meaning
            functions = meaning.functions
            cover[start] = hit
            if functions:
                words[start] = functions
                if functions.article:
                    self.articles = True
                if functions.auxiliary:
                    auxiliaries.add(start)
            if hit.last > start + 1:
                for index in range(start + 1, hit.last):
                    cover[index] = hit
                    if functions:
                        words[index] = functions
                        if functions.auxiliary:
                            auxiliaries.add(index)
            if meaning.readable or functions.wavers:
                open_hits.append(hit)
        # What is asked most often is asked of these tables themselves: no call of our own stands between.
        self.small = small = _Small.fromkeys(range(first - _AROUND, last + _AROUND), NO_FUNCTIONS)
        small.update(words)
        self.functions, self.is_aux = small.__getitem__, auxiliaries.__contains__
        return open_hits

    def _read(self, hits: Sequence[Hit]) -> None:
        """Read hits as verbs or as nouns, each with what those before it were read as."""
        self.readings = {}
        for hit in hits:
            functions = hit.meaning.functions
            if functions.wavers and (
                ("partitive" in functions and _is_article(self, hit))
                or ("det.fem" in functions and not _is_toward(self, hit))
            ):
                self.small[hit.first] = self.words[hit.first] = _ARTICLE
            if hit.meaning.readable:
                self.readings[hit.first] = _read_fused(hit) if self.final else read_hit(self, hit)

    def _find_verbs(self) -> None:
        """Look at every hit that is read as a verb, once all are read."""
        verbs: dict[int, str] = {}
        closing: set[int] = set()
        self.verbs, self._closing = verbs, closing
        self.is_verb = closing.__contains__
        for first, reading in self.readings.items():
            if reading == "verb":
                hit = self.cover[first]
                form, qualifies = self._form(hit), self._qualifies(hit)
                for index in range(first, hit.last):
                    verbs[index] = form
                    if not qualifies and index not in self.owner:
                        closing.add(index)

    def is_word(self, index: int, function: str) -> bool:
        """Tell whether the token has this function."""
        return function in self.small[index]

    def counts(self, index: int) -> bool:
        """Tell whether a word counts what follows: a number word, or "about" before a number."""
        functions = self.functions(index)
        if "count" not in functions:
            return False
        return not functions.prepositions or self.norm(index + 1)[:1].isdigit() or "count" in self.functions(index + 1)

    def verb_form(self, index: int) -> str:
        """Return the form class of the verb at a token, empty where there is none."""
        return self.verbs.get(index, "")

    def heads(self, first: int, last: int) -> list[int]:
        """Return the tokens from ``first`` up to ``last`` (exclusive) where a verb or an auxiliary stands."""
        heads = self._heads
        if heads is None:
            heads = self._heads = sorted(self._closing | self.auxiliaries)
        return heads[bisect_left(heads, first) : bisect_left(heads, last)]

    def has_head(self, first: int, last: int) -> bool:
        """Tell whether a verb or an auxiliary stands from ``first`` up to ``last`` (exclusive)."""
        return bool(self.heads(first, last)) if first < last else False

    def finites(self, first: int, last: int) -> list[int]:
        """Return the tokens from ``first`` up to ``last`` (exclusive) of finite verbs, those of parties among them, and
        of auxiliaries.
        """
        finites = self._finites
        if finites is None:
            finite = {index for index, form in self.verbs.items() if form in _FINITE}
            finites = self._finites = sorted(finite | self.auxiliaries)
        return finites[bisect_left(finites, first) : bisect_left(finites, last)]

    def commas(self, first: int, last: int) -> int:
        """Return how many commas stand from ``first`` up to ``last`` (exclusive)."""
        return self.passage.norms[first:last].count(",")

    def has(self, function: str) -> bool:
        """Tell at little cost whether any token has this function: most sentences have few of them."""
        present = self._present
        if present is None:
            present = self._present = frozenset[str]().union(*self.words.values())
        return function in present

    def items(self) -> list[Hit]:
        """Return the hits that can be things or people handed over, in order."""
        if self._items is None:
            readings = self.readings
            self._items = [hit for hit in self.hits if hit.kinds & ITEM and readings.get(hit.first) != "verb"]
        return self._items

    def objects_of(self, code: str) -> list[Hit]:
        """Return the hits that an act can be bound to, in order."""
        if self._objects is None:
            self._objects = [hit for hit in self.hits if hit.meaning.objects]
        return [hit for hit in self._objects if code in hit.meaning.objects]

    def _qualifies(self, hit: Hit) -> bool:
        """Tell whether a participle stands before its noun like an adjective: it closes no clause."""
        return hit.meaning.form in _RELATIVE and self.norm(hit.first - 1) != ","

    def _form(self, hit: Hit) -> str:
        form = hit.meaning.form
        return "finite" if form == "base" and not self._after_to(hit.first) else form

    def _after_to(self, first: int) -> bool:
        """Tell whether a bare form is an infinitive: "to" or an auxiliary stands before it, or before its adverbs."""
        for place in range(first - 1, max(self.sentence.first, first - 4) - 1, -1):
            functions = self.functions(place)
            if self.verb_last:
                break
            if not functions.isdisjoint(("to", "aux", "neg")) or self.meaning(place).modal:
                return True
            if functions.isdisjoint(("adverb", "subject")):
                return "and" in functions and "to" in self.functions(place - 2)
        return self.verb_last and self._after_modal(first)

    def _after_modal(self, first: int) -> bool:
        """Tell whether "zu" stands right before a bare form, or a modal verb anywhere before it in its clause."""
        if "to" in self.functions(first - 1):
            return True
        for place in range(first - 1, self.sentence.first - 1, -1):
            if self.norm(place) in (",", ";", ":"):
                return False
            if "aux" in self.functions(place) or self.meaning(place).modal:
                return True
        return False

    def entries(self, index: int) -> tuple[Entry, ...]:
        """Return what the hit at a token can mean, empty where there is none."""
        hit = self.cover.get(index)
        return hit.entries if hit is not None else ()

    def meaning(self, index: int) -> Meaning:
        """Return what the entries of the hit at a token come to."""
        hit = self.cover.get(index)
        return hit.meaning if hit is not None else NO_MEANING


def _is_article(view: View, hit: Hit) -> bool:
    """Tell whether a partitive ("des soldats") stands as an article: no noun that it could hang on stands before it,
    and no bare name of a state after it ("venus des Émirats").
    """
    party = view.owner.get(hit.last)
    if party is not None and party.first == hit.last == party.anchor and party.shape == "name":
        return False
    before = hit.first - 1
    known = view.cover.get(before)
    if before in view.owner:
        return False
    if known is not None:
        return bool(view.functions(before)) or view.readings.get(known.first) == "verb"
    return not view.norm(before).isalpha()


def is_nonfinite(view: View, index: int) -> bool:
    """Tell whether an infinitive or a gerund begins at a token; a bare form is one behind a phrase that holds its own
    preposition ("refused to send").
    """
    form = view.verb_form(index)
    if form in ("base", "infinitive", "gerund"):
        return True
    if view.meaning(index).form != "base":
        return False
    place = index - 1
    while "adverb" in view.functions(place):
        place -= 1
    before = view.cover.get(place)
    return before is not None and before.last - before.first > 1 and view.readings.get(before.first) == "verb"


def _read_fused(hit: Hit) -> str:
    """Tell whether a hit of a language whose verbs carry their endings is read as ``verb`` or ``noun``."""
    if hit.meaning.verbs:
        return "verb"
    return "noun" if any(entry.kind in ("act", "item", "role") for entry in hit.entries) else ""


def _is_toward(view: View, hit: Hit) -> bool:
    """Tell whether a word that is an article before a feminine noun ("a Rússia") is a preposition: a name that takes no
    such article follows ("a Israel").
    """
    party = view.owner.get(hit.last)
    if party is None or not party.first == hit.last == party.anchor or party.shape == "adjective":
        return False
    return "feminine" not in view.functions(party.anchor)


def read_hit(view: View, hit: Hit) -> str:
    """Tell whether a hit is read as ``verb`` or ``noun``; empty for small words and states.

    A form that can be both is a noun after a determiner, a preposition, a possessive or a state's adjective, a verb
    after "to", an auxiliary or a subject.
    """
    meaning = hit.meaning
    nouns, tag = meaning.nouns, meaning.form
    if not meaning.verbs:
        return "noun" if nouns else ""
    before = hit.first - 1
    if meaning.capital:
        return "noun"  # a language that writes its nouns with a capital tells them so
    mark = view.norm(before)
    if mark == "-" and view.passage.touches(hit.first):
        return ""  # the second half of a compound: "heavy-handed"
    if mark == "'":
        before -= 1
    functions = view.functions(before)
    if tag == "gerund" and _continues(view, before):
        return "verb"
    if not nouns:
        if tag == "gerund":
            return "" if "det" in functions and view.is_word(hit.last, "prep.of") else "verb"  # "the lifting of"
        return "" if tag in _NOMINAL and _after_nominal(view, before, functions) else "verb"
    nominal = _after_nominal(view, before, functions)
    wanted = view.meaning(before).modal  # "they want to" holds the "to"
    if tag in ("base", "infinitive") and ("to" in functions or wanted):
        return "verb"
    if nominal and not (tag == "gerund" and "det" not in functions and _has_object(view, hit.last)):
        return "noun"
    if not functions.isdisjoint(_VERBAL):
        return "verb" if tag not in ("finite",) or "rel" in functions else "noun"
    return _undecided(view, hit, tag, before)


def _continues(view: View, before: int) -> bool:
    """Tell whether an auxiliary stands before a gerund's adverbs: "is once again sending"."""
    place = before
    while "adverb" in view.functions(place) and before - place < _MOST_ADVERBS:
        place -= 1
    return place < before and view.is_word(place, "be")


def _after_nominal(view: View, before: int, functions: Functions) -> bool:
    party = view.owner.get(before)
    if party is not None and view.noun_first:
        return False
    if party is not None and party.last - 1 == before and party.shape == "adjective" and party.head < 0:
        return "np" not in party.cases and not _follows_noun(view, party)  # "Palestinians" is no adjective
    if "that" in functions or ("pass" in functions and "prep.by" in functions):
        return False  # "an attack that killed": a conjunction far more often than a determiner
    norm = view.norm(before)
    if norm in ("'s", "'") and "be" not in functions:
        return True
    if norm[:1].isdigit():
        return before not in view.timed
    if not functions:
        return False
    if "rel.last" in functions and view.norm(before - 1) == ",":
        return False
    if "det" in functions:
        return True
    return "to" not in functions and any(name != "to" for name in functions.prepositions)


def _follows_noun(view: View, party: Party) -> bool:
    """Tell whether a state's adjective follows the noun that it qualifies ("instructores británicos")."""
    before = party.first - 1
    if before in view.owner or not view.norm(before).isalpha() or view.passage.capitalised(before + 1):
        return False
    known = view.cover.get(before)
    return known is None or view.readings.get(known.first) == "noun"


def _has_object(view: View, index: int) -> bool:
    """Tell whether an object follows a gerund: a word that is no preposition, conjunction or verb."""
    norm, functions = view.norm(index), view.functions(index)
    if not norm or not (norm[:1].isalnum()):
        return False
    verbal = bool(view.meaning(index).verbs)
    return not verbal and (not functions or "det" in functions)


def _undecided(view: View, hit: Hit, tag: str, before: int) -> str:
    follows = view.functions(hit.last)
    prepositional = bool(follows.prepositions) and "prep.obj" not in follows
    if tag == "gerund":
        return "verb" if _has_object(view, hit.last) or view.is_aux(before) or view.norm(before) == "," else "noun"
    if tag == "past" or (tag == "participle" and "prep.by" in follows):
        return "verb"
    party = view.owner.get(before)
    if party is not None:
        return "noun" if prepositional and not view.noun_first and not _before_infinitive(view, hit.last) else "verb"
    if tag == "base" or prepositional:
        return "noun"
    return "verb" if tag == "finite" and hit.last in view.owner else "noun"


def _before_infinitive(view: View, first: int) -> bool:
    """Tell whether a preposition stands here that only joins an infinitive: "Perú amenaza con cerrar"."""
    place = first
    while place < first + _LINKS and (view.functions(place).prepositions or view.norm(place) == "'"):
        place += 1
    return place > first and view.meaning(place).form == "infinitive"


@dataclass(slots=True, kw_only=True)
class Clause:
    """Tokens ``first`` to ``last`` (exclusive). ``kind``: ``main``, ``coord``, ``rel``, ``that``, ``sub``, ``part``.

    ``origin`` is the clause whose subject it takes where it has none of its own, ``antecedent`` the party a relative
    clause hangs on.
    """

    first: int
    last: int
    kind: str
    origin: int | None = None
    antecedent: Party | None = None
    head: int | None = None


def has_pronoun(view: View, clause: Clause) -> bool:
    """Tell whether another pronoun, the subject, follows the relative one ("le Maroc, qu'elle accuse")."""
    if view.is_word(clause.first, "that") and view.norm(clause.first - 1) != ",":
        return False  # "told Iraq that it must"
    index = clause.first + 1
    while view.norm(index) == "'":
        index += 1
    return any(entry.kind == "back" and entry.code == "subject" for entry in view.entries(index))


def cut_clauses(view: View) -> list[Clause]:
    """Return the clauses of a sentence in order; together they cover it."""
    borders = [(view.sentence.first, "main")]
    finite = -1  # the last token of a finite verb group in the clause so far
    said = _said(view)
    for index in _stops(view, said):
        kind = ""
        if index > view.sentence.first and _may_border(view, index, said):
            kind = _border(view, index, finite >= 0, said)
        if not kind and borders[-1][1] == "rel" and 0 <= finite < index - 1 and _resumes(view, index):
            kind = "coord"
        if kind and index > borders[-1][0]:
            borders.append((index, kind))
            finite = -1
        if index not in view.owner and (view.verbs.get(index) or view.is_aux(index)):
            reduced = view.verb_form(index) == "past" and view.is_word(view.cover[index].last, "prep.by")
            if not reduced and (finite >= 0 or _verb_opens(view, index)):
                finite = index
    clauses = [
        Clause(first=first, last=borders[n + 1][0] if n + 1 < len(borders) else view.sentence.last, kind=kind)
        for n, (first, kind) in enumerate(borders)
    ]
    merged = _merge_verbless(view, clauses)
    _link(view, merged)
    return merged


def _stops(view: View, said: set[int]) -> list[int]:
    """Return in order the tokens at which a clause may begin, or its verb stand: nothing else is looked at."""
    first, last, _ = view.sentence
    stops = {index for index, norm in enumerate(view.passage.norms[first:last], first) if norm in _MARKS}
    stops.update(view.verbs, view.auxiliaries)
    for index, functions in view.words.items():
        if functions.opens or functions.before_verb:
            stops.add(index)
    stops.update(said)
    return sorted([index for index in stops if index < last])


def _said(view: View) -> set[int]:
    """Return the tokens at which what is said may begin without a conjunction; none where no finite verb follows."""
    found: set[int] = set()
    for hit in view.hits:
        if hit.meaning.says and view.readings.get(hit.first) == "verb" and view.finites(hit.last, view.sentence.last):
            found.update(_after_saying(view, hit.last))
    return found


def _after_saying(view: View, index: int) -> list[int]:
    """Return the tokens right behind a verb of saying, also those behind a preposition and a time."""
    found = [index]
    for place in (index, index + 1) if view.functions(index).prepositions else (index,):
        found.append(place)
        while place in view.timed:
            place += 1
            found.append(place)
    return found


def _may_border(view: View, index: int, said: Container[int]) -> bool:
    """Tell at little cost whether a clause can begin at a token: at a small word, a mark, or after a verb. Whether a
    time stands before it is not asked: that matters only where it parts a verb of saying from what is ``said``.
    """
    if index in view.words or index in said or not view.passage.norms[index].isalnum():
        return True
    before = view.cover.get(index - 1)
    return before is not None and bool(before.kinds & VERB)


def _resumes(view: View, index: int) -> bool:
    """Tell whether a second finite verb stands here with nothing that joins it to the first: the relative clause is
    over ("the soldiers who had been sent to Russia were killed").
    """
    before = view.functions(index - 1)
    if not before.isdisjoint(_GOING_ON) or view.norm(index - 1) in (",", "'"):
        return False
    return _verb_opens(view, index) and (view.is_aux(index) or view.verb_form(index) in _FINITE)


def _border(view: View, index: int, told: bool, said: Container[int]) -> str:
    """Return the kind of clause that begins at a token, empty where none does; ``told`` says whether the clause so far
    has a finite verb.
    """
    if index in view.owner and view.owner[index].first != index:
        return ""
    hit = view.cover.get(index)
    if hit is not None and hit.first != index:
        return ""
    functions = view.functions(index)
    norm = view.norm(index)
    if norm in _BREAKS:
        return "" if index in view.timed or view.norm(index + 1)[:1].isdigit() else "coord"
    if functions.opens:
        kind = _opened(view, index, told, functions)
        if kind is not None:
            return kind
    if norm == ",":
        return _after_comma(view, index)
    return "that" if index in said and _reported_opens(view, index) else ""


def _opened(view: View, index: int, told: bool, functions: Functions) -> str | None:
    """Return the kind of clause that a small word opens, ``None`` where it opens none."""
    if "rel.last" in functions and _opens_relative(view, index):
        return "rel"
    if "that" in functions or "rel" in functions:
        return _that_or_rel(view, index, functions)
    if "sub" in functions and not _is_preposition_here(view, index):
        return "sub"
    joins = ("and" in functions or "but" in functions) and view.norm(index) != ","
    if joins and view.norm(index - 1) != ",":
        if _verb_opens(view, index + 1) or "but" in functions:
            return "coord"
        return "coord" if told and _holds_clause(view, index + 1) else ""
    return None


def _opens_relative(view: View, index: int) -> bool:
    """Tell whether a word that can also be an article opens a relative clause: behind a comma, or a comma and a
    preposition, and its clause ends in its verb.
    """
    before = index - 1
    if view.functions(before).prepositions:
        before -= 1
    if view.norm(before) != ",":
        return False
    last = index + 1
    while last < view.sentence.last and view.norm(last) not in (",", ";", ":", ".", "!", "?", '"', "“"):
        last += 1
    first = next((i for i in range(index + 1, last) if view.is_aux(i) or view.verb_form(i) in _FINITE), None)
    if first is None:
        return False
    return all(view.is_verb(i) or view.is_aux(i) or "to" in view.functions(i) for i in range(first, last))


def _that_or_rel(view: View, index: int, functions: Functions) -> str:
    before = index - 1
    if view.norm(before) == ",":
        if "rel" in functions:
            return "rel"
        governed = view.is_verb(before - 1) or (view.is_verb(before - 2) and before - 1 not in view.owner)
        return "that" if governed else "coord"  # languages that set a comma before every conjunction
    if view.is_verb(before) or (view.is_verb(before - 1) and before not in view.owner) or "that" not in functions:
        return "that" if "that" in functions else "rel"
    if view.cover.get(before) is not None and "prep.on" in view.functions(before):
        return ""
    return "rel" if "rel" in functions or before in view.owner or _is_item(view, before) else "that"


def _is_item(view: View, index: int) -> bool:
    hit = view.cover.get(index)
    if hit is None:
        return False
    told = view.readings.get(hit.first) == "noun" and any(entry.kind == "act" for entry in hit.entries)
    return told or any(entry.kind in ("item", "role") for entry in hit.entries)


def _is_preposition_here(view: View, index: int) -> bool:
    """Tell whether a word that can open a clause stands before a mere noun phrase: no verb until the next comma."""
    hit = view.cover[index]
    reach = _VERB_REACH * (2 if view.verb_last else 1)
    for place in range(hit.last, min(hit.last + reach, view.sentence.last)):
        if view.norm(place) in (",", ";"):
            return True
        if view.is_verb(place) or view.is_aux(place):
            return False
    return True


def _after_comma(view: View, index: int) -> str:
    place = index + 1
    while not view.functions(place).isdisjoint(("and", "but", "adverb")) and place < index + _MOST_ADVERBS:
        place += 1
    if not view.functions(place).isdisjoint(("rel", "sub")) or (
        "rel.last" in view.functions(place) and _opens_relative(view, place)
    ):
        return ""  # the word itself is the border
    form = view.verb_form(place)
    if form in _RELATIVE:
        return "rel" if place == index + 1 else ""
    if form in ("gerund", "participle"):
        return "part"
    if _verb_opens(view, place):
        return "coord"
    if form == "past":
        return (
            "part" if view.norm(view.cover[place].last) and view.is_word(view.cover[place].last, "prep.by") else "coord"
        )
    return "coord" if _holds_clause(view, place) else ""


def _holds_clause(view: View, start: int) -> bool:
    """Tell whether a subject and then a finite verb follow before the next comma."""
    finites = view.finites(start, min(start + _CLAUSE_REACH, view.sentence.last))
    if not finites:
        return False
    for place in range(start, finites[0] + 1):
        if view.norm(place) in _ENDING or not view.functions(place).isdisjoint(_OPENING):
            return False
    return finites[0] > start or start in view.owner or view.is_word(start, "subject")


def _verb_opens(view: View, index: int) -> bool:
    """Tell whether a finite verb stands here, at most a few adverbs and auxiliaries before it."""
    place = index
    while view.functions(place).before_verb and place < index + _MOST_ADVERBS:
        place += 1
    if place in view.owner:
        return False
    return view.is_aux(place) or view.verbs.get(place) in _FINITE


def _reported_opens(view: View, index: int) -> bool:
    """Tell whether what is said begins here without "that": a verb of saying, then a subject and its verb."""
    place = index - 1
    while place > view.sentence.first and place in view.timed:
        place -= 1
    if place < index - 1 and view.functions(place).prepositions:
        place -= 1  # "said on Friday it would"
    before = view.cover.get(place)
    if before is None or view.readings.get(before.first) != "verb" or not before.meaning.says:
        return False
    functions = view.functions(index)
    return view.norm(index) != "," and not ("that" in functions or "rel" in functions) and _holds_clause(view, index)


def _merge_verbless(view: View, clauses: list[Clause]) -> list[Clause]:
    merged: list[Clause] = []
    for clause in clauses:
        clause.head = _head(view, clause)
        if merged and clause.head is None and clause.kind not in ("rel",):
            merged[-1].last = clause.last
        elif merged and merged[-1].head is None:
            last = merged.pop()
            kind = last.kind if clause.kind in ("coord", "part") else clause.kind
            if clause.kind in ("rel", "that") and last.last > last.first:
                merged += [last, clause]
            else:
                merged.append(Clause(first=last.first, last=clause.last, kind=kind, head=clause.head))
        else:
            merged.append(clause)
    return merged


def _head(view: View, clause: Clause) -> int | None:
    for head in view.heads(clause.first, clause.last):
        if head not in view.owner:
            return head
    return None


def _link(view: View, clauses: list[Clause]) -> None:
    main: int | None = None
    for number, clause in enumerate(clauses):
        if clause.kind == "rel":
            clause.antecedent = _antecedent(view, clause)
            clause.origin = number - 1 if number else None
            continue
        clause.origin = main if main is not None else _outside_relative(clauses, number)
        if clause.kind in ("main", "coord", "that"):
            main = number


def _outside_relative(clauses: list[Clause], number: int) -> int | None:
    """Return the clause that one goes on with: the one before it, or before the relative clause that parts them."""
    before = number - 1
    if clauses[number].kind == "coord":
        while before > 0 and clauses[before].kind == "rel":
            before -= 1
    return before if before >= 0 else None


def _antecedent(view: View, clause: Clause) -> Party | None:
    """Return the party that a relative clause hangs on: the one that ends right before it, else the nearest one."""
    for index in range(clause.first - 1, max(view.sentence.first, clause.first - 12) - 1, -1):
        if index in view.owner:
            return view.owner[index]
        if view.is_verb(index) or (view.is_word(index, "sub") and not view.is_word(index, "rel")):
            return None  # "a warning for Peru after the attacks that killed"
    return None
