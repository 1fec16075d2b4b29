"""Whole dossiers: as written they follow from their claims; edited by hand each drift is told with its line."""

from __future__ import annotations

import pytest

from riscontro.check import DriftKind, check_markdown, check_page, knowledge_of, markdown_header
from riscontro.tell import dossier_to_html, dossier_to_markdown
from tests.tell.samples import empty_dossier, rich_dossier, small_dossier

DOSSIERS = {"rich": rich_dossier(), "small": small_dossier(), "empty": empty_dossier()}
RICH = DOSSIERS["rich"]
KNOWN = knowledge_of(RICH)
TEXT = dossier_to_markdown(RICH, lang="en")


@pytest.mark.parametrize("lang", ["en", "it"])
@pytest.mark.parametrize("name", DOSSIERS)
def test_a_dossier_follows_from_its_claims(name: str, lang: str) -> None:
    dossier = DOSSIERS[name]
    text = dossier_to_markdown(dossier, lang=lang)
    assert check_markdown(text, knowledge_of(dossier), lang=lang, printed=text) == ()
    assert check_page(dossier_to_html(dossier, lang=lang), knowledge_of(dossier), lang=lang) == ()


def test_a_sentence_of_a_page_is_told_with_its_line_and_without_its_numbers() -> None:
    page = """<!DOCTYPE html>
<svg viewBox="0 0 1 1"><path d="M0,0"/><text>x</text></svg>
<p><span data-sentence data-claims="clm-a clm-b">It <b data-sentence>rained</b><sup class="x refs"><a>1</a></sup>
 &amp; poured.<!-- no --></span></p><p>Not this.</p>
<li data-sentence data-claims="">Twice.</li>"""
    drifts = check_page(page, KNOWN, lang="en")
    assert [(drift.line, drift.sentence, drift.ids) for drift in drifts] == [
        (3, "It rained & poured.", ("clm-a", "clm-b")),
        (3, "It rained & poured.", ("clm-a", "clm-b")),
        (5, "Twice.", ()),
    ]


def test_the_first_line_keeps_what_the_dossier_was_made_of() -> None:
    assert markdown_header(TEXT) == {"pair": "PRK:RUS", "lang": "en"}
    assert markdown_header(dossier_to_markdown(DOSSIERS["small"], lang="it"))["as-of"] == "2024-04-01T12:00:00Z"
    assert markdown_header("# Nothing") == {}


def kinds_after(old: str, new: str, *, lines: int = 1) -> set[DriftKind]:
    assert TEXT.count(old) >= lines
    edited = TEXT.replace(old, new)
    drifts = check_markdown(edited, KNOWN, lang="en", printed=TEXT)
    changed = {n for n, (a, b) in enumerate(zip(TEXT.splitlines(), edited.splitlines(), strict=False), 1) if a != b}
    assert any(drift.line in changed for drift in drifts)
    return {drift.difference.kind for drift in drifts}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("### October 2024", "### December 2024", DriftKind.DATE),
        ("### October 2024", "### Russia admitted it", DriftKind.STANCE),
        ("| running | 1 October 2022 |", "| stopped | 1 October 2022 |", None),
        ("corroborated: 4 November 2024", "corroborated: 5 November 2024", None),
        ("> **Satellite images", "> **Secret images", DriftKind.QUOTE),
        ("Who: North Korea “la Corea del Nord”", "Who: South Korea “la Corea del Nord”", DriftKind.NOT_PRINTED),
        ("**B2** (source", "**A1** (source", DriftKind.GRADE),
        ("- 12 documents", "- Russia has admitted everything.", DriftKind.NO_ID),
        ("> Limits of this reading", "> Russia has admitted it all. Limits of this reading", DriftKind.NO_ID),
        ('<a id="evt-treaty">', '<a id="evt-unknown">', DriftKind.UNKNOWN_ID),
        ("| Russia | denies |", "| Russia | confirms |", None),
        ("; contested by Russia. [9]", ". [9]", DriftKind.DENIAL),
    ],
)
def test_a_changed_line_is_told(old: str, new: str, kind: DriftKind | None) -> None:
    found = kinds_after(old, new)
    assert found
    assert kind is None or kind in found


def test_an_entry_without_its_denial_is_told() -> None:
    start = TEXT.index('<a id="evt-troops">')
    end = TEXT.index("<a id=", start + 5)
    block = TEXT[start:end]
    standing = next(line for line in block.splitlines() if line.startswith("Corroborated"))
    edited = TEXT.replace(block, block.replace(standing, ""))
    kinds = {drift.difference.kind for drift in check_markdown(edited, KNOWN, lang="en", printed=TEXT)}
    assert kinds == {DriftKind.DENIAL}


def test_whole_entries_may_go_and_parts_may_be_moved() -> None:
    start, end = TEXT.index('<a id="evt-treaty">'), TEXT.index('<a id="evt-troops">')
    entry = TEXT[start:end]
    without = TEXT.replace(entry, "")
    moved = without.replace('<a id="evt-visit">', f'{entry}<a id="evt-visit">', 1)
    for edited in (without, moved):
        assert check_markdown(edited, KNOWN, lang="en", printed=TEXT) == ()


def test_an_id_of_a_later_moment_is_told_apart_from_an_unknown_one() -> None:
    known = knowledge_of(RICH, exists=lambda one: one == "clm-later")
    sentence = "North Korea concluded a treaty with Russia on 19 June 2024."
    later = check_markdown(f"{sentence} [1](#clm-later)", known, lang="en")
    unknown = check_markdown(f"{sentence} [1](#clm-never)", known, lang="en")
    assert [one.difference.kind for one in later] == [DriftKind.LATER_ID]
    assert [one.difference.kind for one in unknown] == [DriftKind.UNKNOWN_ID]


@pytest.mark.parametrize("cited", ["[8](#clm-g1)", "(clm-g1)", "[clm-g1]", "clm-g1"])
def test_ids_survive_in_any_form(cited: str) -> None:
    text = f"North Korea concluded a treaty with Russia on 19 June 2024. {cited}"
    assert check_markdown(text, KNOWN, lang="en") == ()
    assert check_markdown(text.replace("19", "20"), KNOWN, lang="en") != ()
