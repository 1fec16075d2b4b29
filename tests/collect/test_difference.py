from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.collect.difference import Passage, Piece, text_difference

words = st.sampled_from(["north", "south", "sent", "shells", "回答", "국방부는", ".", "120"])
texts = st.lists(st.lists(words, min_size=1, max_size=6).map(" ".join), max_size=5).map("\n\n".join)


def changed(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for passage in text_difference(before, after) for piece in passage.pieces]


CASES = [
    ("Norland sent 100 shells.", "Norland sent 120 shells.", [("out", "100"), ("in", "120")]),
    ("One.\n\nTwo.", "One.\n\nTwo.\n\nThree.", [("in", "Three.")]),
    ("One.\n\nTwo.", "Two.", [("out", "One.")]),
    ("国防部表示将运送导弹。", "国防部表示不运送导弹。", [("out", "将"), ("in", "不")]),
    ("Same.", "Same.", []),
]


@pytest.mark.parametrize(("before", "after", "expected"), CASES, ids=range(len(CASES)))
def test_words_that_changed_are_told(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert [pair for pair in changed(before, after) if pair[0] != "same"] == expected


def test_what_is_the_same_is_counted() -> None:
    found = text_difference("A.\n\nB.\n\nC.", "A.\n\nB.\n\nD.")
    assert found[0] == Passage(paragraphs=2)
    assert Piece(kind="out", text="C") in found[1].pieces


def test_long_paragraphs_are_told_whole() -> None:
    before, after = "a " * 5000, "b " * 5000
    assert [kind for kind, _ in changed(before, after)] == ["out", "in"]


@given(before=texts, after=texts)
def test_both_texts_can_be_put_together_again(before: str, after: str) -> None:
    first, second = before.split("\n\n"), after.split("\n\n")
    place = 0
    for passage in text_difference(before, after):
        if not passage.pieces:
            place += passage.paragraphs
            continue
        left = "".join(piece.text for piece in passage.pieces if piece.kind != "in")
        right = "".join(piece.text for piece in passage.pieces if piece.kind != "out")
        assert not left or left in before
        assert not right or right in after
        assert left != right
    unchanged = sum(passage.paragraphs for passage in text_difference(before, after) if not passage.pieces)
    assert unchanged <= min(len(first), len(second))
    assert (unchanged == len([line for line in first if line])) or before != after
