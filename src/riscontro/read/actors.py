"""Who is named: states, their organs and people, organisations, armed groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import compress, count

from riscontro.lang.loader import load_table
from riscontro.model.mention import ActorMention
from riscontro.model.time import Interval, Published, partial_date_to_interval
from riscontro.read.compile import Lexicon, load_lexicon
from riscontro.read.government import load_government
from riscontro.read.meanings import Entry
from riscontro.read.paradigms import load_paradigms
from riscontro.read.passage import Passage
from riscontro.read.surface import BACK, HOLDER, ROLE, STATE, Hit, Hits

_NAMING = STATE | HOLDER | BACK | ROLE
"""Bits of hits that a party can come of."""
_MOST_BETWEEN = 2
"""Words that may stand between a state's adjective and its role noun ("Iranian deputy foreign minister")."""
_MOST_BACK = 40
"""Tokens between "the country" and the state that it points back to."""
_BACK_ROLES = frozenset({"leader", "ministry", "service", "forces"})
"""Roles that a definite noun alone points back to; people are too many for that."""
_OFFICES = frozenset({"leader", "ministry"})
_LEAST_NAMES = 2
"""Unknown words before an office that are a person's name; one alone may be any word."""
_NAME_MARKS = frozenset("-·・=")
_MOST_NAMES = 4
"""Capitalised words that are taken into a mention as a person's name."""


@dataclass(slots=True, kw_only=True)  # not frozen: of what is made this often it takes thrice as long
class Party:
    """A noun phrase that names an actor: tokens ``first`` to ``last`` (exclusive), the actor's code and role.

    ``head`` is the role noun's token, ``-1`` where the state itself is the head; ``anchor`` the token of the state's
    word. ``cases`` are the cases that its head can stand for (see ``paradigms``), empty where they are not known.
    ``shape`` says how the state is named: ``name``, ``adjective``, ``holder``, ``back`` ("the country"). An
    ``adjective`` without a role noun is a thing of that state ("Russian gas").
    """

    first: int
    last: int
    actor: str
    role: str
    shape: str
    anchor: int
    head: int = -1
    cases: frozenset[str] = frozenset()


def find_actors(text: str, *, lang: str, published: Published | None = None) -> tuple[ActorMention, ...]:
    """Return the actors that a text names, in order, none overlapping. Raise :class:`PackError` on an unknown language.

    ``published`` decides which holder of an office a person's name stands for.
    """
    lexicon = load_lexicon(lang)
    passage = lexicon.cut(text)
    day = published.interval() if published else None
    return mentions(passage, group_parties(passage, lexicon.table.find(passage), lexicon, day))


def mentions(passage: Passage, parties: Sequence[Party]) -> tuple[ActorMention, ...]:
    """Return parties as the mentions of the model."""
    return tuple(ActorMention(span=passage.span(p.first, p.last), actor=p.actor, role=p.role) for p in parties)


def group_parties(passage: Passage, hits: Hits, lexicon: Lexicon, published: Interval | None = None) -> list[Party]:
    """Return the parties of a passage in order: each state's word joined with the role nouns and names around it."""
    grouper = _Grouper(passage, hits, lexicon, published)
    return grouper.group()


class _Grouper:
    """Walks the hits once; what a party has taken in is not taken again."""

    def __init__(self, passage: Passage, hits: Hits, lexicon: Lexicon, published: Interval | None) -> None:
        self.passage = passage
        self.published = published
        self.hits = hits
        ways = _load_ways(lexicon.lang)
        self.genitive, self.of, self.possessive = ways.genitive, ways.of, ways.possessive
        self.determiners, self.definite, self.disowning = ways.determiners, ways.definite, ways.disowning
        self.adjective_first, self.construct, self.name_first = ways.adjective_first, ways.construct, ways.name_first
        self.home, self.home_words = ways.home, ways.home_words
        self.government = load_government(lexicon.lang)
        self.paradigms = load_paradigms(lexicon.lang)
        self.taken = 0

    def group(self) -> list[Party]:
        parties: list[Party] = []
        for hit in [hit for hit in self.hits.loud if hit[3] & _NAMING]:
            if hit.first < self.taken:
                continue
            entry = self._state_entry(hit) if hit.kinds & (STATE | HOLDER) else None
            if entry is None:
                back = self._points_back(hit, parties) if parties or self.name_first else None
                if back is not None:
                    parties.append(back)
                    self.taken = back.last
                continue
            party = self._grow(hit, entry, self.taken)
            self.taken = party.last
            if parties and self._is_one(parties[-1], party):
                before = parties.pop()
                head = before.head if self.genitive and before.head >= 0 else max(party.head, party.anchor)
                cases = before.cases if self.genitive and party.head < 0 else party.cases
                party = replace(before, last=party.last, role=party.role, head=head, cases=cases)
            parties.append(party)
        return self._with_surnames(parties)

    def _points_back(self, hit: Hit, parties: Sequence[Party]) -> Party | None:
        """Resolve "the country" to the state that was named last, within the sentence or two before."""
        if "one" not in hit.meaning.back:
            return self._role_back(hit, parties)
        for party in reversed(parties):
            if hit.first - party.last > _MOST_BACK:
                return None
            if party.shape != "adjective" and party.role not in ("organisation", "group", "agency"):
                return Party(
                    first=hit.first, last=hit.last, actor=party.actor, role="state", shape="back", anchor=hit.first
                )
        return None

    def _role_back(self, hit: Hit, parties: Sequence[Party]) -> Party | None:
        """Resolve "the government" to the party of that role named last: a definite role noun without a state."""
        before = hit.first - 1
        norms = self.passage.norms
        if self.name_first:
            return self._bare_role(hit, parties)
        if before < 0 or not _is_role(hit) or hit.meaning.role not in _BACK_ROLES:
            return None
        if norms[before] == "'":
            before -= 1
        if norms[before] not in self.definite or self._has_complement(hit.last):
            return None
        if hit.last < len(norms) and self._is_name(hit.last):
            return None
        role = hit.meaning.role
        for party in reversed(parties):
            if hit.first - party.last > _MOST_BACK * 2:
                return None
            if party.role == role and party.shape != "back":
                return Party(
                    first=hit.first, last=hit.last, actor=party.actor, role=role, shape="back", anchor=hit.first
                )
        return None

    def _bare_role(self, hit: Hit, parties: Sequence[Party]) -> Party | None:
        """Resolve a role noun without a state where no article tells that it points back: the same office named
        before, or, for the words of ``home``, the state whose press it is.
        """
        if not _is_role(hit) or (hit.first and self._is_unknown(hit.first - 1) and self._touches_name(hit.first)):
            return None
        phrase = next(entry.tag for entry in hit.entries if entry.kind == "role")
        role = hit.meaning.role
        for party in reversed(parties):
            if hit.first - party.last > _MOST_BACK * 2 or role not in _OFFICES:
                break
            head = self.hits.at(party.head) if party.head >= 0 else None
            if head is not None and any(e.kind == "role" and e.tag == phrase for e in head.entries):
                return Party(
                    first=hit.first, last=hit.last, actor=party.actor, role=role, shape="back", anchor=hit.first
                )
        if phrase in self.home_words and self.home:
            return Party(first=hit.first, last=hit.last, actor=self.home, role=role, shape="name", anchor=hit.first)
        return None

    def _touches_name(self, first: int) -> bool:
        """Tell whether an unknown word right before an office is somebody's name: no mark stands between."""
        return self.passage.word(first - 1).isalpha()

    def _has_complement(self, index: int) -> bool:
        norms = self.passage.norms
        if index >= len(norms):
            return False
        hit = self.hits.at(index)
        return norms[index] in self.of or norms[index] in self.possessive or (hit is not None and _is_state(hit))

    def _with_surnames(self, parties: list[Party]) -> list[Party]:
        """Add the later mentions of persons who were introduced with their state: "Zarif", "Kim"."""
        known: dict[str, tuple[int, Party]] = {}
        cases: dict[str, frozenset[str]] = {}
        for party in parties:
            for name in self._person_names(party):
                for form, stands_for in self._name_forms(name, party).items():
                    known.setdefault(form, (party.last, party))
                    cases.setdefault(form, stands_for)
        if not known:
            return parties
        owned = {index for party in parties for index in range(party.first, party.last)}
        added = []
        headline_end = self.passage.sentences[0].last if self.passage.sentences else 0
        for index in compress(count(), map(known.__contains__, self.passage.norms)):
            norm = self.passage.norms[index]
            found = known[norm]
            headline = index < headline_end < found[0]  # a headline names by surname whom the text introduces
            early = index < found[0] and not headline
            if index in owned or early or not self.passage.capitalised(index):
                continue
            person = found[1]
            added.append(
                Party(
                    first=index,
                    last=index + 1,
                    actor=person.actor,
                    role=person.role,
                    shape="holder",
                    anchor=index,
                    cases=cases[norm],
                )
            )
        return sorted([*parties, *added], key=lambda party: party.first) if added else parties

    def _name_forms(self, name: str, party: Party) -> Mapping[str, frozenset[str]]:
        """Return the cases of a family name by form; a name that stands in another case is put back into its first."""
        if self.paradigms is None:
            return {name: frozenset()}
        lemmas = [name]
        if party.cases and not any(case.startswith("n") for case in party.cases):
            lemmas = [*self.paradigms.lemmas_of(name, party.cases), name]
        forms: dict[str, frozenset[str]] = {}
        for lemma in lemmas:
            for form, cases in self.paradigms.word_forms(lemma, person=True).items():
                forms.setdefault(form, frozenset(case for case in cases if case[1] == "s"))
        return forms

    def _person_names(self, party: Party) -> list[str]:
        """Return the family names that a person of a party may be called by later: the last word, or the first."""
        if self.name_first:
            return self._names_beside(party)
        if party.shape == "holder":
            start, end = party.anchor, party.last
        else:
            start, end = max(party.anchor, party.head), party.last
            hit = self.hits.at(start)
            start = hit.last if hit is not None else start + 1
        words = [i for i in range(start, end) if self.passage.word(i)[0].isupper()]
        if len(words) < 2:
            return []
        return [self.passage.norms[i] for i in (words[-1], words[0]) if len(self.passage.word(i)) > 2]

    def _names_beside(self, party: Party) -> list[str]:
        """Return the names before a party or within it: "로이드 오스틴 미국 국방장관"."""
        if party.head < 0 or party.role not in _OFFICES:
            return []
        inside = [i for i in range(party.anchor + 1, party.head) if self._is_unknown(i)]
        place = party.first
        while place > 0 and party.first - place < _MOST_NAMES and self._is_unknown(place - 1):
            place -= 1
        before = range(place, party.first) if party.first - place >= _LEAST_NAMES else ()
        names = [self.passage.norms[i] for i in (inside or before)]
        return [name for name in names[-1:] if len(name) > 1]

    def _is_one(self, before: Party, party: Party) -> bool:
        """Tell whether two parties are one phrase: "South Korea's National Intelligence Service"."""
        if before.actor != party.actor:
            return False
        gap = self.passage.norms[before.last : party.first]
        joints = self.of | self.determiners | self.possessive
        return not gap or (all(norm in joints for norm in gap) and (before.head >= 0 or gap[0] in self.possessive))

    def _state_entry(self, hit: Hit) -> Entry | None:
        if self._is_disowned(hit.first):
            return None
        for entry in hit.entries:
            if entry.kind == "state" or (entry.kind == "holder" and self._in_office(entry)):
                return entry
        return None

    def _is_disowned(self, first: int) -> bool:
        """Tell whether the word before a state's name says that the state is not meant: "ethnic", "anti-"."""
        norms = self.passage.norms
        for phrase in self.disowning.get(norms[first - 1], ()) if first else ():
            if norms[max(first - len(phrase), 0) : first] == phrase:
                return True
        return False

    def _in_office(self, entry: Entry) -> bool:
        if self.published is None:
            return True
        earliest, latest = _term(entry.tag)
        after, before = self.published.earliest, self.published.latest
        return (before is None or earliest <= before) and (after is None or latest >= after)

    def _grow(self, hit: Hit, entry: Entry, floor: int) -> Party:
        first, last, head = hit.first, hit.last, -1
        role = _role_of(entry)
        adjective = entry.tag == "people"
        shape = "holder" if entry.kind == "holder" else ("adjective" if adjective else "name")
        cases = frozenset(entry.cases.split())
        after = self._role_after(last, adjective, cases)
        before = self._role_before(first, floor, adjective, cases)
        if before is not None and (after is None or not self.adjective_first):
            head, role, first = before.first, before.meaning.role, before.first
            cases = before.meaning.role_cases
        elif after is not None:
            head, role, last = after.first, after.meaning.role, after.last
            cases = cases & after.meaning.role_cases or after.meaning.role_cases
            last = self._more_roles(last)
        elif entry.tag == "organisation":
            role = "organisation"
        outer = self._role_of(first, floor, cases) if head >= 0 or entry.tag.startswith("organ:") else None
        while outer is not None:
            head, role, first, cases = outer.first, outer.meaning.role, outer.first, outer.meaning.role_cases
            outer = self._role_of(first, floor, cases)
        owner = self._adjective_behind(last) if entry.tag == "organisation" and not self.adjective_first else None
        if owner is not None:  # "le Conseil de sécurité russe" is no body of the United Nations
            return Party(
                first=first,
                last=owner.last,
                actor=_people_code(owner),
                role="ministry",
                shape="name",
                anchor=owner.first,
                head=first,
            )
        if head >= 0 or entry.kind == "holder":
            last = self._names(last)
            first = self._titles(first, floor) if entry.kind == "holder" else first
        return Party(
            first=first, last=last, actor=entry.code, role=role, shape=shape, anchor=hit.first, head=head, cases=cases
        )

    def _role_of(self, index: int, floor: int, cases: frozenset[str]) -> Hit | None:
        """Find the role noun that a genitive depends on: "представитель министерства обороны России"."""
        if not self.genitive or (cases and cases.isdisjoint(self.genitive)):
            return None
        place = index
        while place - 1 > floor and self.hits.ending(place) is None and self._qualifies(place - 1):
            place -= 1
        hit = self.hits.ending(place)
        if hit is None or hit.first < floor or not _is_role(hit):
            return None
        return hit

    def _qualifies(self, index: int) -> bool:
        """Tell whether a word before a genitive is an adjective of it."""
        norm = self.passage.norms[index]
        return self.hits.at(index) is None and self.government.between(norm) and norm.isalpha()

    def _adjective_behind(self, index: int) -> Hit | None:
        """Return a state's adjective right behind a name."""
        hit = self.hits.at(index)
        return hit if hit is not None and any(e.kind == "state" and e.tag == "people" for e in hit.entries) else None

    def _role_after(self, index: int, adjective: bool, cases: frozenset[str]) -> Hit | None:
        """Find the role noun after "Iranian", "Iran's", or a bare state ("Iran foreign minister")."""
        norms = self.passage.norms
        marked = index < len(norms) and norms[index] in self.possessive
        start = index + 1 if marked else index
        if self.name_first:
            return self._role_behind_name(start)
        possessive = marked or _is_possessor(self.hits.ending(index))
        if not adjective and not possessive:
            hit = self.hits.at(start)
            compound = self.adjective_first and not self.genitive
            return hit if hit is not None and compound and _is_role(hit) else None
        for step in range(_MOST_BETWEEN + 1):
            place = start + step
            hit = self.hits.at(place)
            if hit is not None and _is_role(hit):
                return hit if not cases or not hit.meaning.role_cases or cases & hit.meaning.role_cases else None
            if not self.adjective_first or place >= len(norms) or not norms[place].isalpha() or hit is not None:
                return None
        return None

    def _role_behind_name(self, start: int) -> Hit | None:
        """Find the role noun right there, or a person's office behind a name ("북한 최선희 외무상")."""
        for place in range(start, min(start + _MOST_NAMES + 1, len(self.passage.norms))):
            hit = self.hits.at(place)
            if hit is not None:
                person = place == start or hit.meaning.role in _OFFICES if _is_role(hit) else False
                return hit if person else None
            if not self._is_unknown(place):
                return None
        return None

    def _is_unknown(self, index: int) -> bool:
        """Tell whether a token is a word that the pack does not know, as names are."""
        word = self.passage.word(index)
        return (word.isalpha() or word in _NAME_MARKS) and not self.hits.covers(index)

    def _more_roles(self, last: int) -> int:
        """Take in further role nouns, also behind capitalised words: "China's National Defense Ministry"."""
        place = last
        while place < len(self.passage.norms) and place - last <= _MOST_BETWEEN:
            hit = self.hits.at(place)
            if hit is not None and _is_role(hit):
                last = place = hit.last
            elif hit is None and self.passage.word(place)[0].isupper() and self.passage.word(place).isalpha():
                place += 1
            else:
                break
        return last

    def _role_before(self, index: int, floor: int, adjective: bool, cases: frozenset[str]) -> Hit | None:
        """Find the role noun before "of Iran", or, where adjectives follow, before "iraniano"."""
        norms = self.passage.norms
        place = index
        if adjective and not self.adjective_first:
            for _ in range(_MOST_BETWEEN + 1):
                hit = self.hits.ending(place)
                if hit is not None and hit.first >= floor and _is_role(hit):
                    return hit
                place -= 1
                if place <= floor or not norms[place].isalpha() or norms[place] in self.of:
                    return None
            return None
        if not adjective and self.genitive:
            return self._role_of(index, floor, cases)
        if self.construct and not adjective:
            hit = self.hits.ending(place)
            return hit if hit is not None and hit.first >= floor and _is_role(hit) else None
        while place > floor and norms[place - 1] in self.determiners:
            place -= 1
        if place < index and norms[place] in self.of:
            place += 1  # "der" joins and determines at once
        if place == index and _is_possessor(self.hits.at(index)):
            hit = self.hits.ending(place)
            return hit if hit is not None and hit.first >= floor and _is_role(hit) else None
        if place <= floor or norms[place - 1] not in self.of:
            return None
        hit = self.hits.ending(place - 1)
        return hit if hit is not None and hit.first >= floor and _is_role(hit) else None

    def _names(self, last: int) -> int:
        """Take in the capitalised words of a name that follows."""
        norms = self.passage.norms
        end = last
        while end < len(norms) and end - last < _MOST_NAMES and self._is_name(end):
            end += 1
        return end

    def _is_name(self, index: int) -> bool:
        word = self.passage.word(index)
        if word == "-":
            return index + 1 < len(self.passage.norms) and self.passage.word(index + 1).isalpha()
        hit = self.hits.at(index)
        joined = index > 0 and self.passage.word(index - 1) == "-"
        return word.isalpha() and (word[0].isupper() or joined) and (hit is None or not _is_state(hit))

    def _titles(self, first: int, floor: int) -> int:
        hit = self.hits.ending(first)
        return hit.first if hit is not None and hit.first >= floor and _is_role(hit) else first


@cache
def _term(tag: str) -> tuple[date, date]:
    """Return the first and the last day in office by the tag of a holder's entry, of which there are few."""
    earliest, _, latest = tag.partition("/")
    first = partial_date_to_interval(earliest).earliest if earliest else None
    last = partial_date_to_interval(latest).latest if latest else None
    return first or date.min, last or date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ways:
    """How a language names actors. ``of``, ``possessive``, ``determiners`` and, among these, ``definite`` are words
    that join a role noun to its state, ``genitive`` the cases that do; ``disowning`` are phrases, by their last word,
    that say that the state behind them is not meant.
    """

    of: frozenset[str]
    possessive: frozenset[str]
    determiners: frozenset[str]
    definite: frozenset[str]
    genitive: frozenset[str]
    disowning: Mapping[str, list[list[str]]]
    adjective_first: bool
    construct: bool
    name_first: bool
    home: str
    home_words: frozenset[str]


@cache
def _load_ways(lang: str) -> _Ways:
    """Return how a pack says that its language names actors."""
    actor, pack = load_table(lang, "actor"), load_table(lang, "pack")
    joints = actor.get("joints", {})
    return _Ways(
        of=frozenset(joints.get("of", ())),
        possessive=frozenset(joints.get("possessive", ())),
        determiners=frozenset(joints.get("determiners", ())),
        definite=frozenset(joints.get("definite", ())),
        genitive=frozenset(joints.get("case", ())),
        disowning=_phrases(actor.get("skip", {}).get("behind", ())),
        adjective_first=bool(pack.get("adjective_first")),
        construct=bool(pack.get("construct")),
        name_first=bool(pack.get("name_first")),
        home=str(pack.get("home", "")),
        home_words=frozenset(pack.get("home_words", ())),
    )


def _role_of(entry: Entry) -> str:
    if entry.tag.startswith("organ:"):
        return entry.tag.partition(":")[2]
    if entry.kind == "holder":
        return "leader"
    return {"seat": "leader", "place": "state"}.get(entry.tag, entry.tag)


def _is_role(hit: Hit) -> bool:
    return bool(hit.kinds & ROLE)


def _is_possessor(hit: Hit | None) -> bool:
    """Tell whether a name's own ending marks it as a possessor ("Russlands")."""
    return hit is not None and hit.meaning.possessor


def _people_code(hit: Hit) -> str:
    return next(entry.code for entry in hit.entries if entry.kind == "state" and entry.tag == "people")


def _is_state(hit: Hit) -> bool:
    return bool(hit.kinds & STATE)


def _phrases(phrases: Sequence[str]) -> Mapping[str, list[list[str]]]:
    """Return phrases, cut into tokens, by their last one."""
    found: dict[str, list[list[str]]] = {}
    for phrase in phrases:
        words = phrase.split()
        found.setdefault(words[-1], []).append(words)
    return found
