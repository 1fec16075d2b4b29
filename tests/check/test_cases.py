"""Drifts that an editor could make in the sample dossier are caught, honest changes pass, in both languages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from riscontro.check import Drift, Knowledge, check_markdown, knowledge_of
from tests.tell.samples import rich_dossier

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))
LANGUAGES = ("en", "it")


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return knowledge_of(rich_dossier())


def drifts_of(case: dict[str, Any], lang: str, known: Knowledge) -> tuple[Drift, ...]:
    cited = " ".join(f"[{number}](#{name})" for number, name in enumerate(case["ids"], start=1))
    return check_markdown(f"- {case[lang]} {cited}".rstrip(), known, lang=lang)


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["what"].replace(" ", "-")) for case in cases]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", named(CASES["drift"]))
def test_a_drift_is_caught(case: dict[str, Any], lang: str, known: Knowledge) -> None:
    assert drifts_of(case, lang, known) != ()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", named(CASES["honest"]))
def test_an_honest_change_passes(case: dict[str, Any], lang: str, known: Knowledge) -> None:
    assert [
        (one.difference.kind, one.difference.said, one.difference.held) for one in drifts_of(case, lang, known)
    ] == []


def test_there_are_sixty_of_each() -> None:
    assert len(CASES["drift"]) * len(LANGUAGES) >= 60
    assert len(CASES["honest"]) * len(LANGUAGES) >= 60
