"""Machine translation that a page declares."""

from __future__ import annotations

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


def _is_short(passage: str, notice: Notice) -> bool:
    """Tell whether the notice opens a line or a sentence of a short paragraph."""
    start = passage.rfind("\n", 0, notice.start) + 1
    end = passage.find("\n", notice.end)
    line = passage[start : end if end >= 0 else len(passage)]
    before = passage[start : notice.start].rstrip(" (*_[")
    return len(line) <= _SHORT and (not before or before[-1] in ".!?。:|")
