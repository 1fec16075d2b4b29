"""The companion of a dossier of a large case: every event in a table, also those that the dossier does not show."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from riscontro.model.dossier import Dossier
from riscontro.model.event import Event
from riscontro.model.time import instant_to_text
from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.exports.delimited import table_to_csv
from riscontro.tell.exports.rows import Row
from riscontro.tell.rank import date_order, select_events
from riscontro.tell.sentence import act_label


def needs_companion(dossier: Dossier) -> bool:
    """Tell whether a dossier leaves events out."""
    return select_events(dossier).left_out > 0


def companion_table(dossier: Dossier, *, lang: str) -> Iterator[str]:
    """Yield the lines of a CSV table (RFC 4180) of all events by date of fact, with which of them are shown."""
    catalogue = load_catalogue(lang)
    shown = {event.id for event in select_events(dossier).events}
    groups = dossier.tally.independent if dossier.tally is not None else {}
    # Thousands of events are of a few acts between a few parties.
    label = cache(partial(act_label, catalogue=catalogue))
    yield from table_to_csv(
        _row(
            event,
            label(event.type, event.mode, event.actor, event.recipient),
            shown=event.id in shown,
            independent=groups.get(event.id, event.independent),
        )
        for event in sorted(dossier.events, key=date_order)
    )


def _row(event: Event, label: str, *, shown: bool, independent: int) -> Row:
    when, quantity = event.when, event.quantity
    return {
        "id": event.id,
        "label": label,
        "type": event.type.value,
        "mode": event.mode,
        "actor": event.actor,
        "recipient": event.recipient,
        "opponent": event.opponent,
        "place": event.place,
        "earliest": when.earliest.isoformat() if when and when.earliest else None,
        "latest": when.latest.isoformat() if when and when.latest else None,
        "quantity_min": quantity.minimum if quantity else None,
        "quantity_max": quantity.maximum if quantity else None,
        "quantity_unit": quantity.unit if quantity else None,
        "status": event.status.value,
        "grade": str(event.grade),
        "independent": independent,
        "known_from": instant_to_text(event.history[0].at) if event.history else None,
        "claims": " ".join(event.claims),
        "shown": shown,
    }
