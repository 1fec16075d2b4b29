"""A series of observations from the file to a flow of the relation, and again after a rebuild."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from riscontro import pipeline
from riscontro.model.dyad import Dyad, FlowState, Relation
from riscontro.model.grade import Status
from riscontro.model.time import text_to_instant
from riscontro.store.case import Case
from riscontro.store.dump import dump

NOW = datetime(2024, 12, 1, tzinfo=UTC)
DECLARED = """
[[observations]]
file = "port.csv"
actor = "PRK"
recipient = "RUS"
act = "{act}"
unit = "container"
source = "Example Imagery"
basis = "satellite"
url = "https://example.org/port"
"""
HEAD = "date,place,what,count,reference,published\n"
ROWS = [
    "2023-09-01,Rajin,containers,20,https://example.org/a,2023-10-13",
    "2023-09-20,Rajin,containers,35,https://example.org/b,2023-10-13",
    "2023-12-05,Rajin,containers,40,https://example.org/c,2024-01-15",
    "2024-06-10,Rajin,containers,25,https://example.org/d,2024-07-01",
]
REPORT = "North Korea has been sending shells to Russia since September 2023, South Korean intelligence said."


def clock() -> datetime:
    return NOW


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = Case.init(tmp_path / "case", title="port", pairs=[("PRK", "RUS")])
    (made.path / "case.toml").write_text((made.path / "case.toml").read_text() + DECLARED.format(act="AID/ammunition"))
    (made.path / "port.csv").write_text(HEAD + "\n".join(ROWS) + "\n")
    return Case.open(made.path)


def _take(case: Case, *inputs: Path) -> None:
    pipeline.collect_into(case, [str(one) for one in inputs or (case.path / "port.csv",)], clock=clock)
    pipeline.read_into(case, clock=clock)
    pipeline.weigh_into(case, clock=clock)


def _relation(case: Case, day: str | None = None) -> Relation:
    view = pipeline.view_case(case, as_of=text_to_instant(day) if day else None)
    return pipeline.relate_case(case, view, pair=("PRK", "RUS"), clock=clock)


def _there(case: Case, day: str | None = None) -> Dyad:
    return _relation(case, day).dyads[0]


def test_rows_are_one_flow_with_their_sightings(case: Case) -> None:
    _take(case)
    (flow,) = _there(case).flows
    assert [(str(s.first), s.observed) for s in flow.sightings] == [
        ("2023-09-01", True),
        ("2023-09-20", True),
        ("2023-12-05", True),
        ("2024-06-10", True),
    ]
    assert (flow.gap_days, flow.state) == (188, FlowState.RUNNING)


def test_rows_are_an_observation_series_to_be_drawn(case: Case) -> None:
    _take(case)
    found = _there(case).observations
    assert {one.source for one in found} == {"Example Imagery"}
    points = sorted((str(point.when), point.count) for one in found for point in one.points)
    assert points == [("2023-09-01", 20), ("2023-09-20", 35), ("2023-12-05", 40), ("2024-06-10", 25)]
    with case.ledger() as ledger:
        for one in found:
            text = ledger.document(one.document_id).text
            for point in one.points:
                claim = ledger.claim(point.claim_id)
                assert "https://example.org/" in text[claim.span.start : claim.span.end]


def test_what_is_public_later_is_not_known_before(case: Case) -> None:
    _take(case)
    known = {day: len(_there(case, day).flows[0].sightings) for day in ("2023-10-13", "2024-01-15", "2024-07-01")}
    assert known == {"2023-10-13": 2, "2024-01-15": 3, "2024-07-01": 4}
    assert _there(case, "2023-10-12").flows == ()


def test_physical_evidence_beside_a_statement_confirms(case: Case, tmp_path: Path) -> None:
    _take(case)
    with case.ledger() as ledger:
        assert {event.status for event in ledger.events()} == {Status.REPORTED}
        assert all(origin.physical for event in ledger.events() for origin in event.origins)
    report = tmp_path / "report.jsonl"
    report.write_text(f'{{"text": "{REPORT}", "published": "2024-02-01", "publisher": "Paper", "lang": "en"}}\n')
    _take(case, report)
    with case.ledger() as ledger:
        assert [event.status for event in ledger.events() if len(event.claims) > 1] == [Status.CONFIRMED]


def test_figures_of_rows_are_summed_over_their_days_alone(case: Case) -> None:
    _take(case)
    (reckoning,) = _there(case).reckonings
    assert (reckoning.minimum, reckoning.unit, len(reckoning.windows)) == (120, "container", 4)


def test_a_rebuild_gives_the_same(case: Case) -> None:
    _take(case)
    with case.ledger() as ledger:
        before = list(dump(ledger))
    pipeline.rebuild(case, clock=clock)
    with case.ledger() as ledger:
        assert list(dump(ledger)) == before


def test_another_declaration_holds_after_a_rebuild(case: Case) -> None:
    _take(case)
    text = (case.path / "case.toml").read_text().replace("AID/ammunition", "AID/missiles")
    (case.path / "case.toml").write_text(text)
    pipeline.rebuild(Case.open(case.path), clock=clock)
    assert {flow.mode for flow in _there(case).flows} == {"missiles"}


def test_two_series_alike_are_no_copies(case: Case) -> None:
    other = case.path / "rail.csv"
    kept = [row.replace("containers", "AID/ammunition").rsplit(",", 1)[0] for row in ROWS]
    rows = [f"{row},PRK,RUS,satellite,Other Imagery" for row in kept]
    other.write_text(HEAD.replace("published", "actor,recipient,basis,source") + "\n".join(rows))
    _take(case, case.path / "port.csv", other)
    with case.ledger() as ledger:
        assert {document.family for document in ledger.documents()} == {None}
