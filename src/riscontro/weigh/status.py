"""Where an event stands: the table of ``docs/weighing.md``, in its order of precedence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from riscontro.model.grade import Status
from riscontro.weigh.voice import Voice


class Verdict(NamedTuple):
    """A status, the rule that gave it, and why in words."""

    status: Status
    rule: str
    reason: str


@dataclass(slots=True)
class Tally:
    """What stands for and against an event, counted so that one voice can be added or taken away.

    ``firm`` counts the voices of each group that assert the fact, ``tentative`` those that speak of a plan or a
    possibility; ``weighty`` those that are physical evidence or an admission against interest; ``letters`` the
    reliability of all that speak for it.
    """

    firm: Counter[str] = field(default_factory=Counter)
    tentative: Counter[str] = field(default_factory=Counter)
    weighty: Counter[str] = field(default_factory=Counter)
    announced: Counter[str] = field(default_factory=Counter)
    admitted: Counter[str] = field(default_factory=Counter)
    party_denials: Counter[str] = field(default_factory=Counter)
    ally_denials: Counter[str] = field(default_factory=Counter)
    contradictions: Counter[str] = field(default_factory=Counter)
    refutations: Counter[str] = field(default_factory=Counter)
    withdrawn: Counter[str] = field(default_factory=Counter)
    letters: Counter[str] = field(default_factory=Counter)

    def count(self, voice: Voice, change: int) -> None:
        """Add a voice (``change`` 1) or take it away (-1)."""
        for counter, key in self._places_of(voice):
            counter[key] += change
            if not counter[key]:
                del counter[key]

    def _places_of(self, voice: Voice) -> Iterator[tuple[Counter[str], str]]:
        group = voice.source.group
        if voice.withdrawn:
            yield self.withdrawn, group
        elif voice.speaks_for and voice.heard:
            yield from self._places_for(voice, group)
        elif voice.speaks_against and voice.heard:
            yield from self._places_against(voice, group)

    def _places_for(self, voice: Voice, group: str) -> Iterator[tuple[Counter[str], str]]:
        yield self.letters, str(voice.letter)
        if voice.tentative:
            yield self.tentative, group
            return
        yield self.firm, group
        if voice.weighty:
            yield self.weighty, group
        if voice.announces:
            yield self.announced, group
        if voice.party is not None and voice.on_record:
            yield self.admitted, voice.party

    def _places_against(self, voice: Voice, group: str) -> Iterator[tuple[Counter[str], str]]:
        if voice.party is not None:
            yield self.party_denials, voice.party
        elif voice.ally is not None:
            yield self.ally_denials, voice.ally
        elif voice.physical:
            yield self.refutations, group
        else:
            yield self.contradictions, group

    @property
    def independent(self) -> int:
        """How many independent groups stand and count; tentative ones hold one place while no group is firm."""
        return len(self.firm) or min(1, len(self.tentative))

    @property
    def contested_by(self) -> tuple[str, ...]:
        """The parties, and allies of a side that loses, that deny it; without parties that admitted it, sorted."""
        return tuple(sorted(set(self.denying_parties) | set(self.ally_denials)))

    @property
    def denying_parties(self) -> tuple[str, ...]:
        """The parties that deny it and have not admitted it on the record, sorted."""
        return tuple(sorted(set(self.party_denials) - set(self.admitted)))

    def without(self, group: str) -> Tally:
        """Return the tally as it would be if no voice of one group had spoken for the event."""
        kept = tuple(Counter(counter) for counter in (self.firm, self.tentative, self.weighty, self.announced))
        firm, tentative, weighty, announced = kept
        admitted = Counter(self.admitted)
        admitted.pop(group.removeprefix("state:"), None)
        for counter in kept:
            counter.pop(group, None)
        return Tally(
            firm=firm,
            tentative=tentative,
            weighty=weighty,
            announced=announced,
            admitted=admitted,
            party_denials=self.party_denials,
            ally_denials=self.ally_denials,
            contradictions=self.contradictions,
            refutations=self.refutations,
            withdrawn=self.withdrawn,
        )


VERDICTS = {
    verdict.rule: verdict
    for verdict in (
        Verdict(Status.RETRACTED, "retracted", "its origins withdrew it and none stands"),
        Verdict(Status.REFUTED, "refuted.physical", "physical evidence of a third party speaks against it"),
        Verdict(Status.DISPUTED, "disputed", "an independent origin, no party to the act, contradicts it"),
        Verdict(Status.CONFIRMED, "confirmed.three", "three or more independent groups assert it"),
        Verdict(
            Status.CONFIRMED,
            "confirmed.weighty",
            "two independent groups assert it, one by an admission against interest or physical evidence",
        ),
        Verdict(Status.CONFIRMED, "confirmed.announced", "a party to it announced it, and the act is open"),
        Verdict(Status.CORROBORATED, "corroborated", "two independent groups assert it"),
        Verdict(Status.DENIED, "denied", "at most one group asserts it and {parties}, a party to it, denies"),
        Verdict(Status.REPORTED, "reported", "one independent group asserts it"),
        Verdict(Status.REPORTED, "reported.tentative", "it is told as a plan or a possibility only"),
        Verdict(Status.RUMOURED, "rumoured", "no origin that counts stands behind it"),
    )
}
"""The table in its order of precedence, by rule; :func:`verdict_of` says who denies."""


def verdict_of(rule: str, parties: Iterable[str] = ()) -> Verdict:
    """Return the verdict of a rule, with the parties that deny where that is the rule."""
    verdict = VERDICTS[rule]
    return verdict._replace(reason=verdict.reason.format(parties=", ".join(parties))) if rule == "denied" else verdict


def judge(tally: Tally) -> Verdict:
    """Return where the event stands. The first row that fits decides."""
    return verdict_of(_rule_of(tally), tally.denying_parties)


def _rule_of(tally: Tally) -> str:
    groups = tally.independent
    if tally.withdrawn and not groups:
        return "retracted"
    if tally.refutations:
        return "refuted.physical"
    if tally.contradictions and groups:
        return "disputed"
    if confirmed := _confirmed_by(tally):
        return confirmed
    if len(tally.firm) >= CORROBORATING_GROUPS:
        return "corroborated"
    if tally.denying_parties:
        return "denied"
    if tally.firm:
        return "reported"
    return "reported.tentative" if tally.tentative else "rumoured"


CONFIRMING_GROUPS = 3
"""Independent groups that confirm by number alone (design section 5)."""

CORROBORATING_GROUPS = 2
"""Independent groups that corroborate (design section 5)."""


def _confirmed_by(tally: Tally) -> str | None:
    if len(tally.firm) >= CONFIRMING_GROUPS:
        return "confirmed.three"
    if len(tally.firm) >= CORROBORATING_GROUPS and tally.weighty:
        return "confirmed.weighty"
    return "confirmed.announced" if tally.announced else None
