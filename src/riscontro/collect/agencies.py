"""Agency tags: marks by which a report says that it carries an agency's copy ("(ANSA)", "dpa/", "서울=연합뉴스",
"SEOUL, Oct 3 (Yonhap) --"), and bylines that name agencies or say "with agencies".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from riscontro.collect.wire import wire_langs_of, wire_marks
from riscontro.model.mention import Span

UNNAMED = "agencies"
"""Stands for agencies that a report says it draws on and does not name."""

_HEAD = 300
_TAIL = 400
"""Characters at the start and the end of a text in which tags stand; elsewhere an agency is named as a source."""

_CREDIT_LINE = 160
_OPENING = "([【〔（/=|–—-*"
_CLOSING = ")]】〕）/=|–—-*"
_UNNAMED_LINE = 60
"""Characters of a line that is nothing but a credit to agencies; a longer one is a sentence about them."""

_BYLINE = 300
_SEPARATORS = re.compile(r"[;,/|&()（）\[\]–—·・、]|\s-\s")
_PIECES = re.compile(r"[\n()（）\[\]【】]")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTag:
    """An agency by its usual name in English, and the words of the tag."""

    agency: str
    span: Span


def agencies_of(text: str, byline: str | None, lang: str) -> tuple[str, ...]:
    """Return the agencies whose copy a report says it carries, each once: those of its byline, then of its tags.

    :data:`UNNAMED` stands last where it says "with agencies".
    """
    signed = tuple(_byline_agencies((byline or "")[:_BYLINE], lang))
    named = dict.fromkeys(name for name in signed if name != UNNAMED)
    named.update((tag.agency, None) for tag in find_agencies(text, lang))
    return (*named, UNNAMED) if UNNAMED in signed or _has_unnamed(text, lang) else tuple(named)


def find_agencies(text: str, lang: str) -> tuple[AgencyTag, ...]:
    """Return the agency tags at the start and the end of a text, in order, each agency once.

    A tag is an agency's name between brackets, dashes, slashes or line ends, or in a line that a credit opens ("with
    material from dpa"). Names are those of the text's language and of English.
    """
    found: dict[str, AgencyTag] = {}
    edge = max(_HEAD, len(text) - _TAIL)
    for match in _matches(text, lang):
        agency = _names(lang)[match.group()]
        if match.start() >= _HEAD and match.start() < edge:
            continue
        if agency not in found and (_is_marked(text, match.span()) or _is_credited(text, match.span(), lang)):
            found[agency] = AgencyTag(agency=agency, span=Span(*match.span()))
    return tuple(found.values())


def _byline_agencies(byline: str, lang: str) -> Iterator[str]:
    """Yield the agencies of a byline: those of its parts that are nothing but an agency's name."""
    for part in _parts(byline, lang):
        yield _names(lang).get(part, UNNAMED)


def _parts(byline: str, lang: str) -> Iterator[str]:
    """Yield the parts of a byline that name agencies: parted at signs, then at joining words, freed of what leads."""
    pending = [part.strip() for part in _SEPARATORS.split(byline)]
    while pending:
        part = pending.pop(0)
        if part in _names(lang) or part.casefold() in _unnamed(lang):
            yield part
            continue
        pieces = [piece.strip() for piece in _joins(lang).split(part, maxsplit=1)]
        freed = _lead(lang).sub("", part).strip()
        if len(pieces) > 1:
            pending[:0] = pieces
        elif freed != part:
            pending.insert(0, freed)


def _has_unnamed(text: str, lang: str) -> bool:
    """Tell whether a short line, or words in brackets, at either end are nothing but a credit to agencies."""
    edge = max(_HEAD, len(text) - _TAIL)
    return any(
        piece.strip(" \t*_.:–—-").casefold() in _unnamed(lang)
        for passage in (text[:_HEAD], text[edge:])
        for piece in _PIECES.split(passage)
        if len(piece) <= _UNNAMED_LINE
    )


def _matches(text: str, lang: str) -> Iterator[re.Match[str]]:
    pattern = _pattern(lang)
    edge = max(_HEAD, len(text) - _TAIL)
    yield from pattern.finditer(text, 0, min(len(text), _HEAD))
    yield from pattern.finditer(text, edge)


def _is_marked(text: str, span: tuple[int, int]) -> bool:
    """Tell whether signs of a tag stand on both sides, a line's border counting as one, and at least one is a sign."""
    before = text[max(0, span[0] - 3) : span[0]].rstrip(" \t")
    after = text[span[1] : span[1] + 3].lstrip(" \t")
    opens = not before or before[-1] in _OPENING or before[-1] == "\n"
    closes = not after or after[0] in _CLOSING or after[0] == "\n"
    if not (opens and closes):
        return False
    return before[-1:] in tuple(_OPENING) or after[:1] in tuple(_CLOSING) or span[0] > _HEAD


def _is_credited(text: str, span: tuple[int, int], lang: str) -> bool:
    start = text.rfind("\n", 0, span[0]) + 1
    line = text[start : span[0]].lstrip(" (*_—–-").casefold()
    leads = tuple(credit for code in wire_langs_of(lang) for credit in wire_marks(code).credit)
    return len(line) <= _CREDIT_LINE and line.startswith(leads)


@cache
def _names(lang: str) -> dict[str, str]:
    """Return the forms of names to agencies; the text's own language goes before English."""
    names: dict[str, str] = {}
    for code in wire_langs_of(lang):
        for form, agency in wire_marks(code).agencies.items():
            names.setdefault(form, agency)
    return names


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in sorted(_names(lang), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)")


@cache
def _unnamed(lang: str) -> frozenset[str]:
    return frozenset(phrase.casefold() for code in wire_langs_of(lang) for phrase in wire_marks(code).unnamed)


@cache
def _joins(lang: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for code in wire_langs_of(lang) for word in wire_marks(code).joins)
    return re.compile(rf"\s(?:{words})\s", re.IGNORECASE)


@cache
def _lead(lang: str) -> re.Pattern[str]:
    """Return a pattern of the words that may stand around a name in a byline: before it, and a desk's after it."""
    words = {word for code in wire_langs_of(lang) for word in wire_marks(code).lead}
    joined = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"^(?:{joined})[\s:]+|\s(?:staff|desk|news agency)$", re.IGNORECASE)
