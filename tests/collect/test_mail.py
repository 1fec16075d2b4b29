from __future__ import annotations

import textwrap

import pytest

from riscontro.collect import Limits, extract
from riscontro.model.document import Document
from riscontro.model.time import Published
from tests.collect.packs import make_mail
from tests.collect.samples import PARAGRAPHS, capture_of, make_page

MAIL = "message/rfc822"
TEXT = "\n\n".join(PARAGRAPHS)


def only(payload: bytes) -> Document:
    (document,) = extract(capture_of(payload, MAIL)).documents
    return document


def codes(payload: bytes, limits: Limits | None = None) -> list[str]:
    return [issue.code for issue in extract(capture_of(payload, MAIL), **({"limits": limits} if limits else {})).issues]


def test_headers_give_the_facts() -> None:
    document = only(make_mail(TEXT))
    assert document.text.split() == TEXT.split()
    assert (document.title, document.author, document.publisher) == ("Visita", "Example Post", "Example Post")
    assert document.published == Published(value="2024-10-09", found_by="header")
    assert dict(document.found_by) == {"author": "header", "lang": "text", "publisher": "header", "title": "header"}


@pytest.mark.parametrize(
    ("headers", "author", "publisher"),
    [
        (
            {"From": "A. Writer <a@post.example>", "List_Id": "Example Letter <letter.post.example>"},
            "A. Writer",
            "Example Letter",
        ),
        ({"From": "news@www.post.example"}, None, "post.example"),
        ({"From": "=?utf-8?b?UG9zdMOp?= <a@post.example>"}, "Posté", "Posté"),
        ({"From": "nobody"}, None, None),
    ],
)
def test_the_sender_is_author_and_publisher(headers: dict[str, str], author: str | None, publisher: str | None) -> None:
    document = only(make_mail(TEXT, **headers))
    assert (document.author, document.publisher) == (author, publisher)


def test_a_plain_part_that_is_a_stub_gives_way_to_the_page() -> None:
    assert PARAGRAPHS[1] in only(make_mail("View this mail in your browser.", make_page())).text
    assert only(make_mail(TEXT, make_page())).text.split() == TEXT.split()


def test_a_page_alone_is_read_as_pages_are() -> None:
    raw = b"From: A <a@post.example>\nSubject: Visita\nDate: Wed, 09 Oct 2024 10:00:00 +0000\nMIME-Version: 1.0\n"
    raw += b"Content-Type: text/html; charset=windows-1252\nContent-Transfer-Encoding: 8bit\n\n"
    assert PARAGRAPHS[0] in only(raw + make_page(charset="windows-1252").encode("cp1252")).text


def test_a_page_saved_as_one_file_is_a_page() -> None:
    page = make_page(head='<meta property="article:published_time" content="2024-05-01">')
    mail = make_mail(None, page, From="<Saved by a browser>", Snapshot_Content_Location="https://post.example/a")
    document = only(mail)
    assert (document.url, document.title) == ("https://post.example/a", "Visita nella capitale")
    assert document.published == Published(value="2024-05-01", found_by="meta")


def test_attachments_are_told_and_not_read() -> None:
    mail = make_mail(TEXT, attached=[("a.pdf", b"%PDF"), ("b.zip", b"PK")])
    (issue,) = extract(capture_of(mail, MAIL)).issues
    assert issue.code == "collect.mail.attachments"
    assert "2 attachments" in issue.message
    assert "a.pdf" in issue.message
    assert only(mail).text.split() == TEXT.split()


def nested(depth: int) -> bytes:
    head = b"From: a@b.example\nDate: Wed, 09 Oct 2024 10:00:00 +0000\nSubject: x\nMIME-Version: 1.0\n"
    return head + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (make_mail(""), "collect.mail.empty"),
        (make_mail(None, attached=[("a.pdf", b"%PDF")]), "collect.mail.empty"),
        (nested(20_000), "collect.mail"),
        (b"Subject: " + b"=?utf-8?b?" * 50_000, "collect.mail.empty"),
    ],
    ids=["blank", "attachment alone", "nested", "encoded words"],
)
def test_a_mail_without_text_is_one_issue(payload: bytes, code: str) -> None:
    (found,) = codes(payload)
    assert found.startswith(code)


def test_soft_line_ends_are_undone() -> None:
    raw = b"From: a@b.example\nSubject: x\nContent-Type: text/plain; format=flowed\n\n"
    raw += b"One line \nthat goes on.\nAnother.\n"
    assert only(raw).text == "One line that goes on.\nAnother.\n"


def test_a_charset_that_is_wrong_does_no_harm() -> None:
    raw = b"From: a@b.example\nSubject: x\nContent-Type: text/plain; charset=no-such\n\nCaff\xc3\xa8 e t\xc3\xa8.\n"
    assert only(raw).text == "Caffè e tè.\n"


@pytest.mark.parametrize("piece", [b"--b\n\n", b"a: b\n"], ids=["parts", "headers"])
def test_a_mail_of_more_parts_or_lines_than_are_read_is_one_issue(piece: bytes) -> None:
    raw = b'From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary="b"\n\n' + piece * 3000
    assert codes(raw, Limits(parts=10, lines=2000)) == ["collect.mail.too-large"]


def test_lines_broken_for_their_width_are_joined() -> None:
    assert only(make_mail(textwrap.fill(PARAGRAPHS[0], 72))).text == f"{PARAGRAPHS[0]}\n"
