"""What takes time in keeping a capture and its documents, done before the turn of the archive and the ledger comes.

Workers that derive do it too, so that the process that alone may write is left with the writing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riscontro.model.document import Capture, Document
from riscontro.store.codec import Row, document_to_row
from riscontro.store.search import search_form


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedDocument:
    """A document's row, and its title and text as the index takes them."""

    row: Row
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A capture's records as the archive takes them, and its documents in their order."""

    records: bytes
    documents: tuple[PreparedDocument, ...]


def prepare(capture: Capture, documents: Sequence[Document]) -> Prepared:
    """Return what is kept of a capture that is no revisit.

    Raise :class:`ArchiveError` where its payload is missing or is not what its digest says.
    """
    # Imported late: most commands keep no capture, and need no library of WARC.
    from riscontro.store.warc import capture_to_records, check_payload

    check_payload(capture)
    return Prepared(records=capture_to_records(capture), documents=tuple(map(prepare_document, documents)))


def prepare_document(document: Document) -> PreparedDocument:
    """Return what is kept of a document."""
    row = document_to_row(document)
    return PreparedDocument(row=row, title=search_form(document.title or ""), text=search_form(document.text))
