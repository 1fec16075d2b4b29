"""What exports are given: all that a case holds at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from riscontro.model.claim import Claim
from riscontro.model.document import Document
from riscontro.model.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """A case seen whole: documents by publication, claims by document and span, events by first moment of knowledge.

    ``as_of`` is the moment of knowledge asked for, ``None`` for all that is held; ``held_to`` the latest moment at
    which the case came to hold any of it, so that the same case gives the same bytes.
    """

    title: str
    as_of: datetime | None
    held_to: datetime | None
    version: str
    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    events: tuple[Event, ...]
