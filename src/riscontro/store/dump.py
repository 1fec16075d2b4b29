"""The logical content of a ledger, as lines of JSON that two ledgers can be compared by."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from riscontro.store.codec import CHANGE, CLAIM, DOCUMENT, EVENT, ISSUE, JUDGEMENT, columns, to_json
from riscontro.store.ledger import Ledger
from riscontro.store.views import listed

# Kind of line: what is read, the columns shown, the order. Left out: row numbers, runs, where in the archive a capture
# or its bytes lie, and rows that are closed, since a rebuild starts from the originals and has no former readings.
_PARTS: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "capture": (
        "capture",
        ("id", "digest", "size", "media_type", "origin", "moment", "declared", "context", "url", "seen_at"),
        "id",
    ),
    "document": (
        "document JOIN document_text USING (seq)",
        (*DOCUMENT, "reader", "read_lang", "unread", "attributions", "times", "text"),
        "id",
    ),
    "sieved": ("sieved", ("capture_id", "reason"), "capture_id"),
    "copy": ("document_copy", ("document_id", "capture_id", "part"), "document_id, capture_id, part"),
    "claim": ("current_claim", CLAIM, "id"),
    "event": ("current_event", EVENT, "id"),
    "status_change": ("current_status_change", CHANGE, "event_id, ordinal"),
    "issue": ("current_issue", (*ISSUE, "capture_id", "document_id", "room"), "id, room"),
    "judgement": ("judgement", JUDGEMENT, "number"),
    "tombstone": ("tombstone", ("capture_id", "digest", "documents", "reason", "by", "at"), "capture_id"),
}
_JSON = frozenset(
    columns(
        "declared context share_evidence agencies found_by via evidence claims origins contested_by anchors details"
        " documents"
    )
)


def dump(ledger: Ledger) -> Iterator[str]:
    """Yield one line of JSON for each record that stands, in a fixed order of kinds and, within each, of ids.

    Two ledgers hold the same when their lines are equal: the order in which records arrived, the runs that brought
    them and the readings that were closed make no difference, so a rebuild leaves every line as it was.
    """
    # A connection of its own sees one moment throughout, whatever is written meanwhile.
    with Ledger(ledger.path, readonly=True) as still:
        still.execute("BEGIN")
        for kind, (table, names, order) in _PARTS.items():
            for row in still.stream(f"SELECT {listed(names)} FROM {table} ORDER BY {order}"):
                held = {name: _plain(name, value) for name, value in zip(names, row, strict=True)}
                yield to_json({"kind": kind, **held})


def _plain(name: str, value: object) -> object:
    if name in _JSON and isinstance(value, str):
        return json.loads(value)
    return value
