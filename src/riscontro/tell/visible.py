"""Untrusted text made safe to look at: characters that would act are written out, addresses are checked."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

KEPT_FORMAT_CHARACTERS = frozenset("\u200c\u200d")
"""Joiners that Persian, the Indic scripts and emoji need; every other format character is written out."""

_SHOWN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible(text: str) -> str:
    """Return ``text`` with every character that acts rather than shows written as ``⟦U+202E⟧``.

    These are controls other than line feed and tab, bidirectional and other format characters, line and paragraph
    separators, lone surrogates and noncharacters. A carriage return before a line feed is dropped.

    >>> visible("a\\u202eb")
    'a⟦U+202E⟧b'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text.replace("\r\n", "\n")))


def _shown(character: str) -> str:
    if character in "\n\t" or character in KEPT_FORMAT_CHARACTERS:
        return character
    if unicodedata.category(character) in _SHOWN_CATEGORIES or _is_noncharacter(character):
        return f"⟦U+{ord(character):04X}⟧"
    return character


def _is_noncharacter(character: str) -> bool:
    point = ord(character)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def one_line(text: str) -> str:
    """Return ``text`` with every run of white space made one blank."""
    return " ".join(text.split())


def shorten(text: str, limit: int) -> str:
    """Return ``text`` on one line, cut to ``limit`` characters with an ellipsis where it is longer."""
    line = one_line(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def safe_url(url: str | None) -> str | None:
    """Return ``url`` where it is an absolute http or https address free of blanks and controls, else ``None``.

    An address that carries a user name is refused too: what stands before the ``@`` passes for the host.
    """
    if not url or any(character.isspace() or visible(character) != character for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc and "\\" not in url
    return url if usable else None
