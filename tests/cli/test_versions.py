"""Versions of a page on the command line: collected twice, shown, and compared."""

from __future__ import annotations

import json

import pytest

URL = "https://post.example/a"
FIRST = "Norland will send 100 shells to Sudland, the ministry said.\n\nTalks go on in the capital."
SECOND = FIRST.replace("100", "120")


@pytest.fixture
def versions(tmp_path, invoke, monkeypatch):
    case = tmp_path / "case"
    assert invoke("init", case)[0] == 0
    for text, moment in ((FIRST, "2026-01-01T08:00:00Z"), (SECOND, "2026-01-02T08:00:00Z")):
        monkeypatch.setenv("RISCONTRO_CLOCK", moment)
        path = tmp_path / f"{moment[:10]}.txt"
        path.write_text(text, "utf-8")
        assert invoke("collect", path, "--case", case, "--url", URL, "--title", "Shells")[0] == 0
    _, out, _ = invoke("show", "documents", "--case", case, "--json")
    documents = {document["version"]: document for document in json.loads(out)}
    return case, documents


def test_a_later_text_is_a_version_and_the_earlier_stays(versions):
    _, documents = versions
    assert sorted(documents) == [1, 2]
    assert ("100" in documents[1]["text"], "120" in documents[2]["text"]) == (True, True)


@pytest.mark.parametrize("asked", [1, 2])
def test_the_difference_is_shown_word_by_word(versions, invoke, asked):
    case, documents = versions
    code, out, _ = invoke("show", documents[asked]["id"], "--diff", "--case", case)
    assert code == 0
    assert "[-100-]{+120+} shells" in out
    assert "1 paragraph unchanged" in out
    assert f"--- {documents[1]['id']}  version 1, seen 2026-01-01 08:00" in out


def test_the_difference_is_json_too(versions, invoke):
    case, documents = versions
    code, out, _ = invoke("show", documents[2]["id"], "--diff", "--json", "--case", case)
    value = json.loads(out)
    assert (code, value["url"], value["before"]["version"], value["after"]["version"]) == (0, URL, 1, 2)
    pieces = [(piece["kind"], piece["text"]) for piece in value["passages"][0]["pieces"]]
    assert ("out", "100") in pieces
    assert ("in", "120") in pieces


def test_a_document_alone_has_no_difference(case, invoke):
    _, out, _ = invoke("show", "documents", "--case", case, "--json")
    name = json.loads(out)[0]["id"]
    code, _, err = invoke("show", name, "--diff", "--case", case)
    assert code == 2
    assert "no other text" in err


@pytest.mark.parametrize("what", [[], ["documents"], ["iss-1"]])
def test_only_documents_can_be_compared(case, invoke, what):
    code, _, err = invoke("show", *what, "--diff", "--case", case)
    assert code != 0
    assert err


def test_facts_and_how_they_were_found_are_shown(tmp_path, invoke, case):
    page = tmp_path / "page.html"
    body = "<p>The two ministers met in the capital and talked about trade, grain and a bridge, both said.</p>" * 3
    page.write_text(
        '<html lang="en"><head><meta property="og:title" content="A visit"><meta property="og:site_name" content="P">'
        '<meta name="author" content="A. Writer and agencies"><link rel="canonical" href="https://post.example/v">'
        '<meta property="article:published_time" content="2024-05-01">'
        '<meta property="article:modified_time" content="2024-05-03"></head>'
        f"<body><article>{body}<p>Originally published by Example Wire.</p></article></body></html>",
        "utf-8",
    )
    assert invoke("collect", page, "--case", case, "--publisher", "My Post")[0] == 0
    _, listed, _ = invoke("show", "documents", "--case", case, "--json")
    (document,) = (one for one in json.loads(listed) if one["title"] == "A visit")
    _, out, _ = invoke("show", document["id"], "--case", case)
    for words in (
        "modified 2024-05-03 (meta)",
        "carries copy of agencies",
        "taken from Example Wire",
        "publisher declared",
        "title meta",
        "author: A. Writer and agencies",
    ):
        assert words in out
