"""Learnt letters, laid on an event as it is read.

What is kept with an event rests on its own claims and on letters that somebody set. A learnt letter rests on what was
settled of other events, which changes as these do; so it is laid on at reading, from the records of the sources alone,
and no event need be weighed anew for it. Each row of the history has the letter of its own month, and a row of its own
says where a new month changed it. What an event was at a past moment is therefore the same seen from today and seen
from then.

A letter is the best among the origins that weighed for the event at the time; one that somebody set for an origin takes
the place of what that origin earned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import Literal, NamedTuple, Protocol

from riscontro.model.claim import Stance
from riscontro.model.event import Event, LearntLetter, Origin, StatusChange
from riscontro.model.grade import Grade, Reliability
from riscontro.weigh.odds import Odds, odds_of
from riscontro.weigh.register import Register
from riscontro.weigh.reliability import Cell, Learnt, Records
from riscontro.weigh.settled import month_of

ASSERTING = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.WARNS})
"""Stances of an origin that speaks for an act."""


class Page(Protocol):
    """What a row of the history names of a document."""

    @property
    def document_id(self) -> str:
        """Its id."""

    @property
    def public_from(self) -> datetime:
        """When its words were public."""

    @property
    def held_from(self) -> datetime:
        """When the case came to hold them."""


PageOf = Callable[[str], Page | None]
"""Gives the document of a claim, by the claim's id."""


class _Turn(NamedTuple):
    """Something that may change the letter: ``key`` orders turns, those of one claim are equal."""

    key: tuple[datetime, int, int]
    kind: Literal["month", "begins", "ends", "row"]
    origin: Origin | None = None
    row: StatusChange | None = None
    claim: str | None = None


@dataclass(slots=True)
class _State:
    """What stands after the turns so far: the last row as it is kept, and the origins that weigh."""

    base: StatusChange | None = None
    active: list[Origin] | None = None


class Letters:
    """Lays learnt letters on events, as known at a moment."""

    def __init__(self, records: Records, register: Register, moment: datetime) -> None:
        self._records = records
        self._register = register
        self._last = month_of(moment)
        self._learnt_of: dict[tuple[Cell, bool], Learnt] = {}

    @property
    def roots(self) -> frozenset[str]:
        """The roots of whose words anything was settled."""
        return self._records.roots

    def lay(self, event: Event, page_of: PageOf) -> Event:
        """Return an event with the letters that its origins had earned at each moment of its history, and with the
        probability that what was settled of their words gives by the moment asked for.
        """
        odds = self.odds_of(event)
        if odds is not None and odds.is_learnt and event.probability is not None:
            event = replace(event, probability=odds.probability)
        return self._lay_letters(event, page_of)

    def odds_of(self, event: Event) -> Odds | None:
        """Return the odds of an event, with what was learnt of its origins."""
        return odds_of(event.origins, event.claims, partial(self._learnt, event))

    def _learnt(self, event: Event, origin: Origin) -> Learnt:
        key = (_cell(origin, event), origin.stance is Stance.DENIES)
        if key not in self._learnt_of:
            self._learnt_of[key] = self._records.learnt(key[0], self._last, denied=key[1])
        return self._learnt_of[key]

    def _lay_letters(self, event: Event, page_of: PageOf) -> Event:
        earned = [origin for origin in event.origins if self._may_earn(origin, event)]
        if not earned or not event.history:
            return event
        rows: list[StatusChange] = []
        state = _State(active=[])
        for key, group in groupby(sorted(self._turns(event, earned, page_of), key=_key_of), key=_key_of):
            row = self._take(event, key, list(group), state, page_of)
            if row is not None and (not rows or _standing(rows[-1]) != _standing(row)):
                rows.append(row)
        return replace(event, grade=rows[-1].grade, history=tuple(rows))

    def letter_of(self, origin: Origin, event: Event) -> LearntLetter | None:
        """Return what an origin of an event has earned by the moment; ``None`` where that is F or somebody set one."""
        return self._earned(origin, event, self._last) if self._may_earn(origin, event) else None

    def _may_earn(self, origin: Origin, event: Event) -> bool:
        if not origin.heard or origin.stance not in ASSERTING:
            return False
        earned = self._records.changes(_cell(origin, event), self._last)
        return bool(earned) and not self._register.sets(origin, event.type, event.mode)

    def _earned(self, origin: Origin, event: Event, month: str) -> LearntLetter | None:
        letter, counted = self._records.letter(_cell(origin, event), month)
        if letter is Reliability.F:
            return None
        return LearntLetter(
            name=origin.root_name,
            state=origin.state if origin.is_organ else None,
            kind=origin.kind,
            letter=letter,
            right=counted.right,
            settled=counted.settled,
            until=month,
        )

    def _turns(self, event: Event, earned: list[Origin], page_of: PageOf) -> Iterator[_Turn]:
        places = {claim: place for place, claim in enumerate(event.claims)}
        key = (event.history[0].at, 0, 0)
        for row in event.history:
            # In the order in which they are kept, even where an analyst's word is older than the event.
            kind = 2 if row.claim_id is None else 1
            key = max(key, (row.at, kind, places.get(row.claim_id or "", 0)))
            yield _Turn(key, "row", row=row, claim=row.claim_id)
        for origin in earned:
            for kind_, claim in zip(("begins", "ends"), origin.heard, strict=False):
                at = origin.public_from if claim == origin.claims[0] else _public(page_of(claim), origin)
                yield _Turn((at, 1, places.get(claim, 0)), kind_, origin=origin, claim=claim)  # type: ignore[arg-type]
        began = month_of(event.history[0].at)
        changed = {month for one in earned for month in self._records.changes(_cell(one, event), self._last)}
        for month in sorted(changed):
            if month > began:
                yield _Turn((start_of(month), 0, 0), "month")

    def _take(
        self, event: Event, key: tuple[datetime, int, int], turns: list[_Turn], state: _State, page_of: PageOf
    ) -> StatusChange | None:
        """Take in what happened at one moment; return the row that it makes, as the event stands after it."""
        active = state.active or []
        rows = [turn.row for turn in turns if turn.row is not None]
        begun = [turn.origin for turn in turns if turn.kind == "begins" and turn.origin is not None]
        ended = [turn.origin for turn in turns if turn.kind == "ends"]
        state.active = [one for one in (*active, *begun) if not any(one is other for other in ended)]
        state.base = rows[-1] if rows else state.base
        if state.base is None:
            return None
        row = state.base if rows else _new_row(state.base, key[0], turns[0].claim, page_of)
        return self._graded(row, event, state)

    def _graded(self, row: StatusChange, event: Event, state: _State) -> StatusChange:
        found = (self._earned(one, event, month_of(row.at)) for one in state.active or ())
        best = min((one for one in found if one), key=lambda one: (one.letter, -one.settled, one.name), default=None)
        if best is None or best.letter >= row.grade.reliability:
            return row
        grade = Grade(reliability=best.letter, credibility=row.grade.credibility)
        return replace(row, grade=grade, learnt=best, reason=f"{row.reason}; {best}")


def _key_of(turn: _Turn) -> tuple[datetime, int, int]:
    return turn.key


def _cell(origin: Origin, event: Event) -> Cell:
    return Cell(origin.root, origin.role, str(event.type))


def _public(page: Page | None, origin: Origin) -> datetime:
    return origin.public_from if page is None else page.public_from


def _new_row(base: StatusChange, at: datetime, claim: str | None, page_of: PageOf) -> StatusChange:
    """Return the row of a moment at which only the letter may have changed: by a claim, or by a new month."""
    page = page_of(claim) if claim is not None else None
    return replace(
        base,
        at=at,
        held_at=page.held_from if page is not None else at,
        document_id=page.document_id if page is not None else None,
        claim_id=claim if page is not None else None,
    )


def _standing(row: StatusChange) -> tuple[object, ...]:
    return (row.status, row.grade, row.origins, row.rule)


def start_of(month: str) -> datetime:
    """Return the moment at which a month (``2024-10``) begins."""
    return datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)
