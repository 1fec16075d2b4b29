"""HTML pages to text and facts: trafilatura for the text, the page's own markup for the facts."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

import lxml.html  # type: ignore[import-untyped]
from htmldate import find_date
from lxml import etree
from trafilatura import bare_extraction
from trafilatura.metadata import extract_author
from trafilatura.settings import Extractor

from riscontro.collect.dates import partial_date
from riscontro.collect.doubt import Doubt
from riscontro.collect.facts import Facts, Signals, language_code, safe_url, squeeze
from riscontro.collect.limits import DEFAULT_LIMITS, Limits
from riscontro.collect.markup import Marks, read_marks
from riscontro.model.time import Published

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)
"""Their complaints about a page become issues here; on the log they would be noise without the page's name."""

_UNSEEN_TAGS = """
script style noscript template nav footer header form select option button textarea svg head iframe object
"""
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
_BLOCK_TAGS = """
html body main article section aside div p pre blockquote address h1 h2 h3 h4 h5 h6 ul ol li dl dt dd
table tr td th figure figcaption details summary dialog
"""
_BLOCK = frozenset(_BLOCK_TAGS.split())
_LEAST_BLOCK = 4
_BLOCK_CHARACTERS = 320
_BLOCKS = 400

_END_CHARACTERS = 40
"""Characters by which the block is known in which the report ends."""

_LAYOUT_PARAGRAPHS = 2
"""Paragraphs or line breaks in a cell from which its table is there for the layout, as on old pages."""

_AFTER = 4
"""Blocks after the report's end that still belong to it; further ones are the page's own."""


def read_page(markup: str, moment: datetime, *, limits: Limits = DEFAULT_LIMITS) -> Facts:
    """Return text (paragraphs parted by an empty line) and facts of a page; ``text`` is empty where it has none.

    Numbered: 1. trafilatura in its fast mode; 2. where that gives nothing or fails, the plain text of the first of
    ``<article>``, ``<main>`` and ``<body>``, told as a doubt. ``moment`` bounds the dates that are believed.
    """
    tree = _parse(markup)
    if tree is None:
        return Facts(text="", doubts=(Doubt("collect.page.empty", "no markup to read"),))
    marks = read_marks(tree)
    blocks = _page_blocks(tree)
    size, tags = len(markup), markup.count("<")
    if size > limits.page or tags > limits.tags:
        doubt = Doubt("collect.page.large", f"{size:,} characters, {tags:,} tags; read without layout")
        return _to_facts(plain_text(tree), marks, blocks, doubts=(doubt,))
    marks = _complete(marks, tree, moment)
    _unwrap_layout_tables(tree)
    text, doubts = _extract_text(tree)
    if not text:
        text = plain_text(tree)
        doubts = (*doubts, Doubt("collect.page.fallback", "no report found by its layout; the plain text is kept"))
    return _to_facts(text, marks, blocks, doubts=doubts)


def _parse(markup: str) -> Any:
    parser = lxml.html.HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _extract_text(tree: Any) -> tuple[str, tuple[Doubt, ...]]:
    """Return the report's text by trafilatura's layout heuristics, empty where they find or stand nothing."""
    options = Extractor(output_format="python", fast=True, comments=False)
    try:
        document = bare_extraction(tree, options=options)
    except Exception as error:  # noqa: BLE001 (a cascade of heuristics over a stranger's page; the plain text remains)
        return "", (Doubt("collect.page.extractor-failed", f"{type(error).__name__}: {error}"[:200]),)
    return _paragraphs(getattr(document, "text", None) or ""), ()


def _unwrap_layout_tables(tree: Any) -> None:
    """Make divisions of tables that hold paragraphs, whose cells would else lose them and be parted by bars."""
    for table in list(tree.iter("table")):
        cells = (cell for cell in table.iter("td") if sum(1 for _ in cell.iter("p", "br")) >= _LAYOUT_PARAGRAPHS)
        if next(cells, None) is not None:
            for part in table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th"):
                part.tag = "div"


def _complete(marks: Marks, tree: Any, moment: datetime) -> Marks:
    """Return the marks with author and date from the layout where the markup names none.

    htmldate looks in address and layout, no later than ``moment``; its guesses from loose text are left out.
    """
    author, day = marks.author, None
    try:
        if author is None:
            author = extract_author(tree)
        if marks.published is None:
            latest = moment.strftime("%Y-%m-%d")
            url = safe_url(marks.url)
            day = partial_date(find_date(tree, original_date=True, extensive_search=False, url=url, max_date=latest))
    except Exception:  # noqa: BLE001 (as above: a page without author or date is no reason to lose it)
        return marks
    by_layout = (("author", "page"),) if author and not marks.author else ()
    found_by = (*marks.found_by, *by_layout)
    return replace(marks, author=author, published=marks.published or _on_page(day), found_by=found_by)


def _on_page(day: str | None) -> Published | None:
    return Published(value=day, found_by="page") if day else None


def _to_facts(text: str, marks: Marks, blocks: Sequence[_Block], *, doubts: tuple[Doubt, ...]) -> Facts:
    url = safe_url(marks.url)
    if marks.url and url is None:
        doubts = (*doubts, Doubt("collect.url.unsafe", f"canonical address ignored: {marks.url[:200]!r}"))
    signals = Signals(
        free=marks.free,
        words=marks.words,
        characters=marks.characters,
        beside=_short_lines([block for block in blocks if not block.laid_over]),
        over=_short_lines([block for block in blocks if block.laid_over]),
        gated=marks.gated,
        after=_short_lines(_blocks_after(text, blocks)),
    )
    return Facts(
        text=text,
        title=squeeze(marks.title),
        author=squeeze(marks.author),
        publisher=squeeze(marks.publisher),
        url=url,
        canonical=safe_url(marks.canonical),
        published=marks.published,
        modified=marks.modified,
        source=squeeze(marks.source),
        lang_hint=language_code(marks.lang),
        translated=marks.translated,
        signals=signals,
        found_by=marks.found_by,
        doubts=doubts,
    )


def _paragraphs(text: str) -> str:
    """Return the lines as paragraphs parted by an empty line, in Unicode form NFC."""
    lines = (line.strip() for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n\n".join(line for line in lines if line)


def plain_text(tree: Any) -> str:
    """Return the text of the first of article, main and body that has any, a paragraph a block element."""
    for tag in ("article", "main", "body"):
        element = tree if tree.tag == tag else tree.find(f".//{tag}")
        text = "\n\n".join(block.text for block in _blocks(element)) if element is not None else ""
        if text:
            return unicodedata.normalize("NFC", text)
    return ""


class _Block(NamedTuple):
    """The text between two borders of block elements; ``laid_over``: it stands in a dialog, out of the page's flow."""

    text: str
    laid_over: bool


def fragment_text(markup: str) -> str:
    """Return the text of a piece of HTML, as :func:`plain_text` does of a page."""
    tree = _parse(f"<html><body>{markup}</body></html>")
    return plain_text(tree) if tree is not None else ""


def _blocks(element: Any) -> Iterator[_Block]:
    """Yield the text of each stretch between the borders of block elements, unseen elements left out."""
    pieces: list[str] = []
    unseen = dialogs = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else "script"
        attributes = node.attrib
        hidden = tag in _UNSEEN or (bool(attributes) and _is_hidden(attributes))
        border = hidden or tag == "br" or tag in _BLOCK
        if border and pieces:
            text = " ".join("".join(pieces).split())
            pieces = []
            if text:
                yield _Block(text, dialogs > 0)
        dialog = tag == "dialog" or (bool(attributes) and _is_dialog(attributes))
        if event == "start":
            unseen += hidden
            dialogs += dialog
            if not unseen and node.text:
                pieces.append(node.text)
        else:
            unseen -= hidden
            dialogs -= dialog
            if not unseen and node.tail and node is not element:
                pieces.append(node.tail)
    text = " ".join("".join(pieces).split())
    if text:
        yield _Block(text, False)


def _is_hidden(attributes: Any) -> bool:
    style = attributes.get("style")
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return bool(style) and "display:none" in style.replace(" ", "").lower()


def _is_dialog(attributes: Any) -> bool:
    return attributes.get("role") in ("dialog", "alertdialog") or attributes.get("aria-modal") == "true"


def _page_blocks(tree: Any) -> tuple[_Block, ...]:
    body = tree.find(".//body")
    return tuple(_blocks(body)) if body is not None else ()


def _short_lines(blocks: Sequence[_Block]) -> str:
    """Return the short ones, a line each, the last ones where there are too many: notices stand late."""
    short = [block.text for block in blocks if _LEAST_BLOCK <= len(block.text) <= _BLOCK_CHARACTERS]
    return "\n".join(short[-_BLOCKS:])


def _blocks_after(text: str, blocks: Sequence[_Block]) -> Sequence[_Block]:
    """Return the blocks that come next after the one in which the report's text ends, dialogs left out."""
    tail = " ".join(text[-2 * _END_CHARACTERS :].split())
    if len(tail) < _END_CHARACTERS:
        return ()
    for place in range(len(blocks) - 1, -1, -1):
        end = blocks[place].text[-_END_CHARACTERS:]
        if len(end) == _END_CHARACTERS and unicodedata.normalize("NFC", end) in tail:
            after = (block for block in blocks[place + 1 :] if not block.laid_over)
            return tuple(islice(after, _AFTER))
    return ()
