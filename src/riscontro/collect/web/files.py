"""Feeds in files: what they say themselves, without asking the web for anything."""

from __future__ import annotations

from collections.abc import Iterator

from riscontro.collect.taking import Taking, input_issue
from riscontro.collect.web.address import check_url
from riscontro.collect.web.feeds import JSON_FEED, feed_type, read_feed
from riscontro.collect.web.records import Recorder
from riscontro.collect.web.values import Failure
from riscontro.errors import UsageError
from riscontro.model.document import Capture
from riscontro.model.issue import Issue


def begins_feed(head: bytes) -> bool:
    """Tell whether a file that begins so is a feed or sitemap: by its root element, or the version of a JSON Feed.

    >>> begins_feed(b"<?xml version='1.0'?><rss version='2.0'><channel>"), begins_feed(b"<note/>")
    (True, False)
    """
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return JSON_FEED.encode() in head.replace(b"\\/", b"/")
    return feed_type(head) is not None


def read_feed_file(payload: bytes, origin: str, taking: Taking) -> Iterator[Capture | Issue]:
    """Yield the capture of a feed, and one of each entry that has a text; what is wrong with it is an issue."""
    recorder = Recorder(declared=taking.declared, clock=taking.clock, limit=taking.limits.file)
    media_type = feed_type(payload)
    try:
        feed = read_feed(payload, url=origin)
    except (Failure, UsageError) as error:
        yield input_issue("web.feed", origin, str(error))
        return
    assert media_type is not None
    yield recorder.feed(payload, media_type, origin=origin)
    for doubt in feed.doubts:
        yield input_issue("web.feed", origin, doubt)
    for number, entry in enumerate(feed.entries, start=1):
        if entry.text:
            yield recorder.entry(entry, url=_address(entry.url, origin, number), feed=origin, cause=None)


def _address(url: str | None, origin: str, number: int) -> str:
    try:
        return check_url(url or "")
    except Failure:
        return f"{origin}, entry {number}"
