"""Which judgements are in force, what they hold, and which claims their anchors mean."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from riscontro.model.claim import Claim
from riscontro.model.document import Provenance
from riscontro.model.issue import Issue
from riscontro.model.judgement import Anchor, Judgement, Verdict


class Unapplied(Exception):
    """Why a judgement cannot be applied."""


def unapplied_issue(judgement: Judgement, reason: Unapplied) -> Issue:
    """Return the issue that says so."""
    message = f"judgement {judgement.number} ({judgement.verdict}) is not applied: {reason}"
    return Issue(code="weigh.judgement.unapplied", message=message, subject=f"jdg-{judgement.number}")


def in_force(judgements: Sequence[Judgement], as_held: datetime | None) -> list[Judgement]:
    """Return the judgements made by ``as_held`` that none took back, by number; an undoing can be undone itself."""
    known = [one for one in judgements if as_held is None or one.at <= as_held]
    undone: set[int] = set()
    standing = []
    for judgement in sorted(known, key=lambda one: one.number, reverse=True):
        if judgement.number in undone:
            continue
        standing.append(judgement)
        number = undone_number(judgement)
        if number is not None:
            undone.add(number)
    return standing[::-1]


def undone_number(judgement: Judgement) -> int | None:
    """Return the number of the judgement that this one takes back, ``None`` where it takes back none."""
    if judgement.verdict is not Verdict.UNDO:
        return None
    try:
        number = details_of(judgement).get("number")
    except Unapplied:
        return None
    return number if isinstance(number, int) else None


def details_of(judgement: Judgement) -> dict[str, Any]:
    """Return a judgement's details; raise :class:`Unapplied` where they are no JSON object."""
    try:
        details = json.loads(judgement.details or "{}")
    except json.JSONDecodeError as error:
        raise Unapplied(f"its details are not JSON: {error}") from error
    if not isinstance(details, dict):
        raise Unapplied("its details are not a JSON object")
    return details


class ClaimFinder:
    """Finds the claims of an anchor: the same document (by id, else by URL) and act.

    Of several, those whose words are as long as the quoted ones, if any: the words themselves are not at hand here. A
    claim that was corrected is found by its acts before and after.
    """

    def __init__(self, claims: Iterable[Claim], provenances: Mapping[str, Provenance]) -> None:
        self._lengths: dict[str, int] = {}
        self._by_document: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._by_url: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for claim in sorted(claims, key=lambda claim: claim.id):
            self.note(claim, provenances)

    def note(self, claim: Claim, provenances: Mapping[str, Provenance]) -> None:
        """Make a claim to be found by its act."""
        act = claim.act
        self._lengths[claim.id] = claim.span.end - claim.span.start
        held = self._by_document[claim.document_id, act]
        if claim.id not in held:
            held.append(claim.id)
        url = provenances[claim.document_id].url
        if url is not None and claim.id not in self._by_url[url, act]:
            self._by_url[url, act].append(claim.id)

    def find_each(self, anchors: Sequence[Anchor]) -> list[list[str]]:
        """Return the claims of each anchor; raise :class:`Unapplied` where one finds none."""
        if not anchors:
            raise Unapplied("it has no anchor")
        return [self._find(anchor) for anchor in anchors]

    def _find(self, anchor: Anchor) -> list[str]:
        found = self._by_document.get((anchor.document_id, anchor.act))
        if not found and anchor.url is not None:
            found = self._by_url.get((anchor.url, anchor.act))
        if not found:
            raise Unapplied(f"no claim {anchor.act} in document {anchor.document_id} any more")
        return [claim for claim in found if self._lengths[claim] == len(anchor.quote)] or found
