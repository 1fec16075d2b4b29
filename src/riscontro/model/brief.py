"""Claims and documents with what relating and counting need of them, and no more: a large case holds very many.

:class:`AnyClaim` and :class:`AnyPage` are what both the brief and the whole records offer, so that what is made of
them asks for either.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol

from riscontro.model.claim import Basis, Claim, EventType, Modality, Quantity, Root, Stance
from riscontro.model.document import Access
from riscontro.model.time import Interval


class AnyClaim(Protocol):
    """What relating asks of a claim; fields as in :class:`~riscontro.model.claim.Claim`."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def document_id(self) -> str: ...  # noqa: D102
    @property
    def type(self) -> EventType: ...  # noqa: D102
    @property
    def mode(self) -> str | None: ...  # noqa: D102
    @property
    def place(self) -> str | None: ...  # noqa: D102
    @property
    def when(self) -> Interval | None: ...  # noqa: D102
    @property
    def quantity(self) -> Quantity | None: ...  # noqa: D102
    @property
    def modality(self) -> Modality: ...  # noqa: D102
    @property
    def basis(self) -> Basis: ...  # noqa: D102
    @property
    def stance(self) -> Stance: ...  # noqa: D102
    @property
    def root(self) -> Root | None: ...  # noqa: D102
    @property
    def calls_ceiling(self) -> bool: ...  # noqa: D102
    @property
    def observed(self) -> bool: ...  # noqa: D102


class AnyPage(Protocol):
    """What relating asks of a document; fields as in :class:`~riscontro.model.document.Provenance`."""

    @property
    def document_id(self) -> str: ...  # noqa: D102
    @property
    def publisher(self) -> str | None: ...  # noqa: D102
    @property
    def public_from(self) -> datetime: ...  # noqa: D102


class BriefClaim(NamedTuple):
    """A claim without its sides, spans, hedge and answer."""

    id: str
    document_id: str
    type: EventType
    mode: str | None
    place: str | None
    modality: Modality
    basis: Basis
    stance: Stance
    via: tuple[str, ...]
    calls_ceiling: bool
    observed: bool
    when: Interval | None
    quantity: Quantity | None
    root: Root | None


def claim_to_brief(claim: Claim) -> BriefClaim:
    """Return a claim in brief."""
    return BriefClaim(*(getattr(claim, name) for name in BriefClaim._fields))


class BriefPage(NamedTuple):
    """A document without text, title and address."""

    document_id: str
    publisher: str | None
    lang: str
    translated: str | None
    access: Access
    family: str | None
    public_from: datetime
    held_from: datetime
