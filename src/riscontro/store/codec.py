"""Records to rows and back. A row is a tuple in the order of the columns named beside each pair of functions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from riscontro.model.claim import Basis, Claim, EventType, Evidence, Modality, Quantity, Root, Stance
from riscontro.model.document import Access, Capture, Declared, Document, Provenance
from riscontro.model.event import Event, Origin, Outcome, StatusChange
from riscontro.model.grade import Grade, Reliability, Status
from riscontro.model.issue import Issue
from riscontro.model.judgement import Anchor, Judgement, Verdict
from riscontro.model.mention import Span
from riscontro.model.time import Interval, Published, instant_to_text, text_to_instant
from riscontro.store.values import Location

Row = tuple[Any, ...]
OPEN = ".."
"""An open end of an interval, as ISO 8601-2 writes it; NULL at both ends means that there is no interval."""


def to_json(value: object) -> str:
    """Return ``value`` as JSON: keys sorted, no spaces, characters as they are; instants as UTC text."""
    return _encoder.encode(value)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return instant_to_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")


_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


@lru_cache(maxsize=10_000)
def _texts(text: str) -> tuple[str, ...]:
    """Return a list of texts that the ledger holds as JSON; most are empty, or the same for many rows."""
    return tuple(json.loads(text))


def _rows(text: str) -> list[Any]:
    return [] if text == "[]" else list(json.loads(text))


_instant_of = lru_cache(maxsize=10_000)(text_to_instant)
"""Instants by their text: many rows share the end of a day."""


def columns(names: str) -> tuple[str, ...]:
    """Return the names of a list of columns."""
    return tuple(names.replace(",", " ").split())


def marks(names: Iterable[str]) -> str:
    """Return one placeholder for each column."""
    return ", ".join("?" for _ in names)


# Captures

CAPTURE = columns("id digest size media_type origin moment declared context url seen_at revisit_of file offset length")


def capture_to_row(capture: Capture, location: Location) -> Row:
    """Return the columns of :data:`CAPTURE`."""
    return (
        capture.id, capture.digest, capture.size, capture.media_type, capture.origin, instant_to_text(capture.moment),
        _declared_to_json(capture.declared), to_json(capture.context), capture.url, _instant(capture.seen_at),
        capture.revisit_of, location.file, location.offset, location.length,
    )  # fmt: skip


@lru_cache(maxsize=64)
def _declared_to_json(declared: Declared) -> str:
    # Captures of one run have it in common.
    return to_json(asdict(declared))


def row_to_capture(row: Row) -> tuple[Capture, Location]:
    """Return the capture, without its payload, and where it lies."""
    own_id, digest, size, media_type, origin, moment, declared, context = row[:8]
    url, seen_at, revisit_of, file, offset, length = row[8:]
    capture = Capture(
        id=own_id,
        digest=digest,
        size=size,
        media_type=media_type,
        origin=origin,
        moment=text_to_instant(moment),
        declared=Declared(**json.loads(declared)),
        context=tuple((name, value) for name, value in json.loads(context)),
        url=url,
        seen_at=_to_instant(seen_at),
        revisit_of=revisit_of,
    )
    return capture, Location(file=file, offset=offset, length=length)


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else instant_to_text(moment)


def _to_instant(text: str | None) -> datetime | None:
    return None if text is None else _instant_of(text)


# Documents

DOCUMENT = columns(
    "id capture_id part url publisher author title lang translated published published_by access share share_evidence"
    " family version public_from held_from share_low share_high modified modified_by agencies source canonical_url"
    " seen_at found_by"
)


def document_to_row(document: Document) -> Row:
    """Return the columns of :data:`DOCUMENT`, which leave the text out."""
    published, modified = document.published, document.modified
    return (
        document.id, document.capture_id, document.part, document.url, document.publisher, document.author,
        document.title, document.lang, document.translated, published.value if published else None,
        published.found_by if published else None, str(document.access), document.share,
        to_json(document.share_evidence), document.family, document.version, instant_to_text(document.public_from),
        instant_to_text(document.held_from), document.share_low, document.share_high,
        modified.value if modified else None, modified.found_by if modified else None, to_json(document.agencies),
        document.source, document.canonical_url, _instant(document.seen_at), to_json(document.found_by),
    )  # fmt: skip


def row_to_document(row: Row, text: str) -> Document:
    """Return the document of a row of :data:`DOCUMENT` and its text."""
    own_id, capture_id, part, url, publisher, author, title, lang, translated, published, published_by = row[:11]
    access, share, share_evidence, family, version, _, held_from = row[11:18]
    share_low, share_high, modified, modified_by, agencies, source, canonical_url, seen_at, found_by = row[18:]
    return Document(
        id=own_id,
        capture_id=capture_id,
        part=part,
        url=url,
        publisher=publisher,
        author=author,
        title=title,
        text=text,
        lang=lang,
        translated=translated,
        published=None if published is None else Published(value=published, found_by=published_by),
        access=Access(access),
        share=share,
        share_evidence=_texts(share_evidence),
        held_from=_instant_of(held_from),
        family=family,
        version=version,
        share_low=share_low,
        share_high=share_high,
        modified=None if modified is None else Published(value=modified, found_by=modified_by),
        agencies=_texts(agencies),
        source=source,
        canonical_url=canonical_url,
        seen_at=_to_instant(seen_at),
        found_by=tuple((field, way) for field, way in _rows(found_by)),
    )


PROVENANCE = columns(
    "id url publisher lang translated access share family version public_from held_from agencies source"
)


def row_to_provenance(row: Row) -> Provenance:
    """Return the provenance of a row of :data:`PROVENANCE`."""
    own_id, url, publisher, lang, translated, access, share, family, version, public_from, held_from = row[:11]
    agencies, source = row[11:]
    return Provenance(
        document_id=own_id,
        url=url,
        publisher=publisher,
        lang=lang,
        translated=translated,
        access=Access(access),
        share=share,
        family=family,
        version=version,
        public_from=_instant_of(public_from),
        held_from=_instant_of(held_from),
        agencies=_texts(agencies),
        source=source,
    )


# Intervals and quantities, which claims and events share

_ENDS = columns("earliest latest")
_QUANTITY = columns(
    "quantity_minimum quantity_maximum quantity_unit quantity_bound quantity_earliest quantity_latest"
    " quantity_cumulative"
)


def _interval_to_ends(interval: Interval | None) -> tuple[str | None, str | None]:
    if interval is None:
        return None, None
    first, last = interval.earliest, interval.latest
    return first.isoformat() if first else OPEN, last.isoformat() if last else OPEN


def row_to_interval(first: str | None, last: str | None) -> Interval | None:
    """Return the interval of its two columns."""
    if first is None or last is None:
        return None
    return Interval(earliest=_end(first), latest=_end(last))


def _end(text: str) -> date | None:
    return None if text == OPEN else date.fromisoformat(text)


def _quantity_to_row(quantity: Quantity | None) -> Row:
    if quantity is None:
        return (None,) * len(_QUANTITY)
    window = _interval_to_ends(quantity.window)
    return (quantity.minimum, quantity.maximum, quantity.unit, quantity.bound, *window, int(quantity.cumulative))


def row_to_quantity(row: Row) -> Quantity | None:
    """Return the quantity of its seven columns, ``None`` where they are empty."""
    minimum, maximum, unit, bound, first, last, cumulative = row
    if unit is None:
        return None
    window = row_to_interval(first, last)
    return Quantity(
        minimum=minimum, maximum=maximum, unit=unit, bound=bound, window=window, cumulative=bool(cumulative)
    )


# Claims

CLAIM = (
    *columns("id document_id span_start span_end actor type mode recipient opponent place"),
    *_ENDS,
    *_QUANTITY,
    *columns("modality basis root root_state root_kind via stance about hedge incomplete evidence reader"),
)


def claim_to_row(claim: Claim) -> Row:
    """Return the columns of :data:`CLAIM`."""
    root = (claim.root.name, claim.root.state, str(claim.root.kind)) if claim.root else (None, None, None)
    return (
        claim.id, claim.document_id, *claim.span, claim.actor, str(claim.type), claim.mode, claim.recipient,
        claim.opponent, claim.place, *_interval_to_ends(claim.when), *_quantity_to_row(claim.quantity),
        str(claim.modality), str(claim.basis), *root, to_json(claim.via), str(claim.stance), claim.about, claim.hedge,
        int(claim.incomplete), to_json([[item.field, *item.span] for item in claim.evidence]), claim.reader,
    )  # fmt: skip


def row_to_claim(row: Row) -> Claim:
    """Return the claim of a row of :data:`CLAIM`."""
    own_id, document_id, start, end, actor, act, mode, recipient, opponent, place, first, last = row[:12]
    modality, basis, root, root_state, root_kind, via, stance, about, hedge, incomplete, evidence, reader = row[19:]
    return Claim(
        id=own_id,
        document_id=document_id,
        span=Span(start, end),
        actor=actor,
        type=EventType(act),
        mode=mode,
        recipient=recipient,
        opponent=opponent,
        place=place,
        when=row_to_interval(first, last),
        quantity=row_to_quantity(row[12:19]),
        modality=Modality(modality),
        basis=Basis(basis),
        root=None if root is None else Root(name=root, state=root_state, kind=Basis(root_kind)),
        via=_texts(via),
        stance=Stance(stance),
        about=about,
        hedge=hedge,
        incomplete=bool(incomplete),
        evidence=tuple(Evidence(field=field, span=Span(a, b)) for field, a, b in _rows(evidence)),
        reader=reader,
    )


# Events

EVENT = (
    *columns("id first_at actor type mode recipient opponent place"),
    *_ENDS,
    *_QUANTITY,
    *columns("claims origins status grade contested_by planned probability"),
)


def event_to_row(event: Event) -> Row:
    """Return the columns of :data:`EVENT`, which leave the history out."""
    first_at = instant_to_text(event.history[0].at) if event.history else ""
    return (
        event.id, first_at, event.actor, str(event.type), event.mode, event.recipient, event.opponent, event.place,
        *_interval_to_ends(event.when), *_quantity_to_row(event.quantity), to_json(event.claims),
        to_json([_plain_fields(origin) for origin in event.origins]), str(event.status), str(event.grade),
        to_json(event.contested_by), int(event.planned), event.probability,
    )  # fmt: skip


_ORIGIN_FIELDS = tuple(field.name for field in fields(Origin))


def _plain_fields(origin: Origin) -> dict[str, Any]:
    # Not asdict(), which copies every value and takes longer than all else that weighing does with an origin.
    return {name: getattr(origin, name) for name in _ORIGIN_FIELDS}


def row_to_event(row: Row, history: tuple[StatusChange, ...]) -> Event:
    """Return the event of a row of :data:`EVENT` and its history."""
    own_id, _, actor, act, mode, recipient, opponent, place, first, last = row[:10]
    claims, origins, status, grade, contested_by, planned, probability = row[17:]
    return Event(
        id=own_id,
        actor=actor,
        type=EventType(act),
        mode=mode,
        recipient=recipient,
        opponent=opponent,
        place=place,
        when=row_to_interval(first, last),
        quantity=row_to_quantity(row[10:17]),
        claims=tuple(json.loads(claims)),
        origins=tuple(json_to_origin(item) for item in json.loads(origins)),
        status=Status(status),
        grade=text_to_grade(grade),
        history=history,
        contested_by=_texts(contested_by),
        planned=bool(planned),
        probability=probability,
    )


def json_to_origin(item: dict[str, Any]) -> Origin:
    """Return an origin as an event's row holds it."""
    coded = {
        "kind": Basis(item["kind"]),
        "stance": Stance(item["stance"]),
        "claims": tuple(item["claims"]),
        "public_from": _instant_of(item["public_from"]),
        "heard": tuple(item.get("heard", ())),
        "outcomes": tuple(Outcome(*row) for row in item.get("outcomes", ())),
    }
    return Origin(**{**item, **coded})


def text_to_grade(text: str) -> Grade:
    """Return the grade that is written ``B2``."""
    return Grade(reliability=Reliability(text[0]), credibility=int(text[1:]))


CHANGE = columns("event_id ordinal status grade at held_at document_id claim_id rule reason origins")


def change_to_row(event_id: str, ordinal: int, change: StatusChange) -> Row:
    """Return the columns of :data:`CHANGE`."""
    return (
        event_id, ordinal, str(change.status), str(change.grade), instant_to_text(change.at),
        instant_to_text(change.held_at), change.document_id, change.claim_id, change.rule, change.reason,
        change.origins,
    )  # fmt: skip


def row_to_change(row: Row) -> StatusChange:
    """Return the change of a row of :data:`CHANGE`."""
    _, _, status, grade, at, held_at, document_id, claim_id, rule, reason, origins = row
    return StatusChange(
        status=Status(status),
        grade=text_to_grade(grade),
        at=_instant_of(at),
        held_at=_instant_of(held_at),
        document_id=document_id,
        claim_id=claim_id,
        rule=rule,
        reason=reason,
        origins=origins,
    )


SETTLED = columns("event_id root role topic denied stood since until")


def settled_rows(events: Iterable[Event]) -> Iterator[Row]:
    """Yield a row of :data:`SETTLED` for each time that a word on an event stood settled alike."""
    for event in events:
        for word in event.words():
            denied, right = int(word.denied), int(word.right)
            yield (event.id, word.root, word.role, str(event.type), denied, right, word.since, word.until)


# Issues

ISSUE = columns("id code message subject span_start span_end")


def issue_to_row(issue: Issue) -> Row:
    """Return the columns of :data:`ISSUE`."""
    return (issue.id, issue.code, issue.message, issue.subject, *(issue.span or (None, None)))


def row_to_issue(row: Row) -> Issue:
    """Return the issue of a row of :data:`ISSUE`."""
    _, code, message, subject, start, end = row
    return Issue(code=code, message=message, subject=subject, span=None if start is None else Span(start, end))


# Judgements

JUDGEMENT = columns("number verdict anchors details by at why previous hash")


def anchors_to_json(anchors: Iterable[Anchor]) -> str:
    """Return the anchors as JSON."""
    return to_json([asdict(anchor) for anchor in anchors])


def row_to_judgement(row: Row) -> Judgement:
    """Return the judgement of a row of :data:`JUDGEMENT`."""
    number, verdict, anchors, details, by, at, why, previous, own_hash = row
    return Judgement(
        number=number,
        verdict=Verdict(verdict),
        anchors=tuple(Anchor(**item) for item in json.loads(anchors)),
        details=details,
        by=by,
        at=_instant_of(at),
        why=why,
        previous=previous,
        hash=own_hash,
    )
