"""Every pack's words of measure keep their contract, and a broken table does not."""

from __future__ import annotations

from typing import Any

import pytest

from riscontro.lang.contract_measure import measure_faults
from riscontro.lang.loader import load_table, pack_codes

WHOLE = ("it", "en", "fr", "de", "es", "ru", "uk", "ko")


@pytest.mark.parametrize("lang", pack_codes())
def test_pack_keeps_contract(lang: str) -> None:
    table = load_table(lang, "measure")
    assert not table or measure_faults(table) == ()


@pytest.mark.parametrize("lang", WHOLE)
def test_whole_packs_know_totals_and_ceilings(lang: str) -> None:
    assert load_table(lang, "measure")["totals"]
    assert load_table(lang, "measure")["ceilings"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"totals": []}, "missing: totals"),
        ({"bounded": "left"}, "bounded: 'left' is none of both, start, none"),
        ({"sums": ["x"]}, "unknown: sums"),
        ({"totals": ["in all", " "]}, "totals: not a phrase: ' '"),
        ({"totals": ["in all", 3]}, "totals: not a phrase: 3"),
        ({"ceilings": ["the top", "the top"]}, "ceilings: twice: 'the top'"),
    ],
)
def test_broken_table_is_named(change: dict[str, Any], fault: str) -> None:
    assert fault in measure_faults({**load_table("en", "measure"), **change})
