"""Agency tags: marks by which a report says that it carries an agency's copy ("(ANSA)", "dpa/", "서울=연합뉴스")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from riscontro.collect.notices import access_table, notice_langs
from riscontro.model.mention import Span

_HEAD = 300
_TAIL = 400
"""Characters at the start and the end of a text in which tags stand; elsewhere an agency is named as a source."""

_CREDIT_LINE = 160
_OPENING = "([【〔（/=|–—-*"
_CLOSING = ")]】〕）/=|–—-*"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTag:
    """An agency by its usual name in English, and the words of the tag."""

    agency: str
    span: Span


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
    leads = tuple(credit for code in _langs(lang) for credit in access_table(code).get("credit", ()))
    return len(line) <= _CREDIT_LINE and line.startswith(leads)


def _langs(lang: str) -> tuple[str, ...]:
    return tuple(code for code in dict.fromkeys((lang, "en")) if code in notice_langs())


@cache
def _names(lang: str) -> dict[str, str]:
    """Return the forms of names to agencies; the text's own language goes before English."""
    names: dict[str, str] = {}
    for code in _langs(lang):
        for agency, forms in access_table(code).get("agencies", {}).items():
            for form in forms:
                names.setdefault(form, agency)
    return names


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in sorted(_names(lang), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)")
