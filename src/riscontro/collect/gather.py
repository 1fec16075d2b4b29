"""Files and folders to captures: bytes first, nothing derived."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from riscontro.collect.blocks import Block, LongLine, split_blocks
from riscontro.collect.limits import DEFAULT_LIMITS, Limits
from riscontro.model.document import Capture, Declared, capture_id
from riscontro.model.ids import sha256_hex
from riscontro.model.issue import Issue

JSON_LINES = "application/x-ndjson"
"""Media type of JSON lines (no registered one exists; the name in common use)."""

media_types = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
    ".json": "application/json",
}
"""Suffix, lower case, to the media type that :func:`riscontro.collect.extract` understands."""

NOTHING_DECLARED = Declared()

_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\x7fELF", "a program"),
)
_UTF16_OR_32_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_OWN_MARK = b'<meta name="generator" content="riscontro '
"""What riscontro's dossiers carry in their heads."""
_SNIFF = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    """What all captures of one call share."""

    declared: Declared
    clock: Callable[[], datetime]
    limits: Limits


def gather(
    inputs: Sequence[str | Path],
    *,
    declared: Declared = NOTHING_DECLARED,
    clock: Callable[[], datetime],
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Capture | Issue]:
    """Yield a capture for each readable file, in the order of ``inputs`` and sorted by name within a folder.

    Folders are entered to any depth that ``limits`` allows, hidden names are skipped, a folder reached twice through
    links is read once. JSON lines give one capture a block of lines, whose first line number is in its context
    (``first-line``). Whatever cannot be used is one issue with its cause, its subject the path. ``clock`` gives the
    moment of capture, an aware instant.
    """
    feed = _Feed(declared=declared, clock=clock, limits=limits)
    for given in inputs:
        path = Path(given)
        if not os.path.lexists(path):
            yield _issue("missing", path, "no such file or folder")
        elif path.is_dir():
            yield from _gather_folder(path, feed)
        else:
            yield from _gather_file(path, feed)


def _gather_folder(folder: Path, feed: _Feed) -> Iterator[Capture | Issue]:
    seen: set[tuple[int, int]] = set()
    pending = [(folder, 0)]
    while pending:
        path, depth = pending.pop()
        try:
            status = path.stat()
            if not stat.S_ISDIR(status.st_mode):
                yield from _gather_file(path, feed)
                continue
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            names = sorted(name for name in os.listdir(path) if not name.startswith("."))  # noqa: PTH208 (names suffice)
        except OSError as error:
            yield _issue("unreadable", path, _cause(error))
            continue
        if depth >= feed.limits.depth and names:
            yield _issue("too-deep", path, f"more than {feed.limits.depth} folders deep; not entered")
            continue
        pending.extend((path / name, depth + 1) for name in reversed(names))


def _gather_file(path: Path, feed: _Feed) -> Iterator[Capture | Issue]:
    media_type = media_types.get(path.suffix.lower())
    if media_type is None:
        known = " ".join(media_types)
        yield _issue("unsupported", path, f"no reader for files named {path.suffix or path.name!r}; there are: {known}")
        return
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield _issue("unsupported", path, "not a regular file")
        elif status.st_size == 0:
            yield _issue("empty", path, "the file is empty")
        elif media_type == JSON_LINES:
            yield from _gather_lines(path, feed)
        else:
            yield _gather_whole(path, media_type, feed)
    except OSError as error:
        yield _issue("unreadable", path, _cause(error))


def _gather_whole(path: Path, media_type: str, feed: _Feed) -> Capture | Issue:
    with path.open("rb") as handle:
        payload = handle.read(feed.limits.file + 1)
    if len(payload) > feed.limits.file:
        return _issue("too-large", path, f"larger than {feed.limits.file:,} bytes; not read")
    problem = _binary_cause(payload)
    if problem:
        return _issue("binary", path, problem)
    if not payload.strip():
        return _issue("empty", path, "the file holds only white space")
    if _OWN_MARK in payload[:_SNIFF]:
        return _issue("own-dossier", path, "a dossier that riscontro wrote is no report; not taken")
    return _capture(payload, media_type, path, feed, context=())


def _gather_lines(path: Path, feed: _Feed) -> Iterator[Capture | Issue]:
    with path.open("rb") as handle:
        problem = _binary_cause(handle.read(_SNIFF))
        if problem:
            yield _issue("binary", path, problem)
            return
        handle.seek(0)
        for block in split_blocks(handle, block_bytes=feed.limits.block, line_bytes=feed.limits.line):
            match block:
                case Block(first_line=first_line, payload=payload):
                    context = (("first-line", str(first_line)),)
                    yield _capture(payload, JSON_LINES, path, feed, context=context)
                case LongLine(line=line):
                    message = f"line {line} is longer than {feed.limits.line:,} bytes; skipped"
                    yield _issue("line-too-long", path, message)


def _binary_cause(payload: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if payload.startswith(magic):
            return f"this is {kind}, whatever its name says"
    if payload.startswith(_UTF16_OR_32_MARKS):
        return None
    return "binary data: it holds NUL bytes" if b"\x00" in payload[:_SNIFF] else None


def _capture(
    payload: bytes, media_type: str, path: Path, feed: _Feed, *, context: tuple[tuple[str, str], ...]
) -> Capture:
    digest = sha256_hex(payload)
    return Capture(
        id=capture_id(digest=digest, url=None, declared=feed.declared),
        digest=digest,
        size=len(payload),
        media_type=media_type,
        origin=_origin(path),
        moment=feed.clock(),
        declared=feed.declared,
        context=context,
        payload=payload,
    )


def _origin(path: Path) -> str:
    """Return the path in POSIX form; bytes of a name that are not UTF-8 are shown as the replacement character."""
    return os.fsencode(path.as_posix()).decode("utf-8", errors="replace")


def _cause(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _issue(kind: str, path: Path, message: str) -> Issue:
    origin = _origin(path)
    return Issue(code=f"collect.file.{kind}", message=f"{origin}: {message}", subject=origin)
