"""Sides that a sentence leaves out: from "the two countries", a pronoun, its only other state, the running pair."""

from __future__ import annotations

from collections.abc import Sequence

from riscontro.model.claim import EventType
from riscontro.read.actors import Party
from riscontro.read.acts import Trigger
from riscontro.read.aside import in_adjunct
from riscontro.read.frames import Frame
from riscontro.read.guards import find_enemies
from riscontro.read.quantities import PEOPLE_MODES, Item
from riscontro.read.roles import Filling, is_thing
from riscontro.read.scene import MUTUAL_FRAMES, Scene, Side, code_of
from riscontro.vocab.events import MUTUAL_MODES
from riscontro.vocab.states import is_state

FALLBACK = {
    EventType.AID: 0.6,
    EventType.CONSULT: 0.7,
    EventType.AGREE: 0.7,
    EventType.COOPERATE: 0.7,
    EventType.ASSAULT: 0.7,
    EventType.RETREAT: 0.2,
    EventType.SANCTION: 0.4,
    EventType.MOBILIZE: 0.4,
    EventType.THREATEN: 0.2,
    EventType.REQUEST: 0.3,
    EventType.REJECT: 0.3,
    EventType.ACCUSE: 0.3,
    EventType.COERCE: 0.4,
    EventType.CONCEDE: 0.3,
}
"""How readily a missing side is taken from the running pair, by type; below the threshold nothing is said.

From the first trial's lesson: a blanket default is wrong more often than right, so it is scored by type."""
_THRESHOLD = 0.55
_COMPELLED = 0.3
"""Added where the whole passage names two states and no third."""
_AGENTLESS = frozenset({EventType.AID, EventType.CONSULT, EventType.AGREE, EventType.COOPERATE, EventType.ASSAULT})
"""Types whose passive without an agent is still told of the running pair ("shells were delivered to Moscow")."""
_SPEAKERS = frozenset({"ministry", "service"})
"""Roles that speak of an act more often than they are a side of it."""
_VENUE = frozenset({"in", "at"})
_SHORT = 3
"""Letters of a preposition at the end of a verb of travel."""
_UNHIT = frozenset({"UNO", "EUU", "IGO"})
"""Organisations that an attack is told to, or judged by, more often than they are hit by it."""
_BOTH_REACH = 3
"""Tokens between a noun and "the two countries"."""
# Members of an enum, by names of our own: looking one up in its class takes long.
_AID, _CONSULT = EventType.AID, EventType.CONSULT


def fall_back(
    scene: Scene,
    trigger: Trigger,
    type: EventType,
    frame: Frame,
    actors: list[Side],
    recipients: list[Side],
) -> tuple[list[Side], list[Side]]:
    """Fill a missing side from back references and the running pair, where the type allows it."""
    carried = ("do", "undergo", "halt", "deny", "say") if type is _AID else ("do", "undergo", "halt", "deny")
    told = trigger.form != "noun" or trigger.carries in carried or is_subject(scene, trigger)
    told = told or _has_both(scene, trigger)
    if not told or frame.name in ("host", "counter", "summon") or scene.roles.is_reduced(trigger):
        return actors, recipients
    both = _both(scene, trigger)
    if both is not None and not (actors and recipients):
        if frame.name in MUTUAL_FRAMES or trigger.act.mode in MUTUAL_MODES:
            if not actors and not recipients:
                return [both[0]], [both[1]]
        elif actors and not recipients:
            return actors, [code for code in both if code != code_of(actors[0])]
    if not actors and recipients and _points_back(scene, trigger):
        subject = scene.topic.subject()
        if subject is not None and subject != code_of(recipients[0]):
            actors = [subject]
    if frame.name == "visit" and not recipients and _goes_elsewhere(scene, trigger):
        return actors, recipients
    if type is _CONSULT and recipients and not actors:
        actors = _hosts(scene, trigger, str(code_of(recipients[0])))
    if type is _CONSULT and trigger.form == "noun":
        return actors, recipients  # a meeting of one state is its own affair
    if not falls_back(type, compelled=scene.topic.only is not None):
        return actors, recipients
    enemies = find_enemies(scene, trigger) if type is _AID else set()
    if type is EventType.ASSAULT:
        enemies = {*_UNHIT}
    taken = enemies | {str(code_of(actor)) for actor in actors}  # who acts jointly does not act to each other
    taken |= {one.actor for actor in actors if isinstance(actor, Party) for one in scene.roles.group(actor)}
    if actors and not recipients:
        partner = _only_other(scene, str(code_of(actors[0])), enemies) or scene.topic.partner(str(code_of(actors[0])))
        recipients = [partner] if partner is not None and partner not in taken else []
    elif recipients and not actors and _may_be_done(scene, trigger, type):
        partner = _only_other(scene, str(code_of(recipients[0])), enemies) or scene.topic.partner(
            str(code_of(recipients[0]))
        )
        actors = [partner] if partner is not None else []
    return actors, recipients


def falls_back(type: EventType, *, compelled: bool) -> bool:
    """Tell whether a missing side may be taken from the running pair; ``compelled`` where no third state is named."""
    return FALLBACK.get(type, 0.0) + (_COMPELLED if compelled else 0.0) >= _THRESHOLD


def _hosts(scene: Scene, trigger: Trigger, other: str) -> list[Side]:
    """Return whose ministry or seat of power a meeting is held in: the side that the sentence leaves out."""
    hosts: list[Side] = [
        party
        for party in scene.view.parties
        if party.role in ("ministry", "leader") and party.actor != other and is_state(party.actor)
        if scene.roles.clause_at(party.first) == trigger.clause and party.shape != "holder"
        if not _VENUE.isdisjoint("/".join(scene.roles.marked[party.first].chain[:1]).split("/"))
    ]
    return hosts[:1]


def is_subject(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether a noun stands before its clause's verb without a preposition."""
    clause = scene.clauses[trigger.clause]
    head = clause.head if clause.head is not None else clause.last
    return trigger.first < head and not in_adjunct(scene, trigger)


def _has_both(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether "between the two countries" follows a noun."""
    for index in range(trigger.last, min(trigger.last + _BOTH_REACH, scene.clauses[trigger.clause].last)):
        if any(entry.kind == "back" and entry.code == "both" for entry in scene.view.entries(index)):
            return True
    return False


def _goes_elsewhere(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether a verb of travel that holds its own preposition goes to something that is no party ("acudió a la
    cita").
    """
    last = scene.view.norm(trigger.last - 1)
    return trigger.last - trigger.first > 1 and len(last) <= _SHORT


def _both(scene: Scene, trigger: Trigger) -> tuple[str, str] | None:
    clause = scene.clauses[trigger.clause]
    for hit in scene.view.hits:
        if "both" not in hit.meaning.back:
            continue
        index = max(hit.first, clause.first)
        if index < min(hit.last, clause.last):
            named = [p.actor for p in scene.view.parties if p.last <= index and is_state(p.actor)]
            distinct = list(dict.fromkeys(named))
            return (distinct[0], distinct[1]) if len(distinct) == 2 else scene.topic.two()
    return None


def _points_back(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether the subject is left to be taken from before: a pronoun, or nothing where that is usual."""
    if trigger.form == "noun" or trigger.passive:
        return False
    if scene.view.parse is not None:
        return not scene.roles.subject(trigger.clause)[0] and not scene.roles.done_by_another(trigger)
    clause = scene.clauses[trigger.clause]
    for index in range(clause.first, trigger.first):
        hit = scene.view.cover.get(index)
        if hit is not None and any(e.kind == "back" and e.code == "subject" for e in hit.entries):
            return not scene.view.functions(hit.first - 1).prepositions  # "tres de ellos" are some of others
    if not scene.lexicon.pack.get("pro_drop"):
        return False
    before = [index for index in range(clause.first, trigger.first) if index not in scene.view.timed]
    if any(scene.view.is_word(i, "count") or scene.view.norm(i)[:1].isdigit() for i in before):
        return False  # "Tres de ellos atacaron"
    return all(scene.view.functions(i) or not scene.view.norm(i)[:1].isalpha() for i in before)


def _may_be_done(scene: Scene, trigger: Trigger, type: EventType) -> bool:
    """Tell whether a missing actor may be taken from the topic."""
    if trigger.act.mode == "casualties" or scene.roles.done_by_another(trigger):
        return False
    return not trigger.passive or type in _AGENTLESS


def _only_other(scene: Scene, code: str, enemies: set[str]) -> str | None:
    """Return the one other state that the sentence names, sources left out; ``None`` where there are several."""
    others = [p for p in scene.view.parties if p.actor != code and p.actor not in enemies and p.role != "agency"]
    places = [p for p in others if p.role in ("state", "capital")]  # a service or a minister only speaks
    silent = [p for p in others if p.role not in _SPEAKERS and p.first not in scene.view.speaking]
    for chosen in (silent, places):
        codes = {party.actor for party in chosen}
        if codes:
            return codes.pop() if len(codes) == 1 else None
    return None


def known_delivery(
    scene: Scene, trigger: Trigger, type: EventType, items: Sequence[Item], filling: Filling
) -> tuple[Side, Side, str | None, Item | None] | None:
    """Return the sides and mode of the delivery told before, which "the shipments" points back to."""
    last = scene.topic.delivery
    if type is _AID and trigger.form != "noun":
        return _carried_people(scene, items, filling)
    if type is not _AID or trigger.act.mode != "item":
        return None
    if items and scene.topic.friends is not None and is_subject(scene, trigger):
        last = (*scene.topic.friends, items[0].mode)
    elif items or last is None:
        return None
    if "definite" not in scene.view.functions(trigger.first - 1) and scene.view.norm(trigger.first - 1) != "'":
        return None
    actor, recipient, mode = last
    actors, recipients = {p.actor for p in filling.actor}, {p.actor for p in filling.recipient}
    if actors - {actor} or recipients - {recipient}:
        return None
    return actor, recipient, mode, items[0] if items else None


def _carried_people(
    scene: Scene, items: Sequence[Item], filling: Filling
) -> tuple[Side, Side, str | None, Item | None] | None:
    """Return the delivery told before where "the troops" are carried by the side that they were sent to."""
    last = scene.topic.delivery
    if last is None or not items or items[0].mode not in PEOPLE_MODES or items[0].mode != last[2]:
        return None
    actor, recipient, mode = last
    before = items[0].first - 1
    definite = "definite" in scene.view.functions(before) or scene.view.norm(before) == "'"
    owner = scene.view.owner.get(items[0].first) or scene.view.owner.get(items[0].last)
    if not definite or (owner is not None and owner.shape != "back"):
        return None
    if not all(party.actor == recipient or is_thing(party) for party in filling.actor):
        return None
    return actor, recipient, mode, items[0]
