"""The case's documents as references: BibTeX and CSL-JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from riscontro.model.document import Document
from riscontro.model.holdings import Holdings
from riscontro.tell.exports.array import listed

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "%": r"\%",
        "&": r"\&",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's own abbreviations, which styles translate."""


def to_bibtex(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``documents.bib``, UTF-8; the key of an entry is the document's id."""
    yield "documents.bib", (_entry(document) for document in holdings.documents)


def _entry(document: Document) -> str:
    year, month, day = _parts(document)
    fields = {
        "title": _braced(document.title),
        "author": _braced(document.author, literal=True),
        "howpublished": _braced(document.publisher),
        "year": f"{{{year}}}" if year else None,
        "month": _MONTHS[month - 1] if month else None,
        "day": f"{{{day}}}" if day else None,
        "url": f"{{{_plain(document.url)}}}" if document.url else None,
        "urldate": f"{{{document.held_from:%Y-%m-%d}}}",
        "langid": f"{{{document.lang}}}",
    }
    lines = "".join(f",\n  {name} = {value}" for name, value in fields.items() if value)
    return f"@misc{{{document.id}{lines}\n}}\n\n"


def _braced(text: str | None, *, literal: bool = False) -> str | None:
    """Return text as BibTeX takes it; ``literal`` keeps a name whole, which else would be parted at its commas."""
    if not text:
        return None
    escaped = " ".join(text.split()).translate(_LATEX)
    return f"{{{{{escaped}}}}}" if literal else f"{{{escaped}}}"


def _plain(url: str) -> str:
    return "".join("" if character in "{}\\" or character.isspace() else character for character in url)


def to_csl(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``documents.csl.json``, an array of CSL items (citation-style-language/schema, csl-data)."""
    yield "documents.csl.json", listed(_item(document) for document in holdings.documents)


def _item(document: Document) -> dict[str, Any]:
    held = document.held_from
    item = {
        "id": document.id,
        "type": "article-newspaper",
        "title": document.title,
        "author": [{"literal": document.author}] if document.author else None,
        "container-title": document.publisher,
        "issued": {"date-parts": [[part for part in _parts(document) if part]]} if document.published else None,
        "accessed": {"date-parts": [[held.year, held.month, held.day]]},
        "URL": document.url,
        "language": document.lang,
    }
    return {name: value for name, value in item.items() if value}


def _parts(document: Document) -> tuple[int, int, int]:
    """Return year, month and day of publication, as far as they are known, 0 where they are not."""
    parts = [int(part) for part in document.published.value.split("-")] if document.published else []
    year, month, day = (*parts, 0, 0, 0)[:3]
    return year, month, day
