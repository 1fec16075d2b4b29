"""Acts and the things handed over: what a sentence tells held against what is held; how the catalogue words them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from riscontro.check.ground import Ground
from riscontro.check.hearing import hear
from riscontro.check.saying import Part, Saying
from riscontro.check.values import Difference, DriftKind, difference
from riscontro.check.words import load_words
from riscontro.model.claim import Claim, EventType
from riscontro.tell.catalogue import fill
from riscontro.tell.names import party_name

_BROADER = {
    "weapons": frozenset({"ammunition", "missiles", "artillery", "drones", "aircraft", "vehicles", "equipment"})
}
"""A thing that may stand for more exact ones."""
_NEAR_MODES = {"meeting": ("negotiation",), "negotiation": ("meeting",)}
"""Modes that one word ("talks") can mean."""
_STAND_INS = ("PRK", "RUS", "UKR")


def act_differences(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield acts that a sentence tells and that are not held."""
    event = ground.event
    types = {type for type, _ in ground.acts}
    modes = {mode for _, mode in ground.acts}
    counted = {thing for quantity in ground.quantities for thing in _things_of_unit(saying.lang, quantity.unit)}
    for part in saying.parts:
        for claim in part.acts:
            own = (str(claim.type), claim.mode)
            if own in ground.acts or (saying.rungs and claim.type is EventType.SUPPORT):
                continue
            if (claim.type is EventType.ACCUSE and (saying.denies or saying.stood)) or claim.mode in counted:
                continue
            near = {claim.mode, *_NEAR_MODES.get(claim.mode or "", ())}
            other_mode = claim.mode is not None and not modes & near and not _is_thing(ground, claim)
            differs = str(claim.type) not in types or other_mode
            if differs and own not in _usual_acts(saying.lang, str(event.type), event.mode):
                yield difference(DriftKind.ACT, _act(own), ", ".join(sorted(map(_act, ground.acts))))


def _act(pair: tuple[str, str | None]) -> str:
    return f"{pair[0]}/{pair[1]}" if pair[1] else pair[0]


def _is_thing(ground: Ground, claim: Claim) -> bool:
    """Tell whether a mode is a matter of things handed over, which :func:`thing_differences` judges."""
    return claim.type is EventType.AID and any(mode for type, mode in ground.acts if type == "AID")


def thing_differences(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield things handed over that a sentence names and that are not held."""
    if str(ground.event.type) != "AID":
        return
    modes = {mode for type, mode in ground.acts if mode}
    if not modes:
        return
    counted = {thing for quantity in ground.quantities for thing in _things_of_unit(saying.lang, quantity.unit)}
    for part in saying.parts:
        for thing in part.things:
            codes = set(thing.split("|"))
            broad = any(modes & _BROADER.get(code, frozenset()) for code in codes)
            held = broad or codes & (modes | counted | {"aid"})
            if not held and not codes & _usual_things(saying.lang, "AID", ground.event.mode):
                yield difference(DriftKind.THING, thing, ", ".join(sorted(modes)))


@cache
def _things_of_unit(lang: str, unit: str) -> frozenset[str]:
    forms = load_words(lang).catalogue.table["unit"].get(unit, {"other": unit})
    heard = hear(". ".join(forms.values()) + ".", lang=lang)
    return frozenset(code for part in heard.parts for thing in part.things for code in thing.split("|"))


def tells_act(part: Part, ground: Ground) -> bool:
    """Tell whether a sentence tells the act itself, rather than its standing."""
    types = {type for type, _ in ground.acts}
    read_so = any(str(claim.type) in types for claim in part.acts)
    named = bool((part.types | part.told) & types) and not part.statuses
    return read_so or bool(part.things) or named


def _stock(lang: str, type: str, mode: str | None) -> Iterator[str]:
    """Yield how the catalogue itself words an act between two stand-ins, in each tense and manner that it has."""
    catalogue = load_words(lang).catalogue
    key = f"{type}/{mode}" if mode and catalogue.known("acts", f"{type}/{mode}") else type
    act = catalogue.table["acts"][key]
    actor, recipient, opponent = (party_name(code, catalogue) for code in _STAND_INS)
    values = {"recipient": recipient, "opponent": opponent, "recipient_or_other": recipient}
    for tense in catalogue.table["tense"].values():
        for forms in tense.values():
            verb = forms["sg"].format(**catalogue.table["verbs"][act["verb"]])
            yield f"{actor} {verb} {fill(act['rest'], values)}."
            yield f"{actor} {verb} {fill(act['rest'], {**values, 'opponent': None})}."


@cache
def _heard_stock(lang: str, type: str, mode: str | None) -> tuple[Saying, ...]:
    """Return what the catalogue's own words for an act are read as; wordings that are the same are read once."""
    return tuple(hear(text, lang=lang) for text in dict.fromkeys(_stock(lang, type, mode)))


@cache
def _usual_acts(lang: str, type: str, mode: str | None) -> frozenset[tuple[str, str | None]]:
    """Return what the catalogue's own words for an act are read as, beside the act itself."""
    heard = _heard_stock(lang, type, mode)
    return frozenset((str(claim.type), claim.mode) for one in heard for claim in one.claims)


@cache
def _usual_things(lang: str, type: str, mode: str | None) -> frozenset[str]:
    heard = _heard_stock(lang, type, mode)
    return frozenset(code for one in heard for part in one.parts for thing in part.things for code in thing.split("|"))


@cache
def reads_sides(lang: str, type: str, mode: str | None) -> bool:
    """Tell whether the sides of the catalogue's own words for an act are read rightly; else they are not judged."""
    for one in _heard_stock(lang, type, mode):
        for claim in one.claims:
            if str(claim.type) == type and (claim.actor, claim.recipient) != _STAND_INS[:2]:
                return False
    return True
