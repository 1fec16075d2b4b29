"""Markdown: simple front matter and the first heading; the text itself is kept raw."""

from __future__ import annotations

import re

from riscontro.collect.dates import partial_date
from riscontro.collect.doubt import Doubt
from riscontro.collect.facts import Facts, language_code, safe_url, squeeze
from riscontro.model.time import Published

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.{0,20000}?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_-]{1,40})[ \t]*:[ \t]*(.{1,2000})")
_HEADING = re.compile(r"#[ \t]+(.{1,500})")

_ALIASES = {"date": "published", "source": "publisher", "language": "lang", "canonical_url": "url"}


def read_markdown(text: str) -> Facts:
    """Return the text after the front matter, and what ``key: value`` lines in it say.

    Keys used: title, author, published or date, publisher or source, url, lang. The title is that of the front
    matter, else the first heading of level one, which also stays in the text.
    """
    found = _FRONT_MATTER.match(text)
    fields = _front_matter(found.group(1)) if found else {}
    body = text[found.end() :].lstrip("\n") if found else text
    doubts = []
    published = partial_date(fields.get("published"))
    if "published" in fields and published is None:
        doubts.append(Doubt("collect.date.malformed", f"front matter date ignored: {fields['published'][:60]!r}"))
    url = safe_url(fields.get("url"))
    if "url" in fields and url is None:
        doubts.append(Doubt("collect.url.unsafe", f"front matter address ignored: {fields['url'][:200]!r}"))
    ways = tuple((field, "meta") for field in ("author", "publisher", "title", "url") if fields.get(field))
    return Facts(
        text=body,
        title=squeeze(fields.get("title")) or _first_heading(body),
        author=squeeze(fields.get("author")),
        publisher=squeeze(fields.get("publisher")),
        url=url,
        published=Published(value=published, found_by="meta") if published else None,
        lang=language_code(fields.get("lang")),
        found_by=ways,
        doubts=tuple(doubts),
    )


def _front_matter(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in block.split("\n"):
        field = _FIELD.fullmatch(line.rstrip())
        if field:
            key = field.group(1).lower()
            fields.setdefault(_ALIASES.get(key, key), field.group(2).strip().strip("\"'"))
    return fields


def _first_heading(text: str) -> str | None:
    for line in text[:5000].split("\n"):
        heading = _HEADING.fullmatch(line.strip())
        if heading:
            return squeeze(heading.group(1).rstrip("# \t"))
    return None
