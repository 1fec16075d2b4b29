"""Every command as a person would try it, with wrong arguments too."""

from __future__ import annotations

import io
import json
import sys

import pytest

from tests.cli.conftest import REPORT


def ids(out: str) -> list[str]:
    return [line.split()[0] for line in out.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["collect"], 2, "riscontro collect --help"),
        (["nothing"], 2, "No such command"),
        (["show", "--no-such-option"], 2, "riscontro show --help"),
        (["show"], 3, "riscontro init"),
        (["collect", "x.txt", "--published", "yesterday"], 2, "write 2024, 2024-10 or 2024-10-09"),
        (["init", "x", "--pair", "PRK"], 2, "two ISO codes"),
        (["init", "x", "--pair", "PRK:XYZ"], 2, "no ISO 3166 alpha-3 code"),
        (["run", "x.txt", "-o", "x.html", "--lang", "xx"], 2, "dossiers are written in"),
        (["run", "missing.txt", "-o", "x.html"], 8, "missing.txt"),
        (["read", "missing.jsonl"], 2, "cannot read 'missing.jsonl'"),
    ],
)
def test_a_wrong_command_is_one_plain_line(arguments, code, says, invoke, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found, out, err = invoke(*arguments)
    assert (found, says in err) == (code, True), err
    assert out == ""
    assert "Traceback" not in err


def test_a_case_is_not_made_twice(case, invoke):
    code, _, err = invoke("init", case)
    assert code == 3
    assert "already" in err


def test_what_is_held_is_not_taken_again(case, report, invoke):
    facts = ("--published", "2024-03-06", "--publisher", "Example Post")
    code, out, _ = invoke("collect", report, "--case", case, *facts, "--json")
    assert code == 0
    assert json.loads(out) == {"captures": 0, "documents": 0, "held_already": 1, "sieved": 0, "issues": []}


def test_a_dry_run_takes_nothing(case, tmp_path, invoke):
    other = tmp_path / "other.txt"
    other.write_text("Another report altogether, about the weather.", "utf-8")
    before = invoke("dump", "--case", case)[1]
    code, out, _ = invoke("collect", other, "--case", case, "--dry-run", "--json")
    assert (code, json.loads(out)["documents"]) == (0, 1)
    assert invoke("dump", "--case", case)[1] == before


@pytest.mark.parametrize(("option", "sieved"), [("--sieve", 1), ("--no-sieve", 0)])
def test_a_dry_run_sieves_as_a_real_one_would(case, tmp_path, invoke, option, sieved):
    page = (
        "<html><body><article><p>"
        + "The market opened at nine and closed at noon. " * 9
        + "</p></article></body></html>"
    )
    (tmp_path / "other.html").write_text(page, "utf-8")
    _, out, _ = invoke("collect", tmp_path / "other.html", "--case", case, "--dry-run", "--json", option)
    report = json.loads(out)
    assert (report["sieved"], report["documents"]) == (sieved, 1 - sieved)


def test_a_dry_run_needs_no_case(tmp_path, invoke, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("A report about the weather.", "utf-8")
    code, out, _ = invoke("collect", "a.txt", "--dry-run", "--json")
    assert (code, json.loads(out)["documents"]) == (0, 1)
    code, _, err = invoke("collect", "a.txt", "--dry-run", "--case", "nowhere")
    assert (code, "no case in 'nowhere'" in err) == (3, True)


def test_the_case_at_a_glance(case, invoke):
    code, out, _ = invoke("show", "--case", case)
    assert code == 0
    assert "Italy and Ukraine (ITA:UKR)" in out
    assert json.loads(invoke("show", "--case", case, "--json")[1])["documents"] == 1


def test_from_an_event_to_the_words(case, invoke):
    events = ids(invoke("show", "events", "--case", case)[1])
    assert events
    code, out, _ = invoke("show", events[0], "--case", case)
    assert code == 0
    claim = next(word for word in out.split() if word.startswith("clm-"))
    assert "Example Post" in out
    code, out, _ = invoke("show", claim, "--case", case)
    assert code == 0
    assert events[0] in out or "part of evt-" in out


def test_an_event_was_not_known_before_it_was_public(case, invoke):
    (event, *_) = ids(invoke("show", "events", "--case", case)[1])
    assert invoke("show", event, "--case", case, "--as-of", "2024-03-06")[0] == 0
    code, _, err = invoke("show", event, "--case", case, "--as-of", "2024-03-05")
    assert code == 7
    assert "not known at that moment" in err


def test_an_unknown_id_names_what_is_near(case, invoke):
    code, _, err = invoke("show", "evt-zzzz", "--case", case)
    assert code == 7
    assert "evt-zzzz" in err


def test_what_was_not_read_is_listed_with_its_cause(case, tmp_path, invoke):
    other = tmp_path / "other.txt"
    other.write_text("Ez egy rövid magyar nyelvű hír az időjárásról és a piacról, semmi másról.", "utf-8")
    invoke("collect", other, "--case", case, "--input-lang", "hu")
    invoke("read", "--case", case)
    out = invoke("show", "unread", "--case", case)[1]
    assert out.startswith("no-pack  doc-")
    assert " hu " in out


def test_search_finds_words(case, invoke):
    assert "Example Post" not in invoke("show", "--search", "nowhere", "--case", case)[1]
    assert "doc-" in invoke("show", "--search", "air-defence missiles", "--case", case)[1]


def test_a_rebuild_changes_nothing(case, invoke):
    before = invoke("dump", "--case", case)[1]
    assert invoke("rebuild", "--case", case)[0] == 0
    assert invoke("dump", "--case", case)[1] == before


def test_a_backup_is_whole_and_comes_back(case, tmp_path, invoke):
    assert invoke("backup", tmp_path / "safe", "--case", case)[0] == 0
    assert invoke("restore", tmp_path / "safe", tmp_path / "again")[0] == 0
    assert invoke("dump", "--case", tmp_path / "again")[1] == invoke("dump", "--case", case)[1]
    assert invoke("restore", tmp_path / "safe", tmp_path / "again")[0] != 0


def test_a_purge_leaves_a_tombstone_and_no_words(case, invoke):
    document = ids(invoke("show", "documents", "--case", case)[1])[0]
    code, _, err = invoke("purge", document, "--case", case, "--reason", "duty of law", "--by", "the editor", "--yes")
    assert code == 0, err
    assert "air-defence" not in invoke("dump", "--case", case)[1]
    assert "1 purged" in invoke("show", "--case", case)[1]
    assert invoke("doctor", "--case", case)[0] == 0


def test_the_doctor_finds_nothing_in_a_sound_case(case, invoke):
    code, out, err = invoke("doctor", "--case", case)
    assert (code, out, err) == (0, "", "all whole\n")


def test_run_goes_from_a_file_to_a_dossier(report, tmp_path, invoke):
    code, _, err = invoke("run", report, "-o", tmp_path / "d.html", "--published", "2024-03-06")
    assert code == 0, err
    assert "the commonest is" in err
    assert "<!doctype html>" in (tmp_path / "d.html").read_text("utf-8").lower()


def test_fresh_never_empties_a_folder_that_is_no_case(report, tmp_path, invoke):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("Dear friend", "utf-8")
    code, _, err = invoke("run", report, "-o", tmp_path / "d.html", "--case", tmp_path / "letters", "--fresh")
    assert code == 2
    assert "left alone" in err
    assert (tmp_path / "letters" / "dear.txt").exists()


def test_read_answers_line_by_line_and_in_order(monkeypatch, invoke):
    lines = [
        {"id": "a", "text": REPORT, "published": "2024-03-06"},
        "not json",
        {"id": "c", "text": "", "lang": "it"},
        {"id": "d", "text": "Il presidente francese ha incontrato a Parigi il premier giapponese.", "lang": "it"},
    ]
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
    code, out, _ = invoke("read", "-")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [answer.get("id") for answer in answers] == ["a", None, "c", "d"]
    assert "error" in answers[1]
    assert answers[0]["claims"]


def test_a_terminal_is_not_steered_by_a_title(tmp_path, invoke):
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><title>Bad \x1b[2J \u202e title</title></head><body><article><p>"
        "Japan and India signed an agreement in Tokyo on 3 March 2024, both governments said.</p></article></body>",
        "utf-8",
    )
    assert invoke("init", tmp_path / "case")[0] == 0
    invoke("collect", page, "--case", tmp_path / "case")
    out = invoke("show", "documents", "--case", tmp_path / "case")[1]
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_a_dossier_is_written_as_pdf(case, invoke, tmp_path):
    pytest.importorskip("typst")
    out = tmp_path / "dossier.pdf"
    assert invoke("tell", "--case", case, "-o", out)[0] == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert invoke("tell", "--case", case, "--format", "pdf")[0] == 0
    assert (case / "out" / "dossier.pdf").read_bytes() == out.read_bytes()


def test_changes_between_two_moments_name_document_and_rule(case, invoke):
    code, out, _ = invoke("show", "changes", "--case", case, "--since", "2000-01-01")
    assert code == 0
    assert "new " in out
    assert ", by doc-" in out
    found = json.loads(invoke("show", "changes", "--case", case, "--since", "2000-01-01", "--json")[1])
    assert {one["change"] for one in found} == {"new"}
    assert all(row["rule"] and row["document"] for one in found for row in one["because"])
    held = json.loads(invoke("show", "changes", "--case", case, "--since-held", "2000-01-01", "--json")[1])
    assert [one["after"]["id"] for one in held] == [one["after"]["id"] for one in found]
    assert "nothing changed" in invoke("show", "changes", "--case", case, "--since", "2100-01-01")[1]


@pytest.mark.parametrize("arguments", [["show", "changes"], ["show", "events", "--since", "2024-01-01"]])
def test_changes_need_an_earlier_moment(arguments, case, invoke):
    assert invoke(*arguments, "--case", case)[0] == 2


@pytest.mark.parametrize(("form", "begins"), [("dot", "digraph origins"), ("mermaid", "flowchart LR")])
def test_an_events_origins_are_drawn(form, begins, case, invoke):
    event = json.loads(invoke("show", "events", "--case", case, "--json")[1])[0]["id"]
    assert invoke("show", event, "--case", case, "--graph", form)[1].startswith(begins)
    assert invoke("show", event, "--case", case, "--graph", form, "--as-of", "2100-01-01")[1].startswith(begins)
    assert invoke("show", "events", "--case", case, "--graph", form)[0] == 2


def test_sources_are_listed_with_counts_and_letters(case, invoke):
    code, out, _ = invoke("show", "sources", "--case", case)
    assert code == 0
    assert "right of" in out
    rows = json.loads(invoke("show", "sources", "--case", case, "--json", "--as-of", "2100-01-01")[1])
    assert all(0 <= row["right"] <= row["settled"] <= row["told"] for row in rows)
    assert {row["letter"] for row in rows} == {"F"}


def test_one_source_is_shown_with_what_it_said_and_what_stood(case, invoke):
    listed = json.loads(invoke("show", "sources", "--case", case, "--json")[1])
    name = listed[0]["name"]
    found = json.loads(invoke("show", "sources", name.upper(), "--case", case, "--json")[1])
    assert {row["name"].casefold() for row in found["sources"]} == {name.casefold()}
    assert {one["root"] for one in found["said"]} == {row["root"] for row in found["sources"]}
    counted = sum(row["told"] for row in found["sources"])
    assert (
        0 < counted <= sum(one["counts"] and one["stance"] in ("asserts", "confirms", "warns") for one in found["said"])
    )
    outcomes = [one["outcome"] for one in found["said"]]
    assert outcomes.count("stood") >= sum(row["right"] for row in found["sources"])
    out = invoke("show", "sources", name[: len(name) // 2], "--case", case)[1]
    assert f"{found['said'][0]['event']}\n" in out
    assert "right of" in out
    assert "spoke of" in out


def test_a_source_that_nobody_cites_is_an_unknown_name(case, invoke):
    code, out, err = invoke("show", "sources", "Ministry of Nowhere at All", "--case", case)
    assert (code, out) == (7, "")
    assert "no source is named" in err
    assert invoke("show", "events", "Kremlin", "--case", case)[0] == 2
