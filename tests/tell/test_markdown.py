from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from riscontro.tell import dossier_to_html, dossier_to_markdown
from riscontro.tell.markdown import escape
from riscontro.tell.visible import one_line, visible
from tests.tell.samples import empty_dossier, rich_dossier

SNAPSHOTS = Path(__file__).parent / "snapshots"


def rendered(markdown: str) -> html.HtmlElement:
    """Return Markdown as a reader's program shows it, raw HTML allowed."""
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    return html.document_fromstring(f"<body>{page}</body>")


RICH = rendered(dossier_to_markdown(rich_dossier()))


@pytest.mark.parametrize("tag", ["script", "img", "iframe", "style"])
def test_no_element_that_acts_or_loads(tag: str) -> None:
    assert RICH.xpath(f"//{tag}") == []


def test_links_lead_to_evidence_or_within() -> None:
    documents = {document.url for document in rich_dossier().documents}
    assert [href for href in RICH.xpath("//@href") if not href.startswith("#") and href not in documents] == []


def test_links_within_arrive() -> None:
    ids = set(RICH.xpath("//@id"))
    assert [href for href in RICH.xpath("//@href") if href.startswith("#") and href[1:] not in ids] == []


def test_the_sentences_are_those_of_the_page() -> None:
    page = html.document_fromstring(dossier_to_html(rich_dossier()))
    text = one_line(RICH.text_content())
    sentences = [one_line("".join(part.xpath("text()"))) for part in page.xpath("//h3[@data-sentence]")]
    assert sentences
    assert [sentence for sentence in sentences if sentence not in text] == []


def test_every_sentence_of_the_summary_cites_a_claim() -> None:
    items = RICH.xpath("//h2[1]/following-sibling::ul[1]/li")
    assert items
    assert [item.text_content() for item in items if not item.xpath(".//a[starts-with(@href, '#clm-')]")] == []


@example("0.")
@given(st.text(st.characters(), max_size=60))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    shown = one_line(rendered(f"start {escape(text)} end").text_content())
    assert shown == one_line(f"start {visible(text)} end")


@pytest.mark.parametrize("start", ["# x", "- x", "+ x", "1. x", "12) x", "> x", "=== x", ": x", "    x", "* x", "--- "])
def test_no_text_opens_a_block(start: str) -> None:
    (paragraph,) = rendered(escape(start)).xpath("/html/body/*")
    assert paragraph.tag == "p"
    assert paragraph.text_content() == one_line(start)


@pytest.mark.parametrize(
    "text", ["http://evil.example", "www.evil.example", "<https://evil.example>", "[a](b)", "![a](b)"]
)
def test_no_text_becomes_a_link(text: str) -> None:
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    assert "<a" not in parser.render(escape(text))
    assert not re.search(r"https?://|www\.", escape(text))


@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_case_in_which_nothing_was_read_makes_a_text(lang: str) -> None:
    assert dossier_to_markdown(empty_dossier(), lang=lang).splitlines()[1].startswith("# ")


@pytest.mark.parametrize("lang", ["it", "en"])
def test_dossier_snapshot(lang: str) -> None:
    told = dossier_to_markdown(rich_dossier(), lang=lang)
    kept = SNAPSHOTS / f"rich-{lang}.md"
    if os.environ.get("RISCONTRO_UPDATE_SNAPSHOTS") == "1":
        kept.write_text(told, "utf-8")
    assert told == kept.read_text("utf-8"), "look at the difference; RISCONTRO_UPDATE_SNAPSHOTS=1 accepts it"
