"""Captures (bytes as received) and the documents derived from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from riscontro.model.ids import make_id
from riscontro.model.time import Published, public_from


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

    ``id`` is made of the payload's digest, the URL and the declared facts, so the same file under another path,
    or captured again at another moment, is the same capture. ``origin`` is the path or URL as given.
    ``context`` holds further pairs (headers, feed entry), in the order received.
    """

    id: str
    digest: str
    size: int
    media_type: str
    origin: str
    moment: datetime
    declared: Declared = Declared()
    context: tuple[tuple[str, str], ...] = ()
    payload: bytes | None = field(default=None, repr=False, compare=False)
    """The bytes themselves while they are at hand; the archive holds them afterwards."""


def capture_id(*, digest: str, url: str | None, declared: Declared) -> str:
    """Return a capture's id: payload digest, URL, declared facts."""
    return make_id("cap", [digest, url, *declared.fields()])


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report, immutable.

    ``part`` is its ordinal within the capture (0 where the capture holds one). ``lang`` is an ISO 639-1 code or
    ``und``. ``translated`` names the language the page says it was machine-translated from, ``und`` where it does
    not say which; ``None`` where nothing hints at translation. ``share`` is the part of the report that the page
    held, 0 to 1, ``share_evidence`` the reasons. ``family`` groups near-copies and republications; ``version``
    counts captures of one URL with different text, from 1.
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

    @property
    def public_from(self) -> datetime:
        """When the words were public; see :func:`riscontro.model.time.public_from`."""
        return public_from(self.published, self.held_from)

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


def document_id(*, part_digest: str, declared: Declared) -> str:
    """Return a document's id: the digest of the raw bytes of its part of the capture, and the declared facts.

    Raw bytes rather than extracted text, so that a better extractor does not rename a document.
    """
    return make_id("doc", [part_digest, *declared.fields()])
