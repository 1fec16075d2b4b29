"""``riscontro relate`` prints what it knows with ids, and JSON that its published schema describes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from riscontro.cli.relate import relation_schema
from riscontro.cli.relation_text import LINES_SHOWN, relation_to_lines
from riscontro.model.claim import Evidence, Stance
from riscontro.model.grade import Status
from riscontro.model.mention import Span
from tests.relate.make import Record, days, figure, official

PUBLISHED = Path(__file__).parents[2] / "docs" / "relation.schema.json"


def test_the_published_schema_is_that_of_the_program(invoke) -> None:
    assert json.loads(PUBLISHED.read_text("utf-8")) == relation_schema()
    assert json.loads(invoke("relate", "--schema")[1]) == relation_schema()


def test_what_is_printed_keeps_to_the_schema(case, invoke) -> None:
    code, printed, _ = invoke("relate", "--case", case, "--json")
    assert code == 0
    relation = json.loads(printed)
    checker = jsonschema.Draft202012Validator(relation_schema(), format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(relation)] == []
    assert relation["pair"] == ["ITA", "UKR"]


def test_the_schema_describes_every_field() -> None:
    names = set(relation_schema()["properties"])
    assert {"dyads", "roles", "stands", "exchange", "positions"} <= names
    assert {"stated", "envelopes", "reckonings", "series", "observations"} <= set(
        relation_schema()["$defs"]["Dyad"]["properties"]
    )


@pytest.fixture
def record() -> Record:
    made = Record()
    called = (Evidence(field="ceiling", span=Span(0, 5)),)
    quantity = figure(100, 150, "container")
    shells = {"when": days("2023-09-01"), "evidence": called, "root": official("NIS", "KOR"), "quantity": quantity}
    made.add("AID/ammunition", (Status.CONFIRMED, "2023-10-13"), when=days("2023-09-01"), claims=[shells])
    told = [{"when": days("2023-10-01", None), "public": "2024-10-09"}]
    made.add("AID/oil", claims=told, when=days("2023-10-01", None), actor="RUS", recipient="PRK")
    made.add(
        "AID/troops",
        (Status.CORROBORATED, "2024-10-23"),
        when=days("2024-10-08"),
        claims=[
            {"root": official("Kremlin", "RUS"), "stance": Stance.DENIES, "public": "2024-10-10"},
            {"root": official("Foreign Ministry", "CHN"), "stance": Stance.DECLINES, "public": "2024-11-01"},
        ],
    )
    made.add("ACCUSE/statement", actor="USA", recipient="PRK", when=days("2024-10-24"))
    return made


EXPECTED = [
    "  stated ceiling 6 ammunition, by KOR on 2024-11-01: was broken already, fact 2024-10-08, known 2024-10-23 "
    "(clm-evt-000-0, evt-002)",
    "  flow oil: running, 2023-10-01 to 2024-10-09; sightings: 1 told; silent after 240 days (kind) (evt-001)",
    "  figure AID/ammunition, increment, 2023-09-01: 100 to 150 container (clm-evt-000-0)",
    "  at least AID/ammunition: 100 container, one window (clm-evt-000-0)",
    "  gave oil: confirmed, 2023-10-01 to 2024-10-09, known 2024-11-01 (evt-001)",
    "  third party CHN: kept away, corroborated, 2024-11-01 (evt-002)",
    "  third party USA: condemned PRK, confirmed, 2024-11-01 (evt-003)",
    "  position RUS denies, 2024-10-10 (evt-002)",
]


@pytest.mark.parametrize("line", EXPECTED)
def test_a_line_for_each_thing_with_its_ids(record: Record, line: str) -> None:
    assert line in list(relation_to_lines(record.relate(now=datetime(2024, 12, 1, tzinfo=UTC))))


def test_long_lists_are_cut_and_counted() -> None:
    made = Record()
    for _ in range(LINES_SHOWN + 2):
        made.add("ACCUSE/statement", actor="USA", recipient="PRK")
    lines = list(relation_to_lines(made.relate()))
    assert "  third party: 2 more (--json has them)" in lines
