"""Every pack's words of saying keep their contract, and a broken table does not."""

from __future__ import annotations

from typing import Any

import pytest

from riscontro.lang.contract_speech import speech_faults
from riscontro.lang.loader import load_table, pack_codes


@pytest.mark.parametrize("lang", pack_codes())
def test_pack_keeps_contract(lang: str) -> None:
    table = load_table(lang, "speech")
    assert not table or speech_faults(table) == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"nouns": {}}, "missing: nouns"),
        ({"verbz": {"a": "b"}}, "unknown: verbz"),
        ({"verbs": {"mumble": {"say": "x"}}}, "verbs: unknown mumble"),
        ({"verbs": {"assert": {"sing": "x"}}}, "verbs.assert: unknown sing"),
        ({"verbs": {"assert": {"say": " "}}}, "verbs.assert.say: empty"),
        ({"kinds": {"gossip": ["x"]}}, "kinds: unknown gossip"),
        ({"formulas": [{"phrases": []}]}, "formulas 0: no phrases"),
    ],
)
def test_broken_table_is_named(change: dict[str, Any], fault: str) -> None:
    assert fault in speech_faults({**load_table("en", "speech"), **change})
