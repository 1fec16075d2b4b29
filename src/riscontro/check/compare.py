"""Holding what a sentence says against what it rests on; every rule yields differences, none repairs anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache

from riscontro.check.dates import follows, ignoring_year
from riscontro.check.figures import number_differences
from riscontro.check.ground import Ground
from riscontro.check.hearing import hear
from riscontro.check.saying import Label, Moment, Part, Saying, Told
from riscontro.check.values import Difference, DriftKind
from riscontro.check.words import load_words
from riscontro.model.claim import Claim, EventType, Modality
from riscontro.model.event import StatusChange
from riscontro.model.grade import Status
from riscontro.model.time import Interval
from riscontro.tell.catalogue import fill
from riscontro.tell.names import party_name

_MUTUAL = frozenset({"AGREE", "CONSULT/meeting", "CONSULT/call", "CONSULT/negotiation", "COOPERATE", "CONSULT"})
"""Acts that two parties do alike, so that either may be named first."""
_BROADER = {
    "weapons": frozenset({"ammunition", "missiles", "artillery", "drones", "aircraft", "vehicles", "equipment"})
}
"""A thing that may stand for more exact ones."""
_NEAR_MODES = {"meeting": ("negotiation",), "negotiation": ("meeting",)}
"""Modes that one word ("talks") can mean."""
_WITHDRAWN = frozenset({Status.REFUTED, Status.RETRACTED})


def differences(saying: Saying, ground: Ground) -> tuple[Difference, ...]:
    """Return everything in which a sentence says otherwise than one event; empty where it follows from it."""
    rules = (_parties, _labels, _sides, _acts, _things, _certainty, _statuses, _denial, _stances, _dates)
    more = (number_differences, _origins, _grades, _rungs, _flow, _names, _quotes)
    return tuple(dict.fromkeys(one for rule in (*rules, *more) for one in rule(saying, ground)))


def _difference(kind: DriftKind, said: object, held: object) -> Difference:
    return Difference(kind=kind, said=str(said), held=str(held))


def _listed(codes: Iterable[str | None]) -> str:
    return ", ".join(sorted(code for code in codes if code)) or "none"


# --- parties and sides


def _parties(saying: Saying, ground: Ground) -> Iterator[Difference]:
    allowed = ground.parties | _spoken(ground, saying.lang)
    if saying.rungs:
        allowed |= {code for pair in ground.dyads for code in pair}
    for one in saying.parties:
        if one.actor not in allowed and one.role != "agency":
            words = saying.text[one.span.start : one.span.end]
            yield _difference(DriftKind.PARTY, f"{words} ({one.actor})", _listed(ground.parties))


def _spoken(ground: Ground, lang: str) -> frozenset[str]:
    """Return the parties that the claims' own names, places and hedges mention."""
    texts = [text for claim in ground.claims for text in (claim.place, claim.root.name if claim.root else None)]
    texts += [ground.event.place, *(name for claim in ground.cited for name in claim.via)]
    return frozenset(code for text in dict.fromkeys(texts) if text for code in _named(text, lang))


@cache
def _named(text: str, lang: str) -> frozenset[str]:
    return frozenset(one.actor for one in hear(text[:200], lang=lang).parties)


def _labels(saying: Saying, ground: Ground) -> Iterator[Difference]:
    event = ground.event
    for label in saying.labels:
        if label.alone:
            agrees = label.actor in {_known(side, label.actor) for side in (event.actor, event.recipient)}
        else:
            own_sides = (_known(event.actor, label.actor), _known(event.recipient, label.recipient))
            agrees = (label.actor, label.recipient) == own_sides
        if not agrees:
            held = f"{event.actor} → {event.recipient}"
            yield _difference(DriftKind.SIDES, f"{label.actor} → {label.recipient}", held)
        own = {f"{type}/{mode}" if mode else type for type, mode in ground.acts} | {str(event.type)}
        if (label.acts is not None and not label.acts & own) or _is_unknown_act(label):
            yield _difference(DriftKind.ACT, label.text, ", ".join(sorted(own)))


def _known(code: str | None, said: str | None) -> str | None:
    """Return a side as a label can name it: a group that no table knows reads as nobody."""
    return None if said is None and code is not None and not _is_coded(code) else code


def _is_coded(code: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]{3,4}", code))


def _is_unknown_act(label: Label) -> bool:
    return label.acts is None and ": " in label.text


def _sides(saying: Saying, ground: Ground) -> Iterator[Difference]:
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
    if odd is not None and (rung or _reads_sides(saying.lang, str(event.type), event.mode)):
        held = f"{event.actor} → {event.recipient}"
        yield _difference(DriftKind.SIDES, f"{odd.actor} → {odd.recipient}", held)
        return
    opponents = {event.opponent, event.recipient, *(claim.opponent for claim in ground.claims)}
    for claim in told:
        if claim.opponent is not None and claim.opponent not in opponents:
            yield _difference(DriftKind.SIDES, f"against {claim.opponent}", f"against {_listed(opponents)}")
    if not told and _opens_wrongly(saying, ground, mutual):
        yield _difference(DriftKind.SIDES, f"{saying.subject} acts", f"{event.actor} → {event.recipient}")


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
    tells = any(_tells(part, ground) for part in saying.parts)
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


# --- acts and things


def _acts(saying: Saying, ground: Ground) -> Iterator[Difference]:
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
                yield _difference(DriftKind.ACT, _act(own), ", ".join(sorted(map(_act, ground.acts))))


def _act(pair: tuple[str, str | None]) -> str:
    return f"{pair[0]}/{pair[1]}" if pair[1] else pair[0]


def _is_thing(ground: Ground, claim: Claim) -> bool:
    """Tell whether a mode is a matter of things handed over, which :func:`_things` judges."""
    return claim.type is EventType.AID and any(mode for type, mode in ground.acts if type == "AID")


def _things(saying: Saying, ground: Ground) -> Iterator[Difference]:
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
                yield _difference(DriftKind.THING, thing, ", ".join(sorted(modes)))


@cache
def _things_of_unit(lang: str, unit: str) -> frozenset[str]:
    forms = load_words(lang).catalogue.table["unit"].get(unit, {"other": unit})
    heard = hear(". ".join(forms.values()) + ".", lang=lang)
    return frozenset(code for part in heard.parts for thing in part.things for code in thing.split("|"))


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


_STAND_INS = ("PRK", "RUS", "UKR")


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
def _reads_sides(lang: str, type: str, mode: str | None) -> bool:
    """Tell whether the sides of the catalogue's own words for an act are read rightly; else they are not judged."""
    for one in _heard_stock(lang, type, mode):
        for claim in one.claims:
            if str(claim.type) == type and (claim.actor, claim.recipient) != _STAND_INS[:2]:
                return False
    return True


# --- certainty


def _tells(part: Part, ground: Ground) -> bool:
    """Tell whether a sentence tells the act itself, rather than its standing."""
    types = {type for type, _ in ground.acts}
    read_so = any(str(claim.type) in types for claim in part.acts)
    named = bool((part.types | part.told) & types) and not part.statuses
    return read_so or bool(part.things) or named


def _certainty(saying: Saying, ground: Ground) -> Iterator[Difference]:
    event = ground.event
    for part in saying.parts:
        told = {one.status for one in part.statuses}
        if saying.labels or not _tells(part, ground) or saying.rungs:
            continue
        yield from _plans(part, ground)
        if _denied(part, saying) or (ground.only_denials and saying.denies) or event.status in told:
            continue
        manner = _manner(part)
        if manner not in _ALLOWED[event.status]:
            yield _difference(DriftKind.CERTAINTY, manner, event.status.value)


def _manner(part: Part) -> str:
    if part.rumour:
        return "rumour"
    if part.attributed:
        return "attributed"
    return "reported" if part.hedge else "fact"


_ALLOWED = {
    Status.CONFIRMED: frozenset({"fact", "attributed"}),
    Status.CORROBORATED: frozenset({"fact", "attributed"}),
    Status.REPORTED: frozenset({"reported", "attributed"}),
    Status.DISPUTED: frozenset({"reported", "attributed"}),
    Status.DENIED: frozenset({"reported", "attributed"}),
    Status.RUMOURED: frozenset({"rumour"}),
    Status.REFUTED: frozenset[str](),
    Status.RETRACTED: frozenset[str](),
}


def _plans(part: Part, ground: Ground) -> Iterator[Difference]:
    """Yield where a plan is told as done, or what was done as a plan."""
    planned = ground.event.planned
    if planned and not part.plan:
        yield _difference(DriftKind.PLAN, "done", "planned")
    if not planned and part.plan and not any(claim.modality is Modality.PLANNED for claim in ground.claims):
        yield _difference(DriftKind.PLAN, "planned", "done")


def _row(saying: Saying, ground: Ground) -> StatusChange | None:
    """Return the change of standing that a sentence dates; ``None`` where it speaks of the present standing.

    Of several changes on one day it is the one with which most of the sentence agrees.
    """
    told = {one.status for part in saying.parts for one in part.statuses}
    for moment in saying.moments:
        day = moment.interval.earliest
        if moment.heading or (moment.known and day == moment.interval.latest):
            rows = [row for row in ground.event.history if row.at.date() == day]
            if rows:
                return max(rows, key=lambda row: _agreement(row, saying, told))
    return None


def _agreement(row: StatusChange, saying: Saying, told: set[Status]) -> tuple[int, datetime]:
    agrees = (row.status in told, str(row.grade) in saying.grades, row.origins in saying.origins)
    return sum(agrees), row.at


def _statuses(saying: Saying, ground: Ground) -> Iterator[Difference]:
    event = ground.event
    row = _row(saying, ground)
    for part in saying.parts:
        for told in part.statuses:
            if told.since is not None:
                if not _was(told, ground):
                    yield _difference(DriftKind.STATUS, f"{told.words}, {told.since}", _history(ground))
            elif told.status is not (row.status if row else event.status) and not _is_ceiling(saying, told, ground):
                yield _difference(DriftKind.STATUS, told.words, row.status if row else event.status)


def _is_ceiling(saying: Saying, told: Told, ground: Ground) -> bool:
    return bool(saying.rungs) and any(ceiling.status is told.status for ceiling in ground.ceilings)


def _was(told: Told, ground: Ground) -> bool:
    """Tell whether the event came to a status on a day, by its history or as a ceiling."""
    day = told.since.earliest if told.since else None
    rows = {(row.status, row.at.date()) for row in ground.event.history}
    rows |= {(ceiling.status, ceiling.known.date()) for ceiling in ground.ceilings}
    return (told.status, day) in rows


def _history(ground: Ground) -> str:
    return "; ".join(f"{row.status.value} {row.at:%Y-%m-%d}" for row in ground.event.history)


# --- denials


def _denial(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield where a standing is told without the denials that belong to it, or a denial as the act itself."""
    event = ground.event
    standing = bool(saying.origins) and _row(saying, ground) is None
    if ground.contested and standing:
        named = {one.party for one in saying.stood if one.denies}
        named |= {one.actor for one in saying.parties} if named or saying.denies else set()
        missing = {code for code in event.contested_by if _is_coded(code)} - named
        if missing:
            yield _difference(DriftKind.DENIAL, _listed(named), f"contested by {_listed(event.contested_by)}")
    tells = any(_tells(part, ground) for part in saying.parts) or bool(saying.labels)
    if ground.only_denials and tells and not saying.denies and not _says_status(saying):
        yield _difference(DriftKind.DENIAL, "the act", "the claims cited deny it")
    for part in saying.parts:
        denied = _denied(part, saying)
        if denied and not ground.denied_by and not ground.only_denials and event.status not in _WITHDRAWN:
            yield _difference(DriftKind.DENIAL, "denied", "nobody denies it")
        negated = part.negated and _tells(part, ground)
        if (
            (denied or negated)
            and not saying.denies
            and not any(claim.modality is Modality.DENIED for claim in ground.cited)
        ):
            yield _difference(DriftKind.DENIAL, "that it did not happen", event.status)


def _denied(part: Part, saying: Saying) -> bool:
    """Tell whether a sentence says that the act did not happen: as it is read, and by a word of denial or negation."""
    words, low = load_words(saying.lang), part.text.lower()
    read_so = any(claim.modality is Modality.DENIED for claim in part.acts)
    return read_so and (words.says("denial", low) or words.says("negation", low))


def _says_status(saying: Saying) -> bool:
    return any(part.statuses for part in saying.parts)


def _stances(saying: Saying, ground: Ground) -> Iterator[Difference]:
    for one in saying.stood:
        held = ground.denied_by if one.denies else ground.affirmed_by
        if one.party not in held:
            yield _difference(
                DriftKind.STANCE, one.words, f"{'denied' if one.denies else 'confirmed'} by {_listed(held)}"
            )


# --- dates


def _dates(saying: Saying, ground: Ground) -> Iterator[Difference]:
    undated = load_words(saying.lang).says("undated", saying.text.lower())
    if undated and ground.event.when is not None:
        yield _difference(DriftKind.DATE, "undated", ground.event.when)
    strays = [moment for moment in saying.moments if not _date_follows(moment, ground)]
    if len(strays) == 2 and any(follows(_hull(strays), one) for one in ground.facts):
        return
    for moment in strays:
        known = ", ".join(str(day) for day in sorted(ground.known_days))
        facts = ", ".join(map(str, ground.facts)) or "undated"
        yield _difference(DriftKind.DATE, f"{moment.words} ({moment.interval})", known if moment.known else facts)


def _hull(moments: list[Moment]) -> Interval:
    """Return the days from the first of two dates to the second: "on 24 and 25 April"."""
    first, last = moments[0].interval, moments[-1].interval
    if first.earliest is None or last.latest is None or last.latest < first.earliest:
        return first
    return Interval(earliest=first.earliest, latest=last.latest)


def _date_follows(moment: Moment, ground: Ground) -> bool:
    day = Interval(earliest=moment.interval.earliest, latest=moment.interval.earliest)
    days = [Interval(earliest=one, latest=one) for one in ground.known_days]
    known = any(follows(moment.interval, one) or follows(day, one) for one in days)
    if moment.known:
        return known
    facts = [follows(moment.interval, one, begun=moment.begun, season=moment.season) for one in ground.facts]
    facts += [moment.yearless and ignoring_year(moment.interval, one) for one in ground.facts]
    return any(facts) or (moment.stated and (known or moment.interval in ground.published))


# --- the rest


def _origins(saying: Saying, ground: Ground) -> Iterator[Difference]:
    row = _row(saying, ground)
    held = row.origins if row else ground.event.independent
    for number in saying.origins:
        if number != held:
            yield _difference(DriftKind.ORIGINS, number, held)


def _grades(saying: Saying, ground: Ground) -> Iterator[Difference]:
    row = _row(saying, ground)
    held = str(row.grade if row else ground.event.grade)
    for grade in saying.grades:
        if grade != held:
            yield _difference(DriftKind.GRADE, grade, held)


def _rungs(saying: Saying, ground: Ground) -> Iterator[Difference]:
    for rung in saying.rungs:
        if rung not in ground.rungs:
            yield _difference(DriftKind.RUNG, rung, _listed(ground.rungs))


def _flow(saying: Saying, ground: Ground) -> Iterator[Difference]:
    tells = any(_tells(part, ground) for part in saying.parts)
    if tells and saying.stopped and not ground.is_stopped:
        yield _difference(DriftKind.FLOW, "stopped", ground.flow.state if ground.flow else "no end is known")
    goes_on = ground.event.when is not None and ground.event.when.latest is None
    if tells and saying.running and (ground.is_stopped or not goes_on):
        yield _difference(DriftKind.FLOW, "goes on", ground.flow.state if ground.flow else ground.event.when)


def _names(saying: Saying, ground: Ground) -> Iterator[Difference]:
    held = " ".join(_texts(ground)).lower()
    for name in saying.names:
        if name.lower() not in held and not all(word.lower() in held for word in name.split()):
            yield _difference(DriftKind.NAME, name, "no claim cited names it")


def _texts(ground: Ground) -> Iterator[str]:
    """Yield the words that the cited claims hold: names, places, quotes, titles and publishers."""
    yield from (text for text in (ground.event.place, ground.event.actor, ground.event.recipient) if text)
    yield from (origin.name for origin in ground.event.origins)
    yield from ground.event.contested_by
    for claim in ground.claims:
        yield from (text for text in (claim.place, claim.hedge, claim.root.name if claim.root else None) if text)
        yield from claim.via
    documents = {document.id: document for document in ground.documents}
    for claim in ground.cited:
        document = documents.get(claim.document_id)
        if document:
            yield document.text[claim.span.start : claim.span.end]
            yield from (text for text in (document.publisher, document.title) if text)


def _quotes(saying: Saying, ground: Ground) -> Iterator[Difference]:
    held = " ".join(" ".join(document.text.split()) for document in ground.documents).lower()
    held += " " + " ".join(_texts(ground)).lower()
    for quote in saying.quotes:
        parts = [" ".join(part.split()).lower() for part in re.split(r"…|\[\.\.\.\]|\.\.\.", quote)]
        if not all(part in held for part in parts):
            yield _difference(DriftKind.QUOTE, quote, "the cited documents do not hold these words")
