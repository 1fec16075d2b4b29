from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.collect import FamilyIndex, assign_families
from riscontro.collect.families import COMMON, CROWDED
from riscontro.collect.shingles import find_quotations, text_to_shingles
from riscontro.model.ids import make_id

STARTS = ("ba", "co", "di", "fu", "ge", "lo", "mi", "na", "pe")
WORDS = [start + end for start in STARTS for end in ("ra", "sto", "ni", "ve", "lta")]


def prose(seed: int, words: int = 120) -> str:
    dice = random.Random(seed)
    return " ".join(dice.choice(WORDS) + dice.choice("aeiou") for _ in range(words))


def test_copy_with_new_head_and_foot_is_a_near_copy() -> None:
    story = prose(1)
    families = assign_families([("a", story), ("b", f"{prose(2, 20)} {story} {prose(3, 20)}"), ("c", prose(4))])
    assert families == {"a": make_id("fam", ["a"]), "b": make_id("fam", ["a"]), "c": None}


def test_long_quotation_does_not_make_a_family() -> None:
    quoted = prose(5, 60)
    texts = [("a", f"{prose(6, 90)} “{quoted}” {prose(7, 30)}"), ("b", f"{prose(8, 70)} «{quoted}», {prose(9, 50)}")]
    assert set(assign_families(texts).values()) == {None}
    bare = [(name, text.translate(dict.fromkeys(map(ord, "“”«»")))) for name, text in texts]
    assert None not in assign_families(bare).values()


def test_footer_of_many_reports_does_not_make_a_family() -> None:
    footer = prose(10, 80)
    texts = [(f"d{number:03}", f"{prose(100 + number, 120)} {footer}") for number in range(COMMON + 5)]
    assert set(assign_families(texts).values()) == {None}


def test_story_that_hundreds_carry_is_one_family() -> None:
    story = prose(11, 200)
    texts = [(f"d{number:03}", f"{prose(1000 + number, 20)} {story}") for number in range(CROWDED + 20)]
    assert set(assign_families([*texts, ("other", prose(12))]).values()) == {make_id("fam", ["d000"]), None}


def test_digest_of_two_reports_does_not_make_them_one() -> None:
    first, second = prose(13, 100), prose(14, 140)
    families = assign_families([("a", first), ("b", second), ("digest", f"{first} {second}")])
    assert families["a"] is None or families["b"] is None
    assert families["a"] != families["b"]


def test_signs_without_spaces_are_compared() -> None:
    dice = random.Random(15)
    signs = "".join(chr(dice.randrange(0x4E00, 0x9000)) for _ in range(200))
    hangul = " ".join("".join(chr(dice.randrange(0xAC00, 0xD000)) for _ in range(3)) for _ in range(60))
    families = assign_families([("z1", signs), ("z2", signs[:150] + "。"), ("k1", hangul), ("k2", hangul[20:])])
    assert families["z1"] == families["z2"] is not None
    assert families["k1"] == families["k2"] is not None
    assert families["z1"] != families["k1"]


def test_short_and_empty_texts_have_no_family() -> None:
    assert assign_families([("a", ""), ("b", ""), ("c", "Two words"), ("d", "Two words")]) == dict.fromkeys("abcd")


def corpus(seed: int) -> list[tuple[str, str]]:
    """Return texts with copies, cuts, a digest, quotations and a footer that grows common as they come."""
    dice = random.Random(seed)
    footer = prose(50, 25)
    texts = []
    for number in range(12):
        story = prose(seed * 100 + number, 80)
        texts.append(f"{story} {footer}")
        for _ in range(dice.randrange(3)):
            words = story.split()
            cut = dice.randrange(20, 80)
            texts.append(" ".join(words[:cut]) + f" {footer} " + prose(dice.randrange(10_000), 15))
    texts.append(" ".join(dice.choice(texts) for _ in range(2)))
    return [(f"d{number:02}", text) for number, text in enumerate(texts)]


@given(st.integers(0, 50), st.randoms(use_true_random=False), st.integers(1, 9))
@settings(max_examples=40)
def test_order_and_pauses_change_nothing(seed: int, dice: random.Random, step: int) -> None:
    texts = corpus(seed)
    expected = FamilyIndex()
    for name, text in texts:
        expected.add(name, text)
    shuffled = list(texts)
    dice.shuffle(shuffled)
    index = FamilyIndex()
    for number, (name, text) in enumerate(shuffled):
        index.add(name, text)
        if number % step == 0:
            index.families()
    assert index.pairs() == expected.pairs()
    assert index.families() == expected.families()


def test_adding_twice_is_adding_once() -> None:
    index = FamilyIndex()
    for _ in range(2):
        index.add("a", prose(16))
        index.add("b", prose(16) + " end")
    assert len(index) == 2
    assert [(pair.a, pair.b) for pair in index.pairs()] == [("a", "b")]


@given(st.text(max_size=300))
def test_shingles_are_sorted_and_distinct(text: str) -> None:
    shingles = text_to_shingles(text).tolist()
    assert shingles == sorted(set(shingles))


@given(st.text(alphabet='ab “”„«»"「」\n', max_size=400))
def test_quotations_lie_in_the_text(text: str) -> None:
    for start, end in find_quotations(text):
        assert 0 <= start < end < len(text)


def test_unclosed_mark_hides_nothing() -> None:
    assert list(find_quotations("“" + prose(17, 400))) == []
    assert list(find_quotations(f"„{prose(18, 30)}“ und")) != []
