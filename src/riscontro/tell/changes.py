"""What changed since a moment: events that are new, and those whose standing rose, fell or was refuted, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from riscontro.model.event import Event, StatusChange
from riscontro.model.grade import Status
from riscontro.tell.catalogue import Catalogue, capitalised
from riscontro.tell.dates import contracted, instant_to_day_text, instant_to_minute_text, interval_to_text, on_day
from riscontro.tell.entry import reason_text
from riscontro.tell.index import Index
from riscontro.tell.sentence import Sentence, event_label
from riscontro.tell.visible import shorten


class Change(StrEnum):
    """How an event changed, in the order in which a dossier tells it."""

    REFUTED = "refuted"
    LOWERED = "lowered"
    RAISED = "raised"
    NEW = "new"


CHANGE_TITLES = {
    "refuted": "change_refuted",
    "lowered": "change_lowered",
    "raised": "change_raised",
    "new": "change_news",
}
"""The catalogue's heading for each kind of change."""

_STANDING = {
    Status.REFUTED: 0,
    Status.RETRACTED: 0,
    Status.DENIED: 1,
    Status.DISPUTED: 1,
    Status.RUMOURED: 2,
    Status.REPORTED: 3,
    Status.CORROBORATED: 4,
    Status.CONFIRMED: 5,
}
"""How far each status bears an event out; only the order is used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One event that changed: a sentence, and why (``reason`` may be in English)."""

    event_id: str
    status: str
    sentence: Sentence
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed since a moment, which ``since`` says in words, by kind of change, the latest change first.

    ``left_out`` counts changed events that are not among those shown.
    """

    since: str
    groups: tuple[tuple[str, tuple[ChangeLine, ...]], ...]
    left_out: int


def build_changes(index: Index) -> Changes | None:
    """Return what changed since the moment that the dossier is asked about, ``None`` where it is asked about none."""
    since = index.dossier.since
    if since is None:
        return None
    told: dict[Change, list[tuple[datetime, ChangeLine]]] = {kind: [] for kind in Change}
    left_out = 0
    for event in index.dossier.events:
        kind = change_since(event, since)
        if kind is None:
            continue
        if event.id in index.cited:
            told[kind].append((event.history[-1].at, _line(event, kind, since, index)))
        else:
            left_out += 1
    groups = [
        (
            kind.value,
            tuple(line for _, line in sorted(lines, key=lambda held: (held[0], held[1].event_id), reverse=True)),
        )
        for kind, lines in told.items()
        if lines
    ]
    catalogue = index.catalogue
    words = contracted(catalogue.text("since", when=instant_to_minute_text(since, catalogue)), catalogue)
    return Changes(since=words, groups=tuple(groups), left_out=left_out)


def change_since(event: Event, since: datetime) -> Change | None:
    """Return how an event's standing differs from that at a moment of public time, ``None`` where it does not."""
    before = _standing_at(event, since)
    if not event.history or event.history[-1].at <= since:
        return None
    if before is None:
        return Change.NEW
    if event.status is before.status:
        return None
    if event.status in (Status.REFUTED, Status.RETRACTED):
        return Change.REFUTED
    step = _STANDING[event.status] - _STANDING[before.status]
    return Change.RAISED if step > 0 else Change.LOWERED


def _standing_at(event: Event, moment: datetime) -> StatusChange | None:
    return next((row for row in reversed(event.history) if row.at <= moment), None)


def _line(event: Event, kind: Change, since: datetime, index: Index) -> ChangeLine:
    catalogue, last = index.catalogue, event.moves[-1]
    before = _standing_at(event, since)
    values = {
        "label": event_label(event, catalogue),
        "when": interval_to_text(event.when, catalogue),
        "day": capitalised(on_day(last.at, catalogue)),
        "status": catalogue.word("status_short", event.status),
        "before": _since(before, catalogue) if before else "",
    }
    text = catalogue.text("change_new" if kind is Change.NEW else "change_moved", **values)
    return ChangeLine(
        event_id=event.id,
        status=event.status,
        sentence=Sentence(text=contracted(text, catalogue), claims=_claims(event, last, index)),
        reason=shorten(reason_text(last, catalogue), 400),
    )


def _since(row: StatusChange, catalogue: Catalogue) -> str:
    word = catalogue.word("status_short", row.status)
    return catalogue.text("status_since", status=word, when=instant_to_day_text(row.at, catalogue))


def _claims(event: Event, last: StatusChange, index: Index) -> tuple[str, ...]:
    """Return the claim that caused the change where it is printed, else those of the event."""
    return (last.claim_id,) if last.claim_id in index.numbers else index.cited[event.id]
