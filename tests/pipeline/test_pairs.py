"""A pair read in brief: the same answers as from whole records, now and as known at any moment."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from riscontro.model.claim import Claim
from riscontro.model.document import Provenance
from riscontro.model.judgement import Verdict
from riscontro.pipeline import (
    CaseView,
    PairView,
    choose_case_pair,
    commonest_pair,
    gather_dossier,
    relate_case,
    view_case,
    view_pair,
)
from riscontro.pipeline.records import amendments
from riscontro.store.case import Case
from riscontro.store.judgements import add_judgement, anchor_of
from riscontro.store.ledger import Ledger
from riscontro.tell import dossier_to_html
from riscontro.tell.companion import companion_table
from riscontro.tell.rank import choose_events
from tests.pipeline.test_waiting import NOON, clock, empty_ledger, keep, to_document, weigh_everything
from tests.weigh.make import Desk, mixed_desks, moments

STATES = ("PRK", "RUS", "KOR", "USA", "UKR", "CHN")


def brief_of(case: Case, pair: tuple[str, str], as_of: datetime | None = None) -> PairView:
    view = view_pair(case, pair, as_of=as_of, least=0)
    assert view is not None
    return view


def restricted(case: Case, whole: CaseView, pair: tuple[str, str]) -> CaseView:
    """Return of a whole view what concerns a pair, by records alone."""
    events = tuple(one for one in whole.events if {one.actor, one.recipient, one.opponent} & set(pair))
    told = {id_ for one in events for id_ in one.claims}
    with case.ledger() as ledger:
        unread = {id_ for id_, _ in ledger.unread()}
    claims = {id_: claim for id_, claim in whole.claims.items() if id_ in told}
    names = {claim.document_id for claim in claims.values()} | unread
    pages = {id_: page for id_, page in whole.provenances.items() if id_ in names}
    return CaseView(as_of=whole.as_of, claims=claims, provenances=pages, events=events, letters=whole.letters)


def check_alike(case: Case, pair: tuple[str, str], as_of: datetime | None) -> None:
    whole, brief = view_case(case, as_of=as_of), brief_of(case, pair, as_of)
    relation = relate_case(case, whole, pair=pair, clock=clock)
    assert relate_case(case, brief, pair=pair, clock=clock) == relation
    own = restricted(case, whole, pair)
    assert brief.events == tuple(replace(one, origins=()) for one in own.events)
    assert brief.independent == {one.id: one.independent for one in own.events}
    assert brief.whole == (len(whole.provenances), len(whole.claims))
    shown = [one.id for one in choose_events(own.events, relation, limit=2)]
    assert [one.id for one in choose_events(brief.events, relation, independent=brief.independent, limit=2)] == shown
    record = replace(gather_dossier(case, own, relation), whole=brief.whole)
    light = gather_dossier(case, brief, relation)
    assert dossier_to_html(light, lang="en") == dossier_to_html(record, lang="en")
    assert "".join(companion_table(light, lang="en")) == "".join(companion_table(record, lang="en"))


@settings(max_examples=25)
@given(mixed_desks(), st.data())
def test_a_pair_read_in_brief_is_related_and_told_as_from_records(desk: Desk, data: st.DataObject) -> None:
    pair = tuple(data.draw(st.permutations(STATES))[:2])
    as_of = data.draw(st.none() | st.sampled_from(moments(desk.claims, desk.provenances)))
    with empty_ledger() as (case, ledger):
        keep(ledger, desk.claims, desk.provenances)
        weigh_everything(case, ledger)
        event(f"of a past moment: {as_of is not None}")
        check_alike(case, (pair[0], pair[1]), as_of)


@settings(max_examples=25)
@given(mixed_desks(), st.data())
def test_a_pair_as_known_at_equals_a_replay(desk: Desk, data: st.DataObject) -> None:
    moment = data.draw(st.sampled_from(moments(desk.claims, desk.provenances)))
    public = [one for one in desk.claims if desk.provenances[one.document_id].public_from <= moment]
    with empty_ledger() as (case, ledger), empty_ledger() as (other, cut):
        keep(ledger, desk.claims, desk.provenances)
        weigh_everything(case, ledger)
        keep(cut, public, desk.provenances)
        weigh_everything(other, cut)
        then, replay = (brief_of(one, ("PRK", "RUS"), moment) for one in (case, other))
        assert then.events == replay.events == brief_of(other, ("PRK", "RUS")).events
        assert then.independent == replay.independent
        assert then.claims == replay.claims
        assert then.provenances == replay.provenances
        assert then.whole == replay.whole


@settings(max_examples=15)
@given(mixed_desks(), st.data())
def test_the_commonest_pair_is_that_of_the_claims(desk: Desk, data: st.DataObject) -> None:
    as_of = data.draw(st.none() | st.sampled_from(moments(desk.claims, desk.provenances)))
    with empty_ledger() as (case, ledger):
        keep(ledger, desk.claims, desk.provenances)
        assert commonest_pair(case, as_of=as_of) == choose_case_pair(case, view_case(case, as_of=as_of))


@pytest.fixture
def told() -> Desk:
    desk = Desk()
    for day in ("2024-10-01", "2024-10-05"):
        desk.tell(day, None)
    return desk


VERDICTS = {
    Verdict.WRONG: (1, {}),
    Verdict.SAME: (2, {}),
    Verdict.DIFFERENT: (2, {}),
    Verdict.STATUS: (1, {"status": "refuted"}),
    Verdict.CORRECT: (1, {"set": {"recipient": "UKR", "root": {"name": "Envoy", "state": "RUS", "kind": "official"}}}),
    Verdict.ENTER: (1, {"type": "AID", "actor": "RUS", "recipient": "PRK", "mode": "oil", "via": ["Agency"]}),
}


def judge(ledger: Ledger, verdict: Verdict, *claims: Claim, pages: dict[str, Provenance]) -> None:
    anchors = [anchor_of(one, to_document(pages[one.document_id])) for one in claims]
    details = json.dumps(VERDICTS[verdict][1])
    add_judgement(ledger, verdict=verdict, anchors=anchors, details=details, by="ed", at=NOON, why="seen")


@settings(max_examples=30)
@given(mixed_desks(), st.data())
def test_a_pair_of_a_judged_case_is_related_and_told_as_from_records(desk: Desk, data: st.DataObject) -> None:
    pair = data.draw(st.permutations(STATES))
    with empty_ledger() as (case, ledger):
        keep(ledger, desk.claims, desk.provenances)
        weigh_everything(case, ledger)
        for _ in range(data.draw(st.integers(1, 3))):
            verdict = data.draw(st.sampled_from(sorted(VERDICTS)))
            chosen = [data.draw(st.sampled_from(desk.claims)) for _ in range(VERDICTS[verdict][0])]
            judge(ledger, verdict, *chosen, pages=desk.provenances)
        if data.draw(st.booleans()):
            weigh_everything(case, ledger)
        event(f"amended: {bool(amendments(ledger))}")
        check_alike(case, (pair[0], pair[1]), None)
        assert commonest_pair(case) == choose_case_pair(case, view_case(case))


def test_a_past_moment_of_a_judged_case_is_loaded_whole(told: Desk) -> None:
    with empty_ledger() as (case, ledger):
        keep(ledger, told.claims, told.provenances)
        judge(ledger, Verdict.WRONG, told.claims[0], pages=told.provenances)
        weigh_everything(case, ledger)
        assert view_pair(case, ("PRK", "RUS"), least=0) is not None
        assert view_pair(case, ("PRK", "RUS"), as_of=NOON, least=0) is None
        assert commonest_pair(case, as_of=NOON) is None


def test_a_past_moment_of_a_case_that_waits_to_be_weighed_is_loaded_whole(told: Desk) -> None:
    with empty_ledger() as (case, ledger):
        keep(ledger, told.claims, told.provenances)
        assert view_pair(case, ("PRK", "RUS"), as_of=NOON, least=0) is None
        weigh_everything(case, ledger)
        assert view_pair(case, ("PRK", "RUS"), as_of=NOON, least=0) is not None
        told.tell("2024-10-09", None)
        keep(ledger, told.claims, told.provenances)
        assert view_pair(case, ("PRK", "RUS"), as_of=NOON, least=0) is None
        assert view_pair(case, ("PRK", "RUS"), least=0) is not None


def test_a_small_case_is_loaded_whole(told: Desk) -> None:
    with empty_ledger() as (case, ledger):
        keep(ledger, told.claims, told.provenances)
        assert view_pair(case, ("PRK", "RUS")) is None
