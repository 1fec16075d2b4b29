"""Which sources only repeat another: an event's claims, heard one by one in public order.

A claim is put to the voice of its origin; what its document shares with others decides whether that origin is new:

1. the same root, however many outlets carry it, is one origin;
2. a near-copy (the same family of documents) that names no root, or officials of no told state, says what another copy
   said that names one;
3. an outlet that others cite says whom its own page names, where the case holds that page;
4. a report that names no root and shows no vantage of its own, when the event has been told before, is a presumed
   relay; the first such report counts as its publisher's own, unless its page is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from riscontro.model.claim import Basis
from riscontro.model.document import Access, Provenance
from riscontro.weigh.origins import ORGAN_KINDS, OWN_VANTAGE, Source, trace
from riscontro.weigh.register import Register
from riscontro.weigh.repeats import Repeats, publisher_key
from riscontro.weigh.stakes import Interest, Stakes, interest_of, stakes_of, stands_with_a_loser
from riscontro.weigh.status import Tally
from riscontro.weigh.telling import Telling
from riscontro.weigh.voice import Side, Voice, is_tentative, side_of, stance_of

WHOLE_SHARE = 0.999
"""A page that holds less than this part of its report is cut. Share, 0 to 1."""


CUT_ACCESS = frozenset({Access.PAYWALLED, Access.PARTIAL, Access.EXCERPT})
"""How pages are held of which a part is missing."""

CUT = "names no root on a page that is cut: the part that was not read may name one"
"""Why a claim on a cut page is silenced; the only silence that can be lifted."""

VoiceKey = tuple[str, Side, bool]


class Hearing:
    """What has been said of one event so far."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self.voices: dict[VoiceKey, Voice] = {}
        self.tally = Tally()
        self._told = False
        self._repeats = Repeats()

    def hear(self, telling: Telling, roles: Mapping[str, str | None]) -> bool:
        """Take one claim in; return whether anything changed that status or grade depend on."""
        side = side_of(telling.claim)
        source = trace(telling.claim, telling.provenance, organs=self._register.organs)
        if side is Side.RETRACTS:
            return self._withdraw(telling, source)
        voice = self._known_voice(telling, source, side)
        if voice is not None:
            changed = self._firm_up(voice, telling)
        else:
            voice = self._new_voice(telling, source, side, roles)
            self.tally.count(voice, 1)
            voice.note_weight(False, telling.claim.id)
            changed = voice.heard and side is not Side.NEITHER
            changed = self._silence(self._repeats.overtaken(telling, voice), telling) or changed
        changed = self._silence(self._cited_so_far(telling, voice), telling) or changed
        voice.cited = voice.cited and publisher_key(telling) != voice.source.key
        voice.claims.append(telling.claim.id)
        voice.incomplete = voice.incomplete or telling.claim.incomplete
        self._told = self._told or side is Side.FOR
        self._repeats.remember(telling, voice)
        return changed

    def _known_voice(self, telling: Telling, source: Source, side: Side) -> Voice | None:
        own = self.voices.get((source.key, side, False))
        if own is not None:
            return own
        return self._repeats.original(telling, source, side) or self.voices.get((source.key, side, True))

    def _cited_so_far(self, telling: Telling, voice: Voice) -> Iterator[tuple[Voice, str]]:
        """Yield the page's own outlet as others cited it, now that its page names somebody."""
        cited = self.voices.get((publisher_key(telling), voice.side, False))
        if cited is not None and cited is not voice and cited.cited:
            yield cited, "its own page names who said it"

    def _silence(self, repeats: Iterable[tuple[Voice, str]], telling: Telling) -> bool:
        """Take back what counted until a claim showed that it only repeats; return whether anything did."""
        heard = [(voice, why) for voice, why in repeats if voice.heard]
        for voice, why in heard:
            self._change(voice, telling, silenced=why)
        return bool(heard)

    def _change(self, voice: Voice, telling: Telling, **fields: object) -> None:
        before = voice.weighs
        self.tally.count(voice, -1)
        for name, value in fields.items():
            setattr(voice, name, value)
        self.tally.count(voice, 1)
        voice.note_weight(before, telling.claim.id)

    def _firm_up(self, voice: Voice, telling: Telling) -> bool:
        """Let an origin that spoke of a possibility assert the fact, or one whose page was cut be read in full.

        The latter only while nobody else stands for the event: later, the whole page may repeat them.
        """
        tentative = voice.tentative and is_tentative(telling.claim)
        silenced = voice.silenced
        if silenced == CUT and not self.tally.independent and not is_cut(telling.provenance):
            silenced = None
        if (tentative, silenced) == (voice.tentative, voice.silenced):
            return False
        self._change(voice, telling, tentative=tentative, silenced=silenced)
        return True

    def _new_voice(self, telling: Telling, source: Source, side: Side, roles: Mapping[str, str | None]) -> Voice:
        claim = telling.claim
        stakes = stakes_of(claim.type, claim.mode)
        # What was captured is held by one state and speaks of another: it is nobody's statement.
        speaks = source.group == f"state:{source.state}" and source.kind is not Basis.CAPTURED
        party = source.state if speaks and source.state in (roles["actor"], roles["recipient"]) else None
        relay = self._told and side is Side.FOR and not source.rooted and claim.basis not in OWN_VANTAGE
        voice = Voice(
            source=source,
            side=side,
            stance=stance_of(claim),
            public_from=telling.public_from,
            party=party,
            ally=source.state if speaks and not party and _stands_with_a_loser(source, stakes, roles) else None,
            interest=interest_of(source.state, stakes, roles) if speaks else Interest.NONE,
            silenced=_silenced(telling, source, side),
            relay=relay,
            letter=self._register.letter(source, claim.type, claim.mode),
            cited=source.rooted and source.key.startswith("outlet:"),
            tentative=is_tentative(claim),
            announces=stakes.open and party is not None and source.kind is Basis.OFFICIAL,
            withdrawn=side is Side.FOR and (source.key, Side.RETRACTS, False) in self.voices,
        )
        self.voices[source.key, side, relay] = voice
        return voice

    def _withdraw(self, telling: Telling, source: Source) -> bool:
        """Take back what a source said: by its key, else by its group and kind (an organ under another name)."""
        spoken = [voice for voice in self.voices.values() if voice.speaks_for and not voice.withdrawn]
        found = [voice for voice in spoken if voice.source.key == source.key]
        found = found or [v for v in spoken if (v.source.group, v.source.kind) == (source.group, source.kind)]
        for voice in found:
            self._change(voice, telling, withdrawn=True)
        voice = self.voices.get((source.key, Side.RETRACTS, False)) or self._retraction(telling, source)
        voice.claims.append(telling.claim.id)
        return bool(found)

    def _retraction(self, telling: Telling, source: Source) -> Voice:
        voice = Voice(
            source=source,
            side=Side.RETRACTS,
            stance=telling.claim.stance,
            public_from=telling.public_from,
            party=None,
            interest=Interest.NONE,
            silenced="it takes back what was said",
            relay=False,
            tentative=False,
            announces=False,
        )
        self.voices[source.key, Side.RETRACTS, False] = voice
        return voice


def _stands_with_a_loser(source: Source, stakes: Stakes, roles: Mapping[str, str | None]) -> bool:
    return source.state is not None and stands_with_a_loser(source.state, stakes, roles)


def _silenced(telling: Telling, source: Source, side: Side) -> str | None:
    """Return why a claim cannot make its source an origin, ``None`` where it can."""
    if side is Side.AGAINST and source.state is None and source.kind in ORGAN_KINDS:
        return "officials of no state that is told, so they may be a party's"
    if source.rooted:
        return None
    if side is Side.AGAINST:
        return "nobody is named as the one who denies"
    if is_cut(telling.provenance):
        return CUT
    return None


def is_cut(provenance: Provenance) -> bool:
    """Tell whether the page held less than its report."""
    return provenance.share < WHOLE_SHARE or provenance.access in CUT_ACCESS
