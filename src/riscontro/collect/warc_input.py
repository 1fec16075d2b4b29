"""WARC files (ISO 28500) as inputs: a stream of records to captures of pages, one record held at a time."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from riscontro.collect.facts import safe_url
from riscontro.collect.packed import PackedError, inflate
from riscontro.collect.sniff import HTML, MAIL, MARKDOWN, PDF, SNIFF, TEXT, sniff
from riscontro.collect.taking import Context, Taking, input_issue, make_capture
from riscontro.model.document import Capture
from riscontro.model.issue import Issue

logging.getLogger("warcio").setLevel(logging.CRITICAL)
"""Its remarks on odd addresses would stand on the log without the file's name."""

page_types = {
    "text/html": HTML,
    "application/xhtml+xml": HTML,
    "text/plain": TEXT,
    "text/markdown": MARKDOWN,
    "application/pdf": PDF,
    "message/rfc822": MAIL,
}
"""Media type as a server names it to the one that :func:`riscontro.collect.extract` understands."""

_PAYLOADS = frozenset({"response", "resource", "conversion"})
_BESIDE = frozenset({"warcinfo", "request", "metadata"})
"""Types of records that are about others: to pass them over loses no page, so they are not told."""

_LINE = 1 << 16
_DRAIN = 1 << 18
_HEADERS = 60
_VALUE = 1000
_PRIVATE = frozenset({"set-cookie", "cookie", "authorization", "proxy-authorization"})
_BAD = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError)


def read_warc(stream: BinaryIO, origin: str, taking: Taking) -> Iterator[Capture | Issue]:
    """Yield a capture for each record that holds a page, in the file's order, and an issue for what was passed over.

    Taken are answers of servers with status 200, and resources, of the media types in :data:`page_types`; a body is
    taken out of its transfer coding. The record's date says when it was seen, its headers are the context. Revisits and
    all others are counted by kind in one issue; a file that breaks off or is damaged is one issue, and what came before
    it is taken. May raise :class:`PackedError` where ``stream`` unpacks.
    """
    moment = taking.clock()
    passed: Counter[str] = Counter()
    number = pages = 0
    told = False
    try:
        for record in _records(stream, taking):
            number += 1
            taken = _take(record, origin, taking, moment)
            if isinstance(taken, Capture):
                pages += 1
                yield taken
            elif taken is not None:
                passed[taken] += 1
    except _BAD as error:
        cause = error if isinstance(error, PackedError) else PackedError("damaged", f"not WARC ({error})"[:200])
        message = f"{cause}; {number} records were read before"
        told = True
        yield input_issue(f"file.{cause.kind}", origin, message)
    if passed:
        kinds = ", ".join(f"{count} {kind}" for kind, count in passed.most_common())
        yield input_issue("warc.passed-over", origin, f"{passed.total()} of {number} records are no pages: {kinds}")
    elif not pages and not told:
        yield input_issue("warc.empty", origin, f"no page among its {number} records")


class _HeadParser(StatusAndHeadersParser):  # type: ignore[misc]
    """The library's parser of heads, which looks twice at what kind of string each line is."""

    @staticmethod
    def decode_header(line: bytes) -> str:
        """Return a line as UTF-8, else as Latin-1."""
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            return line.decode("latin-1")


_WARC_HEAD = _HeadParser(ArcWarcRecordLoader.WARC_TYPES)
_HTTP_HEAD = _HeadParser([], verify=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """One record's headers, and its block as far as it is held: ``None`` where it is larger than a file may be."""

    headers: Any
    kind: str
    block: bytes | None


class _Lines:
    """A stream whose lines are bounded, as are all the lines of one record's headers: a line may be all of a file."""

    def __init__(self, stream: BinaryIO, head: int) -> None:
        self._stream = stream
        self._head = head
        self.left = head

    def refill(self) -> None:
        self.left = self._head

    def read(self, size: int) -> bytes:
        return self._stream.read(size)

    def readline(self, size: int | None = None) -> bytes:
        line = self._stream.readline(_LINE if size is None else min(size, _LINE))
        self.left -= len(line)
        if self.left < 0 or len(line) == _LINE:
            raise PackedError("damaged", f"not WARC: headers of more than {min(self._head, _LINE):,} bytes")
        return line


def _records(stream: BinaryIO, taking: Taking) -> Iterator[_Record]:
    lines = _Lines(stream, taking.limits.head)
    while line := _next_line(lines):
        try:
            headers = _WARC_HEAD.parse(lines, line)
        except StatusAndHeadersParserException as error:
            raise PackedError("damaged", f"not WARC: a record begins with {error.statusline[:60]!r}") from error
        told = headers.get_header("Content-Length") or ""
        if not told.isdecimal():
            raise PackedError("damaged", "not WARC: a record without its length")
        left = int(told)
        block = lines.read(min(left, taking.limits.file + 1))
        left -= len(block)
        while left and (passed := len(lines.read(min(left, _DRAIN)))):
            left -= passed
        if left:
            raise PackedError("truncated", "the file breaks off within a record")
        held = block if len(block) <= taking.limits.file else None
        yield _Record(headers=headers, kind=headers.get_header("WARC-Type") or "", block=held)


def _next_line(lines: _Lines) -> bytes:
    """Return the first line of the next record, empty at the end of the file; between records stand empty lines."""
    lines.refill()
    while (line := lines.readline()) and not line.strip():
        lines.refill()
    return line


def _take(record: _Record, origin: str, taking: Taking, moment: datetime) -> Capture | str | None:
    """Return the capture of a record, else the kind under which it is counted as passed over; ``None``: not counted."""
    if record.kind not in _PAYLOADS:
        return None if record.kind in _BESIDE else record.kind or "without a type"
    if record.block is None:
        return f"larger than {taking.limits.file:,} bytes"
    url = safe_url(_target(record.headers))
    if record.kind == "response":
        return _take_answer(record, url, origin, taking, moment)
    told = record.headers.get_header("Content-Type")
    return _captured(record.block, told, _about(record), url, origin, taking, moment)


def _target(headers: StatusAndHeaders) -> str | None:
    """Return the address of a record: some crawlers write it in angle brackets, or with blanks in it."""
    uri: str | None = headers.get_header("WARC-Target-URI")
    if uri is None:
        return None
    bare = uri[1:-1] if uri.startswith("<") and uri.endswith(">") else uri
    return bare.replace(" ", "%20")


def _take_answer(record: _Record, url: str | None, origin: str, taking: Taking, moment: datetime) -> Capture | str:
    if url is None:
        return "without an address of http"
    stream = BytesIO(record.block or b"")
    try:
        head = _HTTP_HEAD.parse(stream)
    except _BAD:
        return "without headers of HTTP"
    status = head.get_statuscode()
    if status != "200":
        return f"of status {status[:3] if status else 'none'}"
    headers = [(name.lower(), value) for name, value in head.headers if name.lower() not in _PRIVATE][:_HEADERS]
    answered = (("http.status", status), *((f"http.header.{name}", value[:_VALUE]) for name, value in headers))
    body = _body(stream, dict(reversed(headers)), taking.limits.file)
    if isinstance(body, str):
        return body
    told = head.get_header("content-type")
    return _captured(body, told, (*answered, *_about(record)), url, origin, taking, moment)


def _body(stream: BytesIO, headers: dict[str, str], limit: int) -> bytes | str:
    """Return the body of an answer out of its codings, else why it cannot be had."""
    chunked = "chunked" in headers.get("transfer-encoding", "").lower()
    body: bytes = ChunkedDataReader(stream).read() if chunked else stream.read()
    coding = headers.get("content-encoding", "").strip().lower()
    # Many crawlers keep the header of a coding that they have undone.
    if coding in ("gzip", "x-gzip", "deflate") and not _looks_plain(body):
        unpacked = inflate(body, limit=limit + 1)
        if unpacked is None:
            return f"damaged {coding}"
        body = unpacked
    elif coding and coding != "identity" and not _looks_plain(body):
        return f"in the coding {coding[:20]}"
    return body if len(body) <= limit else f"larger than {limit:,} bytes"


def _looks_plain(body: bytes) -> bool:
    head = body[:SNIFF]
    return body.lstrip()[:1] in (b"<", b"{", b"%") and b"\x00" not in head


def _captured(
    body: bytes, told: str | None, context: Context, url: str | None, origin: str, taking: Taking, moment: datetime
) -> Capture | str:
    essence = (told or "").partition(";")[0].strip().lower()
    kind = page_types.get(essence)
    found = sniff(body[:SNIFF], "")
    if found in (HTML, PDF) and (kind is not None or essence in ("", "application/octet-stream", "unknown/unknown")):
        kind = found
    if kind is None:
        return essence[:60] or "without a media type"
    if not body.strip():
        return "empty"
    seen_at = _seen_at(dict(context).get("warc.date"), moment)
    return make_capture(body, kind, origin, taking.declared, moment=moment, context=context, url=url, seen_at=seen_at)


def _about(record: _Record) -> Context:
    names = {"warc.date": "WARC-Date", "warc.record-id": "WARC-Record-ID", "warc.truncated": "WARC-Truncated"}
    said = ((name, record.headers.get_header(header)) for name, header in names.items())
    return tuple((name, value[:_VALUE]) for name, value in said if value)


def _seen_at(date: str | None, moment: datetime) -> datetime | None:
    """Return the instant of a record's date, no later than it was taken; ``None`` where it tells none."""
    try:
        seen = datetime.fromisoformat(date or "")
    except ValueError:
        return None
    return min(seen.replace(tzinfo=seen.tzinfo or UTC, microsecond=0).astimezone(UTC), moment)
