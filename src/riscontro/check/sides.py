"""Parties and sides: who a sentence says did what to whom, held against what is held."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from riscontro.check.acts import reads_sides, tells_act
from riscontro.check.ground import Ground
from riscontro.check.hearing import hear
from riscontro.check.saying import Label, Saying
from riscontro.check.values import Difference, DriftKind, difference, listed
from riscontro.model.claim import Claim, EventType

_MUTUAL = frozenset({"AGREE", "CONSULT/meeting", "CONSULT/call", "CONSULT/negotiation", "COOPERATE", "CONSULT"})
"""Acts that two parties do alike, so that either may be named first."""


def party_differences(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield parties that a sentence names and that no claim holds."""
    allowed = ground.parties | _spoken(ground, saying.lang)
    if saying.rungs:
        allowed |= {code for pair in ground.dyads for code in pair}
    for one in saying.parties:
        if one.actor not in allowed and one.role != "agency":
            words = saying.text[one.span.start : one.span.end]
            yield difference(DriftKind.PARTY, f"{words} ({one.actor})", listed(ground.parties))


def _spoken(ground: Ground, lang: str) -> frozenset[str]:
    """Return the parties that the claims' own names, places and hedges mention."""
    texts = [text for claim in ground.claims for text in (claim.place, claim.root.name if claim.root else None)]
    texts += [ground.event.place, *(name for claim in ground.cited for name in claim.via)]
    return frozenset(code for text in dict.fromkeys(texts) if text for code in _named(text, lang))


@cache
def _named(text: str, lang: str) -> frozenset[str]:
    return frozenset(one.actor for one in hear(text[:200], lang=lang).parties)


def label_differences(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield labels of rows whose sides or act are others than the event's."""
    event = ground.event
    for label in saying.labels:
        if label.alone:
            agrees = label.actor in {_known(side, label.actor) for side in (event.actor, event.recipient)}
        else:
            own_sides = (_known(event.actor, label.actor), _known(event.recipient, label.recipient))
            agrees = (label.actor, label.recipient) == own_sides
        if not agrees:
            held = f"{event.actor} → {event.recipient}"
            yield difference(DriftKind.SIDES, f"{label.actor} → {label.recipient}", held)
        own = {f"{type}/{mode}" if mode else type for type, mode in ground.acts} | {str(event.type)}
        if (label.acts is not None and not label.acts & own) or _is_unknown_act(label):
            yield difference(DriftKind.ACT, label.text, ", ".join(sorted(own)))


def _known(code: str | None, said: str | None) -> str | None:
    """Return a side as a label can name it: a group that no table knows reads as nobody."""
    return None if said is None and code is not None and not is_coded(code) else code


def is_coded(code: str) -> bool:
    """Tell whether a party has a code, or is a group that no table knows."""
    return bool(re.fullmatch(r"[A-Z]{3,4}", code))


def _is_unknown_act(label: Label) -> bool:
    return label.acts is None and ": " in label.text


def side_differences(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield where the sides of an act are others than those held."""
    event = ground.event
    rung = bool(saying.rungs)
    told = [claim for claim in saying.claims if claim.type is event.type or (rung and claim.type is EventType.SUPPORT)]
    mutual = _is_mutual(ground)
    pairs: set[tuple[str | None, str | None]]
    pairs = {(event.actor, event.recipient), *((claim.actor, claim.recipient) for claim in ground.claims)}
    if rung and ground.dyads:
        pairs = set(ground.dyads)
    elif mutual:
        pairs |= {(second, first) for first, second in pairs}
    odd = next((claim for claim in told if not _fits(claim, ground, pairs)), None)
    # How the catalogue's own words are read is asked last, here and below: an honest sentence seldom needs it.
    if odd is not None and (rung or reads_sides(saying.lang, str(event.type), event.mode)):
        held = f"{event.actor} → {event.recipient}"
        yield difference(DriftKind.SIDES, f"{odd.actor} → {odd.recipient}", held)
        return
    opponents = {event.opponent, event.recipient, *(claim.opponent for claim in ground.claims)}
    for claim in told:
        if claim.opponent is not None and claim.opponent not in opponents:
            yield difference(DriftKind.SIDES, f"against {claim.opponent}", f"against {listed(opponents)}")
    if not told and _opens_wrongly(saying, ground, mutual):
        yield difference(DriftKind.SIDES, f"{saying.subject} acts", f"{event.actor} → {event.recipient}")


def _fits(claim: Claim, ground: Ground, pairs: Iterable[tuple[str | None, str | None]]) -> bool:
    """Tell whether the sides read from a sentence are sides that are held; one that it leaves out is no difference."""
    event = ground.event
    for actor, recipient in pairs:
        same_actor = claim.actor in (None, actor)
        same_recipient = claim.recipient in (None, recipient, event.opponent)
        if (
            same_actor
            and same_recipient
            and not (claim.actor is None and actor is not None and claim.recipient == actor)
        ):
            return True
    # The reader may take for an actor whoever is said to speak.
    return (
        claim.actor not in (event.actor, event.recipient) and claim.actor in ground.parties and claim.recipient is None
    )


def _opens_wrongly(saying: Saying, ground: Ground, mutual: bool) -> bool:
    """Tell whether the sentence opens with the recipient of an act that has another actor, in an active clause."""
    event = ground.event
    tells = any(tells_act(part, ground) for part in saying.parts)
    opened = saying.subject is not None and saying.subject == event.recipient != event.actor
    names_actor = any(one.actor == event.actor for one in saying.parties)
    return tells and opened and event.actor is not None and names_actor and not mutual and not saying.stood


def _is_mutual(ground: Ground) -> bool:
    event = ground.event
    return (
        str(event.type) in _MUTUAL
        if event.mode is None
        else bool({f"{event.type}/{event.mode}", str(event.type)} & (_MUTUAL - {"CONSULT"}))
    )
