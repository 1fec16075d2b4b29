"""Exports from a walk over the ledger: the bytes of those from records, in memory that does not grow with the case."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.model.claim import EventType
from riscontro.model.holdings import Holdings
from riscontro.model.judgement import Verdict
from riscontro.pipeline import gather_holdings, hold_case, view_case
from riscontro.pipeline.holdings import LedgerHoldings
from riscontro.store.case import Case
from riscontro.store.ledger import Ledger
from riscontro.tell.exports import FORMATS, export
from tests.pipeline.test_pairs import judge
from tests.pipeline.test_waiting import NOON, empty_ledger, keep, weigh_everything
from tests.weigh.make import Desk, days, mixed_desks

AMENDING = (Verdict.CORRECT, Verdict.ENTER, Verdict.WRONG)


def written(holdings: Holdings, format: str) -> dict[str, str]:
    return {name: "".join(pieces) for name, pieces in export(holdings, format)}


@settings(max_examples=8)
@given(mixed_desks(), st.data())
def test_a_walk_over_the_ledger_exports_what_records_do(desk: Desk, data: st.DataObject) -> None:
    with empty_ledger() as (case, ledger):
        keep(ledger, desk.claims, desk.provenances)
        weigh_everything(case, ledger)
        for verdict in data.draw(st.lists(st.sampled_from(AMENDING), max_size=2)):
            judge(ledger, verdict, data.draw(st.sampled_from(desk.claims)), pages=desk.provenances)
        if data.draw(st.booleans()):
            weigh_everything(case, ledger)
        records = gather_holdings(case, view_case(case))
        with hold_case(case) as walk:
            assert isinstance(walk, LedgerHoldings)
            assert (walk.title, walk.as_of, walk.held_to, walk.version, walk.undated) == (
                records.title,
                records.as_of,
                records.held_to,
                records.version,
                records.undated,
            )
            for name in FORMATS:
                assert written(walk, name) == written(records, name), name


def test_claims_that_were_read_anew_and_not_weighed_are_left_out_of_events_alike() -> None:
    desk = Desk()
    for day in ("2024-10-01", "2024-10-05", "2024-10-09"):
        desk.tell(day, None)
    with empty_ledger() as (case, ledger):
        keep(ledger, desk.claims, desk.provenances)
        weigh_everything(case, ledger)
        run = ledger.begin_run("read", at=NOON, version="1")
        ledger.execute("UPDATE claim SET known_to = ? WHERE id = ?", (run.number, desk.claims[0].id))
        records = gather_holdings(case, view_case(case))
        with hold_case(case) as walk:
            assert written(walk, "jsonl") == written(records, "jsonl")


def test_a_past_moment_is_exported_from_records(tmp_path) -> None:
    with hold_case(Case.init(tmp_path / "case"), as_of=NOON) as held:
        assert not isinstance(held, LedgerHoldings)
        assert held.as_of == NOON


CLAIMS_AN_EVENT = 5
PAGE = 50
"""Claims of one page, here: small enough that few are many."""


def fill(ledger: Ledger, case: Case, reports: int) -> None:
    desk = Desk()
    for number in range(reports):
        day = (date(1960, 1, 1) + timedelta(days=number // CLAIMS_AN_EVENT * 20)).isoformat()
        visit = {"type": EventType.CONSULT, "mode": "visit", "when": days(day), "place": "Kursk"}
        desk.tell(day, None, publisher=f"Paper {number % 9}", **visit)
    keep(ledger, desk.claims, desk.provenances)
    weigh_everything(case, ledger)


def peak(case: Case, format: str) -> int:
    """Return the most bytes that an export held, once what is loaded for every export is there."""
    tracemalloc.start()
    try:
        with hold_case(case) as held:
            for _, pieces in export(held, format):
                for _ in pieces:
                    pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def steps(ledger: Ledger, work: Callable[[], object]) -> int:
    """Return how many statements a piece of work asks of the ledger."""
    asked: list[str] = []
    ledger._db.set_trace_callback(asked.append)
    work()
    ledger._db.set_trace_callback(None)
    return len(asked)


@pytest.fixture(scope="module")
def grown() -> Iterator[list[tuple[Case, Ledger]]]:
    """Yield a case of four pages of claims, and one of four times as many."""
    with empty_ledger() as small, empty_ledger() as large:
        fill(small[1], small[0], 4 * PAGE)
        fill(large[1], large[0], 16 * PAGE)
        assert [one[1].counts().events for one in (small, large)] == [4 * PAGE // 5, 16 * PAGE // 5]
        yield [small, large]


def use_small_pages(monkeypatch) -> None:
    monkeypatch.setattr("riscontro.pipeline.holdings.CLAIMS_AT_ONCE", PAGE)
    monkeypatch.setattr("riscontro.pipeline.holdings.EVENTS_AT_ONCE", PAGE // 5)
    monkeypatch.setattr("riscontro.store.views.EVENTS_READ", PAGE // 5)


@pytest.mark.parametrize("format", ["csv", "claims", "ftm", "csl"])
def test_memory_does_not_grow_with_the_case(grown, format, monkeypatch) -> None:
    use_small_pages(monkeypatch)
    small, large = ((peak(case, format), peak(case, format))[1] for case, _ in grown)
    assert large < 1.6 * small


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_an_export_asks_the_ledger_in_proportion_to_the_case(grown, format, monkeypatch) -> None:
    use_small_pages(monkeypatch)
    asked = []
    for _, ledger in grown:
        held = LedgerHoldings(title="x", ledger=ledger, amended={})
        asked.append(steps(ledger, lambda held=held: written(held, format)))
    counts = [ledger.counts() for _, ledger in grown]
    ratio = max(counts[1].claims / counts[0].claims, counts[1].events / counts[0].events)
    assert asked[1] <= ratio * asked[0] + 10
