"""The mode of an act: from its words, from what is handed over, or from who serves."""

from __future__ import annotations

from riscontro.model.claim import EventType
from riscontro.read.actors import Party
from riscontro.read.acts import Trigger
from riscontro.read.quantities import PEOPLE_MODES, Item
from riscontro.read.roles import Filling, is_thing
from riscontro.read.scene import Mode, Scene

MOBILIZE = "mobilize"
"""Stands for a mode until the draft is made: soldiers that a state moves for itself."""
_FIRED = frozenset({"missiles", "drones", "ammunition", "artillery"})
_MASSED = frozenset({"troops", "missiles", "artillery", "vehicles", "aircraft", "weapons"})
"""Modes of what is massed near another state, not handed over."""
_TRAVELLING = frozenset({"vehicles", "aircraft"})
"""Modes of what comes and goes by itself."""
_COUNTED = frozenset({EventType.AID, EventType.MOBILIZE})
"""Types whose number counts the item."""
_COUNTED_MODES = frozenset({"casualties", "capture"})
# Members of an enum, by names of our own: looking one up in its class takes long.
_AID, _AGREE = EventType.AID, EventType.AGREE


def find_modes(
    scene: Scene, trigger: Trigger, type: EventType, filling: Filling, items: list[Item], turned: bool
) -> list[Mode] | str:
    """Return the modes of an act, each with its item, or in words why it is no act."""
    act = trigger.act
    if turned:
        return [(None, None)]
    if act.mode in ("item", "deploy") and _stands_between(scene, filling):
        return "what it stands near belongs to nobody who is named"
    if act.mode == "item":
        if not items and type is _AID:
            return "nothing that is handed over"
        if items and type is _AID and items[0].mode in _MASSED and _marker_of(filling) == "near":
            before = items[0].last <= filling.recipient[0].first  # not "stranded near a U.S. garrison"
            return [(MOBILIZE, items[0])] if before else "nothing is massed"
        unique = {item.mode: item for item in reversed(items)}
        listed = [(item.mode if item.mode != "aid" else None, item) for item in items if unique[item.mode] is item]
        return [*listed] or [(None, None)]
    if act.mode == "employ":
        people = [item for item in items if item.mode in PEOPLE_MODES]
        return [(people[0].mode, people[0])] if people else "nobody who is employed"
    if act.mode == "arrive":
        return _arrived(scene, filling, items)
    if act.mode == "deploy":
        return _deployed(scene, filling, items)
    if act.mode == "fire":
        fired = [item for item in items if item.mode in _FIRED]
        return [("strike", fired[0])] if fired else "nothing that is fired"
    if act.mode == "thing":
        doers = [p for p in filling.actor if trigger.passive or not scene.roles.marked[p.first].chain]
        return [(None, None)] if doers and _has_thing(scene, trigger) else "nothing that a state gives back"
    if act.mode == "fight":
        return _fighting(scene, filling)
    if act.mode == "serve":
        return _serving(scene, filling, items)
    if type is _AGREE and act.mode == "deal" and _about_treaty(scene, trigger):
        return [("treaty", None)]
    item = items[0] if items and (type in _COUNTED or act.mode in _COUNTED_MODES) else None
    if type is _AID and act.mode is None and items and items[0].mode != "aid":
        return [(items[0].mode, items[0])]
    return [(act.mode, item)]


def _has_thing(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether a verb has an object that is no party: "returned the ship", not "returned to Iran on Monday"."""
    if trigger.passive:
        return True
    view = scene.view
    for index in range(trigger.last, scene.clauses[trigger.clause].last):
        party = view.owner.get(index)
        functions = view.functions(index)
        if party is not None and not is_thing(party):
            return False
        if party is None and functions.isdisjoint(("det", "count")) and not view.norm(index)[:1].isdigit():
            return not functions and index not in view.timed and view.norm(index)[:1].isalpha()
    return False


def _about_treaty(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether what is signed is a treaty: the word stands in the sentence up to the act's clause."""
    end = scene.clauses[trigger.clause].last
    return any(
        entry.kind == "act" and entry.tag == "noun" and scene.lexicon.acts[int(entry.code)].mode == "treaty"
        for hit in scene.view.hits
        if hit.first < end
        for entry in hit.entries
    )


def _arrived(scene: Scene, filling: Filling, items: list[Item]) -> list[Mode] | str:
    """Tell goods that come from a state from people and craft who travel: whose they are, or where they come from."""
    goods = [item for item in items if item.mode not in PEOPLE_MODES and item.mode not in _TRAVELLING]
    chosen = filling.actor[0] if filling.actor else None
    markers = {c.marker for c in filling.candidates if c.party is chosen and c.slot == "actor"}
    whose = chosen is not None and (not markers.isdisjoint(("own", "from")) or is_thing(chosen))
    if not goods or not whose:
        return "no goods of a state arrive"
    return [(goods[0].mode if goods[0].mode != "aid" else None, goods[0])]


def _deployed(scene: Scene, filling: Filling, items: list[Item]) -> list[Mode] | str:
    """Tell soldiers sent to serve another from forces moved for oneself: by the marker of where they go."""
    if not items:
        groups = [party for party in filling.actor if party.role in ("group", "forces")]
        return [("troops", None)] if groups else "nothing that is deployed"
    item = items[0]
    if _marker_of(filling) in ("near", "against", "on", "at"):
        return [(MOBILIZE, item)]
    return [(item.mode if item.mode != "aid" else None, item)]


def _marker_of(filling: Filling) -> str:
    """Return the marker that spoke for the recipient, empty where there is none."""
    chosen = filling.recipient[0] if filling.recipient else None
    return next((c.marker for c in filling.candidates if c.party is chosen and c.slot == "recipient"), "")


def _stands_between(scene: Scene, filling: Filling) -> bool:
    """Tell whether a recipient is only named by what something stands near ("along the road between X and Y")."""
    if _marker_of(filling) != "near":
        return False
    chain = scene.roles.marked[filling.recipient[0].first].chain
    return bool(chain) and "near" not in chain[0].split("/")


def _fighting(scene: Scene, filling: Filling) -> list[Mode] | str:
    """Tell people who fight for another state from a state at war: they are soldiers, or nationals."""
    for party in filling.actor:
        for item in _people_of(scene, party):
            if item.mode == "troops":
                return [("troops", item)]
        if party.role == "people":
            return [("troops", None)]
    return "no soldiers of a state"


def _serving(scene: Scene, filling: Filling, items: list[Item]) -> list[Mode] | str:
    """Take the mode from who serves: soldiers or workers of a state, never the state itself."""
    for party in filling.actor:
        found = _people_of(scene, party) if party.head >= 0 or is_thing(party) else []
        if found:
            return [(found[0].mode, found[0])]
    if items and items[0].mode in PEOPLE_MODES and items[0].first not in scene.view.owner:
        filling.actor = []  # soldiers of no named state: whose they are is left to the running pair
        return [(items[0].mode, items[0])]
    return "no soldiers or workers of a state"


def _people_of(scene: Scene, party: Party) -> list[Item]:
    """Return the soldiers or workers that a party's own words name, or those who are said to come from it."""
    first, last, mark = party.first, party.last, scene.roles.marked[party.first]
    if is_thing(party):  # "Peruvian instructors", "instructores peruanos"
        beside = [hit for hit in scene.view.hits if hit.first == last or hit.last == first]
        first, last = min([first, *(hit.first for hit in beside)]), max([last, *(hit.last for hit in beside)])
    if mark.direct and mark.chain and "from" in mark.chain[0].split("/") and party.head < 0:
        first = mark.start  # "officers from Nepal"
    return [
        Item(first=hit.first, last=hit.last, mode=entry.code, unit=entry.tag)
        for hit in scene.view.hits
        if first <= hit.first and hit.last <= last
        for entry in hit.entries
        if entry.kind == "item" and entry.code in PEOPLE_MODES
    ]


def are_soldiers(scene: Scene, party: Party) -> bool:
    """Tell whether a party's words name soldiers or workers of a state."""
    return bool(_people_of(scene, party))
