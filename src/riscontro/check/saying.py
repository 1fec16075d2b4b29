"""What was heard in a sentence, as values: who, what, how many, when, how surely, who denies."""

from __future__ import annotations

from dataclasses import dataclass, field

from riscontro.check.words import load_words
from riscontro.model.claim import Claim
from riscontro.model.grade import Status
from riscontro.model.mention import ActorMention
from riscontro.model.time import Interval
from riscontro.read.numbers import NumberMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """``A → B: act``: codes of the parties, ``None`` where a name stands for nobody; keys that the act's noun names.

    ``alone`` marks ``A: act``, a label that names one party, whichever side it is on.
    """

    actor: str | None
    recipient: str | None
    acts: frozenset[str] | None
    text: str
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An explicit status, and from what date on where the text says so."""

    status: Status
    words: str
    since: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A party that is said to deny (``denies``) or to confirm an act."""

    party: str
    denies: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A figure with the units that its words can mean, empty where none follows."""

    mention: NumberMention
    units: frozenset[str]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date: ``known`` says that it tells when something became known, ``begun`` that something began then."""

    interval: Interval
    words: str
    known: bool
    begun: bool
    season: bool
    yearless: bool
    heading: bool
    stated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One sentence of a longer text, and how surely it speaks.

    ``types`` are of acts that the packs' words name, ``told`` of those that the catalogue's own words tell.
    """

    text: str
    acts: tuple[Claim, ...]
    types: frozenset[str]
    told: frozenset[str]
    things: frozenset[str]
    negated: bool
    statuses: tuple[Told, ...]
    rumour: bool
    hedge: bool
    attributed: bool
    plan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """All that a text says, as far as it can be read."""

    text: str
    lang: str
    parties: tuple[ActorMention, ...]
    labels: tuple[Label, ...]
    parts: tuple[Part, ...]
    stood: tuple[Stood, ...]
    numbers: tuple[Number, ...]
    moments: tuple[Moment, ...]
    origins: tuple[int, ...]
    grades: tuple[str, ...]
    rungs: tuple[str, ...]
    quotes: tuple[str, ...]
    names: tuple[str, ...]
    total: bool
    rate: str | None
    stopped: bool
    running: bool
    subject: str | None
    claims: tuple[Claim, ...] = field(default=())

    @property
    def denies(self) -> bool:
        """Tell whether the text speaks of a denial at all."""
        return any(one.denies for one in self.stood) or load_words(self.lang).says("denial", self.text.lower())
