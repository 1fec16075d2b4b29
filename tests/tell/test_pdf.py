from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from riscontro.errors import UsageError
from riscontro.model.claim import Claim
from riscontro.model.mention import Span
from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.printed import dossier_to_values
from riscontro.tell.view import build_view
from riscontro.tell.visible import visible
from tests.tell.samples import HOSTILE, empty_dossier, rich_dossier, small_dossier

pytest.importorskip("typst")
pdfium = pytest.importorskip("pypdfium2")

from riscontro.tell.faces import characters_without_face, font_paths  # noqa: E402
from riscontro.tell.pdf import _Missing, dossier_to_pdf  # noqa: E402


@pytest.fixture(scope="module")
def rich() -> bytes:
    return dossier_to_pdf(rich_dossier(), lang="en")


def pages(payload: bytes) -> list[str]:
    """Return the text of each page, lines joined and words made whole where they were divided."""
    document = pdfium.PdfDocument(payload)
    return [" ".join(re.sub(r"\ufffe\s*", "", page.get_textpage().get_text_range()).split()) for page in document]


def test_every_sentence_of_the_summary_is_printed(rich: bytes) -> None:
    text = pages(rich)[0]
    for line in build_view(rich_dossier(), lang="en").summary:
        assert line.text.split(". ")[0] in text


def test_pages_are_numbered_and_carry_the_pair(rich: bytes) -> None:
    texts = pages(rich)
    assert len(texts) > 2
    for number, text in enumerate(texts, start=1):
        assert f"{number} / {len(texts)}" in text
        assert "North Korea and Russia" in text


def test_quotes_of_other_scripts_are_in_the_text(rich: bytes) -> None:
    text = " ".join(pages(rich))
    assert "포탄" in text
    assert "Снаряди" in text


def test_links_lead_within_the_file_or_to_a_document(rich: bytes) -> None:
    addresses = {match.decode() for match in re.findall(rb"/URI\((.*?)\)", rich)}
    assert addresses
    assert addresses <= {document.url for document in rich_dossier().documents}
    assert b"/S/GoTo" in rich or b"/Dest" in rich


def test_nothing_in_the_file_acts(rich: bytes) -> None:
    assert not re.search(rb"/JavaScript|/JS|/Launch|/OpenAction|/EmbeddedFile", rich)


def test_the_file_is_tagged_for_screen_readers(rich: bytes) -> None:
    assert b"/StructTreeRoot" in rich
    assert b"/MarkInfo" in rich


def test_hostile_text_is_printed_as_text(rich: bytes) -> None:
    assert "<script>alert(1)</script>" in "".join(pages(rich))


def test_text_that_would_be_markup_is_not_run() -> None:
    dossier = small_dossier()
    text = '#panic("ran") $x$ *bold* @ref #include "/etc/passwd"'
    source = replace(dossier.documents[0], text=text, title=text, publisher=text)
    read: Claim = replace(dossier.claims[0], span=Span(0, len(text)), evidence=(), place=text)
    told = " ".join(pages(dossier_to_pdf(replace(dossier, documents=(source,), claims=(read,)), lang="en")))
    assert '#panic("ran") $x$ *bold* @ref' in told


@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_case_in_which_nothing_was_read_makes_a_file(lang: str) -> None:
    assert dossier_to_pdf(empty_dossier(), lang=lang).startswith(b"%PDF-")


def test_the_same_dossier_gives_the_same_bytes(rich: bytes) -> None:
    assert dossier_to_pdf(rich_dossier(), lang="en") == rich


def test_charts_are_in_the_file(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    drawn = dossier_to_pdf(rich_dossier(), lang="en", figures=True)
    assert "ceiling, confirmed" in " ".join(pages(drawn))


def test_a_character_without_a_face_is_found() -> None:
    assert characters_without_face(["a\uf8fe\U0010fffd", "é"]) == ("\uf8fe", "\U0010fffd")


def test_latin_and_cyrillic_need_no_face_of_the_machine() -> None:
    assert characters_without_face(["Àé ñ ß Ї Пхеньян → «»"]) == ()


def test_a_character_without_a_face_is_written_out() -> None:
    dossier = small_dossier()
    source = replace(dossier.documents[0], title="\U0010fffd")
    told = " ".join(pages(dossier_to_pdf(replace(dossier, documents=(source,)), lang="en")))
    assert "⟦U+10FFFD⟧" in told
    assert "has 1 of its characters" in told


def test_a_point_that_no_script_uses_does_not_stop_the_dossier() -> None:
    dossier = small_dossier()
    source = replace(dossier.documents[0], title="\u0378")
    assert dossier_to_pdf(replace(dossier, documents=(source,)), lang="en").startswith(b"%PDF-")


def test_every_text_is_safe_to_look_at() -> None:
    def texts(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        return [text for one in held for text in texts(one)]

    held = texts(dossier_to_values(build_view(rich_dossier(), lang="en"), figures=False))
    assert any("alert(1)" in text for text in held)
    assert [text for text in held if visible(text) != text] == []
    assert HOSTILE not in held


def test_a_run_without_a_face_is_told_by_its_length_and_script() -> None:
    missing = _Missing(tuple("አማርኛ"), load_catalogue("en"))
    assert missing("Hm አማ, ርኛ አማርኛ ok") == "Hm ⟦8 characters, Ethiopic: no typeface⟧ ok"
    assert missing("አ x") == "⟦U+12A0⟧ x"
    assert _Missing((), load_catalogue("en"))("አ x") == "አ x"


def test_a_folder_of_typefaces_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RISCONTRO_FONTS", str(tmp_path))
    assert font_paths() == (str(tmp_path),)
    monkeypatch.setenv("RISCONTRO_FONTS", str(tmp_path / "none"))
    with pytest.raises(UsageError, match="no folder"):
        font_paths()
