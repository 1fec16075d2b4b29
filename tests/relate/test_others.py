"""What came back, what third parties did, and the matrix of positions."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from riscontro.errors import CaseError
from riscontro.model.claim import Modality, Stance
from riscontro.model.grade import Status
from riscontro.relate import default_tables, tables_from_config
from riscontro.relate.tables import act_name
from riscontro.vocab.events import event_kinds
from tests.relate.make import Record, days, official


def test_what_came_back_by_kind_of_goods() -> None:
    record = Record()
    record.add("AID/ammunition", when=days("2023-09-01"))
    record.add("AID/oil", (Status.REPORTED, "2024-11-22"), actor="RUS", recipient="PRK", when=days("2024-03-01"))
    record.add("AID/oil", (Status.CORROBORATED, "2024-12-01"), actor="RUS", recipient="PRK", when=days("2024-05-01"))
    record.add("CONSULT/visit", actor="RUS", recipient="PRK")
    given = {(one.actor, one.kind): one for one in record.relate().exchange}
    assert set(given) == {("PRK", "ammunition"), ("RUS", "oil")}
    oil = given["RUS", "oil"]
    assert (oil.first, oil.last, oil.status) == (date(2024, 3, 1), date(2024, 5, 1), Status.CORROBORATED)
    assert (oil.events, oil.known.date()) == (("evt-001", "evt-002"), date(2024, 11, 22))


def test_what_is_only_planned_or_rumoured_has_not_come_back() -> None:
    record = Record()
    record.add("AID/oil", actor="RUS", recipient="PRK", planned=True)
    record.add("AID/food", (Status.RUMOURED, "2024-11-22"), actor="RUS", recipient="PRK")
    assert record.relate().exchange == ()


def test_a_flow_that_goes_on_lasts_until_it_was_seen() -> None:
    record = Record()
    told = [{"when": days("2022-10-01", None), "public": "2024-10-09"}]
    record.add("AID/oil", actor="RUS", recipient="PRK", when=days("2022-10-01", None), claims=told)
    assert [one.last for one in record.relate().exchange] == [date(2024, 10, 9)]


ROLES = [
    ("ACCUSE/statement", "condemned"),
    ("THREATEN/", "threatened"),
    ("SANCTION/embargo", "punished"),
    ("AID/equipment", "helped"),
    ("CONSULT/call", "talked"),
]


@pytest.mark.parametrize(("act", "role"), ROLES)
def test_what_a_third_party_did(act: str, role: str) -> None:
    record = Record()
    record.add(act.rstrip("/"), actor="USA", recipient="RUS", claims=[{"public": "2024-10-24"}])
    (found,) = record.relate().roles
    assert (found.party, found.role, found.toward, found.claim_id) == ("USA", role, "RUS", "clm-evt-000-0")


def test_every_act_of_another_has_a_role() -> None:
    named = default_tables().roles
    kinds = [act_name(kind.type, kind.mode) for kind in event_kinds() if kind.type != "ASSAULT"]
    assert [act for act in kinds if act not in named] == []


def test_who_declines_to_speak_of_it_keeps_away() -> None:
    record = Record()
    declined = {"root": official("Foreign Ministry", "CHN"), "stance": Stance.DECLINES, "public": "2024-11-01"}
    record.add("AID/troops", claims=[{"public": "2024-10-18"}, declined])
    (found,) = record.relate().roles
    assert (found.party, found.role, found.toward, found.event_id) == ("CHN", "kept_away", None, "evt-000")
    assert found.claim_id == "clm-evt-000-1"


def test_who_denies_an_act_of_its_own_keeps_away() -> None:
    record = Record()
    denied = {"root": official("Foreign Ministry", "CHN"), "modality": Modality.DENIED, "public": "2024-11-01"}
    told = [{"public": "2024-10-18"}, denied]
    record.add("AID/equipment", (Status.DENIED, "2024-11-01"), actor="CHN", claims=told)
    (found,) = record.relate().roles
    assert (found.party, found.role, found.claim_id) == ("CHN", "kept_away", "clm-evt-000-1")


def test_a_party_that_declines_is_no_third_party() -> None:
    record = Record()
    record.add("AID/troops", claims=[{"root": official("Kremlin", "RUS"), "stance": Stance.DECLINES}])
    assert record.relate().roles == ()


def test_the_matrix_of_positions() -> None:
    record = Record()
    kremlin, seoul = official("Kremlin", "RUS"), official("NIS", "KOR")
    record.add(
        "AID/troops",
        claims=[
            {"root": seoul, "public": "2024-10-18"},
            {"root": kremlin, "modality": Modality.DENIED, "public": "2024-10-10"},
            {"root": kremlin, "stance": Stance.CONFIRMS, "public": "2025-04-26"},
        ],
    )
    record.add("AID/oil", claims=[{"root": seoul, "public": "2024-11-22"}])
    held = record.relate().stands
    stands = [(one.party, one.stance, one.first.date().isoformat(), one.last.date().isoformat()) for one in held]
    assert stands == [
        ("KOR", "asserts", "2024-10-18", "2024-11-22"),
        ("RUS", "denies", "2024-10-10", "2024-10-10"),
        ("RUS", "confirms", "2025-04-26", "2025-04-26"),
    ]
    korean = held[0]
    assert (korean.events, korean.claims) == (("evt-000", "evt-001"), ("clm-evt-000-0", "clm-evt-001-0"))


BAD_TABLES = [
    ({"flows": {"silence": 3}}, "unknown keys"),
    ({"flows": {"silence_factor": "3"}}, "silence_factor"),
    ({"flows": {"silence_factor": 0}}, "silence_factor"),
    ({"flows": {"expected_gap": {"AID/oli": 3}}}, "AID/oli"),
    ({"flows": {"expected_gap": {"AID/oil": 0}}}, "AID/oil"),
    ({"flows": {"expected_gap": 3}}, "expected_gap"),
    ({"weights": {"AID/oil": "8"}}, "AID/oil"),
    ({"weights": {"AID/oil": 11}}, "AID/oil"),
    ({"weights": {"AID/oil": True}}, "AID/oil"),
    ({"weights": {"HELP/oil": 8}}, "HELP/oil"),
]


@pytest.mark.parametrize(("raw", "expected"), BAD_TABLES)
def test_a_wrong_table_says_what_is_wrong(raw: dict, expected: str) -> None:
    with pytest.raises(CaseError, match=expected):
        tables_from_config(**raw)


def test_a_case_declares_its_gaps_and_weights() -> None:
    tables = tables_from_config(flows={"silence_factor": 3, "expected_gap": {"AID/oil": 45}}, weights={"AID/-": 1})
    assert (tables.flows.silence_factor, tables.flows.declared("AID/oil")[0]) == (3.0, 45)
    assert tables.weights == {"AID/-": 1.0}


def test_a_declared_gap_is_taken_as_it_is() -> None:
    record = Record()
    told = [{"when": days("2024-01-01", None), "public": "2024-03-01"}]
    record.add("AID/oil", claims=told)
    tables = tables_from_config(flows={"expected_gap": {"AID/oil": 45}})
    (flow,) = record.dyad(tables=tables, now=datetime(2024, 4, 20, tzinfo=UTC)).flows
    assert (flow.state, flow.expected_by, flow.expected_days) == ("silent", "case", 45)
