"""What a capture came with, laid under what its bytes say: the headers of an answer, the entry of a feed."""

from __future__ import annotations

import re
from dataclasses import replace

from riscontro.collect.dates import partial_date
from riscontro.collect.facts import Facts, language_code, squeeze
from riscontro.model.document import Capture
from riscontro.model.time import Published

_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)


def charset_told(capture: Capture) -> str | None:
    """Return the charset that the answer's headers tell, as they write it; ``None`` without one."""
    found = _CHARSET.search((capture.said("http.header.content-type") or "")[:500])
    return found.group(1) if found else None


def with_surroundings(facts: Facts, capture: Capture) -> Facts:
    """Return the facts with what the feed and the headers add where the page is silent.

    A feed's date goes before one that was guessed from the page's layout and after one that its markup states.
    """
    feed = {name.removeprefix("feed."): value for name, value in reversed(capture.context) if name.startswith("feed.")}
    said = {
        "title": facts.title or squeeze(feed.get("title")),
        "author": facts.author or squeeze(feed.get("author")),
        "publisher": facts.publisher or squeeze(feed.get("publisher")),
        "source": facts.source or squeeze(feed.get("source")),
    }
    ways = dict(facts.found_by)
    ways.update({field: "feed" for field, value in said.items() if value and not getattr(facts, field)})
    hint = language_code(capture.said("http.header.content-language")) or language_code(feed.get("lang"))
    return replace(
        facts,
        title=said["title"],
        author=said["author"],
        publisher=said["publisher"],
        source=said["source"],
        published=_published(facts.published, feed.get("published")),
        modified=facts.modified or _edited(feed),
        lang_hint=facts.lang_hint or hint,
        found_by=tuple(sorted(ways.items())),
    )


def _published(found: Published | None, fed: str | None) -> Published | None:
    day = partial_date(fed)
    if day is None or (found is not None and found.found_by != "page"):
        return found
    return Published(value=day, found_by="feed")


def _edited(feed: dict[str, str]) -> Published | None:
    """Return the day on which the entry was updated, where it tells another day for its publication."""
    day, first = partial_date(feed.get("updated")), partial_date(feed.get("published"))
    return Published(value=day, found_by="feed") if day and first and day > first else None
