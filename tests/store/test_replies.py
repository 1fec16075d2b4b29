"""Replies of a model: kept, found again, copied with the case, and gone with the document that they quote."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from riscontro.errors import LedgerError
from riscontro.model.reply import Reply
from riscontro.store.backup import backup, restore
from riscontro.store.doctor import doctor
from riscontro.store.purge import purge
from riscontro.store.replies import ReplyFile
from tests.store.samples import NOON, keep, make_capture, make_document

REPLY = Reply(
    question="q1",
    prompt="1",
    model="m",
    document_id="doc-1",
    at="2026-01-31T12:00:00Z",
    text='{"claims": []}',
    finish="stop",
    tokens_in=10,
    tokens_out=2,
    seconds=1.5,
)


@pytest.fixture
def replies(tmp_path):
    with ReplyFile(tmp_path / "replies.sqlite") as held:
        yield held


def test_a_reply_is_found_by_question_model_and_prompt(replies):
    replies.put(REPLY)
    assert replies.get("q1", model="m", prompt="1") == REPLY
    assert replies.get("q2", model="m", prompt="1") is None
    assert replies.get("q1", model="n", prompt="1") is None
    assert replies.get("q1", model="m", prompt="2") is None
    assert replies.count() == 1


def test_without_a_prompt_the_newest_is_taken(replies):
    newer = replace(REPLY, prompt="2", at="2026-02-01T00:00:00Z")
    replies.put(newer)
    replies.put(REPLY)
    assert replies.get("q1", model="m", prompt=None) == newer


def test_a_reply_to_the_same_question_takes_the_place_of_the_first(replies):
    replies.put(REPLY)
    replies.put(replace(REPLY, text="other"))
    found = replies.get("q1", model="m", prompt="1")
    assert found is not None
    assert found.text == "other"
    assert replies.count() == 1


def test_half_a_surrogate_pair_does_not_stop_it(replies):
    replies.put(replace(REPLY, text="\ud800"))
    found = replies.get("q1", model="m", prompt="1")
    assert found is not None
    assert found.text == "?"


def test_threads_may_share_it(replies):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: replies.put(replace(REPLY, question=f"q{n}")), range(100)))
    assert replies.count() == 100


def test_what_was_chosen_is_remembered(replies):
    assert replies.remembered() is None
    replies.remember({"kind": "model", "url": "http://127.0.0.1/v1", "model": "m"})
    assert replies.remembered() == {"kind": "model", "url": "http://127.0.0.1/v1", "model": "m"}
    replies.remember(None)
    assert replies.remembered() is None


def test_what_is_forgotten_leaves_no_word_in_the_file(replies, tmp_path):
    replies.put(replace(REPLY, text="a secret quotation" * 300))
    replies.put(replace(REPLY, question="q2", document_id="doc-2"))
    assert replies.forget(["doc-1", "doc-9"]) == 1
    replies.close()
    assert b"secret quotation" not in (tmp_path / "replies.sqlite").read_bytes()


def test_a_file_that_is_none_is_an_error(tmp_path):
    path = tmp_path / "replies.sqlite"
    path.write_bytes(b"not a database at all, and long enough to be looked at" * 50)
    with pytest.raises(LedgerError):
        ReplyFile(path)


def test_a_backup_takes_them_and_a_restore_brings_them_back(case, tmp_path):
    with case.replies() as held:
        held.put(REPLY)
    backup(case, tmp_path / "backup")
    assert "replies.sqlite" in (tmp_path / "backup" / "backup.sha256").read_text("utf-8")
    restored = restore(tmp_path / "backup", tmp_path / "again")
    with restored.replies() as held:
        assert held.get("q1", model="m", prompt="1") == REPLY


def test_a_backup_of_a_case_without_them_has_none(case, tmp_path):
    backup(case, tmp_path / "backup")
    assert not (tmp_path / "backup" / "replies.sqlite").exists()


def test_a_purge_takes_the_replies_about_its_documents(case, ledger, run):
    capture = make_capture("the report", moment=NOON)
    document = make_document(capture)
    keep(case, ledger, capture)
    ledger.add_document(document)
    with case.replies() as held:
        held.put(replace(REPLY, document_id=document.id))
        held.put(replace(REPLY, question="q2", document_id="doc-other"))
    purge(case, ledger, document.id, reason="law", by="ed", at=NOON)
    with case.replies() as held:
        assert held.get("q1", model="m", prompt="1") is None
        assert held.get("q2", model="m", prompt="1") is not None


def test_the_doctor_names_a_file_that_cannot_be_read(case):
    case.replies_path.write_bytes(b"not a database at all, and long enough to be looked at" * 50)
    assert "replies.unreadable" in {finding.code for finding in doctor(case)}


def test_the_doctor_is_content_with_a_sound_one(case):
    with case.replies() as held:
        held.put(REPLY)
    assert "replies.unreadable" not in {finding.code for finding in doctor(case)}


def test_any_tool_can_read_it(tmp_path):
    with ReplyFile(tmp_path / "r.sqlite") as held:
        held.put(REPLY)
    rows = sqlite3.connect(tmp_path / "r.sqlite").execute("SELECT text FROM reply").fetchall()
    assert [json.loads(text) for (text,) in rows] == [{"claims": []}]
