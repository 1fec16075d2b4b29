"""Opening, upgrading, locking; what errors become."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import suppress

import pytest

from riscontro.errors import BusyError, DiskFullError, LedgerError
from riscontro.store import connection
from riscontro.store.connection import SCHEMA_VERSION, Connection, migrations
from riscontro.store.ledger import Ledger
from tests.store.samples import NOON, keep, make_capture, make_claim, make_document, make_reading


def test_the_version_is_the_number_of_migrations(ledger):
    assert len(migrations()) == SCHEMA_VERSION
    assert ledger.version == SCHEMA_VERSION


def test_the_ledger_is_in_wal_mode_and_syncs_every_commit(ledger):
    assert ledger.column("PRAGMA journal_mode") == ["wal"]
    assert ledger.column("PRAGMA synchronous") == [2]


def make_version_1(path):
    """Write a ledger as version 1 did, before the counters and the index, with one document and its claim."""
    document = make_document(make_capture("Norland sent 120 shells."))
    with Connection(path, target=1) as old:
        old.execute("INSERT INTO run VALUES (1, 'collect', '2024-10-17T12:00:00Z', '0')")
        old.execute(
            "INSERT INTO document (seq, id, capture_id, part, title, lang, access, share, share_evidence, version,"
            " public_from, held_from, reader) VALUES (1, ?, 'cap-1', 0, 'Old title', 'en', 'full', 1.0, '[]', 1,"
            " '2024-10-17T12:00:00Z', '2024-10-17T12:00:00Z', 'old')",
            (document.id,),
        )
        old.execute("INSERT INTO document_text VALUES (1, ?)", (document.text,))
        old.execute(
            "INSERT INTO claim (id, document_id, span_start, span_end, type, modality, basis, via, stance, incomplete,"
            " evidence, reader, known_from) VALUES ('clm-1', ?, 0, 7, 'AID', 'asserted', 'none', '[]', 'asserts', 0,"
            " '[]', 'old', 1)",
            (document.id,),
        )
        assert old.version == 1
    return document


def test_a_ledger_of_version_1_upgrades_with_what_it_holds(tmp_path):
    path = tmp_path / "ledger.sqlite"
    document = make_version_1(path)
    with Ledger(path) as ledger:
        assert ledger.version == SCHEMA_VERSION
        counts = ledger.counts()
        assert (counts.documents, counts.claims, counts.by_lang) == (1, 1, (("en", 1),))
        assert [hit.document_id for hit in ledger.search("shells")] == [document.id]
        assert ledger.document(document.id).title == "Old title"
        assert ledger.claim("clm-1").document_id == document.id


def test_a_ledger_of_version_3_upgrades_to_shares_with_an_interval(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with Connection(path, target=3) as old:
        old.execute(
            "INSERT INTO document (seq, id, capture_id, part, lang, access, share, share_evidence, version,"
            " public_from, held_from) VALUES (1, 'doc-1', 'cap-1', 0, 'en', 'partial', 0.25, '[]', 1,"
            " '2024-10-17T12:00:00Z', '2024-10-17T12:00:00Z')"
        )
        old.execute("INSERT INTO document_text VALUES (1, 'Norland sent shells.')")
        old.execute(
            "INSERT INTO capture (id, digest, size, media_type, origin, moment, declared, context, file, offset,"
            " length) VALUES ('cap-1', 'd', 1, 'text/plain', 'a.txt', '2024-10-17T12:00:00Z', '{}', '[]', 'f', 0, 1)"
        )
    with Ledger(path) as ledger:
        document, (capture, _) = ledger.document("doc-1"), ledger.capture("cap-1")
        assert (document.share_low, document.share, document.share_high) == (0.25, 0.25, 0.25)
        assert (document.modified, document.agencies, document.source, document.seen_at) == (None, (), None, None)
        assert (capture.url, capture.seen_at, capture.revisit_of) == (None, None, None)


def test_an_upgrade_that_fails_leaves_the_old_version(tmp_path, monkeypatch):
    path = tmp_path / "ledger.sqlite"
    make_version_1(path)
    steps = migrations()
    monkeypatch.setattr(connection, "migrations", lambda: (*steps[:2], "INSERT INTO nowhere VALUES (1);"))
    with pytest.raises(LedgerError, match="nowhere"):
        Ledger(path)
    monkeypatch.undo()
    with Connection(path, target=1) as old:
        assert old.version == 1
    with Ledger(path) as ledger:
        assert ledger.counts().documents == 1


def test_reading_alone_does_not_upgrade(tmp_path):
    path = tmp_path / "ledger.sqlite"
    make_version_1(path)
    with pytest.raises(LedgerError, match="older version"):
        Ledger(path, readonly=True)


def test_a_newer_ledger_is_refused(case):
    with sqlite3.connect(case.ledger_path) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(LedgerError, match="newer version"), case.ledger():
        pass


def test_another_sqlite_file_is_no_ledger(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE anything (a)")
    other.close()
    with pytest.raises(LedgerError, match="no ledger of riscontro"):
        Ledger(path)


def test_a_file_of_another_kind_is_no_ledger(tmp_path):
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"not a database at all, but longer than a header" * 100)
    with pytest.raises(LedgerError, match="rebuild --anew"):
        Ledger(path)


def test_where_the_folder_is_missing(tmp_path):
    with pytest.raises(LedgerError, match="check that the folder is there"):
        Ledger(tmp_path / "nowhere" / "ledger.sqlite")


def test_a_ledger_opened_for_reading_refuses_to_write(case):
    with case.ledger(readonly=True) as reader, pytest.raises(LedgerError, match="may write"):
        reader.add_document(make_document(make_capture()))


def test_an_exception_undoes_the_transaction(ledger, run):
    with suppress(KeyError), ledger.transaction():
        ledger.add_document(make_document(make_capture()))
        raise KeyError
    assert ledger.counts().documents == 0


def test_a_caught_failure_within_a_transaction_undoes_its_own_step_alone(ledger):
    with ledger.transaction():
        ledger.add_document(make_document(make_capture("one")))
        with suppress(KeyError), ledger.transaction():
            ledger.add_document(make_document(make_capture("two")))
            raise KeyError
    assert [document.text for document in ledger.documents()] == ["one"]


def test_a_second_writer_waits_then_is_told(case, ledger, monkeypatch):
    monkeypatch.setattr(connection, "BUSY_WAIT", 0.1)
    with case.ledger() as other, ledger.transaction(), pytest.raises(BusyError, match="try again"):
        other.add_document(make_document(make_capture()))


def test_readers_go_on_beside_a_writer(case, ledger):
    keep(case, ledger, make_capture("one"))
    with case.ledger(readonly=True) as reader, ledger.transaction():
        ledger.add_document(make_document(make_capture("two")))
        assert reader.counts().documents == 1
    with case.ledger(readonly=True) as reader:
        assert reader.counts().documents == 2


def test_two_bulk_jobs_exclude_each_other_by_name(case, ledger):
    held = pytest.raises(BusyError, match=r"'rebuild' \(process \d+\) holds the case")
    with case.ledger() as other, ledger.bulk("rebuild"), held, other.bulk("purge"):
        pass
    with ledger.bulk("purge"):
        pass


def test_short_jobs_go_side_by_side_and_hold_off_bulk_jobs(case, ledger):
    refused = pytest.raises(BusyError, match="another process")
    with case.ledger() as other, ledger.working("collect"), other.working("collect"), refused, other.bulk("rebuild"):
        pass
    refused = pytest.raises(BusyError, match="'rebuild'")
    with case.ledger() as other, ledger.bulk("rebuild"), refused, other.working("read"):
        pass


def test_a_job_that_is_alone_excludes_its_own_kind(case, ledger):
    with case.ledger() as other, ledger.working("read", alone=True):
        with other.working("weigh", alone=True):
            pass
        with pytest.raises(BusyError, match="'read'"), other.working("read", alone=True):
            pass


def test_the_lock_of_a_killed_job_is_taken_over(case):
    script = textwrap.dedent("""
        import os, signal, sys
        from riscontro.store.case import Case
        with Case.open(sys.argv[1]).ledger() as ledger, ledger.bulk("weigh"):
            os.kill(os.getpid(), signal.SIGKILL)
    """)
    subprocess.run([sys.executable, "-c", script, case.path])
    assert '"weigh"' in (case.path / ".bulk.lock").read_text()
    with case.ledger() as ledger, ledger.bulk("read"):
        assert '"read"' in (case.path / ".bulk.lock").read_text()


def test_a_full_disk_keeps_what_was_committed_and_the_next_run_goes_on(case, ledger, run):
    (document,) = keep(case, ledger, make_capture("kept"))
    pages = ledger.column("PRAGMA page_count")[0]
    ledger.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DiskFullError, match="make room"):
        keep(case, ledger, *(make_capture(f"{n} " + "long text " * 500) for n in range(40)))
    assert [held.id for held in ledger.documents()] == [document.id]
    ledger.execute("PRAGMA max_page_count = 1000000")
    ledger.add_reading(make_reading(document, make_claim(document)), run=run)
    adopted = case.archive.recover(ledger.archive_ends()).adopted
    assert len(adopted) == 40
    with ledger.transaction():
        for capture, location in adopted:
            ledger.add_capture(capture, location)
            ledger.add_document(make_document(case.archive.read_capture(location)))
    assert ledger.counts().documents == 41


def test_a_run_has_a_number(ledger, run):
    second = ledger.begin_run("read", at=NOON, version="1")
    assert (run.number, second.number, second.job) == (1, 2, "read")


def test_a_ledger_with_pages_of_another_size_is_rebuilt_too(case):
    from riscontro.store.dump import dump
    from riscontro.store.rebuild import new_ledger_beside, remove_ledger, swap_in

    remove_ledger(case.ledger_path)
    with Ledger(case.ledger_path, page_size=4096) as ledger:
        documents = keep(case, ledger, make_capture())
        before = list(dump(ledger))
        with new_ledger_beside(case) as fresh:
            capture, location = next(case.archive.captures())
            fresh.add_capture(capture, location)
            fresh.add_document(documents[0])
            swap_in(case, fresh)
        assert list(dump(ledger)) == before


def test_a_case_that_may_not_be_written_to_is_read_and_left_as_it_is(case, monkeypatch):
    with case.ledger() as ledger:
        counts = ledger.counts()
    before = {path.name: path.stat().st_size for path in case.path.iterdir()}
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    with case.ledger() as ledger:
        assert ledger.readonly
        assert ledger.counts() == counts
        with pytest.raises(LedgerError, match="may write"):
            ledger.execute("DELETE FROM document")
    assert {path.name: path.stat().st_size for path in case.path.iterdir()} == before
