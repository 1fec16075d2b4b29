"""Weigh made-up claims in bulk, columns to columns: ``python -m bench.weigh_bulk [CLAIMS ...] [--hot]``.

Prints for each number of claims the claims a second of processor time (in two threads) and how the cost grows from the
first number to the last (the exponent of n); ``--hot`` adds the last number again with half of its claims on one pair
of states, as a multiple of the time without. The claims are made here: acts of random kinds between pairs of states
over three years, each told by one to a hundred pages that name a root or relay one.
"""

from __future__ import annotations

import resource
import sys
import time
from typing import Any, NamedTuple

import numpy as np

from riscontro.model.claim import Basis
from riscontro.weigh.kernel.acts import Acts, Tables, Tellers
from riscontro.weigh.kernel.columns import KINDS
from riscontro.weigh.kernel.compiled import COMPILED
from riscontro.weigh.kernel.weighing import weigh_in_batches

PAIRS = 400
STATES = 60
TYPES = 16
DAYS = 1095
FIRST_DAY = 738_156  # 2022-01-01
JOBS = 2
TOLD = 20.0
"""Claims of one act, on average."""


class Bulk(NamedTuple):
    """Made-up claims, as the kernel takes them."""

    acts: Acts
    tellers: Tellers
    tables: Tables


def make_bulk(size: int, *, hot: bool, seed: int = 1) -> Bulk:
    """Return so many claims; ``hot``: half of them on one pair of states."""
    rng = np.random.default_rng(seed)
    acts = max(int(size / TOLD), 1)
    pair = rng.integers(0, PAIRS, acts)
    if hot:
        pair[rng.random(acts) < 0.5] = 0
    sides = np.stack([rng.permutation(STATES)[:2] for _ in range(PAIRS)])
    act = rng.choice(acts, size=size, p=_shares(rng, acts))
    day = FIRST_DAY + rng.integers(0, DAYS, acts)
    told = day[act] + np.minimum(rng.exponential(6, size), 300).astype(np.int64)
    order = np.argsort(told, kind="stable")
    act, told = act[order], told[order]
    type_ = rng.integers(0, TYPES, acts)[act]
    mode = rng.integers(0, 3, acts)[act]
    dated = rng.random(size) < 0.7
    begin = np.where(dated, day[act], told - 14)
    whole = rng.random(size) < 0.05
    figure = np.where(rng.random(size) < 0.3, rng.integers(1, 500, size), np.nan).astype(float)
    nothing = np.full(size, -1, dtype=np.int32)
    columns = {
        "type": type_,
        "kind": type_ * 3 + mode,
        "mode": mode,
        "first": np.where(whole, -1, sides[pair[act], 0]),
        "second": sides[pair[act], 1],
        "opponent": nothing,
        "place": nothing,
        "lang": nothing * 0,
        "begin": begin,
        "end": np.where(dated, begin, told),
        "day": told,
        "tolerance": np.full(size, 3),
        "past": np.full(size, 10),
        "unit": np.where(np.isnan(figure), -1, 0),
        "document": np.arange(size),
        "root": rng.integers(0, 500, size),
    }
    no, yes = np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
    flags = {"dated": dated, "further": no, "planned": no, "firm": yes, "flow": no, "cumulative": no}
    made = {name: column.astype(np.int32) for name, column in columns.items()}
    tables = Tables(
        modes=np.tile(np.eye(3), (TYPES, 1)),
        placed=np.zeros(TYPES * 3, dtype=bool),
        places=np.zeros(0, dtype=np.int64),
        allied=np.zeros((STATES, STATES), dtype=bool),
    )
    acts_told = Acts(**made, **flags, low=figure, high=figure)
    return Bulk(acts_told, _make_tellers(rng, acts_told, sides[pair[act]]), tables)


ROOTS, OUTLETS = 500, 3000


def _make_tellers(rng: np.random.Generator, acts: Acts, sides: np.ndarray[Any, Any]) -> Tellers:
    """Three claims in five name one of 500 roots, a third of them organs of a state; the others' pages vouch."""
    size = len(acts)
    root, publisher = rng.integers(0, ROOTS, size), ROOTS + rng.integers(0, OUTLETS, size)
    rooted = rng.random(size) < 0.6
    organ = rooted & (root % 3 == 0)
    kinds = np.array([KINDS.index(kind) for kind in (Basis.OFFICIAL, Basis.WITNESS, Basis.ANALYSIS)])
    source = np.where(rooted, root, publisher)
    codes = {
        "source": source,
        "publisher": publisher,
        "group": np.where(organ, root % STATES, STATES + source),
        "state": np.where(organ, root % STATES, -1),
        "document": acts.document,
        "family": np.where(rng.random(size) < 0.3, rng.integers(0, max(size // 10, 1), size), -1),
        "actor": sides[:, 0],
        "recipient": sides[:, 1],
        "opponent": acts.opponent,
        "month": acts.day // 30,
    }
    small = {
        "side": rng.choice([0, 0, 0, 0, 0, 0, 0, 0, 1, 2], size=size),
        "basis": np.where(rooted, kinds[root % 3], KINDS.index(Basis.NONE)),
        "loses": acts.type % 4,
        "gains": acts.type * 0,
        "letter": np.full(size, 5),
    }
    no = np.zeros(size, dtype=bool)
    flags = {"speaks": organ, "organ": organ, "rooted": rooted, "unplaced": ~rooted, "cut": rng.random(size) < 0.05}
    flags |= {"bare": no, "outlet": no, "vantage": no, "tentative": rng.random(size) < 0.1, "open": no}
    columns: dict[str, Any] = {name: column.astype(np.int32) for name, column in codes.items()}
    columns |= {name: column.astype(np.int8) for name, column in small.items()}
    return Tellers(**columns, **flags)


def _shares(rng: np.random.Generator, acts: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    weights = rng.pareto(1.5, acts) + 0.2
    return np.asarray(weights / weights.sum())


def weigh_bulk(bulk: Bulk) -> int:
    """Weigh; return how many events there are."""
    found = weigh_in_batches(bulk.acts, bulk.tellers, bulk.tables, jobs=JOBS)
    return sum(weighed.linked.events for _, weighed in found)


def measure(size: int, *, hot: bool = False) -> float:
    """Return the processor seconds of weighing so many claims."""
    bulk = make_bulk(size, hot=hot)
    began, clock = time.process_time(), time.perf_counter()
    events = weigh_bulk(bulk)
    spent, clock = time.process_time() - began, time.perf_counter() - clock
    word = "half on one pair" if hot else "spread"
    pace = f"{size / spent:,.0f} claims/s of one core, {size / clock:,.0f} by the clock"
    print(f"{size} claims, {word}: {spent:.2f} s, {pace}, {events} events", flush=True)
    return spent


def main(arguments: list[str]) -> None:
    """Measure."""
    if not COMPILED:
        print("UNGATED: numba is not installed (riscontro[bulk]); loops that are not compiled are not measured")
        return
    sizes = [int(word) for word in arguments if not word.startswith("--")] or [20_000, 200_000]
    weigh_bulk(make_bulk(2000, hot=False))
    spent = [measure(size) for size in sizes]
    growth = np.log(spent[-1] / spent[0]) / np.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else 1.0
    told = f"growth={growth:.2f} rate={sizes[-1] / spent[-1]:.0f}"
    if "--hot" in arguments:
        told += f" hot={measure(sizes[-1], hot=True) / spent[-1]:.2f}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"weigh_bulk: {told} peak_mb={peak}")


if __name__ == "__main__":
    main(sys.argv[1:])
