from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.collect import FamilyIndex
from riscontro.collect.family_file import load_index, save_index
from tests.collect.test_families import corpus


def index_of(texts: list[tuple[str, str]]) -> FamilyIndex:
    index = FamilyIndex()
    for name, text in texts:
        index.add(name, text)
    return index


def stamped(texts: list[tuple[str, str]]) -> dict[str, str]:
    return {name: "2025-01-02" for name, _ in texts}


@given(st.integers(0, 50), st.integers(0, 25))
@settings(max_examples=25, deadline=None)
def test_index_that_was_kept_grows_to_what_a_new_one_is(tmp_path_factory, seed: int, cut: int) -> None:
    texts = corpus(seed)
    path = tmp_path_factory.mktemp("kept") / "families.npz"
    save_index(index_of(texts[:cut]), path, stamped(texts))
    grown = load_index(path, stamped(texts))
    assert len(grown) == len(texts[:cut])
    for name, text in texts:
        grown.add(name, text)
    assert grown.pairs() == index_of(texts).pairs()
    assert grown.families() == index_of(texts).families()


def test_index_is_made_anew_where_a_document_is_gone_or_other(tmp_path: Path) -> None:
    texts, path = corpus(1), tmp_path / "families.npz"
    save_index(index_of(texts), path, stamped(texts))
    stamps = stamped(texts)
    assert len(load_index(path, stamps)) == len(texts)
    assert len(load_index(path, stamps | {texts[3][0]: "2024-12-31"})) == 0
    del stamps[texts[0][0]]
    assert len(load_index(path, stamps)) == 0


DAMAGE = [b"", b"PK", b"no archive at all", None]


@pytest.mark.parametrize("damage", DAMAGE, ids=range(len(DAMAGE)))
def test_damaged_file_is_no_index(tmp_path: Path, damage: bytes | None) -> None:
    texts, path = corpus(2), tmp_path / "families.npz"
    save_index(index_of(texts), path, stamped(texts))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if damage is None else damage)
    assert len(load_index(path, stamped(texts))) == 0
    assert len(load_index(tmp_path / "none.npz", {})) == 0


def test_file_of_another_program_is_no_index(tmp_path: Path) -> None:
    path = tmp_path / "families.npz"
    np.savez(path, made_by=np.frombuffer(b"0 0.0", dtype=np.uint8))
    assert len(load_index(path, {})) == 0
