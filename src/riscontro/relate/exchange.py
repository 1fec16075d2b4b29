"""Exchange: what each side gave the other, by kind of goods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from riscontro.model.dyad import Exchange, Flow
from riscontro.model.event import Event
from riscontro.model.grade import Status
from riscontro.relate.record import Record, fact_date
from riscontro.relate.standing import standing_since
from riscontro.relate.tables import Tables, act_name


def find_exchange(
    record: Record, tables: Tables, flows: Iterable[Flow], *, actor: str, recipient: str
) -> tuple[Exchange, ...]:
    """Return what ``actor`` gave ``recipient`` by events that are at least reported, by when it became known.

    Acts that bind both sides alike are nobody's gift.
    """
    kinds: dict[str, list[tuple[Event, datetime]]] = defaultdict(list)
    for event in record.events:
        kind = tables.goods.get(act_name(event.type, event.mode))
        if kind is None or event.planned or (event.actor, event.recipient) != (actor, recipient):
            continue
        row = standing_since(event, Status.REPORTED, record.as_of)
        if row is not None:
            kinds[kind].append((event, row.at))
    last_seen = {event_id: flow.last for flow in flows for event_id in flow.events if flow.last is not None}
    found = [_exchange(kind, given, last_seen, actor, recipient) for kind, given in kinds.items()]
    return tuple(sorted(found, key=lambda one: (one.known, one.kind)))


def _exchange(
    kind: str, given: Sequence[tuple[Event, datetime]], last_seen: Mapping[str, date], actor: str, recipient: str
) -> Exchange:
    events = [event for event, _ in given]
    firsts = [day for event in events if (day := fact_date(event)) is not None]
    lasts = [day for event in events if (day := last_seen.get(event.id) or _last_day(event)) is not None]
    return Exchange(
        actor=actor,
        recipient=recipient,
        kind=kind,
        events=tuple(event.id for event in events),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        known=min(at for _, at in given),
        status=min((event.status for event in events), key=lambda status: status.credibility),
    )


def _last_day(event: Event) -> date | None:
    return (event.when.latest or event.when.earliest) if event.when is not None else None
