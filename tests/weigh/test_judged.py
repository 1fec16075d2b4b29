"""What analysts decided outranks the machine, and nothing they decided is lost in silence."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from riscontro.model.claim import Claim
from riscontro.model.grade import Reliability, Status
from riscontro.model.judgement import Anchor, Judgement, Verdict
from riscontro.model.mention import Span
from riscontro.weigh import explain
from tests.weigh.make import NIS, PENTAGON, TOKYO, Desk, days, together

LATER = datetime(2025, 1, 1, tzinfo=UTC)


def _anchor(claim: Claim, *, document_id: str | None = None, url: str | None = None) -> Anchor:
    return Anchor(document_id=document_id or claim.document_id, url=url, quote="", before="", after="", act=claim.act)


def _judgement(
    verdict: Verdict, *anchors: Anchor, number: int = 1, at: datetime = LATER, details: Any = None
) -> Judgement:
    return Judgement(
        number=number,
        verdict=verdict,
        anchors=anchors,
        details=details if isinstance(details, str) else json.dumps(details or {}),
        by="analyst",
        at=at,
        why="seen on the page",
        previous="",
        hash="",
    )


def test_a_misread_claim_leaves_the_events() -> None:
    desk = Desk()
    right = desk.tell("2024-10-18", NIS)
    wrong = desk.tell("2024-10-19", PENTAGON)
    weighing = desk.weigh(judgements=[_judgement(Verdict.WRONG, _anchor(wrong))])
    assert together(weighing) == {frozenset({right.id})}
    assert weighing.issues == ()


def test_same_joins_what_the_machine_keeps_apart() -> None:
    desk = Desk()
    first = desk.tell("2024-10-18", NIS, when=days("2024-10-10"))
    second = desk.tell("2025-10-18", PENTAGON, when=days("2025-10-10"))
    judgement = _judgement(Verdict.SAME, _anchor(first), _anchor(second))
    assert len(desk.weigh().events) == 2
    assert together(desk.weigh(judgements=[judgement])) == {frozenset({first.id, second.id})}


def test_different_keeps_apart_what_the_machine_joins() -> None:
    desk = Desk()
    first = desk.tell("2024-10-18", NIS)
    second = desk.tell("2024-10-19", PENTAGON)
    judgement = _judgement(Verdict.DIFFERENT, _anchor(first), _anchor(second))
    assert len(desk.weigh().events) == 1
    assert len(desk.weigh(judgements=[judgement]).events) == 2


def test_a_set_status_outranks_the_machine_from_its_moment_on() -> None:
    desk = Desk()
    for root in (NIS, PENTAGON):
        told = desk.tell("2024-10-18", root)
    desk.tell("2025-02-01", TOKYO)
    judgement = _judgement(Verdict.STATUS, _anchor(told), details={"status": "refuted"})
    event = desk.event(judgements=[judgement])
    assert event.status is Status.REFUTED
    assert [row.rule for row in event.history] == ["reported", "corroborated", "judgement.status", "judgement.status"]
    assert event.history[2].at == LATER
    assert event.history[2].document_id is None
    before = datetime(2024, 12, 1, tzinfo=UTC)
    assert desk.event(judgements=[judgement], as_of=before).status is Status.CORROBORATED


def test_of_two_claims_of_one_act_the_quoted_words_tell_which() -> None:
    desk = Desk()
    long = desk.tell("2024-10-18", NIS, document="doc-x")
    desk.claims[0] = long = replace(long, span=Span(0, 25))
    short = desk.tell("2024-10-18", PENTAGON, document="doc-x")
    anchor = replace(_anchor(short), quote="x" * 10)
    assert together(desk.weigh(judgements=[_judgement(Verdict.WRONG, anchor)])) == {frozenset({long.id})}


def test_explain_says_that_a_judgement_set_the_status() -> None:
    desk = Desk()
    told = desk.tell("2024-10-18", NIS)
    event = desk.event(judgements=[_judgement(Verdict.STATUS, _anchor(told), details={"status": "refuted"})])
    lines = explain(event, claims={told.id: told}, provenances=desk.provenances)
    assert lines[0].startswith("refuted (F5) since 2025-01-01T00:00:00Z: set by analyst: seen on the page")
    assert "a judgement set this status; no origin holds it up" in lines


def test_a_ruling_older_than_the_words_takes_effect_with_them() -> None:
    desk = Desk()
    told = desk.tell("2025-02-01", NIS)
    event = desk.event(judgements=[_judgement(Verdict.STATUS, _anchor(told), details={"status": "refuted"})])
    assert [row.status for row in event.history] == [Status.REPORTED, Status.REFUTED]
    assert event.history[0].at == event.history[1].at


def test_an_undone_judgement_has_no_effect() -> None:
    desk = Desk()
    told = desk.tell("2024-10-18", NIS)
    ruling = _judgement(Verdict.STATUS, _anchor(told), details={"status": "refuted"})
    undo = _judgement(Verdict.UNDO, number=2, details={"number": 1})
    weighing = desk.weigh(judgements=[ruling, undo])
    assert weighing.events[0].status is Status.REPORTED
    assert weighing.issues == ()


def test_a_judgement_later_than_what_was_held_has_no_effect() -> None:
    desk = Desk()
    told = desk.tell("2024-10-18", NIS)
    ruling = _judgement(Verdict.WRONG, _anchor(told))
    assert len(desk.weigh(judgements=[ruling], as_held=datetime(2024, 12, 1, tzinfo=UTC)).events) == 1
    assert desk.weigh(judgements=[ruling]).events == ()


def test_a_graded_source_gives_its_letter() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    judgement = _judgement(Verdict.GRADE, details={"source": NIS.name, "reliability": "B"})
    assert desk.event(judgements=[judgement]).grade.reliability is Reliability.B


def test_an_anchor_finds_its_claim_by_url_when_the_document_has_another_id() -> None:
    desk = Desk()
    told = desk.tell("2024-10-18", NIS, url="https://news.example/a")
    anchor = _anchor(told, document_id="doc-before", url="https://news.example/a")
    assert desk.weigh(judgements=[_judgement(Verdict.WRONG, anchor)]).events == ()


@pytest.mark.parametrize(
    ("verdict", "details", "act"),
    [
        (Verdict.WRONG, {}, "AID/oil/PRK/RUS"),
        (Verdict.SAME, {}, "AID/troops/PRK/RUS"),
        (Verdict.DIFFERENT, {}, None),
        (Verdict.STATUS, {"status": "certain"}, "AID/troops/PRK/RUS"),
        (Verdict.STATUS, "not JSON", "AID/troops/PRK/RUS"),
        (Verdict.STATUS, "[1]", "AID/troops/PRK/RUS"),
        (Verdict.GRADE, {"reliability": "B"}, None),
        (Verdict.GRADE, {"source": "x", "reliability": "Z"}, None),
        (Verdict.CORRECT, {}, "AID/troops/PRK/RUS"),
        (Verdict.ENTER, {}, None),
        (Verdict.UNDO, {}, None),
        (Verdict.UNDO, "not JSON", None),
        (Verdict.UNDO, {"number": 7}, None),
    ],
)
def test_what_cannot_be_applied_becomes_an_issue(verdict: Verdict, details: Any, act: str | None) -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    anchors = [Anchor(document_id="doc-0", url=None, quote="", before="", after="", act=act)] if act else []
    weighing = desk.weigh(judgements=[_judgement(verdict, *anchors, details=details)])
    assert [issue.code for issue in weighing.issues] == ["weigh.judgement.unapplied"]
    assert len(weighing.events) == 1
