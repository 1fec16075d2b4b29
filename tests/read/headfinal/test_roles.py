from __future__ import annotations

import json
from typing import Any

import pytest

from riscontro.read import read_line


def claims(text: str, lang: str = "ko") -> list[tuple[Any, ...]]:
    line = {"id": "x", "lang": lang, "text": text, "published": "2024-06-15"}
    found = read_line(json.dumps(line))["claims"]
    return [(c["actor"], c["type"], c["recipient"], c["modality"]) for c in found]


@pytest.mark.parametrize(
    "text",
    ["이란이 시리아에 드론을 보냈다.", "시리아에 이란이 드론을 보냈다.", "드론을 이란이 시리아에 보냈다."],
)
def test_the_particle_tells_the_side_whatever_the_order(text: str) -> None:
    assert claims(text) == [("IRN", "AID", "SYR", "asserted")]


def test_a_passive_takes_its_agent_by_particle() -> None:
    assert claims("시리아군이 이스라엘군에 의해 공격당했다.") == [("ISR", "ASSAULT", "SYR", "asserted")]


def test_what_is_threatened_tells_whom() -> None:
    assert claims("베네수엘라는 가이아나를 침공하겠다고 위협했다.") == [("VEN", "THREATEN", "GUY", "asserted")]


def test_verbs_share_an_object_and_a_subject_told_within_a_likeness() -> None:
    text = "당국은 이란이 포탄을 오만으로 보내는 것처럼 꾸며 수단에 은밀히 제공하고 있다고 말했다."
    assert claims(text) == [("IRN", "AID", "SDN", "asserted")]


def test_a_condition_is_no_act() -> None:
    assert claims("이스라엘이 공습을 중단하면 이란도 대응을 멈출 것이라고 밝혔다.") == []


def test_a_party_that_says_never_denies() -> None:
    assert claims("이란 외무부는 러시아에 탄도미사일을 제공한 적이 없다고 밝혔다.") == [("IRN", "AID", "RUS", "denied")]


@pytest.mark.parametrize("text", ["イランはシリアに無人機を送った。", "シリアにイランが無人機を送った。"])
def test_japanese_reads_by_the_same_parse(text: str) -> None:
    assert claims(text, "ja") == [("IRN", "AID", "SYR", "asserted")]
