"""What ``open.toml`` of every pack holds."""

from __future__ import annotations

import pytest

from riscontro.lang.loader import load_table, pack_codes
from riscontro.model.claim import Modality

LISTS = {Modality.POSSIBLE.value, Modality.PLANNED.value, Modality.QUESTIONED.value}


@pytest.mark.parametrize("lang", pack_codes())
def test_the_lists_hold_phrases_each_once(lang: str) -> None:
    table = load_table(lang, "open")
    assert not load_table(lang, "event").get("act") or set(table) == LISTS
    for phrases in table.values():
        assert all(isinstance(phrase, str) and phrase == phrase.strip() and phrase for phrase in phrases)
        assert len(set(phrases)) == len(phrases)
