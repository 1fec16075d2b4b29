"""What the web gave, as documents: the same again from the capture alone."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest

from riscontro.collect import extract
from riscontro.collect.fetched import feed_text
from riscontro.collect.web.entries import (
    ENTRY_TYPE,
    Entry,
    bounded,
    entry_to_json,
    entry_to_pairs,
    json_to_entry,
    pairs_to_entry,
)
from riscontro.model.document import Access
from tests.collect.samples import capture_of
from tests.collect.web.server import crawl, redirect, reply, serving
from tests.collect.web.test_crawl import item, rss

_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
SENTENCE = "The Italian government will send air-defence missiles to Ukraine, the ministry said on Monday in Rome. "
_TEXT = """<p>The {0} works will deliver {1} of the missiles by the end of the year, a spokesman for the company said on
{2}, and the first of them are to leave {0} before the winter, as the treaty of last March foresees.</p>"""
_PLACES = ["Turin", "Genoa", "Milan", "Naples", "Bari"]
WHOLE = "".join(_TEXT.format(place, 40 + n, day) for n, (place, day) in enumerate(zip(_PLACES, _DAYS, strict=True)))
_HEAD = "<html lang='en'><head><title>Missiles</title></head>"
PAGE = f"{_HEAD}<body><article><h1>Missiles</h1>{WHOLE}</article></body></html>"
TEASER = f"<html lang='en'><body><article><h1>Missiles</h1><p>{SENTENCE}</p></article></body></html>"


def documents(run):
    return [document for capture in run.captures for document in extract(capture).documents]


def test_a_packed_page_is_the_document_of_the_plain_one():
    with serving({"/a": reply(PAGE), "/b": reply(gzip.compress(PAGE.encode()), Content_Encoding="gzip")}) as server:
        plain, packed = documents(crawl(server.url("/a"), server.url("/b")))
    assert plain.id == packed.id
    assert plain.text == packed.text


@pytest.mark.parametrize(
    ("charset", "told"),
    [("windows-1251", "windows-1251"), ("windows-1251", "nonsense"), ("utf-8", "windows-1251"), ("koi8-r", "koi8-r")],
)
def test_the_charset_of_the_headers_is_heard_but_not_believed_blindly(charset, told):
    text = "Россия и КНДР подписали договор о всеобъемлющем стратегическом партнёрстве. " * 5
    page = f"<html><body><p>{text}</p></body></html>".encode(charset)
    with serving({"/a": reply(page, kind=f"text/html; charset={told}")}) as server:
        (document,) = documents(crawl(server.url("/a")))
    assert "подписали договор" in document.text


def test_a_header_of_a_coding_that_was_undone_does_no_harm():
    capture = replace(capture_of(PAGE), context=(("http.header.content-encoding", "gzip"),))
    assert [document.text for document in extract(capture).documents] == [
        document.text for document in extract(capture_of(PAGE)).documents
    ]


def test_an_entry_that_is_none_is_told():
    capture = replace(capture_of("[]"), media_type=ENTRY_TYPE)
    assert [issue.code for issue in extract(capture).issues] == ["collect.feed.malformed"]


def test_a_document_stands_where_its_words_stood():
    with serving({"/a": redirect("/b"), "/b": reply(PAGE)}) as server:
        (document,) = documents(crawl(server.url("/a")))
    assert document.url == server.url("/b")


def test_a_feed_gives_facts_that_the_page_lacks():
    with serving({"/a": reply(PAGE)}) as server:
        server.routes["/feed"] = rss(item("/a") + "<source url='http://o.example/f'>Other Wire</source>")
        (document,) = documents(crawl(server.url("/feed")))
    assert (document.published.value, document.published.found_by) == ("2026-03-02", "feed")
    assert (document.publisher, document.source) == ("Example Post", "Other Wire")
    assert document.access is Access.FULL


def test_where_the_feed_gives_more_its_text_is_held():
    with serving({"/a": reply(TEASER)}) as server:
        server.routes["/feed"] = rss(item("/a", text=f"<![CDATA[{WHOLE}]]>"))
        (document,) = documents(crawl(server.url("/feed")))
    assert "leave Bari before the winter" in document.text
    assert document.share_evidence[0].startswith("the feed's own text of 21")
    assert document.share_evidence[0].endswith("words is held; the page gives 18")


def test_where_the_page_gives_more_it_is_held():
    with serving({"/a": reply(PAGE)}) as server:
        server.routes["/feed"] = rss(item("/a", text=SENTENCE))
        (document,) = documents(crawl(server.url("/feed")))
    assert "leave Bari before the winter" in document.text
    assert document.share_evidence == ()


def test_an_entry_without_its_page_is_an_excerpt_that_says_why():
    with serving({}) as server:
        server.routes["/feed"] = rss(item("/a", title="Missiles", text=f"<![CDATA[<p>{SENTENCE}</p>]]>"))
        (document,) = documents(crawl(server.url("/feed")))
    assert (document.access, document.title, document.url) == (Access.EXCERPT, "Missiles", server.url("/a"))
    assert document.text == SENTENCE.strip()
    assert document.share < 0.5
    assert document.share_evidence[0] == "the feed's own text; the page is not held: status 404 Not Found"


def test_a_feed_itself_is_no_document_and_no_issue():
    with serving({}) as server:
        server.routes["/feed"] = rss()
        (feed,) = crawl(server.url("/feed")).captures
    assert extract(feed) == type(extract(feed))()


ENTRY = Entry(url="https://a.example/1", title="T", source="S", source_url="https://s.example/", summary="x", cut=True)


def test_entries_come_back_from_json_and_from_a_context():
    assert json_to_entry(entry_to_json(ENTRY)) == ENTRY
    assert pairs_to_entry(entry_to_pairs(ENTRY)) == ENTRY
    assert pairs_to_entry([("http.status", "200")]) is None


@pytest.mark.parametrize("text", ["", "[]", "1", '{"url": 1}', '{"other": "x"}', "[" * 100_000, '{"cut": "x"}'])
def test_what_is_no_entry_is_none(text):
    assert json_to_entry(text) is None


def test_long_and_broken_strings_are_bounded():
    entry = bounded(Entry(title="a" * 10_000, content="b" * 1_000_000, summary="\ud800 "))
    assert (len(entry.title), len(entry.content), entry.summary, entry.cut) == (4_000, 400_000, "?", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\nTwo.", "One.\n\nTwo."),
        ("<p>One.</p><p>Two &amp; three.</p>", "One.\n\nTwo & three."),
        ("One &lt; two", "One < two"),
        ("<script>alert(1)</script>One.", "One."),
        ("1 < 2 & 3", "1 < 2 & 3"),
        ("<div>" * 5_000 + "deep", ""),
    ],
)
def test_a_feeds_text_is_plain(text, expected):
    found = feed_text(Entry(content=text))
    assert found == expected or (not expected and len(found) < 10)
