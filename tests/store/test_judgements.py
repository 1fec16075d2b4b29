"""Judgements: a chain that shows every change, anchors that find their words again."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riscontro.errors import JudgementError, LedgerError
from riscontro.model.claim import EventType
from riscontro.model.judgement import GENESIS, Verdict
from riscontro.store.judgements import (
    add_judgement,
    anchor_issues,
    anchor_of,
    chain_faults,
    copy_judgements,
    resolve_anchor,
)
from riscontro.store.ledger import Ledger
from tests.store.samples import NOON, keep, make_capture, make_claim, make_document, make_reading

TEXT = "Norland sent shells. Later Norland sent shells. Nobody saw it."


@pytest.fixture
def document(case, ledger):
    (document,) = keep(case, ledger, make_capture(TEXT, url="https://example.org/a"))
    return document


@pytest.fixture
def claim(ledger, run, document):
    claim = make_claim(document, start=27, end=46)
    ledger.add_reading(make_reading(document, claim), run=run)
    return claim


def judge(ledger, *anchors, verdict=Verdict.WRONG, why="seen otherwise", **changes):
    return add_judgement(ledger, verdict=verdict, anchors=anchors, by="ed", at=NOON, why=why, **changes)


def test_each_line_carries_the_hash_of_the_one_before(ledger):
    assert ledger.judgement_head() == (0, GENESIS)
    first, second = judge(ledger), judge(ledger, why="again")
    assert (first.previous, second.previous) == (GENESIS, first.hash)
    assert list(chain_faults(ledger)) == []
    assert ledger.judgement_head() == (2, second.hash)


@pytest.mark.parametrize(("changes", "says"), [({"why": " "}, "reason"), ({"details": "{"}, "JSON")])
def test_a_malformed_judgement_is_refused(ledger, changes, says):
    with pytest.raises(JudgementError, match=says):
        judge(ledger, **changes)
    assert ledger.judgement_head()[0] == 0


@pytest.mark.parametrize(
    "sql", ["UPDATE judgement SET why = 'x'", "UPDATE judgement SET anchors = '[]'", "DELETE FROM judgement"]
)
def test_the_ledger_forbids_changing_a_judgement(ledger, sql):
    judge(ledger)
    with pytest.raises(LedgerError, match="judgements are appended"):
        ledger.execute(sql)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE judgement SET why = 'x' WHERE number = 2", "2 was changed"),
        ("UPDATE judgement SET details = '[]' WHERE number = 2", "words of judgement 2 were changed"),
        ("UPDATE judgement SET anchors = '[]' WHERE number = 1", "words of judgement 1 were changed"),
        ("DELETE FROM judgement WHERE number = 2", "judgement 2 is missing"),
        ("UPDATE judgement SET previous = 'x' WHERE number = 3", "3 does not follow"),
    ],
)
def test_a_change_behind_the_ledgers_back_shows(case, ledger, claim, document, sql, says):
    for n in range(3):
        judge(ledger, anchor_of(claim, document), why=f"reason {n}")
    other = sqlite3.connect(case.ledger_path)
    other.execute("DROP TRIGGER judgement_kept")
    other.execute("DROP TRIGGER judgement_unchanged")
    other.execute(sql)
    other.commit()
    other.close()
    assert any(says in fault for fault in chain_faults(ledger))


def test_an_anchor_finds_its_claim_among_equal_words(ledger, document, claim):
    anchor = anchor_of(claim, document)
    assert (anchor.quote, anchor.act) == ("Norland sent shells", "AID/arms_transfer/PRK/RUS")
    found = resolve_anchor(ledger, anchor)
    assert (found.span, found.claim_id) == ((27, 46), claim.id)


def test_an_anchor_finds_its_words_in_another_version_of_the_page(case, ledger, run, document, claim):
    anchor = replace(anchor_of(claim, document), document_id="doc-gone")
    (later,) = keep(case, ledger, make_capture("Corrected. " + TEXT, url="https://example.org/a"))
    again = make_claim(later, start=38, end=57)
    ledger.add_reading(make_reading(later, again), run=run)
    assert resolve_anchor(ledger, anchor).claim_id == claim.id
    assert resolve_anchor(ledger, replace(anchor, before="Corrected. Norland sent shells. Later ")).claim_id == claim.id
    assert resolve_anchor(ledger, replace(anchor, document_id=later.id)).claim_id == again.id


def test_an_anchor_of_another_act_finds_words_but_no_claim(ledger, run, document, claim):
    anchor = anchor_of(claim, document)
    ledger.add_reading(make_reading(document, replace(claim, type=EventType.COERCE)), run=run)
    assert resolve_anchor(ledger, anchor).claim_id is None


def test_what_no_longer_finds_its_words_is_an_issue(ledger, run, document, claim):
    anchor = anchor_of(claim, document)
    judge(ledger, anchor)
    assert anchor_issues(ledger) == ()
    ledger.add_reading(make_reading(document), run=run)
    assert [issue.code for issue in anchor_issues(ledger)] == ["judge.anchor.unread"]
    judge(ledger, replace(anchor, quote="words that are nowhere"), verdict=Verdict.ENTER)
    judge(ledger, anchor, verdict=Verdict.ENTER)
    assert [issue.code for issue in anchor_issues(ledger)] == ["judge.anchor.unread", "judge.anchor.lost"]


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("ab ", min_size=1, max_size=60), data=st.data())
def test_any_anchor_finds_its_own_place(tmp_path_factory, text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = make_document(make_capture(text))
    claim = make_claim(document, start=start, end=end)
    with Ledger(tmp_path_factory.mktemp("l") / "ledger.sqlite") as ledger:
        ledger.add_document(document)
        ledger.add_reading(make_reading(document, claim), run=ledger.begin_run("t", at=NOON, version="0"))
        found = resolve_anchor(ledger, anchor_of(claim, document))
    assert text[found.span.start : found.span.end] == text[start:end]
    # Context of 40 characters on each side tells apart all places of a text of 60 that differ at all.
    assert found.span == (start, end)
    assert found.claim_id == claim.id


def test_copying_takes_over_what_is_lacking(ledger, tmp_path):
    judge(ledger)
    with Ledger(tmp_path / "other.sqlite") as other:
        assert copy_judgements(ledger, other) == 1
        judge(ledger, why="later")
        assert (copy_judgements(ledger, other), copy_judgements(ledger, other)) == (1, 0)
        assert other.judgements() == ledger.judgements()
        assert list(chain_faults(other)) == []


def test_an_act_leaves_out_what_is_unknown(document):
    assert make_claim(document, mode=None, recipient=None).act == "AID//PRK/"
