"""What was not read: unread documents, pages that are cut, machine translations, recorded doubts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from riscontro.model.document import Access, Document
from riscontro.model.issue import Issue
from riscontro.tell.entry import DocumentLine, document_line
from riscontro.tell.index import Index
from riscontro.tell.visible import shorten

LINES_SHOWN = 100
"""Lines of each list; the rest is counted."""

EXAMPLES_PER_ISSUE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadLine:
    """A document of which nothing was read, and why."""

    document: DocumentLine
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLine:
    """One kind of doubt: how often, and some of its messages (in English)."""

    code: str
    name: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """The lists, and the totals before they were cut to :data:`LINES_SHOWN`."""

    unread: tuple[UnreadLine, ...]
    unread_total: int
    cut: tuple[DocumentLine, ...]
    cut_total: int
    translated: tuple[DocumentLine, ...]
    translated_total: int
    issues: tuple[IssueLine, ...]


def build_gaps(index: Index) -> Gaps:
    """Return what was not read, in the order of publication."""
    reasons = dict(index.dossier.unread)
    unread = [document for document in index.dossier.documents if document.id in reasons]
    cut = [document for document in index.dossier.documents if document.access is not Access.FULL]
    translated = [document for document in index.dossier.documents if document.translated]
    return Gaps(
        unread=tuple(_unread_line(document, reasons[document.id], index) for document in unread[:LINES_SHOWN]),
        unread_total=index.tally.unread,
        cut=_lines(cut, index),
        cut_total=index.tally.cut,
        translated=_lines(translated, index),
        translated_total=index.tally.translated,
        issues=tuple(_issue_lines(index.dossier.issues, index)),
    )


def _lines(documents: list[Document], index: Index) -> tuple[DocumentLine, ...]:
    return tuple(document_line(document, index) for document in documents[:LINES_SHOWN])


def _unread_line(document: Document, reason: str, index: Index) -> UnreadLine:
    return UnreadLine(
        document=document_line(document, index),
        reason=shorten(index.catalogue.word("unread_reason", reason), 200),
    )


def _issue_lines(issues: Iterable[Issue], index: Index) -> list[IssueLine]:
    by_code: dict[str, list[Issue]] = defaultdict(list)
    for issue in issues:
        by_code[issue.code].append(issue)
    return [
        IssueLine(
            code=code,
            name=index.catalogue.word("issue", code),
            count=len(held),
            examples=tuple(shorten(issue.message, 240) for issue in held[:EXAMPLES_PER_ISSUE]),
        )
        for code, held in sorted(by_code.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:LINES_SHOWN]
    ]
