from __future__ import annotations

import json

import pytest

from riscontro.cli.main import exit_code_of
from riscontro.errors import DriftError, UnprovedError, UsageError
from riscontro.tell import entry

REPORT = (
    "<html lang=en><head><title>Shells</title>"
    "<meta property='article:published_time' content='2024-03-05'></head><body><article>"
    "<p>South Korea's intelligence service said North Korea has sent at least 7,000 containers of ammunition to Russia"
    " since October 2022.</p><p>The Kremlin denied that North Korea supplied ammunition.</p></article></body></html>"
)


@pytest.fixture
def told(tmp_path, capsys):
    page, case, out = tmp_path / "report.html", tmp_path / "case", tmp_path / "dossier.md"
    page.write_text(REPORT, "utf-8")
    assert exit_code_of(["run", str(page), "--pair", "PRK:RUS", "--case", str(case), "-o", str(out)]) == 0
    capsys.readouterr()
    return case, out


def test_a_dossier_as_written_passes(told, capsys):
    case, out = told
    assert exit_code_of(["lint", str(out), "--case", str(case)]) == 0
    assert "every sentence follows from its claims" in capsys.readouterr().err


def test_a_drift_is_told_with_its_line(told, capsys):
    case, out = told
    text = out.read_text("utf-8")
    assert "at least 7,000" in text
    out.write_text(text.replace("at least 7,000", "7,000", 1), "utf-8")
    assert exit_code_of(["lint", str(out), "--case", str(case)]) == DriftError.exit_code
    printed = capsys.readouterr()
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "at least 7,000" in one)
    assert f"line {line}: bound: says" in printed.out
    assert "drift" in printed.err


def test_drifts_as_json(told, capsys):
    case, out = told
    out.write_text(out.read_text("utf-8") + "\nRussia has admitted it.\n", "utf-8")
    assert exit_code_of(["lint", str(out), "--case", str(case), "--json"]) == DriftError.exit_code
    assert [one["kind"] for one in json.loads(capsys.readouterr().out)] == ["no-id"]


def test_what_is_later_than_the_dossier_is_told(told, tmp_path, capsys):
    case, out = told
    early = tmp_path / "early.md"
    assert exit_code_of(["tell", "--case", str(case), "-o", str(early), "--as-of", "2024-01-01"]) == 0
    cited = next(line for line in out.read_text("utf-8").splitlines() if line.startswith("- ") and "#clm-" in line)
    early.write_text(early.read_text("utf-8") + f"\n{cited}\n", "utf-8")
    capsys.readouterr()
    assert exit_code_of(["lint", str(early), "--case", str(case)]) == DriftError.exit_code
    assert "later-id" in capsys.readouterr().out


def test_a_missing_file_is_one_line(told, tmp_path, capsys):
    case, _ = told
    assert exit_code_of(["lint", str(tmp_path / "none.md"), "--case", str(case)]) == 2
    assert "no such file" in capsys.readouterr().err


def test_a_dossier_with_a_drift_is_not_written(told, tmp_path, monkeypatch, capsys):
    case, _ = told
    out = tmp_path / "new.html"
    monkeypatch.setattr("riscontro.tell.entry.event_sentence", lambda *a, **k: "China attacked Vietnam on 1 May 2020.")
    assert exit_code_of(["tell", "--case", str(case), "-o", str(out)]) == DriftError.exit_code
    assert not out.exists()
    assert "China attacked Vietnam" in capsys.readouterr().err


def test_a_dossier_that_tells_changes_is_held_against_the_same_changes(case, invoke, tmp_path):
    dossier = tmp_path / "news.md"
    code, _, err = invoke("tell", "--case", case, "--since", "2024-01-01", "-o", dossier)
    assert code == 0, err
    assert "since=2024-01-01T23:59:59Z" in dossier.read_text("utf-8")
    code, out, _ = invoke("lint", dossier, "--case", case)
    assert (code, out) == (0, "")


@pytest.fixture
def wrong(told, monkeypatch):
    """A case whose chronology tells what no claim says."""
    monkeypatch.setattr(entry, "event_sentence", lambda *_, **__: "China gave Russia twelve tanks in May 2021.")
    return told[0]


@pytest.mark.parametrize("form", ["html", "md", "pdf"])
def test_a_dossier_with_a_sentence_that_is_not_proved_is_refused(wrong, tmp_path, capsys, form):
    out = tmp_path / f"wrong.{form}"
    assert exit_code_of(["tell", "--case", str(wrong), "-o", str(out)]) == DriftError.exit_code
    assert not out.exists()
    assert "--keep-unproved" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["html", "md", "pdf"])
def test_a_dossier_is_written_with_what_is_not_proved_marked(wrong, tmp_path, capsys, form):
    out = tmp_path / f"wrong.{form}"
    code = exit_code_of(["tell", "--case", str(wrong), "-o", str(out), "--keep-unproved"])
    assert code == UnprovedError.exit_code
    printed = capsys.readouterr().err
    assert "marked as not proved" in printed
    assert str(out) in printed
    text = out.read_text("utf-8") if form != "pdf" else _words(out)
    assert "not proved" in text
    assert "of this dossier" in " ".join(text.split())


def _words(path):
    pdfium = pytest.importorskip("pypdfium2")
    return "\n".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(path))


def test_a_dossier_that_is_proved_has_no_mark(told, tmp_path):
    case, _ = told
    out = tmp_path / "right.html"
    assert exit_code_of(["tell", "--case", str(case), "-o", str(out), "--keep-unproved"]) == 0
    assert "not proved" not in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "start", "word"), [("d.html", "<!DOCTYPE html>\n", "HTML"), ("d.pdf", "%PDF-1.7\n", "PDF")]
)
def test_a_dossier_that_is_no_markdown_is_refused_with_what_to_do(told, tmp_path, capsys, name, start, word):
    (tmp_path / name).write_text(start, "utf-8")
    assert exit_code_of(["lint", str(tmp_path / name), "--case", str(told[0])]) == UsageError.exit_code
    printed = capsys.readouterr().err
    assert f"is {word}; lint reads dossiers in Markdown" in printed


def test_an_ending_that_no_dossier_has_is_refused(told, tmp_path, capsys):
    out = tmp_path / "dossier.docx"
    assert exit_code_of(["tell", "--case", str(told[0]), "-o", str(out)]) == UsageError.exit_code
    assert "--format" in capsys.readouterr().err
    assert exit_code_of(["tell", "--case", str(told[0]), "-o", str(out), "--format", "markdown"]) == 0


def test_a_pair_of_which_the_case_tells_nothing_is_named(told, tmp_path, capsys):
    arguments = ["tell", "--case", str(told[0]), "--pair", "FRA:DEU", "-o", str(tmp_path / "none.html")]
    assert exit_code_of(arguments) == 0
    assert "no act between FRA and DEU" in capsys.readouterr().err
