"""The letters of all roots, month by month: :class:`riscontro.weigh.reliability.Records` over columns.

The rules are those of that module; a property test holds the two to each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from riscontro.weigh.beta import beta_cdf as plain_beta_cdf
from riscontro.weigh.beta import logit_moments as plain_logit_moments
from riscontro.weigh.kernel.columns import Codes, Floats
from riscontro.weigh.kernel.compiled import loop
from riscontro.weigh.kernel.encode import LETTERS
from riscontro.weigh.kernel.segments import Rows
from riscontro.weigh.kernel.words import TODAY, Words
from riscontro.weigh.reliability import (
    EVEN,
    Cell,
    learnt_table,
    letter_table,
    reach,
    role_mean,
    role_odds,
    weight_after,
)
from riscontro.weigh.reliability import beyond as plain_beyond

F = len(LETTERS) - 1

AT_ONCE = 2_000_000
"""Cells times months that are worked out at once: a bound on memory."""

beta_cdf, logit_moments, beyond = loop(plain_beta_cdf), loop(plain_logit_moments), loop(plain_beyond)


class Earned(NamedTuple):
    """What each cell had earned: rows from ``starts`` of its code on, one for each ``month`` in which its letter or the
    counts behind it change. ``letter`` is 0 to 5 for A to F; ``right`` of ``settled`` assertions.
    """

    starts: Rows
    month: Codes
    letter: Codes
    right: Codes
    settled: Codes


def earned_by(cells: Sequence[Cell], words: Words, last: int) -> Earned:
    """Return what each cell had earned by each month, up to one."""
    told = Words(*(column[words.denied == 0] for column in words))
    ever = np.bincount(told.cell, weights=told.number, minlength=len(cells))
    able = np.flatnonzero(ever >= letter_table()["fewest"])
    roots = {root: number for number, root in enumerate(sorted({cells[code].root for code in able.tolist()}))}
    kept = np.array([code for code in np.unique(told.cell).tolist() if cells[code].root in roots], dtype=np.int64)
    span = last - int(told.since.min(initial=last))
    found = [_earned(part, told, cells, last) for part in _parts(kept, cells, roots, span)]
    columns = [np.concatenate([np.zeros(0, dtype=np.int64), *some]) for some in zip(*found, strict=True)]
    cell, *rest = columns or [np.zeros(0, dtype=np.int64)] * 5
    order = np.argsort(cell, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(cell, minlength=len(cells)))])
    return Earned(starts, *(column[order].astype(np.int32) for column in rest))


def learnt_by(cells: Sequence[Cell], words: Words, last: int) -> Floats:
    """Return what the record of each cell adds, in log-odds, to the next of its assertions (twice its code) and denials
    (the place after) in a month.
    """
    found = np.zeros(2 * len(cells))
    table = learnt_table()
    for denied in (0, 1):
        side = Words(*(column[(words.denied == denied) & (words.since < last)] for column in words))
        kept = np.unique(side.cell)
        roots = {root: number for number, root in enumerate(sorted({cells[code].root for code in kept.tolist()}))}
        for part in _parts(kept, cells, roots, 1):
            own = _own(part, side, len(cells))
            right, wrong = (_counted(own, one, len(part), last, last) for one in (1, 0))
            named = [cells[code] for code in part.tolist()]
            named = [one._replace(role=EVEN) if denied else one for one in named]
            rates = (1.0, table["proved"]) if denied else (table["proved"], 1.0)
            a, b = _posterior(rates[0] * right[1], rates[1] * wrong[1], [cells[code] for code in part.tolist()], named)
            beliefs = np.array([role_odds(one.role) for one in named])
            enough = (right[0] + wrong[0])[:, 0] >= letter_table()["fewest"]
            found[2 * part + denied] = _beyond(a[:, 0], b[:, 0], beliefs, enough, reach(), table["most"])
    return found


@loop
def _beyond(a: Any, b: Any, beliefs: Any, enough: Any, reach: float, most: float) -> Any:
    found = np.zeros(len(a))
    for cell in range(len(a)):
        if enough[cell]:
            mean, spread = logit_moments(a[cell], b[cell])
            found[cell] = beyond(mean, spread, beliefs[cell], reach, most)
    return found


def _parts(kept: Rows, cells: Sequence[Cell], roots: dict[str, int], span: int) -> Iterator[Rows]:
    """Yield cells of whole roots, ordered by root and part in the act, not too many at once."""
    if not len(kept):
        return
    ordered = sorted(kept.tolist(), key=lambda code: (roots[cells[code].root], cells[code].role, code))
    most = max(1, AT_ONCE // max(1, span))
    begin = 0
    for place in range(1, len(ordered) + 1):
        ends = place == len(ordered) or cells[ordered[place]].root != cells[ordered[place - 1]].root
        if ends and (place - begin >= most or place == len(ordered)):
            yield np.array(ordered[begin:place], dtype=np.int64)
            begin = place


def _earned(part: Rows, told: Words, cells: Sequence[Cell], last: int) -> tuple[Rows, ...]:
    """Return the rows of some cells: code, month, letter, right and settled."""
    own = _own(part, told, len(cells))
    first = int(own.since.min()) + 1
    if first > last:
        return tuple(np.zeros(0, dtype=np.int64) for _ in range(5))
    right, wrong = (_counted(own, side, len(part), first, last) for side in (1, 0))
    a, b = _posterior(right[1], wrong[1], [cells[code] for code in part.tolist()])
    settled = right[0] + wrong[0]
    table = letter_table()
    shares = np.array(list(table["shares"].values()))
    letter = _letters(a, b, settled, table["fewest"], shares, table["bound"])
    changes = np.zeros(letter.shape, dtype=np.bool_)
    for column, nothing in ((letter, F), (right[0], 0), (settled, 0)):
        changes |= np.diff(column, axis=1, prepend=nothing) != 0
    cell, month = np.nonzero(changes)
    return part[cell], month + first, letter[cell, month], right[0][cell, month], settled[cell, month]


def _own(part: Rows, words: Words, size: int) -> Words:
    """Return the words of some cells, numbered by their places among these."""
    place = np.full(size, -1, dtype=np.int64)
    place[part] = np.arange(len(part))
    own = Words(*(column[place[words.cell] >= 0] for column in words))
    return own._replace(cell=place[own.cell].astype(np.int32))


def _counted(words: Words, right: int, size: int, first: int, last: int) -> tuple[Rows, Floats]:
    """Return how many words of each cell had been settled so before each month, and how much they count."""
    some = Words(*(column[words.right == right] for column in words))
    span = last - first + 1
    until = np.where(some.until == TODAY, span, np.minimum(some.until + 1 - first, span))
    since = some.since + 1 - first
    fades = np.array([weight_after(months) for months in range(1, span + 1 + max(0, -int(since.min(initial=0))))])
    numbers, weights = np.zeros((size, span), dtype=np.int64), np.zeros((size, span))
    _count(some.cell, since, until, some.number, fades, numbers, weights)
    return numbers, weights


@loop
def _count(cell: Any, since: Any, until: Any, number: Any, fades: Any, numbers: Any, weights: Any) -> None:
    for row in range(len(cell)):
        for month in range(max(0, since[row]), until[row]):
            numbers[cell[row], month] += number[row]
            weights[cell[row], month] += number[row] * fades[month - since[row]]


def _posterior(
    right: Floats, wrong: Floats, cells: Sequence[Cell], believed: Sequence[Cell] | None = None
) -> tuple[Floats, Floats]:
    """Return the two numbers of each cell's posterior in each month; cells come by root, then part in the act.

    ``believed`` are cells whose parts the beliefs beforehand are of, where these are others.
    """
    table = letter_table()
    by_root, by_role = _runs([one.root for one in cells]), _runs([one[:2] for one in cells])
    prior = np.array([role_mean(one.role) for one in believed or cells])[:, None] * table["prior_weight"]
    ends = []
    for own in (right, wrong):
        role = np.add.reduceat(own, by_role[0], axis=0)[by_role[1]]
        root = np.add.reduceat(own, by_root[0], axis=0)[by_root[1]]
        ends.append((root - role, role - own, own))
    a, b = _capped(prior + ends[0][0], table["prior_weight"] - prior + ends[1][0], table["part_weight"])
    a, b = _capped(a + ends[0][1], b + ends[1][1], table["topic_weight"])
    return a + right, b + wrong


def _runs(keys: Sequence[Any]) -> tuple[list[int], Rows]:
    """Return where each run of equal keys begins, and for each row which run it is in."""
    starts = [place for place, key in enumerate(keys) if not place or key != keys[place - 1]]
    return starts, np.repeat(np.arange(len(starts)), np.diff([*starts, len(keys)]))


def _capped(a: Floats, b: Floats, most: float) -> tuple[Floats, Floats]:
    scale = np.minimum(1.0, most / (a + b))
    return a * scale, b * scale


@loop
def _letters(a: Any, b: Any, settled: Any, fewest: int, shares: Any, bound: float) -> Any:
    """Return the letter of each posterior: that of the largest share that lies below it with enough odds.

    Most need no integral: at most 1 / (1 + k²) of any distribution lies k standard deviations and more from its mean on
    one side (Cantelli's inequality).
    """
    far = np.sqrt(1 / bound - 1)
    found = np.full(a.shape, F, np.int8)
    for cell in range(a.shape[0]):
        for month in range(a.shape[1]):
            if settled[cell, month] < fewest:
                continue
            one, other = a[cell, month], b[cell, month]
            mean = one / (one + other)
            spread = np.sqrt(mean * (1 - mean) / (one + other + 1))
            for letter in range(len(shares)):
                above = mean - shares[letter]
                surely = shares[letter] <= 0 or above > far * spread
                if surely or (above > -spread / far and beta_cdf(shares[letter], one, other) <= bound):
                    found[cell, month] = letter
                    break
    return found
