"""Every pack's own cases: the fields that a case names must be as it says."""

from __future__ import annotations

from typing import Any

import pytest

from bench.speech_cases import PACKS, WHOLE, asked_by, cases_of, found_in, missing
from riscontro.lang.loader import load_table, pack_codes

SPEAKING = tuple(lang for lang in pack_codes() if load_table(lang, "speech"))
CASES = [
    pytest.param(lang, case, id=f"{lang}-{number}")
    for lang in SPEAKING
    for number, case in enumerate(cases_of(lang), 1)
]


@pytest.mark.parametrize(("lang", "case"), CASES)
def test_case(lang: str, case: dict[str, Any]) -> None:
    found = found_in(lang, case)
    wanted = {field for one in case["speech"] for field in one} | {"source", "cue"}
    assert not missing(case, found), [{field: one[field] for field in sorted(wanted)} for one in found]


def test_a_case_whose_field_differs_is_missed() -> None:
    case = {"text": "The mayor said that the bridge was open.", "speech": [{"cue": "said", "root": "minister"}]}
    assert missing(case, found_in("en", case)) == case["speech"]


@pytest.mark.parametrize(("lang", "case"), CASES)
def test_every_case_expects_something(lang: str, case: dict[str, Any]) -> None:
    """Either fields of an attribution, or that the text holds none."""
    assert bool(case.get("silent")) != bool(case["speech"])
    assert all(set(one) - {"cue"} for one in case["speech"])


@pytest.mark.parametrize("lang", SPEAKING)
def test_every_pack_with_words_of_saying_has_forty_cases(lang: str) -> None:
    assert len(list(cases_of(lang))) >= 40


@pytest.mark.parametrize("lang", WHOLE)
def test_every_whole_language_asks_for_all(lang: str) -> None:
    asked = {asked_by(case) for case in cases_of(lang)}
    assert asked >= {"chain", "stance", "scope", "vantage", "attitude", "hedge"}


def test_packs_are_where_cases_are_read() -> None:
    assert {folder.name for folder in PACKS.iterdir()} >= set(SPEAKING)
