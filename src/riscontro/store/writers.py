"""What can be written to a ledger. Every writer is one short transaction, or joins the caller's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from riscontro.errors import LedgerError
from riscontro.model.claim import Claim, Reading
from riscontro.model.document import Capture, Document
from riscontro.model.event import Event, Weighing
from riscontro.model.issue import Issue
from riscontro.model.time import instant_to_text, text_to_instant
from riscontro.store.codec import (
    CAPTURE,
    CHANGE,
    CLAIM,
    DOCUMENT,
    EVENT,
    ISSUE,
    SETTLED,
    Row,
    capture_to_row,
    change_to_row,
    claim_to_row,
    document_to_row,
    event_to_row,
    issue_to_row,
    marks,
    settled_rows,
    to_json,
)
from riscontro.store.prepared import PreparedDocument, prepare_document
from riscontro.store.values import Change, Location, Run
from riscontro.store.versions import number_versions
from riscontro.store.views import Views, listed

_NOT_READ = ("capture_id", "part", "held_from", "family", "version", "modified", "canonical_url", "seen_at", "found_by")
"""What a document may change in without being read anew: readings do not rest on it."""


def _insert(table: str, names: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({listed(names)}) VALUES ({marks(names)})"


_ADD_CAPTURE = _insert("capture", CAPTURE)
_ADD_DOCUMENT = _insert("document", DOCUMENT)


def _check_text(document: Document) -> None:
    try:
        document.text.encode()
    except UnicodeEncodeError as error:
        raise _half_pair(document.id, error) from error


def _half_pair(name: str, error: UnicodeEncodeError) -> LedgerError:
    found = f"{name}: a text holds half a surrogate pair at {error.start}, which UTF-8 cannot carry"
    return LedgerError(f"{found}; replace it by U+FFFD before it is stored")


def _twins(reading: Reading) -> tuple[Issue, ...]:
    """Return an issue for each claim that bears the id of an earlier, different one; the earlier one is kept."""
    first: dict[str, Claim] = {}
    return tuple(
        Issue(
            code="read.claim.twin",
            message="two different claims have one id (same words, sides, act and root); the first is kept",
            subject=reading.document_id,
            span=claim.span,
        )
        for claim in reading.claims
        if first.setdefault(claim.id, claim) != claim
    )


class Writers(Views):
    """A ledger that can be written to. Moments are handed in; the clock is never read here."""

    def begin_run(self, job: str, *, at: datetime, version: str) -> Run:
        """Return a new run of ``job``; what it opens and closes will carry its number."""
        sql = "INSERT INTO run (job, at, version) VALUES (?, ?, ?)"
        with self.transaction():
            self.execute(sql, (job, instant_to_text(at), version))
            row = self.row("SELECT max(number) FROM run")
        assert row is not None
        return Run(number=row[0], job=job, at=at, version=version)

    # Captures and documents

    def add_capture(self, capture: Capture, location: Location, *, sieved: str | None = None) -> bool:
        """Keep a capture and where it lies; return whether it was new. ``sieved`` is why nothing was extracted."""
        if self.has_capture(capture.id):
            return False
        with self.joined():
            self._write(_ADD_CAPTURE, capture_to_row(capture, location), of=capture.id)
            if sieved is not None:
                self.execute("INSERT INTO sieved VALUES (?, ?)", (capture.id, sieved))
        return True

    def add_document(self, document: Document, prepared: PreparedDocument | None = None) -> bool:
        """Keep a document, which may have been ``prepared``; return whether it was new.

        One that is held already stays as it is, unless this capture of it was seen earlier: then its facts are this
        one's, and it is held from when the first capture of it came, so that the order of arrival makes no difference.
        One that was purged stays away.
        """
        _check_text(document)
        with self.joined():
            sql = "SELECT seq, held_from, coalesce(seen_at, held_from), capture_id, part FROM document WHERE id = ?"
            held = self.row(sql, (document.id,))
            if held is not None:
                self._replace_if_earlier(document, held)
                return False
            if self._is_purged(document.id):
                return False
            ready = prepared or prepare_document(document)
            self._write(_ADD_DOCUMENT, ready.row, of=document.id)
            row = self.row("SELECT seq FROM document WHERE id = ?", (document.id,))
            assert row is not None
            self.execute("INSERT INTO document_text (seq, text) VALUES (?, ?)", (row[0], document.text))
            sql = "INSERT INTO document_search (rowid, title, text) VALUES (?, ?, ?)"
            self.execute(sql, (row[0], ready.title, ready.text))
        return True

    def _is_purged(self, document_id: str) -> bool:
        sql = "SELECT 1 FROM tombstone, json_each(tombstone.documents) AS gone WHERE gone.value = ?"
        return self.row(sql, (document_id,)) is not None

    def _replace_if_earlier(self, document: Document, held: Row) -> None:
        seq, held_from, at, capture_id, part = held
        given = (instant_to_text(document.seen_at or document.held_from), document.capture_id, document.part)
        earlier = given < (at, capture_id, part)
        other = (capture_id, part) if earlier else given[1:]
        if given[1:] != (capture_id, part):
            self.execute("INSERT OR IGNORE INTO document_copy VALUES (?, ?, ?)", (document.id, *other))
        first_held = min(held_from, instant_to_text(document.held_from))
        if earlier:
            sql = "DELETE FROM document_copy WHERE document_id = ? AND capture_id = ? AND part = ?"
            self.execute(sql, (document.id, *given[1:]))
            first = replace(document, held_from=text_to_instant(first_held))
            self._replace(seq, self.document(document.id), first)
        elif first_held < held_from:
            self.execute("UPDATE document SET held_from = ? WHERE seq = ?", (first_held, seq))

    def _replace(self, seq: int, before: Document, document: Document) -> None:
        assigned = ", ".join(f"{name} = ?" for name in DOCUMENT)
        self.execute(f"UPDATE document SET {assigned} WHERE seq = ?", (*document_to_row(document), seq))
        if (before.title, before.text) != (document.title, document.text):
            self.unindex(seq, before.title, before.text)
            self.execute("UPDATE document_text SET text = ? WHERE seq = ?", (document.text, seq))
            self.index(seq, document.title, document.text)
        kept = {name: getattr(document, name) for name in _NOT_READ}
        if replace(before, **kept) != document:
            # Times are read against the publication date, and roots against the publisher: to be read again.
            self.execute("UPDATE document SET reader = NULL, unread = NULL WHERE seq = ?", (seq,))
        self.set_versions((before.url, document.url))

    def set_versions(self, urls: Iterable[str | None]) -> None:
        """Number the versions of each address anew: the same numbers whatever the order in which they arrived."""
        wanted = sorted({url for url in urls if url is not None})
        # Most addresses have one document, and that is the first version.
        sql = """SELECT url FROM document WHERE url IN (SELECT value FROM json_each(?))
            GROUP BY url HAVING count(*) > 1 OR max(version) > 1 ORDER BY url"""
        with self.joined():
            for url in self.column(sql, (to_json(wanted),)) if wanted else ():
                for name, version in number_versions(tuple(self.looks(url))):
                    self._set_version(name, version)

    def _set_version(self, name: str, version: int) -> None:
        if self.row("SELECT 1 FROM document WHERE id = ? AND version <> ?", (name, version)):
            moved = replace(self.document(name), version=version)
            sql = "UPDATE document SET version = ?, public_from = ? WHERE id = ?"
            self.execute(sql, (version, instant_to_text(moved.public_from), name))

    def index(self, seq: int, title: str | None, text: str) -> None:
        """Put the words of a document's row into the index."""
        sql = "INSERT INTO document_search (rowid, title, text) VALUES (?, search_form(?), search_form(?))"
        self.execute(sql, (seq, title or "", text))

    def unindex(self, seq: int, title: str | None, text: str) -> None:
        """Take the words of a document's row out of the index, which forgets only what it is told anew."""
        sql = """INSERT INTO document_search (document_search, rowid, title, text)
            VALUES ('delete', ?, search_form(?), search_form(?))"""
        self.execute(sql, (seq, title or "", text))

    def _write(self, sql: str, row: Row, *, of: str) -> None:
        try:
            self.execute(sql, row)
        except UnicodeEncodeError as error:
            raise _half_pair(of, error) from error

    def set_families(self, families: Mapping[str, str | None]) -> None:
        """Set the family of documents, by id."""
        with self.transaction():
            rows = [(family, name) for name, family in families.items()]
            self.executemany("UPDATE document SET family = ?1 WHERE id = ?2 AND family IS NOT ?1", rows)

    # Readings

    def add_reading(self, reading: Reading, *, run: Run) -> Change:
        """Keep what was read from a document: claims, issues, the number of attributions, why nothing was read.

        Claims of an earlier reading that this one does not repeat are closed. The same reading again changes nothing.
        Raise :class:`UnknownIdError` where the document is not held.
        """
        with self.transaction():
            found = self.row("SELECT seq FROM document WHERE id = ?", (reading.document_id,))
            if found is None:
                raise self._unknown(reading.document_id)
            change = self._put_claims(reading, run)
            issues = (*reading.issues, *_twins(reading))
            self._put_issues(issues, room="read", document=reading.document_id, run=run)
            sql = """UPDATE document SET reader = ?1, read_lang = ?2, unread = ?3, attributions = ?4, times = ?5
                WHERE seq = ?6 AND (reader IS NOT ?1 OR read_lang IS NOT ?2 OR unread IS NOT ?3 OR attributions <> ?4
                OR times <> ?5)"""
            amounts = (len(reading.attributions), len(reading.times))
            self.execute(sql, (reading.reader, reading.lang, reading.unread, *amounts, found[0]))
        return change

    def _put_claims(self, reading: Reading, run: Run) -> Change:
        strays = [claim.id for claim in reading.claims if claim.document_id != reading.document_id]
        if strays:
            raise LedgerError(f"a reading of {reading.document_id} brings claims of other documents: {strays[:3]}")
        rows: dict[str, Row] = {}
        for claim in reading.claims:
            rows.setdefault(claim.id, claim_to_row(claim))
        sql = f"SELECT seq, {listed(CLAIM)} FROM current_claim WHERE document_id = ?"
        return self._open_and_close("claim", CLAIM, rows.values(), self.rows(sql, (reading.document_id,)), run)

    def _open_and_close(
        self, table: str, names: Sequence[str], rows: Iterable[Row], held: Iterable[Row], run: Run, *, key: int = 1
    ) -> Change:
        """Close the held rows that are not among ``rows`` as they stand, and open those of ``rows`` that are not held.

        The first ``key`` columns tell a row from the others; each row of ``held`` has its ``seq`` before them.
        """
        wanted: dict[Row, Row] = {}
        for row in rows:
            if wanted.setdefault(row[:key], row) != row:
                raise LedgerError(f"two different rows of one {table}: {row[:key]}")
        kept, stale = set(), []
        for seq, *columns in held:
            name = tuple(columns[:key])
            if wanted.get(name) == tuple(columns):
                kept.add(name)
            else:
                stale.append((run.number, seq))
        self.executemany(f"UPDATE {table} SET known_to = ? WHERE seq = ?", stale)
        fresh = [(*row, run.number) for name, row in wanted.items() if name not in kept]
        self.executemany(_insert(table, (*names, "known_from")), fresh)
        return Change(opened=len(fresh), closed=len(stale), kept=len(kept))

    # Issues

    def add_issue(self, issue: Issue, *, run: Run, capture: str | None = None, document: str | None = None) -> bool:
        """Keep an issue, with the capture or document it concerns; return whether it was new.

        One that concerns no capture is carried over by a rebuild, since nothing in the archive brings it again.
        """
        names = (*ISSUE, "capture_id", "document_id", "room", "known_from")
        with self.joined():
            if self.row("SELECT 1 FROM current_issue WHERE id = ?", (issue.id,)) is not None:
                return False
            row = (*issue_to_row(issue), capture, document, issue.code.partition(".")[0], run.number)
            self._write(_insert("issue", names), row, of=issue.code)
        return True

    def close_issues(self, code: str, *, run: Run) -> int:
        """Close the issues whose code is ``code`` or begins with it and a dot; return how many."""
        sql = "UPDATE issue SET known_to = ? WHERE known_to IS NULL AND (code = ? OR code GLOB ? || '.*')"
        with self.transaction():
            return self.execute(sql, (run.number, code, code))

    def close_issues_of(self, subject: str, code: str, *, run: Run) -> int:
        """Close the issues about a subject whose code begins with ``code`` and a dot; return how many."""
        sql = "UPDATE issue SET known_to = ? WHERE known_to IS NULL AND subject = ? AND code GLOB ? || '.*'"
        return self.execute(sql, (run.number, subject, code))

    def _put_issues(self, issues: Iterable[Issue], *, room: str, document: str | None, run: Run) -> None:
        names = (*ISSUE, "document_id", "room")
        rows = [(*issue_to_row(issue), document, room) for issue in issues]
        sql = f"SELECT seq, {listed(names)} FROM current_issue WHERE room = ? AND document_id IS ?"
        self._open_and_close("issue", names, rows, self.rows(sql, (room, document)), run)

    # Weighing

    def put_weighing(self, weighing: Weighing, *, run: Run) -> Change:
        """Make the events those of ``weighing``; return what changed among them.

        Only what differs is written: an event that is as it was keeps its row, and each change of status is one row,
        opened when it first appears and closed when a later weighing no longer has it.
        """
        rows = [event_to_row(event) for event in weighing.events]
        with self.transaction():
            held = self.rows(f"SELECT seq, {listed(EVENT)} FROM current_event")
            before = {row[1]: row[1:] for row in held}
            change = self._open_and_close("event", EVENT, rows, held, run)
            self._put_histories(weighing.events, run)
            pairs = zip(weighing.events, rows, strict=True)
            moved = {event.id: event for event, row in pairs if before.get(event.id) != row}
            self._put_members(tuple(moved.values()), gone=before.keys() - {row[0] for row in rows})
            self._put_issues(weighing.issues, room="weigh", document=None, run=run)
        return change

    def put_events(self, events: Sequence[Event], *, gone: Iterable[str], run: Run) -> Change:
        """Make these events as they are given, close those that are gone, and leave all others as they are."""
        wanted = json.dumps(sorted({event.id for event in events} | set(gone)))
        chosen = "IN (SELECT value FROM json_each(?))"
        with self.transaction():
            held = self.rows(f"SELECT seq, {listed(EVENT)} FROM current_event WHERE id {chosen}", (wanted,))
            change = self._open_and_close("event", EVENT, map(event_to_row, events), held, run)
            sql = f"SELECT seq, {listed(CHANGE)} FROM current_status_change WHERE event_id {chosen}"
            self._put_histories(events, run, held=self.rows(sql, (wanted,)))
            self._put_members(events, gone=gone)
        return change

    def put_weigh_issues(self, issues: Iterable[Issue], *, code: str, run: Run) -> None:
        """Make the issues of weighing under a code those given; the others stand."""
        standing = [issue for issue in self.issues() if issue.code.startswith("weigh.") and issue.code != code]
        self._put_issues([*standing, *issues], room="weigh", document=None, run=run)

    def _put_histories(self, events: Iterable[Event], run: Run, *, held: Iterable[Row] | None = None) -> None:
        rows = (change_to_row(event.id, n, item) for event in events for n, item in enumerate(event.history))
        if held is None:
            held = self.rows(f"SELECT seq, {listed(CHANGE)} FROM current_status_change")
        self._open_and_close("status_change", CHANGE, rows, held, run, key=2)

    def _put_members(self, moved: Sequence[Event], *, gone: Iterable[str]) -> None:
        stale = [(event.id,) for event in moved] + [(name,) for name in gone]
        self.executemany("DELETE FROM event_claim WHERE event_id = ?", stale)
        members = [(event.id, claim) for event in moved for claim in dict.fromkeys(event.claims)]
        self.executemany("INSERT INTO event_claim (event_id, claim_id) VALUES (?, ?)", members)
        self.executemany("DELETE FROM settled WHERE event_id = ?", stale)
        self.executemany(f"INSERT INTO settled VALUES ({marks(SETTLED)})", settled_rows(moved))
