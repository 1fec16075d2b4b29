"""What is handed over and how much of it: items of a trigger, and the numbers before them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from riscontro.model.claim import Quantity
from riscontro.model.mention import Span
from riscontro.read.acts import Trigger
from riscontro.read.clauses import Clause, View
from riscontro.read.passage import Passage

if TYPE_CHECKING:
    from riscontro.read.numbers import NumberMention

_NUMBER_REACH = 5
"""Tokens between a number and the thing it counts ("10,000 heavily armed North Korean soldiers")."""
_MOST_BEHIND = 2
"""Letters between a thing and a number that follows it ("병력 총 1500명")."""
REACH = max(_NUMBER_REACH, _MOST_BEHIND + 1)
"""Tokens to each side of a thing within which its number begins."""
_VAGUE_MODES = frozenset({"weapons", "aid"})
"""Modes that say nothing more where a more exact one stands beside them."""
PEOPLE_MODES = frozenset({"troops", "engineers", "workers"})
"""Modes whose items are people of a state."""
_PERSONAL = frozenset({"prep.obj"})
"""Prepositions of people who are an object: "desplegó a mil soldados"."""
_CONTAINER = "container"
_THING_PREPOSITIONS = frozenset({"prep.of", "prep.with", "prep.alongside", "prep.as"})


@dataclass(slots=True, kw_only=True)
class Item:
    """A thing or people handed over: tokens, mode, unit in English singular."""

    first: int
    last: int
    mode: str
    unit: str


def find_items(view: View, clauses: Sequence[Clause], trigger: Trigger, *, free_order: bool = False) -> list[Item]:
    """Return the items that a trigger is about, in order; vague ones only where nothing exact stands beside them.

    ``free_order``: the language has cases, so that what is handed over may stand before the verb.
    """
    clause = clauses[trigger.clause]
    stop = _stop_after(view, clause, trigger)
    found = _items_between(view, trigger.last, stop, trigger)
    if not found and trigger.form != "noun":
        found = [i for i in _items_between(view, trigger.last, stop, trigger, _PERSONAL) if i.mode in PEOPLE_MODES]
    if trigger.form == "noun":
        before = _items_between(view, max(clause.first, trigger.first - 4), trigger.first, None)
        found = [item for item in before if not _parted(view, item.last, trigger.first)] + found
    elif trigger.passive or trigger.act.frame == "die" or (not found and (free_order or clause.kind == "rel")):
        found = _items_between(view, clause.first, trigger.first, None) or found
        if not found and clause.kind == "rel":
            found = _items_between(view, max(view.sentence.first, clause.first - 6), clause.first, None)
    if not found and trigger.form != "noun":
        found = _items_resumed(view, clauses, trigger.clause + 1)
    if view.verb_last and trigger.form != "noun":
        ahead = _items_between(view, clause.first, trigger.first, None)
        found = [item for item in ahead if not _is_governed(view, item.first, clause.first)] or found
    found = measured(found)
    exact = [item for item in found if item.mode not in _VAGUE_MODES]
    return exact or found


def measured(items: list[Item]) -> list[Item]:
    """Join a container with what it holds: "6,000 containers of shells" are shells, counted in containers."""
    joined: list[Item] = []
    for item in items:
        if joined and joined[-1].unit == _CONTAINER and item.first - joined[-1].last <= 2:
            held = joined.pop()
            item = Item(first=held.first, last=item.last, mode=item.mode, unit=held.unit)
        joined.append(item)
    return joined


def _stop_after(view: View, clause: Clause, trigger: Trigger) -> int:
    for index in view.heads(trigger.last, clause.last):
        if trigger.act.frame == "ask" and view.verb_form(index) in (
            "base",
            "infinitive",
            "gerund",
            "past",
            "participle",
        ):
            continue  # "asked for weapons to be sent": what is asked for is told by the verb below
        if view.is_verb(index) or (trigger.form == "noun" and view.is_aux(index)):
            return index
    return clause.last


def _items_between(
    view: View, first: int, last: int, trigger: Trigger | None, marks: frozenset[str] = frozenset()
) -> list[Item]:
    items = []
    for hit in view.items():
        if first <= hit.first and hit.last <= last:
            for entry in hit.entries:
                if entry.kind == "item" and (
                    trigger is None or _is_object(view, hit.first, trigger.last, marks or _asked(trigger))
                ):
                    items.append(Item(first=hit.first, last=hit.last, mode=entry.code, unit=entry.tag))
                    break
    return items


def _asked(trigger: Trigger) -> frozenset[str]:
    """Return the prepositions of what is asked for: "asked Russia for weapons"."""
    return frozenset({"prep.for"}) if trigger.act.frame == "ask" else frozenset()


def _is_object(view: View, index: int, floor: int, asked: frozenset[str] = frozenset()) -> bool:
    """Tell whether a noun after a trigger is what it hands over: no other preposition governs it."""
    own = view.owner.get(index)
    counted = False
    for place in range(index - 1, floor - 1, -1):
        if place in view.owner and view.owner[place] is not own:
            return True  # another phrase ends here, so the preposition before it is that phrase's
        if view.is_verb(place):
            return True
        if view.counts(place):
            counted = True
            continue
        functions = view.functions(place)
        if counted and not functions and view.norm(place).isalpha():
            return True  # the number opens the phrase: "sent to the front a thousand soldiers"
        if functions.prepositions:
            return bool(functions & (_THING_PREPOSITIONS | asked))
    return True


def _items_resumed(view: View, clauses: Sequence[Clause], number: int) -> list[Item]:
    """Return the items behind a relative clause that parts a verb from its object ("sent Y, which lacks it, fuel")."""
    if number >= len(clauses) or clauses[number].kind != "rel" or clauses[number].head is None:
        return []
    clause = clauses[number]
    for index in range(clause.head or clause.first, clause.last):
        if view.norm(index) == ",":
            return _items_between(view, index + 1, clause.last, None)
    return []


def _is_governed(view: View, index: int, floor: int) -> bool:
    """Tell whether a preposition of place or means governs a noun before its verb."""
    for place in range(index - 1, floor - 1, -1):
        functions = view.functions(place)
        if functions.prepositions:
            return functions.isdisjoint(_THING_PREPOSITIONS)
        if functions - {"det", "definite"} and not any(name.startswith("det.") for name in functions):
            return False
        party = view.owner.get(place)
        if party is not None and party.shape == "adjective" and party.head < 0:
            continue
        if party is not None or view.is_verb(place) or view.norm(place) in (",", ";", ":"):
            return False
        if view.passage.capitalised(place):
            return False  # another noun
    return False


def _parted(view: View, first: int, last: int) -> bool:
    return any(
        view.is_verb(i) or bool(view.functions(i).prepositions) or view.norm(i) == "," for i in range(first, last)
    )


def quantity_of(
    passage: Passage,
    numbers: Sequence[NumberMention],
    first: int,
    last: int,
    unit: str,
    *,
    behind: Container[int] | None = None,
) -> tuple[Quantity, Span] | None:
    """Return the number that counts the thing at tokens ``first`` to ``last``, and its span.

    ``behind`` is given where a number may follow what it counts ("포탄 100발"), which then is looked for first: the
    tokens of times, whose numbers count nothing.
    """
    if behind is not None:
        found = _number_behind(passage, numbers, last, unit, behind)
        if found is not None:
            return found
    start, end = passage.starts[first], passage.end(last - 1)
    low = passage.starts[max(0, first - _NUMBER_REACH)]
    after = bisect_left(numbers, low, key=lambda number: number.span.start)
    before = bisect_left(numbers, end, key=lambda number: number.span.start)
    for number in reversed(numbers[after:before]):
        inside = start <= number.span.start and number.span.end <= end
        if behind is not None and not _opens_word(passage, number, first, last):
            continue
        if number.ordinal or not (inside or (low <= number.span.start and number.span.end <= start)):
            continue
        between = passage.text[number.span.end : start] if not inside else ""
        if any(mark in between for mark in ",;.") or _is_year(number, passage.text):
            continue
        return _counted(number, unit)
    return None


def _counted(number: NumberMention, unit: str) -> tuple[Quantity, Span]:
    quantity = Quantity(minimum=number.minimum, maximum=number.maximum, unit=unit, bound=number.bound)
    return quantity, number.span


def _opens_word(passage: Passage, number: NumberMention, first: int, last: int) -> bool:
    """Tell whether a number begins where a word does: "한이" within "북한이" is none."""
    return number.span.start in passage.starts[max(0, first - _NUMBER_REACH) : last + _MOST_BEHIND + 1]


def _number_behind(
    passage: Passage, numbers: Sequence[NumberMention], last: int, unit: str, timed: Container[int]
) -> tuple[Quantity, Span] | None:
    """Return the number that begins right after a thing, a word of manner or a bracket between at most."""
    start = passage.end(last - 1)
    place = bisect_left(numbers, start, key=lambda number: number.span.start)
    if place == len(numbers) or numbers[place].ordinal or _is_year(numbers[place], passage.text):
        return None
    if not _opens_word(passage, numbers[place], last - 1, last):
        return None
    between = passage.text[start : numbers[place].span.start]
    for index in range(last, min(last + _MOST_BEHIND + 1, len(passage.norms))):
        if passage.starts[index] == numbers[place].span.start and index in timed:
            return None
    near = len(between.strip()) <= _MOST_BEHIND and not any(mark in between for mark in ".。,、")
    return _counted(numbers[place], unit) if near else None


def _is_year(number: NumberMention, text: str) -> bool:
    digits = text[number.span.start : number.span.end].strip()
    return digits.isdigit() and len(digits) == 4 and digits[:2] in ("19", "20")
