from __future__ import annotations

import json
from pathlib import Path

import pytest

from riscontro.lang.kept import cache_folder
from riscontro.lang.loader import load_table
from riscontro.read import compile as compiling
from riscontro.read.compile import compile_table, load_lexicon
from riscontro.read.passage import cut_passage


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load_lexicon.cache_clear()
    yield tmp_path
    load_lexicon.cache_clear()


def test_cache_folder_follows_the_platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "riscontro"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "riscontro"


def test_the_compiled_pack_is_kept_as_json_and_found_again(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = load_lexicon("it").table
    (stored,) = (fresh / "riscontro").glob("surface-it-*.json")
    assert json.loads(stored.read_text("utf-8"))
    load_lexicon.cache_clear()
    monkeypatch.setattr(compiling, "compile_table", lambda lang: pytest.fail(f"{lang} is compiled again"))
    assert load_lexicon("it").table == table


def test_a_torn_cache_is_compiled_again(fresh: Path) -> None:
    table = load_lexicon("it").table
    (stored,) = (fresh / "riscontro").glob("surface-it-*.json")
    stored.write_text('{"torn', "utf-8")
    load_lexicon.cache_clear()
    assert load_lexicon("it").table == table


def test_a_cache_that_cannot_be_written_is_done_without(fresh: Path) -> None:
    (fresh / "riscontro").write_text("a file stands where the folder should", "utf-8")
    assert load_lexicon("en").acts


def test_the_digest_follows_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiling._digest("en")
    monkeypatch.setattr(compiling, "_FORMAT", -1)
    assert compiling._digest("en") != before


@pytest.mark.parametrize(
    ("lang", "text", "code"),
    [
        ("en", "Kazakhstan", "KAZ"),
        ("en", "the Kremlin", "RUS"),
        ("en", "North Koreans", "PRK"),
        ("it", "la Corea del Nord", "PRK"),
        ("it", "le truppe ucraine", "UKR"),
        ("it", "Palazzo Chigi", "ITA"),
        ("it", "Kirghizistan", "KGZ"),
    ],
)
def test_states_in_both_languages(lang: str, text: str, code: str) -> None:
    hits = compile_table_once(lang).find(cut_passage(text))
    assert code in {entry.code for hit in hits for entry in hit.entries if entry.kind == "state"}


def compile_table_once(lang: str):
    return load_lexicon(lang).table


def test_verbs_are_inflected() -> None:
    table = compile_table("it")
    for form in ("inviato", "inviati", "invieranno", "ucciso", "uccise"):
        assert any(entry.kind == "act" for entry in table.meaning(form)), form


def test_every_act_of_a_pack_has_words() -> None:
    for lang in ("en", "it"):
        for row in load_table(lang, "event")["act"]:
            assert row.get("verbs") or row.get("nouns"), row
