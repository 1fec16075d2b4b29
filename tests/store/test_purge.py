"""A purge takes the bytes, the text and all that quotes it; a tombstone stays."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest

from riscontro.errors import BusyError, DiskFullError, LedgerError, UnknownIdError, UsageError
from riscontro.model.event import Weighing
from riscontro.model.issue import Issue
from riscontro.model.judgement import Verdict
from riscontro.store.archive import Archive
from riscontro.store.doctor import doctor
from riscontro.store.dump import dump
from riscontro.store.judgements import add_judgement, anchor_of, chain_faults
from riscontro.store.purge import purge
from tests.store.samples import NOON, keep, make_capture, make_claim, make_document, make_event, make_reading, room_for

SECRET = "zyzzogeton"
TEXT = f"Norland sent shells, said {SECRET}, who asked not to be named."


@pytest.fixture
def documents(case, ledger, run):
    captures = [
        make_capture("Other words. " * 9),
        make_capture(TEXT, origin=f"from-{SECRET}.txt"),
        make_capture("More."),
    ]
    documents = keep(case, ledger, *captures)
    claims = [make_claim(document, end=4) for document in documents]
    claims[1] = make_claim(documents[1], end=len(TEXT), hedge=f"said {SECRET}")
    for document, claim in zip(documents, claims, strict=True):
        issue = Issue(code="read.source.odd", message=f"odd: {document.text}", subject=document.id)
        ledger.add_reading(make_reading(document, claim, issues=(issue,)), run=run)
    ledger.add_issue(Issue(code="collect.x", message=SECRET, subject=f"from-{SECRET}.txt"), run=run)
    events = (make_event("a", [claims[1].id], place=SECRET), make_event("b", [claims[0].id]))
    ledger.put_weighing(Weighing(events=events), run=run)
    add_judgement(
        ledger,
        verdict=Verdict.CORRECT,
        anchors=[anchor_of(claims[1], documents[1]), anchor_of(claims[0], documents[0])],
        details=f'{{"place": "{SECRET}"}}',
        by="ed",
        at=NOON,
        why="seen otherwise",
    )
    return documents


def do_purge(case, ledger, target, **changes):
    fields = {"reason": "a source at risk", "by": "An Editor", "at": NOON}
    with ledger.bulk("purge"):
        return purge(case, ledger, target, **{**fields, **changes})


def bytes_of(case) -> bytes:
    """Return all bytes of the case, archives unpacked."""
    held = [path.read_bytes() for path in sorted(case.path.rglob("*")) if path.is_file()]
    return b"\n".join(gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw for raw in held)


def test_nothing_of_it_is_left_anywhere_in_the_case(case, ledger, documents):
    assert SECRET.encode() in bytes_of(case)
    do_purge(case, ledger, documents[1].id)
    assert SECRET.encode() not in bytes_of(case)
    assert b"asked not to be named" not in bytes_of(case)
    assert ledger.search(SECRET) == ()


def test_what_stays_is_a_tombstone_and_all_the_rest(case, ledger, documents):
    stone = do_purge(case, ledger, documents[1].id[:-2])
    assert (stone.capture_id, stone.documents) == (documents[1].capture_id, (documents[1].id,))
    assert (stone.reason, stone.by, stone.at) == ("a source at risk", "An Editor", NOON)
    assert ledger.tombstones() == (stone,)
    assert [document.id for document in ledger.documents()] == [documents[0].id, documents[2].id]
    assert [case.archive.read(location) for _, location in ledger.captures()] == [b"Other words. " * 9, b"More."]
    assert len(ledger.search("words")) == 1
    assert len(list(ledger.events())) == 1
    assert doctor(case) == ()


def test_the_chain_of_judgements_stays_whole(case, ledger, documents):
    before = ledger.judgement_head()
    do_purge(case, ledger, documents[1].capture_id)
    assert list(chain_faults(ledger)) == []
    assert ledger.judgement_head() == before
    emptied, kept = ledger.judgements()[0].anchors
    assert (emptied.quote, emptied.document_id, kept.quote) == ("", documents[1].id, "Othe")


def test_a_tombstone_stays_as_it_is(case, ledger, documents):
    do_purge(case, ledger, documents[1].id)
    for sql in ("DELETE FROM tombstone", "UPDATE tombstone SET reason = 'none'"):
        with pytest.raises(LedgerError, match="tombstones are never"):
            ledger.execute(sql)


def test_what_was_purged_is_not_taken_again(case, ledger, documents):
    capture = make_capture(TEXT)
    do_purge(case, ledger, documents[1].id)
    assert ledger.has_capture(capture.id)
    assert not ledger.add_document(documents[1])
    assert ledger.counts().documents == 2


def test_all_captures_of_the_same_bytes_go(case, ledger, documents):
    keep(case, ledger, make_capture(TEXT, publisher="Another Post"))
    do_purge(case, ledger, documents[1].id, whole_capture=True)
    assert len(ledger.tombstones()) == 2
    assert SECRET.encode() not in bytes_of(case)


def test_all_captures_that_hold_the_document_go(case, ledger, documents):
    feed = make_capture(f"a feed with: {TEXT}")
    keep(case, ledger, feed, id=documents[1].id)
    do_purge(case, ledger, documents[1].id)
    assert {stone.capture_id for stone in ledger.tombstones()} == {documents[1].capture_id, feed.id}
    assert SECRET.encode() not in bytes_of(case)


def test_an_original_with_more_documents_goes_only_whole(case, ledger, documents):
    ledger.add_document(make_document(make_capture("part two"), capture_id=documents[1].capture_id, part=1))
    with pytest.raises(UsageError, match=r"one original with 1 more.*whole"):
        do_purge(case, ledger, documents[1].id)
    assert ledger.counts().tombstones == 0
    do_purge(case, ledger, documents[1].id, whole_capture=True)
    assert ledger.counts().documents == 2


@pytest.mark.parametrize(
    ("target", "changes", "error"),
    [
        ("doc-nothing", {}, UnknownIdError),
        ("doc", {"reason": " "}, UsageError),
        ("doc", {"by": ""}, UsageError),
        ("evt-", {}, UnknownIdError),
        ("clm-", {}, UnknownIdError),
    ],
)
def test_a_purge_that_makes_no_sense_changes_nothing(case, ledger, documents, target, changes, error):
    before = list(dump(ledger))
    with pytest.raises(error):
        do_purge(case, ledger, target, **changes)
    assert list(dump(ledger)) == before


def test_a_claim_cannot_be_purged(case, ledger, documents):
    with pytest.raises(UsageError, match="is a claim"):
        do_purge(case, ledger, next(ledger.claims()).id)


def test_a_purge_killed_after_the_archive_is_completed_by_the_next(case, ledger, documents):
    capture, location = ledger.capture(documents[1].capture_id)
    case.archive.erase(capture, location, at=NOON)
    assert [finding.code for finding in doctor(case)] == ["archive.missing"]
    do_purge(case, ledger, documents[1].id)
    assert doctor(case) == ()
    assert SECRET.encode() not in bytes_of(case)


def test_bytes_that_came_back_after_a_purge_go_again(case, ledger, documents):
    do_purge(case, ledger, documents[1].id)
    case.archive.append([make_capture(TEXT)])
    assert [finding.code for finding in doctor(case)] == ["archive.unpurged"]
    do_purge(case, ledger, documents[1].capture_id[:-3])
    assert doctor(case) == ()
    assert SECRET.encode() not in bytes_of(case)


def test_the_beginning_of_no_id_is_no_purge_though_there_was_one(case, ledger, documents):
    do_purge(case, ledger, documents[1].id)
    for target in ("doc-", "zz", "doc-zzz"):
        with pytest.raises(UnknownIdError):
            do_purge(case, ledger, target)


def test_a_lost_original_can_be_purged(case, ledger, documents):
    case.archive.files()[0].unlink()
    do_purge(case, ledger, documents[1].id)
    assert len(ledger.tombstones()) == 1


def test_a_full_disk_stops_a_purge_before_anything_has_changed(case, ledger, documents):
    before = list(dump(ledger)), case.archive.files()[0].read_bytes()
    with room_for(case.archive.files()[0].stat().st_size - 10), pytest.raises(DiskFullError, match="make room"):
        do_purge(case, ledger, documents[1].id)
    assert (list(dump(ledger)), case.archive.files()[0].read_bytes()) == before
    assert doctor(case) == ()
    do_purge(case, ledger, documents[1].id)
    assert SECRET.encode() not in bytes_of(case)


def test_a_reader_of_the_former_state_is_told_of_and_the_purge_can_be_completed(case, ledger, documents, monkeypatch):
    ledger.execute("PRAGMA busy_timeout = 50")
    with case.ledger(readonly=True) as reader:
        reader.execute("BEGIN")
        assert len(reader.search(SECRET)) == 1
        with pytest.raises(BusyError, match="ask for it again"):
            do_purge(case, ledger, documents[1].id)
    do_purge(case, ledger, documents[1].id)
    assert SECRET.encode() not in bytes_of(case)


def test_recovery_after_a_purge_adopts_nothing(case, ledger, documents):
    last = documents[2]
    do_purge(case, ledger, last.id)
    recovery = Archive(case.archive_path).recover(ledger.archive_ends())
    assert (recovery.adopted, recovery.cut, recovery.damaged) == ((), (), ())


def test_a_rebuild_does_not_bring_it_back(case, ledger, documents):
    from riscontro.store.rebuild import new_ledger_beside, swap_in

    feed = make_capture(f"a later feed with: {TEXT}")
    do_purge(case, ledger, documents[1].id)
    with new_ledger_beside(case) as fresh:
        assert not fresh.add_document(replace(documents[1], capture_id=feed.id))
        swap_in(case, fresh)
    assert len(ledger.tombstones()) == 1
    assert ledger.counts().documents == 0
