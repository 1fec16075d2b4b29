"""Captures (bytes as received) and the documents derived from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from riscontro.model.ids import make_id
from riscontro.model.time import Published, instant_to_text, public_from

_AS_SHARE = -1.0
"""Stands for an end of the share's interval that was left out."""


class Access(StrEnum):
    """How much of the report the page gave."""

    FULL = "full"
    PARTIAL = "partial"
    PAYWALLED = "paywalled"
    EXCERPT = "excerpt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the user said of an input; it outranks what the page says of itself. Part of a capture's identity."""

    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    lang: str | None = None

    def fields(self) -> tuple[str | None, ...]:
        """Return the fields in the fixed order that ids are made of."""
        return (self.published, self.publisher, self.url, self.title, self.lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Bytes as they were received, and every piece of context they came with. Equal when their ids are.

    ``id`` is made of the payload's digest, the URL, the declared facts and ``seen_at``, so the same file under another
    path, or taken again at another moment, is the same capture, and a page fetched again is another one.
    ``origin`` is the path or URL as given; ``url`` the address that answered with these bytes, ``None`` for a file.
    ``moment`` is when the case took the bytes; ``seen_at`` when they were seen where they were published, where that is
    told (an answer of a server, now or in a WARC file), never later than ``moment``.

    ``context`` holds further pairs in the order received, a name perhaps several times. Names in use: ``first-line``
    (of a block of JSON lines); ``http.status``, ``http.version``, ``http.redirect`` (a step that led there),
    ``http.address``; ``http.header.NAME`` (lower case); ``feed.NAME`` (``title``, ``summary``, ``content``,
    ``published``, ``updated``, ``author``, ``source``, ``source.url``, ``link``, ``id``, ``lang`` of the feed's entry;
    ``publisher`` and ``url`` of the feed itself; ``unfetched``: why the entry's page is not held); ``warc.NAME``;
    ``packed`` (``gzip``: the bytes lay packed so).

    ``revisit_of`` is the id of an earlier capture with the same payload digest, whose record in the archive holds the
    bytes; this one's holds only what they came with.
    """

    id: str
    digest: str
    size: int
    media_type: str
    origin: str
    moment: datetime
    declared: Declared = Declared()
    context: tuple[tuple[str, str], ...] = ()
    url: str | None = None
    seen_at: datetime | None = None
    revisit_of: str | None = None
    payload: bytes | None = field(default=None, repr=False, compare=False)
    """The bytes themselves while they are at hand; the archive holds them afterwards."""

    def said(self, name: str) -> str | None:
        """Return the first value of a name in the context, ``None`` where it has none."""
        return next((value for key, value in self.context if key == name), None)


def capture_id(*, digest: str, url: str | None, declared: Declared, seen_at: datetime | None = None) -> str:
    """Return a capture's id: payload digest, URL, declared facts; and where it is told, when the bytes were seen."""
    seen = () if seen_at is None else (instant_to_text(seen_at),)
    return make_id("cap", [digest, url, *declared.fields(), *seen])


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report, immutable.

    ``part`` is its ordinal within the capture (0 where the capture holds one). ``lang`` is an ISO 639-1 code or
    ``und``. ``translated`` names the language the page says it was machine-translated from, ``und`` where it does
    not say which; ``None`` where nothing hints at translation. ``share`` is the part of the report that the page
    held, 0 to 1, within ``share_low`` and ``share_high`` (left out, the share itself: 1 and 1 for a full page),
    ``share_evidence`` the reasons. ``family`` groups near-copies and republications; ``version`` counts captures of
    one URL with different text, from 1, by the moments at which they were seen.

    ``url`` is where the words stood, ``canonical_url`` what the page names as its own address (another host's, for a
    copy). ``modified`` is the last edit that the page shows. ``agencies`` are those whose copy it says it carries, by
    their usual names in English, in order; ``source`` the publisher it says it was taken from. ``seen_at`` is
    the capture's. ``found_by`` tells of the short facts how each was found, as pairs of field and way, by field:
    ``("title", "json-ld")``; the ways are those of :class:`Published`, and ``declared`` is the user's word.
    """

    id: str
    capture_id: str
    part: int
    url: str | None
    publisher: str | None
    author: str | None
    title: str | None
    text: str
    lang: str
    translated: str | None
    published: Published | None
    access: Access
    share: float
    share_evidence: tuple[str, ...]
    held_from: datetime
    family: str | None = None
    version: int = 1
    share_low: float = _AS_SHARE
    share_high: float = _AS_SHARE
    modified: Published | None = None
    agencies: tuple[str, ...] = ()
    source: str | None = None
    canonical_url: str | None = None
    seen_at: datetime | None = None
    found_by: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        low = self.share if self.share_low == _AS_SHARE else min(self.share_low, self.share)
        high = self.share if self.share_high == _AS_SHARE else max(self.share_high, self.share)
        object.__setattr__(self, "share_low", low)
        object.__setattr__(self, "share_high", high)

    @property
    def public_from(self) -> datetime:
        """When the words were public; see :func:`riscontro.model.time.public_from`.

        A later version of a page that was fetched was edited on a day that only ``modified`` may tell.
        """
        edited = self.version > 1 and self.seen_at is not None
        return public_from(self.published, self.seen_at or self.held_from, modified=self.modified, edited=edited)

    def way_of(self, field: str) -> str | None:
        """Return how a fact (``title``, ``author``, ``publisher``, ``url``, ``lang``, ``published``) was found."""
        if field == "published":
            return self.published.found_by if self.published else None
        return dict(self.found_by).get(field)

    @property
    def provenance(self) -> Provenance:
        """The document without its text."""
        return Provenance(
            document_id=self.id,
            url=self.url,
            publisher=self.publisher,
            lang=self.lang,
            translated=self.translated,
            access=self.access,
            share=self.share,
            family=self.family,
            version=self.version,
            public_from=self.public_from,
            held_from=self.held_from,
            agencies=self.agencies,
            source=self.source,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What weighing needs to know of a document: everything but its text. Fields as in :class:`Document`."""

    document_id: str
    url: str | None
    publisher: str | None
    lang: str
    translated: str | None
    access: Access
    share: float
    family: str | None
    version: int
    public_from: datetime
    held_from: datetime
    agencies: tuple[str, ...] = ()
    source: str | None = None


def document_id(*, part_digest: str, declared: Declared) -> str:
    """Return a document's id: the digest of the raw bytes of its part of the capture, and the declared facts.

    Raw bytes rather than extracted text, so that a better extractor does not rename a document.
    """
    return make_id("doc", [part_digest, *declared.fields()])
