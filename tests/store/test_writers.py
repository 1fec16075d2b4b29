"""Rows are closed, never erased; what did not change is not written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from riscontro.errors import LedgerError, UnknownIdError
from riscontro.model.event import Weighing
from riscontro.model.grade import Status
from riscontro.model.issue import Issue
from riscontro.store.values import Change
from tests.store.samples import (
    NOON,
    keep,
    make_capture,
    make_change,
    make_claim,
    make_document,
    make_event,
    make_reading,
)


@pytest.fixture
def document(case, ledger):
    (document,) = keep(case, ledger, make_capture("Norland sent shells to Sudland, then rockets."))
    return document


def test_a_capture_or_document_held_already_is_not_taken_again(case, ledger, document):
    capture, location = next(ledger.captures())
    assert not ledger.add_capture(capture, location)
    assert not ledger.add_document(document)
    assert (ledger.counts().captures, ledger.counts().documents) == (1, 1)


def test_of_two_captures_of_one_document_the_earlier_gives_its_facts_in_any_order(case, ledger, tmp_path):
    from riscontro.store.dump import dump
    from riscontro.store.ledger import Ledger

    early = make_document(make_capture("one text"), capture_id="cap-early", title="Early")
    late = replace(early, capture_id="cap-late", title="Late", held_from=NOON + timedelta(hours=1), url="https://late/")
    dumps = []
    for name, order in (("a", [early, late]), ("b", [late, early]), ("c", [late, early, late, early])):
        with Ledger(tmp_path / f"{name}.sqlite") as other:
            assert [other.add_document(document) for document in order] == [True, *[False] * (len(order) - 1)]
            assert other.document(early.id).title == "Early"
            assert [hit.title for hit in other.search("early")] == ["Early"]
            assert other.search("late") == ()
            dumps.append(list(dump(other)))
    assert dumps[0] == dumps[1] == dumps[2]


def test_the_capture_seen_first_gives_the_facts_and_the_one_held_first_the_moment(tmp_path):
    from itertools import permutations

    from riscontro.store.dump import dump
    from riscontro.store.ledger import Ledger

    fetched = make_document(make_capture("one text"), capture_id="cap-a", title="Fetched", seen_at=NOON, held_from=NOON)
    hour = timedelta(hours=1)
    archived = replace(fetched, capture_id="cap-b", title="Archived", seen_at=NOON - 9 * hour, held_from=NOON + hour)
    saved = replace(fetched, capture_id="cap-c", title="Saved", seen_at=None, held_from=NOON - hour)
    dumps = set()
    for number, order in enumerate(permutations([fetched, archived, saved])):
        with Ledger(tmp_path / f"{number}.sqlite") as other:
            for document in order:
                other.add_document(document)
            held = other.document(fetched.id)
            assert (held.title, held.seen_at, held.held_from) == ("Archived", NOON - 9 * hour, NOON - hour)
            dumps.add(tuple(dump(other)))
    assert len(dumps) == 1


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ({}, 0),
        ({"family": "fam-1", "version": 2}, 0),
        ({"text": "Other words."}, 1),
        ({"publisher": "Another Post"}, 1),
        ({"published": None}, 1),
    ],
)
def test_a_document_whose_facts_change_with_its_earlier_capture_is_read_again(ledger, run, document, change, again):
    ledger.add_reading(make_reading(document), run=run)
    ledger.add_document(replace(document, capture_id="cap-early", held_from=NOON - timedelta(hours=1), **change))
    assert len(ledger.document_ids(unread_by="riscontro/1")) == again


def test_the_same_reading_again_changes_nothing(ledger, run, document):
    reading = make_reading(document, make_claim(document), issues=(Issue(code="read.time.odd", message="odd"),))
    assert ledger.add_reading(reading, run=run) == Change(opened=1)
    before = ledger.rows("SELECT * FROM claim"), ledger.rows("SELECT * FROM issue")
    later = ledger.begin_run("read", at=NOON, version="0")
    assert ledger.add_reading(reading, run=later) == Change(kept=1)
    assert (ledger.rows("SELECT * FROM claim"), ledger.rows("SELECT * FROM issue")) == before


def test_a_newer_reader_closes_what_it_does_not_repeat(ledger, run, document):
    old = make_claim(document), make_claim(document, start=8, end=12)
    ledger.add_reading(make_reading(document, *old), run=run)
    new = [replace(old[0], reader="riscontro/2", place="Vladivostok")]
    second = ledger.begin_run("read", at=NOON, version="0")
    assert ledger.add_reading(make_reading(document, *new, reader="riscontro/2"), run=second) == Change(
        opened=1, closed=2
    )
    assert list(ledger.claims()) == new
    rows = ledger.rows("SELECT place, known_from, known_to FROM claim ORDER BY seq")
    assert rows == [(None, 1, 2), (None, 1, 2), ("Vladivostok", 2, None)]
    assert ledger.counts().claims == 1


def test_a_reading_keeps_its_counts_and_why_nothing_was_read(ledger, run, document):
    assert ledger.counts().unread == (("waiting", 1),)
    ledger.add_reading(make_reading(document, unread="no-pack"), run=run)
    assert ledger.unread() == ((document.id, "no-pack"),)
    assert ledger.counts().unread == (("no-pack", 1),)
    ledger.add_reading(make_reading(document, make_claim(document)), run=run)
    assert (ledger.unread(), ledger.counts().unread) == ((), ())
    assert ledger.rows("SELECT attributions FROM document") == [(1,)]


def test_issues_of_a_reading_go_when_the_next_has_none(ledger, run, document):
    issue = Issue(code="read.time.ambiguous", message="two readings", subject=document.id)
    ledger.add_reading(make_reading(document, issues=(issue,)), run=run)
    assert list(ledger.issues(document=document.id)) == [issue]
    ledger.add_reading(make_reading(document), run=run)
    assert list(ledger.issues()) == []
    assert ledger.rows("SELECT count(*) FROM issue WHERE known_to IS NOT NULL") == [(1,)]


def test_two_different_claims_of_one_id_are_an_issue_and_the_first_is_kept(ledger, run, document):
    first = make_claim(document)
    ledger.add_reading(make_reading(document, first, replace(first, place="Rason"), first), run=run)
    assert list(ledger.claims()) == [first]
    assert [issue.code for issue in ledger.issues()] == ["read.claim.twin"]


def test_a_reading_of_an_unknown_document_is_an_error(ledger, run, document):
    with pytest.raises(UnknownIdError, match="doc-none"):
        ledger.add_reading(make_reading(replace(document, id="doc-none")), run=run)


def test_a_reading_with_claims_of_another_document_is_an_error(ledger, run, document):
    stray = replace(make_claim(document), document_id="doc-other")
    with pytest.raises(LedgerError, match="other documents"):
        ledger.add_reading(make_reading(document, stray), run=run)


def history_rows(ledger):
    return ledger.rows("SELECT ordinal, status, known_from, known_to FROM status_change ORDER BY seq")


def test_weighing_again_writes_only_what_changed(ledger, run, document):
    claim = make_claim(document)
    ledger.add_reading(make_reading(document, claim), run=run)
    first, other = make_event("a", [claim.id]), make_event("b")
    assert ledger.put_weighing(Weighing(events=(first, other)), run=run) == Change(opened=2)
    second = ledger.begin_run("weigh", at=NOON, version="0")
    assert ledger.put_weighing(Weighing(events=(first, other)), run=second) == Change(kept=2)
    risen = make_event("a", [claim.id], history=(*first.history, make_change(Status.CONFIRMED)))
    assert ledger.put_weighing(Weighing(events=(risen, other)), run=second) == Change(opened=1, closed=1, kept=1)
    # One row for each change of status: the first one's row still stands as it was written.
    assert history_rows(ledger) == [(0, "reported", 1, None), (0, "reported", 1, None), (1, "confirmed", 2, None)]
    assert ledger.event(risen.id) == risen
    assert ledger.events_of(claim.id) == (risen.id,)
    assert ledger.counts().by_status == (("confirmed", 1), ("reported", 1))


def test_an_event_that_is_no_more_is_closed_with_its_history(ledger, run):
    ledger.put_weighing(Weighing(events=(make_event("a", ["clm-1"]),)), run=run)
    assert ledger.put_weighing(Weighing(events=()), run=run) == Change(closed=1)
    assert list(ledger.events()) == []
    assert history_rows(ledger) == [(0, "reported", 1, 1)]
    assert ledger.events_of("clm-1") == ()
    assert ledger.counts().events == 0


def test_a_history_that_was_rewritten_closes_the_changes_it_drops(ledger, run):
    event = make_event("a", history=(make_change(), make_change(Status.CORROBORATED)))
    ledger.put_weighing(Weighing(events=(event,)), run=run)
    shorter = make_event("a", history=(make_change(reason="another origin first"),))
    second = ledger.begin_run("weigh", at=NOON, version="0")
    ledger.put_weighing(Weighing(events=(shorter,)), run=second)
    assert history_rows(ledger) == [(0, "reported", 1, 2), (1, "corroborated", 1, 2), (0, "reported", 2, None)]


def test_two_different_events_of_one_id_are_an_error_and_nothing_is_written(ledger, run):
    event = make_event("a")
    ledger.put_weighing(Weighing(events=(event, event)), run=run)
    with pytest.raises(LedgerError, match="two different rows"):
        ledger.put_weighing(Weighing(events=(event, replace(event, place="Rason"))), run=run)
    assert list(ledger.events()) == [event]


def test_issues_of_a_weighing_go_when_the_next_has_none(ledger, run):
    issue = Issue(code="weigh.block.large", message="a block of 9,000 claims")
    ledger.put_weighing(Weighing(events=(), issues=(issue,)), run=run)
    assert list(ledger.issues(code="weigh")) == [issue]
    ledger.put_weighing(Weighing(events=()), run=run)
    assert list(ledger.issues()) == []


def test_issues_can_be_closed_by_code(ledger, run):
    for code in ("collect.feed.gone", "collect.feed.slow", "collect.feeding"):
        ledger.add_issue(Issue(code=code, message="m"), run=run)
    assert ledger.close_issues("collect.feed", run=run) == 2
    assert [issue.code for issue in ledger.issues()] == ["collect.feeding"]
    assert ledger.counts().by_code == (("collect.feeding", 1),)


def test_families_can_be_set(ledger, document):
    ledger.set_families({document.id: "fam-1", "doc-unknown": "fam-2"})
    assert ledger.document(document.id).family == "fam-1"
