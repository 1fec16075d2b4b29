"""Tables of observations to documents: rows checked, filled in by what the case declares, one document a publication.

The stored text has a line for each row, its cells in the order of :data:`riscontro.model.observation.COLUMNS`. A row
that cannot be used is a doubt with its line and cause, and the others are taken.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from riscontro.collect.columns import NEEDED, find_delimiter
from riscontro.collect.dates import partial_date
from riscontro.collect.decode import decode_text
from riscontro.collect.doubt import Doubt, doubts_to_issues
from riscontro.collect.facts import safe_url, squeeze
from riscontro.model.claim import Basis, EventType
from riscontro.model.document import Access, Capture, Document, document_id
from riscontro.model.ids import sha256_hex
from riscontro.model.issue import Issue
from riscontro.model.observation import BORDER, BOUNDS, COLUMNS, EMPTY, NO_LANGUAGE, SERIES_WAY, SeriesRule
from riscontro.model.time import Published, partial_date_to_interval
from riscontro.vocab.events import is_mode
from riscontro.vocab.states import is_state

KNOWN = NEEDED | {"place", "bound", "unit", "total", "actor", "recipient", "basis", "source", "state", "published"}

ROWS_MAX = 20_000
"""Rows of one table; what is beyond is one doubt."""

CELL_MAX = 300
"""Characters of a cell that are kept."""

ROW_DOUBTS = 50
"""Doubts about rows that are told one by one; the others are counted."""

_COUNT = re.compile(r"\d{1,15}(?:\.\d{1,6})?")
_TRUE, _FALSE = frozenset({"yes", "true", "1"}), frozenset({"", "no", "false", "0"})
_GROUP = re.compile(r"[A-Za-z][A-Za-z0-9]{1,29}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The documents of one table, in the order of their publication, and what was doubtful."""

    documents: tuple[Document, ...] = ()
    issues: tuple[Issue, ...] = ()


def extract_series(capture: Capture, payload: bytes, rules: Sequence[SeriesRule]) -> Tables:
    """Return the documents of a table: one for each date on which rows of it were published."""
    name = PurePath(capture.origin).name
    rule = next((rule for rule in rules if rule.file == name), SeriesRule(file=name))
    decoded = decode_text(payload)
    doubts = list(decoded.doubts)
    lines: dict[str, list[str]] = {}
    for number, row in _rows(decoded.text, doubts):
        try:
            published = _published(row.get("published", ""))
            line = _line(row, rule)
        except RowError as error:
            doubts.append(Doubt("collect.series.row", f"line {number}: {error}"))
        else:
            lines.setdefault(published, []).append(line)
    if not lines:
        doubts.append(Doubt("collect.text.empty", "no row in it that can be used"))
    documents = [
        _document(capture, rule, part, published, lines[published]) for part, published in enumerate(sorted(lines))
    ]
    return Tables(documents=tuple(documents), issues=doubts_to_issues(_few(doubts), capture.id, where=capture.origin))


def _rows(text: str, doubts: list[Doubt]) -> Iterator[tuple[int, Mapping[str, str]]]:
    header, _, body = text.partition("\n")
    mark = find_delimiter(header)
    if mark is None:
        doubts.append(Doubt("collect.series.columns", f"the first line needs the columns {', '.join(sorted(NEEDED))}"))
        return
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=mark))]
    if unknown := sorted({name for name in names if name and name not in KNOWN}):
        doubts.append(Doubt("collect.series.columns", f"columns that are passed over: {', '.join(unknown)[:200]}"))
    reader = csv.reader(body.splitlines(keepends=True), delimiter=mark)
    try:
        for row in islice(reader, ROWS_MAX):
            if any(cell.strip() for cell in row):
                yield reader.line_num + 1, dict(zip(names, (_cell(cell) for cell in row), strict=False))
        if next(reader, None) is not None:
            doubts.append(Doubt("collect.series.too-long", f"only the first {ROWS_MAX:,} rows are taken"))
    except csv.Error as error:
        doubts.append(Doubt("collect.series.malformed", f"line {reader.line_num + 1}: {error}; what follows is lost"))


def _cell(text: str) -> str:
    return (squeeze(text) or "").replace("|", "/")[:CELL_MAX]


class RowError(ValueError):
    """A row that cannot be used; its text is the cause."""


def _line(row: Mapping[str, str], rule: SeriesRule) -> str:
    """Return a row as a line of the stored text; raise :class:`RowError`."""
    what = row.get("what", "")
    cells = {
        "date": _date(row.get("date", ""), "date"),
        "place": row.get("place", ""),
        "what": what,
        "act": _act(what, rule),
        "bound": _one_of(row.get("bound", "").lower(), BOUNDS, "bound"),
        "count": _count(row.get("count", "")),
        "unit": row.get("unit") or rule.unit or "item",
        "total": "total" if _flag(row.get("total", "")) else "",
        "actor": _party(row.get("actor") or rule.actor, "actor"),
        "recipient": _party(row.get("recipient") or rule.recipient, "recipient"),
        "basis": _one_of(row.get("basis") or str(rule.basis), frozenset(Basis), "basis"),
        "source": row.get("source") or rule.source or "",
        "state": _party(row.get("state") or rule.state, "state", needed=False),
        "reference": row.get("reference", ""),
    }
    if not cells["reference"]:
        raise RowError("no reference: where the count can be looked up")
    return BORDER.join(cells[name] or EMPTY for name in COLUMNS)


def _date(text: str, column: str) -> str:
    """Return a day, month or year, or two of them as a span; they are checked, and kept with their precision."""
    parts = text.split("/")
    values = [partial_date(part.strip()) for part in parts]
    if len(parts) > 2 or not all(values):
        raise RowError(f"{column} {text!r} is none; write 2024-10-03, 2024-10 or 2024-10-01/2024-10-15")
    kept = [value for value in values if value]
    first, last = partial_date_to_interval(kept[0]), partial_date_to_interval(kept[-1])
    assert first.earliest is not None
    assert last.latest is not None
    if last.latest < first.earliest:
        raise RowError(f"{column} {text!r} ends before it begins")
    return "/".join(kept)


def _published(text: str) -> str:
    value = partial_date(text)
    if text and value is None:
        raise RowError(f"published {text!r} is no date; write 2024-10-03, 2024-10 or 2024")
    return value or ""


def _count(text: str) -> str:
    if not _COUNT.fullmatch(text) or not math.isfinite(float(text)):
        raise RowError(f"count {text!r} is no number; write digits with a point: 1200 or 12.5")
    return text


def _act(what: str, rule: SeriesRule) -> str:
    named = what if "/" in what else dict(rule.acts).get(what.casefold()) or rule.act or ""
    type, _, mode = named.partition("/")
    if type not in set(EventType) or not is_mode(EventType(type), None if mode in ("", "-") else mode):
        raise RowError(f"what {what!r} names no act; write one as AID/oil, or declare it under [[observations]]")
    return named


def _party(text: str | None, column: str, *, needed: bool = True) -> str:
    if not text and not needed:
        return ""
    if not text or not (is_state(text) or _GROUP.fullmatch(text)):
        raise RowError(f"{column} {text or ''!r} is no ISO 3166 alpha-3 code; write one, or declare it")
    return text


def _one_of(text: str, known: Iterable[str], column: str) -> str:
    if text and text not in set(known):
        raise RowError(f"{column} {text!r} is none of {', '.join(sorted(known))}")
    return text


def _flag(text: str) -> bool:
    if text.lower() not in _TRUE | _FALSE:
        raise RowError(f"total {text!r} is neither yes nor no")
    return text.lower() in _TRUE


def _few(doubts: Sequence[Doubt]) -> Iterator[Doubt]:
    rows = [doubt for doubt in doubts if doubt.code == "collect.series.row"]
    yield from (doubt for doubt in doubts if doubt.code != "collect.series.row")
    yield from rows[:ROW_DOUBTS]
    if len(rows) > ROW_DOUBTS:
        yield Doubt("collect.series.row", f"{len(rows) - ROW_DOUBTS:,} more rows like these")


def _document(capture: Capture, rule: SeriesRule, part: int, published: str, lines: Sequence[str]) -> Document:
    text = "\n".join([BORDER.join(COLUMNS), *lines])
    declared = capture.declared
    value = partial_date(declared.published) or published or rule.published
    # The declaration is a part of what the rows say: another one gives another document.
    digest = sha256_hex(f"{capture.digest}\n{text}".encode())
    return Document(
        id=document_id(part_digest=digest, declared=declared),
        capture_id=capture.id,
        part=part,
        url=safe_url(declared.url) or safe_url(capture.url) or safe_url(rule.url),
        publisher=squeeze(declared.publisher) or rule.publisher or rule.source,
        author=None,
        title=squeeze(declared.title) or rule.title or PurePath(capture.origin).name,
        text=text,
        lang=NO_LANGUAGE,
        translated=None,
        published=Published(value=value, found_by="declared") if value else None,
        access=Access.FULL,
        share=1.0,
        share_evidence=(),
        held_from=capture.moment,
        seen_at=capture.seen_at,
        found_by=(SERIES_WAY,),
    )
