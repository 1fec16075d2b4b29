"""An event's history: its claims heard in public order, a row for every change of status, grade or origins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from riscontro.model.event import StatusChange
from riscontro.model.grade import Grade, Status
from riscontro.weigh.grade import grade_event
from riscontro.weigh.independence import Hearing
from riscontro.weigh.judged import Ruling
from riscontro.weigh.register import Register
from riscontro.weigh.settled import JUDGED, month_of, settle
from riscontro.weigh.status import Verdict, judge
from riscontro.weigh.telling import Telling, is_mutual

Roles = dict[str, str | None]


class History:
    """Hears an event's tellings one by one and keeps the rows."""

    def __init__(self, register: Register, rulings: Sequence[Ruling] = ()) -> None:
        self.hearing = Hearing(register)
        self.rows: list[StatusChange] = []
        self._pending = sorted(rulings, key=lambda ruling: (ruling.at, ruling.number))
        self._ruled: Ruling | None = None
        self._sides: tuple[str | None, str | None] = (None, None)
        self._opponent: str | None = None
        self._month = ""
        self._settled = False

    def hear(self, telling: Telling) -> None:
        """Take the next telling in and note what it changed."""
        self._apply_rulings(until=telling.public_from, telling=telling)
        self._turn_to(telling.public_from)
        changed = self.hearing.hear(telling, self._roles(telling))
        if changed or not self.rows:
            self._note(telling)

    def finish(self, last: Telling) -> None:
        """Apply the rulings that came after the last telling."""
        self._apply_rulings(until=None, telling=last)
        self._settle()

    @property
    def standing(self) -> tuple[Status, Grade]:
        """Status and grade as they are now."""
        verdict = self._verdict()
        return verdict.status, self._grade(verdict)

    def _roles(self, telling: Telling) -> Roles:
        """Return who is actor, recipient and opponent, a gap filled from what earlier claims told."""
        claim = telling.claim
        own = telling.sides if is_mutual(claim) else (claim.actor, claim.recipient)
        first, second = (new if new is not None else old for new, old in zip(own, self._sides, strict=True))
        self._sides = (first, second)
        self._opponent = claim.opponent or self._opponent
        return {"actor": first, "recipient": second, "opponent": self._opponent}

    def _verdict(self) -> Verdict:
        if self._ruled is not None:
            reason = f"set by {self._ruled.by}: {self._ruled.why}"
            return Verdict(self._ruled.status, JUDGED, reason)
        return judge(self.hearing.tally)

    def _grade(self, verdict: Verdict) -> Grade:
        return grade_event(verdict.status, self.hearing.tally)

    def _apply_rulings(self, *, until: datetime | None, telling: Telling) -> None:
        while self.rows and self._pending and (until is None or self._pending[0].at < until):
            self._turn_to(self._moment_of(self._pending[0]))
            self._ruled = self._pending.pop(0)
            self._note(telling, ruling=self._ruled)

    def _turn_to(self, moment: datetime) -> None:
        """Settle the month that ends before a moment."""
        month = month_of(moment)
        if month != self._month:
            if self._month:
                self._settle()
            self._month = month

    def _settle(self) -> None:
        """Note what others had made of each word by the end of the month, where anything can have been."""
        last = self.rows[-1]
        decided = last.status in (Status.CONFIRMED, Status.REFUTED) or bool(self.hearing.tally.withdrawn)
        if decided or self._settled:
            settle(self.hearing, last.status, last.rule, self._month)
            self._settled = True

    def _note(self, telling: Telling, *, ruling: Ruling | None = None) -> None:
        verdict = self._verdict()
        grade = self._grade(verdict)
        origins = self.hearing.tally.independent
        if self.rows and _standing(self.rows[-1]) == (verdict.status, grade, origins, verdict.rule):
            return
        row = StatusChange(
            status=verdict.status,
            grade=grade,
            at=self._moment_of(ruling) if ruling else telling.public_from,
            held_at=ruling.at if ruling else telling.provenance.held_from,
            document_id=None if ruling else telling.claim.document_id,
            claim_id=None if ruling else telling.claim.id,
            rule=verdict.rule,
            reason=verdict.reason,
            origins=origins,
        )
        self.rows.append(row)

    def _moment_of(self, ruling: Ruling) -> datetime:
        """When a ruling takes effect: never before the event was told, which a page's clock may put later."""
        return max(ruling.at, self.rows[-1].at)


def _standing(row: StatusChange) -> tuple[Status, Grade, int, str]:
    return (row.status, row.grade, row.origins, row.rule)


def hear_all(
    tellings: Sequence[Telling], *, register: Register, rulings: Mapping[str, Sequence[Ruling]] | None = None
) -> History:
    """Return the history of an event's tellings, given in public order. There is at least one."""
    own = {ruling.number: ruling for t in tellings for ruling in (rulings or {}).get(t.claim.id, ())}
    history = History(register, list(own.values()))
    for telling in tellings:
        history.hear(telling)
    history.finish(tellings[-1])
    return history
