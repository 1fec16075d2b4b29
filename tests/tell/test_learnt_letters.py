"""What a dossier says of a letter that was learnt."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from riscontro.model.claim import Basis
from riscontro.model.event import LearntLetter, StatusChange
from riscontro.model.grade import Grade, Reliability, Status
from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.entry import reason_text
from riscontro.tell.markdown import dossier_to_markdown
from tests.tell.samples import rich_dossier

LEARNT = LearntLetter(
    name="Example Wire", state=None, kind=Basis.MEDIA, letter=Reliability.B, right=12, settled=13, until="2025-03"
)
ROW = StatusChange(
    status=Status.REPORTED,
    grade=Grade(reliability=Reliability.B, credibility=3),
    at=datetime(2025, 3, 1, tzinfo=UTC),
    held_at=datetime(2025, 3, 1, tzinfo=UTC),
    document_id=None,
    claim_id=None,
    rule="reported",
    reason=f"one independent group asserts it; {LEARNT}",
    origins=1,
    learnt=LEARNT,
)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "letter B earned by Example Wire: 12 of 13 assertions settled before 1 March 2025 were right"),
        ("it", "lettera B guadagnata da Example Wire: delle 13 affermazioni accertate prima del 1º marzo 2025"),
    ],
)
def test_a_row_says_whose_letter_it_is_in_the_dossiers_language(lang: str, told: str) -> None:
    text = reason_text(ROW, load_catalogue(lang))
    assert told in text
    assert "learnt" not in text


def test_a_row_without_such_a_letter_has_its_reason_alone() -> None:
    plain = replace(ROW, learnt=None, reason="one independent group asserts it")
    assert reason_text(plain, load_catalogue("en")) == "one independent group asserts it"


@pytest.mark.parametrize(("lang", "state"), [("en", "Japan"), ("it", "Giappone")])
def test_a_states_organs_are_named_in_the_dossiers_language(lang: str, state: str) -> None:
    learnt = replace(LEARNT, name="official sources of JPN", state="JPN", kind=Basis.OFFICIAL)
    text = reason_text(replace(ROW, learnt=learnt, reason=f"one group; {learnt}"), load_catalogue(lang))
    assert state in text
    assert "sources of" not in text


@pytest.mark.parametrize(
    ("lang", "learnt", "told"),
    [
        ("en", LEARNT, "letter learnt from 13 settled assertions"),
        ("it", LEARNT, "lettera appresa da 13 affermazioni accertate"),
        ("en", None, "letter set in case.toml or by a judgement"),
        ("it", None, "lettera assegnata in case.toml o con un giudizio"),
    ],
)
def test_beside_a_grade_stands_where_its_letter_comes_from(lang: str, learnt: LearntLetter | None, told: str) -> None:
    dossier = rich_dossier()
    graded = (one for one in dossier.events if one.grade.reliability is not Reliability.F)
    earned = {one.id: tuple(replace(row, learnt=learnt) for row in one.history) for one in graded}
    events = tuple(replace(one, history=earned.get(one.id, one.history)) for one in dossier.events)
    text = dossier_to_markdown(replace(dossier, events=events), lang=lang)
    assert f"; {told})" in text
    assert not re.search(r"\*\*F\d\*\* \([^)]*(letter |lettera )[^)]*\)", text)
