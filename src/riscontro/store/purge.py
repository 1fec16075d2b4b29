"""Purging: a duty of law, or a source at risk. The original and its text go, a tombstone stays."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from riscontro.errors import BusyError, UnknownIdError, UsageError
from riscontro.model.document import Capture
from riscontro.model.time import instant_to_text
from riscontro.store.case import Case
from riscontro.store.judgements import empty_anchors
from riscontro.store.ledger import Ledger
from riscontro.store.values import Location, Tombstone

_IN = "IN (SELECT value FROM json_each(?))"


def purge(
    case: Case, ledger: Ledger, target: str, *, reason: str, by: str, at: datetime, whole_capture: bool = False
) -> Tombstone:
    """Purge a capture, or the captures that hold a document, by id or the beginning of one; return the tombstone.

    Where several captures hold the same bytes all of them go, each with a tombstone of its own; the first one's is
    returned. Their records in the archive become tombstones too; texts, claims, index entries, issues, the events that
    rested on the claims and the words that judgements quoted leave the ledger. Hold the case (``ledger.bulk``) around
    it and weigh again afterwards. Dossiers in ``out/`` and backups made before still hold the words: they are the
    caller's to deal with.

    Raise :class:`UsageError` where a capture holds other documents as well, unless ``whole_capture``, or where reason
    or name is missing; :class:`UnknownIdError` where there is no such record; :class:`BusyError` where another process
    keeps the ledger's files from being cleared. A purge that was killed or kept from it is completed by asking again.
    """
    if not reason.strip() or not by.strip():
        raise UsageError("a purge needs a reason and a name; give both (--reason, --by)")
    stones = _purged_before(ledger, target)
    captures = [] if stones else _captures_holding(ledger, target, whole_capture=whole_capture)
    digests = {stone.digest for stone in stones} | {capture.digest for capture, _ in captures}
    # The archive first: a full disk then stops the purge before anything has changed.
    for capture, location in _records(case, captures, digests):
        case.archive.erase(capture, location, at=at)
    going = [capture for capture, _ in captures]
    documents = {name for stone in stones for name in stone.documents}
    documents |= {name for capture in going for name in _documents(ledger, capture.id)}
    _forget_replies(case, documents)
    with ledger.transaction():
        _forget(ledger, [capture for capture, _ in captures], reason=reason, by=by, at=at)
    # Merges the index, so that no segment keeps the words of what was deleted.
    ledger.execute("INSERT INTO document_search (document_search) VALUES ('optimize')")
    if not ledger.fold():
        still = f"{target}: purged, but another process still reads the former state from the ledger's files"
        raise BusyError(f"{still}; end it and ask for it again, to have them cleared")
    names = {stone.capture_id for stone in stones} | {capture.id for capture, _ in captures}
    return next(stone for stone in ledger.tombstones() if stone.capture_id in names)


def _purged_before(ledger: Ledger, target: str) -> list[Tombstone]:
    try:
        ledger.resolve_id(target)
    except UnknownIdError:
        stones = ledger.tombstones()
        found = [stone for stone in stones if any(name.startswith(target) for name in _names(stone))]
        # Of several purged before, the beginning of an id names none.
        return found if len({stone.digest for stone in found}) == 1 and len(target) > len("doc-") else []
    return []


def _names(stone: Tombstone) -> tuple[str, ...]:
    return (stone.capture_id, *stone.documents)


_Places = list[tuple[Capture, Location]]


def _records(case: Case, captures: _Places, digests: Collection[str]) -> _Places:
    """Return every place in the archive where the bytes lie: those that the ledger knows, even where they can no
    longer be read, and those it does not, from runs that were killed.
    """
    found = {location: capture for capture, location in case.archive.captures() if capture.digest in digests}
    known = {location: capture for capture, location in captures if (case.archive_path / location.file).is_file()}
    return [(capture, location) for location, capture in {**found, **known}.items()]


def _captures_holding(ledger: Ledger, target: str, *, whole_capture: bool) -> _Places:
    kind, name = ledger.resolve_id(target)
    if kind not in ("capture", "document"):
        raise UsageError(f"{name} is a {kind}; what can be purged is a document (doc-...) or a capture (cap-...)")
    first = [name] if kind == "capture" else _places(ledger, [name])
    digests = json.dumps([ledger.capture(found)[0].digest for found in first])
    names = ledger.column(f"SELECT id FROM capture WHERE digest {_IN} ORDER BY seq", (digests,))
    others = sorted({document for found in names for document in _documents(ledger, found)} - {name})
    if kind == "document" and others and not whole_capture:
        listed = ", ".join(others[:3]) + (" ..." if others[3:] else "")
        raise UsageError(
            f"{name} lies in one original with {len(others)} more ({listed}); purge the whole original"
            " (--whole-capture), or nothing"
        )
    return [ledger.capture(found) for found in names]


def _places(ledger: Ledger, documents: Sequence[str]) -> list[str]:
    sql = """SELECT capture_id FROM document WHERE id IN (SELECT value FROM json_each(?1))
        UNION SELECT capture_id FROM document_copy WHERE document_id IN (SELECT value FROM json_each(?1))"""
    return sorted(ledger.column(sql, (json.dumps(list(documents)),)))


def _documents(ledger: Ledger, capture_id: str) -> list[str]:
    sql = """SELECT id FROM document WHERE capture_id = ?1
        UNION SELECT document_id FROM document_copy WHERE capture_id = ?1"""
    return ledger.column(sql, (capture_id,))


def _forget(ledger: Ledger, captures: Sequence[Capture], *, reason: str, by: str, at: datetime) -> None:
    documents = {capture.id: _documents(ledger, capture.id) for capture in captures}
    going = json.dumps(sorted({name for names in documents.values() for name in names}))
    names = json.dumps(list(documents))
    for capture in captures:
        row = (capture.id, capture.digest, json.dumps(documents[capture.id]), reason, by, instant_to_text(at))
        ledger.execute("INSERT INTO tombstone VALUES (?, ?, ?, ?, ?, ?)", row)
    empty_anchors(ledger, json.loads(going))
    _forget_events(ledger, going)
    ledger.execute(f"DELETE FROM claim WHERE document_id {_IN}", (going,))
    ledger.execute(f"DELETE FROM issue WHERE document_id {_IN} OR subject {_IN}", (going, going))
    ledger.execute(f"DELETE FROM issue WHERE capture_id {_IN} OR subject {_IN}", (names, names))
    # Issues about what their captures were named for: paths and URLs may tell who a source is.
    ledger.execute(f"DELETE FROM issue WHERE subject IN (SELECT origin FROM capture WHERE id {_IN})", (names,))
    _forget_texts(ledger, going)
    ledger.execute(f"DELETE FROM document_copy WHERE document_id {_IN} OR capture_id {_IN}", (going, names))
    ledger.execute(f"DELETE FROM capture WHERE id {_IN}", (names,))


def _forget_replies(case: Case, documents: Collection[str]) -> None:
    # Before the ledger forgets which documents they were: a purge that is killed in between finds them again.
    if case.replies_path.exists():
        with case.replies() as replies:
            replies.forget(documents)


def _forget_events(ledger: Ledger, documents: str) -> None:
    # Former rows too: their origins and reasons may hold words of what goes.
    sql = f"""SELECT DISTINCT event.id FROM event, json_each(event.claims) AS member
        WHERE member.value IN (SELECT id FROM claim WHERE document_id {_IN})"""
    going = json.dumps(ledger.column(sql, (documents,)))
    ledger.execute(f"DELETE FROM status_change WHERE event_id {_IN} OR document_id {_IN}", (going, documents))
    ledger.execute(f"DELETE FROM event_claim WHERE event_id {_IN}", (going,))
    ledger.execute(f"DELETE FROM settled WHERE event_id {_IN}", (going,))
    ledger.execute(f"DELETE FROM event WHERE id {_IN}", (going,))


def _forget_texts(ledger: Ledger, documents: str) -> None:
    sql = f"SELECT seq, title, text, url FROM document JOIN document_text USING (seq) WHERE id {_IN}"
    rows = ledger.rows(sql, (documents,))
    for seq, title, text, _ in rows:
        ledger.unindex(seq, title, text)
        ledger.execute("DELETE FROM document_text WHERE seq = ?", (seq,))
        ledger.execute("DELETE FROM document WHERE seq = ?", (seq,))
    ledger.set_versions(url for *_, url in rows)
