from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from riscontro.collect import Limits, extract, gather
from riscontro.model.document import Capture, Declared
from riscontro.model.ids import sha256_hex
from riscontro.model.issue import Issue
from tests.collect.samples import make_page

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def clock() -> datetime:
    return MOMENT


def collected(path: Path, **options: Limits) -> tuple[list[Capture], list[Issue]]:
    found = list(gather([path], clock=clock, **options))
    return [one for one in found if isinstance(one, Capture)], [one for one in found if isinstance(one, Issue)]


def test_capture_keeps_bytes_and_where_they_came_from(tmp_path: Path) -> None:
    payload = "Città\r\n".encode("latin-1")
    (tmp_path / "a.TXT").write_bytes(payload)
    declared = Declared(publisher="Example Daily")
    (capture,) = gather([str(tmp_path / "a.TXT")], declared=declared, clock=clock)
    assert isinstance(capture, Capture)
    assert capture.payload == payload
    assert (capture.digest, capture.size) == (sha256_hex(payload), len(payload))
    assert (capture.media_type, capture.origin) == ("text/plain", (tmp_path / "a.TXT").as_posix())
    assert (capture.moment, capture.declared) == (MOMENT, declared)


def test_same_bytes_elsewhere_are_the_same_capture(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("One text.")
    captures, _ = collected(tmp_path)
    assert len({capture.id for capture in captures}) == 1
    (other,) = gather([tmp_path / "a.txt"], declared=Declared(lang="en"), clock=clock)
    assert isinstance(other, Capture)
    assert other.id != captures[0].id


def test_folder_is_read_whole_sorted_and_without_hidden_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.html", ".hidden/x.txt", "a/.y.txt", "A.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    captures, issues = collected(tmp_path)
    names = [Path(capture.origin).relative_to(tmp_path).as_posix() for capture in captures]
    assert names == ["A.txt", "a/b/c.html", "a/z.md", "b.txt"]
    assert issues == []


def test_loops_of_links_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("text")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    captures, issues = collected(tmp_path)
    assert [Path(capture.origin).name for capture in captures] == ["x.txt"]
    assert [issue.code for issue in issues] == ["collect.file.unreadable"]


BAD = [
    ("report.pdf", b"no PDF", "collect.file.unsupported"),
    ("packed.gz", b"no gzip", "collect.file.unsupported"),
    ("notes.xml", b"<notes></notes>", "collect.file.unsupported"),
    ("noname", b"text", "collect.file.unsupported"),
    ("events.log", b'{"level": "info"}\n{"level": "info"}\n', "collect.file.unsupported"),
    ("empty.txt", b"", "collect.file.empty"),
    ("blank.html", b" \n\t ", "collect.file.empty"),
    ("zeros.txt", b"text\x00\x00more", "collect.file.binary"),
    ("really.html", b"\x89PNG\r\n", "collect.file.binary"),
    ("really.pdf", b"\x7fELF", "collect.file.binary"),
    ("packed.txt", b"\x1f\x8b\x08\x00rest", "collect.file.truncated"),
    ("packed.jsonl", b"PK\x03\x04rest", "collect.file.truncated"),
    ("long.txt", b"x" * 2000, "collect.file.too-large"),
]


@pytest.mark.parametrize(("name", "payload", "code"), BAD, ids=[case[0] for case in BAD])
def test_bad_file_is_one_issue_and_the_run_goes_on(tmp_path: Path, name: str, payload: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(payload)
    (tmp_path / "zz.txt").write_text("A good one.")
    captures, issues = collected(tmp_path, limits=Limits(file=1000))
    assert [(issue.code, issue.subject) for issue in issues] == [(code, (tmp_path / name).as_posix())]
    assert [Path(capture.origin).name for capture in captures] == ["zz.txt"]


def test_missing_path_is_an_issue() -> None:
    (issue,) = gather(["no/such/file.txt"], clock=clock)
    assert isinstance(issue, Issue)
    assert (issue.code, issue.subject) == ("collect.file.missing", "no/such/file.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_file_without_permission_is_an_issue(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "a.txt").chmod(0)
    assert [issue.code for issue in collected(tmp_path)[1]] == ["collect.file.unreadable"]


def test_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert [issue.code for issue in collected(tmp_path)[1]] == ["collect.file.unsupported"]


def test_name_that_is_not_utf8_is_shown(tmp_path: Path) -> None:
    os.close(os.open(os.fsencode(tmp_path) + b"/caf\xe9.txt", os.O_CREAT | os.O_WRONLY))
    (issue,) = collected(tmp_path)[1]
    assert issue.subject == f"{tmp_path.as_posix()}/caf\ufffd.txt"


def test_depth_is_bounded(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    (deep / "x.txt").write_text("text")
    captures, issues = collected(tmp_path, limits=Limits(depth=2))
    assert captures == []
    assert [issue.code for issue in issues] == ["collect.file.too-deep"]


def test_json_lines_come_in_blocks_that_know_their_first_line(tmp_path: Path) -> None:
    lines = [f'{{"text": "number {number}"}}\n'.encode() for number in range(10)]
    (tmp_path / "a.jsonl").write_bytes(b"".join(lines))
    captures, issues = collected(tmp_path, limits=Limits(block=70))
    assert issues == []
    assert b"".join(capture.payload or b"" for capture in captures) == b"".join(lines)
    assert [dict(capture.context)["first-line"] for capture in captures] == ["1", "4", "7", "10"]


def test_long_line_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "one"}\n' + b"x" * 500 + b'\n{"text": "three"}')
    captures, issues = collected(tmp_path, limits=Limits(line=100))
    assert [issue.code for issue in issues] == ["collect.file.line-too-long"]
    assert "line 2" in issues[0].message
    assert [(dict(c.context)["first-line"], c.payload) for c in captures] == [
        ("1", b'{"text": "one"}\n'),
        ("3", b'{"text": "three"}'),
    ]


SNIFFED = [
    ("saved", make_page().encode(), "text/html"),
    ("page.txt", b"\xef\xbb\xbf <?xml version='1.0'?>\n<!DOCTYPE html><html></html>", "text/html"),
    ("page.php", b"<!-- saved -->\n<html><body>x</body></html>", "text/html"),
    ("report.txt", b"%PDF-1.7\n...", "application/pdf"),
    ("mail", b"Received: by x\nFrom: a@b.example\nDate: Wed, 09 Oct 2024 10:00:00 +0000\n\nA text.", "message/rfc822"),
    ("mbox", b"From a@b.example Wed\nFrom: a@b.example\nSubject: x\nTo: y\n\nA text.", "message/rfc822"),
    ("lines.log", b'{"text": "One."}\n{"text": "Two."}\n', "application/x-ndjson"),
    ("note.txt", b"From: the desk\nDate: today\n\nA note.", "text/plain"),
    ("notes.md", b"<html> is what this note is about", "text/markdown"),
    ("broad.txt", "Città".encode("utf-16"), "text/plain"),
]


@pytest.mark.parametrize(("name", "payload", "media_type"), SNIFFED, ids=[case[0] for case in SNIFFED])
def test_first_bytes_tell_what_a_name_does_not(tmp_path: Path, name: str, payload: bytes, media_type: str) -> None:
    (tmp_path / name).write_bytes(payload)
    (capture,), issues = collected(tmp_path)
    assert (capture.media_type, capture.payload, issues) == (media_type, payload, [])


def test_blocks_of_one_file_are_one_look_at_it(tmp_path: Path) -> None:
    ticks = iter(datetime(2026, 3, 1, 12, second, tzinfo=UTC) for second in range(60))
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "one"}\n' * 9)
    found = list(gather([tmp_path], clock=lambda: next(ticks), limits=Limits(block=40)))
    assert len(found) > 1
    assert len({one.moment for one in found if isinstance(one, Capture)}) == 1


ITEM = b"<item><link>http://p.example/a</link><description>Words.</description></item>"
FEED = b"<rss version='2.0'><channel><title>P</title>" + ITEM + b"</channel></rss>"
JSON_FEED = (
    rb'{"version": "https:\/\/jsonfeed.org\/version\/1", "items": [{"url": "http://p.example/a", "summary": "W."}]}'
)


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("feed.xml", FEED),
        ("feed.rss", FEED),
        ("feed", FEED),
        ("feed.json", JSON_FEED),
        ("feed.xml.gz", gzip.compress(FEED, mtime=0)),
    ],
)
def test_feeds_in_a_folder_speak_for_themselves(tmp_path: Path, name: str, payload: bytes) -> None:
    (tmp_path / name).write_bytes(payload)
    captures, issues = collected(tmp_path)
    assert issues == []
    assert [capture.origin for capture in captures] == [(tmp_path / name).as_posix(), "http://p.example/a"]
    assert [len(extract(capture).documents) for capture in captures] == [0, 1]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"<note/>", "collect.file.unsupported"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>&a;</rss>", "collect.web.feed"),
        (b"<rss>" + b"<a>" * 500, "collect.web.feed"),
    ],
)
def test_xml_that_is_no_feed_is_one_issue(tmp_path: Path, payload: bytes, code: str) -> None:
    (tmp_path / "a.xml").write_bytes(payload)
    captures, (issue,) = collected(tmp_path)
    assert (captures, issue.code) == ([], code)


def test_blocks_hold_a_bounded_number_of_lines(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"".join(b'{"text": "%d"}\n' % number for number in range(7)))
    captures, _ = collected(tmp_path, limits=Limits(block_lines=3))
    assert [capture.said("first-line") for capture in captures] == ["1", "4", "7"]


def test_a_page_of_comments_is_told_in_no_time(tmp_path: Path) -> None:
    (tmp_path / "comments").write_bytes(b"<!---->" * 1000)
    assert [issue.code for issue in collected(tmp_path)[1]] == ["collect.file.unsupported"]
