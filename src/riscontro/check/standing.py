"""Standing: certainty, status, grade, denials and flow as a sentence tells them, held against the event's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from riscontro.check.acts import tells_act
from riscontro.check.ground import Ground
from riscontro.check.saying import Part, Saying, Told
from riscontro.check.sides import is_coded
from riscontro.check.values import Difference, DriftKind, difference, listed
from riscontro.check.words import load_words
from riscontro.model.claim import Modality
from riscontro.model.event import StatusChange
from riscontro.model.grade import Status

_WITHDRAWN = frozenset({Status.REFUTED, Status.RETRACTED})
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


def certainty_differences(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield where an act is told more or less surely than its status allows."""
    event = ground.event
    for part in saying.parts:
        told = {one.status for one in part.statuses}
        if saying.labels or not tells_act(part, ground) or saying.rungs:
            continue
        yield from _plans(part, ground)
        if _denied(part, saying) or (ground.only_denials and saying.denies) or event.status in told:
            continue
        manner = _manner(part)
        if manner not in _ALLOWED[event.status]:
            yield difference(DriftKind.CERTAINTY, manner, event.status.value)


def _manner(part: Part) -> str:
    if part.rumour:
        return "rumour"
    if part.attributed:
        return "attributed"
    return "reported" if part.hedge else "fact"


def _plans(part: Part, ground: Ground) -> Iterator[Difference]:
    """Yield where a plan is told as done, or what was done as a plan."""
    planned = ground.event.planned
    if planned and not part.plan:
        yield difference(DriftKind.PLAN, "done", "planned")
    if not planned and part.plan and not any(claim.modality is Modality.PLANNED for claim in ground.claims):
        yield difference(DriftKind.PLAN, "planned", "done")


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


def status_differences(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield statuses, and dates of statuses, that the event does not have."""
    event = ground.event
    row = _row(saying, ground)
    for part in saying.parts:
        for told in part.statuses:
            if told.since is not None:
                if not _was(told, ground):
                    yield difference(DriftKind.STATUS, f"{told.words}, {told.since}", _history(ground))
            elif told.status is not (row.status if row else event.status) and not _is_ceiling(saying, told, ground):
                yield difference(DriftKind.STATUS, told.words, row.status if row else event.status)


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


def origin_differences(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield counts of origins that the event does not have."""
    row = _row(saying, ground)
    held = row.origins if row else ground.event.independent
    for number in saying.origins:
        if number != held:
            yield difference(DriftKind.ORIGINS, number, held)


def grade_differences(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield grades that the event does not have."""
    row = _row(saying, ground)
    held = str(row.grade if row else ground.event.grade)
    for grade in saying.grades:
        if grade != held:
            yield difference(DriftKind.GRADE, grade, held)


def denial_differences(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield where a standing is told without the denials that belong to it, or a denial as the act itself."""
    event = ground.event
    standing = bool(saying.origins) and _row(saying, ground) is None
    if ground.contested and standing:
        named = {one.party for one in saying.stood if one.denies}
        named |= {one.actor for one in saying.parties} if named or saying.denies else set()
        missing = {code for code in event.contested_by if is_coded(code)} - named
        if missing:
            yield difference(DriftKind.DENIAL, listed(named), f"contested by {listed(event.contested_by)}")
    tells = any(tells_act(part, ground) for part in saying.parts) or bool(saying.labels)
    if ground.only_denials and tells and not saying.denies and not _says_status(saying):
        yield difference(DriftKind.DENIAL, "the act", "the claims cited deny it")
    for part in saying.parts:
        denied = _denied(part, saying)
        if denied and not ground.denied_by and not ground.only_denials and event.status not in _WITHDRAWN:
            yield difference(DriftKind.DENIAL, "denied", "nobody denies it")
        negated = part.negated and tells_act(part, ground)
        if (
            (denied or negated)
            and not saying.denies
            and not any(claim.modality is Modality.DENIED for claim in ground.cited)
        ):
            yield difference(DriftKind.DENIAL, "that it did not happen", event.status)


def _denied(part: Part, saying: Saying) -> bool:
    """Tell whether a sentence says that the act did not happen: as it is read, and by a word of denial or negation."""
    words, low = load_words(saying.lang), part.text.lower()
    read_so = any(claim.modality is Modality.DENIED for claim in part.acts)
    return read_so and (words.says("denial", low) or words.says("negation", low))


def _says_status(saying: Saying) -> bool:
    return any(part.statuses for part in saying.parts)


def stance_differences(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield parties that are said to deny or confirm what they do not."""
    for one in saying.stood:
        held = ground.denied_by if one.denies else ground.affirmed_by
        if one.party not in held:
            yield difference(
                DriftKind.STANCE, one.words, f"{'denied' if one.denies else 'confirmed'} by {listed(held)}"
            )


def flow_differences(saying: Saying, ground: Ground) -> Iterator[Difference]:
    """Yield where a flow is told to have stopped or to go on, and is not known to."""
    tells = any(tells_act(part, ground) for part in saying.parts)
    if tells and saying.stopped and not ground.is_stopped:
        yield difference(DriftKind.FLOW, "stopped", ground.flow.state if ground.flow else "no end is known")
    goes_on = ground.event.when is not None and ground.event.when.latest is None
    if tells and saying.running and (ground.is_stopped or not goes_on):
        yield difference(DriftKind.FLOW, "goes on", ground.flow.state if ground.flow else ground.event.when)
