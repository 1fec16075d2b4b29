"""Learnt letters: the same however an event is asked for, and however it was weighed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.model.claim import EventType
from riscontro.model.exchange import claim_to_exchange, event_to_exchange
from riscontro.model.judgement import Verdict
from riscontro.pipeline import graded_event, hold_case, judge, records_of, source_of, view_case, view_pair
from riscontro.pipeline.bulk import Options, weigh_rows
from riscontro.pipeline.waiting import weigh_waiting
from riscontro.store.case import Case
from riscontro.store.judgements import anchor_of
from riscontro.store.ledger import Ledger
from tests.pipeline.test_waiting import NOON, clock, empty_ledger, keep, to_document, weigh_everything
from tests.weigh.make import Desk, moments
from tests.weigh.test_letters import earning_desks, laid, lone, proved

Held = tuple[Case, Ledger, Desk]
SERVICES = "intelligence sources of KOR"


def hold_now(desk: Desk) -> None:
    """Let the case have come to hold all documents at one moment, as the ledger of these tests does."""
    desk.provenances.update({id_: replace(page, held_from=NOON) for id_, page in desk.provenances.items()})


@pytest.fixture
def earned() -> Iterator[Held]:
    desk = proved(8)
    lone(desk, "2024-03-01")
    hold_now(desk)
    with empty_ledger() as (case, ledger):
        keep(ledger, desk.claims, desk.provenances)
        weigh_everything(case, ledger)
        yield case, ledger, desk


@pytest.mark.parametrize("as_of", [None, datetime(2023, 6, 15, tzinfo=UTC), datetime(2024, 3, 5, tzinfo=UTC)])
def test_every_way_of_asking_gives_the_same_letters(earned: Held, as_of: datetime | None) -> None:
    case, ledger, desk = earned
    moment = as_of or NOON
    whole = view_case(case, as_of=as_of, clock=clock)
    assert any(event.history[-1].learnt for event in whole.events)
    assert list(whole.events) == laid(desk, at=moment, as_of=as_of)[0]
    brief = view_pair(case, ("PRK", "RUS"), as_of=as_of, least=0, clock=clock)
    assert brief is not None
    assert list(brief.events) == [replace(event, origins=()) for event in whole.events]
    if as_of is None:
        assert [graded_event(case, ledger, one.id, moment=NOON)[0] for one in whole.events] == list(whole.events)
        with hold_case(case, clock=clock) as held:
            assert list(held.events) == list(whole.events)


@settings(max_examples=20)
@given(earning_desks(), st.data())
def test_letters_are_the_same_whether_all_was_weighed_or_what_changed(desk: Desk, data: st.DataObject) -> None:
    hold_now(desk)
    kept = data.draw(st.integers(1, len(desk.claims) - 1))
    moment = data.draw(st.sampled_from([None, *moments(desk.claims, desk.provenances)]))
    with empty_ledger() as (case, ledger), empty_ledger() as (other, whole):
        keep(whole, desk.claims, desk.provenances)
        weigh_everything(other, whole)
        keep(ledger, desk.claims[:kept], desk.provenances)
        weigh_everything(case, ledger)
        keep(ledger, desk.claims[kept:], desk.provenances)
        assert weigh_waiting(case, ledger, clock=clock) is not None
        assert _settled(ledger) == _settled(whole)
        part, all_ = (view_pair(one, ("PRK", "RUS"), as_of=moment, least=0, clock=clock) for one in (case, other))
        assert part is not None
        assert all_ is not None
        assert part.events == all_.events
        assert list(part.events) == [
            replace(event, origins=()) for event in laid(desk, at=moment or NOON, as_of=moment)[0]
        ]


@settings(max_examples=15, deadline=None)
@given(earning_desks(), st.one_of(st.none(), st.integers(2, 40)))
def test_a_file_of_its_claims_gives_the_events_of_the_case(desk: Desk, month: int | None) -> None:
    hold_now(desk)
    as_of = None if month is None else datetime(2022, 1, 10, tzinfo=UTC) + timedelta(days=31 * month)
    with empty_ledger() as (case, ledger):
        keep(ledger, desk.claims, desk.provenances)
        weigh_everything(case, ledger)
        claims = list(ledger.claims())
        pages = ledger.provenances()
        view = view_case(case, as_of=as_of, clock=clock)
    told = sorted(map(event_to_exchange, view.events), key=lambda event: (event["public_from"], event["id"]))
    rows = [claim_to_exchange(claim, pages[claim.document_id]) for claim in claims]
    found: list[dict[str, object]] = []
    options = Options(as_of=as_of, moment=as_of or NOON)
    weigh_rows(
        enumerate(rows, start=1),
        write=lambda lines: found.extend(map(json.loads, lines)),
        note=lambda issue: pytest.fail(issue.message),
        options=options,
    )
    assert found == told


def _settled(ledger: Ledger) -> list[tuple[object, ...]]:
    return sorted(ledger.rows("SELECT * FROM settled"), key=repr)


def test_an_analysts_word_settles_a_sources_word_from_the_next_month_on(earned: Held) -> None:
    case, ledger, desk = earned
    lone_claim = desk.claims[-1]
    before = {one.topic: one.settled for one in records_of(case, clock=clock) if one.name == SERVICES}
    anchors = [anchor_of(lone_claim, to_document(desk.provenances[lone_claim.document_id]))]
    ruled = datetime(2029, 5, 5, tzinfo=UTC)
    judge(
        case, Verdict.STATUS, anchors=anchors, details={"status": "refuted"}, by="ed", why="seen", clock=lambda: ruled
    )
    after = {one.topic: (one.settled, one.right) for one in records_of(case, clock=clock) if one.name == SERVICES}
    assert before == {"CONSULT": 8}
    assert after == {"CONSULT": (9, 8)}
    then = {one.topic: one.settled for one in records_of(case, clock=lambda: ruled) if one.name == SERVICES}
    assert then == before
    assert ledger.rows("SELECT stood, since FROM settled WHERE since > '2029'") == [(0, "2029-05")]


def test_a_source_is_shown_with_what_it_said(earned: Held) -> None:
    case, _, _ = earned
    found = source_of(case, "cabinet", clock=clock)
    assert {one.name for one in found.records} == {"official sources of JPN"}
    assert [one.outcome for one in found.said] == ["stood"] * 8


def test_what_is_purged_or_weighed_away_leaves_no_settled_words(earned: Held) -> None:
    case, ledger, desk = earned
    assert _settled(ledger)
    keep(ledger, [replace(one, type=EventType.SUPPORT, mode="vote") for one in desk.claims], desk.provenances)
    weigh_everything(case, ledger)
    events = {event.id for event in ledger.events()}
    assert {row[0] for row in _settled(ledger)} <= events


def test_a_letter_of_its_own_month_is_kept_when_later_months_are_asked_for(earned: Held) -> None:
    case, _, _ = earned
    asked = [datetime(year, 6, 1, tzinfo=UTC) for year in (2023, 2024, 2025, 2027)]
    views = [{one.id: one.history for one in view_case(case, as_of=moment).events} for moment in asked]
    for (early, moment), (late, _) in pairwise(zip(views, asked, strict=True)):
        for id_, history in early.items():
            assert tuple(row for row in late[id_] if row.at <= moment) == history
