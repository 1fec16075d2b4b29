"""What changed between two moments."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.claim import Stance
from riscontro.model.time import end_of_day
from riscontro.weigh.differ import Change, differ
from tests.weigh.make import KREMLIN, NIS, PENTAGON, SKY, Desk, days, mixed_desks, moments


def between(desk: Desk, first: str, second: str):
    then, now = (desk.weigh(as_of=end_of_day(date.fromisoformat(day))).events for day in (first, second))
    return differ(then, now)


def test_an_event_that_rose_says_by_which_document():
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    second = desk.tell("2024-10-23", PENTAGON)
    (found,) = between(desk, "2024-10-20", "2024-10-24")
    assert (found.change, found.before[0].status, found.after.status) == (Change.MOVED, "reported", "corroborated")
    assert [(row.document_id, row.rule) for row in found.rows] == [(second.document_id, "corroborated")]


def test_new_told_again_and_left_alone():
    desk = Desk()
    desk.tell("2024-10-01", NIS, mode="food", when=days("2024-09-20"))
    desk.tell("2024-10-01", NIS)
    desk.tell("2024-10-10", NIS, publisher="Another")
    desk.tell("2024-10-11", NIS, type="CONSULT", mode="visit")
    assert [one.change for one in between(desk, "2024-10-05", "2024-10-12")] == [Change.TOLD_AGAIN, Change.NEW]
    assert between(desk, "2024-10-05", "2024-10-05") == ()


def test_a_judgement_that_takes_a_claim_away_leaves_its_event_gone():
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    assert [one.change for one in differ(desk.weigh().events, ())] == [Change.GONE]


def test_a_denial_by_a_party_is_a_change_with_its_reason():
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    desk.tell("2024-10-20", KREMLIN, stance=Stance.DENIES)
    (found,) = between(desk, "2024-10-19", "2024-10-21")
    assert found.rows[-1].rule == "denied"


@given(mixed_desks(), st.data())
def test_every_event_that_is_left_out_stands_as_it_did(desk: Desk, data: st.DataObject) -> None:
    desk.tell("2023-06-01", SKY)
    first, second = sorted(
        data.draw(st.lists(st.sampled_from(moments(desk.claims, desk.provenances)), min_size=2, max_size=2))
    )
    then, now = desk.weigh(as_of=first).events, desk.weigh(as_of=second).events
    named = {one.after.id for one in differ(then, now) if one.after} | {
        event.id for one in differ(then, now) for event in one.before
    }
    left = {event.id: event for event in then if event.id not in named}
    assert left == {event.id: event for event in now if event.id not in named}
