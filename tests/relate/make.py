"""Events by hand, with the claims and documents behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from riscontro.model.claim import Basis, Claim, EventType, Quantity, Root
from riscontro.model.document import Access, Provenance
from riscontro.model.dyad import Dyad, Relation
from riscontro.model.event import Event, StatusChange
from riscontro.model.grade import Grade, Reliability, Status
from riscontro.model.mention import Span
from riscontro.model.time import Interval, end_of_day
from riscontro.relate import relate

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PAIR = ("PRK", "RUS")


def days(first: str, last: str | None = "") -> Interval:
    """``days("2024-10-01")`` is a day, ``days("2024-10-01", None)`` open."""
    latest = date.fromisoformat(first) if last == "" else date.fromisoformat(last) if last else None
    return Interval(earliest=date.fromisoformat(first), latest=latest)


def figure(low: float | None, high: float | None, unit: str = "shell", **fields: Any) -> Quantity:
    return Quantity(minimum=low, maximum=high, unit=unit, **fields)


def row(status: Status, day: str) -> StatusChange:
    at = end_of_day(date.fromisoformat(day))
    return StatusChange(
        status=status,
        grade=Grade(reliability=Reliability.F, credibility=status.credibility),
        at=at,
        held_at=at,
        document_id=None,
        claim_id=None,
        rule=str(status),
        reason="by hand",
        origins=1,
    )


@dataclass
class Record:
    """Events as weighing leaves them. ``history`` is (status, day) pairs; ``claims`` are the fields of each claim."""

    events: list[Event] = field(default_factory=list)
    claims: dict[str, Claim] = field(default_factory=dict)
    provenances: dict[str, Provenance] = field(default_factory=dict)

    def add(
        self,
        act: str,
        *history: tuple[Status, str],
        when: Interval | None = None,
        claims: list[dict[str, Any]] | None = None,
        actor: str | None = "PRK",
        recipient: str | None = "RUS",
        **fields: Any,
    ) -> Event:
        kind, _, mode = act.partition("/")
        number = len(self.events)
        rows = tuple(row(status, day) for status, day in history or ((Status.CONFIRMED, "2024-11-01"),))
        event_id = f"evt-{number:03}"
        told = [self._tell(f"{event_id}-{n}", kind, mode, claim) for n, claim in enumerate(claims or [{"when": when}])]
        empty: dict[str, Any] = {"opponent": None, "place": None, "quantity": None, "origins": ()}
        event = Event(
            id=event_id,
            actor=actor,
            type=EventType(kind),
            mode=mode or None,
            recipient=recipient,
            when=when,
            claims=tuple(claim.id for claim in told),
            status=rows[-1].status,
            grade=rows[-1].grade,
            history=rows,
            **(empty | fields),
        )
        self.events.append(event)
        return event

    def _tell(self, name: str, kind: str, mode: str, fields: dict[str, Any]) -> Claim:
        page = dict(fields)
        public = end_of_day(date.fromisoformat(page.pop("public", "2024-11-01")))
        document_id = page.pop("document", f"doc-{name}")
        self.provenances[document_id] = Provenance(
            document_id=document_id,
            url=None,
            publisher="Paper",
            lang="en",
            translated=None,
            access=Access.FULL,
            share=1.0,
            family=None,
            version=1,
            public_from=public,
            held_from=public,
        )
        base: dict[str, Any] = {"actor": "PRK", "recipient": "RUS", "type": EventType(kind), "mode": mode or None}
        claim = Claim(id=f"clm-{name}", document_id=document_id, span=Span(0, 5), **(base | page))
        self.claims[claim.id] = claim
        return claim

    def relate(self, **options: Any) -> Relation:
        given: dict[str, Any] = {"pair": PAIR, "now": NOW} | options
        return relate(self.events, claims=self.claims, provenances=self.provenances, **given)

    def dyad(self, **options: Any) -> Dyad:
        return self.relate(**options).dyads[0]


def official(name: str, state: str | None) -> Root:
    return Root(name=name, state=state, kind=Basis.OFFICIAL)
