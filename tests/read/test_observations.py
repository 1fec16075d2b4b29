"""Rows of a series to claims: each cell gives its field, and only a series is read so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from riscontro.model.claim import Basis, Claim
from riscontro.model.document import Access, Document
from riscontro.model.observation import BORDER, COLUMNS, SERIES_WAY
from riscontro.read import read

ROW = (
    "2023-09-01 | Rajin | containers | AID/ammunition | at least | 20 | container | - | PRK | RUS | satellite | "
    "Example Imagery | - | https://example.org/a"
)


def _document(*rows: str) -> Document:
    return Document(
        id="doc-1",
        capture_id="cap-1",
        part=0,
        url=None,
        publisher="Example Imagery",
        author=None,
        title="port.csv",
        text="\n".join([BORDER.join(COLUMNS), *rows]),
        lang="zxx",
        translated=None,
        published=None,
        access=Access.FULL,
        share=1.0,
        share_evidence=(),
        held_from=datetime(2025, 1, 1, tzinfo=UTC),
        found_by=(SERIES_WAY,),
    )


def _only(row: str) -> Claim:
    (claim,) = read(_document(row)).claims
    return claim


def test_a_row_is_a_claim() -> None:
    claim = _only(ROW)
    assert claim.act == "AID/ammunition/PRK/RUS"
    assert (str(claim.when), claim.place, claim.basis, claim.observed) == ("2023-09-01", "Rajin", Basis.SATELLITE, True)
    assert claim.quantity is not None
    assert (claim.quantity.minimum, claim.quantity.maximum, claim.quantity.unit) == (20, None, "container")
    assert claim.root is not None
    assert (claim.root.name, claim.root.state, claim.root.kind) == ("Example Imagery", None, Basis.SATELLITE)


def test_every_field_has_the_words_of_its_cell() -> None:
    document = _document(ROW, ROW.replace("2023-09-01", "2023-09-08"))
    for claim in read(document).claims:
        words = {one.field: document.text[one.span.start : one.span.end] for one in claim.evidence}
        assert words["reference"] == "https://example.org/a"
        assert (words["quantity"], words["place"], words["type"]) == ("20", "Rajin", "AID/ammunition")
        assert words["when"] == str(claim.when)
        assert all(claim.span.start <= one.span.start <= one.span.end <= claim.span.end for one in claim.evidence)


@pytest.mark.parametrize(
    ("date", "total", "window"),
    [
        ("2024-03", "-", None),
        ("2024-03-31", "total", None),
        ("2023-08/2024-03", "total", "2023-08-01/2024-03-31"),
    ],
)
def test_totals_and_their_windows(date: str, total: str, window: str | None) -> None:
    quantity = _only(ROW.replace("2023-09-01", date).replace("container | -", f"container | {total}")).quantity
    assert quantity is not None
    assert (quantity.cumulative, str(quantity.window) if quantity.window else None) == (total == "total", window)


def test_a_row_without_a_vantage_has_no_root() -> None:
    claim = _only(ROW.replace("satellite", "none"))
    assert (claim.basis, claim.root) == (Basis.NONE, None)


def test_a_row_that_is_not_as_it_is_stored_is_an_issue() -> None:
    reading = read(_document(ROW, "2023-09-01 | Rajin"))
    assert len(reading.claims) == 1
    assert [issue.code for issue in reading.issues] == ["read.observation.malformed"]


def test_a_text_that_only_looks_like_a_series_is_read_as_a_text() -> None:
    assert read(replace(_document(ROW), found_by=())).claims == ()
