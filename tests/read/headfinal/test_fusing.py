from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.read.compile import load_lexicon
from riscontro.read.headfinal import fuse_hits
from riscontro.read.headfinal.fusing import FORMS
from riscontro.read.surface import Hit

VERBS = {"act", "light", "verb"}


def verbs_of(text: str) -> list[tuple[str, str, bool]]:
    """Return each verb's words, form, and whether it is negated."""
    lexicon = load_lexicon("ko")
    passage = lexicon.cut(text)
    found = []
    for hit in fuse_hits(lexicon.table.find(passage), passage):
        tags = [entry.tag for entry in hit.entries if entry.kind in VERBS and entry.tag in FORMS]
        if tags:
            span = passage.span(hit.first, hit.last)
            found.append((text[span.start : span.end], tags[0], _negates(hit)))
    return found


def _negates(hit: Hit) -> bool:
    return any(entry.kind == "word" and entry.code == "neg" for entry in hit.entries)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("드론을 보냈다.", ("보냈다", "end", False)),
        ("드론을 보내고", ("보내고", "and", False)),
        ("미사일을 제공했다.", ("제공했다", "end", False)),
        ("미사일을 제공하지 않았다.", ("제공하지 않았다", "end", True)),
        ("미사일을 제공한 적이 없다.", ("제공한 적이 없다", "end", True)),
        ("미사일을 제공한 사실이 없다.", ("제공한 사실이 없다", "end", True)),
    ],
)
def test_a_verb_is_one_hit_with_its_endings(text: str, verb: tuple[str, str, bool]) -> None:
    assert verb in verbs_of(text)


def test_a_noun_of_action_stays_a_noun_without_its_verb() -> None:
    assert verbs_of("미사일 제공 의혹") == []


@given(
    st.lists(st.sampled_from(["제공", "하", "했다", "보내", "고", "지", "않", "았다", "이란", "은", " "]), max_size=25)
)
def test_fused_hits_are_in_order_and_do_not_overlap(parts: list[str]) -> None:
    lexicon = load_lexicon("ko")
    passage = lexicon.cut("".join(parts))
    fused = fuse_hits(lexicon.table.find(passage), passage)
    assert all(one.last <= other.first for one, other in pairwise(fused))
    assert all(0 <= hit.first < hit.last <= len(passage.tokens) for hit in fused)
