"""What ``riscontro show DOCUMENT --diff`` prints: two versions of one address, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from riscontro.collect.difference import Passage, text_difference
from riscontro.errors import UsageError

if TYPE_CHECKING:
    from riscontro.model.document import Document
    from riscontro.store.ledger import Ledger

_MARKS = {"same": ("", ""), "out": ("[-", "-]"), "in": ("{+", "+}")}
"""As ``git diff --word-diff`` and ``wdiff`` mark them."""


def version_difference(ledger: Ledger, document: Document) -> tuple[dict[str, Any], Iterator[str]]:
    """Return the difference between a document and the version before it, else the one after it, as JSON and lines.

    Raise :class:`UsageError` where the case holds no other text of its address.
    """
    before, after = _two_versions(ledger, document)
    passages = text_difference(before.text, after.text)
    value = {
        "url": document.url,
        "before": _version(before),
        "after": _version(after),
        "passages": [asdict(passage) for passage in passages],
    }
    return value, _lines(before, after, passages)


def _two_versions(ledger: Ledger, document: Document) -> tuple[Document, Document]:
    versions = {one.version: one for one in reversed(ledger.versions(document.url))} if document.url else {}
    for first, second in ((document.version - 1, document.version), (document.version, document.version + 1)):
        if first in versions and second in versions:
            # Of several documents with one text, the one asked for.
            versions[document.version] = document
            return versions[first], versions[second]
    raise UsageError(f"{document.id}: no other text of {document.url or 'a document without an address'} is held")


def _version(document: Document) -> dict[str, Any]:
    seen = document.seen_at or document.held_from
    return {"document": document.id, "version": document.version, "title": document.title, "seen_at": seen}


def _lines(before: Document, after: Document, passages: tuple[Passage, ...]) -> Iterator[str]:
    for sign, document in (("---", before), ("+++", after)):
        seen = document.seen_at or document.held_from
        yield f"{sign} {document.id}  version {document.version}, seen {seen:%Y-%m-%d %H:%M}  {document.title or '-'}"
    for passage in passages:
        if not passage.pieces:
            yield f"    ... {passage.paragraphs} paragraph{'' if passage.paragraphs == 1 else 's'} unchanged"
            continue
        text = "".join(piece.text.join(_MARKS[piece.kind]) for piece in passage.pieces)
        yield from (f"  {line}" for line in text.split("\n") if line.strip())
