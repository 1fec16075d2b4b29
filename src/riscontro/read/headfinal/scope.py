"""What belongs to an act where verbs come last: its carrier, its items, its mood, its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riscontro.model.claim import Modality
from riscontro.model.mention import Span
from riscontro.read.acts import MOST_TRIGGERS, Trigger, first_of
from riscontro.read.actwords import Act
from riscontro.read.clauses import View
from riscontro.read.headfinal.parse import Parse, Phrase, Predicate
from riscontro.read.modality import ORDER, Mood
from riscontro.read.quantities import Item, measured

_VERBAL = frozenset({"end", "and", "rel", "that", "nom", "sub"})
_EMBEDDED = frozenset({"rel", "that", "nom", "sub"})
"""Forms whose act stands under the verb that follows."""
_LOCATIVES = frozenset({"prep.in", "prep.at", "prep.near", "prep.on"})
_PEOPLE = frozenset({"troops", "engineers", "workers"})
_MOST_PLACE = 4
_MOST_SHARED = 2
"""Verbs before one whose object may be its own."""
_BESIDE = frozenset(
    f"prep.{marker}" for marker in ("exchange", "by", "as", "from", "in", "at", "about", "for", "near", "alongside")
)
"""Particles of nouns that stand beside a verb and are not carried by it."""
_GOVERNING = frozenset({"ask", "menace", "refuse"})
_MOST_GOVERNING = 3
"""Verbs that are looked at above an act."""


def find_triggers(view: View, parse: Parse, acts: Sequence[Act]) -> list[Trigger]:
    """Return the triggers of a sentence in order; a hit that can announce several acts gives one trigger for each."""
    triggers: list[Trigger] = []
    for hit in view.hits:
        if hit.first in view.timed or hit.first in view.owner:
            continue
        predicate = parse.at.get(hit.first)
        for entry in hit.entries:
            if entry.kind == "act" and (entry.tag in _VERBAL or entry.tag == "noun"):
                act = acts[int(entry.code)]
                triggers.append(_trigger(view, parse, hit.first, hit.last, act, predicate))
    return triggers[:MOST_TRIGGERS]


def _heads(view: View, phrase: Phrase, last: int) -> bool:
    """Tell whether an act's noun is the head of its phrase, but for a word that says no more ("공격 사실을")."""
    return all(view.is_word(index, "tale") or index in view.owner for index in range(last, phrase.edge))


def _trigger(view: View, parse: Parse, first: int, last: int, act: Act, predicate: Predicate | None) -> Trigger:
    if predicate is not None:
        return Trigger(
            first=first, last=last, act=act, form=predicate.form, clause=predicate.number, passive=predicate.passive
        )
    phrase = parse.within.get(first)
    taker = parse.taken_by(phrase)
    if taker is None or phrase is None or not _heads(view, phrase, last) or phrase.outer().cases & _BESIDE:
        return Trigger(first=first, last=last, act=act, form="noun", clause=_clause_at(parse, first))
    return Trigger(
        first=first,
        last=last,
        act=act,
        form="noun",
        clause=taker.number,
        carrier=taker.hit.first,
        carries=first_of([e.code for e in taker.hit.entries if e.kind == "light"]),
    )


def _clause_at(parse: Parse, token: int) -> int:
    for number, clause in enumerate(parse.clauses):
        if token < clause.last:
            return number
    return len(parse.clauses) - 1


# Items


def find_items(view: View, parse: Parse, trigger: Trigger) -> list[Item]:
    """Return the items that a trigger is about, in order; vague ones only where nothing exact stands beside them."""
    found: dict[int, Item] = {}
    for phrase in _item_phrases(view, parse, trigger):
        for item in _items_in(view, phrase, trigger):
            found.setdefault(item.first, item)
    items = measured([found[first] for first in sorted(found)])
    exact = [item for item in items if item.mode not in ("weapons", "aid")]
    return exact or items


def _item_phrases(view: View, parse: Parse, trigger: Trigger) -> Iterator[Phrase]:
    if trigger.form == "noun":
        own = parse.within.get(trigger.first)
        if own is not None:
            yield own
            yield from (one for one in parse.phrases if one.joined is own and not one.parties)
        return
    predicate = parse.at[trigger.first]
    heads = [phrase for phrase in predicate.args if _may_hold(phrase)]
    heads += [
        phrase
        for one in parse.predicates
        if one.form == "rel" and one.governed in heads
        for phrase in one.args
        if one is not predicate
    ]
    if predicate.governed is not None:
        heads.append(predicate.governed)
    if predicate.governed is None and not any("case.obj" in head.cases or head.thing for head in heads):
        heads += _shared_objects(view, parse, predicate)
    if predicate.subject is not None and (predicate.passive or trigger.act.mode in ("serve", "fight", "deploy")):
        heads.append(predicate.subject)
    for head in heads:
        yield head
        yield from (one for one in parse.phrases if one.coordinated and one.outer() is head)
        yield from (one for one in parse.phrases if one.joined is head and not one.coordinated)


def _shared_objects(view: View, parse: Parse, predicate: Predicate) -> list[Phrase]:
    """Return the objects of the verb before, told once for both: of one that goes on, or only says how ("as if sending
    shells to X, they gave them to Y").
    """
    for before in reversed(parse.predicates[max(predicate.number - _MOST_SHARED, 0) : predicate.number]):
        if before.form != "and" and not is_likened(view, before):
            return []
        found = [phrase for phrase in before.args if "case.obj" in phrase.cases]
        if found:
            return found
    return []


def is_likened(view: View, predicate: Predicate | None) -> bool:
    """Tell whether a verb only says what something looks like: a word of likeness follows it."""
    return predicate is not None and predicate.form == "rel" and view.is_word(predicate.hit.last, "likeness")


def is_condition(predicate: Predicate | None) -> bool:
    """Tell whether a verb stands in a clause of condition."""
    return predicate is not None and predicate.form == "sub"


def _may_hold(phrase: Phrase) -> bool:
    """Tell whether a phrase can be what is handed over: an object, or without a particle."""
    return "case.obj" in phrase.cases or not any(
        c.startswith(("prep.", "case.")) for c in phrase.cases - {"case.topic"}
    )


def _items_in(view: View, phrase: Phrase, trigger: Trigger) -> list[Item]:
    items = []
    for hit in view.hits:
        if (
            phrase.first <= hit.first
            and hit.last <= phrase.edge
            and not (hit.first < trigger.last and trigger.first < hit.last)
        ):
            entry = next((e for e in hit.entries if e.kind == "item"), None)
            if entry is not None:
                items.append(Item(first=hit.first, last=hit.last, mode=entry.code, unit=entry.tag))
    return items


# Mood


def find_mood(view: View, parse: Parse, trigger: Trigger) -> Mood:
    """Return the mood of a trigger: the words of its own form, those before it, and the verb that it stands under."""
    found: dict[Modality, int] = {}
    negated = False
    for index, own in _scope(view, parse, trigger):
        hit = view.cover.get(index)
        if hit is None or hit.first != index or index in view.timed:
            continue
        for entry in hit.entries:
            if entry.kind == "modality":
                found.setdefault(Modality(entry.code), index)
        negated = negated or (own and "neg" in view.functions(index))
    for modality in ORDER:
        if modality in found:
            return Mood(modality=modality, negated=negated, token=found[modality])
    return Mood(modality=Modality.ASSERTED, negated=negated)


def _scope(view: View, parse: Parse, trigger: Trigger) -> Iterator[tuple[int, bool]]:
    """Yield the tokens that may colour an act, and whether a negation there negates it."""
    clause = parse.clauses[trigger.clause]
    predicate = parse.at.get(trigger.first)
    for index in range(clause.first, trigger.first):
        yield index, index >= trigger.first - 2
    yield trigger.first, True
    if predicate is None:
        taker = parse.taken_by(parse.within.get(trigger.first))
        carried = trigger.carries in ("do", "other")
        for index in range(trigger.last, taker.hit.first + 1 if taker is not None else trigger.last):
            yield index, carried
        predicate = taker
    steps = 0
    while predicate is not None and predicate.form in _EMBEDDED and steps < _MOST_GOVERNING:
        if predicate.form == "rel" and predicate.governed is not None and not _is_content(view, predicate.governed):
            return
        number = predicate.number + 1
        above = parse.predicates[number] if number < len(parse.predicates) else None
        last = above.hit.first + 1 if above is not None else clause.last if steps == 0 else predicate.hit.last
        for index in range(predicate.hit.last, min(last, view.sentence.last)):
            yield index, False
        if above is None or predicate.form == "sub" or any(e.kind == "act" for e in above.hit.entries):
            return
        predicate, steps = (above, steps + 1) if above.form in ("rel", "nom") else (None, steps)


def _is_content(view: View, phrase: Phrase) -> bool:
    """Tell whether a noun that a verb qualifies stands for what the verb tells: a possibility, a rumour, a plan."""
    tokens = range(phrase.first, phrase.edge)
    return any(
        view.is_word(index, "tale") or any(e.kind == "modality" for e in view.entries(index)) for index in tokens
    )


def governed_by(view: View, parse: Parse, trigger: Trigger, acts: Sequence[Act]) -> str:
    """Return the word that asks for, threatens or refuses an act, empty where none does."""
    predicate = parse.at.get(trigger.first)
    if predicate is None:
        taker = parse.taken_by(parse.within.get(trigger.first))
        bound = taker is not None and any(
            acts[int(e.code)].type == "AGREE" and acts[int(e.code)].frame == "bind"
            for e in taker.hit.entries
            if e.kind == "act"
        )
        return view.norm(taker.hit.first) if taker is not None and bound and trigger.act.type != "AGREE" else ""
    if predicate.form not in ("that", "nom") or predicate.number + 1 >= len(parse.predicates):
        return ""
    above = parse.predicates[predicate.number + 1]
    frames = {acts[int(e.code)].frame for e in above.hit.entries if e.kind == "act"}
    light = {e.code for e in above.hit.entries if e.kind == "light"}
    return view.norm(above.hit.first) if (frames | light) & _GOVERNING else ""


def frames_only(parse: Parse, trigger: Trigger) -> bool:
    """Tell whether an act's noun only frames something else: it qualifies another noun, or stands beside the verb."""
    phrase = parse.within.get(trigger.first)
    if phrase is None:
        return False
    if phrase.joined is not None and not phrase.coordinated:
        return True
    return any(case.startswith("prep.") for case in phrase.cases) or trigger.last < phrase.edge - 1


def is_subject_of(parse: Parse, trigger: Trigger) -> bool:
    """Tell whether an act's noun is the subject of the verb that carries it."""
    taker = parse.taken_by(parse.within.get(trigger.first))
    return taker is not None and taker.subject is not None and taker.subject is parse.within[trigger.first].outer()


def has_people(view: View, parse: Parse, trigger: Trigger) -> bool:
    """Tell whether people are named among the phrases of an act: those who were hit."""
    predicate = parse.at.get(trigger.first)
    own = parse.within.get(trigger.first)
    near = [own] if own is not None else []
    near += [phrase for phrase in parse.phrases if own is not None and phrase.joined is own]
    if predicate is not None:
        near += [p for p in (*predicate.args, predicate.subject, predicate.governed) if p is not None]
    near += [phrase for phrase in parse.phrases if any(phrase.joined is one for one in near)]
    return any(
        entry.kind == "role" or (entry.kind == "item" and entry.code in _PEOPLE)
        for phrase in near
        for index in range(phrase.first, phrase.edge)
        for entry in view.entries(index)
    ) or any(party.role in ("forces", "people") for phrase in near for party in phrase.parties)


# Place


def find_place(view: View, parse: Parse, trigger: Trigger) -> Span | None:
    """Return the name before a particle of place among the phrases of the act's predicate."""
    predicate = parse.at.get(trigger.first) or parse.taken_by(parse.within.get(trigger.first))
    if predicate is None:
        return None
    for phrase in predicate.args:
        if phrase.cases & _LOCATIVES and not phrase.timed:
            found = _place_in(view, phrase)
            if found is not None:
                return found
    return None


def _place_in(view: View, phrase: Phrase) -> Span | None:
    """Return the place that a phrase names: a state, city or region, or a name that the pack does not know."""
    named = [party for party in phrase.parties if party.head < 0 and party.role in ("state", "capital", "place")]
    if named:
        return view.passage.span(named[-1].first, named[-1].last)
    if phrase.parties or any(view.cover.get(index) is not None for index in range(phrase.first, phrase.edge)):
        return None
    return view.passage.span(max(phrase.first, phrase.edge - _MOST_PLACE), phrase.edge)
