from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.read.compounds import CompoundCutter, build_compound_cutter
from riscontro.read.meanings import Entry
from riscontro.read.passage import tokenize
from riscontro.read.surface import build_table

CUTTER: CompoundCutter = build_compound_cutter(
    build_table(
        [
            ("Lieferung", Entry("act", "0", "noun", "C")),
            ("Munition", Entry("item", "ammunition", "shell", "C")),
            ("Granate", Entry("item", "ammunition", "shell", "C")),
            ("Minister", Entry("role", "ministry", "Minister", "C")),
            ("Auslieferung", Entry("act", "1", "noun", "C")),
        ]
    ),
    ["", "s", "n"],
)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Munitionslieferung", ["munition", "lieferung"]),
        ("Granatenlieferung", ["granate", "lieferung"]),
        ("Nachlieferung", ["nach-", "lieferung"]),  # the preposition does not stand there
        ("Handgranate", ["hand-", "granate"]),
        ("Munitionsgranate", ["munitions-", "granate"]),  # one thing, not two
        ("Umweltminister", ["umwelt-", "minister"]),
        ("Auslieferung", ["auslieferung"]),  # known whole
        ("umlieferung", ["umlieferung"]),  # no noun
        ("Regierung", ["regierung"]),
    ],
)
def test_a_compound_is_cut_before_a_known_noun(word: str, parts: list[str]) -> None:
    assert [token.norm for token in tokenize(word, CUTTER)] == parts


@given(st.text(alphabet="abgnrtiumeinoslfu", max_size=30))
def test_pieces_cover_the_word(word: str) -> None:
    pieces = CUTTER.cut(word)
    assert pieces[0].start == 0
    assert pieces[-1].end == len(word)
    assert all(one.end == other.start for one, other in pairwise(pieces))
