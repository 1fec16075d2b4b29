"""Feeds by what they hold: RSS and Atom through feedparser (this module alone imports it), JSON Feed by its schema."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin

from riscontro.collect.coding import CodingError, unpack
from riscontro.collect.dates import partial_date
from riscontro.collect.web.entries import SITEMAP_TYPE, Entry, bounded
from riscontro.collect.web.markup import local_name, parse_xml, root_name, to_clean_bytes
from riscontro.collect.web.sitemaps import read_sitemap
from riscontro.collect.web.values import Failure, missing_extra

FEED_BYTES = 8 << 20
"""Bytes of a feed that is read; one of a thousand whole reports has half of them."""

SITEMAP_BYTES = 50 << 20
"""Bytes of a sitemap, the protocol's own bound (sitemaps.org: 50 MB)."""

ENTRIES = 2_000
"""Entries of one feed that are read."""

JSON_FEED = "jsonfeed.org/version/"
"""What the ``version`` of a JSON Feed holds (jsonfeed.org, version 1.1)."""

_ROOTS = {
    "rss": "application/rss+xml",
    "rdf": "application/rss+xml",
    "feed": "application/atom+xml",
    "urlset": SITEMAP_TYPE,
    "sitemapindex": SITEMAP_TYPE,
}
_ENTRY_TAGS = ("item", "entry")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed or sitemap gives: entries in its order (newest first for sitemaps), further sitemaps, doubts."""

    entries: tuple[Entry, ...] = ()
    children: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def feed_type(payload: bytes) -> str | None:
    """Return the media type of a feed or sitemap by its content, ``None`` for anything else.

    What a server or a file name calls it does not count. A sitemap in gzip is one too.

    >>> feed_type(b"<rss version='2.0'><channel/></rss>"), feed_type(b"<html></html>")
    ('application/rss+xml', None)
    """
    payload = _unpacked(payload)
    start = payload[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return "application/feed+json" if _is_json_feed(payload) else None
    if not start.startswith((b"<", b"\xff\xfe", b"\xfe\xff", b"\x00<")):
        return None
    return _ROOTS.get(root_name(payload) or "")


def _is_json_feed(payload: bytes) -> bool:
    if JSON_FEED.encode() not in payload and JSON_FEED.replace("/", "\\/").encode() not in payload:
        return False
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and JSON_FEED in str(value.get("version")) and isinstance(value.get("items"), list)


def _unpacked(payload: bytes) -> bytes:
    if not payload.startswith(_GZIP):
        return payload
    try:
        return unpack(payload, ("gzip",), limit=SITEMAP_BYTES)
    except CodingError:
        return b""


def read_feed(payload: bytes, *, url: str) -> Feed:
    """Return what a feed or sitemap gives, its relative addresses made whole against ``url``.

    Raise :class:`Failure` (``feed``) where it is none, or none that is read: see :func:`parse_xml`.
    """
    kind = feed_type(payload)
    payload = _unpacked(payload)
    most = SITEMAP_BYTES if kind == SITEMAP_TYPE else FEED_BYTES
    if len(payload) > most:
        raise Failure("feed", f"{len(payload):,} bytes; at most {most:,} of a feed are read")
    if kind is None:
        raise Failure("feed", "neither an RSS, Atom or JSON feed nor a sitemap")
    if kind == SITEMAP_TYPE:
        sitemap = read_sitemap(payload)
        return Feed(entries=sitemap.entries, children=sitemap.children, doubts=sitemap.doubts)
    return _read_json(payload, url) if kind == "application/feed+json" else _read_xml(payload, url)


# RSS and Atom


def _read_xml(payload: bytes, url: str) -> Feed:
    root, fault = parse_xml(payload)
    doubts = [f"not well-formed ({fault}); what stands before and behind it is read"] if fault else []
    nodes = [node for node in root.iter() if isinstance(node.tag, str) and local_name(node.tag) in _ENTRY_TAGS]
    for node in nodes[ENTRIES:]:
        if node.getparent() is not None:
            node.getparent().remove(node)
    if len(nodes) > ENTRIES:
        doubts.append(f"{len(nodes) - ENTRIES:,} entries beyond the first {ENTRIES:,} are not read")
    parsed = _parse(to_clean_bytes(root), url)
    publisher, lang = _plain(parsed.feed.get("title")), _string(parsed.feed.get("language"))
    entries = tuple(_parsed_to_entry(item, url, publisher, lang) for item in parsed.entries)
    return Feed(entries=entries, doubts=tuple(doubts))


def _parse(clean: bytes, url: str) -> Any:
    try:
        import feedparser
    except ImportError as error:
        raise missing_extra("feedparser") from error
    # Its sanitiser and its resolver of addresses walk the markup of texts, which are kept as they stand.
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(clean, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        # Well-formed XML in an order that its handlers of elements do not expect.
        raise Failure("feed", f"the parser failed on it: {type(error).__name__}: {error}"[:300]) from error


def _parsed_to_entry(item: Any, url: str, publisher: str | None, lang: str | None) -> Entry:
    contents = [_string(part.get("value")) or "" for part in item.get("content") or ()]
    source = item.get("source")
    source = source if isinstance(source, dict) else {}
    return bounded(
        Entry(
            url=_address(item.get("link"), url),
            id=_string(item.get("id")),
            title=_plain(item.get("title")),
            author=_string(item.get("author")),
            published=_date(item.get("published"), item.get("published_parsed")),
            # Asked for where it is missing, feedparser gives `published`, and warns.
            updated=_date(item["updated"], item["updated_parsed"]) if "updated" in item else None,
            lang=_string((item.get("title_detail") or {}).get("language")) or lang,
            publisher=publisher,
            source=_string(source.get("title")),
            source_url=_string(source.get("href")) or _string(source.get("link")),
            summary=_string(item.get("summary")),
            content=max(contents, key=len, default=None),
        )
    )


def _string(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _plain(value: Any) -> str | None:
    """Return a title without the markup and the references that some feeds write into it."""
    text = _string(value)
    return _string(unescape(_TAG.sub("", text))) if text and ("<" in text or "&" in text) else text


def _address(value: Any, base: str) -> str | None:
    text = _string(value)
    if text is None:
        return None
    try:
        return urljoin(base, text)
    except ValueError:
        return text


def _date(value: Any, parsed: Any = None) -> str | None:
    """Return a date as it stands, one of an older or a looser form as ``YYYY-MM-DD``; ``None`` where nothing can be
    made of it. ``parsed`` is what feedparser made of it, in UTC.
    """
    text = _string(value)
    if text is None or partial_date(text):
        return text
    day: str | None
    try:
        day = parsedate_to_datetime(text[:80]).date().isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        day = "{:04}-{:02}-{:02}".format(*parsed[:3]) if parsed else None
    return day if partial_date(day) else None


# JSON Feed


def _read_json(payload: bytes, url: str) -> Feed:
    value = json.loads(payload)
    doubts = []
    items = [item for item in value["items"] if isinstance(item, dict)]
    if len(items) < len(value["items"]):
        doubts.append(f"{len(value['items']) - len(items):,} items are no objects")
    if len(items) > ENTRIES:
        doubts.append(f"{len(items) - ENTRIES:,} entries beyond the first {ENTRIES:,} are not read")
    publisher, lang = _string(value.get("title")), _string(value.get("language"))
    entries = tuple(_item_to_entry(item, url, publisher, lang) for item in items[:ENTRIES])
    return Feed(entries=entries, doubts=tuple(doubts))


def _item_to_entry(item: dict[str, Any], url: str, publisher: str | None, lang: str | None) -> Entry:
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_string(author.get("name")) for author in authors or () if isinstance(author, dict)]
    return bounded(
        Entry(
            url=_address(item.get("url") or item.get("external_url"), url),
            id=_string(item.get("id")),
            title=_string(item.get("title")),
            author="; ".join(name for name in names[:20] if name) or None,
            published=_date(item.get("date_published")),
            updated=_date(item.get("date_modified")),
            lang=_string(item.get("language")) or lang,
            publisher=publisher,
            summary=_string(item.get("summary")),
            content=_string(item.get("content_html")) or _string(item.get("content_text")),
        )
    )
