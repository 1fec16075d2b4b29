"""What must always hold of a case, by the way that its claims go: documents, ledger, weighing in part, views."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from riscontro.model.claim import Stance
from riscontro.model.event import Event
from riscontro.model.judgement import Verdict
from riscontro.pipeline import view_case
from riscontro.pipeline.waiting import weigh_waiting
from riscontro.pipeline.weighing import weigh_ledger
from riscontro.store.judgements import add_judgement, anchor_of, copy_judgements
from riscontro.store.ledger import Ledger
from tests.pipeline.test_waiting import NOON, clock, empty_ledger, keep, to_document, weigh_everything
from tests.weigh.make import KREMLIN, Desk, copy_of, mixed_desks, moments, one_act_desks

asserting = one_act_desks(st.sampled_from([Stance.ASSERTS, Stance.CONFIRMS]))


def strength(ledger: Ledger) -> tuple[int, int]:
    """Higher is stronger: the digit turned round, the number of independent origins."""
    (event,) = ledger.events()
    return (-event.grade.credibility, event.independent)


def add(ledger: Ledger, desk: Desk) -> None:
    keep(ledger, desk.claims, desk.provenances)


@settings(max_examples=25)
@given(asserting, st.data())
def test_a_near_copy_or_a_late_relay_that_comes_later_never_raises_anything(desk: Desk, data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(desk.claims))
    page = replace(desk.provenances[original.document_id], family="fam-1")
    desk.provenances[original.document_id] = page
    with empty_ledger() as (case, ledger):
        add(ledger, desk)
        weigh_everything(case, ledger)
        before = strength(ledger)
        if data.draw(st.booleans()):
            claim, copied = copy_of(original, page, number=1, later_days=60, publisher="Copying Paper")
            keep(ledger, [claim], {copied.document_id: copied})
        else:
            desk.tell("2025-03-01", None, when=desk.claims[0].when, publisher="Late Paper")
            add(ledger, desk)
        assert weigh_waiting(case, ledger, clock=clock) is not None
        assert strength(ledger) <= before or before[0] == -6


@settings(max_examples=25)
@given(asserting)
def test_a_denial_by_a_party_never_counts_for(desk: Desk) -> None:
    with empty_ledger() as (case, ledger):
        add(ledger, desk)
        weigh_everything(case, ledger)
        before = strength(ledger)
        desk.tell("2025-03-01", KREMLIN, when=desk.claims[0].when, stance=Stance.DENIES)
        add(ledger, desk)
        assert weigh_waiting(case, ledger, clock=clock) is not None
        after = strength(ledger)
        assert after[1] <= before[1]
        assert after[0] <= before[0] or before[0] == -6


@settings(max_examples=25)
@given(mixed_desks(), st.data())
def test_as_known_at_equals_a_case_that_ends_there(desk: Desk, data: st.DataObject) -> None:
    moment = data.draw(st.sampled_from(moments(desk.claims, desk.provenances)))
    with empty_ledger() as (case, ledger), empty_ledger() as (other, cut):
        add(ledger, desk)
        keep(
            cut,
            [one for one in desk.claims if desk.provenances[one.document_id].public_from <= moment],
            desk.provenances,
        )
        assert view_case(case, as_of=moment).events == view_case(other, as_of=moment).events
        assert view_case(case, as_of=moment).events == weigh_ledger(other, cut).events


@settings(max_examples=25)
@given(mixed_desks(), st.data())
def test_judgements_hold_alike_in_a_ledger_that_is_made_anew(desk: Desk, data: st.DataObject) -> None:
    verdicts = {Verdict.WRONG: 1, Verdict.SAME: 2, Verdict.DIFFERENT: 2, Verdict.STATUS: 1}
    with empty_ledger() as (case, ledger), empty_ledger() as (other, anew):
        add(ledger, desk)
        weigh_everything(case, ledger)
        for _ in range(data.draw(st.integers(1, 3))):
            verdict = data.draw(st.sampled_from(sorted(verdicts)))
            chosen = [data.draw(st.sampled_from(desk.claims)) for _ in range(verdicts[verdict])]
            anchors = [anchor_of(one, to_document(desk.provenances[one.document_id])) for one in chosen]
            details = json.dumps({"status": "refuted"} if verdict is Verdict.STATUS else {})
            add_judgement(ledger, verdict=verdict, anchors=anchors, details=details, by="ed", at=NOON, why="seen")
        judged = weigh_everything(case, ledger)
        keep(anew, desk.claims[::-1], desk.provenances)
        copy_judgements(ledger, anew)
        assert weigh_everything(other, anew) == judged
        assert weigh_waiting(case, ledger, clock=clock) == 0
        assert list(ledger.events()) == list(judged.events)


@settings(max_examples=25)
@given(asserting, st.data())
def test_without_an_asserting_origin_and_its_relays_the_status_is_never_better(desk: Desk, data: st.DataObject) -> None:
    with empty_ledger() as (case, ledger):
        add(ledger, desk)
        weigh_everything(case, ledger)
        (event,) = ledger.events()
        told = [one for one in event.origins if one.standing and one.counts and not one.presumed_relay]
        assume(told)
        going = {*data.draw(st.sampled_from(told)).claims, *relayed(event)}
        run = ledger.begin_run("read", at=NOON, version="0")
        for claim in desk.claims:
            if claim.id in going:
                reading = _emptied(claim.document_id)
                ledger.add_reading(reading, run=run)
        assert weigh_waiting(case, ledger, clock=clock) is not None
        for after in ledger.events():
            assert after.grade.credibility >= event.grade.credibility


def relayed(event: Event) -> set[str]:
    return {claim for one in event.origins if one.presumed_relay for claim in one.claims}


def _emptied(document_id: str):
    from riscontro.model.claim import Reading

    return Reading(document_id=document_id, lang="en", reader="test/2")
