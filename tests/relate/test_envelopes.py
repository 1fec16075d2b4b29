"""Totals and increments never meet; one window never counts twice."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.dyad import Envelope, FigureKind, Reckoning
from riscontro.model.grade import Status
from riscontro.model.time import Interval
from tests.relate.make import Record, days, figure

OCTOBER, NOVEMBER = days("2024-10-01", "2024-10-31"), days("2024-11-01", "2024-11-30")
SINCE = days("2023-08-01", None)


def _total(number: float, window: Interval | None = SINCE, **fields: Any) -> dict[str, Any]:
    return {"quantity": figure(number, number, window=window, cumulative=True), **fields}


def _part(number: float, when: Interval | None, **fields: Any) -> dict[str, Any]:
    return {"quantity": figure(number, number), "when": when, **fields}


def _record(*claims: dict[str, Any], act: str = "AID/ammunition") -> Record:
    record = Record()
    for claim in claims:
        record.add(act, claims=[claim])
    return record


def _shown(envelopes: tuple[Envelope, ...]) -> list[tuple[str, str, float | None, float | None]]:
    return [(str(e.kind), str(e.window), e.minimum, e.maximum) for e in envelopes]


def _only(record: Record) -> Reckoning:
    (reckoning,) = record.dyad().reckonings
    return reckoning


def test_figures_of_one_window_are_a_range() -> None:
    record = _record(_part(100, OCTOBER), _part(150, OCTOBER))
    assert _shown(record.dyad().envelopes) == [("increment", "2024-10-01/2024-10-31", 100, 150)]


def test_figures_of_two_windows_stand_apart() -> None:
    record = _record(_part(100, OCTOBER), _part(150, NOVEMBER))
    assert [row[2:] for row in _shown(record.dyad().envelopes)] == [(100, 100), (150, 150)]


def test_a_total_and_an_increment_stand_apart() -> None:
    record = _record(_part(100, OCTOBER), _total(9000))
    assert [row[0] for row in _shown(record.dyad().envelopes)] == ["increment", "total"]


def test_totals_since_one_day_stand_together_in_the_order_told() -> None:
    record = _record(_total(9000, public="2024-11-01"), _total(7000, public="2024-02-26"))
    (envelope,) = record.dyad().envelopes
    assert [f.minimum for f in envelope.figures] == [7000, 9000]
    assert (envelope.minimum, envelope.maximum) == (7000, 9000)


def test_a_total_over_a_closed_window_is_what_came_within_it() -> None:
    record = _record(_total(9000, window=days("2023-01-01", "2023-12-31")))
    assert [e.kind for e in record.dyad().envelopes] == [FigureKind.INCREMENT]


def test_units_do_not_mix() -> None:
    record = _record(_part(100, OCTOBER), {"quantity": figure(5, 5, "train"), "when": OCTOBER})
    assert len(record.dyad().envelopes) == 2


def test_windows_apart_are_added_up_each_once() -> None:
    record = _record(_part(100, OCTOBER), _part(120, OCTOBER), _part(50, NOVEMBER))
    reckoning = _only(record)
    assert (reckoning.kind, reckoning.minimum, reckoning.maximum) == (FigureKind.INCREMENT, 150, None)
    assert reckoning.windows == (OCTOBER, NOVEMBER)
    assert len(reckoning.claims) == 3


def test_of_windows_that_overlap_the_heavier_choice_counts() -> None:
    autumn = days("2024-10-01", "2024-11-30")
    assert _only(_record(_part(100, OCTOBER), _part(50, NOVEMBER), _part(120, autumn))).minimum == 150
    assert _only(_record(_part(100, OCTOBER), _part(50, NOVEMBER), _part(200, autumn))).minimum == 200


def test_the_last_total_stands_against_the_sum_and_is_never_added_to_it() -> None:
    record = _record(_part(100, OCTOBER), _total(7000, public="2024-02-26"), _total(9000, public="2024-11-01"))
    reckoning = _only(record)
    assert (reckoning.kind, reckoning.minimum, reckoning.maximum) == (FigureKind.TOTAL, 9000, 9000)
    assert reckoning.claims == ("clm-evt-002-0",)


def test_a_figure_without_a_window_is_never_added() -> None:
    record = _record(_part(100, OCTOBER), _part(900, None))
    assert _only(record).minimum == 100


def test_figures_of_plans_denials_and_of_what_does_not_stand_do_not_count() -> None:
    record = Record()
    record.add("AID/ammunition", (Status.RETRACTED, "2024-11-01"), claims=[_part(100, OCTOBER)])
    record.add("AID/ammunition", claims=[_part(100, OCTOBER, modality="denied")])
    record.add("AID/ammunition", planned=True, claims=[_part(100, OCTOBER)])
    assert record.dyad().envelopes == ()


DAY = date(2024, 1, 1)
WINDOWS = st.tuples(st.integers(0, 60), st.integers(0, 20), st.integers(1, 500))


@given(st.lists(WINDOWS, min_size=1, max_size=9))
def test_the_sum_is_the_best_over_all_choices_of_windows_apart(drawn: list[tuple[int, int, int]]) -> None:
    spans = [(DAY + timedelta(days=start), DAY + timedelta(days=start + length), n) for start, length, n in drawn]
    record = _record(*[_part(n, Interval(earliest=first, latest=last)) for first, last, n in spans])
    least: dict[tuple[date, date], int] = {}
    for first, last, n in spans:
        least[first, last] = min(n, least.get((first, last), n))
    held = list(least.items())
    best = 0
    for choice in range(1 << len(held)):
        chosen = sorted(window for place, (window, _) in enumerate(held) if choice >> place & 1)
        if all(before[1] < after[0] for before, after in pairwise(chosen)):
            best = max(best, sum(least[window] for window in chosen))
    assert _only(record).minimum == best
