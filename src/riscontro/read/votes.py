"""Votes against a text: whom they favour, and who cast them.

Who votes against a resolution that condemns a state takes that state's side; the text that is voted on tells no act of
the voters. The condemned state is taken from the sentence, or from the condemnation that the passage told before.
"""

from __future__ import annotations

from riscontro.read.actors import Party
from riscontro.read.acts import Trigger
from riscontro.read.roles import Filling
from riscontro.read.scene import Scene, Side

COUNTER = "counter"
"""The frame of a vote against."""
_DONE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "THREATEN", "SANCTION"})
"""Types of what a text condemns or demands: its doer is the state that the text is against."""
_TOLD = frozenset({"ACCUSE", "REQUEST", "SANCTION"})
"""Types of what a text does itself: its recipient is the state that the text is against."""
_NEGATED = 3
"""Tokens before a verb among which its negation stands."""
_BESIDE = frozenset({"with", "alongside"})


def counter_before(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether a trigger stands behind a vote against a text, whose content it then tells."""
    for one in scene.triggers:  # in order
        if one.first >= trigger.first:
            return False
        if one.act.frame == COUNTER:
            return True
    return False


def withholds_vote(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether a text that was voted on is said not to have had somebody's support: a vote against it."""
    if trigger.form == "noun" or trigger.act.type != "SUPPORT" or trigger.act.frame != "back":
        return False
    view, clause = scene.view, scene.clauses[trigger.clause]
    if not any(
        view.is_word(index, "neg") for index in range(max(clause.first, trigger.first - _NEGATED), trigger.first)
    ):
        return False
    return any(view.is_word(index, "ballot") for index in range(clause.first, clause.last))


def cast_votes(scene: Scene, trigger: Trigger, filling: Filling) -> tuple[list[Side], list[Side]]:
    """Return the voters and whom their votes favour; the one favoured is no voter."""
    favoured = _condemned(scene, trigger) or scene.topic.blamed
    voters = {party.actor: party for party in (*filling.actor, *_beside(scene, trigger))}
    if favoured is None:
        return [], []
    return [party for code, party in voters.items() if code != favoured], [favoured]


def _condemned(scene: Scene, trigger: Trigger) -> str | None:
    """Return the state that the text voted on is against, as the sentence tells it."""
    for wanted, slot in ((_DONE, "actor"), (_TOLD, "recipient")):
        for one in scene.triggers:
            if one.act.type in wanted and one.first > trigger.first and one.act.frame != COUNTER:
                parties = getattr(scene.roles.fill(one, scene.frames[one.act.frame]), slot)
                if parties:
                    return str(parties[0].actor)
    return None


def _beside(scene: Scene, trigger: Trigger) -> list[Party]:
    """Return those who are said to have voted together with the actor."""
    found = []
    for party in scene.view.parties:
        chain = scene.roles.marked[party.first].chain
        if party.first >= trigger.last and chain and not _BESIDE.isdisjoint(chain[0].split("/")):
            found.append(party)
    return found
