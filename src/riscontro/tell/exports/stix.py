"""STIX 2.1 (OASIS): each event a report about the parties, which are locations or identities.

``confidence`` follows the specification's own table for Admiralty credibility (STIX 2.1, appendix on confidence
scales): 1 to 90, 2 to 70, 3 to 50, 4 to 30, 5 to 10, and none for 6. Letter and digit both stand in the labels, in the
terms of MISP's ``admiralty-scale`` taxonomy.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from riscontro.model.document import Document
from riscontro.model.event import Event
from riscontro.model.holdings import Holdings
from riscontro.model.time import instant_to_text
from riscontro.tell.catalogue import Catalogue, load_catalogue
from riscontro.tell.exports.atom import stable_uuid
from riscontro.tell.names import party_name
from riscontro.tell.sentence import event_label, event_sentence
from riscontro.tell.visible import safe_url
from riscontro.vocab.states import state

CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""When the objects that stand for parties and for riscontro were defined; the same in every export."""


def to_stix(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``bundle.json``. An event that names no party is left out, since a report must be about something."""
    yield "bundle.json", _bundle(holdings, load_catalogue(lang))


def _bundle(holdings: Holdings, catalogue: Catalogue) -> Iterator[str]:
    maker = _object("identity", "riscontro", name="riscontro", identity_class="system")
    parties: dict[str, dict[str, Any]] = {}
    yield '{"type": "bundle", "id": "bundle--' + str(stable_uuid("bundle", holdings.title)) + '", "objects": [\n'
    yield json.dumps(maker)
    for event, held in holdings.reported_events():
        codes = [code for code in (event.actor, event.recipient, event.opponent) if code]
        for code in codes:
            if code not in parties:
                parties[code] = _party(code, catalogue)
                yield ",\n" + json.dumps(parties[code], ensure_ascii=False)
        if codes:
            refs = list(dict.fromkeys(parties[code]["id"] for code in codes))
            yield ",\n" + json.dumps(_report(event, refs, held, maker["id"], catalogue), ensure_ascii=False)
    yield "\n]}\n"


def _object(kind: str, *names: str, **fields: Any) -> dict[str, Any]:
    moment = _timestamp(_BEGINNING)
    identity = f"{kind}--{stable_uuid(kind, *names)}"
    return {"type": kind, "spec_version": "2.1", "id": identity, "created": moment, "modified": moment, **fields}


def _party(code: str, catalogue: Catalogue) -> dict[str, Any]:
    name = party_name(code, catalogue).bare
    known = state(code)
    if known is not None:
        return _object("location", code, name=name, country=known.alpha2)
    return _object("identity", code, name=name, identity_class="organization")


def _report(
    event: Event, parties: list[str], documents: Sequence[Document], maker: str, catalogue: Catalogue
) -> dict[str, Any]:
    reliability, credibility = event.grade.reliability.value, event.grade.credibility
    report: dict[str, Any] = {
        "type": "report",
        "spec_version": "2.1",
        "id": f"report--{stable_uuid('report', event.id)}",
        "created_by_ref": maker,
        "created": _timestamp(event.history[0].at),
        "modified": _timestamp(event.history[-1].at),
        "name": event_label(event, catalogue),
        "description": event_sentence(event, catalogue),
        "published": _timestamp(event.history[0].at),
        "object_refs": parties,
        "labels": [
            f"status:{event.status.value}",
            f'admiralty-scale:source-reliability="{reliability.lower()}"',
            f'admiralty-scale:information-credibility="{credibility}"',
        ],
        "external_references": [
            {"source_name": "riscontro", "external_id": event.id},
            *(_reference(document) for document in documents),
        ],
    }
    if credibility in CONFIDENCE:
        report["confidence"] = CONFIDENCE[credibility]
    return report


def _reference(document: Document) -> dict[str, str]:
    reference = {"source_name": document.publisher or "unnamed publisher", "external_id": document.id}
    url = safe_url(document.url)
    return reference | ({"url": url} if url else {})


def _timestamp(moment: datetime) -> str:
    """Return a moment as STIX writes it: UTC with a fraction of three digits."""
    return instant_to_text(moment).replace("Z", ".000Z")
