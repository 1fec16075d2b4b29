"""Claims as analysts left them: corrected, or entered by hand. Applied before weighing; readings stay as they are.

``correct`` holds ``{"set": {field: value}}``, ``enter`` the fields of a whole claim; values are written as in the
contract of ``riscontro read -``. Both concern what a document says, so they hold for every past moment at which the
document was known; with ``as_held`` only judgements made by then count. Undone ones never do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from riscontro.model.claim import Basis, Claim, EventType, Modality, Quantity, Root, Stance
from riscontro.model.document import Provenance
from riscontro.model.issue import Issue
from riscontro.model.judgement import Judgement, Verdict, entered_claim_id
from riscontro.model.mention import Span
from riscontro.model.time import Interval
from riscontro.weigh.verdicts import ClaimFinder, Unapplied, details_of, in_force, unapplied_issue

FIELDS = (
    "actor",
    "type",
    "mode",
    "recipient",
    "opponent",
    "place",
    "when",
    "quantity",
    "modality",
    "basis",
    "root",
    "via",
    "stance",
    "hedge",
)
"""The fields that a judgement may set, in the order of :class:`Claim`."""

_CODES: Mapping[str, type[StrEnum]] = {"type": EventType, "modality": Modality, "basis": Basis, "stance": Stance}
_NEEDED = frozenset({"type", "modality", "basis", "stance"})
"""Fields that no claim is without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the words of a judgement stand now."""

    document_id: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """Claims with corrections and entries applied; ``acts`` keeps the acts that corrected ones were read as."""

    claims: tuple[Claim, ...]
    acts: tuple[tuple[str, Claim], ...] = ()
    issues: tuple[Issue, ...] = ()


def amend(
    claims: Iterable[Claim],
    *,
    judgements: Sequence[Judgement],
    places: Mapping[int, Place],
    provenances: Mapping[str, Provenance],
    as_held: datetime | None = None,
) -> Amended:
    """Return the claims as the judgements in force leave them, in the order given, entered ones last.

    ``places`` says, by number, where the words of an ``enter`` judgement stand. A judgement that finds no claim, no
    words, or holds no usable values changes nothing and becomes an issue ``weigh.judgement.unapplied``. One whose
    document is not among ``provenances`` (not known at the moment asked for) is passed over.
    """
    chosen = [one for one in in_force(judgements, as_held) if one.verdict in (Verdict.CORRECT, Verdict.ENTER)]
    if not chosen:
        return Amended(claims=tuple(claims))
    kept = {claim.id: claim for claim in claims}
    finder = ClaimFinder(kept.values(), provenances)
    acts: list[tuple[str, Claim]] = []
    issues: list[Issue] = []
    for judgement in chosen:
        try:
            for claim in _amendments(judgement, kept, finder, places, provenances):
                before = kept.get(claim.id)
                if before is not None:
                    acts.append((claim.id, before))
                kept[claim.id] = claim
                finder.note(claim, provenances)
        except Unapplied as reason:
            issues.append(unapplied_issue(judgement, reason))
    return Amended(claims=tuple(kept.values()), acts=tuple(acts), issues=tuple(issues))


def _amendments(
    judgement: Judgement,
    kept: Mapping[str, Claim],
    finder: ClaimFinder,
    places: Mapping[int, Place],
    provenances: Mapping[str, Provenance],
) -> list[Claim]:
    details = details_of(judgement)
    if judgement.verdict is Verdict.CORRECT:
        if all(anchor.document_id not in provenances and anchor.url is None for anchor in judgement.anchors):
            return []
        fields = parse_fields(details.get("set"))
        found = [name for names in finder.find_each(judgement.anchors) for name in names]
        return [_corrected(kept[name], fields, judgement) for name in found]
    place = places.get(judgement.number)
    if place is None:
        raise Unapplied("no document holds its words any more")
    if place.document_id not in provenances:
        return []
    return [_entered(parse_fields(details), place, judgement)]


def _corrected(claim: Claim, fields: Mapping[str, Any], judgement: Judgement) -> Claim:
    evidence = tuple(one for one in claim.evidence if one.field not in fields)
    reader = f"{claim.reader}, corrected by judgement {judgement.number}"
    return replace(claim, **fields, evidence=evidence, reader=reader)


def _entered(fields: Mapping[str, Any], place: Place, judgement: Judgement) -> Claim:
    if "type" not in fields:
        raise Unapplied("it names no type")
    whole = {"actor": None, "mode": None, "recipient": None, **fields}
    return Claim(
        id=entered_claim_id(judgement),
        document_id=place.document_id,
        span=place.span,
        reader=f"judgement {judgement.number}",
        **whole,
    )


def parse_fields(given: object) -> dict[str, Any]:
    """Return the fields of a claim from the values of the contract; raise :class:`Unapplied` on any other.

    >>> parse_fields({"recipient": "UKR", "stance": "denies"})["stance"].name
    'DENIES'
    """
    if not isinstance(given, Mapping) or not given:
        raise Unapplied("its details set no field")
    unknown = [name for name in given if name not in FIELDS]
    if unknown:
        raise Unapplied(f"{unknown[0]!r} is no field of a claim; there are {', '.join(FIELDS)}")
    return {name: _parse(name, value) for name, value in given.items()}


def _parse(name: str, value: object) -> Any:
    if value is None and name in _NEEDED:
        raise Unapplied(f"{name} cannot be left empty")
    if name == "via":
        if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
            raise Unapplied(f"via is a list of names, not {value!r}")
        return tuple(value)
    if value is None:
        return None
    try:
        if name in _CODES:
            return _CODES[name](str(value))
        if name in _TABLES:
            return _TABLES[name](value)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unapplied(f"{name}: {value!r} cannot be used: {error}") from error
    if not isinstance(value, str) or not value.strip():
        raise Unapplied(f"{name}: {value!r} is no text")
    return value


def _interval(value: Any) -> Interval:
    ends = {key: date.fromisoformat(value[key]) if value.get(key) else None for key in ("earliest", "latest")}
    return Interval(**ends)


def _quantity(value: Any) -> Quantity:
    low, high = (None if value.get(key) is None else float(value[key]) for key in ("min", "max"))
    if low is None and high is None:
        raise ValueError("neither min nor max")
    if low is not None and high is not None and high < low:
        raise ValueError("max lies below min")
    cumulative = bool(value.get("cumulative"))
    return Quantity(minimum=low, maximum=high, unit=str(value["unit"]), bound=value.get("bound"), cumulative=cumulative)


def _root(value: Any) -> Root:
    return Root(name=str(value["name"]), state=value.get("state"), kind=Basis(value["kind"]))


_TABLES = {"when": _interval, "quantity": _quantity, "root": _root}
