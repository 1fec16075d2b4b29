"""Answers and entries to captures: bytes as received, and everything that they came with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from riscontro.collect.coding import CodingError, codings_of, unpack
from riscontro.collect.http import (
    ADDRESS_KEY,
    REDIRECT_KEY,
    STATUS_KEY,
    VERSION_KEY,
    codings,
    header,
    headers_to_context,
    media_type_of,
)
from riscontro.collect.sniff import HTML, MARKDOWN, OWN_MARK, PDF, SNIFF, TEXT
from riscontro.collect.taking import make_capture
from riscontro.collect.web.entries import ENTRY_TYPE, FEED_URL_KEY, UNFETCHED_KEY, Entry, entry_to_json, entry_to_pairs
from riscontro.collect.web.feeds import feed_type
from riscontro.collect.web.values import Answer, Failure, Prior
from riscontro.model.document import Capture, Declared

GONE = frozenset({"status-401", "status-403", "status-404", "status-410", "status-451", "robots", "media-type"})
"""Causes that a later run need not try again, unless it is told to."""

PAGE_TYPES = frozenset({HTML, TEXT, MARKDOWN, PDF})
"""Media types of pages that are taken; feeds are known by their content."""

_GENERIC_TYPES = (None, "application/octet-stream", "binary/octet-stream", "unknown/unknown")
_LOOK = 2048
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<!--")
_XHTML = "application/xhtml+xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for: the address as it was named, the steps that led from there, and the entry that named it."""

    origin: str
    redirects: tuple[str, ...] = ()
    entry: Entry | None = None
    feed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """Makes captures: ``declared`` is the user's word on all of them, ``clock`` gives the moment."""

    declared: Declared
    clock: Callable[[], datetime]
    limit: int
    page_types: frozenset[str] = PAGE_TYPES

    def answer(self, answer: Answer, asked: Asked) -> Capture:
        """Return the capture of an answer with a body: a feed by its content, else a page of a type that is read.

        Raise :class:`Failure`: ``empty``, ``coding``, ``too-large``, ``media-type``, ``own-dossier``.
        """
        if not answer.body:
            raise Failure("empty", "the answer has no body")
        plain = self.unpacked(answer)
        media_type = feed_type(plain) or page_type(answer.header("content-type"), plain)
        if media_type is None or not (media_type in self.page_types or feed_type(plain)):
            named = media_type_of(answer.header("content-type")) or "no type"
            raise Failure("media-type", f"{named[:80]} is not read; there are: {' '.join(sorted(self.page_types))}")
        if OWN_MARK in plain[:SNIFF]:
            raise Failure("own-dossier", "a dossier that riscontro wrote is no report; not taken")
        context = [
            (STATUS_KEY, str(answer.status)),
            (VERSION_KEY, answer.version),
            *((REDIRECT_KEY, step) for step in asked.redirects),
            (ADDRESS_KEY, answer.address),
            *headers_to_context(answer.headers),
            *_entry_pairs(asked),
        ]
        return self._capture(answer.body, media_type, asked.origin, context, url=answer.url, seen_at=self.clock())

    def unpacked(self, answer: Answer) -> bytes:
        """Return the body before it was packed; raise :class:`Failure`: `coding`, `too-large`, `empty`."""
        names = ", ".join(value for key, value in answer.headers if key.lower() == "content-encoding")
        try:
            plain = unpack(answer.body, codings_of(names), limit=self.limit)
        except CodingError as error:
            code = "too-large" if error.large else "coding"
            raise Failure(code, str(error), transient=not error.large) from error
        if not plain.strip():
            raise Failure("empty", "the answer holds only white space")
        return plain

    def entry(self, entry: Entry, *, url: str, feed: str, cause: Failure | None) -> Capture:
        """Return the capture of an entry alone; ``cause`` says why its page is not held, ``None`` that nobody asked.

        It has no moment at which it was seen, so that the same entry is not taken anew at every failed attempt.
        """
        payload = entry_to_json(entry).encode()
        # The texts lie in the payload.
        pairs = entry_to_pairs(replace(entry, summary=None, content=None))
        why = f"{cause.code} {cause.message}" if cause else "not-asked"
        return self._capture(payload, ENTRY_TYPE, url, [(FEED_URL_KEY, feed), *pairs, (UNFETCHED_KEY, why)], url=url)

    def feed(self, payload: bytes, media_type: str, *, origin: str) -> Capture:
        """Return the capture of a feed that came as a file."""
        return self._capture(payload, media_type, origin, ())

    def _capture(
        self,
        payload: bytes,
        media_type: str,
        origin: str,
        context: Iterable[tuple[str, str]],
        *,
        url: str | None = None,
        seen_at: datetime | None = None,
    ) -> Capture:
        return make_capture(
            payload,
            media_type,
            origin,
            self.declared,
            moment=seen_at or self.clock(),
            context=tuple((name, _sound(value)) for name, value in context),
            url=url,
            seen_at=seen_at,
        )


def _entry_pairs(asked: Asked) -> list[tuple[str, str]]:
    if asked.entry is None or asked.feed is None:
        return []
    return [(FEED_URL_KEY, asked.feed), *entry_to_pairs(asked.entry)]


def _sound(value: str) -> str:
    return value.encode("utf-8", "replace").decode("utf-8")


def page_type(content_type: str | None, start: bytes) -> str | None:
    """Return the media type of a page: what its server says, or what it looks like where that says nothing.

    >>> page_type("application/xhtml+xml", b""), page_type(None, b"%PDF-1.7")
    ('text/html', 'application/pdf')
    """
    named = media_type_of(content_type)
    if named == _XHTML:
        return "text/html"
    if start.startswith(b"%PDF-"):
        return "application/pdf"
    looks_html = start[:_LOOK].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML_STARTS)
    if looks_html and (named in _GENERIC_TYPES or named in ("text/plain", "text/xml", "application/xml")):
        return "text/html"
    return None if named in _GENERIC_TYPES else named


def prior_of(capture: Capture, load: Callable[[], bytes]) -> Prior:
    """Return what is held of an address, from its last capture; ``load`` gives the payload."""
    names = codings(capture.context)

    def unpacked() -> bytes:
        # It was within bounds when it came; a hundredfold is more than any coding of text gives.
        return unpack(load(), names, limit=max(1 << 20, capture.size * 1100))

    unfetched = capture.said(UNFETCHED_KEY)
    cause = unfetched.partition(" ")[0] if unfetched else None
    return Prior(
        media_type=capture.media_type,
        final_url=capture.url or capture.origin,
        load=unpacked,
        etag=header(capture.context, "etag"),
        modified=header(capture.context, "last-modified"),
        unfetched=cause,
        gone=cause in GONE,
    )
