from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.collect import assign_families
from riscontro.collect.families import COMMON, CROWDED
from riscontro.collect.family_file import open_file, save_index
from riscontro.collect.family_growth import grow
from riscontro.collect.shingles import text_to_shingles
from tests.collect.test_families import corpus, prose
from tests.collect.test_family_file import index_of, loaded

Texts = list[tuple[str, str]]


def grown(path: Path, texts: Texts, fresh: Texts) -> dict[str, str | None] | None:
    held = dict(texts)
    with open_file(path) as kept:
        assert kept is not None
        shingles = {name: text_to_shingles(text) for name, text in fresh}
        return grow(kept, shingles, lambda name: text_to_shingles(held[name]), mark="b")


def families_of(path: Path, texts: Texts, *, first: int, steps: Sequence[int]) -> dict[str, str | None]:
    """Return the families after a file of the first texts has grown by the others, some at a time."""
    save_index(index_of(texts[:first]), path, mark="a")
    families = assign_families(texts[:first])
    waiting = texts[first:]
    for step in steps:
        fresh, waiting = waiting[:step], waiting[step:]
        changed = grown(path, texts, fresh)
        assert changed is not None
        families |= dict.fromkeys((name for name, _ in fresh), None) | changed
    assert waiting == []
    return families


@given(st.integers(0, 50), st.randoms(use_true_random=False), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_growing_piece_by_piece_is_looking_at_all_at_once(tmp_path_factory, seed, dice, step) -> None:
    texts = corpus(seed)
    dice.shuffle(texts)
    path = tmp_path_factory.mktemp("kept") / "families.sqlite"
    first = dice.randrange(len(texts))
    steps = [step] * -(-(len(texts) - first) // step)
    assert families_of(path, texts, first=first, steps=steps) == assign_families(texts)
    assert loaded(path).pairs() == index_of(texts).pairs()


def test_footer_that_becomes_common_parts_what_it_had_joined(tmp_path: Path) -> None:
    footer = prose(10, 80)
    texts = [(f"d{number:03}", f"{prose(100 + number, 60)} {footer}") for number in range(COMMON + 1)]
    before = assign_families(texts[:COMMON])
    assert set(before.values()) != {None}
    path = tmp_path / "families.sqlite"
    assert families_of(path, texts, first=COMMON, steps=[1]) == dict.fromkeys(dict(texts), None)


def test_story_that_hundreds_carry_is_left_to_the_whole_index(tmp_path: Path) -> None:
    story, path = prose(11, 60), tmp_path / "families.sqlite"
    texts = [(f"d{number:03}", f"{prose(1000 + number, 5)} {story}") for number in range(CROWDED + 3)]
    save_index(index_of(texts[:-1]), path, mark="a")
    before = path.read_bytes()
    assert grown(path, texts, texts[-1:]) is None
    assert path.read_bytes() == before


def test_crowded_phrases_in_a_text_of_its_own_count_little(tmp_path: Path) -> None:
    phrase, dice = prose(12, 30), random.Random(1)
    texts = [(f"d{number:03}", f"{prose(3000 + number, 70)} {phrase}") for number in range(CROWDED + 2)]
    story = prose(77, 90)
    texts += [("e1", f"{story} {phrase}"), ("e2", f"{phrase} {story} {prose(dice.randrange(99), 9)}")]
    path = tmp_path / "families.sqlite"
    assert families_of(path, texts, first=CROWDED + 2, steps=[1, 1]) == assign_families(texts)


def test_nothing_is_kept_of_a_growth_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, path = corpus(4), tmp_path / "families.sqlite"
    save_index(index_of(texts[:-1]), path, mark="a")
    monkeypatch.setattr("riscontro.collect.family_growth.group", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        grown(path, texts, texts[-1:])
    monkeypatch.undo()
    assert loaded(path).pairs() == index_of(texts[:-1]).pairs()
