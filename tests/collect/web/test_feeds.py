"""Feeds and sitemaps by what they hold: honest ones, sloppy ones, hostile ones."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.collect.dates import partial_date
from riscontro.collect.web import feeds
from riscontro.collect.web.entries import Entry, entry_to_pairs, pairs_to_entry
from riscontro.collect.web.feeds import feed_type, read_feed
from riscontro.collect.web.sitemaps import CHILDREN
from riscontro.collect.web.values import Failure
from tests.collect.mutate import mutations

URL = "https://post.example/feeds/all"

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Example Post &amp; Times</title><language>en-gb</language>
<item><title>Rome &amp;amp; Kyiv</title><link>/a?x=1&amp;y=2</link><guid isPermaLink="false">tag:1</guid>
<pubDate>Wed, 09 Oct 2024 23:30:00 +0200</pubDate><dc:creator>The desk</dc:creator>
<source url="https://wire.example/rss">Other Wire</source>
<description>&lt;p&gt;Short.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>Long text.</p><script>x()</script>]]></content:encoded></item>
<item><title>Second</title><link>https://post.example/b</link></item>
</channel></rss>"""

ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="it"><title>Esempio</title>
<entry><title type="html">Roma &amp;amp; &lt;b&gt;Kiev&lt;/b&gt;</title><link rel="alternate" href="a"/><id>urn:1</id>
<published>2024-10-09T23:30:00+02:00</published><updated>2024-10-11T08:00:00Z</updated><author><name>N N</name></author>
<summary>Breve</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Testo <b>qui</b>.</p></div>
</content><source><title>Fonte</title><id>urn:s</id><link href="https://fonte.example/"/></source></entry></feed>"""

RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Old</title></channel>
<item rdf:about="y"><title>One</title><link>https://post.example/1</link><dc:date>2024-10-09</dc:date></item></rdf:RDF>"""

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Example Post",
        "items": [
            {
                "id": "1",
                "url": "a",
                "title": "One",
                "content_text": "Text.",
                "authors": [{"name": "N"}, {"url": "x"}, 3],
            },
            {
                "id": 2,
                "external_url": "https://other.example/2",
                "summary": "S",
                "author": {"name": "M"},
                "language": "fr",
            },
            "no object",
        ],
    }
).encode()

SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://post.example/old</loc><lastmod>2024-01-01</lastmod></url>
<url><loc>https://post.example/new</loc><lastmod>2024-12-01T10:00:00+00:00</lastmod></url>
<url><loc>https://post.example/undated</loc><lastmod>soon</lastmod></url><url><lastmod>2024-12-02</lastmod></url>
</urlset>"""

ALL = {"rss": RSS, "atom": ATOM, "rdf": RDF, "json": JSON_FEED, "sitemap": SITEMAP}


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (RSS, "application/rss+xml"),
        (RDF, "application/rss+xml"),
        (ATOM, "application/atom+xml"),
        (JSON_FEED, "application/feed+json"),
        (SITEMAP, "application/vnd.riscontro.sitemap+xml"),
        (gzip.compress(SITEMAP, mtime=0), "application/vnd.riscontro.sitemap+xml"),
        (b"\xef\xbb\xbf \n" + SITEMAP.split(b"?>")[1], "application/vnd.riscontro.sitemap+xml"),
        (b"<!-- a comment -->" + ATOM.split(b"?>")[1], "application/atom+xml"),
        (RSS.decode().replace("utf-8", "utf-16").encode("utf-16"), "application/rss+xml"),
        (b"<html><body><rss></rss></body></html>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b'{"version": "https://jsonfeed.org/version/1"}', None),
        (b'["https://jsonfeed.org/version/1"]', None),
        (b"rss", None),
        (b"", None),
        (b"\x1f\x8bnot gzip", None),
    ],
)
def test_a_feed_is_known_by_its_content(payload, expected):
    assert feed_type(payload) == expected


def test_rss():
    first, second = read_feed(RSS, url=URL).entries
    assert first == Entry(
        url="https://post.example/a?x=1&y=2",
        id="tag:1",
        title="Rome & Kyiv",
        author="The desk",
        published="Wed, 09 Oct 2024 23:30:00 +0200",
        lang="en-gb",
        publisher="Example Post & Times",
        source="Other Wire",
        source_url="https://wire.example/rss",
        summary="<p>Short.</p>",
        content="<p>Long text.</p><script>x()</script>",
    )
    assert (second.url, second.published, second.text) == ("https://post.example/b", None, "")


def test_atom():
    (entry,) = read_feed(ATOM, url=URL).entries
    assert (entry.url, entry.title, entry.author) == ("https://post.example/feeds/a", "Roma & Kiev", "N N")
    assert (entry.published, entry.updated) == ("2024-10-09T23:30:00+02:00", "2024-10-11T08:00:00Z")
    assert (entry.source, entry.source_url, entry.publisher, entry.lang) == (
        "Fonte", "https://fonte.example/", "Esempio", "it",
    )  # fmt: skip
    assert entry.content == "<p>Testo <b>qui</b>.</p>"


def test_rdf():
    (entry,) = read_feed(RDF, url=URL).entries
    assert (entry.url, entry.title) == ("https://post.example/1", "One")


def test_json_feed():
    feed = read_feed(JSON_FEED, url=URL)
    first, second = feed.entries
    assert (first.url, first.author, first.content) == ("https://post.example/feeds/a", "N", "Text.")
    assert (second.url, second.id, second.author, second.lang) == ("https://other.example/2", None, "M", "fr")
    assert feed.doubts == ("1 items are no objects",)


def test_sitemap_newest_first():
    feed = read_feed(SITEMAP, url=URL)
    assert [entry.url.rsplit("/", 1)[1] for entry in feed.entries] == ["new", "old", "undated"]
    assert read_feed(gzip.compress(SITEMAP, mtime=0), url=URL) == feed


def test_an_index_gives_its_newest_sitemaps():
    many = "".join(
        f"<sitemap><loc>https://a.example/{n}</loc><lastmod>20{n:02}-01-01</lastmod></sitemap>" for n in range(60)
    )
    feed = read_feed(f"<sitemapindex>{many}</sitemapindex>".encode(), url=URL)
    assert (len(feed.children), feed.children[0]) == (CHILDREN, "https://a.example/59")
    assert "10 sitemaps" in feed.doubts[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Wed, 09 Oct 2024 23:30:00 GMT", "2024-10-09"),
        ("Wed, 9 Oct 24 23:30:00 EST", "2024-10-09"),
        ("2024-10-09", "2024-10-09"),
        ("09/10/2024 at noon", None),
        ("Wed, 31 Feb 2024 00:00:00 GMT", None),
        ("", None),
    ],
)
def test_dates_of_every_form_or_none(text, day):
    item = f"<item><link>https://a.example/</link><pubDate>{text}</pubDate></item>"
    (entry,) = read_feed(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), url=URL).entries
    assert partial_date(entry.published) == day


@pytest.mark.parametrize(
    "broken",
    [
        RSS.replace(b"Rome &amp;amp; Kyiv", b"Rome & Kyiv"),
        RSS.replace(b"Rome &amp;amp; Kyiv", b"Rome &nbsp; Kyiv"),
        RSS.replace(b"</channel></rss>", b""),
        RSS.replace(b"<dc:creator>", b"<unbound:creator>").replace(b"</dc:creator>", b"</unbound:creator>"),
        b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD" "http://dtd.example/rss.dtd">' + RSS.split(b"?>")[1],
    ],
)
def test_sloppy_feeds_are_read_and_told_of(broken):
    feed = read_feed(broken, url=URL)
    assert [entry.url for entry in feed.entries][-1] == "https://post.example/b"
    assert feed.entries[0].title.startswith("Rome")


BOMB = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (f"<!DOCTYPE rss [{BOMB}]><rss><channel><title>&a9;</title></channel></rss>".encode(), "entities"),
        (f"<!DOCTYPE x [{BOMB}]><urlset><url><loc>&a9;</loc></url></urlset>".encode(), "entities"),
        (
            b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
            "ent",
        ),
        (b'<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><rss><channel/></rss>', "entities"),
        (
            "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE rss [<!ENTITY a 'x'>]><rss>&a;</rss>".encode("utf-16"),
            "enti",
        ),
        (b"<rss>" + b"<a>" * 200 + b"</a>" * 200 + b"</rss>", "deep"),
        (b"<rss>" + b"<a>" * 100_000, "deep"),
        (b"<urlset>" + b"<a/>" * 700_000 + b"</urlset>", "elements"),
        (b"<rss><channel>" + b" " * (9 << 20) + b"</channel></rss>", "bytes"),
        (gzip.compress(b"<urlset>" + b" " * (60 << 20) + b"</urlset>", mtime=0), "neither"),
        (b"<html></html>", "neither"),
    ],
)
def test_hostile_feeds_are_refused(payload, says):
    with pytest.raises(Failure, match=says) as raised:
        read_feed(payload, url=URL)
    assert raised.value.code == "feed"


def test_of_a_long_feed_the_beginning_is_read():
    items = b"".join(b"<item><title>%d</title></item>" % n for n in range(3000))
    feed = read_feed(b"<rss><channel>" + items + b"</channel></rss>", url=URL)
    assert (len(feed.entries), feed.entries[-1].title) == (feeds.ENTRIES, "1999")
    assert feed.doubts == ("1,000 entries beyond the first 2,000 are not read",)


def outcome(payload):
    """Return the feed, or the code with which it was refused."""
    try:
        return read_feed(payload, url=URL)
    except Failure as failure:
        return failure.code


@pytest.mark.parametrize("name", sorted(ALL))
def test_mutated_feeds_are_read_or_refused(name):
    for payload in mutations([ALL[name]], count=150, seed=7):
        found = outcome(payload)
        for entry in found.entries if found != "feed" else ():
            assert pairs_to_entry(entry_to_pairs(entry)) in (entry, None)
            assert str(entry).encode()


@given(st.binary(max_size=200))
def test_any_bytes_are_a_feed_or_refused(payload):
    for start in (b"", b"<rss>", b"<feed>", b"<urlset>", b'{"version":"https://jsonfeed.org/version/1","items":['):
        found = outcome(start + payload)
        assert found == "feed" or isinstance(found, feeds.Feed)
