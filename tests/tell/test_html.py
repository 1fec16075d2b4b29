from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from riscontro.errors import UsageError
from riscontro.model.claim import Claim
from riscontro.model.dossier import Dossier
from riscontro.model.mention import Span
from riscontro.tell import dossier_to_html
from riscontro.tell.html import language_tag
from riscontro.tell.visible import visible
from tests.tell.samples import HOSTILE, empty_dossier, rich_dossier, small_dossier

SNAPSHOTS = Path(__file__).parent / "snapshots"


def tree(dossier: Dossier, lang: str = "it") -> html.HtmlElement:
    return html.document_fromstring(dossier_to_html(dossier, lang=lang))


RICH = tree(rich_dossier())


@pytest.mark.parametrize("tag", ["script", "iframe", "object", "embed", "form", "img", "link", "base", "input"])
def test_no_element_that_acts_or_loads(tag: str) -> None:
    assert RICH.xpath(f"//{tag}") == []


def test_no_attribute_that_acts() -> None:
    assert [name for element in RICH.iter() for name in element.attrib if name.lower().startswith("on")] == []


def test_every_address_is_evidence_or_within_the_page() -> None:
    addresses = RICH.xpath("//@href") + RICH.xpath("//@src")
    documents = {document.url for document in rich_dossier().documents}
    assert [address for address in addresses if not address.startswith("#") and address not in documents] == []


def test_no_address_is_a_script() -> None:
    assert [address for address in RICH.xpath("//@href") if address.lower().strip().startswith("javascript")] == []


def test_links_out_tell_the_page_nothing_of_the_reader() -> None:
    outward = RICH.xpath("//a[not(starts-with(@href, '#'))]")
    assert outward
    assert {link.get("rel") for link in outward} == {"noopener noreferrer"}


def test_the_style_loads_nothing() -> None:
    style = "".join(RICH.xpath("//style/text()"))
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_forbids_scripts_and_requests() -> None:
    (policy,) = RICH.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


def test_hostile_text_is_shown_as_text() -> None:
    (quote,) = RICH.xpath("//*[@id='clm-h1']//blockquote")
    assert visible(HOSTILE) in quote.text_content()


def test_no_template_language_of_a_page_is_run() -> None:
    assert "{{ 7*7 }}" in RICH.text_content()


def test_no_character_that_acts_is_left() -> None:
    page = dossier_to_html(rich_dossier())
    assert visible(page) == page


def test_an_address_that_is_refused_is_shown() -> None:
    (quote,) = RICH.xpath("//*[@id='clm-h1']")
    assert "indirizzo non apribile: javascript:alert(document.domain)" in quote.text_content()


def test_ids_are_unique() -> None:
    ids = RICH.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_links_within_the_page_arrive() -> None:
    ids = set(RICH.xpath("//@id"))
    assert [href for href in RICH.xpath("//@href") if href.startswith("#") and href[1:] not in ids] == []


def test_quotes_carry_their_language_and_direction() -> None:
    (quote,) = RICH.xpath("//*[@id='clm-c1']//blockquote")
    assert (quote.get("lang"), quote.get("dir")) == ("ko", "auto")


def test_text_of_any_direction_stands_apart() -> None:
    (title,) = RICH.xpath("//bdi[@lang='he'][1]/text()")[:1]
    assert title == "פגזים לרוסיה"


def test_marked_words_are_the_words_of_the_claim() -> None:
    dossier = rich_dossier()
    texts = {document.id: document.text for document in dossier.documents}
    for claim in dossier.claims:
        marked = "".join(RICH.xpath(f"//*[@id='{claim.id}']//blockquote//mark//text()"))
        assert marked == visible(texts[claim.document_id][claim.span.start : claim.span.end])


@pytest.mark.parametrize(
    ("code", "tag"), [("it", "it"), ("zh-Hant", "zh-Hant"), ('x" onload="', "und"), ("", "und"), ("a" * 40, "und")]
)
def test_only_a_language_tag_is_printed_as_one(code: str, tag: str) -> None:
    assert language_tag(code) == tag


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_same_dossier_gives_the_same_bytes(lang: str) -> None:
    assert dossier_to_html(rich_dossier(), lang=lang) == dossier_to_html(rich_dossier(), lang=lang)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_case_in_which_nothing_was_read_makes_a_page(lang: str) -> None:
    assert tree(empty_dossier(), lang).xpath("//article") == []


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match="no message catalogue"):
        dossier_to_html(empty_dossier(), lang="tlh")


def _with_text(text: str) -> Dossier:
    """Return the small dossier with every text that a page could give replaced."""
    dossier = small_dossier()
    source = replace(dossier.documents[0], text=text, title=text, publisher=text, url=text, lang=text)
    read: Claim = replace(dossier.claims[0], span=Span(0, len(text)), evidence=(), place=text, hedge=text, actor=text)
    event = replace(dossier.events[0], place=text, actor=text, contested_by=(text,))
    return replace(dossier, documents=(source,), claims=(read,), events=(event,), title=text)


@settings(max_examples=60)
@given(st.text(st.characters(), min_size=1, max_size=60))
def test_any_quote_comes_back_as_it_is_shown(text: str) -> None:
    page = dossier_to_html(_with_text(text))
    quote = html.document_fromstring(page).xpath("//blockquote")[0]
    assert quote.text_content() == visible(text)


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(["<", ">", '"', "'", "&", "</style>", "<script>", "-->", "onload=", "javascript:", "{{", " "])
    )
)
def test_no_text_breaks_out_of_its_place(parts: list[str]) -> None:
    found = html.document_fromstring(dossier_to_html(_with_text("".join(parts) or "x")))
    assert found.xpath("//script") == []
    assert [name for element in found.iter() for name in element.attrib if name.startswith("on")] == []
    assert [href for href in found.xpath("//@href") if not href.startswith("#")] == []


def test_page_snapshot() -> None:
    page = dossier_to_html(small_dossier())
    shown = page[: page.index("<style>")] + page[page.index("</style>") :]
    kept = SNAPSHOTS / "small-it.html"
    if os.environ.get("RISCONTRO_UPDATE_SNAPSHOTS") == "1":
        kept.write_text(shown, "utf-8")
    assert shown == kept.read_text("utf-8"), "look at the difference; RISCONTRO_UPDATE_SNAPSHOTS=1 accepts it"
