"""``riscontro weigh CLAIMS``: other tools' claims, and a case's own by the same way."""

from __future__ import annotations

import io
import json
from importlib.resources import files

import jsonschema
import pytest

from riscontro.model.event import Event
from riscontro.model.exchange import CLAIM_FIELDS, event_to_exchange
from riscontro.store.case import Case
from riscontro.store.parquet import CLAIM_COLUMNS, EVENT_COLUMNS
from tests.weigh.make import NIS, Desk

ACT = {"type": "AID", "mode": "troops", "actor": "PRK", "recipient": "RUS"}
PLAIN = {"document": "a", "public_from": "2024-10-18"} | ACT


@pytest.fixture(params=["records", "columns"], autouse=True)
def way(request, monkeypatch):
    """Every test twice: a small file by records, as it goes, and by columns, as a large one does."""
    if request.param == "columns":
        pytest.importorskip("duckdb")
        pytest.importorskip("numba")
        monkeypatch.setattr("riscontro.cli.exchange.COLUMNS_FROM", 0)
    return request.param


def schema(name: str) -> dict:
    return json.loads((files("riscontro.weigh") / "schema" / f"{name}.schema.json").read_text("utf-8"))


def lines(path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def claims(tmp_path):
    def write(*rows) -> str:
        path = tmp_path / "claims.jsonl"
        path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
        return str(path)

    return write


def test_two_roots_of_two_states_corroborate(claims, tmp_path, invoke):
    first = PLAIN | {"root": "Service", "root_state": "KOR", "root_kind": "intelligence"}
    second = PLAIN | {"document": "b", "root": "Staff", "root_state": "UKR", "root_kind": "official"}
    out = tmp_path / "events.jsonl"
    code, _, err = invoke("weigh", claims(first, second), "-o", out)
    assert (code, [one["grade"] for one in lines(out)]) == (0, ["F2"])
    assert "weighed 1 event from 2 claims: 1 corroborated" in err
    jsonschema.validate(lines(out)[0], schema("events"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"type": "GIVE"}, "type: 'GIVE' is none of AGREE"),
        ({"public_from": None}, "public_from: missing"),
        ({"public_from": "yesterday"}, "public_from: 'yesterday' is not a moment"),
        ({"earliest": "2024-13-01"}, "earliest: '2024-13-01' is not a day"),
        ({"earliest": "2024-02-02", "latest": "2024-02-01"}, "latest: 2024-02-01 lies before earliest"),
        ({"quantity_min": 3}, "quantity_unit: missing"),
        ({"quantity_min": 3, "quantity_max": 2, "quantity_unit": "shell"}, "quantity_max: 2.0 lies below"),
        ({"via": "Agency"}, "via: 'Agency' is no list"),
        ({"share": 2}, "share: 2.0 lies outside"),
        ({"start": 5, "end": 2}, "end: 2 lies before start"),
        ({"root_kind": "official"}, "root: missing"),
        ({"actor": 7}, "actor: 7 is no text"),
        ({"actor": "x" * 20_000}, "actor: 20000 characters"),
        ({"incomplete": "yes"}, "incomplete: 'yes' is neither"),
    ],
)
def test_a_bad_row_is_one_issue_and_the_others_go_on(claims, tmp_path, invoke, change, says):
    out, issues = tmp_path / "events.jsonl", tmp_path / "issues.jsonl"
    code, _, err = invoke("weigh", claims(PLAIN, PLAIN | change), "-o", out, "--issues", issues)
    assert code == 0
    assert f"row 2 is left out: {says}" in err
    assert "1 row of 2 left out" in err
    assert [one["code"] for one in lines(issues)] == ["weigh.row.bad"]
    assert len(lines(out)) == 1


def test_where_no_row_can_be_taken_the_code_says_so(claims, tmp_path, invoke):
    code, out, err = invoke("weigh", claims("[]", "{", '"x"'))
    assert (code, out) == (8, "")
    assert err.count("is left out") == 3


def test_a_document_with_other_facts_in_a_later_row_is_an_issue(claims, invoke):
    code, out, err = invoke("weigh", claims(PLAIN, PLAIN | {"start": 1, "end": 2, "publisher": "Post"}))
    assert code == 0
    assert "row 2 is left out: document a has other facts in an earlier row" in err
    assert len(out.splitlines()) == 1


def test_a_field_that_is_not_used_is_named_once(claims, invoke):
    _, _, err = invoke("weigh", claims(PLAIN | {"quote": "x"}, PLAIN | {"document": "b", "quote": "y"}))
    assert err.count("'quote'") == 1


def test_lines_on_standard_input(invoke, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(PLAIN).encode())))
    code, out, _ = invoke("weigh", "-")
    assert (code, json.loads(out)["status"]) == (0, "reported")


def test_options_of_a_file_are_refused_of_a_case(demo_like, invoke):
    assert invoke("weigh", "--case", demo_like, "--as-of", "2024-10-01")[0] == 2


@pytest.fixture
def demo_like(demo_reports, tmp_path, invoke):
    """A case of part of the demo, weighed."""
    case = tmp_path / "case"
    invoke("init", case, "--pair", "PRK:RUS")
    invoke("collect", *sorted(demo_reports.iterdir())[:24], "--case", case)
    invoke("read", "--case", case)
    invoke("weigh", "--case", case)
    return case


def test_a_case_and_its_exported_claims_give_the_same_events(demo_like, tmp_path, invoke):
    with Case.open(demo_like).ledger() as ledger:
        held = [event_to_exchange(event) for event in ledger.events()]
    assert len(held) > 5
    for suffix in ("jsonl", "parquet"):
        claims, out = tmp_path / f"claims.{suffix}", tmp_path / f"events-{suffix}.jsonl"
        assert invoke("export", "claims", "--case", demo_like, "-o", claims)[0] == 0
        assert invoke("weigh", claims, "-o", out)[0] == 0
        assert lines(out) == held
    for row in lines(tmp_path / "claims.jsonl"):
        jsonschema.validate(row, schema("claims"))


def test_events_as_parquet_hold_what_the_lines_hold(claims, tmp_path, invoke):
    duckdb = pytest.importorskip("duckdb")
    rows = claims(PLAIN, PLAIN | {"document": "b", "type": "CONSULT", "mode": "visit", "earliest": "2024-10-10"})
    for suffix in ("jsonl", "parquet"):
        assert invoke("weigh", rows, "-o", tmp_path / f"events.{suffix}")[0] == 0
    query = f"SELECT id, status, claims, origins[1].name, history[1].\"at\"::VARCHAR FROM '{tmp_path}/events.parquet'"
    found = duckdb.connect().execute(query).fetchall()
    wanted = [(e["id"], e["status"], e["claims"], e["origins"][0]["name"]) for e in lines(tmp_path / "events.jsonl")]
    assert [row[:4] for row in found] == wanted


def test_several_processes_give_what_one_gives(claims, tmp_path, invoke):
    rows = [PLAIN | {"document": f"d{n}", "actor": actor} for n, actor in enumerate(["PRK", "IRN", "CHN"] * 4)]
    rows += [PLAIN | {"document": "open", "actor": None}]
    path = claims(*rows)
    outputs = []
    for jobs in (1, 2):
        assert invoke("weigh", path, "-o", tmp_path / f"{jobs}.jsonl", "--jobs", jobs)[0] == 0
        outputs.append(lines(tmp_path / f"{jobs}.jsonl"))
    assert outputs[0] == outputs[1]


def test_schemas_tables_and_code_have_the_same_fields():
    assert tuple(schema("claims")["properties"]) == CLAIM_FIELDS == tuple(CLAIM_COLUMNS)
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    event: Event = desk.event()
    assert set(schema("events")["properties"]) == set(event_to_exchange(event)) == set(EVENT_COLUMNS)
