from __future__ import annotations

import gzip
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from riscontro.collect import Limits, extract, gather
from riscontro.collect.limits import DEFAULT_LIMITS
from riscontro.model.document import Capture
from riscontro.model.issue import Issue
from tests.collect.mutate import mutations
from tests.collect.packs import answer, in_file, make_wacz, make_warc, make_zip, record
from tests.collect.samples import MOMENT, PARAGRAPHS, make_page

PAGE = make_page().encode()
SEEN = datetime(2024, 10, 9, 8, tzinfo=UTC)


def taken(path: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[list[Capture], list[Issue]]:
    found = list(gather([path], clock=lambda: MOMENT, limits=limits))
    return [one for one in found if isinstance(one, Capture)], [one for one in found if isinstance(one, Issue)]


def put(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def pages(count: int) -> list[bytes]:
    return [make_page(after=f"<p>Numero {number}.</p>").encode() for number in range(count)]


@pytest.mark.parametrize(("name", "packed"), [("a.warc.gz", True), ("a.warc", False), ("a.gz", True), ("a.txt", False)])
def test_answers_come_with_address_date_and_headers(tmp_path: Path, name: str, packed: bool) -> None:
    captures, issues = taken(put(tmp_path, name, make_warc(*pages(2), packed=packed)))
    assert issues == []
    first = captures[0]
    assert [capture.payload for capture in captures] == pages(2)
    assert (first.url, first.origin) == ("https://post.example/0", (tmp_path / name).as_posix())
    assert (first.seen_at, first.moment, first.media_type) == (SEEN, MOMENT, "text/html")
    assert (first.said("http.status"), first.said("warc.date")) == ("200", "2024-10-09T08:00:00Z")
    assert first.said("http.header.content-type") == "text/html; charset=utf-8"
    (document,) = extract(first).documents
    assert (document.url, document.public_from) == ("https://post.example/0", SEEN)
    assert PARAGRAPHS[0] in document.text


def test_the_same_file_gives_the_same_captures(tmp_path: Path) -> None:
    path = put(tmp_path, "a.warc.gz", make_warc(PAGE, PAGE))
    assert taken(path)[0] == taken(path)[0]
    assert len({capture.id for capture in taken(path)[0]}) == 2


def test_a_date_to_come_is_the_moment_of_taking_and_none_is_none(tmp_path: Path) -> None:
    later = (MOMENT + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M:%SZ")
    ((capture,), _) = taken(put(tmp_path, "a.warc.gz", make_warc(PAGE, date=later)))
    assert capture.seen_at == MOMENT
    ((capture,), _) = taken(put(tmp_path, "a.warc.gz", make_warc(PAGE, date="yesterday")))
    assert capture.seen_at is None


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (100, body[:100], len(body) - 100, body[100:])


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunked(PAGE), [("Transfer-Encoding", "chunked")]),
        (gzip.compress(PAGE), [("Content-Encoding", "gzip")]),
        (chunked(gzip.compress(PAGE)), [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")]),
        (PAGE, [("Content-Encoding", "gzip")]),
        (PAGE, [("Content-Encoding", "br")]),
        (PAGE, [("Transfer-Encoding", "chunked")]),
        (PAGE, [("Set-Cookie", "secret=1")]),
    ],
    ids=range(7),
)
def test_bodies_leave_their_codings(tmp_path: Path, body: bytes, headers: list[tuple[str, str]]) -> None:
    warc = make_warc(body, headers=[("Content-Type", "text/html"), *headers])
    ((capture,), issues) = taken(put(tmp_path, "a.warc.gz", warc))
    assert (capture.payload, issues) == (PAGE, [])
    assert capture.said("http.header.set-cookie") is None


def mixed() -> bytes:
    html = ("Content-Type", "text/html")
    image = [("Content-Type", "image/png")]
    return in_file(
        answer(PAGE),
        answer(b"\x89PNG\r\n", headers=image),
        answer(b"\x89PNG\r\n", headers=image),
        answer(b"gone", status="404 Not Found"),
        answer(b"", status="301 Moved"),
        answer(b"  "),
        answer(b"\x8b\x03\x80", headers=[html, ("Content-Encoding", "br")]),
        answer(b"\x1f\x8bno", headers=[html, ("Content-Encoding", "gzip")]),
        answer(PAGE, headers=[("Content-Type", "application/octet-stream")], url="https://post.example/b"),
        record("request", b"GET / HTTP/1.1\r\n\r\n"),
        record("metadata", b"x: y"),
        record("revisit", b""),
        record("resource", PAGE, url="https://post.example/r"),
        answer(b"call", url="dns:post.example"),
        record("response", b""),
        record("", b"x"),
    )


def test_what_is_no_page_is_counted_in_one_issue(tmp_path: Path) -> None:
    captures, issues = taken(put(tmp_path, "a.warc.gz", mixed()))
    assert [(capture.url or "")[-1] for capture in captures] == ["a", "b", "r"]
    (issue,) = issues
    assert issue.code == "collect.warc.passed-over"
    for kind in (
        "2 image/png",
        "1 of status 404",
        "1 of status 301",
        "1 empty",
        "1 in the coding br",
        "1 damaged gzip",
    ):
        assert kind in issue.message
    assert "1 revisit" in issue.message
    assert "request" not in issue.message


def test_a_file_without_a_page_is_one_issue(tmp_path: Path) -> None:
    captures, (issue,) = taken(put(tmp_path, "a.warc.gz", make_warc()))
    assert (captures, issue.code) == ([], "collect.warc.empty")


def broken_head(line: bytes) -> bytes:
    return make_warc(PAGE, packed=False) + b"WARC/1.0\r\nWARC-Type: response\r\n" + line


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (make_warc(*pages(3))[:-200], "collect.file.truncated"),
        (make_warc(*pages(3), packed=False)[:-200], "collect.file.truncated"),
        (make_warc(PAGE, packed=False) + b"noise\r\n\r\nmore", "collect.file.damaged"),
        (make_warc(PAGE) + b"noise", "collect.file.damaged"),
        (broken_head(b"Content-Length: 5x\r\n\r\nabc"), "collect.file.damaged"),
        (broken_head(b"Content-Length: -5\r\n\r\nabc"), "collect.file.damaged"),
        (broken_head(b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\nabc"), "collect.file.damaged"),
        (broken_head(b"X: y\r\n\r\nabc"), "collect.file.damaged"),
        (broken_head(b"X: " + b"y" * 200_000), "collect.file.damaged"),
        (broken_head(b"X: y\r\n" * 300_000), "collect.file.damaged"),
        (broken_head(b"Content-Length: 99999999999\r\n\r\nabc"), "collect.file.truncated"),
    ],
    ids=range(11),
)
def test_what_comes_before_the_damage_is_taken(tmp_path: Path, content: bytes, code: str) -> None:
    captures, issues = taken(put(tmp_path, "a.warc.gz", content))
    assert captures
    assert captures[0].payload in (PAGE, pages(1)[0])
    assert [issue.code for issue in issues] == [code]


def test_a_record_that_is_too_large_is_passed_over_unheld(tmp_path: Path) -> None:
    bodies = [b"<html>" + b" x" * 2000, PAGE[:900]]
    captures, issues = taken(put(tmp_path, "a.warc.gz", make_warc(*bodies)), Limits(file=2000))
    assert [capture.url for capture in captures] == ["https://post.example/1"]
    assert "1 larger than 2,000 bytes" in issues[0].message
    squeezed = make_warc(
        gzip.compress(bodies[0]), headers=[("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
    )
    _, (issue,) = taken(put(tmp_path, "b.warc.gz", squeezed), Limits(file=2000))
    assert "1 larger than 2,000 bytes" in issue.message


def peak_of(path: Path) -> tuple[int, int]:
    tracemalloc.start()
    count = sum(isinstance(one, Capture) for one in gather([path], clock=lambda: MOMENT))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return count, peak


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    body = [make_page(after="<p>" + "parola " * 5000 + str(n) + "</p>").encode() for n in range(20)]
    few = peak_of(put(tmp_path, "few.warc.gz", make_warc(*body)))
    many = peak_of(put(tmp_path, "many.warc.gz", make_warc(*body * 20)))
    assert (few[0], many[0]) == (20, 400)
    assert many[1] < few[1] * 1.5


def test_a_wacz_gives_what_its_files_hold(tmp_path: Path) -> None:
    wacz = make_wacz(make_warc(*pages(2)), make_warc(PAGE, url="https://post.example/z"))
    captures, issues = taken(put(tmp_path, "a.wacz", wacz))
    assert [capture.url for capture in captures] == [f"https://post.example/{name}" for name in ("0", "1", "z")]
    assert issues == []
    plain = make_wacz(make_warc(PAGE, packed=False), packed=True)
    assert len(taken(put(tmp_path, "b.wacz", plain))[0]) == 1


GOOD = make_wacz(make_warc(PAGE))


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (make_zip({"a.txt": b"x"}), "archive", "a ZIP archive, which is not taken; unpack it"),
        (make_zip({"word/document.xml": b"x"}), "archive", "a Word document"),
        (make_zip({"mimetype": b"application/epub+zip"}), "archive", "an e-book"),
        (make_zip({}), "archive", "unpack it"),
        (GOOD[:-30], "truncated", "breaks off"),
        (make_zip({f"{n}": b"" for n in range(60)}), "bomb", "names"),
        (make_wacz(b"WARC/1.0\r\nX: " + b"y" * (8 << 20), packed=True), "damaged", "headers"),
        (make_wacz(b"WARC/1.0\r\nContent-Length: 99999999\r\n\r\n" + bytes(16 << 20), packed=True), "bomb", "bomb"),
    ],
    ids=range(8),
)
def test_other_archives_are_one_issue(tmp_path: Path, content: bytes, code: str, words: str) -> None:
    limits = Limits(entries=50, unpacked=1 << 20, ratio=50)
    captures, (issue,) = taken(put(tmp_path, "a.wacz", content), limits)
    assert captures == []
    assert issue.code == f"collect.file.{code}"
    assert words in issue.message


def test_damage_to_an_archive_never_raises(tmp_path: Path) -> None:
    sound = [make_warc(*pages(2)), make_warc(*pages(2), packed=False), mixed(), GOOD]
    for number, payload in enumerate(mutations(sound, count=400, seed=20261122)):
        captures, issues = taken(put(tmp_path, f"{number % 4}.warc.gz", payload or b"x"))
        assert captures or issues
