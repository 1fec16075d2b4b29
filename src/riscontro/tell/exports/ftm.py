"""Follow-the-Money statements: one line of JSON for each value that a record says of an entity.

The columns are those of ``followthemoney``'s statements (``canonical_id``, ``entity_id``, ``prop``, ``prop_type``,
``schema``, ``value``, ``dataset``, ``origin``, ``lang``, ``original_value``, ``external``, ``first_seen``,
``last_seen``, ``id``), the ids of statements its own (SHA-1 of dataset, entity, property and value), so that two
exports of one case agree. Lines of JSON, since a table of statements opened by a spreadsheet could run a cell.

=============  ==================  =====================================================================
record         schema              what it holds
=============  ==================  =====================================================================
event          ``Event``           name, summary, dates, involved parties, place; status and grade
state          ``PublicBody``      name, country
group          ``Organization``    name
document       ``Article``         title, publisher, author, date, language, address
claim          ``Documentation``   ties a document to an event: the quote, the stance as its role
=============  ==================  =====================================================================
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from riscontro.model.claim import Claim
from riscontro.model.document import Document
from riscontro.model.event import Event
from riscontro.model.holdings import Holdings
from riscontro.model.ids import make_id
from riscontro.model.time import instant_to_text
from riscontro.tell.catalogue import Catalogue, load_catalogue
from riscontro.tell.names import party_name
from riscontro.tell.sentence import event_label, event_sentence
from riscontro.tell.visible import safe_url
from riscontro.vocab.states import state

DATASET = "riscontro"
COLUMNS = (
    *("canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang"),
    *("original_value", "external", "first_seen", "last_seen", "id"),
)
PROP_TYPES: Mapping[str, str] = {
    "id": "id", "name": "name", "summary": "text", "notes": "text", "startDate": "date", "endDate": "date",
    "date": "date", "involved": "entity", "location": "address", "country": "country", "keywords": "string",
    "recordId": "string", "modifiedAt": "date", "title": "string", "author": "string", "publisher": "string",
    "publishedAt": "date", "language": "language", "sourceUrl": "url", "document": "entity", "entity": "entity",
    "role": "string", "status": "string", "description": "text",
}  # fmt: skip
"""Types of the properties used, as followthemoney's schemata give them."""

_THREE_LETTERS = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "he": "heb", "it": "ita", "ja": "jpn", "ko": "kor",
    "nl": "nld", "pl": "pol", "pt": "por", "ru": "rus", "tr": "tur", "uk": "ukr", "zh": "zho", "fa": "fas",
}  # fmt: skip
"""ISO 639-1 to 639-3, which the format asks for; a language that is not here is left out."""

Values = Iterable[tuple[str, str | None]]


def to_ftm(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``statements.jsonl``."""
    yield "statements.jsonl", _statements(holdings, load_catalogue(lang))


def _statements(holdings: Holdings, catalogue: Catalogue) -> Iterator[str]:
    parties: set[str] = set()
    for event in holdings.events:
        for code in (event.actor, event.recipient, event.opponent):
            if code and code not in parties:
                parties.add(code)
                yield from _party(code, catalogue)
        yield from _event(event, catalogue)
    for document in holdings.documents:
        yield from _document(document)
    for told in holdings.told_claims():
        yield from _claim(told.claim, told.quote, told.events)


def party_id(code: str) -> str:
    """Return the id of the entity that stands for a party, the same in every export."""
    return make_id("pty", [code])


def _party(code: str, catalogue: Catalogue) -> Iterator[str]:
    known = state(code)
    country = known.alpha2.lower() if known else None
    values = (("name", party_name(code, catalogue).bare), ("country", country))
    yield from _entity(party_id(code), "PublicBody" if known else "Organization", values)


def _event(event: Event, catalogue: Catalogue) -> Iterator[str]:
    when = event.when
    sides = dict.fromkeys(code for code in (event.actor, event.recipient, event.opponent) if code)
    values = [
        ("name", event_label(event, catalogue)),
        ("summary", event_sentence(event, catalogue)),
        ("recordId", event.id),
        ("startDate", _day(when.earliest if when else None)),
        ("endDate", _day(when.latest if when else None)),
        ("location", event.place),
        ("keywords", f"{event.type.value}/{event.mode}" if event.mode else event.type.value),
        ("keywords", f"status:{event.status.value}"),
        ("keywords", f"admiralty:{event.grade}"),
        ("modifiedAt", event.history[-1].at.date().isoformat()),
        *(("involved", party_id(code)) for code in sides),
    ]
    seen = (instant_to_text(event.history[0].at), instant_to_text(event.history[-1].at))
    yield from _entity(event.id, "Event", values, seen=seen)


def _document(document: Document) -> Iterator[str]:
    url = safe_url(document.url)
    published = document.published.value if document.published else None
    values = (
        ("title", document.title),
        ("author", document.author),
        ("publisher", document.publisher),
        ("publishedAt", published),
        ("language", _THREE_LETTERS.get(document.lang)),
        ("sourceUrl", url),
    )
    seen = (instant_to_text(document.public_from), instant_to_text(document.held_from))
    yield from _entity(document.id, "Article", values, seen=seen)


def _claim(claim: Claim, quote: str, events: Iterable[str]) -> Iterator[str]:
    """Yield a claim for the event that it speaks of; one that no event rests on names none."""
    values = (
        ("document", claim.document_id),
        *(("entity", event_id) for event_id in events),
        ("role", claim.stance.value),
        ("status", claim.modality.value),
        ("recordId", claim.id),
        ("summary", quote),
        ("startDate", _day(claim.when.earliest if claim.when else None)),
        ("endDate", _day(claim.when.latest if claim.when else None)),
        ("publisher", claim.root.name if claim.root else None),
    )
    yield from _entity(claim.id, "Documentation", values)


def _entity(id: str, schema: str, values: Values, *, seen: tuple[str, str] | None = None) -> Iterator[str]:
    for prop, value in (("id", id), *values):
        cleaned = " ".join(value.split()) if value else ""
        if cleaned:
            yield _line(id, schema, prop, cleaned, seen)


def _line(id: str, schema: str, prop: str, value: str, seen: tuple[str, str] | None) -> str:
    first, last = (moment.removesuffix("Z") for moment in seen) if seen else (None, None)
    key = f"{DATASET}.{id}.{prop}.{value}"
    cells = (id, id, prop, PROP_TYPES[prop], schema, value, DATASET, None, None, None, False, first, last)
    digest = hashlib.sha1(key.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
    return json.dumps(dict(zip(COLUMNS, (*cells, digest), strict=True)), ensure_ascii=False) + "\n"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
