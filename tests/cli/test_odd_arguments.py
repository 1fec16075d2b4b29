"""Odd and wrong arguments: one plain line, an honest code, and nothing harmed."""

from __future__ import annotations

import os

import pytest


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["show", "events", "--limit", "0"], 2, "--limit"),
        (["show", "--search", "a", "--limit", "9" * 30], 2, "--limit"),
        (["show", "--search", " "], 2, "holds no word"),
        (["show", "events", "--search", "a"], 2, "two questions"),
        (["show", "--as-of", "2024"], 2, "--as-of"),
        (["show", "events", "--as-of", "2024-13"], 2, "no moment"),
        (["show", "events", "--as-of", "9999-12-31T23:59:59-12:00"], 2, "no moment"),
        (["show", "events", "--as-of", "0999"], 2, "no moment"),
        (["show", "events", "--as-of", ""], 2, "no moment"),
        (["relate", "--pair", ""], 2, "two states"),
        (["relate", "--pair", "ITA:ITA"], 2, "two states"),
        (["tell", "-o", ""], 2, "path is empty"),
        (["collect", ""], 2, "inputs is empty"),
        (["collect", "-"], 2, "standard input"),
        (["rebuild", "extra"], 2, "riscontro rebuild --help"),
        (["collect", "x.txt", "--input-lang", "zz"], 2, "ISO 639-1"),
    ],
)
def test_a_wrong_argument_is_one_plain_line(arguments, code, says, case, invoke):
    found, out, err = invoke(*arguments, "--case", case)
    assert (found, out) == (code, "")
    assert says in err
    assert err.count("\n") == 1


def test_a_pair_may_be_written_small(case, invoke):
    assert invoke("relate", "--pair", "ita:ukr", "--case", case)[1] == invoke("relate", "--case", case)[1]


def test_a_file_is_no_case(report, invoke):
    code, _, err = invoke("show", "--case", report)
    assert code == 3
    assert "is a file" in err


def test_what_was_not_public_is_not_found_by_a_search(case, invoke):
    assert "doc-" in invoke("show", "--search", "missiles", "--as-of", "2024-03-06", "--case", case)[1]
    assert "doc-" not in invoke("show", "--search", "missiles", "--as-of", "2024-03-05", "--case", case)[1]


def test_odd_names_are_taken_and_cannot_steer_the_terminal(case, tmp_path, invoke):
    for number, name in enumerate(
        [b"with space.txt", "emoji\U0001f600.txt".encode(), b"new\nline.txt", b"bad\xff.txt"]
    ):
        path = os.path.join(os.fsencode(tmp_path), name)  # noqa: PTH118 - bytes
        with open(path, "wb") as file:  # noqa: PTH123 - bytes
            file.write(f"Report number {number} on the weather in the north.".encode())
        assert invoke("collect", os.fsdecode(path), "--case", case)[0] == 0
    missing = invoke("collect", tmp_path / "no\nsuch\x1b[2J.txt", "--case", case)[2]
    assert "\x1b" not in missing
    assert missing.count("\n") == 3


def test_the_case_is_not_its_own_input(case, invoke):
    code, _, err = invoke("collect", case.parent, "--case", case)
    assert code == 2
    assert "lies within the input" in err


@pytest.mark.parametrize("name", ["ledger.sqlite", "case.toml", "archive/x.html"])
def test_a_dossier_is_never_written_over_the_case(name, case, invoke):
    before = (case / "ledger.sqlite").read_bytes()[:16]
    assert invoke("tell", "--case", case, "-o", case / name)[0] == 2
    assert (case / "ledger.sqlite").read_bytes()[:16] == before


def test_a_dossier_is_never_written_over_an_input(report, invoke):
    before = report.read_text("utf-8")
    code, _, err = invoke("run", report, "-o", report)
    assert (code, report.read_text("utf-8")) == (2, before)
    assert "one of the inputs" in err
    assert invoke("run", report.parent, "-o", report.parent / "d.html")[0] == 2


def test_a_dossier_is_written_into_a_pipe_and_leaves_it_a_pipe(case, tmp_path, invoke):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDWR)
    os.set_blocking(end, False)
    import threading

    read: list[bytes] = []

    def drain() -> None:
        with pipe.open("rb") as stream:
            read.append(stream.read())

    reader = threading.Thread(target=drain)
    reader.start()
    code = invoke("tell", "--case", case, "-o", pipe)[0]
    os.close(end)
    reader.join(timeout=30)
    assert code == 0
    assert pipe.is_fifo()
    assert read[0].startswith(b"<!DOCTYPE html>")


def test_a_dossier_follows_a_link(case, tmp_path, invoke):
    link = tmp_path / "link.html"
    link.symlink_to(tmp_path / "real.html")
    assert invoke("tell", "--case", case, "-o", link)[0] == 0
    assert link.is_symlink()
    assert (tmp_path / "real.html").stat().st_size > 0


def test_a_dossier_that_cannot_be_written_leaves_nothing_behind(case, tmp_path, invoke):
    folder = tmp_path / "folder"
    folder.mkdir()
    code, _, err = invoke("tell", "--case", case, "-o", folder)
    assert code == 2
    assert "is a folder" in err
    code, _, err = invoke("tell", "--case", case, "-o", folder / f"{'n' * 300}.html")
    assert code == 1
    assert "shorter name" in err
    assert list(folder.iterdir()) == []


def test_fresh_keeps_the_case_where_no_input_is_there(case, tmp_path, invoke):
    code, _, err = invoke("run", tmp_path / "typo", "--case", case, "--fresh", "-o", tmp_path / "x.html")
    assert code == 2
    assert "left as it is" in err
    assert (case / "case.toml").is_file()


def test_fresh_does_not_remove_the_inputs(case, tmp_path, invoke):
    (case / "reports").mkdir()
    (case / "reports" / "a.txt").write_text("A report.", "utf-8")
    assert invoke("run", case / "reports", "--case", case, "--fresh", "-o", tmp_path / "x.html")[0] == 2
    assert (case / "reports" / "a.txt").is_file()


def test_a_rebuild_is_refused_where_originals_are_gone(case, invoke):
    before = invoke("dump", "--case", case)[1]
    for original in (case / "archive").iterdir():
        original.unlink()
    code, _, err = invoke("rebuild", "--case", case)
    assert code == 4
    assert "restore" in err
    assert invoke("dump", "--case", case)[1] == before


def test_a_purge_that_nobody_confirms_erases_nothing(case, invoke, monkeypatch):
    import io

    before = invoke("dump", "--case", case)[1]
    (line, *_) = invoke("show", "documents", "--case", case)[1].splitlines()
    document = line.split()[0]
    facts = ("--case", case, "--reason", "a duty", "--by", "the editor")
    for answer, code in (("", 2), ("n\n", 1)):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        found, _, err = invoke("purge", document[:8], *facts)
        assert (found, document in err) == (code, True)
        assert "nothing was erased" in err
    assert invoke("dump", "--case", case)[1] == before


def test_asking_of_a_moment_before_anything_was_known_says_so(report, tmp_path, invoke):
    code, _, err = invoke("run", report, "--as-of", "1990", "-o", tmp_path / "x.html")
    assert code == 2
    assert "no claim was known then" in err


def test_a_busy_case_is_not_removed(case, report, tmp_path, invoke):
    from riscontro.store.connection import BULK_LOCK
    from riscontro.store.locks import bulk_job

    with bulk_job(case / BULK_LOCK, "rebuild"):
        code, _, err = invoke("run", report, "--case", case, "--fresh", "-o", tmp_path / "x.html")
    assert code != 0
    assert "rebuild" in err
    assert (case / "case.toml").exists()


def test_a_code_of_no_language_is_refused(invoke):
    code, out, err = invoke("explain", "Piove.", "--lang", "qqq")
    assert (code, out) == (2, "")
    assert "ISO 639-1" in err
