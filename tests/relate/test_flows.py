"""Flows run, fall silent or stop; three things."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from riscontro.model.claim import Modality, Quantity, Stance
from riscontro.model.dyad import Flow, FlowState, GapOrigin, Sighting
from riscontro.model.grade import Status
from riscontro.model.time import Interval
from riscontro.relate.flows import expected_silence, longest_gap
from riscontro.relate.quantities import envelope_of
from riscontro.relate.tables import tables_from_config
from tests.relate.make import Record, days, figure


def _sighting(first: str, last: str | None, public: str, **fields: Any) -> dict[str, Any]:
    return {"when": days(first, last), "public": public, **fields}


MONTHLY = [_sighting(f"2025-{m:02}-01", f"2025-{m:02}-20", f"2025-{m:02}-25") for m in range(1, 7)]


def _flow(record: Record, now: str, **options: Any) -> Flow:
    flows = record.dyad(now=datetime.fromisoformat(now).replace(tzinfo=UTC), **options).flows
    assert len(flows) == 1
    return flows[0]


@pytest.mark.parametrize(
    ("now", "state"),
    [("2025-07-01", FlowState.RUNNING), ("2025-08-15", FlowState.RUNNING), ("2025-09-30", FlowState.SILENT)],
)
def test_silence_is_judged_by_the_longest_gap(now: str, state: FlowState) -> None:
    record = Record()
    record.add("AID/ammunition", claims=MONTHLY)
    flow = _flow(record, now)
    assert (flow.state, flow.gap_days) == (state, 12)


def test_first_and_last_sighting() -> None:
    record = Record()
    record.add("AID/ammunition", claims=MONTHLY)
    flow = _flow(record, "2025-07-01")
    assert (str(flow.first), str(flow.last)) == ("2025-01-01", "2025-06-20")


def test_what_goes_on_is_seen_until_it_was_told() -> None:
    record = Record()
    record.add("AID/ammunition", claims=[_sighting("2022-10-01", None, "2024-10-09")])
    assert str(_flow(record, "2024-10-10").last) == "2024-10-09"


GAPS: list[tuple[list[tuple[str, str]], int | None]] = [
    ([], None),
    ([("2025-01-01", "2025-01-05")], None),
    ([("2025-01-01", "2025-01-05"), ("2025-01-15", "2025-01-20")], 10),
    ([("2025-01-01", "2025-03-01"), ("2025-01-15", "2025-01-20"), ("2025-02-15", "2025-02-20")], None),
    ([("2025-01-01", "2025-03-01"), ("2025-01-15", "2025-01-20"), ("2025-03-31", "2025-04-20")], 30),
]


@pytest.mark.parametrize(("told", "expected"), GAPS)
def test_a_gap_is_what_no_sighting_covers(told: list[tuple[str, str]], expected: int | None) -> None:
    sightings = [Sighting(first=date.fromisoformat(first), last=date.fromisoformat(last)) for first, last in told]
    assert longest_gap(sightings) == expected


def test_what_is_said_to_go_on_has_no_gap() -> None:
    record = Record()
    record.add("AID/ammunition", claims=[_sighting("2022-10-01", None, "2024-10-09")])
    flow = _flow(record, "2024-12-01")
    assert (flow.gap_days, flow.state) == (None, FlowState.RUNNING)


def test_a_claim_with_both_ends_open_shows_nothing() -> None:
    record = Record()
    nowhen = {"when": Interval(earliest=None, latest=None), "public": "2025-01-10"}
    record.add("AID/ammunition", claims=[nowhen, *MONTHLY])
    assert str(_flow(record, "2025-07-01").first) == "2025-01-01"


def test_one_delivery_is_no_flow() -> None:
    record = Record()
    record.add("AID/food", claims=[_sighting("2024-01-01", "2024-01-05", "2024-01-06")] * 2)
    assert record.dyad().flows == ()


def test_two_datings_of_one_delivery_are_no_flow() -> None:
    record = Record()
    told = [_sighting("2024-01-01", "2024-01-31", "2024-02-06"), _sighting("2024-01-04", "2024-01-05", "2024-02-06")]
    record.add("AID/food", claims=told)
    assert record.dyad().flows == ()


@pytest.mark.parametrize(
    "fields", [{"modality": Modality.PLANNED}, {"modality": Modality.DENIED}, {"stance": Stance.DENIES}]
)
def test_plans_and_denials_are_no_sightings(fields: dict[str, Any]) -> None:
    record = Record()
    late = _sighting("2025-12-01", "2025-12-20", "2025-12-25", **fields)
    record.add("AID/ammunition", claims=[*MONTHLY, late])
    assert str(_flow(record, "2026-01-01").last) == "2025-06-20"


UNDATED = {"when": None, "public": "2022-11-08"}


def test_what_is_told_without_a_time_was_seen_by_that_day() -> None:
    record = Record()
    record.add("AID/ammunition", claims=[UNDATED, _sighting("2023-09-01", "2023-10-13", "2023-10-13")])
    flow = _flow(record, "2023-10-20")
    assert [(str(s.first), s.dated) for s in flow.sightings] == [("2022-11-08", False), ("2023-09-01", True)]
    assert (str(flow.first), str(flow.last), flow.gap_days) == ("2022-11-08", "2023-10-13", 297)


@pytest.mark.parametrize("public", ["2023-08-20", "2023-10-20", "2025-01-01"])
def test_told_without_a_time_near_or_after_a_delivery_it_may_be_that_one_again(public: str) -> None:
    record = Record()
    told = [{"when": None, "public": public}, _sighting("2023-09-01", "2023-10-13", "2023-10-13")]
    record.add("AID/ammunition", claims=told)
    assert record.dyad().flows == ()


def test_tellings_without_a_time_alone_make_no_flow() -> None:
    record = Record()
    record.add("AID/ammunition", claims=[UNDATED, {"when": None, "public": "2023-10-13"}])
    assert record.dyad().flows == ()


def test_a_withdrawal_told_with_the_flow_stops_it() -> None:
    record = Record()
    told = [_sighting("2025-01-01", None, "2025-06-01", document="doc-x")]
    record.add("AID/engineers", claims=told)
    record.add("AID/troops", claims=[_sighting("2024-10-01", None, "2025-06-01")])
    record.add(
        "RETREAT/withdrawal", (Status.REPORTED, "2025-12-13"), claims=[{"public": "2025-12-13", "document": "doc-x"}]
    )
    states = {flow.mode: flow.state for flow in record.dyad(now=datetime(2025, 12, 14, tzinfo=UTC)).flows}
    assert states["engineers"] is FlowState.STOPPED
    assert states["troops"] is not FlowState.STOPPED


def test_a_withdrawal_that_could_end_several_flows_ends_none() -> None:
    record = Record()
    for mode in ("engineers", "troops"):
        record.add(f"AID/{mode}", claims=[_sighting("2025-01-01", None, "2025-11-01")])
    record.add("RETREAT/withdrawal", (Status.REPORTED, "2025-12-13"))
    assert FlowState.STOPPED not in {flow.state for flow in record.dyad().flows}


def test_a_withdrawal_ends_the_only_flow_it_can_end() -> None:
    record = Record()
    record.add("AID/troops", claims=[_sighting("2025-01-01", None, "2025-11-01")])
    record.add("AID/oil", claims=[_sighting("2025-01-01", None, "2025-12-30")])
    record.add("RETREAT/withdrawal", (Status.REPORTED, "2025-12-13"))
    states = {flow.mode: flow.state for flow in record.dyad().flows}
    assert states == {"troops": FlowState.STOPPED, "oil": FlowState.RUNNING}


@pytest.mark.parametrize("status", [Status.RUMOURED, Status.RETRACTED])
def test_a_withdrawal_that_does_not_stand_stops_nothing(status: Status) -> None:
    record = Record()
    record.add("AID/troops", claims=[_sighting("2025-01-01", None, "2025-11-01")])
    record.add("RETREAT/withdrawal", (status, "2025-12-13"))
    assert _flow(record, "2025-12-14").state is FlowState.RUNNING


def test_seen_again_after_the_end_it_runs() -> None:
    record = Record()
    record.add("AID/troops", claims=[_sighting("2025-01-01", None, "2025-12-20")])
    record.add("RETREAT/withdrawal", (Status.REPORTED, "2025-06-13"), when=days("2025-06-10"))
    assert _flow(record, "2025-12-31").state is FlowState.RUNNING


@pytest.mark.parametrize(
    ("mode", "longest", "expected", "origin"),
    [
        ("ammunition", None, 240, GapOrigin.KIND),
        ("ammunition", 10, 60, GapOrigin.LEARNT),
        ("ammunition", 100, 200, GapOrigin.LEARNT),
        ("x", None, 360, GapOrigin.KIND),
        ("oil", 10, 45, GapOrigin.CASE),
    ],
)
def test_expected_silence(mode: str, longest: int | None, expected: int, origin: GapOrigin) -> None:
    table = tables_from_config(flows={"expected_gap": {"AID/oil": 45}}).flows
    assert expected_silence(f"AID/{mode}", longest, table) == (expected, origin)


def test_a_flow_says_when_it_is_silent_and_why() -> None:
    record = Record()
    record.add("AID/ammunition", claims=MONTHLY)
    flow = _flow(record, "2025-07-01")
    assert (flow.expected_days, flow.expected_by, str(flow.silent_from)) == (60, GapOrigin.LEARNT, "2025-08-20")
    assert _flow(record, "2025-08-19").state is FlowState.RUNNING
    assert _flow(record, "2025-08-20").state is FlowState.SILENT


def test_a_flow_carries_the_claims_of_each_sighting() -> None:
    record = Record()
    record.add("AID/ammunition", claims=MONTHLY)
    flow = _flow(record, "2025-07-01")
    assert [sighting.claims for sighting in flow.sightings] == [(f"clm-evt-000-{n}",) for n in range(6)]


def test_the_end_of_a_flow_names_its_event() -> None:
    record = Record()
    record.add("AID/troops", claims=[_sighting("2025-01-01", None, "2025-11-01")])
    record.add("RETREAT/withdrawal", (Status.REPORTED, "2025-12-13"), when=days("2025-12-10"))
    flow = _flow(record, "2025-12-14")
    assert (flow.stopped_by, str(flow.stopped_on)) == ("evt-001", "2025-12-10")


ENVELOPES: list[tuple[list[Quantity], Quantity | None]] = [
    ([], None),
    ([figure(5, 5)], figure(5, 5)),
    ([figure(5, 5), figure(9, 9)], figure(5, 9)),
    ([figure(5, 5), figure(9, None)], figure(5, None)),
    ([figure(5, 5), figure(9, None), figure(12, 12)], figure(5, 12)),
    ([figure(None, 9), figure(5, 5)], figure(None, 9)),
    ([figure(5, 5), figure(6, 6), figure(900, 900, "train")], figure(5, 6)),
    ([figure(1000, 1000, cumulative=True), figure(70, 70)], figure(1000, 1000, cumulative=True)),
    ([figure(1000, 1000, cumulative=True), figure(3000, 3000, cumulative=True)], figure(1000, 3000, cumulative=True)),
    ([figure(5, 5, bound="at least"), figure(9, 9, bound="at least")], figure(5, 9, bound="at least")),
    ([figure(5, 5, bound="at least"), figure(9, 9)], figure(5, 9)),
]


@pytest.mark.parametrize(("told", "expected"), ENVELOPES)
def test_envelope(told: list[Quantity], expected: Quantity | None) -> None:
    assert envelope_of(told) == expected


def test_an_envelope_never_holds_a_sum() -> None:
    total, month = figure(1_000_000, 1_000_000, cumulative=True), figure(70_000, 70_000)
    envelope = envelope_of([total, month, month])
    assert envelope is not None
    assert (envelope.minimum, envelope.maximum) == (1_000_000, 1_000_000)
