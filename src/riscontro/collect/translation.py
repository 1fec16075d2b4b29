"""Machine translation that a page declares."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from riscontro.collect.facts import language_code
from riscontro.collect.language import UNDETERMINED
from riscontro.collect.notices import Notice, NoticeKind, find_notices, notice_langs

_EDGE = 600
"""Characters at the start and the end of a text in which such a notice stands; elsewhere it is what a text is about."""

_SHORT = 320


def find_translation(text: str, lang: str, beside: str = "") -> str | None:
    """Return the language that a page says it was machine-translated from, ``und`` where it does not say which,
    ``None`` where no notice tells of a translation. ``beside`` are the short texts of the page, a line each.
    """
    known = notice_langs()
    langs = tuple(dict.fromkeys((lang, "en"))) if lang in known else known
    passage = "\n".join((text[:_EDGE], text[_EDGE:][-_EDGE:], beside))
    for notice in find_notices(passage, langs, kinds=(NoticeKind.TRANSLATED,)):
        if _is_short(passage, notice):
            return notice.source_lang or UNDETERMINED
    return None


def translated_by_address(url: str | None) -> str | None:
    """Return the language from which an address has its page translated: Google's hosts put the page's own name before
    ``translate.goog`` and the language into ``_x_tr_sl``. ``und`` where it is found out there, ``None`` for others.

    >>> translated_by_address("https://post-example.translate.goog/a?_x_tr_sl=ko&_x_tr_tl=en")
    'ko'
    """
    parts = urlsplit(url or "")
    if not (parts.hostname or "").endswith(".translate.goog"):
        return None
    return language_code(parse_qs(parts.query).get("_x_tr_sl", [""])[0]) or UNDETERMINED


def _is_short(passage: str, notice: Notice) -> bool:
    """Tell whether the notice opens a line or a sentence of a short paragraph."""
    start = passage.rfind("\n", 0, notice.start) + 1
    end = passage.find("\n", notice.end)
    line = passage[start : end if end >= 0 else len(passage)]
    before = passage[start : notice.start].rstrip(" (*_[")
    return len(line) <= _SHORT and (not before or before[-1] in ".!?。:|")
