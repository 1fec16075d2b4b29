from __future__ import annotations

from pathlib import Path

import pytest

from riscontro.collect import assign_families
from riscontro.collect.family_file import open_file
from riscontro.collect.family_keeping import Families, keep_families
from tests.collect.test_families import corpus

TEXTS = corpus(7)
NAMES = [name for name, _ in TEXTS]


class Asked:
    """The texts of a case, and which of them were asked for."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, name: str) -> str:
        self.names.append(name)
        return dict(TEXTS)[name]


def kept(path: Path, mark: str | None, fresh: list[str], *, every: list[str], asked: Asked | None = None) -> Families:
    return keep_families(path, mark=mark, fresh=fresh, every=lambda: every, text_of=asked or Asked())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "families.sqlite"


@pytest.fixture
def mark(path: Path) -> str:
    return kept(path, None, [], every=NAMES[:-2]).mark


def test_first_time_all_are_looked_at(path: Path) -> None:
    assert kept(path, None, NAMES, every=NAMES).changed == assign_families(TEXTS)


def test_new_documents_alone_are_read_where_they_touch_no_others(path: Path, mark: str) -> None:
    asked = Asked()
    found = kept(path, mark, NAMES[-2:], every=NAMES, asked=asked)
    assert set(asked.names) < set(NAMES)
    families = assign_families(TEXTS[:-2]) | dict.fromkeys(NAMES[-2:]) | found.changed
    assert families == assign_families(TEXTS)
    assert found.mark != mark


def test_nothing_new_asks_for_nothing(path: Path, mark: str) -> None:
    before, asked = path.read_bytes(), Asked()
    assert kept(path, mark, [], every=NAMES[:-2], asked=asked) == Families({}, mark)
    assert (path.read_bytes(), asked.names) == (before, [])


def test_growth_whose_families_were_never_set_is_told_whole(path: Path, mark: str) -> None:
    kept(path, mark, NAMES[-2:], every=NAMES)
    asked = Asked()
    assert kept(path, mark, NAMES[-2:], every=NAMES, asked=asked).changed == assign_families(TEXTS)
    assert asked.names == []


@pytest.mark.parametrize("other", ["another", None])
def test_file_of_other_documents_is_made_anew(path: Path, mark: str, other: str | None) -> None:
    asked = Asked()
    assert kept(path, other, NAMES[-2:], every=NAMES, asked=asked).changed == assign_families(TEXTS)
    assert asked.names == NAMES


def test_file_that_is_damaged_within_is_made_anew(path: Path, mark: str) -> None:
    with open_file(path) as held:
        assert held is not None
        held._db.execute("UPDATE bucket SET owners = x'00'")
    assert kept(path, mark, NAMES[-2:], every=NAMES).changed == assign_families(TEXTS)


def test_much_that_is_new_is_grown_as_a_whole(path: Path, mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riscontro.collect.family_keeping._FEW", 1)
    asked = Asked()
    assert kept(path, mark, NAMES[-2:], every=NAMES, asked=asked).changed == assign_families(TEXTS)
    assert asked.names == NAMES[-2:]
