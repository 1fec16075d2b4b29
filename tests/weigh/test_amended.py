"""Corrections and entries change claims before they are weighed, and nothing later leaks into what was held."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from riscontro.model.claim import Basis, Stance
from riscontro.model.judgement import Anchor, Judgement, Verdict
from riscontro.model.mention import Span
from riscontro.weigh.amended import Place, amend, parse_fields
from riscontro.weigh.verdicts import Unapplied, in_force
from tests.weigh.make import NIS, Desk

LATER = datetime(2025, 1, 1, tzinfo=UTC)


def judgement(number, verdict, details, *, anchors=(), at=LATER):
    return Judgement(
        number=number,
        verdict=verdict,
        anchors=tuple(anchors),
        details=json.dumps(details),
        by="desk",
        at=at,
        why="read again",
        previous="",
        hash="",
    )


def anchor(claim):
    return Anchor(document_id=claim.document_id, url=None, quote="", before="", after="", act=claim.act)


@pytest.fixture
def told():
    desk = Desk()
    claim = desk.tell("2024-10-18", NIS)
    return claim, desk.provenances


def test_corrections_follow_one_another_and_keep_the_id(told):
    claim, provenances = told
    first = judgement(1, Verdict.CORRECT, {"set": {"recipient": "IRN"}}, anchors=[anchor(claim)])
    second = judgement(2, Verdict.CORRECT, {"set": {"stance": "denies", "root": None}}, anchors=[anchor(claim)])
    (amended,) = amend([claim], judgements=[first, second], places={}, provenances=provenances).claims
    assert (amended.id, amended.recipient, amended.stance, amended.root) == (claim.id, "IRN", Stance.DENIES, None)


def test_as_held_uses_only_what_was_decided_by_then(told):
    claim, provenances = told
    correction = judgement(1, Verdict.CORRECT, {"set": {"recipient": "IRN"}}, anchors=[anchor(claim)])
    before = datetime(2024, 12, 31, tzinfo=UTC)
    assert amend([claim], judgements=[correction], places={}, provenances=provenances, as_held=before).claims == (
        claim,
    )


def test_an_entry_whose_document_is_not_known_then_is_passed_over(told):
    claim, provenances = told
    entry = judgement(1, Verdict.ENTER, {"type": "AID", "actor": "PRK"})
    place = Place(document_id=claim.document_id, span=Span(0, 4))
    entered = amend([], judgements=[entry], places={1: place}, provenances=provenances).claims
    assert [(one.actor, one.span, one.basis) for one in entered] == [("PRK", Span(0, 4), Basis.NONE)]
    hidden = amend([], judgements=[entry], places={1: place}, provenances={})
    assert (hidden.claims, hidden.issues) == ((), ())


def test_an_entry_whose_words_are_gone_is_an_issue(told):
    _, provenances = told
    entry = judgement(1, Verdict.ENTER, {"type": "AID"})
    assert [issue.code for issue in amend([], judgements=[entry], places={}, provenances=provenances).issues] == [
        "weigh.judgement.unapplied"
    ]


def test_an_undoing_can_be_undone():
    lines = [judgement(1, Verdict.WRONG, {}), judgement(2, Verdict.UNDO, {"number": 1})]
    assert [one.number for one in in_force(lines, None)] == [2]
    lines.append(judgement(3, Verdict.UNDO, {"number": 2}))
    assert [one.number for one in in_force(lines, None)] == [1, 3]


@pytest.mark.parametrize("given", [{}, [], None, {"colour": 1}, {"via": "x"}, {"actor": 3}, {"when": 5}, {"root": {}}])
def test_values_that_cannot_be_used_are_refused(given):
    with pytest.raises(Unapplied):
        parse_fields(given)
