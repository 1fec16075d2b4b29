"""Walks over all of a ledger, and what belongs to the records of one page of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

from riscontro.model.claim import Claim
from riscontro.model.document import Document, Provenance
from riscontro.store.codec import (
    CLAIM,
    DOCUMENT,
    PROVENANCE,
    row_to_claim,
    row_to_document,
    row_to_provenance,
)
from riscontro.store.ledger import Ledger
from riscontro.store.views import listed

_IN = "IN (SELECT value FROM json_each(?))"


def all_outlines(ledger: Ledger) -> Iterator[Document]:
    """Yield all documents without their text (it is empty), by publication, then id."""
    for row in ledger.stream(f"SELECT {listed(DOCUMENT)} FROM document ORDER BY public_from, id"):
        yield row_to_document(row, "")


def all_claims(ledger: Ledger) -> Iterator[Claim]:
    """Yield all claims that stand, by document, span and id."""
    sql = f"SELECT {listed(CLAIM)} FROM current_claim ORDER BY document_id, span_start, span_end, id"
    yield from map(row_to_claim, ledger.stream(sql))


def event_ids_by_day(ledger: Ledger) -> Iterator[str]:
    """Yield the ids of the events that have a date, by their first day, else their last, then id."""
    day = "CASE earliest WHEN '..' THEN nullif(latest, '..') ELSE earliest END"
    sql = f"SELECT id FROM current_event WHERE {day} IS NOT NULL ORDER BY {day}, id"
    return (row[0] for row in ledger.stream(sql))


def standing(ledger: Ledger, claims: Collection[str]) -> set[str]:
    """Return which of these claims stand."""
    return set(ledger.column(f"SELECT id FROM current_claim WHERE id {_IN}", (json.dumps(list(claims)),)))


def event_ids_of(ledger: Ledger, claims: Collection[str]) -> Mapping[str, list[str]]:
    """Return the events that rest on each of these claims, by first moment of knowledge, then id."""
    sql = f"""SELECT claim_id, event_id FROM event_claim JOIN current_event ON current_event.id = event_id
        WHERE claim_id {_IN} ORDER BY first_at, event_id"""
    found: dict[str, list[str]] = {}
    for claim_id, event_id in ledger.rows(sql, (json.dumps(list(claims)),)):
        found.setdefault(claim_id, []).append(event_id)
    return found


def provenances_of(ledger: Ledger, documents: Collection[str]) -> dict[str, Provenance]:
    """Return the provenances of these documents by id."""
    sql = f"SELECT {listed(PROVENANCE)} FROM document WHERE id {_IN}"
    return {row[0]: row_to_provenance(row) for row in ledger.rows(sql, (json.dumps(sorted(documents)),))}


def judged_pages(ledger: Ledger, documents: Collection[str], urls: Collection[str]) -> dict[str, Provenance]:
    """Return the provenances of the documents of these ids or addresses, by id."""
    sql = f"SELECT {listed(PROVENANCE)} FROM document WHERE id {_IN} UNION SELECT {listed(PROVENANCE)} FROM document"
    rows = ledger.rows(f"{sql} WHERE url {_IN}", (json.dumps(sorted(documents)), json.dumps(sorted(urls))))
    return {row[0]: row_to_provenance(row) for row in rows}


def documents_of_claims(ledger: Ledger, claims: Collection[str]) -> dict[str, str]:
    """Return the document of each of these claims that stands."""
    sql = f"SELECT id, document_id FROM current_claim WHERE id {_IN}"
    return dict(ledger.rows(sql, (json.dumps(list(claims)),)))


def placed_claims(ledger: Ledger, claims: Collection[str]) -> dict[str, Claim]:
    """Return those of these claims that stand and name a place, by id."""
    sql = f"SELECT {listed(CLAIM)} FROM current_claim WHERE id {_IN} AND place IS NOT NULL AND place <> ''"
    return {row[0]: row_to_claim(row) for row in ledger.rows(sql, (json.dumps(list(claims)),))}
