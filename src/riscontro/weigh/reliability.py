"""What a source's word is worth: learnt from what was settled, per root, part in the act and type of act, by month.

Two-sided: what it asserts and what it denies are counted apart. A share is a Beta posterior that shrinks along a line,
each step counting what the steps after it do not: the belief about the part or vantage (``[probability.role]``), then
what the root said in other parts, then in this part on other types, then on this type in this part. What was settled
longer ago counts for less (``half_life``), so that a source that changed shows it.

What holds in a month rests on earlier months alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from statistics import NormalDist
from typing import Any, NamedTuple

from riscontro.model.event import Event
from riscontro.model.grade import Reliability
from riscontro.weigh.beta import beta_cdf, beta_quantile, logit_moments
from riscontro.weigh.weights import load_toml

EVEN = "even"
"""Stands for a part in the act of which nothing is believed beforehand: half of such words are taken to be right."""


_MOST_MONTHS = 4096
"""Months whose numbers and names are remembered: they are asked for a hundred times for each word that was settled."""


class Cell(NamedTuple):
    """Whose word, in which part or from which vantage, on which type of act."""

    root: str
    role: str
    topic: str


class Tenure(NamedTuple):
    """So many words that stood settled alike: from the end of one month to that of another, ``None`` for today.

    Months are ``2024-10``. ``denied`` tells denials from assertions.
    """

    cell: Cell
    denied: bool
    right: bool
    since: str
    until: str | None
    number: int


def tenures_of(event: Event) -> Iterator[Tenure]:
    """Yield what was settled of the words on an event."""
    for word in event.words():
        yield Tenure(Cell(word.root, word.role, str(event.type)), *word[2:], number=1)


class Learnt(NamedTuple):
    """What a record adds (``odds``, in log-odds) to the belief about a part or vantage: of ``settled`` words ``right``
    were right, all settled before the month ``until``.
    """

    odds: float
    right: int
    settled: int
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of settled words: how many there were, how many of the kind counted, and what follows.

    ``mean`` and the bounds ``low`` and ``high`` are of the posterior, in which older words count for less: the share is
    below ``low`` with odds of 1 to 9, above ``high`` likewise.
    """

    number: int
    of: int
    mean: float
    low: float
    high: float


@dataclass(slots=True)
class Counted:
    """Words settled as right and as wrong: how many, and how much they count after so long."""

    right: int = 0
    wrong: int = 0
    weight_right: float = 0.0
    weight_wrong: float = 0.0

    @property
    def settled(self) -> int:
        """How many were settled."""
        return self.right + self.wrong

    def add(self, tenure: Tenure, weight: float) -> None:
        """Take in words that stood settled alike, each of a weight."""
        if tenure.right:
            self.right += tenure.number
            self.weight_right += tenure.number * weight
        else:
            self.wrong += tenure.number
            self.weight_wrong += tenure.number * weight


NOTHING = Counted()


@cache
def letter_table() -> dict[str, Any]:
    """Return the ``[letters]`` table."""
    return dict(load_toml("weights")["letters"])


@cache
def learnt_table() -> dict[str, float]:
    """Return the ``[learnt]`` table."""
    return dict(load_toml("weights")["learnt"])


def role_odds(role: str) -> float:
    """Return the log-odds that a word in a part, or from a vantage, is right before anything is learnt."""
    lean: float = load_toml("weights")["probability"]["role"].get(role, 0.0)
    return lean


def role_mean(role: str) -> float:
    """Return the same as a share."""
    return 1 / (1 + math.exp(-role_odds(role)))


@cache
def reach() -> float:
    """Return how many standard deviations from the mean the credible bounds lie."""
    return NormalDist().inv_cdf(1 - letter_table()["bound"])


def beyond(mean: float, spread: float, belief: float, reach: float, most: float) -> float:
    """Return how far the credible bound of log-odds lies beyond a belief, 0 where the belief lies between the bounds.

    >>> beyond(2.0, 0.5, 0.0, 1.0, 0.7), beyond(1.0, 0.6, 0.0, 1.0, 0.7), beyond(0.0, 1.0, 0.2, 1.0, 0.7)
    (0.7, 0.4, 0.0)
    """
    low, high = mean - reach * spread, mean + reach * spread
    if low > belief:
        return min(low - belief, most)
    return max(high - belief, -most) if high < belief else 0.0


class Records:
    """What was settled, by root; asked by month (``2024-10``)."""

    def __init__(self, tenures: Iterable[Tenure] = ()) -> None:
        numbers: Counter[tuple[Cell, bool, bool, str, str | None]] = Counter()
        for tenure in tenures:
            numbers[tenure[:5]] += tenure.number
        self._by_root: dict[str, list[Tenure]] = {}
        for key, number in numbers.items():
            self._by_root.setdefault(key[0].root, []).append(Tenure(*key, number))
        self._counted: dict[tuple[str, str], dict[tuple[Cell, bool], Counted]] = {}
        self._letters: dict[tuple[Cell, str], tuple[Reliability, Counted]] = {}
        self._changes: dict[tuple[Cell, str], tuple[str, ...]] = {}

    def first_month(self, cell: Cell) -> str | None:
        """Return the month at whose end the first of a cell's assertions was settled, ``None`` where none was."""
        told = (one.since for one in self._by_root.get(cell.root, ()) if one.cell == cell and not one.denied)
        return min(told, default=None)

    @property
    def roots(self) -> frozenset[str]:
        """The roots of whose words anything was settled."""
        return frozenset(self._by_root)

    def changes(self, cell: Cell, last: str) -> tuple[str, ...]:
        """Return the months, up to one, in which the letter of a cell is another than in the month before."""
        found = self._changes.get((cell, last))
        if found is None:
            first, before, changed = self.first_month(cell), Reliability.F, []
            for month in months(first, last) if first is not None else ():
                letter, _ = self.letter(cell, month)
                if letter is not before:
                    changed.append(month)
                before = letter
            found = self._changes[cell, last] = tuple(changed)
        return found

    def counted(self, cell: Cell, month: str, *, denied: bool = False) -> Counted:
        """Return what was settled of a cell's assertions, or denials, before a month."""
        return self._cells(cell.root, month).get((cell, denied), NOTHING)

    def posterior(
        self, cell: Cell, month: str, *, denied: bool = False, rates: tuple[float, float] = (1.0, 1.0)
    ) -> tuple[float, float]:
        """Return the two numbers of the Beta posterior of the share right of a cell's assertions, or denials; ``rates``
        are what a right and a wrong word count.
        """
        right, wrong = rates
        table, other_parts, other_types = letter_table(), Counted(), Counted()
        for (other, side), counted in self._cells(cell.root, month).items():
            if side is denied and other != cell:
                _join(other_types if other.role == cell.role else other_parts, counted)
        prior = role_mean(EVEN if denied else cell.role)
        a, b = prior * table["prior_weight"], (1 - prior) * table["prior_weight"]
        for others, most in ((other_parts, table["part_weight"]), (other_types, table["topic_weight"])):
            a, b = _capped(a + right * others.weight_right, b + wrong * others.weight_wrong, most)
        own = self.counted(cell, month, denied=denied)
        return a + right * own.weight_right, b + wrong * own.weight_wrong

    def letter(self, cell: Cell, month: str) -> tuple[Reliability, Counted]:
        """Return the letter that holds in a month, and what was settled; F where that is too little."""
        found = self._letters.get((cell, month))
        if found is None:
            counted = self.counted(cell, month)
            letter = Reliability.F
            if counted.settled >= letter_table()["fewest"]:
                letter = letter_of(*self.posterior(cell, month))
            found = self._letters[cell, month] = (letter, counted)
        return found

    def learnt(self, cell: Cell, month: str, *, denied: bool = False) -> Learnt:
        """Return what a cell's record adds to the log-odds that the next of its assertions, or denials, is right."""
        counted = self.counted(cell, month, denied=denied)
        odds = 0.0
        if counted.settled >= letter_table()["fewest"]:
            proved = learnt_table()["proved"]
            rates = (1.0, proved) if denied else (proved, 1.0)
            a, b = self.posterior(cell, month, denied=denied, rates=rates)
            mean, spread = logit_moments(a, b)
            odds = beyond(mean, spread, role_odds(EVEN if denied else cell.role), reach(), learnt_table()["most"])
        return Learnt(odds, counted.right, counted.settled, month)

    def share(self, cell: Cell, month: str, *, denied: bool = False) -> Share:
        """Return what share of a cell's assertions, or denials, was right."""
        counted = self.counted(cell, month, denied=denied)
        return _share(counted.right, counted.settled, *self.posterior(cell, month, denied=denied))

    def asserted_of(self, cell: Cell, month: str, *, proved: bool) -> Share:
        """Return how often a source that spoke of an act asserted it, among acts that were proved or disproved.

        Of proved acts this is its sensitivity, of disproved ones its rate of false alarms; an even share is the prior.
        """
        asserted, denied = self.counted(cell, month), self.counted(cell, month, denied=True)
        even = letter_table()["prior_weight"] / 2
        if proved:
            yes, no, a, b = asserted.right, denied.wrong, asserted.weight_right, denied.weight_wrong
        else:
            yes, no, a, b = asserted.wrong, denied.right, asserted.weight_wrong, denied.weight_right
        return _share(yes, yes + no, even + a, even + b)

    def _cells(self, root: str, month: str) -> dict[tuple[Cell, bool], Counted]:
        """Return what was settled of a root's words before a month, by cell and side."""
        found = self._counted.get((root, month))
        if found is None:
            found = self._counted[root, month] = {}
            for one in self._by_root.get(root, ()):
                if _holds(one, month):
                    counted = found.setdefault((one.cell, one.denied), Counted())
                    counted.add(one, weight_after(_months(one.since, month)))
        return found


def _join(into: Counted, other: Counted) -> None:
    into.weight_right += other.weight_right
    into.weight_wrong += other.weight_wrong


def _capped(a: float, b: float, most: float) -> tuple[float, float]:
    """Return a posterior as it is passed on: worth no more than so many words."""
    scale = min(1.0, most / (a + b))
    return a * scale, b * scale


def months(after: str, last: str) -> Iterator[str]:
    """Yield the months after one, up to another.

    >>> list(months("2024-11", "2025-01"))
    ['2024-12', '2025-01']
    """
    yield from map(name_of_month, range(number_of_month(after) + 1, number_of_month(last) + 1))


@lru_cache(_MOST_MONTHS)
def number_of_month(month: str) -> int:
    """Return how many months lie between the first of year 0 and a month (``2024-10``).

    >>> name_of_month(number_of_month("2024-10") + 3)
    '2025-01'
    """
    return int(month[:4]) * 12 + int(month[5:]) - 1


@lru_cache(_MOST_MONTHS)
def name_of_month(number: int) -> str:
    """Return the month of a number."""
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _holds(tenure: Tenure, month: str) -> bool:
    return tenure.since < month and (tenure.until is None or tenure.until >= month)


def _months(first: str, last: str) -> int:
    return number_of_month(last) - number_of_month(first)


@cache
def weight_after(months: int) -> float:
    """Return what a word counts that was settled at the end of the month so many months ago; the last one counts 1."""
    return float(0.5 ** ((months - 1) / letter_table()["half_life"]))


def _share(number: int, of: int, a: float, b: float) -> Share:
    bound = letter_table()["bound"]
    low, high = beta_quantile(bound, a, b), beta_quantile(1 - bound, a, b)
    return Share(number=number, of=of, mean=round(a / (a + b), 4), low=round(low, 4), high=round(high, 4))


def letter_of(a: float, b: float) -> Reliability:
    """Return the letter of a share with a Beta(a, b) posterior: that of the share exceeded with odds of 9 to 1."""
    table = letter_table()
    return next(
        Reliability(letter)
        for letter, least in table["shares"].items()
        if not least or beta_cdf(least, a, b) <= table["bound"]
    )
