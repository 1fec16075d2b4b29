"""Sitemaps and news sitemaps (sitemaps.org, Google's sitemap-news 0.9): addresses, and what they say of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from riscontro.collect.dates import partial_date
from riscontro.collect.web.entries import Entry, bounded
from riscontro.collect.web.markup import local_name, parse_xml

ADDRESSES = 50_000
"""Addresses of one sitemap, the protocol's own bound."""

CHILDREN = 50
"""Sitemaps of one index that are followed, those with the newest date first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap names: reports, newest first where it dates them, or further sitemaps, and what was doubtful."""

    entries: tuple[Entry, ...] = ()
    children: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def read_sitemap(payload: bytes) -> Sitemap:
    """Return what a sitemap or a sitemap index names; raise :class:`Failure` where it is none that is read."""
    root, fault = parse_xml(payload)
    doubts = [f"not well-formed ({fault}); what stands before and behind it is read"] if fault else []
    nodes = [node for node in root if isinstance(node.tag, str)]
    if local_name(root.tag).lower() == "sitemapindex":
        return _read_index(nodes, doubts)
    found = [_to_entry(node) for node in nodes[:ADDRESSES] if local_name(node.tag) == "url"]
    entries = [entry for entry in found if entry.url]
    if len(nodes) > ADDRESSES:
        doubts.append(f"{len(nodes) - ADDRESSES:,} addresses beyond the first {ADDRESSES:,} are not read")
    entries.sort(key=lambda entry: entry.published or entry.updated or "", reverse=True)
    return Sitemap(entries=tuple(entries), doubts=tuple(doubts))


def _read_index(nodes: list[Any], doubts: list[str]) -> Sitemap:
    found = []
    for node in nodes[:ADDRESSES]:
        fields = _fields(node)
        if local_name(node.tag) == "sitemap" and fields.get("loc"):
            found.append((fields.get("lastmod", ""), fields["loc"]))
    found.sort(key=lambda pair: pair[0], reverse=True)
    if len(found) > CHILDREN:
        doubts.append(f"{len(found) - CHILDREN:,} sitemaps beyond the {CHILDREN} newest are not followed")
    return Sitemap(children=tuple(url for _, url in found[:CHILDREN]), doubts=tuple(doubts))


def _to_entry(node: Any) -> Entry:
    fields = _fields(node)
    news = next((_fields(child) for child in node if local_name(child.tag) == "news"), {})
    publication: dict[str, str] = {}
    for child in node.iter():
        if local_name(child.tag) == "publication":
            publication = _fields(child)
            break
    return bounded(
        Entry(
            url=fields.get("loc"),
            title=news.get("title"),
            published=_moment(news.get("publication_date")),
            updated=_moment(fields.get("lastmod")),
            publisher=publication.get("name"),
            lang=publication.get("language"),
        )
    )


def _fields(node: Any) -> dict[str, str]:
    """Return the texts of an element's children by local name, the first of each."""
    found: dict[str, str] = {}
    for child in node:
        if isinstance(child.tag, str):
            found.setdefault(local_name(child.tag), (child.text or "").strip())
    return found


def _moment(value: str | None) -> str | None:
    return value if partial_date(value) else None
