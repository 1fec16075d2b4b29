"""Damaged cases: nothing is lost in silence, and each message says what would mend it."""

from __future__ import annotations

import pytest


@pytest.fixture
def case(tmp_path, invoke):
    report = tmp_path / "report.txt"
    report.write_text("Italy sent six howitzers to Ukraine on 2 March 2024, the government in Rome said.", "utf-8")
    assert (
        invoke("run", report, "-o", tmp_path / "d.html", "--case", tmp_path / "case", "--published", "2024-03-04")[0]
        == 0
    )
    return tmp_path / "case"


def archive_file(case):
    (path,) = (case / "archive").glob("*.warc.gz")
    return path


def test_a_rebuild_never_drops_what_an_original_gave(case, invoke):
    before = invoke("dump", "--case", case)[1]
    archive_file(case).unlink()
    code, _, err = invoke("rebuild", "--case", case)
    assert code == 4
    assert "1 originals that the ledger knows are missing" in err
    assert invoke("dump", "--case", case)[1] == before


def test_a_case_without_its_originals_is_not_backed_up_as_if_whole(case, tmp_path, invoke):
    archive_file(case).unlink()
    code, _, err = invoke("backup", tmp_path / "safe", "--case", case)
    assert code == 4
    assert "would not be whole" in err
    assert not (tmp_path / "safe").exists()


def test_a_backup_does_not_go_into_the_case(case, invoke):
    assert invoke("backup", case / "out" / "safe", "--case", case)[0] == 2


def test_a_missing_ledger_is_said_and_made_again_from_the_originals(case, invoke):
    before = invoke("dump", "--case", case)[1]
    for path in case.glob("ledger.sqlite*"):
        path.unlink()
    code, _, err = invoke("show", "--case", case)
    assert code == 4
    assert "rebuild --anew" in err
    assert invoke("rebuild", "--anew", "--case", case)[0] == 0
    assert invoke("dump", "--case", case)[1] == before


def test_a_broken_ledger_is_set_aside_and_made_again(case, invoke):
    before = invoke("dump", "--case", case)[1]
    (case / "ledger.sqlite").write_bytes(b"no ledger at all" * 999)
    code, _, err = invoke("rebuild", "--case", case)
    assert code == 4
    assert "rebuild --anew" in err
    assert invoke("rebuild", "--anew", "--case", case)[0] == 0
    assert invoke("dump", "--case", case)[1] == before
    assert (case / "ledger.sqlite.aside-1").read_bytes().startswith(b"no ledger")


def test_a_dossier_of_riscontro_is_no_report(case, tmp_path, invoke):
    code, _, err = invoke("collect", tmp_path / "d.html", "--case", case)
    assert code == 8
    assert "own-dossier" in err


def test_a_document_on_which_the_reader_fails_does_not_stop_the_others(case, tmp_path, invoke, monkeypatch):
    from riscontro.read.choice import RulesReader

    def fail_on_rain(reader, document):
        if "Rain" in document.text:
            raise ZeroDivisionError("planted")
        return read(reader, document)

    read = RulesReader.read
    monkeypatch.setattr(RulesReader, "read", fail_on_rain)
    for name in ("Rain", "Sun"):
        (tmp_path / f"{name}.txt").write_text(f"{name} is expected over the whole of the country tomorrow.", "utf-8")
        invoke("collect", tmp_path / f"{name}.txt", "--case", case)
    assert invoke("read", "--case", case)[0] == 0
    assert "reader-failed" in invoke("show", "unread", "--case", case)[1]
    assert "ZeroDivisionError: planted" in invoke("show", "issues", "--case", case)[1]
