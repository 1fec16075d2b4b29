"""Claims into events, one at a time, in public order.

A claim joins the best of the events that it is compatible with, or opens a new one; it is never moved again. An event
holds only claims that are each compatible with all the others, so it keeps what they have in common rather than a
representative, and there are no chains. A flow is the exception by nature: its sightings lie far apart, so a sighting
is held against the span of the flow. Events are never joined to each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from riscontro.model.claim import Quantity
from riscontro.weigh.compare import Comparison
from riscontro.weigh.compare.actors import compare_opponents, compare_sides
from riscontro.weigh.compare.kind import compare_kinds
from riscontro.weigh.compare.place import compare_places
from riscontro.weigh.compare.quantity import (
    ONE_SIZE,
    PLAN_SIZE,
    compare_figures,
    compare_within_document,
    is_at_odds,
    middle_of,
)
from riscontro.weigh.compare.time import (
    DAY_ACT,
    IMPLIED,
    NARROWER,
    PERIOD,
    PLAN_AFTER,
    PLAN_AND_FACT,
    PLAN_LAPSED,
    compare_freshness,
    compare_sightings,
    compare_times,
    gap,
    is_period,
    narrow_implied,
    narrow_told,
    room_between,
)
from riscontro.weigh.telling import Telling, Window
from riscontro.weigh.weights import mode_table, score_weights

SourceKey = tuple[str, str | None, Window | None]


class Group:
    """An event in the making: its tellings, and what they have in common. ``puts`` are those that shelved it."""

    def __init__(self, number: int, telling: Telling) -> None:
        self.number = number
        self.founder = telling
        self.shape = telling.shape
        self.tellings: list[Telling] = []
        self.puts: list[Telling] = []
        self.sides = telling.sides
        self.modes: Counter[str | None] = Counter()
        self.dated: Window | None = None
        self.implied: Window | None = None
        self._only_plans = True
        self._totals = False
        self._further = False
        self._plans_of: set[str] = set()
        self._facts_of: set[str] = set()
        self.opponents: set[str] = set()
        self._places: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._figures: dict[str, tuple[float, float]] = {}
        self._by_source: defaultdict[SourceKey, list[Quantity]] = defaultdict(list)
        self.add(telling)

    def add(self, telling: Telling) -> bool:
        """Take a telling in; return whether it made a side known that was open."""
        claim = telling.claim
        self.tellings.append(telling)
        self._further = self._further or telling.further
        self.modes[claim.mode] += 1
        self._add_window(telling)
        if claim.opponent:
            self.opponents.add(claim.opponent)
        if telling.place:
            self._places[telling.provenance.lang][telling.place] = None
        if claim.quantity is not None:
            self._add_figure(telling, claim.quantity)
        first, second = (old if old is not None else new for old, new in zip(self.sides, telling.sides, strict=True))
        widened = (first, second) != self.sides
        self.sides = (first, second)
        return widened

    def _add_window(self, telling: Telling) -> None:
        self._only_plans = self._only_plans and telling.planned
        if telling.firm:
            self._facts_of.add(telling.claim.document_id)
        elif telling.planned and not telling.dated:
            self._plans_of.add(telling.claim.document_id)
        if self.shape.flow:
            self.dated = _hull(self.dated, telling.window)
            return
        if telling.dated:
            self.dated = _common(self.dated, telling.window)
        else:
            self.implied = _common(self.implied, telling.window)

    def _add_figure(self, telling: Telling, quantity: Quantity) -> None:
        self._by_source[_source_key(telling)].append(quantity)
        self._totals = self._totals or quantity.cumulative
        middle = middle_of(quantity)
        if middle is not None:
            low, high = self._figures.get(quantity.unit, (middle, middle))
            self._figures[quantity.unit] = (min(low, middle), max(high, middle))

    def compare(self, telling: Telling) -> dict[str, Comparison] | None:
        """Return the comparisons by name, ``None`` as soon as one excludes. Cheap ones come first."""
        found: dict[str, Comparison] = {}
        for name, compare in _RECIPE:
            comparison = compare(self, telling)
            if not comparison.score:
                return None
            found[name] = min(comparison, found.get(name, comparison))
        return found

    def times(self, telling: Telling) -> Comparison:
        """Compare the times."""
        if self.shape.flow and self.dated is not None:
            silence = max(telling.shape.tolerance, self.shape.tolerance)
            return compare_sightings(telling.window, self.dated, longest_silence=silence, told=telling.dated)
        excluded = self._excluding(telling)
        if excluded is not None:
            return excluded
        tolerance, own, dated, implied = telling.shape.tolerance, telling.window, self.dated, self.implied
        if telling.dated and dated is not None:
            tolerance = room_between(own, dated, tolerance)
        if self._is_at_odds(telling):
            past = telling.shape.past
            tolerance //= NARROWER
            own = narrow_told(own) if telling.dated else narrow_implied(own, past, ahead=telling.planned)
            dated = narrow_told(dated) if dated else None
            implied = narrow_implied(implied, past, ahead=self._only_plans) if implied else None
        comparison = compare_times(own, dated, implied, tolerance=tolerance, told=telling.dated)
        if comparison is not IMPLIED:
            return comparison
        if self._only_plans and not telling.planned:
            return PLAN_AND_FACT
        return compare_freshness(telling.public_from.toordinal(), self.dated or telling.window)

    def _excluding(self, telling: Telling) -> Comparison | None:
        """Return why the times exclude each other by what they are: a period, or a plan told beside the fact."""
        own, is_day_act = telling.window, telling.shape.tolerance <= DAY_ACT
        vague = telling.planned and not telling.dated
        if is_day_act:
            if is_period(own if telling.dated else None) != is_period(self.dated):
                return PERIOD
            facts = () if self._only_plans or not vague else (self.dated, self.implied)
            plans = (self.implied,) if self._only_plans and telling.dated and not telling.planned else ()
            if any(window is not None and gap(own, window) > 0 for window in (*facts, *plans)):
                return PLAN_AFTER
            told = self._facts_of if vague else self._plans_of if telling.firm else ()
            if telling.claim.document_id in told:
                return PLAN_AFTER
        if self._only_plans and not telling.planned and not telling.dated and self.dated is None:
            day = telling.public_from.toordinal()
            if self.implied is not None and day - self.implied.end > telling.shape.tolerance:
                return PLAN_LAPSED
        return None

    def _is_at_odds(self, telling: Telling) -> bool:
        """Tell whether a figure is of another size, or the words call the act another one that nobody called so."""
        if telling.further and not self._further:
            return True
        quantity = telling.claim.quantity
        low, high = self._figures.get(quantity.unit, (None, None)) if quantity else (None, None)
        size = ONE_SIZE if telling.planned == self._only_plans else PLAN_SIZE
        return is_at_odds(quantity, low, high, totals=self._totals, size=size)

    def kinds(self, telling: Telling) -> Comparison:
        """Compare the modes."""
        return compare_kinds(telling.claim.type, telling.claim.mode, self.modes)

    def actors(self, telling: Telling) -> Comparison:
        """Compare the sides."""
        return compare_sides(self.sides, telling.sides)

    def against(self, telling: Telling) -> Comparison:
        """Compare the opponents."""
        return compare_opponents(telling.claim.opponent, self.opponents)

    def places(self, telling: Telling) -> Comparison:
        """Compare the places told in the same language."""
        placed = f"{telling.claim.type}/{telling.claim.mode or ''}" in mode_table()["placed"]
        return compare_places(telling.place, self._places.get(telling.provenance.lang, ()), placed=placed)

    def figures(self, telling: Telling) -> Comparison:
        """Compare the figures in the same unit."""
        quantity = telling.claim.quantity
        low, high = self._figures.get(quantity.unit, (None, None)) if quantity else (None, None)
        return compare_figures(quantity, low, high)

    def same_document(self, telling: Telling) -> Comparison:
        """Compare the figures that the same document gives from the same root for the same time."""
        return compare_within_document(telling.claim.quantity, self._by_source.get(_source_key(telling), ()))


_RECIPE = (
    ("time", Group.times),
    ("kind", Group.kinds),
    ("actors", Group.actors),
    ("actors", Group.against),
    ("place", Group.places),
    ("quantity", Group.figures),
    ("quantity", Group.same_document),
)


def _source_key(telling: Telling) -> SourceKey:
    root = telling.claim.root
    return (telling.claim.document_id, root.name if root else None, telling.window if telling.dated else None)


def _common(left: Window | None, right: Window) -> Window:
    return right if left is None else Window(max(left.start, right.start), min(left.end, right.end))


def _hull(left: Window | None, right: Window) -> Window:
    return right if left is None else Window(min(left.start, right.start), max(left.end, right.end))


def total_score(comparisons: dict[str, Comparison]) -> float:
    """Return the weighted sum of the comparisons, 0 to 1."""
    weights = score_weights()
    return sum(weights[name] * comparison.score for name, comparison in comparisons.items())


def best_group(telling: Telling, candidates: list[Group]) -> Group | None:
    """Return the event that a claim joins, ``None`` where all exclude it.

    The best score; among equals the one most told, then the one opened last.
    """
    best: Group | None = None
    best_rank = (0.0, 0, 0)
    for group in candidates:
        comparisons = group.compare(telling)
        if comparisons is None:
            continue
        rank = (round(total_score(comparisons), SCORE_DIGITS), len(group.tellings), group.number)
        if rank > best_rank:
            best, best_rank = group, rank
    return best


SCORE_DIGITS = 6
"""Scores equal to this many digits are equal: sums of floats differ in the last ones."""
