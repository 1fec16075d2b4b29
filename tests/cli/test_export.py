"""``riscontro export`` on a case."""

from __future__ import annotations

import pytest


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
        (["parquet"], "Invalid value"),
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
