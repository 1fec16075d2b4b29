"""``riscontro export`` on a case."""

from __future__ import annotations

import json

import pytest

from riscontro.cli.export import NAMES


@pytest.mark.parametrize("format", ["csv", "stix", "atom"])
def test_a_case_is_written_where_asked_or_in_its_own_folder(format, case, tmp_path, invoke):
    assert invoke("export", format, "--case", case)[0] == 0
    assert any((case / "out").iterdir())
    place = tmp_path / "there"
    code, out, err = invoke("export", format, "--case", case, "-o", place)
    assert (code, out) == (0, "")
    assert f"wrote {place}" in err
    assert place.exists()


def test_what_was_not_known_is_not_exported(case, tmp_path, invoke):
    assert invoke("export", "csv", "--case", case, "-o", tmp_path / "x", "--as-of", "2020")[0] == 0
    assert (tmp_path / "x" / "events.csv").read_text() == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["xlsx"], "Invalid value"),
        (["csv", "--lang", "xx"], "dossiers are written in"),
        (["csv", "-o", "file"], "folder"),
    ],
)
def test_wrong_arguments_are_one_plain_line(arguments, says, case, tmp_path, invoke, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("kept")
    code, _, err = invoke("export", *arguments, "--case", case)
    assert code == 2
    assert says in err
    assert err.count("\n") == 1
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.parametrize("format", NAMES)
def test_every_format_can_be_cut_at_a_moment(format, case, tmp_path, invoke):
    place = tmp_path / ("out" if format != "claims" else "claims.jsonl")
    assert invoke("export", format, "--case", case, "-o", place, "--as-of", "2020")[0] == 0
    written = place.rglob("*") if place.is_dir() else [place]
    texts = [one.read_bytes() for one in written if one.is_file() and not one.name.endswith(".schema.json")]
    assert texts
    assert not any(b"evt-" in text or b"clm-" in text for text in texts)


def test_parquet_is_read_back_with_its_grades_and_histories(case, tmp_path, invoke):
    duckdb = pytest.importorskip("duckdb")
    assert invoke("export", "parquet", "--case", case, "-o", tmp_path / "p")[0] == 0
    assert invoke("export", "jsonl", "--case", case, "-o", tmp_path / "j")[0] == 0
    for table in ("events", "claims", "documents"):
        told = [json.loads(line) for line in (tmp_path / "j" / f"{table}.jsonl").read_text("utf-8").splitlines()]
        read = duckdb.sql(f"SELECT * FROM '{tmp_path / 'p' / table}.parquet'")
        assert set(read.columns) == set(told[0])
        rows = [dict(zip(read.columns, row, strict=True)) for row in read.fetchall()]
        assert [row["id"] for row in rows] == [row["id"] for row in told]
        if table == "events":
            assert [(row["grade"], row["reliability"], row["credibility"]) for row in rows] == [
                (row["grade"], row["reliability"], row["credibility"]) for row in told
            ]
            assert [len(row["history"]) for row in rows] == [len(row["history"]) for row in told]
