"""Captures from the web to text: bodies as they were packed, entries that stand for their pages, feeds beside pages."""

from __future__ import annotations

import re
from dataclasses import replace

from riscontro.collect.coding import CodingError, unpack
from riscontro.collect.doubt import Doubt
from riscontro.collect.endings import count_words
from riscontro.collect.facts import Facts, Signals, language_code
from riscontro.collect.http import codings
from riscontro.collect.web.entries import UNFETCHED_KEY, Entry, json_to_entry, pairs_to_entry
from riscontro.model.document import Capture

LONGER = 1.15
"""From this ratio on a feed's text is longer than the page's: smaller ones come from captions and titles."""

LONGER_WORDS = 30
"""Words that it gives more at least: a lead of a sentence is no report."""

_UNPACKED_BYTES = 32 << 20
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#][a-zA-Z0-9]{1,9};")


def unpacked_payload(capture: Capture, payload: bytes) -> bytes:
    """Return the body of an answer before its server packed it; the very payload where it is not packed.

    A body that is not packed as its header says stays as it is: crawlers keep the header of a coding they have undone.
    """
    named = codings(capture.context)
    if not named:
        return payload
    try:
        return unpack(payload, named, limit=_UNPACKED_BYTES)
    except CodingError:
        return payload


def read_entry(capture: Capture, payload: bytes) -> Facts:
    """Return text and facts of an entry that is held in place of its page; ``text`` is empty where it has none."""
    entry = json_to_entry(payload.decode("utf-8", "replace"))
    if entry is None:
        return Facts(text="", why_empty=Doubt("collect.feed.malformed", "not the entry of a feed"))
    why = (capture.said(UNFETCHED_KEY) or "").partition(" ")[2]
    told = f"the page is not held: {why}" if why else "the page was not asked for"
    return Facts(
        text=feed_text(entry),
        url=capture.url,
        lang_hint=language_code(entry.lang),
        signals=Signals(summary=f"the feed's own text; {told}"),
    )


def with_feed_text(facts: Facts, capture: Capture) -> Facts:
    """Return the facts of a page with the feed's own text beside them, or in the text's place where the page gives
    less: a teaser of what its feed holds.
    """
    entry = pairs_to_entry(capture.context)
    text = feed_text(entry) if entry is not None else ""
    if not text:
        return facts
    page_words, feed_words = count_words(facts.text), count_words(text)
    if feed_words < page_words * LONGER or feed_words - page_words < LONGER_WORDS:
        return replace(facts, signals=replace(facts.signals, feed=text))
    told = f"the feed's own text of {feed_words} words is held; the page gives {page_words}"
    # The page's notices speak of the page's text, its stated lengths of the report.
    signals = Signals(
        free=facts.signals.free, words=facts.signals.words, characters=facts.signals.characters, summary=told
    )
    return replace(facts, text=text, signals=signals)


def feed_text(entry: Entry) -> str:
    """Return the longer of an entry's content and summary as plain text, paragraphs parted by an empty line."""
    text = entry.text
    if not _MARKUP.search(text):
        return "\n\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
    from riscontro.collect.page import fragment_text

    return fragment_text(text)
