"""What analysts decided, found again in the claims by document and act.

``same`` and ``different`` say which claims one event holds, ``wrong`` that a claim was misread: they correct our
reading, so they hold for every past moment. ``status`` and ``grade`` are decisions about the world: a status takes
effect at its own moment. Whatever cannot be applied becomes an issue ``weigh.judgement.unapplied``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from riscontro.model.claim import Claim
from riscontro.model.document import Provenance
from riscontro.model.grade import Reliability, Status
from riscontro.model.issue import Issue
from riscontro.model.judgement import Judgement, Verdict
from riscontro.model.source import Source
from riscontro.weigh.verdicts import ClaimFinder, Unapplied, details_of, in_force, unapplied_issue

_Code = TypeVar("_Code", Status, Reliability)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A status that a judgement sets, from its moment on; ``UNDO`` of it has been applied already."""

    number: int
    status: Status
    at: datetime
    by: str
    why: str


@dataclass(slots=True, kw_only=True)
class Rulings:
    """All judgements in the form that weighing uses; claims are named by id."""

    wrong: set[str] = field(default_factory=set)
    same: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    different: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    status: defaultdict[str, list[Ruling]] = field(default_factory=lambda: defaultdict(list))
    sources: list[Source] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read_judgements(
    judgements: Sequence[Judgement],
    claims: Iterable[Claim],
    provenances: Mapping[str, Provenance],
    *,
    as_of: datetime | None,
    as_held: datetime | None,
    acts: Iterable[tuple[str, Claim]] = (),
) -> Rulings:
    """Return what the judgements that are in force mean for these claims.

    ``acts`` holds corrected claims as they were read, so that judgements made before the correction find them.
    """
    rulings = Rulings()
    if not judgements:
        return rulings
    finder = ClaimFinder(claims, provenances)
    for _, former in acts:
        finder.note(former, provenances)
    numbers = {one.number for one in judgements if as_held is None or one.at <= as_held}
    for judgement in in_force(judgements, as_held):
        try:
            if judgement.verdict is Verdict.UNDO:
                _check_undo(judgement, numbers)
            elif judgement.verdict not in (Verdict.CORRECT, Verdict.ENTER):
                _apply(judgement, finder, rulings, as_of=as_of)
        except Unapplied as reason:
            rulings.issues.append(unapplied_issue(judgement, reason))
    return rulings


def _check_undo(judgement: Judgement, numbers: set[int]) -> None:
    number = details_of(judgement).get("number")
    if number not in numbers:
        raise Unapplied(f"there is no judgement {number!r} to take back")


def _apply(judgement: Judgement, finder: ClaimFinder, rulings: Rulings, *, as_of: datetime | None) -> None:
    match judgement.verdict:
        case Verdict.WRONG:
            rulings.wrong.update(_flat(finder.find_each(judgement.anchors)))
        case Verdict.SAME:
            _tie(rulings.same, finder.find_each(judgement.anchors))
        case Verdict.DIFFERENT:
            _tie(rulings.different, finder.find_each(judgement.anchors))
        case Verdict.GRADE:
            rulings.sources.append(_graded_source(judgement))
        case Verdict.STATUS:
            _rule_status(judgement, finder, rulings, as_of=as_of)
        case _:
            raise Unapplied("it changes the claims themselves; see amended.py")


def _rule_status(judgement: Judgement, finder: ClaimFinder, rulings: Rulings, *, as_of: datetime | None) -> None:
    status = _member(Status, details_of(judgement).get("status"))
    claims = _flat(finder.find_each(judgement.anchors))
    if as_of is not None and judgement.at > as_of:
        return
    ruling = Ruling(number=judgement.number, status=status, at=judgement.at, by=judgement.by, why=judgement.why)
    for claim in claims:
        rulings.status[claim].append(ruling)


def _tie(ties: defaultdict[str, set[str]], found: list[list[str]]) -> None:
    if len(found) < 2:
        raise Unapplied(f"it needs two anchors, and has {len(found)}")
    for number, left in enumerate(found):
        for right in found[number + 1 :]:
            for one in left:
                for other in right:
                    ties[one].add(other)
                    ties[other].add(one)


def _flat(found: list[list[str]]) -> list[str]:
    return [claim for claims in found for claim in claims]


def _member(kind: type[_Code], value: object) -> _Code:
    try:
        return kind(str(value))
    except ValueError as error:
        raise Unapplied(f"{value!r} is none of {', '.join(kind)}") from error


def graded_sources(judgements: Sequence[Judgement], as_held: datetime | None) -> tuple[Source, ...]:
    """Return the sources that ``grade`` judgements in force set letters of, in order; unusable ones are left out."""
    found = []
    for judgement in in_force(judgements, as_held):
        if judgement.verdict is Verdict.GRADE:
            with suppress(Unapplied):
                found.append(_graded_source(judgement))
    return tuple(found)


def _graded_source(judgement: Judgement) -> Source:
    details = details_of(judgement)
    name = details.get("source")
    if not isinstance(name, str) or not name:
        raise Unapplied("its details name no source")
    reliability = _member(Reliability, details.get("reliability"))
    topic = details.get("topic")
    return Source(
        key=name,
        name=name,
        kind=str(details.get("kind", "unknown")),
        topic=topic if isinstance(topic, str) else None,
        reliability=reliability,
        set_by="judgement",
    )
