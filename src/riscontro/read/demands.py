"""Acts that are only spoken of: what somebody says another must do, what is threatened or refused in an infinitive."""

from __future__ import annotations

from collections.abc import Sequence

from riscontro.read.actors import Party
from riscontro.read.acts import Trigger
from riscontro.read.clauses import is_nonfinite
from riscontro.read.scene import Scene
from riscontro.vocab.states import is_state

_MUST_REACH = 5
"""Tokens between "must" and the verb that it governs."""
_INFINITE = frozenset({"base", "infinitive"})


def demanded_of(scene: Scene, trigger: Trigger) -> tuple[Party, Party] | None:
    """Return who demands and of whom, where a verb tells what somebody says that another must do
    ("Paris said that Iran must release the ship"), ``None`` elsewhere.
    """
    if not scene.view.has("must"):
        return None
    clause = scene.clauses[trigger.clause]
    verb = _infinitive_of(scene, trigger)
    if verb is None or trigger.passive or clause.kind != "that" or trigger.clause == 0:
        return None
    reach = range(max(clause.first, verb - _MUST_REACH), verb)
    if not any(scene.view.is_word(index, "must") for index in reach):
        return None
    if any(scene.view.is_word(index, "neg") for index in reach):
        return None
    said = scene.clauses[trigger.clause - 1]
    head = said.head
    if head is None or not any(e.kind == "light" and e.code == "say" for e in scene.view.entries(head)):
        return None
    speakers, _ = scene.roles.subject(trigger.clause - 1)
    bound = [
        party
        for party in scene.view.parties
        if clause.first <= party.first and party.last <= verb and not scene.roles.marked[party.first].chain
    ]
    if not speakers or not bound or speakers[0].actor == bound[0].actor or not is_state(bound[0].actor):
        return None
    return speakers[0], bound[0]


def _infinitive_of(scene: Scene, trigger: Trigger) -> int | None:
    """Return the infinitive that tells an act or carries its noun ("must end the attacks"), ``None`` without one."""
    if trigger.form in _INFINITE:
        return trigger.first
    carried = trigger.form == "noun" and trigger.carrier >= 0
    return trigger.carrier if carried and is_nonfinite(scene.view, trigger.carrier) else None


def _is_told(scene: Scene, trigger: Trigger, deed: Trigger) -> bool:
    """Tell whether a deed is what a verb right behind it says, where verbs come last ("that they would strike X")."""
    parse = scene.view.parse
    if parse is None or trigger.first not in parse.at or deed.first not in parse.at:
        return False
    told = parse.at[deed.first]
    return told.form in ("that", "nom") and told.number + 1 == parse.at[trigger.first].number


def aimed_at(scene: Scene, trigger: Trigger, actors: Sequence[Party], known: Sequence[Party]) -> Sequence[Party]:
    """Return whom the infinitive after a threat, a refusal or a promise is about ("threatened to break off relations
    with X", "agreed to send X a team"), where none of the ``known`` recipients stands before it;
    never one of those who threaten, refuse or promise.
    """
    for deed in scene.triggers:
        if known and known[0].first < deed.first:
            return known
        verb = _infinitive_of(scene, deed)
        told = _is_told(scene, trigger, deed)
        if told or (deed.clause == trigger.clause and verb is not None and verb >= trigger.last):
            filling = scene.roles.fill(deed, scene.frames[deed.act.frame])
            own = {party.actor for party in (*filling.actor, *actors)}
            found = [party for party in filling.recipient if party.actor not in own]
            if found:
                return found
    return known
