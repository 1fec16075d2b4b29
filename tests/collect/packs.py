"""Packed inputs made for the tests: WARC files and ZIP archives, mails, PDFs."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from io import BytesIO

SEEN = "2024-10-09T08:00:00Z"
Header = tuple[str, str]


HTML = (("Content-Type", "text/html; charset=utf-8"),)


def record(
    kind: str, block: bytes, *, url: str = "https://post.example/a", date: str | None = SEEN, told: str = "text/html"
) -> bytes:
    """Return one record of WARC, plain; ``told`` is the media type of its block."""
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Target-URI: {url}\r\n"
    head += f"WARC-Date: {date}\r\n" if date else ""
    return f"{head}Content-Type: {told}\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def answer(body: bytes, *, status: str = "200 OK", headers: Sequence[Header] = HTML, **options: str | None) -> bytes:
    """Return one ``response`` record, plain."""
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    block = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body
    return record("response", block, told="application/http; msgtype=response", **options)  # type: ignore[arg-type]


def in_file(*records: bytes, packed: bool = True) -> bytes:
    """Return records as a file: each a member of gzip, or plain."""
    return b"".join(gzip.compress(one, mtime=0) if packed else one for one in records)


def make_warc(
    *bodies: bytes,
    packed: bool = True,
    headers: Sequence[Header] = HTML,
    date: str | None = SEEN,
    url: str | None = None,
) -> bytes:
    """Return a WARC file with a ``warcinfo`` record and one answer for each body, at ``/0``, ``/1`` and so on."""
    answers = (
        answer(body, headers=headers, date=date, url=url or f"https://post.example/{number}")
        for number, body in enumerate(bodies)
    )
    return in_file(record("warcinfo", b"software: made for a test\r\n"), *answers, packed=packed)


def make_zip(files: dict[str, bytes], *, packed: bool = False) -> bytes:
    """Return a ZIP archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def make_wacz(*warcs: bytes, packed: bool = False) -> bytes:
    """Return a WACZ file that holds WARC files."""
    names = {f"archive/{number}.warc.gz": content for number, content in enumerate(warcs)}
    return make_zip({"datapackage.json": b"{}", **names}, packed=packed)


def make_mail(
    text: str | None = None,
    page: str | None = None,
    *,
    attached: Sequence[tuple[str, bytes]] = (),
    **headers: str,
) -> bytes:
    """Return a mail; header names are written with underscores for hyphens."""
    message = EmailMessage()
    said = {"From": "Example Post <news@post.example>", "Subject": "Visita", "Date": "Wed, 09 Oct 2024 23:30:00 +0200"}
    for name, value in {**said, **headers}.items():
        message[name.replace("_", "-")] = value
    if text is not None:
        message.set_content(text)
    if page is not None:
        message.add_alternative(page, subtype="html")
    for name, content in attached:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def make_pdf(*pages: Sequence[str], info: str = "", extra: bytes = b"") -> bytes:
    """Return a PDF whose pages hold lines of Latin text, with an entry for its document information."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        drawn = "BT /F1 12 Tf 14 TL 50 750 Td " + " ".join(f"({_escaped(line)}) Tj T*" for line in lines) + " ET"
        stream = drawn.encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % content
        )
        kids.append(len(objects))
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    objects.append(f"<< {info} >>".encode("latin-1"))
    return _with_table(objects, extra)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _with_table(objects: list[bytes], extra: bytes) -> bytes:
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    out.write(trailer % (len(objects) + 1, len(objects), extra, start))
    return out.getvalue()


def zeros(size: int) -> bytes:
    """Return ``size`` zeros in gzip, made without holding them."""
    out = BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packed:
        for _ in range(size >> 20):
            packed.write(bytes(1 << 20))
    return out.getvalue()
