from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.collect import FamilyIndex
from riscontro.collect.families import CROWDED
from riscontro.collect.family_file import open_file, save_index
from riscontro.collect.shingles import text_to_shingles
from tests.collect.test_families import corpus, prose


def index_of(texts: list[tuple[str, str]]) -> FamilyIndex:
    index = FamilyIndex()
    for name, text in texts:
        index.add(name, text)
    return index


def loaded(path: Path) -> FamilyIndex:
    with open_file(path) as kept:
        assert kept is not None
        return FamilyIndex.restored(kept.state())


@given(st.integers(0, 50), st.integers(0, 25))
@settings(max_examples=25, deadline=None)
def test_index_that_was_kept_grows_to_what_a_new_one_is(tmp_path_factory, seed: int, cut: int) -> None:
    texts = corpus(seed)
    path = tmp_path_factory.mktemp("kept") / "families.sqlite"
    save_index(index_of(texts[:cut]), path, mark="a")
    grown = loaded(path)
    assert len(grown) == len(texts[:cut])
    for name, text in texts:
        grown.add(name, text)
    assert grown.pairs() == index_of(texts).pairs()
    assert grown.families() == index_of(texts).families()


def test_story_that_hundreds_carry_is_kept_with_its_neighbours(tmp_path: Path) -> None:
    story, path = prose(11, 120), tmp_path / "families.sqlite"
    texts = [(f"d{number:03}", f"{prose(1000 + number, 10)} {story}") for number in range(CROWDED + 9)]
    save_index(index_of(texts[:-3]), path, mark="a")
    grown = loaded(path)
    for name, text in texts:
        grown.add(name, text)
    assert grown.pairs() == index_of(texts).pairs()


@given(st.integers(0, 20))
@settings(max_examples=8, deadline=None)
def test_postings_are_found_by_their_shingles(tmp_path_factory, seed: int) -> None:
    texts = corpus(seed)
    path = tmp_path_factory.mktemp("kept") / "families.sqlite"
    save_index(index_of(texts), path, mark="a")
    wanted = text_to_shingles(texts[0][1] + " " + prose(seed + 9000, 30))
    holders = [
        [number for number, (_, text) in enumerate(texts) if shingle in text_to_shingles(text)] for shingle in wanted
    ]
    with open_file(path) as kept:
        assert kept is not None
        postings = kept.postings(wanted)
    assert postings.keys.tolist() == [int(key) for key, held in zip(wanted, holders, strict=True) if held]
    assert postings.owners.tolist() == [number for held in holders for number in held]


def test_entries_put_in_are_found_beside_those_held(tmp_path: Path) -> None:
    path = tmp_path / "families.sqlite"
    save_index(index_of(corpus(3)), path, mark="a")
    keys = np.array([5, 2**63 + 1, 2**64 - 1], dtype=np.uint64)
    with open_file(path) as kept:
        assert kept is not None
        with kept.transaction():
            kept.insert(keys, np.array([99, 98, 97]))
        assert kept.postings(keys).owners.tolist() == [99, 98, 97]


def test_crowded_shingles_stand_apart_and_grow(tmp_path: Path) -> None:
    phrase = text_to_shingles(prose(12, 20))
    texts = [(f"d{number:03}", f"{prose(3000 + number, 30)}\n{prose(12, 20)}") for number in range(CROWDED + 40)]
    path = tmp_path / "families.sqlite"
    save_index(index_of(texts[:-40]), path, mark="a")
    with open_file(path) as kept:
        assert kept is not None
        assert kept.crowded(phrase).tolist() == []
        for number, (_, text) in enumerate(texts[-40:], start=CROWDED):
            shingles = text_to_shingles(text)
            kept.add_documents({number: f"d{number:03}"})
            kept.insert(shingles, np.full(len(shingles), number))
        assert set(phrase.tolist()) <= set(kept.crowded(phrase).tolist())
        assert len(kept.postings(phrase).keys) == 0
        held, whole = kept.state().postings, index_of(texts).state().postings
    assert held.keys.tolist() == whole.keys.tolist()
    assert held.owners.tolist() == whole.owners.tolist()


DAMAGE = [b"", b"SQLite format 3\x00", b"no database at all", None]


@pytest.mark.parametrize("damage", DAMAGE, ids=range(len(DAMAGE)))
def test_damaged_file_is_none(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "families.sqlite"
    save_index(index_of(corpus(2)), path, mark="a")
    path.write_bytes(path.read_bytes()[:1500] if damage is None else damage)
    with open_file(path) as kept:
        assert kept is None
    with open_file(tmp_path / "none.sqlite") as kept:
        assert kept is None


def test_file_of_another_version_is_none(tmp_path: Path) -> None:
    path = tmp_path / "families.sqlite"
    save_index(index_of(corpus(2)), path, mark="a")
    with sqlite3.connect(path) as db:
        db.execute("UPDATE meta SET value = '0 0.0' WHERE name = 'made_by'")
    with open_file(path) as kept:
        assert kept is None
