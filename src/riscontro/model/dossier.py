"""What the last room is given: a case seen whole at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from riscontro.model.claim import Claim, Root
from riscontro.model.document import Document
from riscontro.model.dyad import Relation
from riscontro.model.event import Event
from riscontro.model.issue import Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How many claims came from a root (``None``: the outlet's own words) by a chain of relays to an outlet."""

    root: Root | None
    via: tuple[str, ...]
    publisher: str | None
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a dossier counts, of all documents and claims that it is about, whether it was given them or not.

    ``ways`` come in no order, ``claims_of`` are the claims of each document given, ``firsts`` the earliest document of
    each family of near-copies. Where events were brought without their origins, ``independent`` says how many groups
    stand behind each, and ``chosen`` which events are shown (these came whole); else both are empty.
    """

    documents: int
    publishers: int
    languages: int
    claims: int
    roots: int
    unread: int
    cut: int
    translated: int
    ways: tuple[Way, ...]
    claims_of: Mapping[str, int]
    firsts: Mapping[str, str]
    last_public: datetime | None
    independent: Mapping[str, int] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything that a dossier is built from.

    ``as_of`` is the moment of knowledge asked for, ``None`` for all that is held; ``held_to`` the latest moment at
    which the case came to hold any of it, so that the same case gives the same bytes. ``documents`` are in the
    order of publication, ``claims`` by document and span, ``events`` by date of fact. ``unread`` maps a document's
    id to why nothing was read from it. ``since`` is the moment of public time from which changes are told, if any;
    ``companion`` the name of the file beside the dossier that holds the events left out of it;
    ``whole``, where only what concerns the pair was loaded, how many documents and claims the case holds.
    ``unproved`` are the sentences that did not follow from their claims when the dossier was checked, to be marked.
    ``tally``, for a large case, has the counts, and ``documents`` and ``claims`` are only those that can be printed.
    """

    title: str
    relation: Relation
    as_of: datetime | None
    held_to: datetime | None
    version: str
    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    events: tuple[Event, ...]
    issues: tuple[Issue, ...]
    unread: tuple[tuple[str, str], ...]
    since: datetime | None = None
    companion: str | None = None
    whole: tuple[int, int] | None = None
    tally: Tally | None = None
    unproved: frozenset[str] = frozenset()
