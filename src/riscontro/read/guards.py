"""Guards: who is an enemy and no partner, what is no visit, what is published and not given up."""

from __future__ import annotations

from collections.abc import Sequence

from riscontro.model.claim import EventType
from riscontro.read.actors import Party
from riscontro.read.acts import Trigger
from riscontro.read.quantities import PEOPLE_MODES, Item
from riscontro.read.roles import Filling, is_thing
from riscontro.read.scene import Scene, Side

_HOSTILE = frozenset({EventType.ASSAULT.value, EventType.COERCE.value})
_BESIDE = 3
"""Tokens between a state's adjective and the noun of an attack ("the Ukrainian cross-border incursion")."""
_SCOURGE_REACH = 3
"""Tokens of the object of a verb of fighting."""
_TALE_REACH = 5
"""Tokens between a verb and what it publishes ("released a series of new images")."""


def find_enemies(scene: Scene, trigger: Trigger) -> set[str]:
    """Return the states that a delivery is aimed at: "to fight against X", "to repel the X attack"."""
    return {party.actor for party in scene.view.parties if _is_enemy(scene, trigger, party)}


def _is_enemy(scene: Scene, trigger: Trigger, party: Party) -> bool:
    chain = scene.roles.marked[party.first].chain
    if chain and "against" in chain[0].split("/"):
        return True
    if party.first < trigger.last:
        return False
    return _attacks(scene, party.first, party.last) or (not chain and _is_fought(scene, trigger, party.first))


def _attacks(scene: Scene, first: int, last: int) -> bool:
    """Tell whether a state's adjective stands beside the noun of an attack."""
    for noun in scene.triggers:
        if noun.form == "noun" and noun.act.type in _HOSTILE and noun.act.mode != "casualties":
            gap = range(last, noun.first) if last <= noun.first else range(noun.last, first)
            if len(gap) <= _BESIDE and not any(scene.view.functions(i) or scene.view.is_verb(i) for i in gap):
                party = scene.view.owner.get(first)
                return party is not None and is_thing(party)
    return False


def _is_fought(scene: Scene, trigger: Trigger, first: int) -> bool:
    """Tell whether a party is the object of a verb of fighting that follows the delivery."""
    for verb in scene.triggers:
        if verb.form != "noun" and verb.act.type == EventType.ASSAULT.value and trigger.last <= verb.first < first:
            between = range(verb.last, first)
            if not any(scene.view.functions(i).prepositions for i in between):
                return True
    return False


def part_enemies(filling: Filling, enemies: set[str]) -> None:
    """Make opponents of recipients that the act is aimed at."""
    hit = [party for party in filling.recipient if party.actor in enemies]
    filling.recipient = [party for party in filling.recipient if party.actor not in enemies]
    if hit and not filling.opponent:
        filling.opponent = hit[:1]


def striker(scene: Scene, trigger: Trigger) -> list[Party]:
    """Return who did the attack that people died in: "killed in a Ukrainian strike"."""
    if scene.view.parse is not None:
        return _striker_before(scene, trigger)
    for noun in scene.triggers:
        if (
            noun.form != "noun"
            or noun.act.type != "ASSAULT"
            or noun.act.frame not in ("hit", "bombard")
            or noun.first < trigger.last
        ):
            continue
        for party in scene.view.parties:
            beside = 0 <= noun.first - party.last <= 1 or party.first == noun.last
            if noun.clause == trigger.clause and is_thing(party) and beside:
                return [party]
    return []


def struck(scene: Scene, trigger: Trigger, actors: list[Side]) -> tuple[list[Side], list[Side]]:
    """Return who struck and whom, where an attack of the same clause is what people died of ("the Indian strikes on
    Pakistan left 26 dead").
    """
    for noun in scene.triggers:
        if noun.form == "noun" and noun.act.frame in ("hit", "bombard") and noun.clause == trigger.clause:
            found = scene.roles.fill(noun, scene.frames[noun.act.frame])
            hit: list[Side] = [*found.recipient[:1]]
            if found.actor and hit and found.actor[0].actor != found.recipient[0].actor:
                return actors or [*found.actor[:1]], hit
    return actors, []


def _striker_before(scene: Scene, trigger: Trigger) -> list[Party]:
    """Return who did the attack that stands before the deaths as their cause."""
    for noun in scene.triggers:
        if noun.form == "noun" and noun.act.frame == "hit" and noun.clause == trigger.clause and noun is not trigger:
            found = scene.roles.fill(noun, scene.frames[noun.act.frame]).actor
            if found:
                return found[:1]
    return []


def is_told_of(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether the object of a verb is something told or shown: "released images", "rejected the reports"."""
    if trigger.form == "noun" or not scene.view.has("tale"):
        return False
    if trigger.passive:
        clause = scene.clauses[trigger.clause]
        return any(scene.view.is_word(index, "tale") for index in range(clause.first, trigger.first))
    for index in range(trigger.last, min(trigger.last + _TALE_REACH, scene.clauses[trigger.clause].last)):
        if scene.view.is_word(index, "tale"):
            return True
        if scene.view.functions(index).prepositions:
            return False
    return False


def fetches_things(scene: Scene, trigger: Trigger, items: Sequence[Item], filling: Filling) -> bool:
    """Tell whether things are fetched from a place, which is no withdrawal: nothing says whose they were."""
    if trigger.act.mode != "withdrawal" or not items or any(item.mode in PEOPLE_MODES for item in items):
        return False
    chosen = filling.recipient[0] if filling.recipient else None
    return not any(c.party is chosen and c.slot == "recipient" and c.marker == "from" for c in filling.candidates)


def no_visit(scene: Scene, trigger: Trigger, filling: Filling) -> bool:
    """Tell whether what travels is a thing: its state's adjective, or a noun that names no party."""
    if any(is_thing(party) for party in filling.actor):
        return True
    subjects, _ = scene.roles.subject(trigger.clause, before=_verb_of(scene, trigger))
    return any(is_thing(party) for party in subjects)


def _verb_of(scene: Scene, trigger: Trigger) -> int:
    head = scene.clauses[trigger.clause].head
    return trigger.first if trigger.form != "noun" or head is None else min(head, trigger.first)


def people_are_given(scene: Scene, trigger: Trigger, items: Sequence[Item]) -> bool:
    """Tell whether people are handed something: "the soldiers have been given uniforms" sends nobody."""
    if not trigger.passive or not any(item.last <= trigger.first and item.mode in PEOPLE_MODES for item in items):
        return False
    for index in range(trigger.last, scene.clauses[trigger.clause].last):
        if scene.view.functions(index).prepositions:
            return False
        if any(entry.kind == "item" and entry.code not in PEOPLE_MODES for entry in scene.view.entries(index)):
            return True
    return False


def welcomes_deed(scene: Scene, filling: Filling) -> bool:
    """Tell whether what is welcomed belongs to a party and is not the party: "welcomed the president's decision"."""
    return any(scene.view.norm(party.last) in ("'s", "'") for party in filling.actor)


def causes_something(scene: Scene, trigger: Trigger, filling: Filling) -> bool:
    """Tell whether a bare verb of calling in only causes something ("вызвало озабоченность"): nobody is called."""
    if trigger.form == "noun" or trigger.last - trigger.first > 1:
        return False
    return not any(party.head >= 0 or party.shape == "holder" for party in filling.recipient)


def names_somebody(scene: Scene, trigger: Trigger, filling: Filling) -> bool:
    """Tell whether a bare verb of calling gives somebody a name: no person is called, or a noun follows the person."""
    if trigger.form == "noun" or trigger.last - trigger.first > 1:
        return False
    if trigger.passive:
        return True
    return not any(
        (party.head >= 0 or party.shape == "holder") and "det" not in scene.view.functions(party.last)
        for party in filling.recipient
    )


def fights_scourge(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether what is fought is no side: "fighting terrorism"."""
    if trigger.form == "noun" or not scene.view.has("scourge"):
        return False
    return any(scene.view.is_word(index, "scourge") for index in range(trigger.last, trigger.last + _SCOURGE_REACH))
