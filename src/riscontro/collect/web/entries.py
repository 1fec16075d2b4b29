"""What a feed says of one report: kept beside the page, or in its place. Needs none of the extra's libraries."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

ENTRY_TYPE = "application/vnd.riscontro.feed-entry+json"
"""Media type of a capture that holds an entry alone, for want of its page."""

FEED_URL_KEY = "feed.url"
UNFETCHED_KEY = "feed.unfetched"
"""Names of context pairs: the feed's address, and why the page of an entry is not held (a code and a sentence)."""

FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/vnd.riscontro.sitemap+xml"}
)
"""Media types of captures that hold a feed or a sitemap. They give no documents themselves: each entry is a capture."""

SITEMAP_TYPE = "application/vnd.riscontro.sitemap+xml"

TEXT_CHARACTERS = 400_000
FIELD_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed or sitemap, its strings as they stand there.

    ``summary`` and ``content`` may be markup. ``published`` and ``updated`` are dates of any form that
    :func:`riscontro.collect.dates.partial_date` reads; ``source`` is the RSS ``source`` element (who published it
    first), ``publisher`` the feed's or sitemap's own name. ``cut`` tells that a text was longer than is kept.
    """

    url: str | None = None
    id: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    lang: str | None = None
    publisher: str | None = None
    source: str | None = None
    source_url: str | None = None
    summary: str | None = None
    content: str | None = None
    cut: bool = False

    @property
    def text(self) -> str:
        """The longer of content and summary, as it stands in the feed; may be empty."""
        return max(self.content or "", self.summary or "", key=len)


_NAMES = frozenset(field.name for field in fields(Entry))
_PAIR_NAMES = {name: f"feed.{name}" for name in sorted(_NAMES)} | {"url": "feed.link", "source_url": "feed.source.url"}


def bounded(entry: Entry) -> Entry:
    """Return the entry with every string cut to what is kept of it, and characters that no UTF-8 carries replaced."""
    kept: dict[str, str | bool | None] = {}
    cut = entry.cut
    for name, value in asdict(entry).items():
        if isinstance(value, str):
            most = TEXT_CHARACTERS if name in ("summary", "content") else FIELD_CHARACTERS
            cut = cut or len(value) > most
            value = value[:most].encode("utf-8", "replace").decode("utf-8").strip() or None
        kept[name] = value
    return Entry(**{**kept, "cut": cut})  # type: ignore[arg-type]


def entry_to_json(entry: Entry) -> str:
    """Return an entry as JSON: keys sorted, what is missing left out."""
    held = {name: value for name, value in asdict(entry).items() if value}
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entry_to_pairs(entry: Entry) -> list[tuple[str, str]]:
    """Return an entry as pairs of a context (``feed.title``, ...), what is missing left out."""
    held = [(_PAIR_NAMES[name], value) for name, value in asdict(entry).items() if value]
    return [(name, "yes" if value is True else value) for name, value in held]


def pairs_to_entry(context: Iterable[tuple[str, str]]) -> Entry | None:
    """Return the entry that lies in a context, ``None`` where none does."""
    names = {pair: name for name, pair in _PAIR_NAMES.items()}
    held: dict[str, str | bool] = {}
    for pair, value in context:
        if pair in names:
            held.setdefault(names[pair], value == "yes" if names[pair] == "cut" else value)
    return Entry(**held) if held else None  # type: ignore[arg-type]


def json_to_entry(text: str) -> Entry | None:
    """Return the entry of its JSON, ``None`` where it is none."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict) or not held.keys() <= _NAMES:
        return None
    if not all(isinstance(value, bool if name == "cut" else str) for name, value in held.items()):
        return None
    return Entry(**held)
