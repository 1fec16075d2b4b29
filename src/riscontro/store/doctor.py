"""The doctor: looks at everything a case holds and says what is wrong, where, and how to mend it. Changes nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from riscontro.errors import BusyError, RiscontroError
from riscontro.meter import Meter, metered, no_meter
from riscontro.model.judgement import Verdict, entered_claim_id
from riscontro.store.archive import TEMPORARY
from riscontro.store.case import Case
from riscontro.store.codec import SETTLED, settled_rows
from riscontro.store.connection import BULK_LOCK
from riscontro.store.judgements import anchor_issues, chain_faults
from riscontro.store.ledger import Ledger
from riscontro.store.locks import held
from riscontro.store.rebuild import FRESH
from riscontro.store.values import Finding
from riscontro.store.views import listed

_REBUILD = "run `riscontro rebuild`, which derives it again from the archive (`--anew` where it cannot be read)"
_RESTORE = "restore the case from a backup (`riscontro restore`)"
_RERUN = "run the last command again (`riscontro collect`), which takes it up"

Check = Callable[[Case, Ledger, Meter], Iterator[Finding]]


def doctor(case: Case, *, report: Meter = no_meter) -> tuple[Finding, ...]:
    """Return every fault of a case, by kind; empty for a healthy one. Reads every original once."""
    return tuple(_examine(case, report))


def _examine(case: Case, report: Meter) -> Iterator[Finding]:
    yield from _config(case)
    yield from _leftovers(case)
    yield from _replies(case)
    try:
        with case.ledger() as ledger:
            for check in _CHECKS:
                yield from _checked(check, case, ledger, report)
    except RiscontroError as error:
        yield _unreadable(case, error)


def _checked(check: Check, case: Case, ledger: Ledger, report: Meter) -> Iterator[Finding]:
    # One part that cannot be read keeps no other from being looked at.
    try:
        yield from check(case, ledger, report)
    except RiscontroError as error:
        yield _unreadable(case, error)


def _unreadable(case: Case, error: RiscontroError) -> Finding:
    return Finding(code="ledger.unreadable", what=str(error), where=str(case.ledger_path), mend=_RESTORE)


def _config(case: Case) -> Iterator[Finding]:
    try:
        _ = case.config
    except RiscontroError as error:
        where = str(case.path / "case.toml")
        yield Finding(code="case.config", what=str(error), where=where, mend="edit case.toml as the message says")


def _leftovers(case: Case) -> Iterator[Finding]:
    if _job_runs(case):
        return
    for lock in sorted(case.path.glob(".*.lock")):
        if lock.stat().st_size:
            what = f"a job was killed: {lock.read_text('utf-8', 'replace')}"
            yield Finding(code="case.killed", what=what, where=str(lock), mend=_RERUN)
    patterns = (
        (case.path, f"{FRESH}*"),
        (case.archive_path, f".*{TEMPORARY}"),
        (case.path.absolute().parent, f".{case.path.absolute().name}.part"),
    )
    for folder, pattern in patterns:
        for path in sorted(folder.glob(pattern)):
            what = "a temporary file that a killed run left"
            yield Finding(code="case.leftover", what=what, where=str(path), mend="delete it; nothing depends on it")


def _replies(case: Case) -> Iterator[Finding]:
    if not case.replies_path.exists():
        return
    try:
        with case.replies() as replies:
            replies.count()
    except RiscontroError as error:
        mend = "restore it from a backup, or delete it: the model is then asked again for what it held"
        yield Finding(code="replies.unreadable", what=str(error), where=str(case.replies_path), mend=mend)


def _job_runs(case: Case) -> bool:
    try:
        with held(case.path / BULK_LOCK, wait=0.0):
            return False
    except BusyError:
        return True


def _ledger_file(case: Case, ledger: Ledger, report: Meter) -> Iterator[Finding]:
    for fault in ledger.column("PRAGMA integrity_check(20)"):
        if fault != "ok":
            yield Finding(code="ledger.integrity", what=fault, where=str(ledger.path), mend=_REBUILD)


def _originals(case: Case, ledger: Ledger, report: Meter) -> Iterator[Finding]:
    known = {capture.id: location for capture, location in ledger.captures()}
    purged = {stone.capture_id for stone in ledger.tombstones()}
    running = _job_runs(case)
    seen = set()
    for capture, location in metered(case.archive.captures(), report, total=len(known), of="originals"):
        where = f"{location.file} at byte {location.offset}"
        if known.get(capture.id) == location:
            seen.add(capture.id)
        elif capture.id in purged:
            mend = f"run `riscontro purge {capture.id}` again"
            yield Finding(
                code="archive.unpurged", what=f"{capture.id} was purged, its bytes are there", where=where, mend=mend
            )
        elif capture.id not in known and not running:
            yield Finding(code="archive.orphan", what=f"{capture.id} is not in the ledger", where=where, mend=_RERUN)
    for name in known.keys() - seen:
        location = known[name]
        where = f"{location.file} at byte {location.offset}"
        mend = f"restore the file from a backup; where the loss is meant, `riscontro purge {name}`"
        yield Finding(code="archive.missing", what=f"the original of {name} is not there", where=where, mend=mend)


def _archive_files(case: Case, ledger: Ledger, report: Meter) -> Iterator[Finding]:
    if _job_runs(case):
        return
    for damage in case.archive.damage():
        where = f"{damage.file}, bytes {damage.offset} to {damage.offset + damage.length}"
        mend = _RERUN.replace("takes it up", "cuts it off") if damage.torn else "restore the file from a backup"
        yield Finding(
            code="archive.torn" if damage.torn else "archive.damage", what=damage.cause, where=where, mend=mend
        )


# Code, sentence, and a query for the ids of the rows that are wrong.
_DANGLING = (
    ("ledger.document", "a document without its capture",
     "SELECT id FROM document WHERE capture_id NOT IN (SELECT id FROM capture)"),
    ("ledger.text", "a document without its text",
     "SELECT id FROM document WHERE seq NOT IN (SELECT seq FROM document_text)"),
    ("ledger.claim", "a claim without its document",
     "SELECT id FROM current_claim WHERE document_id NOT IN (SELECT id FROM document)"),
    ("ledger.span", "a claim whose span does not lie in its document's text",
     """SELECT claim.id FROM current_claim AS claim JOIN document ON document.id = document_id
        JOIN document_text AS held ON held.seq = document.seq
        WHERE span_start < 0 OR span_start > span_end OR span_end > length(held.text)"""),
    ("ledger.event", "an event that names a claim which is not there",
     """SELECT DISTINCT event_id FROM event_claim WHERE claim_id NOT IN (SELECT id FROM current_claim)
        AND claim_id NOT IN (SELECT value FROM json_each(?))"""),
    ("ledger.history", "a change of status without its event",
     "SELECT DISTINCT event_id FROM current_status_change WHERE event_id NOT IN (SELECT id FROM current_event)"),
    ("ledger.settled", "settled words of an event that is not there",
     "SELECT DISTINCT event_id FROM settled WHERE event_id NOT IN (SELECT id FROM current_event)"),
    ("ledger.tombstone", "a capture that was purged and is held all the same",
     "SELECT capture_id FROM tombstone WHERE capture_id IN (SELECT id FROM capture)"),
)  # fmt: skip


def _dangling(case: Case, ledger: Ledger, report: Meter) -> Iterator[Finding]:
    entered = [entered_claim_id(one) for one in ledger.judgements() if one.verdict is Verdict.ENTER]
    for code, what, sql in _DANGLING:
        for name in ledger.column(sql, (json.dumps(entered),) if "?" in sql else ()):
            mend = "run `riscontro weigh`" if code in ("ledger.event", "ledger.history") else _REBUILD
            yield Finding(code=code, what=what, where=str(name), mend=mend)


_COUNTED = {
    "capture": "SELECT count(*) FROM capture",
    "document": "SELECT count(*) FROM document",
    "claim": "SELECT count(*) FROM current_claim",
    "event": "SELECT count(*) FROM current_event",
    "issue": "SELECT count(*) FROM current_issue",
}


def _counters(case: Case, ledger: Ledger, report: Meter) -> Iterator[Finding]:
    for kind, sql in _COUNTED.items():
        kept = ledger.column("SELECT coalesce(sum(n), 0) FROM counter WHERE kind = ?", (kind,))[0]
        counted = ledger.column(sql)[0]
        if kept != counted:
            what = f"the counter says {kept}, there are {counted}"
            yield Finding(code="ledger.counter", what=what, where=kind, mend=_REBUILD)


def _settled(case: Case, ledger: Ledger, report: Meter) -> Iterator[Finding]:
    """Hold what is kept of settled words, which letters are counted from, against the events that they are of."""
    sql = f"SELECT {listed(SETTLED)} FROM settled WHERE event_id IN (SELECT value FROM json_each(?))"
    events = ledger.events()
    while page := list(islice(events, EVENTS_AT_ONCE)):
        kept = Counter(ledger.rows(sql, (json.dumps([event.id for event in page]),)))
        told = Counter(settled_rows(page))
        for name in sorted({row[0] for row in (*(kept - told), *(told - kept))}):
            what = "what is kept of its settled words is not what its origins say"
            yield Finding(code="ledger.settled", what=what, where=str(name), mend=_REBUILD)


EVENTS_AT_ONCE = 2_000


def _judgements(case: Case, ledger: Ledger, report: Meter) -> Iterator[Finding]:
    for fault in chain_faults(ledger):
        yield Finding(code="judge.chain", what=fault, where=str(ledger.path), mend=_RESTORE)
    for issue in anchor_issues(ledger):
        mend = "judge again on the words as they stand now, or undo the judgement"
        yield Finding(code=issue.code, what=issue.message, where=issue.subject or "", mend=mend)


_CHECKS: tuple[Check, ...] = (
    _ledger_file,
    _archive_files,
    _originals,
    _dangling,
    _counters,
    _settled,
    _judgements,
)
