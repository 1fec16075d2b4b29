"""What a file is, by its first bytes; its name decides only between kinds of text."""

from __future__ import annotations

import json
import re
from pathlib import PurePath

from riscontro.collect.columns import begins_series

HTML = "text/html"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
JSON = "application/json"
JSON_LINES = "application/x-ndjson"
"""Media type of JSON lines (no registered one exists; the name in common use)."""

MAIL = "message/rfc822"
PDF = "application/pdf"
GZIP = "application/gzip"
WARC = "application/warc"
ZIP = "application/zip"
WACZ = "application/wacz"
CSV = "text/csv"
"""Of these only tables of observations are read, which their first lines tell."""

XML = "application/xml"
"""Of these only feeds and sitemaps are read, which their root elements tell."""

media_types = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
    ".json": JSON,
    ".eml": MAIL,
    ".mht": MAIL,
    ".mhtml": MAIL,
    ".pdf": PDF,
    ".csv": CSV,
    ".tsv": CSV,
    ".warc": WARC,
    ".wacz": WACZ,
    ".gz": GZIP,
    ".xml": XML,
    ".rss": XML,
    ".atom": XML,
}
"""Suffix, lower case, to the media type of what such a file holds."""

FEED_SUFFIXES = frozenset({".xml", ".rss", ".atom"})
"""Suffixes under which nothing but feeds and sitemaps is read."""

OWN_MARK = b'<meta name="generator" content="riscontro '
"""What riscontro's dossiers carry in their heads: they are no reports."""

SNIFF = 8192
"""Bytes looked at."""

_MAGIC = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\x1f\x8b", GZIP),
    (b"WARC/", WARC),
)
_FOREIGN = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a sound or an image"),
    (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x00\x00\x00\x20ftyp", "a film"),
    (b"ID3", "a sound"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Word, Excel or PowerPoint file"),
    (b"{\\rtf", "an RTF file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
)
_UTF16_OR_32_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_PDF = re.compile(rb"[\s\x00\xef\xbb\xbf]{0,1024}%PDF-\d")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,500}(?:<\?xml[^>]{0,200}>\s{0,500})?(?><!--.{0,2000}?-->\s{0,500}){0,5}+<(?:!doctype\s{1,20}html|html|head|body)"
    rb"[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_HEADER = re.compile(rb"([!-9;-~]{1,60}):[ \t]?[^\r\n]{0,2000}\r?\n(?:[ \t][^\r\n]{0,2000}\r?\n){0,200}")
_MAIL_NAMES = frozenset(
    {b"from", b"date", b"subject", b"to", b"message-id", b"received", b"mime-version", b"return-path"}
)
_MAIL_LEAST = 3
"""Headers of mails that a text begins with, from which it counts as one: a note may begin with "From:" too."""


def sniff(head: bytes, name: str) -> str | None:
    """Return the media type of a file by its first bytes and, between kinds of text, its name.

    ``None`` for what its bytes do not tell and whose suffix is none of :data:`media_types`.
    """
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if _PDF.match(head):
        return PDF
    named = media_types.get(PurePath(name).suffix.lower())
    if named == CSV:
        return CSV if begins_series(head) else None
    told = _told(head)
    if named in (TEXT, MARKDOWN, HTML, JSON, JSON_LINES, MAIL):
        # Markdown and notes may hold markup and lines that look like headers; whole pages saved as .txt are pages.
        return HTML if told == HTML and named in (TEXT, JSON, JSON_LINES, MAIL) else named
    return told


def _told(head: bytes) -> str | None:
    if _HTML.match(head):
        return HTML
    if _begins_mail(head):
        return MAIL
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        first, newline, _ = head.strip().partition(b"\n")
        return JSON_LINES if newline and _is_report(first) else None
    return None


def _is_report(line: bytes) -> bool:
    """Tell whether a line is a report as JSON: logs and tables are lines of JSON too."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and ("text" in value or "html" in value)


def _begins_mail(head: bytes) -> bool:
    place, found = 0, set()
    if head.startswith(b"From ") and b"\n" in head:
        place = head.index(b"\n") + 1
    while header := _HEADER.match(head, place):
        found.add(header.group(1).lower())
        place = header.end()
    return len(found & _MAIL_NAMES) >= _MAIL_LEAST


def foreign_cause(head: bytes) -> str | None:
    """Return what a file is that no reader here takes, as a sentence; ``None`` where it may be text."""
    for magic, kind in _FOREIGN:
        if head.startswith(magic):
            return f"this is {kind}, whatever its name says"
    if head.startswith(_UTF16_OR_32_MARKS):
        return None
    return "binary data: it holds NUL bytes" if b"\x00" in head[:SNIFF] else None
