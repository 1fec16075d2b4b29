"""Both readers on one document: their claims merged, so that what both saw counts once and what differs is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from riscontro.model.claim import Basis, Claim, Modality, Reading, sort_claims, with_id
from riscontro.model.document import Document
from riscontro.model.issue import Issue
from riscontro.read.assemble import READER
from riscontro.read.choice import HaltError
from riscontro.read.model.quotes import overlap
from riscontro.read.model.reader import INCOMPLETE, ModelReader, may_be_asked
from riscontro.read.reader import read
from riscontro.read.study import Study
from riscontro.vocab.events import MUTUAL_MODES

COMPARISONS = frozenset(f"read.model.{name}" for name in ("alone", "other_sides", "other_time", "other_number"))
"""Doubts that compare the model with the rules, which the merging does here."""

COMPARED = ("mode", "modality", "opponent", "place", "when", "quantity", "root")
"""Fields in which two readings of one act are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The claims of two readers, sorted, and what they saw differently."""

    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...]


class BothReader:
    """The rules, then the model; where the model stops the rules go on alone."""

    def __init__(self, model: ModelReader) -> None:
        self.model = model
        self._halted: str | None = None

    @property
    def tag(self) -> str:
        """The names of both."""
        return f"{READER} + {self.model.tag}"

    @property
    def workers(self) -> int:
        """How many documents may be read at a time."""
        return self.model.workers

    @property
    def halted(self) -> str | None:
        """Why the model is no longer asked."""
        return self._halted

    def read(self, document: Document) -> Reading:
        """Return what both read; what the rules read alone, to be completed by the next run, where the model stops."""
        with self.model.turn:
            return self.model.settled(self._read(document))

    def _read(self, document: Document) -> Reading:
        if not may_be_asked(document):
            return replace(read(document), reader=self.tag)
        found = Study(document)
        try:
            given = self.model.read_study(found)  # the rules read while the answer is waited for
        except HaltError as error:
            self._halted = str(error)
            return replace(found.reading(), reader=f"{self.tag} {INCOMPLETE}")
        rules = found.reading()
        merged = merge(rules.claims, given.reading.claims) if given.reading.unread is None else None
        doubts = tuple(issue for issue in given.reading.issues if issue.code not in COMPARISONS)
        return replace(
            rules,
            reader=self.tag if given.whole else f"{self.tag} {INCOMPLETE}",
            claims=merged.claims if merged is not None else rules.claims,
            issues=(*doubts, *(merged.issues if merged is not None else ())),
        )


def merge(rules: Sequence[Claim], model: Sequence[Claim]) -> Merged:
    """Return the claims of both readers of one document, those that are one act told in the same words joined.

    The rules' values stand, the model's fill what they leave open; where both speak and differ an issue names both.
    What only one of them found stays, with an issue that says so.
    """
    partner = dict(_pairs(rules, model))
    joined = {n: _join(rules[n], model[m]) for n, m in partner.items()}
    moved = {rules[n].id: claim.id for n, claim in joined.items()}
    moved |= {model[m].id: joined[n].id for n, m in partner.items()}
    taken = set(partner.values())
    alone = [claim for m, claim in enumerate(model) if m not in taken]
    claims = [joined.get(n, claim) for n, claim in enumerate(rules)]
    issues = [issue for n, m in partner.items() for issue in _differences(joined[n], rules[n], model[m])]
    issues += [_only("rules", claim) for n, claim in enumerate(rules) if n not in partner]
    issues += [_only("model", claim) for claim in alone]
    together = [replace(one, about=moved.get(one.about or "", one.about)) for one in (*claims, *alone)]
    return Merged(claims=sort_claims(_once(together)), issues=tuple(issues))


def _once(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims without those that are another one in every field; two that only share an id are the ledger's to
    tell of.
    """
    return list(dict.fromkeys(claims))


def _pairs(rules: Sequence[Claim], model: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Yield pairs of places, the best first, each place once."""
    fits = [
        (_fit(one, other), n, m) for n, one in enumerate(rules) for m, other in enumerate(model) if _is_one(one, other)
    ]
    used: tuple[set[int], set[int]] = (set(), set())
    for _, n, m in sorted(fits, key=lambda fit: (tuple(-part for part in fit[0]), fit[1], fit[2])):
        if n not in used[0] and m not in used[1]:
            used[0].add(n)
            used[1].add(m)
            yield n, m


def _is_one(one: Claim, other: Claim) -> bool:
    """Tell whether two readers mean one act: same type and sides in words that overlap, not one that is told and one
    that somebody else denies.
    """
    if one.type is not other.type or _sides(one, other) != _sides(other, one) or not overlap(one.span, other.span):
        return False
    denied = (one.modality is Modality.DENIED) != (other.modality is Modality.DENIED)
    return not (denied and _root(one) != _root(other))


def _sides(claim: Claim, other: Claim) -> tuple[str, ...]:
    sides = (claim.actor or "", claim.recipient or "")
    mutual = claim.mode in MUTUAL_MODES or other.mode in MUTUAL_MODES
    return tuple(sorted(sides)) if mutual else sides


def _root(claim: Claim) -> tuple[object, ...]:
    return (claim.root.state, claim.root.kind) if claim.root is not None else ()


def _fit(one: Claim, other: Claim) -> tuple[int, int, int]:
    return int(_root(one) == _root(other)), int(one.mode == other.mode), overlap(one.span, other.span)


def _join(rules: Claim, model: Claim) -> Claim:
    """Return the rules' claim with what the model adds to it, under the names of both."""
    filled: dict[str, object] = {}
    for name in ("mode", "opponent", "place", "when", "quantity", "hedge"):
        if getattr(rules, name) is None and getattr(model, name) is not None:
            filled[name] = getattr(model, name)
    if rules.root is None and rules.basis is Basis.NONE and model.root is not None:
        filled |= {"root": model.root, "basis": model.basis}
    if not rules.via and model.via:
        filled["via"] = model.via
    if filled.get("opponent") in (rules.actor, rules.recipient):
        filled.pop("opponent", None)
    evidence = [*rules.evidence, *(one for one in model.evidence if one.field in filled)]
    joined = replace(
        rules,
        **filled,  # type: ignore[arg-type]
        evidence=tuple(sorted(evidence, key=lambda one: (one.span, one.field))),
        reader=f"{rules.reader} + {model.reader}",
    )
    return with_id(joined)


def _differences(joined: Claim, rules: Claim, model: Claim) -> Iterator[Issue]:
    for name in COMPARED:
        ours, theirs = _told(rules, name), _told(model, name)
        if ours is not None and theirs is not None and ours != theirs:
            message = f"{name}: the rules read {ours}, the model {theirs}; the rules' stands"
            yield Issue(code="read.both.differs", message=message, subject=joined.id, span=joined.span)


def _told(claim: Claim, name: str) -> str | None:
    value = getattr(claim, name)
    if value is None:
        return None
    if name == "quantity":
        return f"{value.minimum} to {value.maximum}"
    if name == "root":
        return f"{value.state} ({value.kind})"
    return str(value).casefold() if name == "place" else str(value)


def _only(reader: str, claim: Claim) -> Issue:
    told = f"{claim.actor or '?'} {claim.type}/{claim.mode or '-'} {claim.recipient or '?'}, {claim.modality}"
    message = f"only the {reader} found it: {told}"
    return Issue(code=f"read.both.{reader}_only", message=message, subject=claim.id, span=claim.span)
