"""Words that announce an act and tell none: frames of a war, acts asked for or threatened, talks called off."""

from __future__ import annotations

from riscontro.model.claim import EventType
from riscontro.read.acts import Trigger
from riscontro.read.clauses import is_nonfinite
from riscontro.read.headfinal.scope import frames_only, governed_by, is_condition, is_likened, is_subject_of
from riscontro.read.scene import Scene
from riscontro.read.surface import Hit
from riscontro.read.turns import TYPES, turn
from riscontro.read.votes import COUNTER, counter_before

_FRAMING = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.MOBILIZE})
"""Types whose nouns name a war or a crisis as the frame of something else more often than they tell it."""
_PURPOSES = frozenset({"clash", "serve", "hit", "fight", "back"})
"""Frames of what soldiers are sent for: told by the sending."""
_NAMING = frozenset({EventType.COOPERATE, EventType.AGREE, EventType.SUPPORT})
_NAME_REACH = 9
"""Tokens of a pact's name."""
_GOING_ON = frozenset({"and", "adverb", "to"})
"""Functions of words between an infinitive and the one that goes on with it."""
_CRIMES = frozenset({"ASSAULT", "COERCE", "THREATEN", "ACCUSE"})
"""Types of what people are arrested for."""
_OPENING = 2
"""Tokens of a clause among which its conjunction stands."""
_QUALIFIED = 2
"""Tokens between a participle before a noun and the state that the noun belongs to."""
_GOVERNING = frozenset({"ask", "menace", "refuse"})
"""Frames whose infinitive is what is asked for, threatened or refused."""


def set_aside(scene: Scene, trigger: Trigger, type: EventType) -> str:
    """Return why a trigger tells no act of its own, empty where it may."""
    if trigger.act.frame != COUNTER and counter_before(scene, trigger):
        return "what the text voted on tells"
    if _is_condition(scene, trigger):
        return "named as a condition"
    if _is_charge(scene, trigger):
        return "what somebody is held for"
    if scene.view.parse is not None:
        predicate = scene.view.parse.at.get(trigger.first)
        if is_likened(scene.view, predicate):
            return "only likened"
        taker = scene.view.parse.taken_by(scene.view.parse.within.get(trigger.first))
        if is_condition(predicate or taker):
            return "named as a condition"
        word = governed_by(scene.view, scene.view.parse, trigger, scene.lexicon.acts)
        if word:
            return f"governed by {word!r}"
    if trigger.form == "noun":
        told = [e for e in scene.view.entries(trigger.carrier) if e.kind == "act" and e.tag != "noun"]
        if turn(trigger.carries, TYPES[trigger.act.type]) is type and any(
            scene.lexicon.acts[int(e.code)].type == type and not scene.lexicon.acts[int(e.code)].bound for e in told
        ):
            return "told by the verb"
        if trigger.carrier >= 0 and is_nonfinite(scene.view, trigger.carrier):
            governed = _governed(scene, trigger, trigger.carrier)
            if governed:
                return governed
        if _called_off(scene, trigger):
            return "called off"
        if type in _NAMING and _names_a_pact(scene, trigger):
            return "part of a pact's name"
        if _is_description(scene, trigger, type):
            return "a standing bond, not an act"
        if type is EventType.SANCTION and trigger.carries == "other" and not trigger.act.mode:
            return "sanctions in force, not imposed"
        if type in _FRAMING and trigger.carrier < 0 and in_adjunct(scene, trigger):
            return "named only as a frame"
        return ""
    if _is_demanded(scene, trigger):
        return "what is asked for"
    serial = bool(scene.lexicon.pack.get("serial_verbs"))
    if trigger.form in ("base", "infinitive", "gerund") or trigger.passive or serial:
        return _is_attribute(scene, trigger) or _governed(scene, trigger, trigger.first)
    return ""


def _is_demanded(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether a clause says what the one before it is asked for ("pide a la UE que presione a X")."""
    clause = scene.clauses[trigger.clause]
    opening = range(clause.first, min(clause.first + _OPENING, trigger.first))
    if clause.kind != "rel" or not any(scene.view.is_word(index, "that") for index in opening):
        return False
    return any(
        one.act.type == "REQUEST" and one.act.frame == "ask" and one.form != "noun" and one.clause == trigger.clause - 1
        for one in scene.triggers
    )


def _is_condition(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether an act stands in a clause of condition: "unless Baghdad accepts", "if the ship is released"."""
    clause = scene.clauses[trigger.clause]
    if not scene.view.has("condition") or clause.kind not in ("sub", "main"):
        return False
    opening = range(clause.first, min(clause.first + _OPENING, trigger.first))
    return any(scene.view.is_word(index, "condition") for index in opening)


def _is_charge(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether a hostile act is what people are arrested for: "detained a man suspected of attacking"."""
    if trigger.act.type not in _CRIMES:
        return False
    for one in scene.triggers:
        if one.first < trigger.first and one.form != "noun" and one.act.type == "COERCE":
            between = range(one.last, trigger.first)
            if any(scene.view.is_word(index, "charge") for index in between):
                return True
            if any(two.passive and two.act.type == "ACCUSE" and two.first in between for two in scene.triggers):
                return True
    return False


def _is_attribute(scene: Scene, trigger: Trigger) -> str:
    """Tell whether a gerund of travel only qualifies a party: "a visiting senior British official"."""
    if trigger.form != "gerund" or trigger.act.frame != "visit" or not scene.view.is_word(trigger.first - 1, "det"):
        return ""
    qualified = any(trigger.last <= p.first <= trigger.last + _QUALIFIED for p in scene.view.parties)
    return "only qualifies who is named" if qualified else ""


def _is_description(scene: Scene, trigger: Trigger, type: EventType) -> bool:
    """Tell whether a noun of cooperation or alliance only describes: condemned, praised, or subject of no doing."""
    if trigger.act.type not in ("COOPERATE", "AGREE") or trigger.act.frame != "bind" or type != trigger.act.type:
        return False
    if trigger.carrier >= 0:
        return trigger.carries in ("blame", "praise")
    clause = scene.clauses[trigger.clause]
    head = clause.head
    if head is None or head <= trigger.first:
        return False
    done = any(e.kind in ("light", "act") for i in range(head, clause.last) for e in scene.view.entries(i))
    return not done


def _names_a_pact(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether a noun only says what a pact is about: "a treaty of friendship and cooperation"."""
    for other in scene.triggers:
        if other.form != "noun" or other.act.type != "AGREE" or other.clause != trigger.clause:
            continue
        gap = range(other.last, trigger.first)
        if 0 < len(gap) <= _NAME_REACH and not any(scene.view.is_verb(i) or i in scene.view.owner for i in gap):
            return True
    return False


def _called_off(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether a noun is the subject of "was postponed", "was cancelled"."""
    clause = scene.clauses[trigger.clause]
    if scene.view.parse is not None:
        return trigger.carries == "halt" and is_subject_of(scene.view.parse, trigger)
    if trigger.carrier >= 0 or clause.head is None or clause.head <= trigger.first:
        return False
    for index in range(clause.head, clause.last):
        entries = scene.view.entries(index)
        if any(e.kind == "light" and e.code == "halt" and e.tag == "passive" for e in entries):
            return True
        if any(e.kind == "light" and e.code == "halt" and e.tag in ("past", "participle") for e in entries):
            return any(not scene.view.functions(i).isdisjoint(("be", "pass")) for i in range(clause.head, index))
    return False


def in_adjunct(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether a noun stands behind a preposition: "amid the invasion", "since the attack"."""
    if scene.view.parse is not None:
        return frames_only(scene.view.parse, trigger)
    clause = scene.clauses[trigger.clause]
    for index in range(trigger.first - 1, clause.first - 1, -1):
        functions = scene.view.functions(index)
        if any(name != "by" for name in functions.prepositions) or "sub" in functions:
            return True
        if index == trigger.first - 1 and scene.view.verb_form(index) in ("past", "participle", "gerund"):
            continue  # a participle as adjective: "after renewed fighting"
        if scene.view.is_verb(index) or scene.view.norm(index) in (",", ";", ":"):
            return False
    return False


def _asks_by_noun(scene: Scene, hit: Hit) -> bool:
    """Tell whether a noun governs what follows: "a proposal for signing", "a threat to attack"."""
    follows = scene.view.functions(hit.last)
    if scene.view.readings.get(hit.first) != "noun" or not (follows.prepositions or "to" in follows):
        return False
    acts = [scene.lexicon.acts[int(e.code)] for e in hit.entries if e.kind == "act" and e.tag == "noun"]
    return any(act.frame in _GOVERNING for act in acts)


def _is_purpose(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether an infinitive after a conjunction of purpose only says what people or things were sent for."""
    clause = scene.clauses[trigger.clause]
    opening = range(clause.first, min(clause.first + 2, clause.last))
    if trigger.form != "infinitive" or trigger.clause == 0 or trigger.act.frame not in _PURPOSES:
        return False
    if not any(scene.view.is_word(index, "purpose") for index in opening):
        return False
    before = scene.clauses[trigger.clause - 1]
    return any(
        entry.kind == "act" and scene.lexicon.acts[int(entry.code)].frame in ("give", "serve", "visit")
        for index in range(before.first, before.last)
        if scene.view.is_verb(index)
        for entry in scene.view.entries(index)
    )


def _governed(scene: Scene, trigger: Trigger, first: int) -> str:
    """Tell whether a non-finite verb, or the one at ``first`` that carries a noun, is what somebody asks for,
    threatens, refuses or agrees to: that act alone counts.
    """
    floor = _infinitive_floor(scene, trigger.clause, first)
    if _is_purpose(scene, trigger):
        return "the purpose of what is told before"
    for index in range(first - 1, floor - 1, -1):
        hit = scene.view.cover.get(index)
        if hit is None or hit.first != index:
            continue
        if _asks_by_noun(scene, hit):
            return f"governed by {scene.view.norm(index)!r}"
        if not scene.view.is_verb(index):
            continue
        acts = [scene.lexicon.acts[int(e.code)] for e in hit.entries if e.kind == "act" and e.tag != "noun"]
        acts = [act for act in acts if not act.bound]  # "announced" governs nothing, "announced retaliation" does
        frames = {act.frame for act in acts}
        agreed = any(act.frame == "bind" and act.type == "AGREE" for act in acts)
        if frames & _GOVERNING or agreed:
            return f"governed by {scene.view.norm(index)!r}"
        if (
            trigger.form != "noun"
            and trigger.act.frame in _PURPOSES
            and not frames.isdisjoint(("give", "serve", "visit"))
        ):
            return f"the purpose of {scene.view.norm(index)!r}"
        if not is_nonfinite(scene.view, index):
            return ""
    return ""


def _infinitive_floor(scene: Scene, number: int, first: int) -> int:
    """Return where the phrase of a non-finite verb can begin: in the clause before, where "and" only goes on with it
    ("agreed to share data and even cooperate").
    """
    clause = scene.clauses[number]
    if clause.kind != "coord" or number == 0 or not scene.view.is_word(clause.first, "and"):
        return clause.first
    if any(not scene.view.functions(index) & _GOING_ON for index in range(clause.first, first)):
        return clause.first
    before = scene.clauses[number - 1]
    inner = [i for i in range(before.first, before.last) if scene.view.is_verb(i)]
    nonfinite = bool(inner) and is_nonfinite(scene.view, scene.view.cover[inner[-1]].first)
    return before.first if nonfinite else clause.first
