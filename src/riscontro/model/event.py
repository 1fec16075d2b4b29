"""Events: what groups of claims are about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from riscontro.model.block import Block
from riscontro.model.claim import Basis, EventType, Quantity, Stance
from riscontro.model.grade import Grade, Reliability, Status
from riscontro.model.issue import Issue
from riscontro.model.time import Interval

ORGANS = "state:"
"""How the root of all organs of a state with one vantage begins."""


class Outcome(NamedTuple):
    """What others had made of a source's word by the end of a month (``2024-10``): right, wrong, or open again."""

    month: str
    right: bool | None


class Word(NamedTuple):
    """How a root's word on an act, a denial or an assertion, stood settled: from the end of one month to that of
    another (``until``, ``None`` for today).
    """

    root: str
    role: str
    denied: bool
    right: bool
    since: str
    until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who first said it, and the claims that trace back to them.

    ``group`` joins what is not independent: the organs of one state share ``state:XXX``. ``presumed_relay`` marks
    a report that names no root and shows no vantage of its own. ``counts`` is false where the origin adds nothing
    to the status (a presumed relay, a rumour, a denial by a party); ``why`` says so in words.

    What its letter rests on: ``root`` is one for all spellings that are known to be one source, and for all organs of
    one state with one vantage; ``role`` its part in the act (``gains``, ``loses``, ``third``) or else its vantage;
    ``heard`` the claim from which on it weighed for or against, and the one that ended that, if any; ``outcomes`` what
    others made of its word, a row for each month at whose end that had changed. ``says`` is how its word enters the
    probability: ``for`` the act, or as one of the signs against it (:data:`riscontro.weigh.odds.SIGNS`), or not ("").
    """

    id: str
    name: str
    state: str | None
    kind: Basis
    group: str
    stance: Stance
    claims: tuple[str, ...]
    public_from: datetime
    presumed_relay: bool = False
    against_interest: bool = False
    physical: bool = False
    standing: bool = True
    counts: bool = True
    why: str = ""
    root: str = ""
    role: str = ""
    heard: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    says: str = ""

    def right_at(self, month: str) -> bool | None:
        """Return what others had made of its word by the end of a month."""
        return next((one.right for one in reversed(self.outcomes) if one.month <= month), None)

    @property
    def root_name(self) -> str:
        """Whose record it is: its own name, or ``official sources of USA``."""
        return name_of_root(self.root, name=self.name, state=self.state, kind=self.kind)

    @property
    def is_organ(self) -> bool:
        """Whether its record is that of all organs of a state with one vantage."""
        return self.root.startswith(ORGANS)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntLetter:
    """A letter that a source earned: of its ``settled`` assertions in a part and on a type of act, ``right`` were
    right, all settled before the month ``until`` (``2024-10``). Of a state's organs ``state`` and ``kind`` say whose.
    """

    name: str
    state: str | None
    kind: Basis
    letter: Reliability
    right: int
    settled: int
    until: str

    def __str__(self) -> str:
        return whose_letter(self.name, self.letter) + learnt_from(self.right, self.settled, self.until)


def whose_letter(name: str, letter: Reliability) -> str:
    """Return in words whose letter was learnt; :func:`learnt_from` goes on."""
    return f"letter {letter} of {name}"


def learnt_from(right: int, settled: int, until: str) -> str:
    """Return in words what a letter was learnt from."""
    return f", learnt: {right} right of {settled} before {until}"


def name_of_root(root: str, *, name: str, state: str | None, kind: Basis) -> str:
    """Return whose record the word of an origin of a root counts in: its own name's, or ``official sources of USA``."""
    return f"{kind} sources of {state}" if root.startswith(ORGANS) else name


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """One change of an event's standing, with what caused it.

    ``at`` is the moment of knowledge in public time, ``held_at`` when the case held the words; ``rule`` is a
    stable code, ``reason`` one sentence. ``learnt`` is where the grade's letter comes from, where it was learnt: such
    letters are laid on events as they are read, never kept with them.
    """

    status: Status
    grade: Grade
    at: datetime
    held_at: datetime
    document_id: str | None
    claim_id: str | None
    rule: str
    reason: str
    origins: int
    learnt: LearntLetter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act in the world that could be true or false as a whole, as its claims tell it.

    ``when`` is what the claims agree on (``None`` where none gives a time), ``quantity`` the envelope of their
    figures, ``contested_by`` the parties that deny it. ``history`` is in the order of ``at``; its last row gives
    ``status`` and ``grade``. ``probability`` is ``None`` where no origin
    that counts asserts the act as a fact. ``planned`` marks an event of
    which every claim speaks as of a plan.
    """

    id: str
    actor: str | None
    type: EventType
    mode: str | None
    recipient: str | None
    opponent: str | None
    place: str | None
    when: Interval | None
    quantity: Quantity | None
    claims: tuple[str, ...]
    origins: tuple[Origin, ...]
    status: Status
    grade: Grade
    history: tuple[StatusChange, ...]
    contested_by: tuple[str, ...] = ()
    planned: bool = False
    probability: float | None = None

    @property
    def moves(self) -> tuple[StatusChange, ...]:
        """The rows of the history that change more than the letter of the grade."""
        standing = [(row.status, row.origins, row.rule) for row in self.history]
        return tuple(row for n, row in enumerate(self.history) if not n or standing[n] != standing[n - 1])

    def words(self) -> Iterator[Word]:
        """Yield how the words of its roots stood settled, by root and role: one word each for and against.

        Where several organs of one root spoke, they were wrong where any of them was, else right where any was.
        """
        told: dict[tuple[str, str, bool], list[Origin]] = {}
        for origin in self.origins:
            if origin.outcomes:
                told.setdefault((origin.root, origin.role, origin.stance is Stance.DENIES), []).append(origin)
        for (root, role, denied), origins in told.items():
            since, right = "", None
            for month in sorted({outcome.month for origin in origins for outcome in origin.outcomes}):
                now = _together([origin.right_at(month) for origin in origins])
                if now is right:
                    continue
                if right is not None:
                    yield Word(root, role, denied, right, since, month)
                since, right = month, now
            if right is not None:
                yield Word(root, role, denied, right, since, None)

    @property
    def independent(self) -> int:
        """How many independent groups stand and count."""
        return len({origin.group for origin in self.origins if origin.counts and origin.standing})


def _together(found: list[bool | None]) -> bool | None:
    return False if False in found else True if True in found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """What weighing gives: events by first moment of knowledge, then id; and the doubts met on the way."""

    events: tuple[Event, ...]
    issues: tuple[Issue, ...] = ()
    blocks: tuple[Block, ...] = ()
    """Where linking looks for each event, in the order in which they were opened."""
