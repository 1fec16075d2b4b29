from __future__ import annotations

from pathlib import Path

import pytest

from riscontro.errors import PackError
from riscontro.lang import loader
from riscontro.lang.kept import cache_folder, keep, recall


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "riscontro"


def test_what_is_kept_is_recalled(folder: Path) -> None:
    assert recall("table") is None
    keep("table", {"ключ": [1, 2.5, True, {"a": "é"}]})
    assert recall("table") == {"ключ": [1, 2.5, True, {"a": "é"}]}
    assert [path.name for path in folder.iterdir()] == ["table.json"]


@pytest.mark.parametrize("content", ["{", "[1]", "\udcff"])
def test_what_is_no_table_is_taken_for_none(folder: Path, content: str) -> None:
    keep("table", {})
    (cache_folder() / "table.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert recall("table") is None


def test_what_json_cannot_hold_is_not_kept(folder: Path) -> None:
    keep("table", {"a": object()})
    assert recall("table") is None


def test_a_table_is_the_same_from_the_pack_and_from_the_cache(folder: Path) -> None:
    load = loader.load_table.__wrapped__
    for lang in loader.pack_codes():
        for name in ("time", "event", "speech"):
            assert load(lang, name) == load(lang, name)
    assert any(path.name.startswith("table-en-time-") for path in folder.iterdir())


def test_an_unknown_pack_is_an_error(folder: Path) -> None:
    with pytest.raises(PackError):
        loader.load_table.__wrapped__("xx", "time")
