"""Where a notice stands: whether it speaks for the page, or is only talked about in the report."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from riscontro.collect.endings import PROSE_WORDS, count_words, ends_in_ellipsis, is_prose
from riscontro.collect.notices import Notice, NoticeKind, find_notices, notice_langs

_BY_FORCE = (
    NoticeKind.LEFT,
    NoticeKind.READ,
    NoticeKind.LEFT_WORDS,
    NoticeKind.LEFT_CHARACTERS,
    NoticeKind.WALL,
    NoticeKind.DOOR,
    NoticeKind.MORE,
)
"""Kinds that tell of a cut, those with a figure first."""

_BESIDE = _BY_FORCE[:5]
"""Kinds that count beside the text too; doors and "read more" stand around whole reports as well."""

_WEAK = (NoticeKind.DOOR, NoticeKind.MORE)

_STATED = (NoticeKind.WHOLE_WORDS, NoticeKind.WHOLE_CHARACTERS, NoticeKind.MINUTES, NoticeKind.PAGES)
"""Kinds that tell how long the whole report is."""

_STATED_LINE = 80
"""Characters of a line that states a length: in a longer one it is about something else."""

_READING_TIMES = 2
"""With more reading times than this on the page they are those of other reports in a list."""

_SHORT_PARAGRAPH = 320
"""Characters up to which a paragraph may be a notice; longer ones are prose, but for the tail."""

_TAIL = 1200
"""Characters at the end in which a notice may also close a long paragraph."""

_FILLING = 40
"""Characters of an address after "read more", or of words before it: with more it leads to another report."""

_AROUND_MORE = " \t\u00a0.:…»›>→►▶←‹«◄◀)]}\"'*_-–—"
_ADDRESS = re.compile(r"[\w-]\.[a-z]{2,}\b")
_EVIDENCE_CHARACTERS = 160
_OPENING_QUOTES = "«“„‟\"'‘‚‹「『《〈"
_SENTENCE_ENDS = ".!?…。！？؟।۔:;：；|·•—–-»”’\"')]）］】」』*>→►▶✕×"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A notice that stands, the words around it, and where in the text (``None``: beside it on the page)."""

    notice: Notice
    quote: str
    cut: int | None


def langs_of_notices(lang: str) -> tuple[str, ...]:
    """Return the text's language and English, in which many pages write their notices; all where it is unknown."""
    known = notice_langs()
    return tuple(dict.fromkeys(code for code in (lang, "en") if code in known)) if lang in known else known


def find_sign(text: str, langs: Sequence[str]) -> Sign | None:
    """Return the notice by which a text says that it is cut, the most telling one; ``None`` where none stands.

    A notice stands in a short paragraph or near the end, opens a sentence outside quotation marks, and is not followed
    by more of the report. ``cut`` is where the first of them starts.
    """
    found = [
        notice
        for notice in find_notices(text, langs, kinds=_BY_FORCE)
        if _is_placed(text, notice) and _stands_alone(text, notice)
    ]
    if not found:
        return None
    flow = _measure_flow(text)
    found = [notice for notice in found if not _goes_on(text, flow, notice)]
    if not found:
        return None
    first = min(found, key=lambda notice: (_BY_FORCE.index(notice.kind), notice.start, -notice.end))
    return Sign(notice=first, quote=_line_around(text, first), cut=min(notice.start for notice in found))


def find_sign_beside(beside: str, langs: Sequence[str]) -> Sign | None:
    """Return the most telling notice among the short texts of a page, a line each; ``None`` where none stands."""
    found = [
        Sign(notice=notice, quote=_line_around(beside, notice), cut=None)
        for notice in find_notices(beside, langs, kinds=_BESIDE)
        if _stands_alone(beside, notice)
    ]
    return min(found, key=_force, default=None)


def find_sign_after(after: str, langs: Sequence[str]) -> Sign | None:
    """Return the most telling notice, of any kind that tells of a cut, among the short texts that follow the report."""
    found = [
        Sign(notice=notice, quote=_line_around(after, notice), cut=None)
        for notice in find_notices(after, langs, kinds=_BY_FORCE)
        if _stands_alone(after, notice)
    ]
    return min(found, key=_force, default=None)


def stronger(first: Sign | None, second: Sign | None) -> Sign | None:
    """Return the more telling of two signs, the first among equals; where the text is cut is kept."""
    if first is None or second is None:
        return first or second
    best = min(first, second, key=lambda sign: _BY_FORCE.index(sign.notice.kind))
    return best if first.cut is None else replace(best, cut=first.cut)


def is_weak(sign: Sign | None) -> bool:
    """Tell whether a sign stands around whole reports as well, or is none."""
    return sign is None or sign.notice.kind in _WEAK


def _force(sign: Sign) -> tuple[int, int, int]:
    """Return what signs are ranked by, the most telling lowest: kind, place, length."""
    return _BY_FORCE.index(sign.notice.kind), sign.notice.start, -sign.notice.end


def find_stated(text: str, beside: str, langs: Sequence[str]) -> tuple[Notice, ...]:
    """Return the notices that tell how long the whole report is: short lines beside it or at its start and end."""
    passage = "\n".join((beside, text[:_TAIL], text[_TAIL:][-_TAIL:]))
    found = [notice for notice in find_notices(passage, langs, kinds=_STATED) if _is_short_line(passage, notice)]
    times = {notice.number for notice in found if notice.kind is NoticeKind.MINUTES}
    if len(times) > _READING_TIMES:
        found = [notice for notice in found if notice.kind is not NoticeKind.MINUTES]
    return tuple(sorted(found, key=lambda notice: notice.start))


def _is_short_line(text: str, notice: Notice) -> bool:
    start = text.rfind("\n", 0, notice.start) + 1
    end = text.find("\n", notice.end)
    return (end if end >= 0 else len(text)) - start <= _STATED_LINE


def _is_placed(text: str, notice: Notice) -> bool:
    """Tell whether a notice is in a short paragraph or in the tail of the text; elsewhere it is prose."""
    if notice.start >= len(text) - _TAIL:
        return True
    start = text.rfind("\n", max(0, notice.start - _SHORT_PARAGRAPH - 1), notice.start)
    end = text.find("\n", notice.end, notice.end + _SHORT_PARAGRAPH + 1)
    first_line = start < 0 and notice.start <= _SHORT_PARAGRAPH
    return (start >= 0 or first_line) and end >= 0 and end - start <= _SHORT_PARAGRAPH + 1


def _stands_alone(text: str, notice: Notice) -> bool:
    """Tell whether a notice opens a sentence outside quotation marks: else it is something the report talks about.

    One of the kind ``more`` must fill its paragraph too, or follow an ellipsis.
    """
    if notice.kind is NoticeKind.MORE and not _fills_paragraph(text, notice):
        return False
    before = text[max(0, notice.start - 40) : notice.start]
    line = before[before.rfind("\n") + 1 :].rstrip(" \t\u00a0\u200b#*_>")
    if not line:
        return not before.endswith(tuple(_OPENING_QUOTES))
    return line[-1] in _SENTENCE_ENDS and before[-1] not in _OPENING_QUOTES


def _fills_paragraph(text: str, notice: Notice) -> bool:
    """Tell whether nothing but an arrow or an address follows, and nothing but the cut or a few words go before."""
    start = text.rfind("\n", 0, notice.start) + 1
    end = text.find("\n", notice.end)
    after = text[notice.end : end if end >= 0 else len(text)].strip(_AROUND_MORE)
    before = text[start : notice.start].strip()
    if len(after) > _FILLING or (after and not _ADDRESS.search(after)):
        return False
    return len(before) <= _FILLING or ends_in_ellipsis(before)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flow:
    """The paragraphs of a text: starts, words before each, and words of prose from each to the end."""

    starts: list[int]
    words_before: list[int]
    prose_from: list[int]


def _measure_flow(text: str) -> _Flow:
    starts, words, prose = [], [], []
    start = 0
    for line in text.split("\n"):
        starts.append(start)
        words.append(count_words(line))
        prose.append(words[-1] if is_prose(line, words[-1]) else 0)
        start += len(line) + 1
    before = [0, *accumulate(words)][: len(words)]
    return _Flow(starts=starts, words_before=before, prose_from=[*accumulate(reversed(prose))][::-1])


def _goes_on(text: str, flow: _Flow, notice: Notice) -> bool:
    """Tell whether more prose follows a notice without a figure than an offer would hold: then nothing was cut.

    After "continue reading" one paragraph of prose is enough, unless three dots stand before it: it led elsewhere.
    """
    place = bisect_right(flow.starts, notice.start)
    if notice.number is not None or place == len(flow.starts):
        return False
    after = flow.prose_from[place]
    if notice.kind is NoticeKind.MORE and after and not ends_in_ellipsis(text[: notice.start].rstrip()):
        return True
    return after > PROSE_WORDS * 4 and after * 2 > flow.words_before[place]


def _line_around(text: str, notice: Notice) -> str:
    start = text.rfind("\n", 0, notice.start) + 1
    end = text.find("\n", notice.end)
    line = text[max(start, notice.start - 60) : end if end >= 0 else len(text)]
    return " ".join(line.split())[:_EVIDENCE_CHARACTERS]
