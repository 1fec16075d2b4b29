"""How the text presents an act: as fact, possible, planned, in question, or denied. Scope is the clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riscontro.model.claim import Modality
from riscontro.read.acts import Trigger
from riscontro.read.clauses import Clause, View
from riscontro.read.surface import Hit

_NEGATION_WINDOW = 6
_AFTER = 3
_MODALITIES = {modality.value: modality for modality in Modality}
ORDER = (Modality.DENIED, Modality.QUESTIONED, Modality.POSSIBLE, Modality.PLANNED)
"""Of several, the first one counts."""
# Members of an enum, by names of our own: looking one up in its class takes long.
_ASSERTED, _PLANNED, _DENIED, _QUESTIONED, _POSSIBLE = (
    Modality.ASSERTED,
    Modality.PLANNED,
    Modality.DENIED,
    Modality.QUESTIONED,
    Modality.POSSIBLE,
)


@dataclass(slots=True, kw_only=True)
class Mood:
    """The modality, whether the act is negated, and the tokens that said so (``None`` where nothing did)."""

    modality: Modality
    negated: bool
    token: int | None = None


def find_mood(view: View, clauses: Sequence[Clause], trigger: Trigger) -> Mood:
    """Return the mood of a trigger from the words of its clause before it, its own form, and denials that govern it."""
    clause = clauses[trigger.clause]
    negated = _is_negated(view, clause, trigger)
    found: dict[Modality, int] = {}
    end = min(trigger.last + _AFTER, clause.last)
    for hit in view.hits:
        if hit.meaning.modal and clause.first <= hit.first < end:
            for modality in _modalities(view, hit, trigger):
                found.setdefault(modality, hit.first)
    governing = _governing(view, clauses, trigger, _DENIED)
    if governing is not None:
        found[_DENIED] = governing
    doubted = _governing(view, clauses, trigger, _QUESTIONED)
    if doubted is not None:
        found.setdefault(_QUESTIONED, doubted)
    if trigger.form == "future":
        found.setdefault(_PLANNED, trigger.first)
    if trigger.form == "noun" and trigger.carrier < 0 and _is_to_come(view, clause, trigger):
        found.setdefault(_PLANNED, trigger.first)
    if trigger.form in ("base", "infinitive") and view.has("future"):
        future = next((i for i in range(clause.first, clause.last) if view.is_word(i, "future")), None)
        if future is not None:
            found.setdefault(_PLANNED, future)
    if trigger.form == "conditional":
        found.setdefault(_POSSIBLE, trigger.first)
    for modality in ORDER:
        if modality in found:
            return Mood(modality=modality, negated=negated, token=found[modality])
    return Mood(modality=_ASSERTED, negated=negated)


def _is_to_come(view: View, clause: Clause, trigger: Trigger) -> bool:
    """Tell whether the first verb behind the noun of an act is a future: "the visit of X to Y will take place"."""
    heads = view.heads(trigger.last, clause.last)
    if not heads or any(view.is_verb(index) for index in range(clause.first, trigger.first)):
        return False
    if view.verb_form(heads[0]) == "future":
        return True
    hit = view.cover.get(heads[0])
    return hit is not None and any(e.kind == "modality" and e.code == Modality.PLANNED for e in hit.entries)


def _modalities(view: View, hit: Hit, trigger: Trigger) -> list[Modality]:
    if hit.first in view.timed:
        return []
    if hit.first >= trigger.first and hit.last <= trigger.last:
        return []
    return [_MODALITIES[entry.code] for entry in hit.entries if entry.kind == "modality"]


def _is_negated(view: View, clause: Clause, trigger: Trigger) -> bool:
    if not view.has("neg") and not view.has("none"):
        return False
    start = trigger.carrier if trigger.carrier >= 0 else trigger.first
    low = max(clause.first, start - _NEGATION_WINDOW)
    for index in range(start - 1, low - 1, -1):
        if view.is_word(index, "neg"):
            return True
        if view.is_verb(index) and trigger.form == "noun":
            return False
    return trigger.form == "noun" and view.is_word(trigger.first - 1, "none")


def _governing(view: View, clauses: Sequence[Clause], trigger: Trigger, modality: Modality) -> int | None:
    """Return the token of a denial or a doubt in the clause that governs the trigger's."""
    clause = clauses[trigger.clause]
    if clause.kind not in ("that", "rel") or trigger.clause == 0:
        return None
    before = view.cover.get(clause.first - 1)  # "no proof that", where the conjunction looks like a relative pronoun
    doubted = before is not None and any(e.kind == "modality" and e.code == "questioned" for e in before.entries)
    near = [clauses[trigger.clause - 1]] if clause.kind == "that" or doubted else []
    after = clauses[trigger.clause + 1 : trigger.clause + 2]
    near += [one for one in after if one.kind == "coord" and view.norm(one.first) not in (",", ";")]
    for index in (place for one in near for place in range(one.first, one.last)):
        hit = view.cover.get(index)
        if hit is not None and any(e.kind == "modality" and e.code == modality for e in hit.entries):
            return index
    return None
