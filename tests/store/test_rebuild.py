"""The dump compares what two ledgers say; a rebuild leaves every line as it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riscontro.errors import LedgerError
from riscontro.model.event import Weighing
from riscontro.model.grade import Status
from riscontro.model.issue import Issue
from riscontro.model.judgement import Verdict
from riscontro.store.dump import dump
from riscontro.store.judgements import add_judgement, anchor_of
from riscontro.store.ledger import Ledger
from riscontro.store.rebuild import FRESH, new_ledger_beside, swap_in
from riscontro.store.values import Location
from tests.store.samples import (
    NOON,
    keep,
    make_capture,
    make_change,
    make_claim,
    make_document,
    make_event,
    make_reading,
    room_for,
)

HOUR = timedelta(hours=1)


def derive(ledger, capture, location, run):
    """Derive from one capture all that a pipeline would: its document, one claim, one issue."""
    ledger.add_capture(capture, location)
    document = make_document(capture)
    ledger.add_document(document)
    issue = Issue(code="collect.page.cut", message="cut", subject=document.id)
    ledger.add_issue(issue, run=run, capture=capture.id)
    ledger.add_reading(make_reading(document, make_claim(document)), run=run)


def weigh_all(ledger, run):
    events = [make_event(claim.document_id, [claim.id]) for claim in ledger.claims()]
    events.sort(key=lambda event: event.id)
    ledger.put_weighing(Weighing(events=tuple(events)), run=run)


@pytest.fixture
def filled(case, ledger, run):
    captures = [make_capture(f"report {n}", moment=NOON + n * HOUR) for n in range(5)]
    for capture, location in zip(captures, case.archive.append(captures), strict=True):
        derive(ledger, capture, location, run)
    weigh_all(ledger, run)
    ledger.add_issue(Issue(code="collect.file.empty", message="empty", subject="empty.txt"), run=run)
    claim = next(ledger.claims())
    anchor = anchor_of(claim, ledger.document(claim.document_id))
    add_judgement(ledger, verdict=Verdict.WRONG, anchors=[anchor], by="ed", at=NOON, why="seen otherwise")
    return case


def rebuild(case):
    with new_ledger_beside(case) as fresh:
        run = fresh.begin_run("rebuild", at=NOON + 99 * HOUR, version="0")
        for capture, location in case.archive.captures():
            derive(fresh, capture, location, run)
        weigh_all(fresh, run)
        swap_in(case, fresh)


def test_a_rebuild_leaves_every_line_as_it_was(filled, ledger):
    before = list(dump(ledger))
    kinds = {json.loads(line)["kind"] for line in before}
    assert kinds == {"capture", "document", "claim", "event", "status_change", "issue", "judgement"}
    rebuild(filled)
    assert list(dump(ledger)) == before
    with filled.ledger() as again:
        assert list(dump(again)) == before
    assert not list(filled.path.glob(f"{FRESH}*"))


def test_a_rebuild_mends_what_was_lost(filled, ledger):
    before = list(dump(ledger))
    ledger.execute("DELETE FROM claim")
    ledger.execute("DELETE FROM capture WHERE seq = 2")
    assert list(dump(ledger)) != before
    rebuild(filled)
    assert list(dump(ledger)) == before


def test_the_search_index_and_the_counters_come_along(filled, ledger):
    rebuild(filled)
    assert len(ledger.search("report")) == 5
    assert ledger.counts().documents == 5
    assert ledger.column("PRAGMA integrity_check") == ["ok"]
    assert ledger.column("PRAGMA journal_mode") == ["wal"]


def test_a_judgement_made_while_a_rebuild_runs_is_kept(filled, ledger):
    with new_ledger_beside(filled) as fresh:
        late = add_judgement(ledger, verdict=Verdict.SAME, anchors=[], by="ed", at=NOON, why="meanwhile")
        swap_in(filled, fresh)
    assert ledger.judgements()[-1] == late


def test_a_reader_keeps_its_view_through_the_swap(filled):
    with filled.ledger(readonly=True) as reader:
        reader.execute("BEGIN")
        before = reader.column("SELECT count(*) FROM document")
        with new_ledger_beside(filled) as fresh:
            swap_in(filled, fresh)
        assert reader.column("SELECT count(*) FROM document") == before == [5]
        reader.execute("COMMIT")
        assert reader.column("SELECT count(*) FROM document") == [0]


def test_a_rebuild_that_fails_leaves_the_ledger_alone(filled, ledger):
    before = list(dump(ledger))
    with pytest.raises(KeyError), new_ledger_beside(filled) as fresh:
        raise KeyError(fresh.path)
    assert list(dump(ledger)) == before
    assert not list(filled.path.glob(f"{FRESH}*"))


def test_a_rebuild_without_room_leaves_the_ledger_alone(filled, ledger):
    before = list(dump(ledger))
    with new_ledger_beside(filled) as fresh:
        fresh.execute("CREATE TABLE ballast (b)")
        fresh.execute("INSERT INTO ballast VALUES (zeroblob(3000000))")
        with room_for(2_000_000), pytest.raises(LedgerError, match="room"):
            swap_in(filled, fresh)
    assert list(dump(ledger)) == before
    assert ledger.column("PRAGMA integrity_check") == ["ok"]
    rebuild(filled)
    assert list(dump(ledger)) == before


def test_a_rebuild_killed_while_it_swaps_leaves_the_old_or_the_new(filled, ledger):
    before = list(dump(ledger))
    script = textwrap.dedent("""
        import os, signal, sys, threading
        from riscontro.store.case import Case
        from riscontro.store.rebuild import new_ledger_beside, swap_in
        case = Case.open(sys.argv[1])
        with new_ledger_beside(case) as fresh:
            fresh.execute("CREATE TABLE ballast (b)")
            for _ in range(40):
                fresh.execute("INSERT INTO ballast VALUES (zeroblob(1000000))")
            print("swapping", flush=True)
            swap_in(case, fresh)
    """)
    for pause in (0.001, 0.005, 0.02, 0.05):
        child = subprocess.Popen([sys.executable, "-c", script, filled.path], stdout=subprocess.PIPE)
        child.stdout.readline()
        with child:
            try:
                child.wait(pause)
            except subprocess.TimeoutExpired:
                os.kill(child.pid, signal.SIGKILL)
        with filled.ledger() as after:
            assert after.column("PRAGMA integrity_check") == ["ok"]
            swapped = bool(after.column("SELECT count(*) FROM sqlite_schema WHERE name = 'ballast'")[0])
            assert after.counts().documents == (0 if swapped else 5)
            if not swapped:
                assert list(dump(after)) == before


NAMES = ("one", "two", "three", "four", "five")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(5)), extra=st.lists(st.sampled_from(NAMES), max_size=9))
def test_the_dump_does_not_depend_on_the_order_of_arrival(tmp_path_factory, order, extra):
    captures = [
        make_capture(name, moment=NOON + n * HOUR) for n, name in enumerate(("one", "two", "three", "four", "five"))
    ]

    def lines(sequence):
        with Ledger(tmp_path_factory.mktemp("l") / "ledger.sqlite") as ledger:
            ledger.execute("PRAGMA synchronous = OFF")
            for n in sequence:
                run = ledger.begin_run("t", at=NOON + n * HOUR, version="0")
                derive(ledger, captures[n], Location(file="f", offset=n, length=1), run)
            weigh_all(ledger, run)
            return list(dump(ledger))

    again = [NAMES.index(name) for name in extra]
    assert lines([*order, *again]) == lines(range(5))


def test_the_dump_tells_former_readings_from_present_ones(case, ledger, run):
    (document,) = keep(case, ledger, make_capture())
    claim = make_claim(document)
    ledger.add_reading(make_reading(document, claim), run=run)
    before = list(dump(ledger))
    ledger.add_reading(make_reading(document, replace(claim, place="Rason")), run=run)
    assert list(dump(ledger)) != before
    ledger.add_reading(make_reading(document, claim), run=run)
    assert list(dump(ledger)) == before


def test_the_dump_shows_a_changed_status(case, ledger, run):
    ledger.put_weighing(Weighing(events=(make_event("a"),)), run=run)
    before = list(dump(ledger))
    risen = make_event("a", history=(make_change(), make_change(Status.CONFIRMED)))
    ledger.put_weighing(Weighing(events=(risen,)), run=run)
    assert len(list(dump(ledger))) == len(before) + 1


def test_every_line_of_a_dump_is_json_with_its_kind(filled, ledger):
    lines = [json.loads(line) for line in dump(ledger)]
    assert all("kind" in line and "seq" not in line and "known_from" not in line for line in lines)
    assert next(line for line in lines if line["kind"] == "document")["text"].startswith("report")
