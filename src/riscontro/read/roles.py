"""Sides of an act: for each trigger, every party is tried in every slot of the frame, and the best filling wins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from riscontro.read.actors import Party
from riscontro.read.acts import Trigger
from riscontro.read.clauses import Clause, View, has_pronoun
from riscontro.read.frames import INTRANSITIVE, Frame
from riscontro.read.government import NO_GOVERNMENT, Government
from riscontro.read.markers import BORDERS, DECAY, Marked, mark_party, weigh_chain

_TOKEN_COST = 0.04
_COMMA_COST = 0.3
_SUBJECT_COST = 0.02
"""Weight that a subject loses for each token between it and its verb."""
_BORDER_COST = 0.9
"""Weight lost for each clause border between a trigger and a party after it."""
_JOINT = 4
"""Tokens between two parties that are joined."""
_MOST_TRIED = 6
"""Candidates of one slot that are paired with those of another."""
_NEXT_REACH = 4
"""Tokens between a verb and a subject that follows it."""
_INHERITED = 0.85
_BEFORE_VERB = 0.95
"""Weight of an object that stands before its verb."""
_OBJECT_BEHIND_VERB = 0.45
_THRESHOLD = 0.55
_OWN = 2.4
"""Score of a party as actor where its own soldiers are what is sent."""
_CARRYING = frozenset({"do", "halt", "ask", "refuse", "menace", "deny"})
"""Classes of verbs whose subject does what their object names; who condemns or reports an act does not do it."""
_UNDERGONE = 2.8
"""Score of a subject as recipient where its verb says that it undergoes the act ("suffered losses")."""
_CONTROLLED = 12
"""Tokens between a verb of blaming or asking and the infinitive that its object controls."""
_CONTROLLING = 16
"""Tokens between a verb of blaming or asking and the one that its object is the subject of."""
_NOUNS = frozenset({"tale", "ending"})
"""Functions of words that are nouns."""
_AGENT_REACH = 3
"""Tokens after a passive verb within which its agent stands."""
_IN_PASSING = 0.5
_STRUCK = frozenset({"hit", "bombard", "capture", "kill"})
"""Frames whose passive subject may be told by whose it is."""
_SEIZING = frozenset({"seize", "hit", "punish", "leave"})
_QUALIFIED_REACH = 1
"""Tokens between a noun and the participle that only qualifies it."""
_PLAIN = 2.3
"""Score from which a side stands beyond doubt."""

CONTROL = frozenset({"blame", "ask"})
"""Frames whose object does what an infinitive or gerund after them says ("accused Iran of supplying")."""


class Candidate(NamedTuple):
    """A party tried in a slot: the marker that spoke for it, and the score."""

    slot: str
    party: Party
    marker: str
    score: float


@dataclass(slots=True, kw_only=True)
class Filling:
    """The sides that won: parties of each slot, best first; and every candidate that was tried."""

    actor: list[Party] = field(default_factory=list)
    recipient: list[Party] = field(default_factory=list)
    opponent: list[Party] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)


class Roles:
    """The roles of one sentence: parties with their markers, and the subject of each clause."""

    def __init__(
        self,
        view: View,
        clauses: Sequence[Clause],
        control: frozenset[int] = frozenset(),
        *,
        compounds: bool,
        asking: frozenset[int] = frozenset(),
        government: Government = NO_GOVERNMENT,
        standing: frozenset[int] = frozenset(),
    ) -> None:
        self.view = view
        self.clauses = clauses
        self.control = control
        self.compounds = compounds
        self.asking = asking
        self.government = government
        self.cased = bool(government)
        self.standing = standing
        self.told: frozenset[int] = frozenset()
        self._firsts = [clause.first for clause in clauses]
        self.marked: dict[int, Marked] = {}
        self._groups: dict[int, list[Party]] | None = None
        self._subjects: dict[tuple[int, int | None, int], tuple[list[Party], float]] = {}
        self._mark_all()

    def clause_at(self, index: int) -> int:
        """Return the number of the clause that a token stands in."""
        return bisect_right(self._firsts, index) - 1

    def _mark_all(self) -> None:
        """Mark each party; a party coordinated with the one before it takes over its markers."""
        before: Party | None = None
        for party in self.view.parties:
            clause = self.clauses[self.clause_at(party.first)]
            opened = clause.kind == "sub"
            mark = mark_party(self.view, party, clause.first, opened=opened, government=self.government)
            if before is not None and (not mark.chain or mark.bare) and self.group(party)[0] is not party:
                first = self.marked[before.first]
                mark = mark if mark.bare and first.bare else first
            if before is not None and self._shares_border(before, party, mark):
                mark = mark._replace(chain=("near",), direct=False)
            host = self._host(party, mark)
            self.marked[party.first] = mark if mark.host == host else mark._replace(host=host)
            before = party

    def _shares_border(self, before: Party, party: Party, mark: Marked) -> bool:
        """Tell whether a party is only the other side of a border that is named ("on Iran's border with Iraq")."""
        if party.first - before.last != 1 or "near" not in self.view.functions(before.first - 1).prepositions:
            return False
        phrase = self.view.cover[before.first - 1]
        return phrase.last - phrase.first > 1 and bool(mark.chain) and "with" in mark.chain[0].split("/")

    def _host(self, party: Party, mark: Marked) -> int:
        """Return the act noun right before the preposition of a party."""
        if not mark.chain:
            return -1
        view = self.view
        for index in range(party.first - 1, mark.start - 1, -1):
            if index in view.words and view.words[index].prepositions:
                hit = view.cover.get(index - 1)
                if hit is None or not hit.meaning.acts or view.readings.get(hit.first) != "noun":
                    return -1
                return hit.first
        return -1

    def coordinated(self, before: Party, party: Party) -> bool:
        """Tell whether two parties are joined by "and" or a comma and little else."""
        if party.first - before.last > _JOINT or self.clause_at(before.first) != self.clause_at(party.first):
            return False
        joined = False
        for index in range(before.last, party.first):
            functions = self.view.functions(index)
            if "and" in functions or self.view.norm(index) in (",", "/") or self._is_hyphen(index):
                joined = True
            elif self.view.is_verb(index) or self.view.is_aux(index):
                return False
            elif functions.prepositions and (not joined or not functions & self.view.functions(before.first - 1)):
                return False  # "in China and in Russia" repeats its preposition, "from China and to Russia" does not
        return joined and not self._ends_opening(before, party)

    def _ends_opening(self, before: Party, party: Party) -> bool:
        """Tell whether a comma only ends the phrase with a preposition that opens a clause ("Sous l'égide de la Chine,
        Riyad et Téhéran sont convenus"): what follows it is the subject.
        """
        clause, view = self.clauses[self.clause_at(before.first)], self.view
        gap = [view.norm(index) for index in range(before.last, party.first)]
        if gap[:1] != [","] or any(view.is_word(index, "and") for index in range(before.last, party.first)):
            return False
        opens = bool(view.functions(clause.first).prepositions) and not view.commas(clause.first, before.first)
        return opens and clause.head is not None and clause.head > party.last

    def group(self, party: Party) -> list[Party]:
        """Return the party and those coordinated with it, in order."""
        if self._groups is None:
            self._groups = self._find_groups()
        return self._groups[party.first]

    def _find_groups(self) -> dict[int, list[Party]]:
        """Return for the first token of each party its group."""
        groups: dict[int, list[Party]] = {}
        run: list[Party] = []
        for party in self.view.parties:
            if run and self.coordinated(run[-1], party):
                run.append(party)
            else:
                run = [party]
            groups[party.first] = run
        for party in self.view.parties:
            run = groups[party.first]
            if len(run) > 1 and not self._has_conjunction(run):
                groups.update((one.first, [one]) for one in run)
        return groups

    def _is_hyphen(self, index: int) -> bool:
        """Tell whether a dash joins two words ("Iran-Iraq"), as none with spaces around it does."""
        passage = self.view.passage
        return self.view.norm(index) in ("-", "–") and passage.touches(index) and passage.touches(index + 1)

    def _has_conjunction(self, group: Sequence[Party]) -> bool:
        """Tell a list from an apposition, which has commas only."""
        gaps = range(group[0].last, group[-1].first)
        return any(self.view.is_word(i, "and") or self.view.norm(i) == "/" or self._is_hyphen(i) for i in gaps)

    # Subjects

    def subject(self, number: int, before: int | None = None, depth: int = 0) -> tuple[list[Party], float]:
        """Return the subject of a clause (coordinated parties) and how sure it is, ``([], 0)`` where none is found."""
        key = number, before, depth
        known = self._subjects.get(key)
        if known is None:
            known = self._subjects[key] = self._find_subject(number, before, depth)
        return known

    def _find_subject(self, number: int, before: int | None, depth: int) -> tuple[list[Party], float]:
        clause = self.clauses[number]
        head = before if before is not None else (clause.head if clause.head is not None else clause.last)
        own = self._own_subject(clause, head)
        if self.cased and own and all(self.marked[p.first].object for p in own):
            late = self._certain_subject(clause, head)
            if late:
                return late, 1.0
        if own and clause.antecedent is not None and self._is_relative_object(clause, own):
            return [clause.antecedent], _INHERITED
        if own:
            return own, 1.0
        behind = self._subject_behind(clause) if self.view.verb_last and not own else []
        if not behind and self.view.verb_first:
            behind = self._subject_next(clause, head)
        if behind:
            return behind, 1.0
        if depth > 4 or self._has_other_subject(clause, head):
            return [], 0.0
        if clause.kind == "rel" and self._is_oblique(clause):
            if clause.origin is None or not has_pronoun(self.view, clause):
                return [], 0.0
            found, score = self.subject(clause.origin, depth=depth + 1)
            return found, score * _INHERITED
        if clause.kind == "rel" and clause.antecedent is not None:
            return [clause.antecedent], 0.9
        if clause.origin is None and self._is_fronted(number, head):
            found, score = self.subject(number + 1, depth=depth + 1)
            return found, score * _INHERITED
        if clause.origin is None or clause.origin == number:
            return [], 0.0
        agent = self._agent(self.clauses[clause.origin]) if clause.kind == "part" else None
        if agent is not None:
            return [agent], _INHERITED
        found, score = self.subject(clause.origin, depth=depth + 1)
        return found, score * _INHERITED

    def _is_fronted(self, number: int, head: int) -> bool:
        """Tell whether a participle opens the sentence, before the clause whose subject it is about ("Expulsé du Mali,
        l'ambassadeur a regagné Paris").
        """
        follows = number + 1 < len(self.clauses) and self.clauses[number + 1].kind in ("coord", "main")
        return follows and head == self.clauses[number].first and self.view.verb_form(head) in ("participle", "past")

    def _is_relative_object(self, clause: Clause, own: Sequence[Party]) -> bool:
        """Tell whether the one party of a verb-last relative clause is its object: the pronoun, right behind a party
        that it takes up, is the subject ("Soldaten, die Russland unterstützen").
        """
        if not self.view.verb_last or clause.kind != "rel" or clause.antecedent is None:
            return False
        if any(name in ("det.acc", "det.dat", "det.gen") for name in self.view.functions(clause.first)):
            return False
        bare = [
            p for p in self.view.parties if clause.first <= p.first < clause.last and not self.marked[p.first].chain
        ]
        return len(bare) == len(own) and clause.antecedent.last >= clause.first - 2

    def _subject_behind(self, clause: Clause) -> list[Party]:
        """Return the subject that follows its finite verb, where something else opens the clause."""
        if clause.head is None or clause.kind in ("part", "sub", "rel", "that"):
            return []
        for party in self.view.parties:
            if clause.head < party.first < clause.last and not self.marked[party.first].chain:
                return self.group(party)
        return []

    def _subject_next(self, clause: Clause, head: int) -> list[Party]:
        """Return the subject right behind its verb, where verbs may come first: the first party without a marker."""
        hit = self.view.cover.get(head)
        start = hit.last if hit is not None else head
        for index in range(start, min(start + _NEXT_REACH, clause.last)):
            party = self.view.owner.get(index)
            if party is not None:
                return self.group(party) if not self.marked[party.first].chain else []
            functions = self.view.functions(index)
            if self.view.is_verb(index) or functions.prepositions:
                return []
        return []

    def _agent(self, clause: Clause) -> Party | None:
        """Return the agent of a passive clause: what a participle after it goes on about ("hit by X, killing two")."""
        if not any(
            not self.view.functions(index).isdisjoint(("be", "pass")) for index in range(clause.first, clause.last)
        ):
            return None
        for party in self.view.parties:
            chain = self.marked[party.first].chain
            if clause.first <= party.first < clause.last and chain and "by" in chain[-1].split("/"):
                return party
        return None

    def _own_subject(self, clause: Clause, head: int) -> list[Party]:
        inside: list[Party] = []
        bare: list[Party] = []
        for party in self.view.parties:
            if clause.first <= party.first and party.last <= head:
                inside.append(party)
                mark = self.marked[party.first]
                if not mark.chain and mark.subject:
                    bare.append(party)
        verb = (
            clause.head
            if clause.head is not None and not self.cased and not self.view.verb_last and not self.view.verb_first
            else head
        )
        if bare:
            # a party behind the clause's verb is its object; who is said to act stands before who says it
            likely = [party for party in bare if party.first <= verb] or bare
            best = likely[0]
            if len(likely) > 1:
                best = next((party for party in likely if party.first not in self.view.speaking), best)
            return [party for party in self.group(best) if party.last <= head]
        for party in inside if not self.view.verb_last else inside[:1]:
            mark = self.marked[party.first]
            if mark.chain == ("of",) and clause.kind == "sub" if self.view.verb_last else mark.direct and mark.chain:
                return [p for p in self.group(party) if p.last <= head]
        return self._late_subject(clause, head)

    def _is_oblique(self, clause: Clause) -> bool:
        """Tell whether a relative clause opens with a pronoun that cannot be its subject ("куда", "которую")."""
        if clause.kind != "rel":
            return False
        oblique = any(self.view.is_word(index, "oblique") for index in (clause.first, clause.first + 1))
        return oblique or has_pronoun(self.view, clause)

    def _late_subject(self, clause: Clause, head: int, *, ambiguous: bool = False) -> list[Party]:
        """Return the subject that follows its verb, where its case shows it ("прибыл министр обороны России")."""
        if not self.cased:
            return []
        ambiguous = ambiguous or self._is_oblique(clause)
        for party in self.view.parties:
            mark = self.marked[party.first]
            if head < party.first < clause.last and mark.subject and not mark.chain:
                group = self.group(party)
                if ambiguous or any(one.cases and not self.marked[one.first].object for one in group):
                    return group
        return []

    def _certain_subject(self, clause: Clause, head: int) -> list[Party]:
        """Return the party behind the verb that its case makes the subject beyond doubt, where what stands before may
        be the object ("двух дипломатов выслала Греция"). No comma parts it from the verb.
        """
        if clause.kind in ("rel", "that"):
            return []
        for party in self._late_subject(clause, head)[:1]:
            mark = self.marked[party.first]
            named = party.head < 0 and party.role in ("state", "capital")  # a thing's adjective does not tell its case
            if named and party.cases and not mark.object and self.view.commas(head, party.first) == 0:
                return self.group(party)
        return []

    def behind(self, trigger: Trigger) -> list[Party]:
        """Return the parties behind a verb that may be its subject, where something else is known to be its object."""
        return self._late_subject(self.clauses[trigger.clause], trigger.first, ambiguous=True)

    def is_reduced(self, trigger: Trigger) -> bool:
        """Tell whether a participle only qualifies a noun: "the territory occupied by"."""
        if trigger.form not in ("participle", "attributive") or not trigger.passive or trigger.act.frame == "bind":
            return False
        for index in range(trigger.first - 1, self.clauses[trigger.clause].first - 1, -1):
            if self.view.is_aux(index) or "pass" in self.view.functions(index):
                return False
            if self.view.is_verb(index):
                return not any(
                    "and" in self.view.functions(i) for i in range(index, trigger.first)
                )  # its own auxiliary
        return True

    def done_by_another(self, trigger: Trigger) -> bool:
        """Tell whether the text names a doer that is no party: "struck by an earthquake", "the flood hit"."""
        if trigger.form == "noun":
            return False
        clause = self.clauses[trigger.clause]
        if trigger.passive:
            after = range(trigger.last, min(trigger.last + _AGENT_REACH, clause.last))
            return any("prep.by" in self.view.functions(index) for index in after)
        return self._has_other_subject(clause, trigger.first)

    def _has_other_subject(self, clause: Clause, head: int) -> bool:
        """Tell whether a noun that is no party stands as subject before the verb ("the drones hit")."""
        if clause.kind in ("part",):
            return False
        view = self.view
        for index in range(clause.first, head):
            hit = view.cover.get(index)
            if hit is not None and hit.meaning.back:
                return False
            functions = view.functions(index)
            if (functions and functions - _NOUNS) or view.is_verb(index) or not view.norm(index)[:1].isalpha():
                continue
            if clause.kind == "rel" and index == clause.first + 1 and hit is not None and hit.meaning.role:
                continue  # "Guyana, whose president": an office of the antecedent
            if "det" in view.functions(index - 1) or view.readings.get(index) == "noun":
                return True
        return False

    # Slots

    def fill(self, trigger: Trigger, frame: Frame, moved: Party | None = None) -> Filling:
        """Return the best filling of a trigger's frame; ``moved`` is a party whose own people are what is sent."""
        slots = frame.slots(trigger.form, passive=trigger.passive)
        filling = Filling()
        for party in self.view.parties:
            if party.first < trigger.last and trigger.first < party.last:
                if trigger.form == "noun" and party.head == trigger.first:  # "Russia's invasion" is one party
                    score = slots.get("actor", {}).get("poss", 0.0)
                    filling.candidates.append(Candidate(slot="actor", party=party, marker="poss", score=score))
                continue
            self._try(trigger, party, frame, filling)
        self._add_subjects(trigger, frame, filling)
        if moved is not None:
            filling.candidates = [
                c
                for c in filling.candidates
                if (c.party is not moved or c.slot != "recipient") and (c.slot != "actor" or not is_thing(c.party))
            ]
            filling.candidates.append(Candidate(slot="actor", party=moved, marker="own", score=_OWN))
        if trigger.act.mode == "item":
            _prefer_origin(filling)
        self._choose(filling, denied=trigger.carries == "deny")
        return filling

    def _try(self, trigger: Trigger, party: Party, frame: Frame, filling: Filling) -> None:
        """Add the party in every slot that one of its markers speaks for."""
        noun = trigger.form == "noun"
        found = self._noun_markers(trigger, party) if noun else self._verb_markers(trigger, party)
        spoken = frame.spoken_for(trigger.form, tuple(found), passive=trigger.passive) if found else ()
        if not spoken:
            return
        distance = self._distance(trigger, party)
        for slot, marker, score in spoken:
            if score - distance > 0:
                if slot == "recipient" and trigger.act.mode == "fire" and is_thing(party):
                    continue  # "fired Iranian missiles"
                filling.candidates.append(Candidate(slot, party, marker, score - distance))

    def _distance(self, trigger: Trigger, party: Party) -> float:
        """Return what the way between a trigger and a party that stands before or behind it takes from its score."""
        low, high = (trigger.last, party.first) if trigger.first < party.first else (party.last, trigger.first)
        cost = _TOKEN_COST * (high - low) + _COMMA_COST * self.view.commas(low, high)
        number = self.clause_at(party.first)
        if number == trigger.clause or (trigger.form == "noun" and self._reduced(number, trigger)):
            return cost
        return cost + _BORDER_COST * abs(trigger.clause - number)

    def _verb_markers(self, trigger: Trigger, party: Party) -> list[tuple[str, float]]:
        """Return the markers of a party after a verb (its subject is added by :meth:`_add_subjects`)."""
        same = self.clause_at(party.first) == trigger.clause
        mark = self.marked[party.first]
        if party.first >= trigger.last:
            if not same:
                return []
            own = mark.host in self.told or trigger.first <= mark.host < trigger.last
            hosted = mark.host >= 0 and not own
            nearer = self.view.has_head(trigger.last, party.first)
            weight = _OBJECT_BEHIND_VERB if hosted or nearer else 1.0
            found = weigh_chain(mark.chain, weight)
            if nearer or not trigger.passive:  # the agent is that of the nearer verb
                found = [(_without_agent(marker), w) for marker, w in found if marker != "by"]
            received = trigger.act.frame == "host" and bool(mark.chain)  # "received flights from X"
            if mark.direct and not received and not trigger.passive and (mark.object or mark.chain):
                found.append(("obj", weight * DECAY ** len(mark.chain)))
            return found
        if same and self.view.verb_last and party.last <= trigger.first:
            found = weigh_chain(mark.chain, 1.0)
            if not trigger.passive:
                found = [(_without_agent(marker), w) for marker, w in found if marker != "by"]
            return found or [("obj", _BEFORE_VERB)]
        clause = self.clauses[trigger.clause]
        if party is clause.antecedent and self._is_oblique(clause):
            return [("obj", 0.9), ("in", 0.9)]  # "the region that they occupied", "where they marched in"
        if same and not mark.chain and not mark.subject and party.last <= trigger.first and not trigger.passive:
            return [("obj", 0.8)]  # an accusative before its verb
        if same and trigger.passive and mark.chain[:1] == ("of",) and mark.direct and trigger.act.frame in _STRUCK:
            return [("obj", 0.7)]  # "the plane of the Russian air force was shot down"
        if same and mark.chain and party.last <= trigger.first:
            agents = () if trigger.passive else ("by", "by/from")
            return [(marker, 0.8) for marker in mark.chain[:1] if marker not in ("of", *agents)]
        return []

    def _noun_markers(self, trigger: Trigger, party: Party) -> list[tuple[str, float]]:
        number = self.clause_at(party.first)
        if number != trigger.clause and not self._reduced(number, trigger):
            return []
        mark = self.marked[party.first]
        view = self.view
        gap = trigger.first - party.last
        if gap >= 0:
            follows = view.norm(party.last) if gap else ""
            own = "possessor" in view.functions(party.last - 1)
            if own and gap <= 3 and not self._marks_between(party.last, trigger.first):
                return [("poss", 1.0)]
            if follows == "'s" and mark.chain[:1] == ("on/to",):
                return [("to", 1.0), ("on", 1.0)]  # "对苏丹的制裁": the genitive joins the phrase, it names no doer
            if follows in ("'s", "'") and gap <= 5 and not view.has_head(party.last, trigger.first):
                return [("poss", 1.0)]
            if (
                0 <= trigger.carrier < party.first
                and not mark.chain
                and (
                    "det" in view.functions(party.last)
                    or (party.last == trigger.first and trigger.last - trigger.first > 1)
                )
            ):
                return [("to", 0.9)]  # "sent Peru a letter"
            adjective = party.shape == "adjective" and party.head < 0
            if gap <= 2 and adjective and not self._marks_between(party.last, trigger.first):
                return [("adj", 1.0)]
            if gap == 1 and follows == "-":
                return [("poss", 0.8)]
            if self.compounds and gap <= 1 and not self._marks_between(party.last, trigger.first):
                return [("poss", 0.8)]
            return [(marker, 0.6) for marker in mark.chain[:1] if marker not in ("of", "by", "by/from", "between")]
        if party.first == trigger.last and not mark.chain and party.shape == "adjective":
            return [("adj", 1.0)]
        if party.first == trigger.last and not mark.chain and view.verb_first:
            return [("of", 1.0)]  # the construct state: "هجوم روسيا"
        if number == trigger.clause and view.has_head(trigger.last, party.first):
            if mark.host >= 0 and mark.host != trigger.first:
                return []  # "the deal would break the sanctions of X": X belongs to the sanctions
            weight = 0.8 if trigger.carrier < 0 and trigger.carries == "" else 0.5
            return [found for found in weigh_chain(mark.chain, weight) if "by" not in found[0]]
        return weigh_chain(mark.chain, 1.0)

    def _reduced(self, number: int, trigger: Trigger) -> bool:
        """Tell whether a clause is a participle that goes on about the noun: "a treaty, signed by"."""
        if number != trigger.clause + 1 or self.clauses[number].kind != "part":
            return False
        head = self.clauses[number].head
        return head is not None and self.view.verb_form(head) in ("participle", "past")

    def _marks_between(self, first: int, last: int) -> bool:
        return any(
            self.view.is_verb(i)
            or self.view.is_aux(i)
            or not self.view.functions(i).isdisjoint(BORDERS)
            or self.view.norm(i) in ",;:"
            or bool(self.view.functions(i).prepositions)
            for i in range(first, last)
        )

    def _add_subjects(self, trigger: Trigger, frame: Frame, filling: Filling) -> None:
        if trigger.carries == "undergo":
            subjects, sure = self.subject(trigger.clause, before=trigger.carrier)
            filling.candidates += [
                Candidate(slot="recipient", party=party, marker="lsubj", score=_UNDERGONE * sure) for party in subjects
            ]
            return
        if trigger.form == "noun":
            subjects, sure = self._noun_subject(trigger)
            marker = "lsubj"
        else:
            marker = "obj" if trigger.passive else "subj"
            subjects, sure = self._verb_subject(trigger)
        if not subjects or not sure:
            return
        for slot, name, score in frame.spoken_for(trigger.form, ((marker, 1.0),), passive=trigger.passive):
            for party in subjects:
                far = abs(trigger.first - party.last)
                filling.candidates.append(Candidate(slot, party, name, score * sure - _SUBJECT_COST * far))

    def _noun_subject(self, trigger: Trigger) -> tuple[list[Party], float]:
        """Return the subject of the verb that carries a noun; for a visit told in passing, that of its clause."""
        if trigger.carries in _CARRYING:
            controller = self._controller_of(trigger.carrier) if trigger.carrier >= 0 else None
            if controller is not None:
                return [controller], _INHERITED
            return self.subject(trigger.clause, before=trigger.carrier)
        head = self.clauses[trigger.clause].head
        if trigger.act.frame == "supplier" and head is not None and self.view.is_word(head, "be"):
            return self.subject(trigger.clause)
        blamed = self._blamed_for(trigger)
        if blamed is not None:
            return [blamed], _INHERITED
        if trigger.carrier < 0 and trigger.act.frame in ("visit", "meet"):
            subjects, sure = self.subject(trigger.clause)
            return subjects, sure * _IN_PASSING
        return [], 0.0

    def _blamed_for(self, trigger: Trigger) -> Party | None:
        """Return the object of the verb of blaming right before a noun, which does what the noun names ("обвинил Мали
        в поставке оружия").
        """
        if not self.cased or not self.view.functions(trigger.first - 1).prepositions:
            return None
        party = self.view.owner.get(trigger.first - 2)
        if party is None or not self.marked[party.first].object or self.marked[party.first].chain:
            return None
        for index in range(party.first - 1, self.clauses[trigger.clause].first - 1, -1):
            if self.view.is_verb(index):
                acts = [int(e.code) for e in self.view.cover[index].entries if e.kind == "act" and e.tag != "noun"]
                return None if (self.control - self.asking).isdisjoint(acts) else party
        return None

    def _verb_subject(self, trigger: Trigger) -> tuple[list[Party], float]:
        if trigger.act.frame in _SEIZING and self.is_reduced(trigger):
            near = [p for p in self.view.parties if 0 <= trigger.first - p.last <= _QUALIFIED_REACH]
            return near[-1:], _INHERITED  # "the land occupied by X": nothing but the land is occupied
        view = self.view
        dependent = view.verb_last and view.is_word(trigger.last, "to")  # "geliefert zu haben"
        nonfinite = dependent or "nonfinite" in view.functions(trigger.first - 1)
        if trigger.form in ("gerund", "base", "infinitive") or nonfinite:
            absolute = self._absolute(trigger.first) or self._decider(trigger)
            if absolute is not None:
                return [absolute], 1.0
            controller = self._controller(trigger)
            if controller is not None:
                return [controller], 0.95
        origin = self.clauses[trigger.clause].origin
        opening = self.clauses[trigger.clause].first
        dependent = dependent or (
            view.verb_last and (view.is_word(trigger.first - 1, "to") or view.is_word(opening, "purpose"))
        )
        if dependent and origin is not None and origin != trigger.clause:  # an infinitive has no subject of its own
            return self.subject(origin)
        found, sure = self.subject(trigger.clause, before=trigger.first)
        clause = self.clauses[trigger.clause]
        if trigger.act.frame in INTRANSITIVE and not self._own_subject(clause, trigger.first):
            late = self._late_subject(clause, trigger.first, ambiguous=True)
            return (late, 0.9) if late else (found, sure)
        return found, sure

    def _decider(self, trigger: Trigger) -> Party | None:
        """Return the bare genitive right before an infinitive: whose decision, plan or promise it is."""
        party = self.view.owner.get(trigger.first - 1)
        if party is None or party.last != trigger.first or trigger.form != "infinitive":
            return None
        mark = self.marked[party.first]
        return party if mark.bare and bool(mark.chain) and "of" in mark.chain[0].split("/") else None

    def _absolute(self, first: int) -> Party | None:
        """Return the party right before a gerund, or before the gerund that an infinitive depends on."""
        for index in range(first, self.clauses[self.clause_at(first)].first - 1, -1):
            form = self.view.verb_form(index)
            if form == "gerund" and index - 1 in self.view.owner:
                party = self.view.owner[index - 1]
                return party if party.last == index else None
            if form and index != first and form not in ("base", "infinitive"):
                return None
        return None

    def _controller_of(self, carrier: int) -> Party | None:
        """Return the object that controls the infinitive which carries a noun ("accused Mali of preparing a raid")."""
        if self.view.verb_form(carrier) not in ("infinitive", "gerund"):
            return None
        for index in reversed(self.view.heads(carrier - _CONTROLLED, carrier)):
            if self.view.is_verb(index) and not self.view.is_word(index, "nonfinite"):
                hit = self.view.cover[index]
                acts = [int(e.code) for e in hit.entries if e.kind == "act" and e.tag != "noun"]
                if self.control.isdisjoint(acts) or not self.view.functions(index - 1).isdisjoint(("be", "pass")):
                    return None
                return next((p for p in self.view.parties if hit.last <= p.first and p.last <= carrier), None)
        return None

    def _controller(self, trigger: Trigger) -> Party | None:
        """Return the object that controls a non-finite verb: "accused Iran of supplying", "asked Iran to send"."""
        for index in reversed(self.view.heads(trigger.first - _CONTROLLING, trigger.first)):
            if not self.view.is_verb(index) or self.view.is_word(index, "nonfinite"):
                continue
            hit = self.view.cover[index]
            frames = {e.code for e in hit.entries if e.kind == "light" and e.code == "ask"}
            if trigger.form in ("base", "infinitive") and not frames:
                acts_here = [int(e.code) for e in hit.entries if e.kind == "act" and e.tag != "noun"]
                if self.asking.isdisjoint(acts_here):
                    return None  # "summoned the envoy to complain": the subject complains
            acts = [int(e.code) for e in hit.entries if e.kind == "act" and e.tag != "noun"]
            if not frames and self.control.isdisjoint(acts):
                return None
            if not self.view.functions(index - 1).isdisjoint(("be", "pass")):
                subjects, _ = self.subject(self.clause_at(index), before=index)
                return subjects[0] if subjects else None
            between = [p for p in self.view.parties if hit.last <= p.first and p.last <= trigger.first]
            return between[0] if between else None
        return None

    # Choice

    def _choose(self, filling: Filling, *, denied: bool) -> None:
        """Take the pair of actor and recipient with the highest sum; the sides differ. Who denies may be either."""
        found = [c for c in filling.candidates if c.score >= _THRESHOLD]
        if not found:
            return
        if len(found) > 1:
            found.sort(key=_rank)
        actors = [c for c in found if c.slot == "actor"]
        recipients = [c for c in found if c.slot == "recipient"]
        if not denied and _reflexive(actors, recipients):
            return
        actor, recipient = _best_pair(actors[:_MOST_TRIED], recipients[:_MOST_TRIED])
        if actor is not None and recipient is not None and actor.marker == recipient.marker == "between":
            actor, recipient = sorted((actor, recipient), key=lambda c: c.party.first)
        if actor is not None:
            filling.actor = self._members(actor, actors, recipient)
            filling.scores["actor"] = actor.score
        if recipient is not None:
            filling.recipient = self._members(recipient, recipients, actor)
            filling.scores["recipient"] = recipient.score
        if len(actors) + len(recipients) < len(found):
            used = {party.actor for party in (*filling.actor, *filling.recipient)}
            against = [c for c in found if c.slot == "opponent" and c.party.actor not in used]
            filling.opponent = [c.party for c in against[:1]]

    def _members(self, chosen: Candidate, candidates: list[Candidate], other: Candidate | None) -> list[Party]:
        """Return the coordinated parties that stand in the chosen slot, in the order of the text, without the one on
        the ``other`` side.
        """
        group = self.group(chosen.party)
        if len(group) == 1:
            return [chosen.party]
        tried = {c.party.first for c in candidates} | {chosen.party.first}
        unique: dict[str, Party] = {}
        for party in group:
            if party.first in tried and (other is None or party.actor != other.party.actor):
                unique.setdefault(party.actor, party)
        return list(unique.values())


def _rank(candidate: Candidate) -> tuple[float, int]:
    return -candidate.score, candidate.party.first


def _best_pair(
    actors: Sequence[Candidate], recipients: Sequence[Candidate]
) -> tuple[Candidate | None, Candidate | None]:
    """Return the two candidates with the highest sum that differ, ``None`` for a side that none is left for. Both
    sequences are in order, best first.
    """
    best: tuple[Candidate | None, Candidate | None] = None, recipients[0] if recipients else None
    highest = recipients[0].score if recipients else 0.0
    for actor in reversed(actors):  # of equal sums the first wins
        partner, total = None, actor.score
        for recipient in recipients:
            if _differ(actor, recipient):
                partner, total = recipient, total + recipient.score
                break
        if total >= highest:
            best, highest = (actor, partner), total
    return best


def _without_agent(marker: str) -> str:
    """Return a marker that can be several without that of the agent, which only a passive has."""
    return "/".join(name for name in marker.split("/") if name != "by") or marker


def is_thing(party: Party) -> bool:
    """Tell whether a state's adjective stands at a thing ("Turkish planes"), not at one of its organs or people."""
    return party.shape == "adjective" and party.head < 0


def _prefer_origin(filling: Filling) -> None:
    """Let the place that a delivery comes from be its giver where only a thing carries it ("Greek ships brought oil
    from X to Y").
    """
    if any(c.slot == "actor" and c.marker == "from" and c.score >= _THRESHOLD for c in filling.candidates):
        filling.candidates = [
            c
            for c in filling.candidates
            if c.slot != "actor" or c.marker not in ("subj", "lsubj") or not is_thing(c.party)
        ]


def _reflexive(actors: Sequence[Candidate], recipients: Sequence[Candidate]) -> bool:
    """Tell whether the act is plainly by one side to itself, so that a distant third party is no side of it."""
    if not actors or not recipients or actors[0].party.actor != recipients[0].party.actor:
        return False
    if actors[0].party.first == recipients[0].party.first:
        return False
    one = actors[0].party.actor
    others = [c.score for c in (*actors, *recipients) if c.party.actor != one]
    return min(actors[0].score, recipients[0].score) >= _PLAIN and max(others, default=0.0) < _PLAIN


def _differ(one: Candidate, other: Candidate) -> bool:
    return one.party.actor != other.party.actor and one.party.first != other.party.first
