"""Figures of a sentence against the figures that are held: number, bound, unit, what they cover."""

from __future__ import annotations

from collections.abc import Iterator

from riscontro.check.ground import Ground
from riscontro.check.saying import Number, Saying
from riscontro.check.values import Difference, DriftKind
from riscontro.model.claim import Quantity

_ALIKE = (
    frozenset({"soldier", "troop", "person", "people"}),
    frozenset({"dead", "death", "killed", "person killed", "casualty"}),
    frozenset({"shell", "munition", "round"}),
    frozenset({"ship", "vessel", "tanker"}),
    frozenset({"tonne", "ton"}),
    frozenset({"vehicle", "truck"}),
)
"""Units that one word may name in place of another; a sentence never joins the two sides of a line here."""
_LOWER = {"at least": "at least", "more than": "more than", "over": "more than"}
_UPPER = {"up to": "at most", "at most": "at most", "less than": "less than", "fewer than": "less than"}
_VAGUE = {"about", "around", "approximately"}
_ALMOST = {"almost", "nearly"}


def number_differences(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield figures that no claim holds, bounds and units that differ, totals and rates that nobody gave."""
    held = ground.quantities
    days = {ground.flow.gap_days} if ground.flow else set()
    for number in saying.numbers:
        if number.mention.minimum == number.mention.maximum and number.mention.minimum in days:
            continue
        yield from _one(number, held)
    if saying.numbers and saying.total and held and not any(quantity.cumulative for quantity in held):
        yield Difference(kind=DriftKind.TOTAL, said="a total", held="no figure is a total")
    if saying.rate and not saying.quotes:
        yield Difference(kind=DriftKind.TOTAL, said=saying.rate, held="no figure is a rate")


def _one(number: Number, held: tuple[Quantity, ...]) -> Iterator[Difference]:
    same = [quantity for quantity in held if _same_numbers(number, quantity)]
    listed = "; ".join(map(quantity_to_plain, held)) or "no figure"
    if not same:
        near = [quantity for quantity in held if _values(number) & {quantity.minimum, quantity.maximum} - {None}]
        kind = DriftKind.BOUND if near else DriftKind.NUMBER
        yield Difference(kind=kind, said=number.words, held=listed)
        return
    if not any(_same_bound(number, quantity) for quantity in same):
        yield Difference(kind=DriftKind.BOUND, said=number.words, held=listed)
    elif number.units and not any(_same_unit(number, quantity) for quantity in same):
        yield Difference(kind=DriftKind.UNIT, said=number.words, held=listed)


def _values(number: Number) -> set[float | None]:
    return {number.mention.minimum, number.mention.maximum} - {None}


def _same_numbers(number: Number, quantity: Quantity) -> bool:
    return (number.mention.minimum, number.mention.maximum) == (quantity.minimum, quantity.maximum)


def _same_bound(number: Number, quantity: Quantity) -> bool:
    said, own = number.mention.bound, quantity.bound
    if quantity.maximum is None:
        # "More than" says more than "at least": it must be given, "at least" always follows.
        return _LOWER.get(said or "") == "at least" or _LOWER.get(own or "") == "more than"
    if quantity.minimum is None:
        almost = said in _ALMOST and own in _ALMOST
        return almost or _UPPER.get(said or "") == "at most" or _UPPER.get(own or "") == "less than"
    if quantity.minimum != quantity.maximum:
        return (said in _VAGUE) >= (own in _VAGUE) if own in _VAGUE or said in _VAGUE else True
    if own in _VAGUE or own in _ALMOST:
        return said in (_VAGUE if own in _VAGUE else _ALMOST)
    return said in (None, "exactly")


def _same_unit(number: Number, quantity: Quantity) -> bool:
    unit = quantity.unit
    alike = {unit, *(one for group in _ALIKE if unit in group for one in group)}
    return bool(number.units & alike)


def quantity_to_plain(quantity: Quantity) -> str:
    """Return a figure as a record prints it: ``7000.. container``."""
    low = "" if quantity.minimum is None else f"{quantity.minimum:g}"
    high = "" if quantity.maximum is None else f"{quantity.maximum:g}"
    number = low if low == high else f"{low}..{high}"
    bound = f"{quantity.bound} " if quantity.bound else ""
    return f"{bound}{number} {quantity.unit}"
