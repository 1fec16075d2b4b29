"""Documents to claims, those that the chosen reader has not read yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from riscontro.errors import UsageError
from riscontro.meter import Meter, metered, no_meter
from riscontro.model.claim import Reading
from riscontro.model.document import Document
from riscontro.model.issue import Issue
from riscontro.model.observation import is_series
from riscontro.pipeline.batches import Clock, in_batches
from riscontro.read.ahead import ahead
from riscontro.read.choice import DocumentReader, HaltError, RulesReader
from riscontro.version import __version__

if TYPE_CHECKING:
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger
    from riscontro.store.values import Run


READINGS_PER_COMMIT = 64
"""How many documents are read between two transactions."""

ANSWERS_PER_COMMIT = 4
"""The same where a model reads them: an answer takes seconds, and what was read should not wait for long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """What reading did: documents read, claims found, and documents kept unread by reason."""

    documents: int
    claims: int
    unread: dict[str, int]
    halted: str | None = None
    """Why the reader stopped before the end, ``None`` where it did not."""
    left: int = 0
    """Documents that are left for the next run, because the reader stopped or was not answered."""


def read_into(
    case: Case, *, clock: Clock, report: Meter = no_meter, reader: DocumentReader | None = None
) -> ReadReport:
    """Read every document of the case that a reader, by default the rules, has not read yet. Returns what was done."""
    with case.ledger() as ledger, ledger.working("read", alone=True):
        run = ledger.begin_run("read", at=clock(), version=__version__)
        return read_all(ledger, run, languages=case.config.languages, report=report, reader=reader)


def worth_sending(case: Case) -> Callable[[Document], str | None]:
    """Return what tells why a document is not worth sending to a model (``None``: it is): the sieve of collecting, for
    the pairs that the case watches; where it watches none, every document is worth it.
    """
    from html import escape

    from riscontro.collect.sieve import make_sieve

    sieve = make_sieve(case.config.pairs)

    def worth(document: Document) -> str | None:
        words = escape(f"{document.title or ''}\n{document.text}", quote=False)
        return sieve.reason_of_markup(f'<html lang="{document.lang}">{words}') if sieve.pairs else None

    return worth


def read_all(
    ledger: Ledger, run: Run, *, languages: Sequence[str], report: Meter, reader: DocumentReader | None = None
) -> ReadReport:
    """Read what the reader, by default the rules, has not read yet; documents in languages not watched are kept
    unread.
    """
    reader = reader or RulesReader()
    documents = claims = left = 0
    unread: dict[str, int] = {}
    waiting = len(ledger.document_ids(unread_by=reader.tag))
    halted: list[str] = []
    fresh = _readings(ledger, reader, languages, halted)
    size = READINGS_PER_COMMIT if isinstance(reader, RulesReader) else ANSWERS_PER_COMMIT
    for readings in in_batches(metered(fresh, report, total=waiting, of="documents"), size):
        with ledger.transaction():
            for reading in readings:
                ledger.add_reading(reading, run=run)
        for reading in readings:
            claims += len(reading.claims)
            left += reading.reader != reader.tag
            if reading.unread is not None:
                unread[reading.unread] = unread.get(reading.unread, 0) + 1
        documents += len(readings)
    left += waiting - documents if halted else 0
    return ReadReport(
        documents=documents, claims=claims, unread=unread, halted=next(iter(halted), reader.halted), left=left
    )


def _readings(ledger: Ledger, reader: DocumentReader, languages: Sequence[str], halted: list[str]) -> Iterator[Reading]:
    """Yield readings up to where the reader goes no further, and put its reason into ``halted``. What others were begun
    beside the one that it stopped at are yielded too: they may be paid for.
    """

    def read_one(document: Document) -> Reading | None:
        try:
            return _read_one(document, languages, reader)
        except HaltError as error:
            halted.append(str(error))
            return None

    documents = takewhile(lambda _: not halted, ledger.documents(unread_by=reader.tag))
    return (reading for reading in ahead(documents, read_one, workers=reader.workers) if reading is not None)


def _read_one(document: Document, languages: Sequence[str], reader: DocumentReader) -> Reading:
    if languages and document.lang not in languages and not is_series(document):
        return Reading(document_id=document.id, lang=document.lang, reader=reader.tag, unread="not-watched")
    try:
        return reader.read(document).whole()  # the ledger counts times and attributions
    except (HaltError, UsageError):
        raise
    except Exception as error:  # noqa: BLE001 - the outer loop: one document must not stop the others
        issue = Issue(
            code="read.document.failed",
            message=f"the reader failed on this document, which is kept unread: {type(error).__name__}: {error}",
            subject=document.id,
        )
        return Reading(
            document_id=document.id, lang=document.lang, reader=reader.tag, issues=(issue,), unread="reader-failed"
        )
