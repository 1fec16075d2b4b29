"""Resolving the name of an actor to a state and a role.

What the reader finds in the name comes first; then persons and bodies that are known by name
(:mod:`riscontro.vocab.known`), then places (:mod:`riscontro.vocab.gazetteer`), last a slip of the pen in the name of a
state. Where several states are as likely, there is no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from riscontro.lang.loader import load_table
from riscontro.model.mention import ActorMention
from riscontro.model.time import Interval, Published, partial_date_to_interval
from riscontro.read.actors import group_parties, mentions
from riscontro.read.compile import Lexicon, load_lexicon
from riscontro.read.meanings import Entry
from riscontro.read.passage import Passage
from riscontro.read.reader import can_read
from riscontro.read.surface import ROLE, Hits
from riscontro.vocab.gazetteer import state_of_place
from riscontro.vocab.known import Known, find_body, find_person, find_surname
from riscontro.vocab.places import body_words, key_of
from riscontro.vocab.states import is_state

_ROLES = {
    "leader": "GOV",
    "ministry": "GOV",
    "forces": "MIL",
    "service": "SPY",
    "agency": "MED",
    "people": "CVL",
    "group": "REB",
    "organisation": "IGO",
}
"""Roles of the exams' coding (PLOVER actor codes) for roles of mentions."""
_BODIES = frozenset({"group", "organisation"})
"""Roles of mentions that are themselves bodies; any other that is a whole name is less exact than the name's body."""
_FORMER = "ELI"
"""The role of who no longer holds, or does not yet hold, an office."""
_OF_REGIONS = frozenset({"GOV", "LEG"})
"""Roles beside which a name that a region and a city elsewhere share is the region's ("Ontario government")."""
_NO_STATE = frozenset({"ATA"})
"""Territories of no state."""
_LONGEST_NAME = 8
"""Tokens of the longest name that is looked up within a phrase."""
_LONGEST_TEXT = 60
"""Tokens beyond which a text is no name: what it says is the reader's matter alone."""
_LEAST_ALONE = 5
"""Letters of a body's name that may stand within a phrase, unless it is an acronym."""
_LEAST_SLIP = 5
_MOST_APART = 3
"""Words between a place and the body that is named after it ("Massachusetts Institute of Technology")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The state (or organisation) that a name stands for, and the role through which; ``None`` if unknown.

    ``actor`` is what a claim of the reader would name: the group itself where ``state`` is its home.
    """

    state: str | None
    role: str | None
    actor: str | None = None


_UNKNOWN = Resolution(state=None, role=None)


def resolve(text: str, *, lang: str, date: str | None = None) -> Resolution:
    """Return whom a name or description stands for on a date (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``)."""
    if not can_read(lang):
        return _UNKNOWN
    lexicon = load_lexicon(lang)
    day = Published(value=date, found_by="contract").interval() if date else None
    phrase = _Phrase(lexicon, text)
    found = mentions(phrase.passage, group_parties(phrase.passage, phrase.hits, lexicon, day))
    if not phrase.words or len(phrase.words) > _LONGEST_TEXT:
        return _of_mention(found[0]) if found else _UNKNOWN
    whole = phrase.whole_body()
    if whole is not None and not (found and found[0].role in _BODIES and phrase.is_whole(found[0])):
        return _of_body(whole)
    if found:
        meant = _of_mention(found[0])
        return meant if found[0].role in _BODIES else replace(meant, role=phrase.said() or meant.role)
    searches: tuple[Callable[[], Resolution | None], ...] = (
        lambda: phrase.person(day),
        phrase.body,
        phrase.place,
        phrase.slip,
    )
    return next((one for one in (search() for search in searches) if one is not None), _UNKNOWN)


def _of_mention(mention: ActorMention) -> Resolution:
    home = find_body(mention.actor) if mention.role == "group" else None
    state = home.state if home is not None else mention.actor
    role = _ROLES.get(mention.role)
    if state in _NO_STATE:
        return Resolution(state=None, role=role, actor=mention.actor)
    return Resolution(state=state, role=role, actor=mention.actor)


def _of_body(body: Known) -> Resolution:
    return Resolution(state=body.state, role=body.role, actor=body.state if is_state(body.state) else None)


class _Phrase:
    """A name cut into tokens, and the places in it where another table's names can stand."""

    def __init__(self, lexicon: Lexicon, text: str) -> None:
        self.lexicon = lexicon
        self.passage: Passage = lexicon.cut(text)
        self.words = [self.passage.word(index) for index in range(len(self.passage.norms))]
        self.hits: Hits = lexicon.table.find(self.passage)
        joints = load_table(lexicon.lang, "actor").get("joints", {})
        self.determiners = frozenset(joints.get("determiners", ()))
        self.roles = self._find_roles()

    def whole_body(self) -> Known | None:
        """Return the body that the whole phrase names, an article before it aside."""
        first, last = self._bounds()
        return find_body(self._text(first, last)) if first < last else None

    def is_whole(self, mention: ActorMention) -> bool:
        """Tell whether a mention is the whole phrase."""
        first, last = self._bounds()
        return self.passage.span(first, last) == mention.span if first < last else False

    def person(self, day: Interval | None) -> Resolution | None:
        """Return whom a full name within the phrase stands for, or the whole phrase as a single name after they took
        office.
        """
        for first, last in self._spans(least=2):
            found = _of_person(find_person(self._text(first, last)), day)
            if found is not None:
                said = self.said()
                return replace(found, role=said) if said and _FORMER in {said, found.role} else found
        first, last = self._bounds()
        if last - first != 1 or day is None:
            return None
        offices = tuple(one for one in find_surname(self.words[first]) if _begun(one, day))
        return _of_person(offices, day) if self.passage.capitalised(first) else None

    def body(self) -> Resolution | None:
        """Return the body that a part of the phrase names ("members of SANDF")."""
        for first, last in self._spans(least=1):
            name = self._text(first, last)
            long = last - first > 1 or name.isupper() or len(name) >= _LEAST_ALONE
            found = find_body(name) if long and self.passage.capitalised(first) else None
            if found is not None:
                people = found.role == "CVL" and self.roles
                return replace(_of_body(found), role=self._role()) if people else _of_body(found)
        return None

    def place(self) -> Resolution | None:
        """Return the state of the place that the phrase is, or that a body in it is named after or stands in."""
        first, last = self._bounds()
        state = state_of_place(self._text(first, last)) if self._named(first) else None
        if state is not None:
            return Resolution(state=state, role=None, actor=state)
        if not self.roles:
            return None
        for first, last in self._spans(least=1):
            beside = {role for span, role in self.roles.items() if self._beside(first, last, *span)}
            if not self._named(first) or not beside:
                continue
            state = state_of_place(self._text(first, last), region=bool(beside & _OF_REGIONS))
            if state is not None:
                return Resolution(state=state, role=self._role(), actor=state)
        return None

    def slip(self) -> Resolution | None:
        """Return the state whose name the phrase is with one slip: two letters changed about, or one doubled or left
        out.
        """
        content = [index for index in range(*self._bounds()) if not self._in_role(index)]
        if len(content) != 1 or not self._named(content[0]) or len(self.words[content[0]]) < _LEAST_SLIP:
            return None
        meant = {entry.code for form in _slips(self.passage.norms[content[0]]) for entry in self._states(form)}
        if len(meant) != 1:
            return None
        state = meant.pop()
        return Resolution(state=state, role=self._role(), actor=state)

    def _states(self, form: str) -> Iterator[Entry]:
        return (entry for entry in self.lexicon.table.meaning(form) if entry.kind == "state" and is_state(entry.code))

    def _find_roles(self) -> dict[tuple[int, int], str | None]:
        """Return the role nouns of the pack, and the words for bodies that places are named in front of."""
        found = {
            (hit.first, hit.last): _ROLES.get(next(entry.code for entry in hit.entries if entry.kind == "role"))
            for hit in self.hits
            if hit.kinds & ROLE
        }
        for index, norm in enumerate(self.passage.norms):
            role = body_words().get(key_of(norm))
            if role is not None:
                found[index, index + 1] = role
        return found

    def said(self) -> str | None:
        """Return the role that the last word for a body or its people says, but that of former holders if any does."""
        said = [body_words()[key] for key in map(key_of, self.passage.norms) if key in body_words()]
        return _FORMER if _FORMER in said else said[-1] if said else None

    def _role(self) -> str | None:
        """Return the role of the last role noun."""
        return self.roles[max(self.roles)] if self.roles else None

    def _in_role(self, index: int) -> bool:
        return any(first <= index < last for first, last in self.roles)

    def _named(self, index: int) -> bool:
        return index < len(self.words) and self.passage.capitalised(index) and not self._in_role(index)

    def _beside(self, first: int, last: int, start: int, end: int) -> bool:
        """Tell whether a role noun stands close behind, or before with a small word such as "of" or "in" between."""
        if last <= start <= last + _MOST_APART:
            return True
        between = self.passage.norms[end:first]
        return bool(between) and not self.words[first - 1][:1].isupper()

    def _bounds(self) -> tuple[int, int]:
        """Return the phrase without the articles before it and the marks about it."""
        first, last = 0, len(self.words)
        while first < last and (self.passage.norms[first] in self.determiners or not self.words[first][0].isalnum()):
            first += 1
        while last > first and not self.words[last - 1][0].isalnum():
            last -= 1
        return first, last

    def _spans(self, *, least: int) -> Iterator[tuple[int, int]]:
        """Yield the runs of tokens of a phrase, the longest first."""
        count = len(self.words)
        for length in range(min(count, _LONGEST_NAME), least - 1, -1):
            for first in range(count - length + 1):
                yield first, first + length

    def _text(self, first: int, last: int) -> str:
        start, end = self.passage.span(first, last)
        return self.passage.text[start:end]


def _of_person(offices: Sequence[Known], day: Interval | None) -> Resolution | None:
    """Return whom offices under one name stand for: where they are of several states, who is in office alone."""
    held = tuple(one for one in offices if day is None or _in_office(one, day))
    of_one = next((rows for rows in (offices, held) if len({one.state for one in rows}) == 1), None)
    if of_one is None:
        return None
    role = held[0].role if held else _FORMER
    return Resolution(state=of_one[0].state, role=role, actor=of_one[0].state)


def _in_office(one: Known, day: Interval) -> bool:
    latest = partial_date_to_interval(one.latest).latest if one.latest else None
    return _begun(one, day) and (latest is None or day.earliest is None or day.earliest <= latest)


def _begun(one: Known, day: Interval) -> bool:
    earliest = partial_date_to_interval(one.earliest).earliest if one.earliest else None
    return earliest is None or day.latest is None or earliest <= day.latest


def _slips(norm: str) -> Iterator[str]:
    """Yield the words that a word may be with one slip of the pen."""
    for index in range(len(norm) - 1):
        yield norm[:index] + norm[index + 1] + norm[index] + norm[index + 2 :]
        if norm[index] == norm[index + 1]:
            yield norm[:index] + norm[index + 1 :]
    for index, letter in enumerate(norm):
        yield norm[: index + 1] + letter + norm[index + 1 :]
