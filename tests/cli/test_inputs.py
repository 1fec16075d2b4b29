"""Inputs of every kind into one case: bad ones are told, and a rebuild gives the same again."""

from __future__ import annotations

import gzip
import importlib.util
import json
import random

import pytest

from tests.collect.packs import answer, in_file, make_mail, make_pdf, make_wacz, make_warc, make_zip, record
from tests.collect.samples import PARAGRAPHS, make_page

URL = "https://post.example/a"


def dumped(invoke, case) -> list[str]:
    return invoke("dump", "--case", case)[1].splitlines()


@pytest.fixture
def empty(tmp_path, invoke):
    path = tmp_path / "case"
    assert invoke("init", path)[0] == 0
    return path


@pytest.fixture
def inputs(tmp_path):
    folder = tmp_path / "inputs"
    folder.mkdir()
    files = {
        "a.warc.gz": make_warc(make_page(after="<p>Uno.</p>").encode()),
        "b.wacz": make_wacz(make_warc(make_page(after="<p>Due.</p>").encode(), url="https://post.example/z")),
        "c.eml": make_mail("\n\n".join(PARAGRAPHS), attached=[("x.bin", b"x")]),
        "d.html.gz": gzip.compress(make_page(after="<p>Tre.</p>").encode()),
        "e.jsonl.gz": gzip.compress(json.dumps({"text": PARAGRAPHS[0], "url": URL}).encode() + b"\n"),
        "x1.txt": b"",
        "x2.html": random.Random(1).randbytes(5000),
        "x3.txt.gz": gzip.compress(random.Random(1).randbytes(3000).hex().encode())[:900],
        "x4.zip": make_zip({"a.txt": b"x"}),
        "x5.html": b"<html><body>" + b"<div>" * 100_000,
    }
    if importlib.util.find_spec("pypdfium2") is not None:
        files |= {"f.pdf": make_pdf(["A report in a PDF, on talks about a bridge."]), "x6.pdf": make_pdf([])}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def test_bad_inputs_are_one_issue_each_and_the_run_goes_on(inputs, empty, invoke):
    code, out, _ = invoke("collect", inputs, "--case", empty, "--json")
    report = json.loads(out)
    assert code == 0
    names = [name for name in sorted(path.name for path in inputs.iterdir()) if name.startswith("x")]
    told = [name for name in names for issue in report["issues"] if f"/{name}" in issue["message"]]
    assert told == names
    assert report["documents"] == len(list(inputs.iterdir())) - len(names)
    assert {issue["code"] for issue in report["issues"]} >= {
        "collect.file.empty",
        "collect.file.binary",
        "collect.file.truncated",
        "collect.file.archive",
        "collect.text.empty",
        "collect.mail.attachments",
    }


def test_a_rebuild_of_every_kind_gives_the_same(inputs, empty, invoke):
    for verb in (["collect", inputs], ["read"], ["weigh"]):
        assert invoke(*verb, "--case", empty)[0] == 0
    before = dumped(invoke, empty)
    assert invoke("rebuild", "--case", empty)[0] == 0
    assert dumped(invoke, empty) == before
    assert invoke("doctor", "--case", empty)[0] == 0


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_versions_follow_the_dates_of_the_records_in_any_order(tmp_path, empty, invoke, order):
    texts = ("<p>Stesura prima.</p>", "<p>Stesura seconda.</p>", "<p>Stesura prima.</p>")
    for number, text in enumerate(texts):
        body = make_page(after=text).encode()
        warc = in_file(answer(body, url=URL, date=f"2024-10-0{number + 1}T08:00:00Z"), record("revisit", b""))
        (tmp_path / f"{number}.warc.gz").write_bytes(warc)
    for number in order:
        assert invoke("collect", tmp_path / f"{number}.warc.gz", "--case", empty)[0] == 0
    _, out, _ = invoke("show", "documents", "--case", empty, "--json")
    found = sorted((one["version"], "seconda" in one["text"], one["public_from"][:10]) for one in json.loads(out))
    assert found == [(1, False, "2024-10-01"), (2, True, "2024-10-02")]
    captures = [json.loads(line) for line in dumped(invoke, empty) if '"kind":"capture"' in line]
    assert sorted(capture["seen_at"][:10] for capture in captures) == ["2024-10-01", "2024-10-02", "2024-10-03"]


TABLE = "date,place,what,count,reference\n2024-02-01,Port,AID/oil,20,https://post.example/t\n"


def test_tables_that_the_case_declares_are_taken_without_being_named(empty, invoke):
    declared = '[[observations]]\nfile = "port.csv"\nactor = "RUS"\nrecipient = "PRK"\nbasis = "satellite"\n'
    config = empty / "case.toml"
    config.write_text(f"{config.read_text('utf-8')}\n{declared}", "utf-8")
    (empty / "port.csv").write_text(TABLE, "utf-8")
    assert invoke("collect", "--case", empty)[0] == 0
    assert invoke("read", "--case", empty)[0] == 0
    assert invoke("weigh", "--case", empty)[0] == 0
    told = json.loads(invoke("relate", "--case", empty, "--pair", "PRK:RUS", "--json")[1])
    (observation,) = told["dyads"][1]["observations"]
    assert [point["count"] for point in observation["points"]] == [20]


def test_without_inputs_and_tables_there_is_nothing_to_collect(empty, invoke):
    code, _, errors = invoke("collect", "--case", empty)
    assert code != 0
    assert "nothing to collect" in errors
