"""The doctor finds each fault that was planted, and nothing in a healthy case."""

from __future__ import annotations

import json
import sqlite3

import pytest

from riscontro.model.event import Weighing
from riscontro.model.judgement import Verdict
from riscontro.store.doctor import doctor
from riscontro.store.judgements import add_judgement, anchor_of
from tests.store.samples import NOON, keep, make_capture, make_claim, make_event, make_reading


@pytest.fixture
def filled(case):
    with case.ledger() as ledger:
        run = ledger.begin_run("test", at=NOON, version="0")
        documents = keep(case, ledger, *(make_capture(f"report {n}") for n in range(3)))
        claims = [make_claim(document) for document in documents]
        for document, claim in zip(documents, claims, strict=True):
            ledger.add_reading(make_reading(document, claim), run=run)
        ledger.put_weighing(Weighing(events=(make_event("a", [claim.id for claim in claims]),)), run=run)
        anchor = anchor_of(claims[0], documents[0])
        add_judgement(ledger, verdict=Verdict.WRONG, anchors=[anchor], by="ed", at=NOON, why="seen otherwise")
    return case


def test_a_healthy_case_has_no_fault(filled):
    assert doctor(filled) == ()


def alter(case, *statements):
    """Change the ledger behind its back, as another tool might."""
    with sqlite3.connect(case.ledger_path) as other:
        for statement in statements:
            other.execute(statement)
    other.close()


def first_location(case):
    with case.ledger() as ledger:
        return next(ledger.captures())[1]


def flip_in_archive(case):
    path, place = case.archive.files()[0], first_location(case)
    raw = bytearray(path.read_bytes())
    raw[place.offset + 40] ^= 0xFF
    path.write_bytes(raw)


def forge_original(case):
    """Replace the bytes of an original and leave its digest: every record is whole, the words are others."""
    from riscontro.store import warc

    path, place = case.archive.files()[0], first_location(case)
    found = list(warc.members(path, place.offset, place.end))
    forged = warc._pack(found[0].content.replace(b"report 0", b"report X"))
    raw = path.read_bytes()
    path.write_bytes(raw[: place.offset] + forged + raw[found[1].offset :])


def append(case, raw):
    with case.archive.files()[0].open("ab") as file:
        file.write(raw)


def kill_sign(case):
    (case.path / ".bulk.lock").write_text(json.dumps({"job": "weigh", "pid": 1}))


OTHER_WORDS = "UPDATE document_text SET text = 'others' WHERE seq = 1"
SETTLED = "INSERT INTO settled SELECT {}, 'source:x', 'third', 'AID', 0, 1, '2024-10', NULL FROM {}"
UNKEPT = ("DROP TRIGGER judgement_kept", "DROP TRIGGER judgement_unchanged")


@pytest.mark.parametrize(
    ("harm", "codes"),
    [
        (flip_in_archive, {"archive.damage", "archive.missing"}),
        (forge_original, {"archive.damage", "archive.missing"}),
        (lambda case: case.archive.files()[0].unlink(), {"archive.missing"}),
        (lambda case: append(case, case.archive.files()[0].read_bytes()[:100]), {"archive.torn"}),
        (lambda case: case.archive.append([make_capture("not in the ledger")]), {"archive.orphan"}),
        (lambda case: alter(case, "DELETE FROM document_text WHERE seq = 1"), {"ledger.text", "judge.anchor.lost"}),
        (lambda case: alter(case, "DELETE FROM capture WHERE seq = 1"), {"ledger.document", "archive.orphan"}),
        (lambda case: alter(case, "UPDATE claim SET document_id = 'doc-0' WHERE seq = 2"), {"ledger.claim"}),
        (lambda case: alter(case, "UPDATE claim SET span_end = 99 WHERE seq = 2"), {"ledger.span"}),
        (lambda case: alter(case, "UPDATE claim SET known_to = 1 WHERE seq = 2"), {"ledger.event"}),
        (lambda case: alter(case, "UPDATE event SET known_to = 1"), {"ledger.history"}),
        (lambda case: alter(case, SETTLED.format("'evt-gone'", "event")), {"ledger.settled"}),
        (lambda case: alter(case, SETTLED.format("id", "event")), {"ledger.settled"}),
        (lambda case: alter(case, "UPDATE counter SET n = 9 WHERE kind = 'document'"), {"ledger.counter"}),
        (lambda case: alter(case, *UNKEPT, "UPDATE judgement SET why = 'x'"), {"judge.chain"}),
        (lambda case: alter(case, "UPDATE claim SET type = 'COERCE' WHERE seq = 1"), {"judge.anchor.unread"}),
        (lambda case: alter(case, OTHER_WORDS), {"judge.anchor.lost", "ledger.span"}),
        (lambda case: (case.path / "case.toml").write_text("title = 1"), {"case.config"}),
        (kill_sign, {"case.killed"}),
        (lambda case: (case.path / "ledger.rebuild.sqlite").touch(), {"case.leftover"}),
        (lambda case: (case.archive_path / ".2024-10-17.warc.gz.purging").touch(), {"case.leftover"}),
        (lambda case: alter(case, "PRAGMA user_version = 99"), {"ledger.unreadable"}),
    ],
)  # fmt: skip
def test_each_planted_fault_is_found(filled, harm, codes):
    harm(filled)
    findings = doctor(filled)
    assert {finding.code for finding in findings} == codes
    assert all(finding.what and finding.where and finding.mend for finding in findings)


def test_a_ledger_damaged_on_the_disk_is_found(filled):
    with filled.ledger() as ledger:
        ledger.fold()
        root = ledger.column("SELECT rootpage FROM sqlite_schema WHERE name = 'document_text'")[0]
        size = ledger.column("PRAGMA page_size")[0]
    raw = bytearray(filled.ledger_path.read_bytes())
    raw[(root - 1) * size : (root - 1) * size + 100] = b"\xff" * 100
    filled.ledger_path.write_bytes(raw)
    assert {finding.code for finding in doctor(filled)} & {"ledger.integrity", "ledger.unreadable"}


def test_a_job_that_runs_is_no_fault(filled):
    with filled.ledger() as ledger, ledger.bulk("collect"):
        filled.archive.append([make_capture("about to be entered")])
        assert doctor(filled) == ()
