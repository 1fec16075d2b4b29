"""WARC records (ISO 28500:2017, WARC/1.1) and the gzip members they lie in. The only module that knows warcio."""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.warcwriter import WARCWriter

from riscontro.errors import ArchiveError
from riscontro.model.document import Capture, Declared
from riscontro.model.ids import sha256_hex
from riscontro.model.time import instant_to_text, text_to_instant
from riscontro.store.values import Damage

VERSION = "1.1"
REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
"""Of a record without bytes, whose payload an earlier record holds (ISO 28500:2017, section 6.7.2)."""

CONTEXT_TYPE = "application/vnd.riscontro.capture+json"
TOMBSTONE_TYPE = "application/vnd.riscontro.tombstone+json"
FIRST_OF_CAPTURE = frozenset({"resource", "response", "revisit"})
"""Types of the first of a capture's two records."""

_HEADER = "http.header."
_GZIP = 16 + zlib.MAX_WBITS
_MAGIC = b"\x1f\x8b\x08"
_BLOCK = 1 << 16
_COMMENT = 0x10
"""The flag of a gzip header that a comment follows (RFC 1952, section 2.3.1)."""
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:; ?[\w.+-]+=[\w.+-]+)*", re.ASCII)
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One gzip member of a file: where it lies, and its content unpacked."""

    offset: int
    length: int
    content: bytes

    @property
    def end(self) -> int:
        """The offset of the first byte after it."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One WARC record: its type (empty where it could not be parsed), its content type, and its block."""

    type: str
    content_type: str
    content: bytes


# Writing


def file_head(name: str, moment: datetime) -> bytes:
    """Return the ``warcinfo`` record that opens a file."""
    info = b"software: riscontro\r\nformat: WARC File Format 1.1\r\n"
    headers = {"WARC-Filename": name}
    return _record("warcinfo", name, moment, info, content_type="application/warc-fields", headers=headers)


def capture_to_records(capture: Capture) -> bytes:
    """Return the two records of a capture, each a gzip member of its own; a revisit's first one has no bytes."""
    kind, write = _first_of(capture)
    first = write(capture)
    refers = _record_id(kind, capture.id, capture.moment)
    headers = {"WARC-Target-URI": _target(capture), "WARC-Refers-To": refers, "WARC-Concurrent-To": refers}
    context = _context(capture)
    return first + _record("metadata", capture.id, capture.moment, context, content_type=CONTEXT_TYPE, headers=headers)


def check_payload(capture: Capture) -> None:
    """Raise :class:`ArchiveError` where a capture comes without its bytes, or they are not what its digest says."""
    if capture.payload is None:
        raise ArchiveError(f"{capture.id} ({capture.origin}): no bytes at hand to archive")
    if sha256_hex(capture.payload) != capture.digest or len(capture.payload) != capture.size:
        raise ArchiveError(f"{capture.id} ({capture.origin}): its bytes are not what its digest and size say")


def _first_of(capture: Capture) -> tuple[str, Callable[[Capture], bytes]]:
    """Return the type of the first record and what writes it; ``http.version`` tells an answer that was asked for."""
    if capture.revisit_of is not None:
        return "revisit", _revisit
    return ("response", _response) if capture.said("http.version") else ("resource", _resource)


def _target(capture: Capture) -> str:
    return target_uri(capture.declared.url or capture.url or capture.origin)


def _resource(capture: Capture) -> bytes:
    assert capture.payload is not None
    digest = f"sha256:{capture.digest}"
    media_type = capture.media_type if _MEDIA_TYPE.fullmatch(capture.media_type) else "application/octet-stream"
    # The two digests are one: the block of a resource record is its payload.
    headers = {"WARC-Target-URI": _target(capture), "WARC-Payload-Digest": digest, "WARC-Block-Digest": digest}
    return _record("resource", capture.id, capture.moment, capture.payload, content_type=media_type, headers=headers)


def _response(capture: Capture) -> bytes:
    """Return an answer with a head made of what the context keeps of it, so that every tool knows how it is packed."""
    assert capture.payload is not None
    block = _http_head(capture) + capture.payload
    headers = {
        "WARC-Target-URI": _target(capture),
        "WARC-Payload-Digest": f"sha256:{capture.digest}",
        "WARC-Block-Digest": f"sha256:{sha256_hex(block)}",
    }
    address = capture.said("http.address")
    if address:
        headers["WARC-IP-Address"] = address
    kind = "application/http; msgtype=response"
    return _record("response", capture.id, capture.moment, block, content_type=kind, headers=headers)


def _http_head(capture: Capture) -> bytes:
    lines = [f"{capture.said('http.version')} {capture.said('http.status')} "]
    for key, value in capture.context:
        if key.startswith(_HEADER):
            name = key.removeprefix(_HEADER)
            # The body is out of its transfer coding.
            name = f"x-archive-orig-{name}" if name == "transfer-encoding" else name
            lines.append(f"{name}: {value}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")


def _revisit(capture: Capture) -> bytes:
    digest = f"sha256:{capture.digest}"
    headers = {"WARC-Target-URI": _target(capture), "WARC-Payload-Digest": digest, "WARC-Profile": REVISIT_PROFILE}
    return _record("revisit", capture.id, capture.moment, b"", content_type="application/octet-stream", headers=headers)


def target_uri(origin: str) -> str:
    """Return a URL as it is, a path as a ``file:`` URI; what no URI may hold is percent-encoded.

    >>> target_uri("reports/a b.txt")
    'file:reports/a%20b.txt'
    """
    safe = quote(origin, safe="/:?#[]@!$&'()*+,;=%-._~", errors="surrogatepass")
    return safe if _HAS_SCHEME.match(origin) else f"file:{safe}"


def _context(capture: Capture) -> bytes:
    held = {
        "id": capture.id,
        "digest": capture.digest,
        "size": capture.size,
        "media_type": capture.media_type,
        "origin": capture.origin,
        "moment": instant_to_text(capture.moment),
        "declared": asdict(capture.declared),
        "context": capture.context,
        "url": capture.url,
        "seen_at": None if capture.seen_at is None else instant_to_text(capture.seen_at),
        "revisit_of": capture.revisit_of,
    }
    try:
        return json.dumps(held, ensure_ascii=False, indent=1).encode()
    except UnicodeEncodeError as error:
        found = f"{capture.id}: its context holds half a surrogate pair, which UTF-8 cannot carry"
        raise ArchiveError(f"{found}; replace it by U+FFFD before it is archived") from error


def _record_id(kind: str, name: str, moment: datetime) -> str:
    # Made from what the record is about, so that the same capture gives the same bytes.
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'riscontro:{kind}:{name}:{instant_to_text(moment)}')}>"


def _record(
    kind: str, name: str, moment: datetime, block: bytes, *, content_type: str, headers: Mapping[str, str]
) -> bytes:
    return _pack(_plain_record(kind, name, moment, block, content_type=content_type, headers=headers))


def _plain_record(
    kind: str, name: str, moment: datetime, block: bytes, *, content_type: str, headers: Mapping[str, str]
) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version=VERSION)
    own = {"WARC-Record-ID": _record_id(kind, name, moment), "WARC-Date": instant_to_text(moment)}
    record = writer.create_warc_record(
        "", kind, payload=BytesIO(block), length=len(block), warc_content_type=content_type,
        warc_headers_dict={**own, **headers},
    )  # fmt: skip
    writer.write_record(record)
    return out.getvalue()


def _pack(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    return packer.compress(content) + packer.flush()


def tombstone_record(capture_id: str, digest: str, moment: datetime, *, length: int) -> bytes:
    """Return one gzip member of exactly ``length`` bytes that says what was purged.

    It takes the place of a capture's two records, so no other record of the file moves. What is left over of their
    length is filled by the gzip header's comment, which every reader skips. Raise :class:`ArchiveError` where
    ``length`` is too short, which two records never are.
    """
    block = json.dumps({"purged": capture_id, "digest": digest}).encode()
    content = _plain_record("metadata", f"purged {capture_id}", moment, block, content_type=TOMBSTONE_TYPE, headers={})
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(content) + packer.flush()
    tail = struct.pack("<II", zlib.crc32(content), len(content))
    head = _MAGIC + bytes([_COMMENT]) + bytes(4) + b"\x02\xff"
    room = length - len(head) - len(body) - len(tail) - 1
    if room < 0:
        raise ArchiveError(f"{capture_id}: its records are {-room} bytes too short for a tombstone")
    return head + b" " * room + b"\0" + body + tail


# Reading


def members(path: Path, start: int, end: int) -> Iterator[Member | Damage]:
    """Yield the gzip members of ``path`` between two offsets, and the stretches that are none.

    After a damaged stretch it goes on at the next member that holds a WARC record. The last stretch is ``torn`` where
    the file breaks off within a member, or holds nothing but zeros, as after a loss of power.
    """
    with path.open("rb") as file:
        offset = start
        while offset < end:
            try:
                member = _member(file, offset, end)
            except (zlib.error, EOFError) as error:
                following = _next_member(file, offset + 1, end)
                torn = following is None and (isinstance(error, EOFError) or _only_zeros(file, offset, end))
                until = end if following is None else following
                yield Damage(file=path.name, offset=offset, length=until - offset, cause=str(error), torn=torn)
                offset = until
            else:
                yield member
                offset = member.end


def _member(file: BinaryIO, offset: int, end: int) -> Member:
    file.seek(offset)
    unpacker = zlib.decompressobj(_GZIP)
    content, taken = [], 0
    while not unpacker.eof:
        block = file.read(min(_BLOCK, end - offset - taken))
        if not block:
            raise EOFError("the file breaks off within a record")
        taken += len(block)
        content.append(unpacker.decompress(block))
    whole = b"".join(content)
    if not whole.startswith(b"WARC/"):
        raise zlib.error("a gzip member that holds no WARC record")
    return Member(offset=offset, length=taken - len(unpacker.unused_data), content=whole)


def _next_member(file: BinaryIO, offset: int, end: int) -> int | None:
    """Return the offset of the next member that begins as a WARC record does."""
    while offset < end:
        file.seek(offset)
        block = file.read(min(_BLOCK, end - offset))
        place = block.find(_MAGIC)
        while place >= 0:
            if _begins_record(file, offset + place):
                return offset + place
            place = block.find(_MAGIC, place + 1)
        # The magic may lie across two blocks.
        offset += max(len(block) - len(_MAGIC) + 1, 1)
    return None


def _begins_record(file: BinaryIO, offset: int) -> bool:
    file.seek(offset)
    try:
        return zlib.decompressobj(_GZIP).decompress(file.read(_BLOCK), 5).startswith(b"WARC/")
    except zlib.error:
        return False


def _only_zeros(file: BinaryIO, offset: int, end: int) -> bool:
    file.seek(offset)
    while block := file.read(min(_BLOCK, end - file.tell())):
        if block.strip(b"\0"):
            return False
    return True


def parse_record(content: bytes) -> Record:
    """Return the WARC record that a member holds; one without a type where it is none."""
    try:
        record = ArcWarcRecordLoader().parse_record_stream(BytesIO(content), no_record_parse=True)
    except (ArchiveLoadFailed, ValueError, EOFError):
        return Record(type="", content_type="", content=b"")
    kind = record.rec_headers.get_header("Content-Type") or ""
    return Record(type=record.rec_type or "", content_type=kind, content=record.raw_stream.read())


def records_to_capture(resource: Record, metadata: Record) -> Capture | None:
    """Return the capture of its two records, a revisit without its payload.

    ``None`` where the second is not what a capture's bytes came with, or is not of the first's kind.
    """
    if resource.type not in FIRST_OF_CAPTURE or metadata.content_type != CONTEXT_TYPE:
        return None
    try:
        held = json.loads(metadata.content)
        revisit_of, seen_at = held.get("revisit_of"), held.get("seen_at")
        if (revisit_of is not None) != (resource.type == "revisit"):
            return None
        return Capture(
            **{name: held[name] for name in ("id", "digest", "size", "media_type", "origin")},
            moment=text_to_instant(held["moment"]),
            declared=Declared(**held["declared"]),
            context=tuple((name, value) for name, value in held["context"]),
            url=held.get("url"),
            seen_at=None if seen_at is None else text_to_instant(seen_at),
            revisit_of=revisit_of,
            payload=_payload_of(resource),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _payload_of(record: Record) -> bytes | None:
    if record.type == "revisit":
        return None
    return record.content.partition(b"\r\n\r\n")[2] if record.type == "response" else record.content


def tombstone_of(record: Record) -> str | None:
    """Return the id of the capture in whose place a tombstone stands; ``None`` where ``record`` is no tombstone."""
    if record.content_type != TOMBSTONE_TYPE:
        return None
    try:
        return str(json.loads(record.content)["purged"])
    except (ValueError, KeyError, TypeError):
        return None
