"""A language that is a catalogue and nothing else: what is not in it must be a document's word, a code or CLDR's."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from riscontro.tell import catalogue, dossier_to_html, dossier_to_markdown
from riscontro.tell.catalogue import Catalogue, catalogue_codes, load_catalogue
from tests.tell.samples import rich_dossier

MARKED = ("text", "count", "status", "status_short", "status_meaning", "letter", "digit", "modality", "basis", "stance")
PLURALS = ("one", "few", "many", "other")
"""The plural categories of Polish (CLDR)."""


def pseudo(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a catalogue's table in the pseudo-language: each text between brackets, each plural form with its name."""
    made = {key: dict(value) if isinstance(value, dict) else value for key, value in table.items()}
    made["meta"] = {"name": "Pseudo", "locale": "pl"}
    for name in MARKED:
        if name == "count":
            made[name] = {
                key: {form: f"⟪{form} {forms['other']}⟫" for form in PLURALS} for key, forms in table[name].items()
            }
        else:
            made[name] = {key: f"⟪{text}⟫" for key, text in table[name].items()}
    made["text"]["and"] = " ⟪and⟫ "
    return made


@pytest.fixture
def language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    folder = tmp_path / "messages"
    shutil.copytree(Path(str(catalogue._MESSAGES)), folder)
    table = tomllib.loads((folder / "en.toml").read_text("utf-8"))
    (folder / "xx.toml").write_text(written(pseudo(table)), "utf-8")
    monkeypatch.setattr(catalogue, "_MESSAGES", folder)
    for cached in (catalogue_codes, load_catalogue):
        cached.cache_clear()
    yield "xx"
    for cached in (catalogue_codes, load_catalogue):
        cached.cache_clear()


def written(table: Mapping[str, Any]) -> str:
    """Return a table as TOML, each value inline (JSON's strings, numbers and lists are TOML's too)."""
    return "\n".join(f"{key} = {inline(value)}" for key, value in table.items())


def inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{quoted(key)} = {inline(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return quoted(value) if isinstance(value, str) else str(value).lower()


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def test_a_new_language_is_one_file(language: str) -> None:
    assert language in catalogue_codes()
    assert load_catalogue(language).count("documents", 3) == "⟪few 3 documents⟫"
    assert load_catalogue(language).count("documents", 5) == "⟪many 5 documents⟫"


def told() -> Any:
    return replace(rich_dossier(), since=datetime(2024, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("figures", [False, True])
def test_every_heading_and_note_is_the_catalogues(language: str, figures: bool) -> None:
    if figures:
        pytest.importorskip("vl_convert")
    page = html.document_fromstring(dossier_to_html(told(), lang=language, figures=figures))
    texts = page.xpath("//h2 | //h4 | //th[@scope='col'] | //*[contains(@class,'note')] | //summary | //nav//a | //dt")
    assert len(texts) > 60
    own = re.compile(r"⟪|^[A-F1-6]$")
    assert [one.text_content() for one in texts if not own.search(one.text_content())] == []


def test_no_word_of_another_catalogue_is_left(language: str) -> None:
    english: Catalogue = load_catalogue("en")
    page = dossier_to_markdown(told(), lang=language)
    bare = re.sub(r"⟪[^⟪⟫]*⟫", "", re.sub(r"⟪[^⟪⟫]*⟫", "", page))
    phrases = [english.table["text"][key] for key in ("summary", "ladder", "chronology", "unread_intro", "no_origins")]
    assert [phrase for phrase in phrases if phrase in bare] == []


def test_print_is_in_the_language_too(language: str) -> None:
    pytest.importorskip("typst")
    from riscontro.tell.pdf import dossier_to_pdf

    assert dossier_to_pdf(told(), lang=language).startswith(b"%PDF-")
