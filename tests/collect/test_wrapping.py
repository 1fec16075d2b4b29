from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.collect.wrapping import unwrapped

SENTENCE = "The two ministers met on Monday in the capital and talked about the reopening of a bridge across the river."
words = st.text(st.characters(categories=["Ll"]), min_size=1, max_size=12)
paragraphs = st.lists(words, min_size=30, max_size=60).map(" ".join)


@given(held=st.lists(paragraphs, min_size=1, max_size=4), width=st.integers(60, 80))
def test_a_text_that_was_broken_for_its_width_comes_back(held: list[str], width: int) -> None:
    broken = [textwrap.wrap(paragraph, width) for paragraph in held]
    # The longest line tells the width: one as long as it can be makes it sure.
    lines = ["x" * width, *("\n".join(lines) for lines in broken)]
    assert unwrapped("\n\n".join(lines)) == "\n\n".join(["x" * width, *held])


@given(text=st.text(st.sampled_from("ab \n>-*."), max_size=300))
def test_only_line_ends_and_spaces_change(text: str) -> None:
    assert unwrapped(text).split() == text.split()


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "One.\nTwo.\nThree.",
        f"{SENTENCE[:60]}\n- an item of a list that follows\n- another one",
        f"{SENTENCE[:60]}\n> {SENTENCE[:50]}",
        f"{SENTENCE[:60]}\n\n{SENTENCE[:50]}",
        f"{SENTENCE} {SENTENCE}\n{SENTENCE}",
        "",
    ],
    ids=range(7),
)
def test_other_line_ends_stay(text: str) -> None:
    assert unwrapped(text) == text


def test_lines_of_chinese_are_joined_without_a_space() -> None:
    line = "国防部表示将在下个月运送导弹和炮弹前往首都并且举行会谈讨论桥梁重新开放的问题以及粮食贸易"
    assert unwrapped(f"{line}\n部长们没有透露更多细节。") == f"{line}部长们没有透露更多细节。"
