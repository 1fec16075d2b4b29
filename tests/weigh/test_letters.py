"""Learnt letters, laid on events as they are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.model.claim import EventType, Stance
from riscontro.model.event import Event
from riscontro.model.grade import Reliability
from riscontro.model.source import Source
from riscontro.weigh import explain, weigh
from riscontro.weigh.letters import Letters
from riscontro.weigh.register import Register
from riscontro.weigh.reliability import Records, tenures_of
from tests.weigh.make import NIS, PENTAGON, SKY, TOKYO, Desk, copy_of, days, roots, stances

NOW = datetime(2026, 1, 15, tzinfo=UTC)


def laid(desk: Desk, *, at: datetime = NOW, sources: tuple[Source, ...] = (), as_of: datetime | None = None):
    """Return the events of a desk with their letters, and the letters."""
    events = desk.weigh(as_of=as_of, sources=sources).events
    letters = Letters(Records(one for event in events for one in tenures_of(event)), Register(sources), at)
    pages = {claim.id: desk.provenances[claim.document_id] for claim in desk.claims}
    return [letters.lay(event, pages.get) for event in events], letters


def proved(count: int, *, every: int = 90) -> Desk:
    """So many visits, each told by three states on the day after it, which proves all three."""
    desk = Desk()
    for number in range(count):
        day = datetime(2022, 1, 10, tzinfo=UTC) + timedelta(days=every * number)
        for root in (NIS, PENTAGON, TOKYO, SKY):
            told = (day + timedelta(days=1)).date().isoformat()
            desk.tell(told, root, when=days(day.date().isoformat()), type=EventType.CONSULT, mode="visit")
    return desk


def lone(desk: Desk, day: str, root=NIS) -> None:
    """One more visit, of which one source alone tells."""
    desk.tell(day, root, when=days(day), type=EventType.CONSULT, mode="visit")


def last_of(events: list[Event]) -> Event:
    return events[-1]


def test_a_letter_that_was_earned_grades_the_next_event_and_says_so():
    desk = proved(8)
    lone(desk, "2025-03-01")
    event = last_of(laid(desk)[0])
    assert event.grade.reliability < Reliability.D
    row = event.history[-1]
    assert row.learnt is not None
    assert (row.learnt.right, row.learnt.settled, row.learnt.until) == (8, 8, "2025-03")
    assert "learnt: 8 right of 8 before 2025-03" in row.reason
    assert event.grade.credibility == 3


def test_an_explanation_names_the_letter_that_each_origin_earned():
    desk = proved(8)
    lone(desk, "2025-03-01")
    events, letters = laid(desk)
    claims = {claim.id: claim for claim in desk.claims}
    told = explain(last_of(events), claims=claims, provenances=desk.provenances, letters=letters)
    line = next(line for line in told if line.startswith(f"+ {NIS.name}"))
    assert "of intelligence sources of KOR, learnt: 8 right of 8 before 2026-01" in line


def test_below_three_settled_claims_the_letter_stays_f():
    desk = proved(2)
    lone(desk, "2025-03-01")
    assert laid(desk)[0] == list(desk.weigh().events)


def test_a_new_month_that_changes_the_letter_is_a_row_of_its_own():
    desk = proved(8)
    lone(desk, "2022-01-02")
    event = laid(desk)[0][0]
    first, *others = event.history
    assert str(first.grade) == "F3"
    assert others
    assert all(row.at.day == 1 and row.document_id is None and row.learnt for row in others)
    assert [row.grade.reliability for row in others] == sorted((row.grade.reliability for row in others), reverse=True)
    assert event.grade == others[-1].grade


def test_a_letter_that_somebody_set_takes_the_place_of_what_was_earned():
    desk = proved(8)
    lone(desk, "2025-03-01")
    own = Source(key=NIS.name, name=NIS.name, kind="declared", reliability=Reliability.E, set_by="case.toml")
    event = last_of(laid(desk, sources=(own,))[0])
    assert (str(event.grade), event.history[-1].learnt) == ("E3", None)


def test_a_relay_earns_no_letter_for_its_outlet():
    desk = proved(8)
    lone(desk, "2025-03-01", root=None)
    assert str(last_of(laid(desk)[0]).grade) == "F3"


def test_who_withdrew_its_word_loses_its_letter():
    desk = proved(8)
    lone(desk, "2025-03-01")
    desk.tell("2025-04-01", NIS, when=days("2025-03-01"), type=EventType.CONSULT, mode="visit", stance=Stance.RETRACTS)
    event = last_of(laid(desk)[0])
    assert event.history[0].grade.reliability < Reliability.F
    assert str(event.grade) == "F5"


# Small worlds in which letters are earned: few acts of one kind, told by many, over two years.

TOLD = datetime(2023, 1, 5, tzinfo=UTC)


@st.composite
def earning_desks(draw: st.DrawFn) -> Desk:
    desk = proved(draw(st.integers(3, 6)), every=20)
    for _ in range(draw(st.integers(1, 8))):
        act = TOLD + timedelta(days=20 * draw(st.integers(0, 12)))
        desk.tell(
            (act + timedelta(days=draw(st.integers(0, 90)))).date().isoformat(),
            draw(roots),
            when=days(act.date().isoformat()),
            type=EventType.CONSULT,
            mode="visit",
            stance=draw(stances),
            publisher=draw(st.sampled_from(["Paper A", "Paper B"])),
            share=draw(st.sampled_from([1.0, 1.0, 0.25])),
        )
    return desk


@settings(max_examples=60)
@given(earning_desks(), st.integers(0, 36))
def test_as_of_equals_the_archive_cut_there_and_the_history_to_there(desk: Desk, month: int):
    moment = datetime(2022, 1, 10, tzinfo=UTC) + timedelta(days=31 * month)
    known = Desk(
        [one for one in desk.claims if desk.provenances[one.document_id].public_from <= moment], desk.provenances
    )
    then = laid(known, at=moment)[0]
    assert laid(desk, at=moment, as_of=moment)[0] == then
    today = {event.id: event for event in laid(desk)[0]}
    for event in then:
        assert tuple(row for row in today[event.id].history if row.at <= moment) == event.history


@settings(max_examples=40)
@given(earning_desks(), st.randoms(use_true_random=False))
def test_order_of_arrival_changes_no_letter(desk: Desk, random) -> None:
    shuffled = Desk(list(desk.claims), desk.provenances)
    random.shuffle(shuffled.claims)
    assert laid(shuffled)[0] == laid(desk)[0]


@settings(max_examples=60)
@given(earning_desks(), st.data())
def test_a_copy_never_raises_a_grade(desk: Desk, data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(desk.claims))
    page = replace(desk.provenances[original.document_id], family="fam")
    desk.provenances[original.document_id] = page
    before = {event.id: event for event in laid(desk)[0]}
    later = data.draw(st.integers(0, 60))
    claim, copied = copy_of(original, page, number=1, later_days=later, publisher="Copying Paper")
    desk.provenances[copied.document_id] = copied
    desk.claims.append(claim)
    for event in laid(desk)[0]:
        former = before[event.id].grade
        assert event.grade.reliability >= former.reliability
        assert event.grade.credibility >= former.credibility


@settings(max_examples=60)
@given(earning_desks())
def test_history_goes_forward_and_every_row_changes_something(desk: Desk) -> None:
    for event in laid(desk)[0]:
        assert [row.at for row in event.history] == sorted(row.at for row in event.history)
        standing = [(row.status, row.grade, row.origins, row.rule) for row in event.history]
        assert all(before != after for before, after in pairwise(standing))
        assert (event.status, event.grade) == (event.history[-1].status, event.history[-1].grade)


@settings(max_examples=40)
@given(earning_desks())
def test_letters_change_nothing_but_letters_and_the_probability(desk: Desk) -> None:
    for plain, event in zip(desk.weigh().events, laid(desk)[0], strict=True):
        assert replace(event, grade=plain.grade, history=plain.history, probability=plain.probability) == plain
        assert event.grade.credibility == plain.grade.credibility
        assert event.grade.reliability <= plain.grade.reliability
        moved = [[(row.at, row.status, row.origins, row.rule) for row in one.moves] for one in (plain, event)]
        assert moved[0] == moved[1]


def test_a_record_that_held_makes_the_next_word_likelier_and_the_explanation_says_so() -> None:
    desk = proved(14)
    lone(desk, "2025-08-01")
    events, letters = laid(desk)
    plain, event = desk.weigh().events[-1], last_of(events)
    assert plain.probability is not None
    assert event.probability > plain.probability
    claims = {claim.id: claim for claim in desk.claims}
    told = explain(event, claims=claims, provenances=desk.provenances, letters=letters)
    assert any(f"probability: {event.probability:.0%}" in line and "counts half" in line for line in told)
    assert any("of it learnt: 14 right of 14 settled before 2026-01" in line for line in told)


def test_a_record_of_few_words_says_nothing_of_the_next() -> None:
    desk = proved(3)
    lone(desk, "2025-08-01")
    events, letters = laid(desk)
    assert last_of(events).probability == desk.weigh().events[-1].probability
    claims = {claim.id: claim for claim in desk.claims}
    told = explain(last_of(events), claims=claims, provenances=desk.provenances, letters=letters)
    assert any("nothing of it learnt: 3 right of 3 settled" in line for line in told)


def test_what_is_settled_later_changes_no_probability_of_before() -> None:
    desk = proved(14)
    lone(desk, "2022-03-05")
    moment = datetime(2022, 4, 1, tzinfo=UTC)
    early = Desk([one for one in desk.claims if desk.provenances[one.document_id].public_from <= moment])
    early.provenances = desk.provenances
    then = [event.probability for event in laid(desk, at=moment, as_of=moment)[0]]
    assert then == [event.probability for event in laid(early, at=moment)[0]]
    assert then != [event.probability for event in laid(desk)[0]][: len(then)]


@settings(max_examples=40)
@given(earning_desks(), st.data())
def test_a_copy_never_makes_an_event_likelier(desk: Desk, data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(desk.claims))
    page = replace(desk.provenances[original.document_id], family="fam")
    desk.provenances[original.document_id] = page
    before = {event.id: event.probability for event in laid(desk)[0]}
    claim, copied = copy_of(original, page, number=1, later_days=data.draw(st.integers(0, 60)), publisher="Copy Paper")
    desk.provenances[copied.document_id] = copied
    desk.claims.append(claim)
    for event in laid(desk)[0]:
        former = before[event.id]
        assert event.probability is None or former is None or event.probability <= former


@pytest.mark.parametrize("sources", [(), (Source(key="x", name="x", kind="declared", reliability=Reliability.A),)])
def test_what_was_settled_rests_on_no_letter(sources) -> None:
    desk = proved(3)
    plain = weigh(desk.claims, provenances=desk.provenances)
    graded = weigh(desk.claims, provenances=desk.provenances, sources=sources)
    assert [event.origins for event in plain.events] == [event.origins for event in graded.events]
