"""Tables of observations: which rows are taken, what the case adds to them, what is said of the others."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from riscontro.collect import extract, gather
from riscontro.collect.extract import Extraction
from riscontro.collect.series import ROW_DOUBTS
from riscontro.model.claim import Basis
from riscontro.model.document import Declared
from riscontro.model.observation import SeriesRule, is_series

NOW = datetime(2025, 1, 1, tzinfo=UTC)
HEAD = "date,place,what,count,reference\n"
ROW = "2023-09-01,Rajin,containers,20,https://example.org/a\n"
RULE = SeriesRule(
    file="port.csv", actor="PRK", recipient="RUS", act="AID/ammunition", unit="container", source="Example Imagery",
    basis=Basis.SATELLITE,
)  # fmt: skip


def _extract(folder: Path, text: str | bytes, *rules: SeriesRule, name: str = "port.csv", **said: Any) -> Extraction:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    (capture,) = gather([path], declared=Declared(**said), clock=lambda: NOW)
    return extract(capture, series=rules or (RULE,))


def _rows(extraction: Extraction) -> list[str]:
    return [line for document in extraction.documents for line in document.text.split("\n")[1:]]


def test_a_row_is_filled_in_by_what_the_case_declares(tmp_path: Path) -> None:
    found = _extract(tmp_path, HEAD + ROW)
    assert _rows(found) == [
        "2023-09-01 | Rajin | containers | AID/ammunition | - | 20 | container | - | PRK | RUS | satellite | "
        "Example Imagery | - | https://example.org/a"
    ]
    assert found.issues == ()
    (document,) = found.documents
    assert (document.lang, document.publisher, document.title, is_series(document)) == (
        "zxx", "Example Imagery", "port.csv", True,
    )  # fmt: skip


def test_a_row_that_says_it_itself_needs_no_declaration(tmp_path: Path) -> None:
    head = "date,place,what,count,reference,actor,recipient,unit,basis,source,state,bound,total\n"
    row = "2024-03,,AID/oil,1000,customs table 3,RUS,PRK,barrel,official,Customs,RUS,at least,yes\n"
    found = _extract(tmp_path, head + row, SeriesRule(file="other.csv"))
    assert _rows(found) == [
        "2024-03 | - | AID/oil | AID/oil | at least | 1000 | barrel | total | RUS | PRK | official | Customs | RUS | "
        "customs table 3"
    ]


def test_a_word_of_the_table_may_have_its_own_act(tmp_path: Path) -> None:
    rule = SeriesRule(file="port.csv", actor="PRK", recipient="RUS", acts=(("shells", "AID/ammunition"),))
    found = _extract(tmp_path, HEAD + "2023-09-01,,Shells,20,r\n2023-09-02,,fish,20,r\n", rule)
    assert [row.split(" | ")[3] for row in _rows(found)] == ["AID/ammunition"]
    assert "names no act" in found.issues[0].message


BAD_ROWS = [
    ("yesterday,,x,20,r", "date 'yesterday'"),
    ("2023-09-02/2023-09-01,,x,20,r", "ends before it begins"),
    ("2023-09-01/2023-09-02/2023-09-03,,x,20,r", "date"),
    ("2023-09-01,,x,many,r", "count 'many'"),
    ("2023-09-01,,x,-3,r", "count '-3'"),
    ("2023-09-01,,x,1e9,r", "count '1e9'"),
    ("2023-09-01,,x,20,", "no reference"),
    ("2023-09-01,,AID/fish,20,r", "names no act"),
]


@pytest.mark.parametrize(("row", "cause"), BAD_ROWS)
def test_a_row_that_cannot_be_used_is_told_and_the_others_are_taken(tmp_path: Path, row: str, cause: str) -> None:
    found = _extract(tmp_path, f"{HEAD}{row}\n{ROW}")
    assert len(_rows(found)) == 1
    (issue,) = found.issues
    assert issue.code == "collect.series.row"
    assert "line 2" in issue.message
    assert cause in issue.message


@pytest.mark.parametrize(
    ("rule", "cause"),
    [
        (SeriesRule(file="port.csv", recipient="RUS", act="AID/oil"), "actor"),
        (SeriesRule(file="port.csv", actor="North Korea", recipient="RUS", act="AID/oil"), "actor"),
        (SeriesRule(file="port.csv", actor="PRK", recipient="RUS"), "names no act"),
    ],
)
def test_what_a_declaration_lacks_is_told(tmp_path: Path, rule: SeriesRule, cause: str) -> None:
    found = _extract(tmp_path, HEAD + ROW, rule)
    assert found.documents == ()
    assert any(cause in issue.message for issue in found.issues)


def test_rows_that_became_public_at_other_times_are_other_documents(tmp_path: Path) -> None:
    dates = ((1, "2023-10-13"), (2, "2024-02"), (3, "2023-10-13"))
    rows = [f"2023-09-0{day},,x,20,r,{published}\n" for day, published in dates]
    text = "date,place,what,count,reference,published\n" + "".join(rows)
    found = _extract(tmp_path, text)
    assert [(d.published.value if d.published else None, d.text.count("\n")) for d in found.documents] == [
        ("2023-10-13", 2),
        ("2024-02", 1),
    ]
    assert len({document.id for document in found.documents}) == 2


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_marks_between_cells(tmp_path: Path, mark: str) -> None:
    found = _extract(tmp_path, b"\xef\xbb\xbf" + (HEAD + ROW).replace(",", mark).encode())
    assert len(_rows(found)) == 1


def test_a_cell_can_bring_no_border_and_no_line_of_its_own(tmp_path: Path) -> None:
    found = _extract(tmp_path, HEAD + '2023-09-01,"a | b\n2023-09-02 | c",x,20,r\n')
    (row,) = _rows(found)
    assert row.split(" | ")[1] == "a / b 2023-09-02 / c"


def test_many_bad_rows_are_counted(tmp_path: Path) -> None:
    found = _extract(tmp_path, HEAD + "x,,x,20,r\n" * (ROW_DOUBTS + 9) + ROW)
    assert len(found.issues) == ROW_DOUBTS + 1
    assert "9 more rows" in found.issues[-1].message


def test_another_table_is_no_series(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("day,price\n2024-01-01,3\n", "utf-8")
    (issue,) = gather([path], clock=lambda: NOW)
    assert issue.code == "collect.file.unsupported"
    assert "count, date, reference, what" in issue.message  # type: ignore[union-attr]


def test_a_column_that_nobody_knows_is_told(tmp_path: Path) -> None:
    found = _extract(tmp_path, "date,what,count,reference,colour\n2023-09-01,x,20,r,red\n")
    assert "colour" in found.issues[0].message
    assert len(_rows(found)) == 1


def test_the_user_s_word_stands_over_the_declaration(tmp_path: Path) -> None:
    (document,) = _extract(tmp_path, HEAD + ROW, published="2023-10-13", publisher="Desk").documents
    assert document.published is not None
    assert (document.published.value, document.publisher) == ("2023-10-13", "Desk")
