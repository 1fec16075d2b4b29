"""Sides of an act where verbs come last: the particle of a party's phrase is its marker."""

from __future__ import annotations

from collections.abc import Iterator

from riscontro.read.actors import Party
from riscontro.read.acts import Trigger
from riscontro.read.frames import Frame, load_frames
from riscontro.read.headfinal.parse import Parse, Phrase, Predicate
from riscontro.read.headfinal.scope import is_likened
from riscontro.read.markers import Marked
from riscontro.read.roles import CONTROL, Candidate, Filling, Roles

_TOKEN_COST = 0.01
_WITHIN = 0.9
"""Weight of a party that qualifies its phrase's head ("이란 핵시설을")."""
_LINKED = 0.82
"""Weight of a party in a phrase that qualifies another ("이란의 핵시설을")."""
_BARE = 0.5
"""Weight of a phrase without a particle as an object."""
_BESIDE = 0.8
"""Weight of a party that stands with the verb whose object the act's noun is."""
_COMPOUND_REACH = 3
"""Tokens between a party and an act's noun within one phrase."""
_COMPOUND_GOAL = 0.4
"""Weight of a party before an act's noun as whom it is done to ("러시아 파병")."""
_TOLD = 0.8
"""Weight of the subject of what a verb of blaming tells as the one who is blamed."""
_INHERITED = 0.85
_QUALIFIED = 0.9
_SUFFERED = frozenset({"seize", "hit", "capture", "kill", "punish"})
"""Frames whose passive marks the doer by the particle of a goal."""
_MOST_STEPS = 5


class FinalRoles(Roles):
    """The roles of a sentence whose verbs come last."""

    @property
    def parse(self) -> Parse:
        """The parse of the sentence."""
        parse = self.view.parse
        if parse is None:
            raise ValueError("the sentence has not been parsed; draft_sentence does so where order is final")
        return parse

    def _mark_all(self) -> None:
        for party in self.view.parties:
            phrase = self.parse.within.get(party.first)
            cases = phrase.cases if phrase is not None else frozenset()
            chain = tuple(sorted(case[5:] for case in cases if case.startswith("prep.")))
            self.marked[party.first] = Marked(chain=chain, direct=not chain, start=party.first)

    # Coordination

    def group(self, party: Party) -> list[Party]:
        """Return the party and those coordinated with it, in the order of the text."""
        phrase = self.parse.within.get(party.first)
        if phrase is None:
            return [party]
        chain = [phrase, *self._before(phrase)]
        while chain[0].coordinated and chain[0].joined is not None:
            chain.insert(0, chain[0].joined)
        heads = [one.head() for one in chain]
        found = {p.first: p for p in heads if p is not None} if party in heads else {}
        for one in self._adjacent(phrase, party):
            found[one.first] = one
        return [found[first] for first in sorted(found)] or [party]

    def _before(self, phrase: Phrase) -> list[Phrase]:
        """Return the phrases that are coordinated with one after them."""
        found = [one for one in self.parse.phrases if one.coordinated and one.joined is phrase]
        return [*found, *(more for one in found for more in self._before(one))]

    def _adjacent(self, phrase: Phrase, party: Party) -> list[Party]:
        """Return short names that touch each other: "한미", "북·러"."""
        near = [party]
        place = phrase.parties.index(party)
        for step in (1, -1):
            other = place + step
            while 0 <= other < len(phrase.parties) and self._touch(phrase.parties[other], phrase.parties[other - step]):
                near.append(phrase.parties[other])
                other += step
        return near if len(near) > 1 else []

    def _touch(self, one: Party, other: Party) -> bool:
        low, high = sorted((one, other), key=lambda p: p.first)
        norms = self.view.passage.norms
        gap = range(low.last, high.first)
        if not gap:
            return self.view.passage.touches(high.first) and low.head < 0
        return len(gap) == 1 and norms[gap[0]] in "·ㆍ・-–/" and low.head < 0

    # Subjects

    def subject(self, number: int, before: int | None = None, depth: int = 0) -> tuple[list[Party], float]:
        """Return the subject of a predicate's clause and how sure it is, ``([], 0)`` where none is found."""
        if number >= len(self.parse.predicates) or depth > _MOST_STEPS:
            return [], 0.0
        predicate = self.parse.predicates[number]
        if predicate.subject is not None:
            return self._subject_of(predicate.subject)
        governed = predicate.governed
        if predicate.form == "rel" and governed is not None and governed.parties and not self._object_gap(predicate):
            head = governed.head()
            return (self.group(head), _QUALIFIED) if head is not None else (governed.parties[-1:], _QUALIFIED * _WITHIN)
        shared = self._shared(predicate)
        if shared is not None:
            found, score = self._subject_of(shared)
            if found:
                return found, score * _INHERITED
        origin = self.clauses[number].origin
        if origin is None:
            return [], 0.0
        found, score = self.subject(origin, depth=depth + 1)
        return found, score * _INHERITED

    def _shared(self, predicate: Predicate) -> Phrase | None:
        """Return the subject told within what qualifies an object: told once, it is that of the verb after it too."""
        for before in self.parse.predicates[: predicate.number]:
            governed = before.governed
            if before.form != "rel" or governed is None or before.subject is None:
                continue
            if is_likened(self.view, before) and "case.subj" in before.subject.cases:
                return before.subject  # "as if X sent shells to Y, they give them to Z"
            if self.parse.taken_by(governed) is predicate and "case.subj" in before.subject.cases:
                return before.subject
        return None

    def _subject_of(self, phrase: Phrase) -> tuple[list[Party], float]:
        head = phrase.head()
        if head is not None:
            return self.group(head), 1.0
        if phrase.parties:
            return phrase.parties[-1:], _WITHIN
        linked = [one for one in self.parse.phrases if one.joined is phrase and one.parties]
        return (linked[-1].parties[-1:], _LINKED) if linked else ([], 0.0)

    def _add_subjects(self, trigger: Trigger, frame: Frame, filling: Filling) -> None:
        """Add the subject; who undergoes what a noun names is its object ("공격을 받았다")."""
        if trigger.form != "noun" or trigger.carries != "undergo":
            super()._add_subjects(trigger, frame, filling)
            return
        subjects, sure = self.subject(trigger.clause)
        for slot, markers in load_frames()[trigger.act.frame].verb.items():
            score = markers.get("obj", 0.0) * sure
            if score > 0:
                filling.candidates += [
                    Candidate(slot=slot, party=party, marker="obj", score=score) for party in subjects
                ]

    def _object_gap(self, predicate: Predicate) -> bool:
        """Tell whether the noun that a verb qualifies is its object: another subject is told, or inherited."""
        if predicate.passive:
            return False
        if predicate.subject is not None:
            return True
        acts = [int(e.code) for e in predicate.hit.entries if e.kind == "act"]
        transitive = bool(acts) and not any(number in self.standing for number in acts)
        return transitive and not any("case.obj" in phrase.cases for phrase in predicate.args)

    def _noun_subject(self, trigger: Trigger) -> tuple[list[Party], float]:
        """Return the subject of the verb that carries a noun, which is not the noun itself."""
        own = self.parse.within.get(trigger.first)
        taker = self.parse.taken_by(own)
        if own is None or (taker is not None and taker.subject is not None and taker.subject is own.outer()):
            return [], 0.0
        return super()._noun_subject(trigger)

    def is_reduced(self, trigger: Trigger) -> bool:
        """Tell whether a participle only qualifies a noun: here what qualifies has its own subject or object."""
        return False

    def done_by_another(self, trigger: Trigger) -> bool:
        """Tell whether the text names a doer that is no party."""
        predicate = self.parse.at.get(trigger.first)
        if predicate is None:
            return False
        if trigger.passive:
            return any("prep.by" in phrase.cases and not phrase.parties for phrase in predicate.args)
        return predicate.subject is not None and not self._subject_of(predicate.subject)[0]

    # Slots

    def _distance(self, trigger: Trigger, party: Party) -> float:
        low, high = min(trigger.last, party.last), max(trigger.first, party.first)
        return _TOKEN_COST * max(0, high - low)

    def _verb_markers(self, trigger: Trigger, party: Party) -> list[tuple[str, float]]:
        predicate = self.parse.at.get(trigger.first)
        phrase = self.parse.within.get(party.first)
        if predicate is None or phrase is None:
            return []
        outer = phrase.outer()
        if trigger.act.frame in CONTROL and party in self._told_of(predicate):
            return [("obj", _TOLD)]
        if predicate.governed is not None and outer is predicate.governed.outer():
            own = predicate.governed is phrase or phrase.coordinated
            return [("obj", _QUALIFIED if own else _LINKED)] if self._object_gap(predicate) else []
        taker = self.parse.taker.get(outer.first)
        if taker is not predicate:
            return self._within_object(taker, predicate)
        if outer is predicate.subject:
            return []
        found = list(self._phrase_markers(phrase, party))
        if trigger.passive and trigger.act.frame in _SUFFERED:  # "후티에 나포된", "イランに拿捕された"
            return [("by" if mark == "to" else mark, weight) for mark, weight in found]
        return found

    def _within_object(self, taker: Predicate | None, predicate: Predicate) -> list[tuple[str, float]]:
        """Return the markers of a party where something is that the verb's object is ("이란에 있는 시설을 공격")."""
        if taker is None or taker.form != "rel" or taker.governed is None:
            return []
        if any(e.kind == "act" for e in taker.hit.entries) or self.parse.taken_by(taker.governed) is not predicate:
            return []
        cases = taker.governed.outer().cases
        return [("obj", _LINKED)] if not cases.isdisjoint(("case.obj", "case.also")) else []

    def _told_of(self, predicate: Predicate) -> list[Party]:
        """Return the subject of what a verb of blaming or asking tells ("중국이 공격했다고 비난했다")."""
        before = self.parse.predicates[predicate.number - 1] if predicate.number else None
        if before is None or before.form != "that":
            return []
        return self.subject(before.number)[0]

    def _phrase_markers(self, phrase: Phrase, party: Party) -> Iterator[tuple[str, float]]:
        weight = 1.0 if phrase.head() is party or party in self._group_of_head(phrase) else _WITHIN
        one = phrase
        while one.joined is not None:
            weight *= 1.0 if one.coordinated else _LINKED
            one = one.joined
        marks = [case[5:] for case in one.cases if case.startswith(("prep.", "case."))]
        marks = ["obj" if mark == "also" else mark for mark in marks if mark != "topic"]
        for mark in marks or (["obj"] if not one.timed else []):
            yield mark, weight if marks else weight * _BARE

    def _group_of_head(self, phrase: Phrase) -> list[Party]:
        head = phrase.head()
        return self._adjacent(phrase, head) if head is not None else []

    def _noun_markers(self, trigger: Trigger, party: Party) -> list[tuple[str, float]]:
        phrase, own = self.parse.within.get(party.first), self.parse.within.get(trigger.first)
        if phrase is None or own is None:
            return []
        if phrase is own:
            return self._compound_markers(trigger, phrase, party)
        steps, one = 0, phrase
        link: Phrase | None = None
        while one.joined is not None and one is not own:
            link = link if one.coordinated else one
            if one.joined is own:
                found = self._spoken_by(phrase, link) if link is not None else None
                return self._linked_markers(found, phrase, party, steps) if found is not None else []
            steps += not one.coordinated
            one = one.joined
        taker = self.parse.taken_by(own)
        outer = phrase.outer()
        if taker is None or outer is own.outer() or self.parse.taker.get(outer.first) is not taker:
            return []
        if outer is taker.subject:
            return []
        return [(mark, weight * _BESIDE) for mark, weight in self._phrase_markers(phrase, party) if mark != "obj"]

    def _spoken_by(self, phrase: Phrase, link: Phrase) -> Phrase:
        """Return the phrase whose particle marks a party that qualifies an act's noun: the last link, but not one that
        names a side of its own ("북한의 러시아에 대한 공급").
        """
        while phrase.coordinated and phrase.joined is not None:
            phrase = phrase.joined
        if "prep.of" not in phrase.cases:
            return phrase
        return phrase if link is not phrase and link.head() is not None else link

    def _compound_markers(self, trigger: Trigger, phrase: Phrase, party: Party) -> list[tuple[str, float]]:
        if party.first >= trigger.last:
            return [("adj", 0.6)] if party.first - trigger.last <= 1 else []
        if trigger.first - party.last > _COMPOUND_REACH:
            return []
        if len(self._adjacent(phrase, party)) > 1 or len(self.group(party)) > 1:
            return [("between", 1.0)]
        if party.head >= 0:
            return [("poss", 0.9), ("to", _COMPOUND_GOAL / 2)]
        return [("adj", 1.0), ("to", _COMPOUND_GOAL)]

    def _linked_markers(self, link: Phrase, phrase: Phrase, party: Party, steps: int) -> list[tuple[str, float]]:
        """Return the markers of a party in a phrase that qualifies the act's noun ("북한에 대한 제재")."""
        weight = (1.0 if phrase.head() is party else _WITHIN) * _LINKED**steps
        if len(self.group(party)) > 1 and "prep.of" in link.cases:
            return [("between", weight), ("poss", weight * _WITHIN)]
        marks = [case[5:] for case in link.cases if case.startswith("prep.")]
        return [("poss" if mark == "of" else mark, weight) for mark in marks]
