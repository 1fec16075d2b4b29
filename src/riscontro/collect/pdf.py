"""PDF to text and facts, in a process of its own: a file that brings the library down, or takes for ever, costs itself.

The library is PDFium through pypdfium2 (the extra ``pdf``), which the worker alone imports: it is what a browser reads
PDFs with, is fuzzed by its makers, and comes as wheels for all systems under Apache-2.0 and BSD-3-Clause.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from riscontro.collect.dates import partial_date
from riscontro.collect.decode import clean_text
from riscontro.collect.doubt import Doubt
from riscontro.collect.facts import Facts, squeeze
from riscontro.collect.limits import DEFAULT_LIMITS, Limits
from riscontro.collect.wrapping import space_between
from riscontro.model.time import Published

_WORKER = Path(__file__).with_name("pdf_worker.py")

_CAUSES = {
    "missing": ("collect.pdf.no-reader", "PDF needs the extra: pip install 'riscontro[pdf]', then riscontro rebuild"),
    "encrypted": ("collect.pdf.encrypted", "encrypted with a password; save it without one and collect it again"),
    "unreadable": ("collect.pdf.unreadable", "no PDF that can be read"),
    "broken off": ("collect.pdf.broken-off", "the reader broke off on it: it is damaged, or needs too much memory"),
}
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
"""A date of PDF (ISO 32000-1, section 7.9.4)."""

_NO_TITLE = re.compile(r"(?:untitled|microsoft word\b.*|.*\.(?:docx?|pdf|indd|odt|rtf|qxp|pptx?|xlsx?))", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"\W*(?:\w{1,10}\s)?\d{1,4}(?:\s?(?:/|of|di|de|sur|von|из|з|z)\s?\d{1,4})?\W*")
_SENTENCE_END = re.compile(r"[.!?:;…。！？؟»”\"')]$")
_SOFT = "\u00ad"
_HYPHEN = re.compile(r"[\ufffe\x02\u00ad](?:\r\n?|\n)?")
"""What PDFium writes for a hyphen at a line's end, in whose place the word goes on."""

_EDGE_LINES = 2
_REPEATED = 3
"""A line at the edge of as many pages, and of more than half of them, is a running head."""

_SHORT_LINE = 0.75
"""A line of at most this part of the usual length, where a sentence ends, ends its paragraph."""


def read_pdf(payload: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Facts:
    """Return the text of a PDF in paragraphs, and title, author and day of its document information.

    Text comes in the order in which the file holds it. A PDF without text (a scan), one that is encrypted or damaged,
    and one that takes more time or memory than ``limits`` allow have no text and one cause.
    """
    said = _ask(payload, limits)
    if "error" in said:
        code, cause = _CAUSES.get(said["error"], _CAUSES["unreadable"])
        return Facts(text="", why_empty=Doubt(code, cause))
    if said["error_time"]:
        cause = f"not read within {limits.seconds} seconds"
        return Facts(text="", why_empty=Doubt("collect.pdf.too-slow", cause))
    text, doubts = clean_text(unicodedata.normalize("NFC", _join_pages(said["texts"])))
    if not text.strip():
        cause = f"{said['pages']} pages without text, as of a scan; collect what an OCR program makes of it"
        return Facts(text="", why_empty=Doubt("collect.pdf.no-text", cause))
    if said["pages"] > len(said["texts"]):
        cut = Doubt("collect.pdf.cut", f"only the first {len(said['texts'])} of {said['pages']} pages are read")
        doubts = (*doubts, cut)
    return _to_facts(text, said, doubts)


def _to_facts(text: str, said: dict[str, Any], doubts: tuple[Doubt, ...]) -> Facts:
    title = squeeze(clean_text(said["title"])[0])
    if title and _NO_TITLE.fullmatch(title):
        title = None
    author = squeeze(clean_text(said["author"])[0])
    created, edited = _day(said["created"]), _day(said["modified"])
    later = bool(created and edited and edited > created)
    return Facts(
        text=text,
        title=title,
        author=author,
        published=Published(value=created, found_by="meta") if created else None,
        modified=Published(value=edited, found_by="meta") if edited and later else None,
        found_by=tuple((field, "meta") for field, value in (("author", author), ("title", title)) if value),
        doubts=doubts,
    )


def _ask(payload: bytes, limits: Limits) -> dict[str, Any]:
    """Return what the worker says of a PDF; ``error`` where it says nothing more."""
    bounds = [str(bound) for bound in (limits.pages, limits.text, limits.memory, limits.seconds)]
    # -P keeps this folder, whose modules have plain names, off the worker's path.
    command = [sys.executable, "-P", str(_WORKER), *bounds]
    try:
        done = subprocess.run(command, input=payload, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired:
        return {"error_time": True}
    if done.returncode:
        return {"error": "broken off"}
    return {"error_time": False, **json.loads(done.stdout)}


def _day(value: str) -> str | None:
    found = _DATE.match(value)
    return partial_date("-".join(part for part in found.groups() if part)) if found else None


def _join_pages(texts: list[str]) -> str:
    """Return pages as paragraphs: running heads and page numbers left out, line ends within sentences undone."""
    pages = [[line.strip() for line in re.split(r"\r\n?|\n", _HYPHEN.sub(f"{_SOFT}\n", text))] for text in texts]
    heads = _running_heads(pages)
    lines = [line for page in pages for line in _without_edges(page, heads)]
    usual = sorted(len(line) for line in lines if line)[-max(1, len(lines) // 4) :][:1]
    return "\n\n".join(_paragraphs(lines, usual[0] if usual else 0))


def _running_heads(pages: list[list[str]]) -> set[str]:
    counts = Counter(line for page in pages for line in {*_edge(page).values()})
    return {line for line, count in counts.items() if line and count >= _REPEATED and count * 2 > len(pages)}


def _edge(page: list[str]) -> dict[int, str]:
    """Return the first and last lines of a page that hold anything, by their places."""
    held = [(place, line) for place, line in enumerate(page) if line]
    return dict([*held[:_EDGE_LINES], *held[-_EDGE_LINES:]])


def _without_edges(page: list[str], heads: set[str]) -> list[str]:
    edge = _edge(page)
    gone = {place for place, line in edge.items() if line in heads or _PAGE_NUMBER.fullmatch(line)}
    return [line for place, line in enumerate(page) if place not in gone]


def _paragraphs(lines: list[str], usual: int) -> list[str]:
    paragraphs: list[str] = []
    open_line = ""
    for line in lines:
        if not line:
            paragraphs += [open_line] if open_line else []
            open_line = ""
            continue
        ends = bool(_SENTENCE_END.search(line)) and len(line) <= _SHORT_LINE * usual
        open_line = _joined(open_line, line)
        if ends:
            paragraphs.append(open_line)
            open_line = ""
    return [*paragraphs, open_line] if open_line else paragraphs


def _joined(before: str, line: str) -> str:
    if before[-1:] == _SOFT:
        return before[:-1] + line
    if before[-1:] == "-" and before[-2:-1].isalpha() and line[:1].islower():
        return before[:-1] + line
    return before + space_between(before, line) + line if before else line
