from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.read.compile import load_lexicon
from riscontro.read.naming import Naming
from riscontro.read.reader import look_up
from riscontro.read.surface import SurfaceTable
from riscontro.read.text import MOST_KNOWN
from tests.read.counting import count_calls

WORDS = st.lists(
    st.sampled_from(
        [
            *("Peru", "Peru\u2019s", "South", "Korea", "korea", "United", "States", "of", "America,", "New", "Zealand"),
            *("died", "killed", "their", "lives", "lost", "the", "children", "who", "WHO", "soldiers.", "(U.S.)", "us"),
        ]
    ),
    max_size=9,
)


@pytest.mark.parametrize(
    ("text", "named", "told"),
    [
        ("The mayor opened the bridge.", False, False),
        ("Peru opened a bridge, and Lima paid for it.", True, False),
        ("Peru said that two soldiers were killed.", True, True),
        ("Peru thanked Chile.", True, True),
        ("Peru heard of zeal and of land that is new.", True, False),
        ("Peru\u2019s bridge to New Zealand", True, True),
        ("Peru heard \u201c(Chile)\u201d, and left.", True, True),
        ("Peru met the U.S.-led group.", True, True),
        ("Peru went to a bank in the Midwest.", True, False),
        ("Peru went west,\nto the West\nBank.", True, True),
    ],
)
def test_who_is_named_and_who_died_is_told_by_pieces(text: str, named: bool, told: bool) -> None:
    lexicon = load_lexicon("en")
    assert (lexicon.names_somebody(text), lexicon.may_tell(text)) == (named, told)


def test_what_a_text_can_mean_without_naming_it_is_an_actor_too() -> None:
    lexicon = load_lexicon("ko")
    assert lexicon.pack["home"] == "KOR"
    told = [
        lexicon.may_tell(text)
        for text in ("페루 대통령이 말했다.", "한국 병사 2명이 사망했다.", "한국은 다리를 열었다.")
    ]
    assert told == [True, True, False]


@given(WORDS)
def test_whoever_is_found_is_named_by_a_piece(words: list[str]) -> None:
    text, lexicon = " ".join(words), load_lexicon("en")
    _, _, parties = look_up(text, lexicon, None)
    assert lexicon.names_somebody(text) or not parties
    assert lexicon.may_tell(text) or len({party.actor for party in parties}) < 2


def test_what_is_remembered_stays_bounded() -> None:
    table: SurfaceTable = load_lexicon("en").table
    naming = Naming(table, None, frozenset(), "")
    for first in range(0, 3 * MOST_KNOWN, MOST_KNOWN // 2):
        words = [f"w{number:b}".translate({48: "o", 49: "l"}) for number in range(first, first + MOST_KNOWN // 2)]
        assert not naming.names_somebody(" ".join(words))
    assert naming.names_somebody("Peru")
    assert len(naming._names.silent) + len(naming._names.known) <= MOST_KNOWN


def test_telling_is_linear_in_length() -> None:
    lexicon = load_lexicon("en")

    def calls(size: int) -> int:
        return count_calls(lambda: lexicon.may_tell("Peru heard of zeal, and of land that is new. " * size))

    calls(1)
    assert calls(1_000) < 11 * calls(100)
