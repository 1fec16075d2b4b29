"""What ``riscontro show changes`` prints: what came to be known between two moments, and what caused it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from riscontro.cli.common import clock
from riscontro.cli.progress import meter
from riscontro.weigh.differ import Change, Difference, differ

if TYPE_CHECKING:
    from riscontro.model.event import Event, StatusChange
    from riscontro.store.case import Case


def changes_between(
    case: Case, *, since: datetime | None, since_held: datetime | None, as_of: datetime | None, as_held: datetime | None
) -> tuple[list[dict[str, Any]], list[Difference]]:
    """Return the differences between two moments, as JSON and as values.

    The earlier moment is ``since`` in public time and ``since_held`` in the case's own; where one of them is not given,
    the later moment's stands for it.
    """
    from riscontro.pipeline import view_case

    with meter("weighing", unit="claims") as report:
        then = view_case(case, as_of=since or as_of, as_held=since_held or as_held, clock=clock, report=report)
        now = view_case(case, as_of=as_of, as_held=as_held, clock=clock, report=report)
    found = list(differ(then.events, now.events))
    return [_to_json(one) for one in found], found


def _to_json(one: Difference) -> dict[str, Any]:
    from riscontro.cli.show import event_to_json

    return {
        "change": one.change,
        "before": [event_to_json(event) for event in one.before],
        "after": event_to_json(one.after) if one.after else None,
        "because": [{**_row(row)} for row in one.rows],
    }


def _row(row: StatusChange) -> dict[str, Any]:
    return {
        "at": row.at,
        "held_at": row.held_at,
        "status": row.status,
        "grade": str(row.grade),
        "origins": row.origins,
        "document": row.document_id,
        "claim": row.claim_id,
        "rule": row.rule,
        "reason": row.reason,
    }


def change_lines(found: list[Difference]) -> Iterator[str]:
    """Yield for each difference the event, how it stood, and the rows that moved it."""
    from riscontro.cli.show import event_line

    for one in found:
        event = one.after or one.before[0]
        yield f"{one.change.value:<10}  {event_line(event)}"
        if one.change is Change.GONE:
            yield "    its claims are in no event any more"
        for former in one.before if one.after else ():
            yield f"    was {_stood(former)}" + (f" ({former.id})" if former.id != event.id else "")
        for row in one.rows:
            cause = row.document_id or ("the month's letters" if row.learnt else "a judgement")
            yield f"    {row.at:%Y-%m-%d}  {row.status.value} {row.grade}, by {cause}: {row.reason} [{row.rule}]"
        if one.after and not one.rows:
            more = len(set(one.after.claims) - {claim for former in one.before for claim in former.claims})
            yield f"    {more} more {'claim' if more == 1 else 'claims'}, which moved neither status nor grade"
    if not found:
        yield "nothing changed between the two moments"


def _stood(event: Event) -> str:
    return f"{event.status.value} {event.grade}, {event.independent} independent"
