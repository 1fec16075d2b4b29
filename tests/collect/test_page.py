from __future__ import annotations

import pytest

from riscontro.collect import Limits
from riscontro.collect.facts import safe_url
from riscontro.collect.page import read_page
from riscontro.model.time import Published
from tests.collect.samples import MOMENT, PARAGRAPHS, make_page


def json_ld(body: str) -> str:
    return f'<script type="application/ld+json">{body}</script>'


def test_text_keeps_its_paragraphs_and_loses_the_furniture() -> None:
    text = read_page(make_page(), MOMENT).text
    assert text.split("\n\n")[-3:] == list(PARAGRAPHS)
    assert "Prima pagina" not in text
    assert "Tutti i diritti" not in text


FULL = json_ld(
    '{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},{"@type":["NewsArticle"],'
    '"headline":"A &amp; B","datePublished":"2024-10-09T22:30:00+02:00",'
    '"author":[{"@type":"Person","name":"Anna Esempio"},"Bo Esempio"],'
    '"publisher":{"name":"Esempio"},"wordCount":"812","isAccessibleForFree":"False","inLanguage":"it-IT"}]}'
)


def test_json_ld_is_believed() -> None:
    facts = read_page(make_page(head=FULL), MOMENT)
    assert (facts.title, facts.author, facts.publisher) == ("A & B", "Anna Esempio; Bo Esempio", "Esempio")
    assert facts.published == Published(value="2024-10-09", found_by="json-ld")
    assert (facts.signals.words, facts.signals.free) == (812, False)


DATED = [
    (json_ld('{"@type":"NewsArticle","datePublished":"2024-05"}'), "2024-05", "json-ld"),
    ('<meta property="article:published_time" content="2024-05-01T00:00:00Z">', "2024-05-01", "meta"),
    ('<meta itemprop="datePublished" content="2024-05-01">', "2024-05-01", "meta"),
    (json_ld('{"@type":"NewsArticle","datePublished":"soon"}') + '<meta name="date" content="2023">', "2023", "meta"),
    ('<link rel="canonical" href="https://a.example/2024/05/01/x.html">', "2024-05-01", "page"),
]


@pytest.mark.parametrize(("head", "value", "found_by"), DATED, ids=range(len(DATED)))
def test_published_tells_how_it_was_found(head: str, value: str, found_by: str) -> None:
    assert read_page(make_page(head=head), MOMENT).published == Published(value=value, found_by=found_by)


def test_date_after_the_capture_is_not_taken_from_the_layout() -> None:
    head = '<link rel="canonical" href="https://a.example/2031/05/01/x.html">'
    assert read_page(make_page(head=head), MOMENT).published is None


ADDRESSES = [
    ("https://example.org/a?b=c", True),
    ("HTTP://example.org", True),
    ("javascript:alert(1)", False),
    ("data:text/html,x", False),
    ("//example.org/a", False),
    ("/relative", False),
    ("https://user:secret@example.org/", False),
    ("https://example.org/<script>", False),
    ("http://[::1", False),
    ("https:///nohost", False),
    ("https://example.org/" + "a" * 3000, False),
]


@pytest.mark.parametrize(("address", "safe"), ADDRESSES, ids=[case[0][:30] for case in ADDRESSES])
def test_only_plain_web_addresses_are_kept(address: str, safe: bool) -> None:
    assert (safe_url(address) is not None) == safe
    facts = read_page(make_page(head=f'<link rel="canonical" href="{address}">'), MOMENT)
    assert (facts.url is not None) == safe
    assert ("collect.url.unsafe" in [doubt.code for doubt in facts.doubts]) == (not safe)


def test_thin_page_falls_back_to_its_plain_text() -> None:
    facts = read_page("<html><body><main><h2>Breve</h2>Una riga.<script>no()</script></main></body></html>", MOMENT)
    assert "Una riga." in facts.text
    assert "no()" not in facts.text


def test_hidden_text_beside_the_report_is_not_read() -> None:
    hidden = '<div style="display: none">Abbonati per continuare a leggere</div><p hidden>Abbonati per leggere</p>'
    beside = read_page(make_page(after=hidden + "<aside>Articolo riservato</aside>"), MOMENT).signals.beside
    assert "Abbonati" not in beside
    assert "Articolo riservato" in beside


@pytest.mark.parametrize(("length", "gated"), [(10, False), (900, True)])
def test_part_marked_as_not_free_is_looked_for(length: int, gated: bool) -> None:
    head = json_ld('{"@type":"NewsArticle","hasPart":{"isAccessibleForFree":false,"cssSelector":".wall, #x"}}')
    facts = read_page(make_page(head=head, after=f'<div class="a wall">{"x" * length}</div>'), MOMENT)
    assert facts.signals.gated is gated


def test_page_saved_from_a_translating_browser_is_known() -> None:
    assert read_page(make_page().replace("<html ", '<html class="translated-ltr" '), MOMENT).translated == "und"


HOSTILE = {
    "nested": "<div>" * 100_000 + PARAGRAPHS[0],
    "unclosed": "<p>" * 100_000 + PARAGRAPHS[0],
    "links": "<a href=x>y</a> " * 50_000,
    "breaks": "a<br>" * 100_000,
    "angle brackets": "<" * 500_000,
    "attribute": f'<div class="{"a " * 500_000}">{PARAGRAPHS[0]}',
    "json": json_ld("[" * 200_000),
    "entities": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><p>&b;&b;</p>',
    "external entity": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;</p>',
    "nothing": "",
    "only a comment": "<!-- " + "- " * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page_raises_nothing_and_is_not_lost(name: str) -> None:
    facts = read_page(HOSTILE[name], MOMENT)
    assert facts.text or facts.doubts
    assert "root:" not in facts.text


def test_large_page_is_read_without_layout() -> None:
    facts = read_page(make_page(), MOMENT, limits=Limits(tags=10))
    assert [doubt.code for doubt in facts.doubts] == ["collect.page.large"]
    assert PARAGRAPHS[1] in facts.text


def test_layout_table_keeps_its_paragraphs() -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    markup = f"<html><body><table><tr><td>Home</td><td><h2>Visita</h2>{body}</td></tr></table></body></html>"
    assert read_page(markup, MOMENT).text.split("\n\n")[-3:] == list(PARAGRAPHS)


def test_what_follows_the_report_is_told_apart_from_the_page() -> None:
    after = "<section><h3>Abbonati per continuare</h3></section><dialog>Accedi o abbonati</dialog>"
    signals = read_page(make_page().replace("<footer>", f"{after}<footer>"), MOMENT).signals
    assert signals.after == "Abbonati per continuare"
    assert signals.over == "Accedi o abbonati"
    assert "Accedi" not in signals.beside
