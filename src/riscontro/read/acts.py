"""Triggers: the words of a sentence that announce acts, with their form, voice and the verb that carries them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from riscontro.read.actwords import Act
from riscontro.read.clauses import PASSIVES, Clause, View
from riscontro.read.compile import Lexicon
from riscontro.read.frames import INTRANSITIVE
from riscontro.read.government import load_government
from riscontro.read.meanings import Entry
from riscontro.read.surface import Hit
from riscontro.read.turns import ASK_END

_PERFECT = frozenset({"past", "participle"})
"""Form classes that may make a passive: its subject is what the act is done to."""
_ACTIVE_PARTICIPLE = INTRANSITIVE - {"bind"}
"""Frames whose bare participle is no passive; that of a pact is ("signed in Pyongyang")."""
_VOICE_WINDOW = 4
"""Tokens before a participle among which its auxiliary stands."""
_ENDING_REACH = 6
"""Tokens between a noun of ending and what is ended ("the suspension of all American military aid")."""
_ENDED = {
    "halt": "do",
    "ask": ASK_END,
    "refuse": "refuse",
    "menace": "menace",
    "deny": "deny",
    "blame": "blame",
    "praise": "praise",
}
"""What is left of a verb's class where a noun of ending stands between it and the act."""
_CARRIER_WINDOW = 14
"""Tokens between a verb and the noun that it carries ("launched a series of large-scale attacks")."""
_GOVERNED_REACH = 3
"""Tokens between a preposition and the noun that it governs ("near the northern border")."""


@dataclass(slots=True, kw_only=True)  # not frozen: of what is made this often it takes thrice as long
class Trigger:
    """Words that announce an act. ``form`` is ``noun`` or the verb's form; ``clause`` the number of its clause.

    ``carrier`` is the token of the verb whose object a noun trigger is, ``-1`` where there is none; ``carries`` what
    that verb makes of the act (a class of ``[light]``, or ``other``).
    """

    first: int
    last: int
    act: Act
    form: str
    clause: int
    passive: bool = False
    carrier: int = -1
    carries: str = ""


MOST_TRIGGERS = 24
"""Triggers of one sentence that are looked at; more than that is a list of words, not a report."""


def find_triggers(view: View, clauses: list[Clause], lexicon: Lexicon) -> list[Trigger]:
    """Return the triggers of a sentence in order; a hit that can announce several acts gives one trigger for each."""
    firsts = [clause.first for clause in clauses]
    triggers: list[Trigger] = []
    free = view.verb_last or bool(load_government(lexicon.lang))
    for hit in view.hits:
        if not hit.meaning.acts:
            continue
        reading = view.readings.get(hit.first)
        if reading not in ("verb", "noun") or hit.first in view.timed:  # "March" is no march
            continue
        for entry in hit.entries:
            if entry.kind == "act" and (entry.tag == "noun") == (reading == "noun"):
                clause = bisect_right(firsts, hit.first) - 1
                if lexicon.acts[int(entry.code)].bound and not _has_object(
                    view, clauses[clause], hit, entry, free=free
                ):
                    continue
                triggers.append(_trigger(view, clauses[clause], clause, hit.first, hit.last, entry, lexicon))
    return triggers[:MOST_TRIGGERS]


def _has_object(view: View, clause: Clause, verb: Hit, entry: Entry, *, free: bool) -> bool:
    """Tell whether one of the objects that an act is bound to belongs to its verb: behind it, or before it where it may
    stand there (a passive; ``free`` order), and no other verb between.
    """
    either = free or entry.tag in _PERFECT or entry.tag in PASSIVES
    for hit in view.objects_of(entry.code):
        behind = verb.last <= hit.first < min(clause.last, verb.last + _CARRIER_WINDOW)
        before = either and max(clause.first, verb.first - _CARRIER_WINDOW) <= hit.first < verb.first
        if not (behind or before):
            continue
        gap = range(verb.last, hit.first) if behind else range(hit.last, verb.first)
        if not any(view.is_verb(index) for index in gap) and not _is_governed(view, hit.first):
            return True
    return False


def _is_governed(view: View, first: int) -> bool:
    """Tell whether a preposition governs a noun: "closed the road near the northern border"."""
    for place in range(first - 1, first - 1 - _GOVERNED_REACH, -1):
        functions = view.functions(place)
        if functions.prepositions and functions.isdisjoint(("prep.of", "prep.obj")):
            return True
        if place in view.owner or view.is_verb(place) or not view.norm(place)[:1].isalpha():
            return False
    return False


def _trigger(view: View, clause: Clause, number: int, first: int, last: int, entry: Entry, lexicon: Lexicon) -> Trigger:
    act = lexicon.acts[int(entry.code)]
    if entry.tag == "noun":
        carrier, carries = find_carrier(view, clause, first)
        carries = "do" if carries == "halt" and _is_completed(view, carrier, act) else carries
        return Trigger(first=first, last=last, act=act, form="noun", clause=number, carrier=carrier, carries=carries)
    passive = _is_passive(view, clause, first, last, entry.tag, act.frame)
    if not passive and lexicon.bare_passives:
        words = " ".join(view.passage.norms[first:last])
        passive = words in lexicon.bare_passives and _is_bare_passive(view, clause, first, last)
    return Trigger(first=first, last=last, act=act, form=entry.tag, clause=number, passive=passive)


def _is_completed(view: View, carrier: int, act: Act) -> bool:
    """Tell whether a verb that can also do what it ends only closes it: a visit that is ended has been made."""
    lasting = act.type == "CONSULT" or act.mode == "exercise"
    return lasting and any(entry.kind == "light" and entry.code == "do" for entry in view.entries(carrier))


def _is_passive(view: View, clause: Clause, first: int, last: int, tag: str, frame: str) -> bool:
    if tag in PASSIVES:
        return True
    if tag == "base" and not view.verb_last:
        return view.functions(first - 1).isdisjoint({"aux", "to"}) and not view.functions(first - 1).isdisjoint(
            ("be", "pass")
        )
    if tag not in ("past", "participle"):
        return False
    if view.verb_last:
        return _is_passive_group(view, clause, frame)
    by = view.is_word(last, "prep.by") or (view.is_word(last, "adverb") and view.is_word(last + 1, "prep.by"))
    for place in range(first - 1, max(clause.first, first - _VOICE_WINDOW) - 1, -1):
        functions = view.functions(place)
        if "pass" in functions:
            return True
        if "be" in functions:
            return frame not in INTRANSITIVE or by
        if "have" in functions:
            return False
        if "reflexive" in functions:
            return False
        if not functions.isdisjoint(("adverb", "neg", "aux")) or view.norm(place) == "'" or _is_agent(view, place):
            continue
        break
    return by or (tag == "participle" and not _has_auxiliary(view, clause, first) and frame not in _ACTIVE_PARTICIPLE)


def _is_bare_passive(view: View, clause: Clause, first: int, last: int) -> bool:
    """Tell whether a form that can be past and participle lacks the object that it would need ("two Chileans captured
    in Peru"): no auxiliary before it, a preposition, a time or the end behind it.
    """
    if any(view.functions(place) & {"have", "do"} for place in range(max(clause.first, first - _VOICE_WINDOW), first)):
        return False
    place = last
    while view.functions(place) & {"adverb"}:
        place += 1
    functions, norm = view.functions(place), view.norm(place)
    if place >= clause.last or place in view.timed or not norm[:1].isalnum() or functions & {"and", "sub"}:
        return True
    return bool(functions.prepositions) and "prep.obj" not in functions and "det" not in functions


def _is_passive_group(view: View, clause: Clause, frame: str) -> bool:
    """Tell whether a participle is passive where its auxiliary may stand anywhere in the clause, also behind it."""
    functions = {name for index in range(clause.first, clause.last) for name in view.functions(index)}
    if "have" in functions:
        return False
    return "pass" in functions or ("be" in functions and frame not in INTRANSITIVE)


def _is_agent(view: View, place: int) -> bool:
    """Tell whether a token belongs to a party that the word of a passive announces ("被俄军击退")."""
    party = view.owner.get(place)
    return party is not None and "prep.by" in view.functions(party.first - 1)


def _has_auxiliary(view: View, clause: Clause, first: int) -> bool:
    return any(view.is_aux(place) for place in range(clause.first, first))


def find_carrier(view: View, clause: Clause, first: int) -> tuple[int, str]:
    """Return the verb that a noun is the object of, and what it makes of the noun: the class of the verb, or what a
    noun of ending between them leaves of it ("announced a suspension of aid"); ``-1`` where there is no verb.
    """
    ending = _ending_before(view, clause, first)
    if ending is None:
        return _find_carrier(view, clause, first)
    carrier, carries = _find_carrier(view, clause, ending)
    return carrier, _ENDED.get(carries, "halt")


def _ending_before(view: View, clause: Clause, first: int) -> int | None:
    """Return the noun of ending that a noun hangs on by one preposition or a bare genitive ("an end to the aid")."""
    if not view.has("ending"):
        return None
    governed = False
    for place in range(first - 1, max(clause.first, first - _ENDING_REACH) - 1, -1):
        functions = view.functions(place)
        if "ending" in functions and not view.is_verb(place):
            return view.cover[place].first
        if view.is_verb(place) or view.is_aux(place) or not functions.isdisjoint(("and", "but", "that", "rel", "neg")):
            return None
        if functions.prepositions:
            if governed:
                return None
            governed = True
        elif place in view.timed or view.norm(place) in ",;:()":
            return None
    return None


def _find_carrier(view: View, clause: Clause, first: int) -> tuple[int, str]:
    for place in range(first - 1, max(clause.first, first - _CARRIER_WINDOW) - 1, -1):
        if not view.is_verb(place) and _denies(view, place):
            return view.cover[place].first, "deny"
        if view.is_verb(place) and place not in view.owner:
            hit = view.cover[place]
            return hit.first, first_of([e.code for e in hit.entries if e.kind == "light"])
        functions = view.functions(place)
        governs = bool(functions.prepositions) and "of" not in functions.prepositions
        if governs and not any(after in view.owner or after in view.timed for after in (place + 1, place + 2)):
            return -1, ""  # the noun itself stands behind the preposition, not a side or a time of the verb
        if view.norm(place) == ";":
            return -1, ""
    return _carrier_behind(view, clause, first) if view.verb_last else (-1, "")


def _carrier_behind(view: View, clause: Clause, first: int) -> tuple[int, str]:
    """Return the verb that closes a clause and so carries a noun before it; a passive carries none."""
    if any("pass" in view.functions(index) for index in range(clause.first, clause.last)):
        return -1, ""
    for place in range(first + 1, clause.last):
        if view.is_verb(place) and place not in view.owner:
            hit = view.cover[place]
            return hit.first, first_of([e.code for e in hit.entries if e.kind == "light"])
    return -1, ""


def _denies(view: View, place: int) -> bool:
    """Tell whether a denial of several words ends at a token ("hanno negato"): an auxiliary with its participle."""
    hit = view.cover.get(place)
    if hit is None or hit.last != place + 1 or hit.last - hit.first < 2:
        return False
    return any(entry.kind == "modality" and entry.code == "denied" for entry in hit.entries)


def first_of(classes: list[str]) -> str:
    """Return the class of a carrying verb that says most, ``other`` where it has none."""
    for name in ("halt", "ask", "refuse", "menace", "deny", "blame", "praise", "undergo", "do", "say"):
        if name in classes:
            return name
    return "other"
