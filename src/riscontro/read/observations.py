"""Rows of an observation series to claims: nothing is inferred, each cell gives its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from riscontro.model.claim import (
    OBSERVER,
    Basis,
    Claim,
    EventType,
    Evidence,
    Quantity,
    Reading,
    Root,
    claim_id,
    sort_claims,
)
from riscontro.model.document import Document
from riscontro.model.issue import Issue
from riscontro.model.mention import Span
from riscontro.model.observation import BORDER, COLUMNS, EMPTY
from riscontro.model.time import Interval, partial_date_to_interval
from riscontro.read.numbers import OPEN_ABOVE, OPEN_BELOW

ROW_READER = f"{OBSERVER}1"


def read_observations(document: Document, *, reader: str) -> Reading:
    """Return a claim for each row of a series; a row that is not as ``collect.series`` writes it is an issue."""
    claims, issues = [], []
    for row in _rows(document.text):
        try:
            claims.append(_claim(row, document))
        except (KeyError, ValueError) as error:
            message = f"a row of the series is not as it is stored: {error}"
            issues.append(Issue(code="read.observation.malformed", message=message, subject=document.id))
    return Reading(
        document_id=document.id,
        lang=document.lang,
        reader=reader,
        claims=sort_claims(claims),
        issues=tuple(issues),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One line of the text: its span, the words of each column, and where they stand."""

    span: Span
    cells: Mapping[str, str]
    spans: Mapping[str, Span]


def _rows(text: str) -> Iterator[_Row]:
    start = 0
    for number, line in enumerate(text.split("\n")):
        if number and line:
            yield _row(line, start)
        start += len(line) + 1


def _row(line: str, start: int) -> _Row:
    cells: dict[str, str] = {}
    spans: dict[str, Span] = {}
    at = start
    for name, cell in zip(COLUMNS, line.split(BORDER), strict=False):
        if cell != EMPTY:
            cells[name] = cell
            spans[name] = Span(at, at + len(cell))
        at += len(cell) + len(BORDER)
    return _Row(span=Span(start, start + len(line)), cells=cells, spans=spans)


_FIELDS = {
    "type": "act",
    "when": "date",
    "place": "place",
    "quantity": "count",
    "actor": "actor",
    "recipient": "recipient",
    "basis": "basis",
    "root": "source",
    "reference": "reference",
}
"""Fields of a claim, and the column whose words gave each."""


def _claim(row: _Row, document: Document) -> Claim:
    cells = row.cells
    type, _, mode = cells["act"].partition("/")
    basis = Basis(cells.get("basis", Basis.NONE))
    name = cells.get("source") or document.publisher or document.title or document.id
    when = _interval(cells["date"])
    act = EventType(type)
    kind = mode if mode not in ("", EMPTY) else None
    evidence = [Evidence(field=field, span=row.spans[column]) for field, column in _FIELDS.items() if column in cells]
    return Claim(
        id=claim_id(
            document_id=document.id,
            span=row.span,
            actor=cells["actor"],
            type=act,
            mode=kind,
            recipient=cells["recipient"],
            root=name,
        ),
        document_id=document.id,
        span=row.span,
        actor=cells["actor"],
        type=act,
        mode=kind,
        recipient=cells["recipient"],
        place=cells.get("place"),
        when=when,
        quantity=_quantity(cells, when),
        basis=basis,
        root=Root(name=name, state=cells.get("state"), kind=basis) if basis is not Basis.NONE else None,
        evidence=tuple(sorted(evidence, key=lambda one: (one.span, one.field))),
        reader=ROW_READER,
    )


def _interval(text: str) -> Interval:
    first, _, last = text.partition("/")
    return Interval(
        earliest=partial_date_to_interval(first).earliest, latest=partial_date_to_interval(last or first).latest
    )


def _quantity(cells: Mapping[str, str], when: Interval) -> Quantity:
    count, bound = float(cells["count"]), cells.get("bound")
    total = "total" in cells
    return Quantity(
        minimum=None if bound in OPEN_BELOW else count,
        maximum=None if bound in OPEN_ABOVE else count,
        unit=cells["unit"],
        bound=bound,
        window=when if total and "/" in cells["date"] else None,
        cumulative=total,
    )
