"""What can be read from a ledger. The only other places with SQL are the writers and the schema."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from riscontro.errors import UnknownIdError
from riscontro.model.claim import Claim
from riscontro.model.document import Capture, Document, Provenance
from riscontro.model.event import Event, StatusChange
from riscontro.model.ids import sha256_hex, type_prefixes
from riscontro.model.issue import Issue
from riscontro.model.judgement import GENESIS, Judgement
from riscontro.model.time import instant_to_text, text_to_instant
from riscontro.store.codec import (
    CAPTURE,
    CHANGE,
    CLAIM,
    DOCUMENT,
    EVENT,
    ISSUE,
    JUDGEMENT,
    PROVENANCE,
    Row,
    row_to_capture,
    row_to_change,
    row_to_claim,
    row_to_document,
    row_to_event,
    row_to_issue,
    row_to_judgement,
    row_to_provenance,
)
from riscontro.store.connection import Connection
from riscontro.store.search import excerpt, query_to_match
from riscontro.store.values import Counts, Hit, Location, Tombstone
from riscontro.store.versions import Look

_TABLES = {"capture": "capture", "document": "document", "claim": "current_claim", "event": "current_event"}
EVENTS_READ = 100
"""Events of one page of a walk: they come with their claims' ids, origins and history."""

_NEAR = 3
"""Near misses named on either side of an id that is not there."""


def listed(names: Sequence[str], *, of: str = "") -> str:
    """Return columns for a SELECT, with the table before each where one is given."""
    return ", ".join(f"{of}.{name}" if of else name for name in names)


class Views(Connection):
    """A ledger that can be read.

    A :class:`Ledger` is a connection that reads and writes; the three are one class in three files, so that callers
    see one thing and each file stays short.
    """

    # Captures and documents

    def has_capture(self, id: str) -> bool:
        """Tell whether the case holds the capture, or held it until it was purged."""
        held = "SELECT 1 FROM capture WHERE id = ?1 UNION ALL SELECT 1 FROM tombstone WHERE capture_id = ?1"
        return self.row(held, (id,)) is not None

    def why_sieved(self, id: str) -> str | None:
        """Return the reason for which a capture was kept and not extracted, ``None`` where it was extracted."""
        row = self.row("SELECT reason FROM sieved WHERE capture_id = ?", (id,))
        return str(row[0]) if row else None

    def capture(self, id: str) -> tuple[Capture, Location]:
        """Return a capture, without its payload, and where it lies; raise :class:`UnknownIdError`."""
        row = self.row(f"SELECT {listed(CAPTURE)} FROM capture WHERE id = ?", (id,))
        if row is None:
            raise self._unknown(id)
        return row_to_capture(row)

    def last_capture(self, url: str) -> tuple[Capture, Location] | None:
        """Return the last capture of an address, asked for by it or answered from it; ``None`` where there is none."""
        sql = f"""SELECT {listed(CAPTURE)} FROM capture WHERE origin = ?1 AND url IS NOT NULL
            UNION SELECT {listed(CAPTURE)} FROM capture WHERE url = ?1 ORDER BY moment DESC, id DESC LIMIT 1"""
        row = self.row(sql, (url,))
        return None if row is None else row_to_capture(row)

    def captures(self) -> Iterator[tuple[Capture, Location]]:
        """Yield every capture, without its payload, and where it lies, in the order of arrival."""
        for row in self.pages(f"SELECT seq, {listed(CAPTURE)} FROM capture WHERE true"):
            yield row_to_capture(row[1:])

    def holder_of(self, digest: str) -> str | None:
        """Return the id of the capture whose record in the archive holds the payload of a digest, ``None`` for none."""
        sql = "SELECT id FROM capture WHERE digest = ? AND revisit_of IS NULL ORDER BY seq LIMIT 1"
        row = self.row(sql, (digest,))
        return None if row is None else str(row[0])

    def held_captures(self, ids: Iterable[str]) -> set[str]:
        """Return those of the captures that the case holds, or held until they were purged."""
        sql = """WITH given AS (SELECT value AS id FROM json_each(?)) SELECT id FROM given JOIN capture USING (id)
            UNION SELECT given.id FROM given JOIN tombstone ON tombstone.capture_id = given.id"""
        return set(self.column(sql, (json.dumps(list(ids)),)))

    def holders_of(self, digests: Iterable[str]) -> dict[str, str]:
        """Return the captures whose records in the archive hold the payloads of digests, by digest, those there are."""
        sql = """SELECT digest, id FROM capture WHERE digest IN (SELECT value FROM json_each(?))
            AND revisit_of IS NULL ORDER BY seq DESC"""
        return dict(self.rows(sql, (json.dumps(list(digests)),)))

    def purged_digests(self, digests: Iterable[str]) -> set[str]:
        """Return those of the digests whose payloads were purged."""
        sql = "SELECT digest FROM tombstone WHERE digest IN (SELECT value FROM json_each(?))"
        return set(self.column(sql, (json.dumps(list(digests)),)))

    def archive_ends(self) -> dict[str, int]:
        """Return for each archive file the end of the last capture that the ledger knows there."""
        return dict(self.rows("SELECT file, max(offset + length) FROM capture GROUP BY file"))

    def documents(
        self, *, lang: str | None = None, unread_by: str | None = None, url: str | None = None
    ) -> Iterator[Document]:
        """Yield documents in the order of arrival: of a language, not yet read by a reader, or of a URL.

        The walker may add readings while it walks; a document that comes meanwhile is seen too.
        """
        filters = {"lang = ?": lang, "reader IS NOT ?": unread_by, "url = ?": url}
        chosen = {condition: value for condition, value in filters.items() if value is not None}
        where = " AND ".join(["true", *chosen])
        sql = f"SELECT seq, {listed(DOCUMENT)}, text FROM document JOIN document_text USING (seq) WHERE {where}"
        for row in self.pages(sql, list(chosen.values())):
            yield row_to_document(row[1:-1], row[-1])

    def outlines(self, ids: Iterable[str]) -> Iterator[Document]:
        """Yield the documents of these ids without their text (it is empty), by publication, then id."""
        sql = f"""SELECT {listed(DOCUMENT)} FROM document WHERE id IN (SELECT value FROM json_each(?))
            ORDER BY public_from, id"""
        for row in self.stream(sql, (json.dumps(list(ids)),)):
            yield row_to_document(row, "")

    def texts(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the texts of documents by id; one that is not there is left out."""
        sql = """SELECT document.id, text FROM document JOIN document_text USING (seq)
            WHERE document.id IN (SELECT value FROM json_each(?))"""
        return dict(self.rows(sql, (json.dumps(list(ids)),)))

    def document_ids(self, *, unread_by: str | None = None) -> tuple[str, ...]:
        """Return the ids of all documents, or of those not yet read by a reader, in the order of arrival."""
        if unread_by is None:
            return tuple(self.column("SELECT id FROM document ORDER BY seq"))
        waiting = "SELECT id FROM document WHERE reader IS NOT ? ORDER BY seq"
        return tuple(self.column(waiting, (unread_by,)))

    def document(self, id: str) -> Document:
        """Return a document; raise :class:`UnknownIdError`."""
        sql = f"SELECT {listed(DOCUMENT)}, text FROM document JOIN document_text USING (seq) WHERE id = ?"
        row = self.row(sql, (id,))
        if row is None:
            raise self._unknown(id)
        return row_to_document(row[:-1], row[-1])

    def documents_of(self, capture_id: str) -> tuple[str, ...]:
        """Return the ids of a capture's documents by part, those first held by another capture included."""
        sql = """SELECT part, id FROM document WHERE capture_id = ?1
            UNION SELECT part, document_id FROM document_copy WHERE capture_id = ?1 ORDER BY part, id"""
        return tuple(name for _, name in self.rows(sql, (capture_id,)))

    def looks(self, url: str) -> Iterator[Look]:
        """Yield every document of an address as a look at it, in the order of arrival."""
        sql = """SELECT coalesce(document.seen_at, held_from), coalesce(modified, published, ''),
            coalesce(capture.origin, ''), document.id, text FROM document JOIN document_text USING (seq)
            LEFT JOIN capture ON capture.id = capture_id WHERE document.url = ? ORDER BY document.seq"""
        for at, dated, origin, name, text in self.stream(sql, (url,)):
            digest = sha256_hex(text.encode())
            yield Look(at=at, dated=dated, origin=origin, document_id=name, digest=digest)

    def versions(self, url: str) -> tuple[Document, ...]:
        """Return the documents of an address, by version, then by when they were seen."""
        found = self.documents(url=url)
        return tuple(sorted(found, key=lambda one: (one.version, one.seen_at or one.held_from, one.id)))

    def provenances(self, *, as_of: datetime | None = None, as_held: datetime | None = None) -> dict[str, Provenance]:
        """Return the provenance of each document, by id: of those public at ``as_of`` and held at ``as_held``."""
        where, values = _cut(as_of, as_held)
        rows = self.rows(f"SELECT {listed(PROVENANCE)} FROM document WHERE {where} ORDER BY seq", values)
        return {row[0]: row_to_provenance(row) for row in rows}

    def unread(self) -> tuple[tuple[str, str], ...]:
        """Return the ids of the documents from which a reader read nothing, and why, by id."""
        return tuple(self.rows("SELECT id, unread FROM document WHERE unread IS NOT NULL ORDER BY id"))

    # Claims, events, issues, sources

    def claims(
        self,
        *,
        as_of: datetime | None = None,
        as_held: datetime | None = None,
        document: str | None = None,
    ) -> Iterator[Claim]:
        """Yield the claims that stand: public at ``as_of``, held at ``as_held``, of one document.

        Those of one document come by span, then id; others in the order in which they were read.
        """
        if document is not None:
            sql = f"SELECT {listed(CLAIM)} FROM current_claim WHERE document_id = ? ORDER BY span_start, span_end, id"
            yield from map(row_to_claim, self.rows(sql, (document,)))
            return
        where, values = _cut(as_of, as_held)
        source = "current_claim" if not values else _CLAIM_OF_DOCUMENT
        for row in self.pages(f"SELECT seq, {listed(CLAIM)} FROM {source} WHERE {where}", values):
            yield row_to_claim(row[1:])

    def claim(self, id: str) -> Claim:
        """Return a claim that stands; raise :class:`UnknownIdError`."""
        row = self.row(f"SELECT {listed(CLAIM)} FROM current_claim WHERE id = ?", (id,))
        if row is None:
            raise self._unknown(id)
        return row_to_claim(row)

    def events(self) -> Iterator[Event]:
        """Yield the events as last weighed, by first moment of knowledge, then id."""
        # One cursor over a few columns fixes the order; the rows themselves are then read page by page.
        ids = self.column("SELECT id FROM current_event ORDER BY first_at, id")
        for start in range(0, len(ids), EVENTS_READ):
            yield from self._events(ids[start : start + EVENTS_READ])

    def events_in(self, ids: Sequence[str]) -> list[Event]:
        """Return these events as last weighed, in this order; one that is not there is left out."""
        found = {event.id: event for event in self._events(ids)}
        return [found[id] for id in ids if id in found]

    def event(self, id: str) -> Event:
        """Return an event as last weighed; raise :class:`UnknownIdError`."""
        found = self._events([id])
        if not found:
            raise self._unknown(id)
        return found[0]

    def _events(self, ids: Sequence[str]) -> list[Event]:
        wanted = json.dumps(list(ids))
        chosen = "IN (SELECT value FROM json_each(?))"
        rows = self.rows(
            f"SELECT {listed(EVENT)} FROM current_event WHERE id {chosen} ORDER BY first_at, id", (wanted,)
        )
        sql = f"SELECT {listed(CHANGE)} FROM current_status_change WHERE event_id {chosen} ORDER BY event_id, ordinal"
        histories: dict[str, list[StatusChange]] = {}
        for row in self.rows(sql, (wanted,)):
            histories.setdefault(row[0], []).append(row_to_change(row))
        return [row_to_event(row, tuple(histories.get(row[0], ()))) for row in rows]

    def events_of(self, claim_id: str) -> tuple[str, ...]:
        """Return the ids of the events that rest on a claim."""
        sql = "SELECT event_id FROM event_claim WHERE claim_id = ? ORDER BY event_id"
        return tuple(self.column(sql, (claim_id,)))

    def issues(self, *, code: str | None = None, document: str | None = None) -> Iterator[Issue]:
        """Yield the issues that stand, by code, subject and id: under a code (``read.time``), of a document."""
        sql = f"""SELECT {listed(ISSUE)} FROM current_issue
            WHERE (?1 IS NULL OR code = ?1 OR code GLOB ?1 || '.*') AND (?2 IS NULL OR document_id = ?2 OR subject = ?2)
            ORDER BY code, coalesce(subject, ''), id"""
        yield from map(row_to_issue, self.rows(sql, (code, document)))

    # Judgements and tombstones

    def judgements(self) -> tuple[Judgement, ...]:
        """Return all judgements, in order."""
        return tuple(map(row_to_judgement, self.rows(f"SELECT {listed(JUDGEMENT)} FROM judgement ORDER BY number")))

    def judgement_head(self) -> tuple[int, str]:
        """Return the number and hash of the last judgement; 0 and the hash of none where there is none yet."""
        row = self.row("SELECT number, hash FROM judgement ORDER BY number DESC LIMIT 1")
        return (0, GENESIS) if row is None else (row[0], row[1])

    def tombstones(self) -> tuple[Tombstone, ...]:
        """Return what was purged, by moment, then id."""
        sql = "SELECT capture_id, digest, documents, reason, by, at FROM tombstone ORDER BY at, capture_id"
        return tuple(
            Tombstone(
                capture_id=capture_id,
                digest=digest,
                documents=tuple(json.loads(documents)),
                reason=reason,
                by=by,
                at=text_to_instant(at),
            )
            for capture_id, digest, documents, reason, by, at in self.rows(sql)
        )

    # The case seen whole

    def counts(self) -> Counts:
        """Return how much the case holds; the cost does not grow with it."""
        kept: dict[str, dict[str, int]] = {}
        for kind, key, n in self.rows("SELECT kind, key, n FROM counter WHERE n > 0 ORDER BY kind, key"):
            kept.setdefault(kind, {})[key] = n

        def pairs(kind: str) -> tuple[tuple[str, int], ...]:
            return tuple(kept.get(kind, {}).items())

        tombstones = self.row("SELECT count(*) FROM tombstone")
        totals = {kind: sum(by.values()) for kind, by in kept.items()}
        return Counts(
            captures=totals.get("capture", 0),
            documents=totals.get("document", 0),
            claims=totals.get("claim", 0),
            events=totals.get("event", 0),
            issues=totals.get("issue", 0),
            judgements=self.judgement_head()[0],
            tombstones=tombstones[0] if tombstones else 0,
            by_lang=pairs("document"),
            by_access=pairs("access"),
            unread=pairs("unread"),
            by_status=pairs("event"),
            by_code=pairs("issue"),
            sieved=pairs("sieved"),
        )

    def held_to(self, *, as_of: datetime | None = None, as_held: datetime | None = None) -> datetime | None:
        """Return the latest moment at which the case came to hold a document; ``None`` for an empty case."""
        where, values = _cut(as_of, as_held)
        row = self.row(f"SELECT max(held_from) FROM document WHERE {where}", values)
        return None if row is None or row[0] is None else text_to_instant(row[0])

    def search(self, text: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return the documents that hold every word of ``text``, best first (BM25); empty where it has no word."""
        match = query_to_match(text)
        if not match:
            return ()
        # The limit is taken within the index, before documents are looked up.
        sql = """SELECT id, title, lang, public_from, text FROM
            (SELECT rowid, rank FROM document_search WHERE document_search MATCH ? ORDER BY rank, rowid LIMIT ?) AS hit
            JOIN document ON document.seq = hit.rowid JOIN document_text ON document_text.seq = hit.rowid
            ORDER BY hit.rank, hit.rowid"""
        return tuple(
            Hit(document_id=name, title=title, lang=lang, public_from=text_to_instant(at), excerpt=excerpt(body, text))
            for name, title, lang, at, body in self.rows(sql, (match, limit))
        )

    def resolve_id(self, prefix: str) -> tuple[str, str]:
        """Return the kind and the whole id of the one record whose id begins with ``prefix``.

        The type may be left out (``3fa9`` for ``clm-3fa9...``). Raise :class:`UnknownIdError` where none does, naming
        the nearest, or where several do, naming the first.
        """
        found = [(kind, name) for kind, start in self._starts(prefix) for name in self._ids(kind, start)]
        if len(found) == 1 or (found and found[0][1] == prefix):
            return found[0]
        if not found:
            raise self._unknown(prefix)
        names = ", ".join(name for _, name in found[:5])
        raise UnknownIdError(
            f"{prefix!r} begins several ids: {names}{' ...' if len(found) > 5 else ''}; give more of it"
        )

    def _starts(self, prefix: str) -> list[tuple[str, str]]:
        head = prefix.partition("-")[0]
        if "-" in prefix:
            kinds = {head: type_prefixes.get(head, "")}
            return [(kind, prefix) for kind in kinds.values() if kind in _TABLES]
        return [(kind, f"{short}-{prefix}") for short, kind in type_prefixes.items() if kind in _TABLES and prefix]

    def _ids(self, kind: str, start: str) -> list[str]:
        # '~' sorts after every character of an id.
        sql = f"SELECT id FROM {_TABLES[kind]} WHERE id >= ? AND id < ? ORDER BY id LIMIT 6"
        return self.column(sql, (start, f"{start}~"))

    def _unknown(self, id: str) -> UnknownIdError:
        near = [name for kind, start in self._starts(id) for name in self._neighbours(kind, start)]
        hint = f"; the nearest: {', '.join(near[: 2 * _NEAR])}" if near else "; `riscontro show` lists what is held"
        return UnknownIdError(f"no record {id!r} in {self.path.parent.name or self.path}{hint}")

    def _neighbours(self, kind: str, start: str) -> list[str]:
        table = _TABLES[kind]
        before = self.column(f"SELECT id FROM {table} WHERE id < ? ORDER BY id DESC LIMIT ?", (start, _NEAR))
        after = self.column(f"SELECT id FROM {table} WHERE id >= ? ORDER BY id LIMIT ?", (start, _NEAR))
        return sorted([*before, *after])


_CLAIM_OF_DOCUMENT = f"""(SELECT current_claim.seq, {listed(CLAIM, of="current_claim")}, public_from, held_from
    FROM current_claim JOIN document ON document.id = document_id)"""


def _cut(as_of: datetime | None, as_held: datetime | None) -> tuple[str, Row]:
    bounds = {"public_from <= ?": as_of, "held_from <= ?": as_held}
    chosen = {condition: instant_to_text(moment) for condition, moment in bounds.items() if moment is not None}
    return " AND ".join(["true", *chosen]), tuple(chosen.values())
