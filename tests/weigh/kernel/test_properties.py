"""What must hold of any claims."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.weigh.kernel import Side
from riscontro.weigh.kernel.homes import find_homes
from riscontro.weigh.kernel.views import NEVER
from tests.weigh.kernel.make import claims
from tests.weigh.kernel.test_newsroom import CODES, OUTLET, ask

ROOTS = st.integers(0, 4)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "at": st.integers(0, 40),
            "event": st.integers(0, 2),
            "chain": st.lists(ROOTS, max_size=2, unique=True).map(tuple),
            "side": st.sampled_from([Side.FOR, Side.FOR, Side.FOR, Side.AGAINST, Side.RETRACTS]),
            "figure": st.sampled_from([np.nan, 12.0, 40.0]),
        }
    ),
    min_size=1,
    max_size=12,
)


def standing(rows: list[dict[str, Any]], *, at: int = NEVER - 1) -> dict[int, tuple[int, float, int]]:
    table = claims([{"outlet": OUTLET, "loses": 7, **row} for row in rows])
    found = ask(table, at=at)
    told = zip(
        found.views.event.tolist(),
        found.independent.tolist(),
        found.probability.tolist(),
        found.corroborated.tolist(),
        strict=True,
    )
    return {event: (groups, round(likely, 9), moment) for event, groups, likely, moment in told}


@settings(max_examples=60, deadline=None)
@given(ROWS, st.data())
def test_a_copy_never_raises_anything(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    copied = {**data.draw(st.sampled_from([r for r in rows if r["side"] is Side.FOR] or rows)), "at": 41}
    before, after = standing(rows), standing([*rows, copied])
    event = copied["event"]
    assert after[event][0] <= before[event][0]
    assert after[event][1] <= before[event][1] + 1e-9


@settings(max_examples=60, deadline=None)
@given(ROWS, ROOTS, st.integers(0, 2))
def test_a_denial_never_counts_for(rows: list[dict[str, Any]], root: int, event: int) -> None:
    before = standing(rows)
    after = standing([*rows, {"at": 41, "event": event, "chain": (root,), "side": Side.AGAINST, "figure": np.nan}])
    if event in before:
        assert after[event][0] == before[event][0]
        assert after[event][1] <= before[event][1] + 1e-9


NEAR_WORDS = st.sampled_from([0, 0x0F0F0F0F0F0F0F0F, 0x0F0F0F0F0F0F0F0C, 0x5A5A5A5A5A5A5A5A])
"""Texts of which two are near-copies, and 0 for one that is not known."""


@settings(max_examples=150, deadline=None)
@given(
    ROWS.flatmap(lambda rows: st.tuples(*(NEAR_WORDS.map(lambda text, row=row: {**row, "text": text}) for row in rows)))
)
def test_no_claim_stands_in_two_events_or_leaves_what_a_replay_leaves_it_in(rows: tuple[dict[str, Any], ...]) -> None:
    table = claims([{"outlet": OUTLET, "loses": 7, **row} for row in rows])
    homes = find_homes(table, CODES).homes
    for moment in range(42):
        stands = (homes.since <= moment) & (moment < homes.until)
        cut = find_homes(table.take(table.at <= moment), CODES).homes
        still = (cut.since <= moment) & (moment < cut.until)
        told = sorted(zip(homes.claim[stands].tolist(), homes.event[stands].tolist(), strict=True))
        assert told == sorted(zip(cut.claim[still].tolist(), cut.event[still].tolist(), strict=True))
        assert len({claim for claim, _ in told}) == len(told)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(0, 41))
def test_as_known_at_a_moment_equals_the_claims_cut_at_it(rows: list[dict[str, Any]], moment: int) -> None:
    cut = [row for row in rows if row["at"] <= moment]
    if cut:
        whole = standing(rows, at=moment)
        assert standing(cut) == {event: whole[event] for event in {row["event"] for row in cut}}


@settings(max_examples=40, deadline=None)
@given(ROWS, ROOTS, st.integers(0, 2))
def test_removing_an_origin_never_adds_groups(rows: list[dict[str, Any]], root: int, event: int) -> None:
    mine = [r for r in rows if r["event"] == event]
    less = [r for r in rows if r["event"] != event or root not in r["chain"]]
    before, after = standing(rows), standing(less) if less else {}
    if mine and event in after:
        assert after[event][0] <= before[event][0]


def test_codes_cover_the_roots_used_here() -> None:
    assert len(CODES) == OUTLET + 1
