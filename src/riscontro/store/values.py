"""Small values that the store hands out beside the model's records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from riscontro.model.document import Capture
from riscontro.model.grade import Reliability
from riscontro.model.observation import SeriesRule


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOverride:
    """What the case says of a source against what was learnt: its letter, its state, the topic it is limited to."""

    name: str
    reliability: Reliability
    state: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedConfig:
    """A feed or news sitemap that the case watches: its address, what is declared of its reports, and whether the pages
    that it names are fetched too.
    """

    url: str
    publisher: str | None = None
    lang: str | None = None
    pages: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """How the case asks the web; ``None`` stands for the program's default. ``delay`` is in seconds, ``budget`` in
    requests a host and run, ``together`` in hosts.
    """

    delay: float | None = None
    budget: int | None = None
    together: int | None = None
    contact: str | None = None
    allow_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderConfig:
    """Which reader the case is read by, and how a language model is asked; ``None`` stands for what the program or the
    environment says. There is no key among these: it never stands in a file of the case.
    """

    kind: str | None = None
    url: str | None = None
    model: str | None = None
    form: str | None = None
    timeout: float | None = None
    retries: int | None = None
    patience: float | None = None
    concurrency: int | None = None
    rate: float | None = None
    calls: int | None = None
    tokens: int | None = None
    money: float | None = None
    price_in: float | None = None
    price_out: float | None = None
    reply_tokens: int | None = None
    examples: int | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseConfig:
    """What ``case.toml`` says. ``pairs`` are ISO 3166 alpha-3 codes; ``languages`` ISO 639-1, empty for all that are
    read; ``ladder``, ``flows`` and ``weights`` are the raw tables that ``relate`` reads, empty for the default;
    ``observations`` is what is declared of tables of observations, by file.
    """

    title: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ()
    sources: tuple[SourceOverride, ...] = ()
    ladder: Mapping[str, Any] = field(default_factory=dict)
    flows: Mapping[str, Any] = field(default_factory=dict)
    weights: Mapping[str, Any] = field(default_factory=dict)
    feeds: tuple[FeedConfig, ...] = ()
    web: WebConfig = WebConfig()
    observations: tuple[SeriesRule, ...] = ()
    reader: ReaderConfig = ReaderConfig()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Location:
    """Where a capture lies: the file's name within the archive, and the bytes of its two records there."""

    file: str
    offset: int
    length: int

    @property
    def end(self) -> int:
        """The offset of the first byte after it."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Bytes of an archive file that are no whole record. ``torn`` where they end the file: an append was cut short."""

    file: str
    offset: int
    length: int
    cause: str
    torn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What lay beyond the known end of the archive files: whole captures (without their payloads), torn tails that
    were cut off, and damage within a file, which is left as it is.
    """

    adopted: tuple[tuple[Capture, Location], ...] = ()
    cut: tuple[Damage, ...] = ()
    damaged: tuple[Damage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a job; rows that it opens or closes carry its number."""

    number: int
    job: str
    at: datetime
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a case holds now. Pairs are sorted by key; ``unread`` is by reason (``waiting``: no reader came yet),
    ``sieved`` counts originals kept and not extracted, by reason."""

    captures: int
    documents: int
    claims: int
    events: int
    issues: int
    judgements: int
    tombstones: int
    by_lang: tuple[tuple[str, int], ...]
    by_access: tuple[tuple[str, int], ...]
    unread: tuple[tuple[str, int], ...]
    by_status: tuple[tuple[str, int], ...]
    by_code: tuple[tuple[str, int], ...]
    sieved: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a writer did: rows opened, rows closed, rows that stood already."""

    opened: int = 0
    closed: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A document that holds the words searched for, with an excerpt of its text around the first of them."""

    document_id: str
    title: str | None
    lang: str
    public_from: datetime
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What stays of a capture that was purged: its digest, its documents' ids, why, by whom and when."""

    capture_id: str
    digest: str
    documents: tuple[str, ...]
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fault that ``doctor`` found: a stable code, what it is, where, and how to mend it."""

    code: str
    what: str
    where: str
    mend: str
