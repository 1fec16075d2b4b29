"""What analysts decided, found again in the claims by document and act.

``same`` and ``different`` say which claims one event holds, ``wrong`` that a claim was misread: they correct our
reading, so they hold for every past moment. ``status`` and ``grade`` are decisions about the world: a status takes
effect at its own moment. Whatever cannot be applied becomes an issue ``weigh.judgement.unapplied``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from riscontro.model.claim import Claim
from riscontro.model.document import Provenance
from riscontro.model.grade import Reliability, Status
from riscontro.model.issue import Issue
from riscontro.model.judgement import Anchor, Judgement, Verdict
from riscontro.model.source import Source

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


class _Unapplied(Exception):
    """Why a judgement cannot be applied."""


def claim_act(claim: Claim) -> str:
    """Return a claim's act as an anchor writes it."""
    return "/".join(part or "" for part in (str(claim.type), claim.mode, claim.actor, claim.recipient))


def read_judgements(
    judgements: Sequence[Judgement],
    claims: Iterable[Claim],
    provenances: Mapping[str, Provenance],
    *,
    as_of: datetime | None,
    as_held: datetime | None,
) -> Rulings:
    """Return what the judgements that are in force mean for these claims."""
    rulings = Rulings()
    if not judgements:
        return rulings
    finder = _Finder(claims, provenances)
    known = [judgement for judgement in judgements if as_held is None or judgement.at <= as_held]
    undone = {number for judgement in known if (number := _undone(judgement)) is not None}
    numbers = {judgement.number for judgement in known}
    for judgement in sorted(known, key=lambda judgement: judgement.number):
        if judgement.number in undone:
            continue
        try:
            if judgement.verdict is Verdict.UNDO:
                _check_undo(judgement, numbers)
            else:
                _apply(judgement, finder, rulings, as_of=as_of)
        except _Unapplied as reason:
            message = f"judgement {judgement.number} ({judgement.verdict}) is not applied: {reason}"
            rulings.issues.append(
                Issue(code="weigh.judgement.unapplied", message=message, subject=f"jdg-{judgement.number}")
            )
    return rulings


def _undone(judgement: Judgement) -> int | None:
    if judgement.verdict is not Verdict.UNDO:
        return None
    try:
        number = _details(judgement).get("number")
    except _Unapplied:
        return None
    return number if isinstance(number, int) else None


def _check_undo(judgement: Judgement, numbers: set[int]) -> None:
    number = _details(judgement).get("number")
    if number not in numbers:
        raise _Unapplied(f"there is no judgement {number!r} to take back")


def _apply(judgement: Judgement, finder: _Finder, rulings: Rulings, *, as_of: datetime | None) -> None:
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
            raise _Unapplied("it changes the claims themselves, which is done before weighing")


def _rule_status(judgement: Judgement, finder: _Finder, rulings: Rulings, *, as_of: datetime | None) -> None:
    status = _member(Status, _details(judgement).get("status"))
    claims = _flat(finder.find_each(judgement.anchors))
    if as_of is not None and judgement.at > as_of:
        return
    ruling = Ruling(number=judgement.number, status=status, at=judgement.at, by=judgement.by, why=judgement.why)
    for claim in claims:
        rulings.status[claim].append(ruling)


def _tie(ties: defaultdict[str, set[str]], found: list[list[str]]) -> None:
    if len(found) < 2:
        raise _Unapplied(f"it needs two anchors, and has {len(found)}")
    for number, left in enumerate(found):
        for right in found[number + 1 :]:
            for one in left:
                for other in right:
                    ties[one].add(other)
                    ties[other].add(one)


def _flat(found: list[list[str]]) -> list[str]:
    return [claim for claims in found for claim in claims]


def _details(judgement: Judgement) -> dict[str, Any]:
    try:
        details = json.loads(judgement.details or "{}")
    except json.JSONDecodeError as error:
        raise _Unapplied(f"its details are not JSON: {error}") from error
    if not isinstance(details, dict):
        raise _Unapplied("its details are not a JSON object")
    return details


def _member(kind: type[_Code], value: object) -> _Code:
    try:
        return kind(str(value))
    except ValueError as error:
        raise _Unapplied(f"{value!r} is none of {', '.join(kind)}") from error


def _graded_source(judgement: Judgement) -> Source:
    details = _details(judgement)
    name = details.get("source")
    if not isinstance(name, str) or not name:
        raise _Unapplied("its details name no source")
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


class _Finder:
    """Finds the claims of an anchor: the same document (by id, else by URL) and act.

    Of several, those whose words are as long as the quoted ones, if any: the words themselves are not at hand here.
    """

    def __init__(self, claims: Iterable[Claim], provenances: Mapping[str, Provenance]) -> None:
        self._lengths: dict[str, int] = {}
        self._by_document: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._by_url: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for claim in sorted(claims, key=lambda claim: claim.id):
            act = claim_act(claim)
            self._lengths[claim.id] = claim.span.end - claim.span.start
            self._by_document[claim.document_id, act].append(claim.id)
            url = provenances[claim.document_id].url
            if url is not None:
                self._by_url[url, act].append(claim.id)

    def find_each(self, anchors: Sequence[Anchor]) -> list[list[str]]:
        """Return the claims of each anchor; raise where one finds none."""
        if not anchors:
            raise _Unapplied("it has no anchor")
        return [self._find(anchor) for anchor in anchors]

    def _find(self, anchor: Anchor) -> list[str]:
        found = self._by_document.get((anchor.document_id, anchor.act))
        if not found and anchor.url is not None:
            found = self._by_url.get((anchor.url, anchor.act))
        if not found:
            raise _Unapplied(f"no claim {anchor.act} in document {anchor.document_id} any more")
        return [claim for claim in found if self._lengths[claim] == len(anchor.quote)] or found
