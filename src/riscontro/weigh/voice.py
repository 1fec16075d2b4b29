"""Voices: what one origin has said of one event so far, the mutable form of :class:`~riscontro.model.event.Origin`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from riscontro.model.claim import Basis, Claim, Modality, Stance
from riscontro.model.event import Origin, Outcome
from riscontro.model.grade import Reliability
from riscontro.model.ids import make_id
from riscontro.weigh.origins import BARE, PHYSICAL, Source
from riscontro.weigh.stakes import Interest

SPEAKS_FOR = "for"
CONTRADICTED, GAINSAID, DENIED, RETRACTED = SIGNS = ("contradicted", "gainsaid", "denied", "retracted")
"""What may speak against an event: a source that is no official and no party, officials of a third state, a party or an
ally of a side that loses, a retraction."""


class Side(StrEnum):
    """Which way a claim speaks of the act."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"
    RETRACTS = "retracts"


def side_of(claim: Claim) -> Side:
    """Return which way a claim speaks: its stance first, then its modality."""
    return side_told(claim.stance, claim.modality)


def side_told(stance: Stance, modality: Modality) -> Side:
    """Return which way a stance and a modality speak together."""
    if stance is Stance.RETRACTS:
        return Side.RETRACTS
    if stance in (Stance.DECLINES, Stance.CANNOT_CONFIRM):
        return Side.NEITHER
    if stance is Stance.DENIES or modality is Modality.DENIED:
        return Side.AGAINST
    return Side.NEITHER if modality is Modality.QUESTIONED else Side.FOR


def stance_of(claim: Claim) -> Stance:
    """Return the stance that a claim shows: an act told as denied or questioned is a stance of its own."""
    return stance_told(claim.stance, claim.modality)


def stance_told(stance: Stance, modality: Modality) -> Stance:
    """Return what a stance and a modality show together."""
    if stance not in (Stance.ASSERTS, Stance.CONFIRMS):
        return stance
    side = side_told(stance, modality)
    return {Side.AGAINST: Stance.DENIES, Side.NEITHER: Stance.CANNOT_CONFIRM}.get(side, stance)


def is_tentative(claim: Claim) -> bool:
    """Tell whether a claim speaks of a plan, a possibility or a warning rather than a fact."""
    return is_tentatively_told(claim.stance, claim.modality)


def is_tentatively_told(stance: Stance, modality: Modality) -> bool:
    """Tell whether a stance and a modality speak together of a plan, a possibility or a warning."""
    return modality in (Modality.PLANNED, Modality.POSSIBLE) or stance is Stance.WARNS


@dataclass(slots=True, kw_only=True, eq=False)
class Voice:
    """One origin on one side of one event.

    ``party`` is the state of a source that is a party to the act, ``ally`` of one that stands with a side that loses
    if it is believed; ``silenced`` says why it cannot count, if so; ``cited`` that it is an outlet which only others
    have told of so far. ``began`` and ``ended`` are the claims from which on it weighed, and no longer did;
    ``outcomes`` what others made of it by the end of each month.
    """

    source: Source
    side: Side
    stance: Stance
    public_from: datetime
    party: str | None
    ally: str | None = None
    interest: Interest
    silenced: str | None
    relay: bool
    tentative: bool
    announces: bool
    letter: Reliability = Reliability.F
    cited: bool = False
    withdrawn: bool = False
    incomplete: bool = False
    began: str | None = None
    ended: str | None = None
    claims: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def speaks_for(self) -> bool:
        """Whether it asserts the act."""
        return self.side is Side.FOR

    @property
    def speaks_against(self) -> bool:
        """Whether it denies the act."""
        return self.side is Side.AGAINST

    @property
    def heard(self) -> bool:
        """Whether it can count at all."""
        return self.silenced is None and not self.relay and self.source.group != BARE

    @property
    def weighs(self) -> bool:
        """Whether it speaks for or against the act now."""
        return self.side in (Side.FOR, Side.AGAINST) and self.heard and not self.withdrawn

    @property
    def role(self) -> str:
        """What part an origin has in the act: ``gains``, ``loses``, ``third``; or else its vantage."""
        if not self.source.group.startswith("state:"):
            return str(self.source.kind)
        return {Interest.AGAINST: "loses", Interest.SERVING: "gains"}.get(self.interest, "third")

    def note_weight(self, before: bool, claim_id: str) -> None:
        """Keep by which claim it came to weigh or ceased to, where ``before`` it did otherwise."""
        if self.weighs and not before:
            self.began, self.ended = claim_id, None
        elif before and not self.weighs:
            self.ended = claim_id

    @property
    def physical(self) -> bool:
        """Whether it rests on evidence that can be looked at."""
        return self.source.kind in PHYSICAL

    @property
    def on_record(self) -> bool:
        """Whether it is a statement by officials under their own name."""
        return self.source.kind is Basis.OFFICIAL

    @property
    def weighty(self) -> bool:
        """Whether one more group beside it confirms."""
        return self.physical or self.interest is Interest.AGAINST

    def says(self, admitted: Collection[str]) -> str:
        """Return how its word enters the probability; the denial of a party that admitted the act lapses."""
        if self.withdrawn:
            return RETRACTED
        if self.heard and self.speaks_for and not self.tentative:
            return SPEAKS_FOR
        if not (self.heard and self.speaks_against) or self.party in admitted:
            return ""
        if self.party is not None or self.ally is not None:
            return DENIED
        return GAINSAID if self.source.group.startswith("state:") else CONTRADICTED

    def to_origin(
        self, event_id: str, *, firm_stands: bool, first_tentative: bool, admitted: Collection[str] = ()
    ) -> Origin:
        """Return the record. ``firm_stands``: some origin asserts the fact, so plans and possibilities add nothing."""
        counts = self.speaks_for and self.heard and (not self.tentative or (first_tentative and not firm_stands))
        return Origin(
            id=make_id("org", [event_id, self.source.key, str(self.side), self.relay]),
            name=self.source.name,
            state=self.source.state,
            kind=self.source.kind,
            group=self.source.group,
            stance=self.stance,
            claims=tuple(self.claims),
            public_from=self.public_from,
            presumed_relay=self.relay,
            against_interest=self.speaks_for and self.interest is Interest.AGAINST,
            physical=self.physical,
            standing=not self.withdrawn,
            counts=counts and not self.withdrawn,
            why=self.why(counts=counts),
            root=root_of(self.source),
            role=self.role,
            heard=tuple(one for one in (self.began, self.ended) if one is not None),
            outcomes=tuple(self.outcomes),
            says=self.says(admitted),
        )

    def why(self, *, counts: bool) -> str:
        """Return in words why it counts or does not."""
        if self.withdrawn:
            return "withdrawn by the one who said it; what was derived from it falls with it"
        if not self.speaks_for:
            return self._why_not_for()
        if not counts:
            return self._why_silent()
        notes = [self._why_counts()]
        if self.interest is Interest.AGAINST:
            notes.append("it admits what tells against its own interest")
        elif self.interest is Interest.SERVING:
            notes.append("it gains if this is believed")
        if self.physical:
            notes.append("it rests on physical evidence")
        if self.tentative:
            notes.append("it speaks of a plan or a possibility, which holds the event at reported")
        if self.incomplete:
            notes.append("the page is cut within a sentence of it")
        return "; ".join(notes)

    def _why_counts(self) -> str:
        if self.source.group.startswith("state:"):
            return f"counts as one with every organ of {self.source.group.removeprefix('state:')}"
        return "counts as a source named by the text" if self.source.rooted else "counts as the publisher's own report"

    def _why_not_for(self) -> str:
        if self.side is Side.NEITHER:
            return "says neither yes nor no"
        if self.side is Side.RETRACTS:
            return "takes back what it had said"
        if self.silenced:
            return f"a denial that adds nothing: {self.silenced}"
        if self.party is not None:
            return "a denial by a party to the act: shown, never counted for or against"
        if self.ally is not None:
            return "a denial by an ally of a side that loses if it is believed: shown, never counted for or against"
        return "contradicts the act, and is no party to it"

    def _why_silent(self) -> str:
        if self.relay:
            return "presumed relay: names no root, shows no vantage of its own, and the event had been told before"
        if self.silenced:
            return self.silenced
        if self.source.group == BARE:
            return "unnamed sources of unnamed standing, or a rumour"
        return "speaks of a plan or a possibility, which adds nothing to a fact that is asserted"


def root_of(source: Source) -> str:
    """Return the key under which a source's record is kept.

    A state's organs of one vantage are one: texts name them freely, each language in its own words, so that a name
    would seldom be met three times.
    """
    return f"{source.group}:{source.kind}" if source.key.startswith("state:") else source.key
