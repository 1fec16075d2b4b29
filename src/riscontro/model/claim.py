"""Claims: assertions read from documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from riscontro.model.attribution import Attribution
from riscontro.model.ids import make_plain_id
from riscontro.model.issue import Issue
from riscontro.model.mention import Span, TimeMention
from riscontro.model.time import Interval

OBSERVER = "observations/"
"""How the reader's name begins on claims that are rows of an observation series."""


class EventType(StrEnum):
    """PLOVER's sixteen event types (Open Event Data Alliance, PLOVER manual)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Modality(StrEnum):
    """How the text presents the act."""

    ASSERTED = "asserted"
    POSSIBLE = "possible"
    PLANNED = "planned"
    DENIED = "denied"
    QUESTIONED = "questioned"


class Basis(StrEnum):
    """The vantage of whoever stands behind a claim."""

    OFFICIAL = "official"
    INTELLIGENCE = "intelligence"
    SATELLITE = "satellite"
    WITNESS = "witness"
    CAPTURED = "captured"
    MEDIA = "media"
    ANALYSIS = "analysis"
    ANONYMOUS = "anonymous"
    RUMOUR = "rumour"
    NONE = "none"


class Stance(StrEnum):
    """The stance of the root to the act."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"
    DENIES = "denies"
    RETRACTS = "retracts"
    DECLINES = "declines"
    CANNOT_CONFIRM = "cannot_confirm"
    WARNS = "warns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number of things: ``minimum`` to ``maximum``, ``None`` for an open end; ``unit`` in English singular.

    ``bound`` keeps the text's word for it in English ("at least", "up to", "about", "more than"). ``window`` is
    the time that the number covers, ``cumulative`` whether it is a total since the start of that window.
    """

    minimum: float | None
    maximum: float | None
    unit: str
    bound: str | None = None
    window: Interval | None = None
    cumulative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The furthest source that the text names: its name as in the text, its state, and its kind of vantage."""

    name: str
    state: str | None
    kind: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that gave one field of a claim."""

    field: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One act by one party towards, for or with another, as one document reports it from one root.

    Equal when all fields are; ``id`` is made by :func:`claim_id`. ``about`` is the id of the claim, in the same
    document, that this one answers. ``incomplete`` says that the page is cut within a sentence of it. ``reader``
    is the name and version of what read it.
    """

    id: str
    document_id: str
    span: Span
    actor: str | None
    type: EventType
    mode: str | None
    recipient: str | None
    opponent: str | None = None
    place: str | None = None
    when: Interval | None = None
    quantity: Quantity | None = None
    modality: Modality = Modality.ASSERTED
    basis: Basis = Basis.NONE
    root: Root | None = None
    via: tuple[str, ...] = ()
    stance: Stance = Stance.ASSERTS
    about: str | None = None
    hedge: str | None = None
    incomplete: bool = False
    evidence: tuple[Evidence, ...] = ()
    reader: str = ""

    @property
    def calls_ceiling(self) -> bool:
        """Whether its words call the act as far as the actor goes; the evidence has them under ``ceiling``."""
        return any(item.field == "ceiling" for item in self.evidence)

    @property
    def tells_another(self) -> bool:
        """Whether its words call the act another one than an earlier; the evidence has them under ``further``."""
        return any(item.field == "further" for item in self.evidence)

    @property
    def observed(self) -> bool:
        """Whether it is a row of an observation series: counted, not told."""
        return self.reader.startswith(OBSERVER)

    @property
    def act(self) -> str:
        """Type, mode, actor and recipient joined by ``/``, nothing where one is unknown: what a judgement is about."""
        return "/".join(part or "" for part in (str(self.type), self.mode, self.actor, self.recipient))


def claim_id(
    *,
    document_id: str,
    span: Span,
    actor: str | None,
    type: EventType,
    mode: str | None,
    recipient: str | None,
    root: str | None,
) -> str:
    """Return a claim's id: document, span, actor, type, mode, recipient, the root's name."""
    return make_plain_id("clm", [document_id, span.start, span.end, actor, str(type), mode, recipient, root])


def with_id(claim: Claim) -> Claim:
    """Return a claim under the id that its fields give it."""
    own = claim_id(
        document_id=claim.document_id,
        span=claim.span,
        actor=claim.actor,
        type=claim.type,
        mode=claim.mode,
        recipient=claim.recipient,
        root=claim.root.name if claim.root is not None else None,
    )
    return replace(claim, id=own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read from one document.

    ``lang`` is the language it was read in; ``unread`` says why nothing was read (``no-pack``, ``empty``),
    ``None`` where it was. The sequences are sorted by position and may be empty; times and attributions may be
    :class:`~riscontro.model.later.Later`, which finds them when they are first looked at.
    """

    document_id: str
    lang: str
    reader: str
    times: Sequence[TimeMention] = ()
    attributions: Sequence[Attribution] = ()
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = ()
    unread: str | None = None

    def whole(self) -> Reading:
        """Return the reading with nothing put off: what cannot be found is raised here, and nowhere later."""
        return replace(self, times=tuple(self.times), attributions=tuple(self.attributions))


def sort_claims(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims by span, then id."""
    return tuple(sorted(claims, key=lambda claim: (claim.span, claim.id)))
