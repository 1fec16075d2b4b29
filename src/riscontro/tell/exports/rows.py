"""Flat rows of events, claims and documents, which several formats share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from riscontro.model.document import Document
from riscontro.model.event import Event
from riscontro.model.exchange import claim_to_row, ends_to_row, quantity_to_row
from riscontro.model.holdings import Holdings, ToldClaim
from riscontro.model.time import instant_to_text
from riscontro.tell.catalogue import Catalogue, load_catalogue
from riscontro.tell.sentence import event_sentence
from riscontro.vocab.events import event_kind

Cell = str | int | float | bool | None
Row = dict[str, Cell]


def event_rows(holdings: Holdings, lang: str) -> Iterator[Row]:
    """Yield a row for each event; see the column list in ``docs/exports.md``."""
    catalogue = load_catalogue(lang)
    for event in holdings.events:
        yield event_row(event, catalogue)


def event_row(event: Event, catalogue: Catalogue) -> Row:
    """Return an event as a flat row."""
    kind = event_kind(event.type, event.mode)
    return {
        "id": event.id,
        "sentence": event_sentence(event, catalogue),
        "type": event.type.value,
        "mode": event.mode,
        "cameo": kind.cameo,
        "quad": kind.quad,
        "goldstein": kind.goldstein,
        "actor": event.actor,
        "recipient": event.recipient,
        "opponent": event.opponent,
        "place": event.place,
        **ends_to_row("", event.when),
        **quantity_to_row(event.quantity),
        "status": event.status.value,
        "reliability": event.grade.reliability.value,
        "credibility": event.grade.credibility,
        "grade": str(event.grade),
        "independent": event.independent,
        "contested_by": " ".join(event.contested_by),
        "planned": event.planned,
        "known_from": instant_to_text(event.history[0].at),
        "changed_at": instant_to_text(event.history[-1].at),
        "claims": " ".join(event.claims),
    }


def claim_rows(holdings: Holdings) -> Iterator[Row]:
    """Yield a row for each claim, with the words of its span and the events that rest on it."""
    return map(claim_row, holdings.told_claims())


def claim_row(told: ToldClaim) -> Row:
    """Return a claim as a flat row."""
    fields = claim_to_row(told.claim)
    for name in ("quantity_earliest", "quantity_latest"):  # the days of a number are for machines: jsonl has them
        del fields[name]
    return {
        **{name: fields[name] for name in ("id", "document", "start", "end")},
        "quote": told.quote,
        **{name: fields[name] for name in ("type", "mode")},
        **fields,
        "via": " > ".join(told.claim.via),
        "events": " ".join(told.events),
    }


def document_rows(holdings: Holdings) -> Iterator[Row]:
    """Yield a row for each document, without its text."""
    for document in holdings.documents:
        yield document_row(document)


def document_row(document: Document) -> Row:
    """Return a document as a flat row."""
    published = document.published
    return {
        "id": document.id,
        "capture": document.capture_id,
        "url": document.url,
        "publisher": document.publisher,
        "author": document.author,
        "title": document.title,
        "lang": document.lang,
        "translated": document.translated,
        "published": published.value if published else None,
        "published_found_by": published.found_by if published else None,
        "access": document.access.value,
        "share": document.share,
        "family": document.family,
        "version": document.version,
        "public_from": instant_to_text(document.public_from),
        "held_from": instant_to_text(document.held_from),
    }


def latest_moment(holdings: Holdings) -> datetime | None:
    """Return when the newest of it was held, or the moment asked for: the same case gives the same bytes."""
    return holdings.as_of or holdings.held_to
