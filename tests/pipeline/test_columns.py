"""Claims weighed by columns give what records give: the same events, to the last field."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riscontro.model.claim import Basis, EventType, Modality, Stance
from riscontro.model.document import Access, Provenance
from riscontro.model.exchange import RowError, claim_to_exchange, event_to_exchange, exchange_to_claim
from riscontro.model.grade import Reliability
from riscontro.model.issue import Issue
from riscontro.model.source import Source
from riscontro.pipeline import columns
from riscontro.pipeline.bulk import Options
from riscontro.store.events_file import LINES
from riscontro.weigh import weigh
from riscontro.weigh.letters import Letters
from riscontro.weigh.register import Register
from riscontro.weigh.reliability import Records, tenures_of
from tests.weigh.kernel.test_hear import copied_desks
from tests.weigh.make import Desk, mixed_desks, one_act_desks
from tests.weigh.test_letters import earning_desks

pytest.importorskip("duckdb")
pytest.importorskip("numba")
lines = pytest.importorskip("riscontro.pipeline.lines")

SOURCES = (
    Source(key="pentagon", name="Pentagon", kind="official", reliability=Reliability.B),
    Source(key="sky imaging", name="Sky Imaging", kind="satellite", topic="troops", reliability=Reliability.A),
    Source(key="paper a", name="Paper A", kind="media", state="PRK", reliability=Reliability.D),
)
OPTIONS = Options(sources=SOURCES, moment=datetime(2026, 1, 15, tzinfo=UTC))


def by_columns(
    rows: Iterable[dict[str, Any]], *, parquet: bool = False, jobs: int = 1, options: Options = OPTIONS
) -> tuple[list[dict[str, Any]], list[Issue]]:
    """Weigh rows by columns; return the events as rows, and the issues."""
    issues: list[Issue] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        read = lines.lines_to_table((json.dumps(row) + "\n" for row in rows), folder)
        source = read.parts[0] if parquet else read
        target = folder / "events.jsonl"
        columns.weigh_table(source, target, folder=folder, note=issues.append, form=LINES, jobs=jobs, options=options)
        return [json.loads(line) for line in target.read_text("utf-8").splitlines()], issues


def by_records(rows: Iterable[dict[str, Any]], options: Options = OPTIONS) -> list[dict[str, Any]]:
    """Weigh rows by records; one that is bad, or tells other facts of its document than the first, is left out."""
    pages: dict[str, Provenance] = {}
    claims = []
    for row in rows:
        try:
            claim, page = exchange_to_claim(row)
        except RowError:
            continue
        if pages.setdefault(page.document_id, page) == page:
            claims.append(claim)
    found = weigh(claims, provenances=pages, sources=options.sources, as_of=options.as_of, as_held=options.as_held)
    events = found.events
    if options.moment is not None:
        records = Records(one for event in events for one in tenures_of(event))
        letters = Letters(records, Register(options.sources), options.moment)
        page_of = {claim.id: pages[claim.document_id] for claim in claims}
        events = tuple(letters.lay(event, page_of.get) for event in events)
    told = [event_to_exchange(event) for event in events]
    return sorted(told, key=lambda event: (event["public_from"], event["id"]))


def rows_of(desk: Desk) -> list[dict[str, Any]]:
    return [claim_to_exchange(claim, desk.provenances[claim.document_id]) for claim in desk.claims]


def assert_same(found: Sequence[dict[str, Any]], wanted: Sequence[dict[str, Any]]) -> None:
    assert [one["id"] for one in found] == [one["id"] for one in wanted]
    for one, other in zip(found, wanted, strict=True):
        assert one.pop("probability") == pytest.approx(other.pop("probability"), abs=1e-9)
        assert one == other


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(copied_desks(), mixed_desks(), one_act_desks()))
def test_any_claims_by_columns_give_what_records_give(desk: Desk) -> None:
    rows = rows_of(desk)
    assert_same(by_columns(rows)[0], by_records(rows))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(earning_desks(), st.integers(-6, 60), st.sampled_from([(), SOURCES]))
def test_letters_by_columns_are_those_that_records_give(desk: Desk, month: int, sources: tuple[Source, ...]) -> None:
    rows = rows_of(desk)
    options = Options(sources=sources, moment=datetime(2022, 1, 10, tzinfo=UTC) + timedelta(days=31 * month))
    assert_same(by_columns(rows, options=options)[0], by_records(rows, options))


STATES = ("PRK", "RUS", "UKR", "KOR", "USA", "IRN", "CHN", "BLR", None)
PLACES = ("Kursk", "Курская область", "Kursk oblast", "Belgorod", "Qom", "São Paulo", "", None, None)
ODD = ('q"uote', "back\\slash", "tab\there", "new\nline", "Ünïcode 북한", "del\x7f", "nul\x00")


def made_up(number: int, draw: random.Random) -> dict[str, Any]:
    """Return a row of any kind, some fields missing, some in an unusual form."""
    kind = draw.choice(list(EventType)[:8])
    first = draw.randrange(1, 28)
    root = draw.choice(("Service", "Staff", "Kremlin", "TASS", "Reuters", "officials", "Sky Imaging", None, None))
    document = f"d{number // draw.choice((1, 1, 3))}" if draw.random() < 0.9 else f"{draw.choice(ODD)} {number}"
    row: dict[str, Any] = {
        "id": draw.choice((f"clm-{number:05}", None, f"{draw.choice(ODD)}-{number}")),
        "document": document,
        "public_from": draw.choice(
            (f"2024-10-{first:02}", f"2024-10-{first:02}T10:00:00Z", f"2024-10-{first:02}T10:00:00.5+02:00", "2024-10")
        ),
        "type": str(kind),
        "mode": draw.choice((None, "troops", "visit", "ammunition", "treaty", "strike", "food", "mystery")),
        "actor": draw.choice(STATES),
        "recipient": draw.choice(STATES),
        "opponent": draw.choice((None, None, "UKR")),
        "place": draw.choice(PLACES),
        "publisher": draw.choice(("Paper A", "Paper B", "Example Wire", "TASS", None)),
        "url": draw.choice((None, "https://news.example/1", "http://[bad", "https://Other.example:80/x")),
        "lang": draw.choice((None, "en", "ru")),
        "access": draw.choice([None, *map(str, Access)]),
        "share": draw.choice((None, 1, 1.0, 0.25)),
        "family": draw.choice((None, "fam-1", "fam-2")),
        "modality": draw.choice([None, *map(str, Modality)]),
        "stance": draw.choice([None, "asserts", "asserts", *map(str, Stance)]),
        "basis": draw.choice([None, *map(str, Basis)]),
        "root": root,
        "root_state": draw.choice(STATES) if root else None,
        "root_kind": draw.choice([None, *map(str, Basis)]) if root else None,
        "via": draw.choice((None, [], ["Example Wire"], ["Paper B", "Interfax"])),
        "incomplete": draw.choice((None, False, True)),
        "another": draw.choice((None, None, False, True)),
        "held_from": draw.choice((None, None, "2024-11-02T00:00:00Z")),
    }
    if draw.random() < 0.7:
        row["earliest"] = draw.choice((None, f"2024-09-{first:02}", f"2024W40{draw.randrange(1, 8)}"))
        row["latest"] = draw.choice((None, f"2024-10-{first:02}"))
    if draw.random() < 0.4:
        low = draw.choice((None, 3, 1000, 1500.5))
        row |= {"quantity_min": low, "quantity_max": draw.choice((low, 2000, None)), "quantity_unit": "soldier"}
        row |= {"quantity_bound": draw.choice((None, "about")), "quantity_cumulative": draw.choice((None, True))}
    return row


def many(size: int, seed: int) -> list[dict[str, Any]]:
    draw = random.Random(seed)
    rows = []
    for number in range(size):
        row = made_up(number, draw)
        rows.append({name: value for name, value in row.items() if value is not None or draw.random() < 0.5})
    return rows


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("parquet", [False, True])
def test_many_claims_of_every_kind_give_what_records_give(
    monkeypatch: pytest.MonkeyPatch, seed: int, parquet: bool
) -> None:
    monkeypatch.setattr(columns, "BATCH", 300)
    rows = many(3000, seed)
    found, issues = by_columns(rows, parquet=parquet, jobs=2)
    assert_same(found, by_records(rows))
    assert {issue.code for issue in issues} <= {"weigh.row.bad", "weigh.claim.id_twice"}


def test_moments_cut_both_ways_alike() -> None:
    rows = many(600, 3)
    moment = exchange_to_claim(rows[0])[1].public_from
    for options in (Options(as_of=moment), Options(as_held=moment), Options(as_of=moment, as_held=moment)):
        assert_same(by_columns(rows, options=options)[0], by_records(rows, options))


def test_two_claims_of_one_id_are_an_issue_and_one_stays() -> None:
    rows = many(40, 4)
    rows += [rows[7], rows[9] | {"document": "elsewhere", "actor": "IRN"}]
    rows[9]["id"] = rows[-1]["id"] = "clm-shared"
    found, issues = by_columns(rows)
    assert [issue.subject for issue in issues if issue.code == "weigh.claim.id_twice"] == ["clm-shared"]
    assert_same(found, by_records(rows))


def test_claims_without_a_root_may_share_an_id() -> None:
    row = {"id": "clm-1", "document": "a", "public_from": "2024-10-18", "type": "AID", "actor": "PRK"}
    rows = [row, row, row | {"document": "b", "actor": "IRN"}]
    found, issues = by_columns(rows)
    assert [issue.code for issue in issues] == ["weigh.claim.id_twice"]
    assert_same(found, by_records(rows))


def test_a_file_with_more_names_than_columns_hold_is_refused_before_anything_is_said() -> None:
    row = {"document": "d", "public_from": "2024-10-01", "type": "AID", "actor": 7}
    rows = [row, *(row | {"document": f"d{n}", "mode": f"m{n}", "actor": "PRK"} for n in range(70))]
    with pytest.raises(columns.TooManyNames):
        by_columns(rows)


def test_batches_keep_parts_whole_and_take_each_act_once() -> None:
    import numpy as np

    parts, claims = np.array([0, 1, 1, 3, 4]), np.array([150_000, 100_000, 90_000, 60_000, 10])
    assert columns.batches_of_acts(parts, claims).tolist() == [1, 0, 0, 2, 2]
