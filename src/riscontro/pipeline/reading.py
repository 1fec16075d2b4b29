"""Documents to claims, those that this reader has not read yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from riscontro.meter import Meter, metered, no_meter
from riscontro.model.claim import Reading
from riscontro.model.document import Document
from riscontro.model.issue import Issue
from riscontro.model.observation import is_series
from riscontro.pipeline.batches import Clock, in_batches
from riscontro.read.assemble import READER
from riscontro.read.reader import read
from riscontro.version import __version__

if TYPE_CHECKING:
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger
    from riscontro.store.values import Run


READINGS_PER_COMMIT = 64
"""How many documents are read between two transactions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """What reading did: documents read, claims found, and documents kept unread by reason."""

    documents: int
    claims: int
    unread: dict[str, int]


def read_into(case: Case, *, clock: Clock, report: Meter = no_meter) -> ReadReport:
    """Read every document of the case that this reader has not read yet. Returns what was done."""
    with case.ledger() as ledger, ledger.working("read", alone=True):
        run = ledger.begin_run("read", at=clock(), version=__version__)
        return read_all(ledger, run, languages=case.config.languages, report=report)


def read_all(ledger: Ledger, run: Run, *, languages: Sequence[str], report: Meter) -> ReadReport:
    """Read what this reader has not read yet; documents in languages that are not watched are kept unread."""
    documents = claims = 0
    unread: dict[str, int] = {}
    waiting = len(ledger.document_ids(unread_by=READER))
    fresh = (_read_one(document, languages) for document in ledger.documents(unread_by=READER))
    for readings in in_batches(metered(fresh, report, total=waiting, of="documents"), READINGS_PER_COMMIT):
        with ledger.transaction():
            for reading in readings:
                ledger.add_reading(reading, run=run)
        for reading in readings:
            claims += len(reading.claims)
            if reading.unread is not None:
                unread[reading.unread] = unread.get(reading.unread, 0) + 1
        documents += len(readings)
    return ReadReport(documents=documents, claims=claims, unread=unread)


def _read_one(document: Document, languages: Sequence[str]) -> Reading:
    if languages and document.lang not in languages and not is_series(document):
        return Reading(document_id=document.id, lang=document.lang, reader=READER, unread="not-watched")
    try:
        return read(document).whole()  # the ledger counts times and attributions
    except Exception as error:  # noqa: BLE001 - the outer loop: one document must not stop the others
        issue = Issue(
            code="read.document.failed",
            message=f"the reader failed on this document, which is kept unread: {type(error).__name__}: {error}",
            subject=document.id,
        )
        return Reading(
            document_id=document.id, lang=document.lang, reader=READER, issues=(issue,), unread="reader-failed"
        )
