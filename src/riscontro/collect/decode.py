"""Bytes to text: which charset, and what had to be guessed, replaced or stripped."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from riscontro.collect.doubt import Doubt

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 stands before UTF-16, whose mark is a prefix of it."""

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_META_WINDOW = 8192
"""Bytes searched for a declared charset; the HTML standard asks for 1,024, real pages put it later."""

_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
}
"""Declared charset to the one that browsers read it as (WHATWG Encoding Standard, table of labels)."""

_KNOWN = frozenset(
    """
    utf-8 utf-16-le utf-16-be utf-32-le utf-32-be big5 big5hkscs cp866 cp874 cp932 cp949 euc_jp gb18030 iso2022_jp
    johab koi8-r koi8-u mac-cyrillic mac-roman cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258
    iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15
    iso8859-16
    """.split()  # noqa: SIM905 (a list of forty names reads better so)
)
"""Charsets of texts. A page must not choose other codecs of the language: some take quadratic time, some run code."""

_BAD_BYTES_SHARE = 0.01
"""At most this part of characters may be unreadable for a text still to count as damaged UTF-8. An assumption."""

_GUESS_WINDOW = 1 << 16
_CONTROL_CODES = (*range(9), *range(0x0E, 0x20), 0x7F, *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)
_CONTROL_SIGNS = tuple(map(chr, _CONTROL_CODES))
"""Searched one by one: each is a fast scan, where a pattern of classes takes twenty times as long."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text, the charset it was read with (``None`` where no charset fits and ``text`` is empty), and the doubts."""

    text: str
    charset: str | None
    doubts: tuple[Doubt, ...] = ()


def decode_text(payload: bytes, *, markup: bool = False, told: str | None = None) -> Decoded:
    """Return the text of ``payload``, cleaned (:func:`clean_text`).

    Numbered, cheap and certain first: 1. byte order mark; 2. the charset ``told`` from outside, else that of ``<meta
    charset>`` where ``markup`` is true, if it is a seven-bit one; 3. UTF-8; 4. any other charset told or declared;
    5. UTF-8 with a few damaged bytes; 6. a guess by charset-normalizer. The last two are doubts.
    """
    decoded = _decode_certain(payload, markup, told) or _decode_damaged(payload) or _decode_guessed(payload)
    if decoded is None:
        return Decoded(
            text="", charset=None, doubts=(Doubt("collect.text.undecodable", "no charset fits these bytes"),)
        )
    text, doubts = clean_text(decoded.text)
    return Decoded(text=text, charset=decoded.charset, doubts=(*decoded.doubts, *doubts))


def clean_text(text: str) -> tuple[str, tuple[Doubt, ...]]:
    """Return the text with newlines as ``\\n`` and without control characters or halves of surrogate pairs.

    Nothing else changes, so that offsets into it stay true. What was stripped is told as a doubt.
    """
    text = text.removeprefix("\ufeff")
    if any(sign in text for sign in "\r\x0b\x0c"):
        text = _NEWLINES.sub("\n", text)
    controls = halves = 0
    if any(sign in text for sign in _CONTROL_SIGNS):
        text, controls = _CONTROLS.subn("", text)
    if not _is_encodable(text):
        text, halves = _SURROGATES.subn("\ufffd", text)
    if not controls and not halves:
        return text, ()
    return text, (Doubt("collect.text.controls", f"{controls + halves} control characters stripped or replaced"),)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _decode_certain(payload: bytes, markup: bool, told: str | None) -> Decoded | None:
    for mark, charset in _BOMS:
        if payload.startswith(mark):
            return _decode_as(payload[len(mark) :], charset)
    declared = known_charset(told) or (declared_charset(payload) if markup else None)
    if declared == "iso2022_jp":
        return _decode_as(payload, declared)
    try:
        return Decoded(text=payload.decode("utf-8"), charset="utf-8")
    except UnicodeDecodeError:
        pass
    return _decode_as(payload, declared) if declared and not declared.startswith("utf-") else None


def declared_charset(payload: bytes) -> str | None:
    """Return the codec of the charset that a page's ``<meta>`` declares; ``None`` without one, or an unknown one."""
    found = _META_CHARSET.search(payload, 0, _META_WINDOW)
    return known_charset(found.group(1).decode("ascii")) if found else None


def known_charset(label: str | None) -> str | None:
    """Return the codec that a charset's label stands for; ``None`` for an unknown one, or one that texts do not use."""
    if not label:
        return None
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    name = _SUPERSETS.get(name, name)
    return name if name in _KNOWN else None


def _decode_as(payload: bytes, charset: str) -> Decoded:
    text = payload.decode(charset, errors="replace")
    return Decoded(text=text, charset=charset, doubts=_replacement_doubts(text, charset))


def _replacement_doubts(text: str, charset: str) -> tuple[Doubt, ...]:
    bad = text.count("\ufffd")
    return (Doubt("collect.text.damaged", f"{bad} characters are not valid {charset}"),) if bad else ()


def _decode_damaged(payload: bytes) -> Decoded | None:
    """Read as UTF-8 with replacements where whole multi-byte sequences outnumber the broken ones."""
    text = payload.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    sound = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
    if bad > max(1, _BAD_BYTES_SHARE * len(text)) or sound <= bad:
        return None
    return Decoded(text=text, charset="utf-8", doubts=_replacement_doubts(text, "utf-8"))


def _decode_guessed(payload: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    best = from_bytes(payload[:_GUESS_WINDOW]).best()
    if best is None:
        return None
    decoded = _decode_as(payload, best.encoding)
    guess = Doubt("collect.text.charset-guessed", f"charset not declared, guessed {best.encoding}")
    return Decoded(text=decoded.text, charset=best.encoding, doubts=(guess, *decoded.doubts))
