"""What a page says of itself in its markup: JSON-LD, meta elements, links."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from riscontro.collect.dates import partial_date
from riscontro.collect.facts import host_of, safe_url, same_site
from riscontro.model.time import Published

_SCRIPT_CHARACTERS = 1 << 20
_NODES = 2000
_ARTICLE_TYPES = ("article", "blogposting", "report", "liveblogposting", "analysisnewsarticle")
_META_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "pubdate",
    "publish-date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "date",
)
_META_EDITS = (
    "article:modified_time",
    "og:article:modified_time",
    "datemodified",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
)
_META_SOURCES = ("syndication-source", "original-source", "dc.source", "dcterms.source", "article:source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Facts of the markup, unchecked strings; what is missing is ``None``."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    canonical: str | None = None
    published: Published | None = None
    modified: Published | None = None
    source: str | None = None
    lang: str | None = None
    translated: str | None = None
    free: bool | None = None
    words: int | None = None
    characters: int | None = None
    gated: bool | None = None
    found_by: tuple[tuple[str, str], ...] = ()


def read_marks(tree: Any) -> Marks:
    """Return what the markup of a parsed page says: JSON-LD before meta elements."""
    metas = _meta_contents(tree)
    article = _article_node(tree)
    ways: dict[str, str] = {}

    def first(field: str, **said: str | None) -> str | None:
        for way, value in said.items():
            if value:
                ways[field] = _WAYS.get(way, way)
                return value
        return None

    title = first("title", json_ld=_text(article.get("headline")), meta=metas.get("og:title"))
    author = first("author", json_ld=_names(article.get("author")), meta=_author(metas))
    publisher = first("publisher", meta=metas.get("og:site_name"), json_ld=_names(article.get("publisher")))
    canonical = _canonical(tree)
    return Marks(
        title=title or first("title", page=_element_text(tree, ".//h1") or _element_text(tree, ".//title")),
        author=author,
        publisher=publisher or first("publisher", meta=metas.get("application-name")),
        url=first("url", meta=_own_address(canonical, metas.get("og:url"))),
        canonical=canonical,
        published=_dated(article.get("datePublished"), metas, _META_DATES),
        modified=_dated(article.get("dateModified"), metas, _META_EDITS),
        source=first("source", json_ld=_taken_from(article), meta=_first_of(metas, _META_SOURCES)),
        lang=tree.get("lang")
        or _text(article.get("inLanguage"))
        or metas.get("content-language")
        or metas.get("og:locale"),
        translated=_machine_translated(tree),
        free=_free(article),
        words=_positive(article.get("wordCount")),
        characters=len(" ".join((_text(article.get("articleBody")) or "").split())) or None,
        gated=_gated(tree, article),
        found_by=tuple(sorted(ways.items())),
    )


_WAYS = {"json_ld": "json-ld"}


def _author(metas: Mapping[str, str]) -> str | None:
    names = (metas.get("author"), metas.get("article:author"), metas.get("dc.creator"), metas.get("parsely-author"))
    # Networks want the address of a profile there.
    return next((name for name in names if name and not name.startswith(("http:", "https:"))), None)


def _first_of(metas: Mapping[str, str], keys: tuple[str, ...]) -> str | None:
    return next((metas[key] for key in keys if metas.get(key)), None)


def _taken_from(article: Mapping[str, Any]) -> str | None:
    """Return whom schema.org's properties of an article name as those it was taken from: a name, else an address.

    ``isBasedOn`` names the original (https://schema.org/isBasedOn), ``sourceOrganization`` "the Organization on whose
    behalf the creator was working", ``provider`` who provides it; the last two count where they are not the publisher.
    """
    based_on = article.get("isBasedOn") or article.get("isBasedOnUrl")
    if based_on:
        parts = based_on if isinstance(based_on, list) else [based_on]
        nodes = [part for part in parts[:20] if isinstance(part, dict)]
        named = (_names(node.get(key)) for node in nodes for key in ("publisher", "sourceOrganization", "provider"))
        links = (_text(part.get("url") or part.get("@id")) if isinstance(part, dict) else _text(part) for part in parts)
        return next((name for name in (*named, *links) if name), None)
    publisher = _names(article.get("publisher"))
    names = (_names(article.get(key)) for key in ("sourceOrganization", "provider"))
    return next((name for name in names if name and name != publisher), None)


def _dated(value: Any, metas: Mapping[str, str], keys: tuple[str, ...]) -> Published | None:
    value = partial_date(_text(value))
    if value:
        return Published(value=value, found_by="json-ld")
    for key in keys:
        value = partial_date(metas.get(key))
        if value:
            return Published(value=value, found_by="meta")
    return None


def _meta_contents(tree: Any) -> dict[str, str]:
    contents: dict[str, str] = {}
    for meta in tree.iterfind(".//meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = (meta.get("content") or "").strip()
        if key and content:
            contents.setdefault(key.strip().lower(), content)
    return contents


def _canonical(tree: Any) -> str | None:
    for link in tree.iterfind(".//link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return (link.get("href") or "").strip() or None
    return None


def _own_address(canonical: str | None, shared: str | None) -> str | None:
    """Return where the page stands: its canonical address, unless that names another site than ``og:url`` does, as a
    licensed copy's does.
    """
    sites = host_of(safe_url(canonical)), host_of(safe_url(shared))
    if sites[0] and sites[1] and not same_site(sites[0], sites[1]):
        return shared
    return canonical or shared


def _element_text(tree: Any, path: str) -> str | None:
    element = tree.find(path)
    return " ".join("".join(element.itertext()).split()) or None if element is not None else None


def _article_node(tree: Any) -> Mapping[str, Any]:
    """Return the first JSON-LD object that is an article, an empty one where there is none."""
    for script in tree.iterfind(".//script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        for node in _nodes(_load(script.text or "")):
            if _is_article(node.get("@type")):
                return node
    return {}


def _load(script: str) -> Any:
    if len(script) > _SCRIPT_CHARACTERS:
        return None
    try:
        return json.loads(script.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a JSON-LD value, breadth first, through lists, ``@graph`` and ``mainEntity``."""
    pending, seen = [value], 0
    while pending and seen < _NODES:
        node = pending.pop(0)
        seen += 1
        if isinstance(node, list):
            pending.extend(node[:_NODES])
        elif isinstance(node, dict):
            yield node
            pending.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _is_article(kind: Any) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and name.lower().endswith(_ARTICLE_TYPES) for name in kinds)


def _text(value: Any) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return html.unescape(value).strip() or None if isinstance(value, str) else None


def _names(value: Any) -> str | None:
    """Return the names of one or several persons or organisations, joined by "; "."""
    values = value if isinstance(value, list) else [value]
    names = [_text(item.get("name")) if isinstance(item, dict) else _text(item) for item in values[:20]]
    return "; ".join(name for name in names if name and not name.startswith("http")) or None


def _positive(value: Any) -> int | None:
    text = str(value).strip() if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    return int(text) or None if text.isascii() and text.isdigit() and len(text) < 8 else None


def _free(article: Mapping[str, Any]) -> bool | None:
    flag = article.get("isAccessibleForFree")
    if isinstance(flag, bool):
        return flag
    return {"true": True, "false": False}.get(flag.strip().lower()) if isinstance(flag, str) else None


def _gated(tree: Any, article: Mapping[str, Any]) -> bool | None:
    """Tell whether the elements marked as not free are on the page with text; ``None`` where none is marked.

    Only the selectors that schema.org's documentation asks for are followed: ``.class`` and ``#id``.
    """
    parts = article.get("hasPart")
    selectors = []
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, dict) and _free(part) is False and isinstance(part.get("cssSelector"), str):
            selectors.extend(part["cssSelector"][:500].split(","))
    names = {selector.strip()[1:] for selector in selectors[:20] if selector.strip()[:1] in (".", "#")}
    if not names:
        return None
    marked = (node for node in tree.iter("*") if names & {*(node.get("class") or "").split(), node.get("id")})
    return any(len(" ".join("".join(node.itertext()).split())) >= _GATED_CHARACTERS for node in marked)


_GATED_CHARACTERS = 600
"""Text from which a part marked as not free counts as present: a blurb of an offer is shorter."""


def _machine_translated(tree: Any) -> str | None:
    """Return ``und`` where a browser saved the page translated: it then marks the root element with this class."""
    classes = (tree.get("class") or "").lower().split()
    return "und" if "translated-ltr" in classes or "translated-rtl" in classes else None
