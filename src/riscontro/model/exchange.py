"""Claims and events as plain rows: what ``riscontro weigh CLAIMS`` takes from other tools and gives back.

The published form of both is ``weigh/schema/*.schema.json``; a test holds this module to it. A row holds a claim and
the facts of its document that weighing needs, so that each row stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from riscontro.model.claim import Basis, Claim, EventType, Evidence, Modality, Quantity, Root, Stance, with_id
from riscontro.model.document import Access, Provenance
from riscontro.model.event import Event, Origin, StatusChange
from riscontro.model.mention import Span
from riscontro.model.time import Interval, instant_to_text, text_to_instant

Row = dict[str, Any]
Code = TypeVar("Code", bound=StrEnum)

LONGEST_TEXT = 10_000
"""Characters of a value of a row, and items of a list: more is no name, place or list of names."""

LARGEST_WHOLE = 2**53
"""The largest whole number of a row: beyond it, not every tool that writes JSON keeps all digits."""


class RowError(ValueError):
    """Why a row cannot be taken: the field and what is expected there."""


CLAIM_FIELDS = (
    "id", "document", "public_from", "held_from", "url", "publisher", "lang", "translated", "access", "share", "family",
    "version", "start", "end", "actor", "type", "mode", "recipient", "opponent", "place", "earliest", "latest",
    "quantity_min", "quantity_max", "quantity_unit", "quantity_bound", "quantity_cumulative", "quantity_earliest",
    "quantity_latest", "modality", "basis", "root", "root_state", "root_kind", "via", "stance", "about", "hedge",
    "incomplete", "another", "reader",
)  # fmt: skip
"""Every field of a row of claims; ``document``, ``public_from`` and ``type`` are needed."""


def claim_to_exchange(claim: Claim, page: Provenance) -> Row:
    """Return a claim with the facts of its document as a row."""
    told = claim_to_row(claim)
    return {
        "id": told.pop("id"),
        "document": told.pop("document"),
        "public_from": instant_to_text(page.public_from),
        "held_from": instant_to_text(page.held_from),
        "url": page.url,
        "publisher": page.publisher,
        "lang": page.lang,
        "translated": page.translated,
        "access": page.access.value,
        "share": page.share,
        "family": page.family,
        "version": page.version,
        **told,
    }


def claim_to_row(claim: Claim) -> Row:
    """Return what a claim itself says as a flat row, in the order of :data:`CLAIM_FIELDS`."""
    figure, root = claim.quantity, claim.root
    return {
        "id": claim.id,
        "document": claim.document_id,
        "start": claim.span.start,
        "end": claim.span.end,
        "actor": claim.actor,
        "type": claim.type.value,
        "mode": claim.mode,
        "recipient": claim.recipient,
        "opponent": claim.opponent,
        "place": claim.place,
        **ends_to_row("", claim.when),
        **quantity_to_row(figure),
        **ends_to_row("quantity_", figure.window if figure else None),
        "modality": claim.modality.value,
        "basis": claim.basis.value,
        "root": root.name if root else None,
        "root_state": root.state if root else None,
        "root_kind": root.kind.value if root else None,
        "via": list(claim.via),
        "stance": claim.stance.value,
        "about": claim.about,
        "hedge": claim.hedge,
        "incomplete": claim.incomplete,
        "another": claim.tells_another,
        "reader": claim.reader,
    }


def exchange_to_claim(row: Mapping[str, Any]) -> tuple[Claim, Provenance]:
    """Return the claim and the document's facts of a row; raise :class:`RowError`. Fields it does not know are left."""
    page = _provenance(row)
    root = _root(row)
    span = Span(_whole(row, "start", 0), _whole(row, "end", 0))
    if span.end < span.start:
        raise RowError(f"end: {span.end} lies before start, {span.start}")
    claim = Claim(
        id=_text(row, "id") or "",
        document_id=page.document_id,
        span=span,
        actor=_text(row, "actor"),
        type=_code(row, "type", EventType, None),
        mode=_text(row, "mode"),
        recipient=_text(row, "recipient"),
        opponent=_text(row, "opponent"),
        place=_text(row, "place"),
        when=_interval(row, ""),
        quantity=_quantity(row),
        modality=_code(row, "modality", Modality, Modality.ASSERTED),
        basis=_code(row, "basis", Basis, root.kind if root else Basis.NONE),
        root=root,
        via=_texts(row, "via"),
        stance=_code(row, "stance", Stance, Stance.ASSERTS),
        incomplete=_flag(row, "incomplete"),
        evidence=(Evidence(field="further", span=span),) if _flag(row, "another") else (),
        about=_text(row, "about"),
        hedge=_text(row, "hedge"),
        reader=_text(row, "reader") or "",
    )
    return (claim if claim.id else with_id(claim)), page


def _provenance(row: Mapping[str, Any]) -> Provenance:
    public_from = _instant(row, "public_from")
    if public_from is None:
        raise RowError("public_from: missing; the moment or the day from which the words were public")
    share = _number(row, "share")
    if share is not None and not 0 <= share <= 1:
        raise RowError(f"share: {share} lies outside 0 to 1")
    return Provenance(
        document_id=_needed(row, "document"),
        url=_text(row, "url"),
        publisher=_text(row, "publisher"),
        lang=_text(row, "lang") or "und",
        translated=_text(row, "translated"),
        access=_code(row, "access", Access, Access.FULL),
        share=1.0 if share is None else share,
        family=_text(row, "family"),
        version=_whole(row, "version", 1),
        public_from=public_from,
        held_from=_instant(row, "held_from") or public_from,
    )


def _root(row: Mapping[str, Any]) -> Root | None:
    name, state = _text(row, "root"), _text(row, "root_state")
    if name is None:
        if state is not None or row.get("root_kind") is not None:
            raise RowError("root: missing, though root_state or root_kind is given")
        return None
    return Root(name=name, state=state, kind=_code(row, "root_kind", Basis, Basis.NONE))


def _quantity(row: Mapping[str, Any]) -> Quantity | None:
    low, high, unit = _number(row, "quantity_min"), _number(row, "quantity_max"), _text(row, "quantity_unit")
    if low is None and high is None:
        return None
    if unit is None:
        raise RowError("quantity_unit: missing, though a quantity is given; what is counted, in English singular")
    if low is not None and high is not None and high < low:
        raise RowError(f"quantity_max: {high} lies below quantity_min, {low}")
    bound, window = _text(row, "quantity_bound"), _interval(row, "quantity_")
    cumulative = _flag(row, "quantity_cumulative")
    return Quantity(minimum=low, maximum=high, unit=unit, bound=bound, window=window, cumulative=cumulative)


def _interval(row: Mapping[str, Any], prefix: str) -> Interval | None:
    first, last = _day(row, f"{prefix}earliest"), _day(row, f"{prefix}latest")
    if first is None and last is None:
        return None
    if first is not None and last is not None and last < first:
        raise RowError(f"{prefix}latest: {last} lies before {prefix}earliest, {first}")
    return Interval(earliest=first, latest=last)


def _needed(row: Mapping[str, Any], name: str) -> str:
    value = _text(row, name)
    if value is None:
        raise RowError(f"{name}: missing")
    return value


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise RowError(f"{name}: {value!r:.60} is no text")
    if len(value) > LONGEST_TEXT:
        raise RowError(f"{name}: {len(value)} characters, more than {LONGEST_TEXT}")
    if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
        raise RowError(f"{name}: holds half a surrogate pair")
    return value


def _texts(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name)
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) > LONGEST_TEXT:
        raise RowError(f"{name}: {value!r:.60} is no list of texts")
    return tuple(_needed({name: item}, name) for item in value)


def _code(row: Mapping[str, Any], name: str, kind: type[Code], default: Code | None) -> Code:
    value = row.get(name)
    if value is None and default is not None:
        return default
    try:
        return kind(str(value))
    except ValueError as error:
        raise RowError(f"{name}: {value!r:.60} is none of {', '.join(kind)}") from error


def _flag(row: Mapping[str, Any], name: str) -> bool:
    value = row.get(name)
    if value is not None and not isinstance(value, bool):
        raise RowError(f"{name}: {value!r:.60} is neither true nor false")
    return bool(value)


def _whole(row: Mapping[str, Any], name: str, default: int) -> int:
    value = row.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_WHOLE:
        raise RowError(f"{name}: {value!r:.60} is no whole number from 0 to 2**53")
    return value


def _number(row: Mapping[str, Any], name: str) -> float | None:
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e300 < value < 1e300:
        raise RowError(f"{name}: {value!r:.60} is no number")
    return float(value)


def _day(row: Mapping[str, Any], name: str) -> date | None:
    value = row.get(name)
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    return _parsed(name, value, date.fromisoformat, "a day, 2024-10-17")


def _instant(row: Mapping[str, Any], name: str) -> datetime | None:
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    if isinstance(value, date):
        value = value.isoformat()
    return _parsed(name, value, text_to_instant, "a moment, 2024-10-17T12:00:00Z, or a day")


Parsed = TypeVar("Parsed")


def _parsed(name: str, value: Any, parse: Callable[[str], Parsed], expected: str) -> Parsed:
    try:
        if not isinstance(value, str):
            raise TypeError("no text")
        return parse(value)
    except (ValueError, TypeError, OverflowError) as error:
        raise RowError(f"{name}: {value!r:.60} is not {expected}") from error


# Events


def event_to_exchange(event: Event) -> Row:
    """Return an event with its origins and history as a row."""
    return {
        "id": event.id,
        "type": event.type.value,
        "mode": event.mode,
        "actor": event.actor,
        "recipient": event.recipient,
        "opponent": event.opponent,
        "place": event.place,
        **ends_to_row("", event.when),
        **quantity_to_row(event.quantity),
        "planned": event.planned,
        "status": event.status.value,
        "grade": str(event.grade),
        "reliability": event.grade.reliability.value,
        "credibility": event.grade.credibility,
        "probability": event.probability,
        "independent": event.independent,
        "contested_by": list(event.contested_by),
        "public_from": instant_to_text(event.history[0].at),
        "changed_at": instant_to_text(event.history[-1].at),
        "claims": list(event.claims),
        "origins": [_origin_row(origin) for origin in event.origins],
        "history": [_change_row(change) for change in event.history],
    }


def _origin_row(origin: Origin) -> Row:
    return {
        "name": origin.name,
        "state": origin.state,
        "kind": origin.kind.value,
        "group": origin.group,
        "stance": origin.stance.value,
        "public_from": instant_to_text(origin.public_from),
        "counts": origin.counts,
        "standing": origin.standing,
        "presumed_relay": origin.presumed_relay,
        "against_interest": origin.against_interest,
        "physical": origin.physical,
        "claims": list(origin.claims),
        "why": origin.why,
    }


def _change_row(change: StatusChange) -> Row:
    return {
        "at": instant_to_text(change.at),
        "held_at": instant_to_text(change.held_at),
        "status": change.status.value,
        "grade": str(change.grade),
        "independent": change.origins,
        "rule": change.rule,
        "reason": change.reason,
        "document": change.document_id,
        "claim": change.claim_id,
    }


def ends_to_row(prefix: str, when: Interval | None) -> Row:
    """Return both ends of an interval as fields whose names begin with ``prefix``, ``None`` where they are open."""
    first, last = (when.earliest, when.latest) if when else (None, None)
    return {
        f"{prefix}earliest": first.isoformat() if first else None,
        f"{prefix}latest": last.isoformat() if last else None,
    }


def quantity_to_row(figure: Quantity | None) -> Row:
    """Return a number as fields, all ``None`` where there is none."""
    return {
        "quantity_min": figure.minimum if figure else None,
        "quantity_max": figure.maximum if figure else None,
        "quantity_unit": figure.unit if figure else None,
        "quantity_bound": figure.bound if figure else None,
        "quantity_cumulative": figure.cumulative if figure else None,
    }
