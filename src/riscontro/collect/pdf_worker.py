"""Reads one PDF from standard input and writes what it says as JSON. Run as a program of its own; see ``pdf.py``.

It imports nothing of riscontro, and is the only module that imports pypdfium2.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any

with contextlib.suppress(ImportError):
    import resource


def read(payload: bytes, *, pages: int, characters: int) -> dict[str, Any]:
    """Return number of pages, the texts of the first ones, and the document information; ``error`` where it fails."""
    try:
        import pypdfium2
        from pypdfium2 import raw
    except ImportError:
        return {"error": "missing"}
    try:
        document = pypdfium2.PdfDocument(payload)
    except pypdfium2.PdfiumError as error:
        return {"error": "encrypted" if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD else "unreadable"}
    texts: list[str] = []
    room = characters
    for number in range(min(len(document), pages)):
        if room <= 0:
            break
        texts.append(_page_text(document, number)[:room])
        room -= len(texts[-1])
    told = document.get_metadata_dict()
    names = {"title": "Title", "author": "Author", "created": "CreationDate", "modified": "ModDate"}
    return {"pages": len(document), "texts": texts, **{key: told.get(name) or "" for key, name in names.items()}}


def _page_text(document: Any, number: int) -> str:
    import pypdfium2

    try:
        page = document[number]
        return str(page.get_textpage().get_text_range())
    except pypdfium2.PdfiumError:
        # One page that cannot be read leaves the others.
        return ""


def _bound(memory: int, seconds: int) -> None:
    """Bound memory and time where the system can; the caller bounds the time in any case."""
    with contextlib.suppress(NameError, ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def main() -> None:
    """Read from standard input within the bounds given as arguments: pages, characters, bytes of memory, seconds."""
    pages, characters, memory, seconds = (int(argument) for argument in sys.argv[1:5])
    payload = sys.stdin.buffer.read()
    _bound(memory, seconds)
    sys.stdout.write(json.dumps(read(payload, pages=pages, characters=characters)))


if __name__ == "__main__":
    main()
