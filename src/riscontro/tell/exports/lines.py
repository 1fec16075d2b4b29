"""JSON lines of events, claims and documents, each kind with its published JSON Schema (draft 2020-12)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files

from riscontro.model.event import Event, Origin, StatusChange
from riscontro.model.exchange import claim_to_exchange
from riscontro.model.holdings import Holdings
from riscontro.model.time import instant_to_text
from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.exports.rows import claim_rows, document_rows, event_row

KINDS = ("event", "claim", "document")


def to_json_lines(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``events.jsonl``, ``claims.jsonl``, ``documents.jsonl`` and the schema of each."""
    catalogue = load_catalogue(lang)
    events = (event_row(event, catalogue) | _beyond_row(event) for event in holdings.events)
    yield "events.jsonl", _lines(events)
    yield "claims.jsonl", _lines(claim_rows(holdings))
    yield "documents.jsonl", _lines(document_rows(holdings))
    for kind in KINDS:
        yield f"{kind}.schema.json", iter((schema_text(kind),))


def to_exchange(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``claims-exchange.jsonl``: each claim with what weighing needs of its document."""
    rows = (claim_to_exchange(claim, page) for claim, page in holdings.claims_with_pages())
    yield "claims-exchange.jsonl", _lines(rows)


def schema_text(kind: str) -> str:
    """Return the JSON Schema of ``event``, ``claim`` or ``document`` as text."""
    return (files("riscontro.tell.exports") / "schema" / f"{kind}.schema.json").read_text("utf-8")


def _lines(rows: Iterable[object]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _beyond_row(event: Event) -> dict[str, object]:
    """Return what a flat row has no room for: lists, origins, history."""
    return {
        "claims": list(event.claims),
        "contested_by": list(event.contested_by),
        "origins": [_origin(origin) for origin in event.origins],
        "history": [_change(change) for change in event.history],
    }


def _origin(origin: Origin) -> dict[str, object]:
    return {
        "id": origin.id,
        "name": origin.name,
        "state": origin.state,
        "kind": origin.kind.value,
        "group": origin.group,
        "stance": origin.stance.value,
        "counts": origin.counts,
        "standing": origin.standing,
        "against_interest": origin.against_interest,
        "why": origin.why,
        "claims": list(origin.claims),
        "public_from": instant_to_text(origin.public_from),
    }


def _change(change: StatusChange) -> dict[str, object]:
    return {
        "at": instant_to_text(change.at),
        "held_at": instant_to_text(change.held_at),
        "status": change.status.value,
        "grade": str(change.grade),
        "rule": change.rule,
        "reason": change.reason,
        "origins": change.origins,
        "document": change.document_id,
        "claim": change.claim_id,
    }
