from __future__ import annotations

import importlib.util
import subprocess

import pytest

from riscontro.collect import Limits, extract, pdf
from riscontro.model.document import Document
from riscontro.model.time import Published
from tests.collect.packs import make_pdf
from tests.collect.samples import capture_of

PDF = "application/pdf"
LINES = [
    "The two ministers met on Monday in the capital and talked about the",
    "reopening of a bridge across the river, a spokes-",
    "woman told reporters there.",
    "A second round of talks is expected before the end of the year, said the",
    "ministry, which gave no further details of the agenda.",
]
needs_library = pytest.mark.skipif(
    importlib.util.find_spec("pypdfium2") is None, reason="the extra pdf is not installed"
)


def read(payload: bytes, limits: Limits | None = None) -> tuple[list[Document], list[str]]:
    extraction = extract(capture_of(payload, PDF), **({"limits": limits} if limits else {}))
    return list(extraction.documents), [issue.code for issue in extraction.issues]


@needs_library
def test_lines_become_paragraphs_and_the_information_facts() -> None:
    info = "/Title (A bridge) /Author (A. Writer) /CreationDate (D:20241009233000+02'00') /ModDate (D:20241011)"
    (document,), codes = read(make_pdf(LINES, info=info))
    assert codes == []
    assert document.text == (
        "The two ministers met on Monday in the capital and talked about the reopening of a bridge across the river, a"
        " spokeswoman told reporters there.\n\nA second round of talks is expected before the end of the year, said the"
        " ministry, which gave no further details of the agenda."
    )
    assert (document.title, document.author, document.lang) == ("A bridge", "A. Writer", "en")
    assert document.published == Published(value="2024-10-09", found_by="meta")
    assert document.modified == Published(value="2024-10-11", found_by="meta")
    assert dict(document.found_by) == {"author": "meta", "lang": "text", "title": "meta"}


@needs_library
def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [["Example Review", f"Page {n} tells of talks number {n}.", f"- {n} -"] for n in range(1, 5)]
    (document,), _ = read(make_pdf(*pages, info="/Title (Microsoft Word - draft.doc)"))
    assert document.text.count("Example Review") == 0
    assert "talks number 3." in document.text
    assert "- 3 -" not in document.text
    assert document.title is None


@needs_library
@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (make_pdf([]), "collect.pdf.no-text"),
        (b"%PDF-1.7 text", "collect.pdf.unreadable"),
        (make_pdf(LINES)[:300], "collect.pdf.unreadable"),
        (
            make_pdf(LINES, extra=b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <" + b"00" * 32 + b"> /U <" + b"11" * 32
                     + b"> /P -4 >> /ID [<00> <00>]"),
            "collect.pdf.encrypted",
        ),
    ],
    ids=["scan", "no pdf", "cut", "encrypted"],
)  # fmt: skip
def test_what_cannot_be_read_is_one_issue(payload: bytes, code: str) -> None:
    assert read(payload) == ([], [code])


@needs_library
def test_pages_and_characters_are_bounded() -> None:
    pages = [LINES] * 4
    (document,), codes = read(make_pdf(*pages), Limits(pages=2))
    assert codes == ["collect.pdf.cut"]
    assert document.text.count("ministers") == 2
    (document,), codes = read(make_pdf(*pages), Limits(text=100))
    assert codes == ["collect.pdf.cut"]
    assert len(document.text) <= 100


@needs_library
def test_one_that_unpacks_to_more_memory_than_allowed_is_one_issue() -> None:
    assert read(make_pdf(LINES), Limits(memory=1 << 20)) == ([], ["collect.pdf.broken-off"])


def test_one_that_takes_for_ever_is_one_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **options: float) -> None:
        raise subprocess.TimeoutExpired("worker", options["timeout"])

    monkeypatch.setattr(pdf.subprocess, "run", late)
    assert read(make_pdf(LINES)) == ([], ["collect.pdf.too-slow"])


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_ask", lambda *_: {"error": "missing"})
    (issue,) = extract(capture_of(make_pdf(LINES), PDF)).issues
    assert issue.code == "collect.pdf.no-reader"
    assert "riscontro[pdf]" in issue.message
