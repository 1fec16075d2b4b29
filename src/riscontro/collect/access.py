"""How much of a report is held: access, share, and the evidence for them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from riscontro.collect.facts import NO_SIGNALS, Signals
from riscontro.collect.notices import Notice, NoticeKind, find_notices, notice_langs
from riscontro.model.document import Access

TYPICAL_WORDS = 500
"""Length of a whole report where nothing states it: an assumption, near the median of agency and newspaper reports."""

CUT_SHARE = 0.5
"""Highest share given to a page that says it is cut and gives no figure: an assumption."""

ABRUPT_SHARE = 0.8
"""Share of a text that ends within a sentence and shows no other sign of a cut: an assumption."""

LEAST_SHARE = 0.05
EXCERPT_WORDS = 120
"""A cut text shorter than this is an excerpt: a teaser or a feed's summary."""

WHOLE_RATIO = 0.85
"""From this part of the stated length on, a text counts as whole: pages count captions and titles differently."""

_SHORT_PARAGRAPH = 320
"""Characters up to which a paragraph may be a notice; longer ones are prose, but for the tail."""

_TAIL = 1200
"""Characters at the end in which a notice may also close a long paragraph."""

_PROSE_PARAGRAPH = 25
"""Words from which a paragraph with a full stop counts as prose that goes on after a notice."""

_AROUND_MORE = " \t\u00a0.:…»›>→►▶)]}\"'*_-–—"
_ADDRESS = re.compile(r"[\w-]\.[a-z]{2,}\b")
_EVIDENCE_CHARACTERS = 160
_OPENING_QUOTES = "«“„‟\"'‘‚‹「『《〈"
_SENTENCE_ENDS = ".!?…。！？؟।۔:;：；|·•—–-»”’\"')]）］】」』*>→►▶✕×"
_TERMINAL = re.compile(r"[.!?。！？؟।۔][\"'’”»›)\]）」』*_]{0,3}\s*$")
_ELLIPSIS = re.compile(r"(?:\.\.\.|…|\[\s?(?:…|\.\.\.)\s?\]|\(\s?(?:…|\.\.\.)\s?\))\s*$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?])[\"'”’»)\]]?\s+|(?<=[。！？؟])")
_CASELESS = re.compile(r"[\u0600-\u06ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_UNFINISHED_WORDS = 5
"""Words that the broken sentence holds at least; a shorter one is a credit or a heading."""

_WORD = re.compile(r"[^\W_]+")

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

_LOOKS_WHOLE_WORDS = 400
"""Words from which a text that ends well is taken as whole though a notice stands beside it: the page lays it over
the report or keeps it ready, unseen. An assumption."""

_FILLING = 40
"""Characters of an address after "read more", or of words before it: with more it leads to another report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What is held of a report. ``cut`` is where the notice starts in the text, ``None`` where it is not in it."""

    access: Access
    share: float
    evidence: tuple[str, ...] = ()
    cut: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    """A notice that stands, the words around it, and where in the text (``None``: beside it on the page)."""

    notice: Notice
    quote: str
    cut: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The text before the cut, with all that the rules look at."""

    text: str
    words: int
    sign: _Sign | None
    signals: Signals


def assess_holding(text: str, lang: str, signals: Signals = NO_SIGNALS) -> Holding:
    """Return access and share of a text, from its notices, its end, and what the page says beside it.

    Numbered, the surest first: 1. a notice with a figure; 2. the length that the page states; 3. a notice of a
    subscription; 4. markup that says "not free", or a log-in, where the text is short or ends abruptly; 5. "continue
    reading" or an ellipsis at the end; 6. a last sentence that is not finished. ``share`` is within 0 and 1; where no
    figure is at hand it rests on the assumptions named above, and the evidence says so.
    """
    langs = _langs(lang)
    sign = _sign_in_text(text, langs) or _sign_beside(signals.beside, langs)
    held_text = text[: sign.cut].rstrip() if sign else text.rstrip()
    held = _Held(text=held_text, words=count_words(held_text), sign=sign, signals=signals)
    for rule in (_by_figure, _by_stated_length, _by_wall, _by_markup, _by_more, _by_abrupt_end):
        holding = rule(held)
        if holding is not None:
            return holding
    return Holding(access=Access.FULL, share=1.0)


def cut_offset(text: str, lang: str) -> int | None:
    """Return where the notice that ends the report starts, ``None`` where the text has none.

    What follows it (offers, prices) stays in the text so that offsets hold, and is not the report's.
    """
    sign = _sign_in_text(text, _langs(lang))
    return sign.cut if sign else None


def count_words(text: str) -> int:
    """Return the number of words; in Chinese and Japanese two signs count as one (an assumption)."""
    signs = len(_CJK.findall(text))
    return len(_WORD.findall(_CJK.sub(" ", text) if signs else text)) + signs // 2


def _langs(lang: str) -> tuple[str, ...]:
    """The document's language and English, in which many pages write their notices; all where it is unknown."""
    known = notice_langs()
    return tuple(dict.fromkeys(code for code in (lang, "en") if code in known)) if lang in known else known


def _sign_in_text(text: str, langs: Sequence[str]) -> _Sign | None:
    found = [
        notice
        for notice in find_notices(text, langs, kinds=_BY_FORCE)
        if _is_placed(text, notice) and _stands_alone(text, notice)
    ]
    if not found:
        return None
    flow = _measure_flow(text)
    found = [notice for notice in found if not _goes_on(flow, notice)]
    if not found:
        return None
    first = min(found, key=lambda notice: (_BY_FORCE.index(notice.kind), notice.start, -notice.end))
    return _Sign(notice=first, quote=_line_around(text, first), cut=min(notice.start for notice in found))


def _sign_beside(beside: str, langs: Sequence[str]) -> _Sign | None:
    found = [
        _Sign(notice=notice, quote=_line_around(beside, notice), cut=None)
        for notice in find_notices(beside, langs, kinds=_BESIDE)
        if _stands_alone(beside, notice)
    ]
    return min(found, key=lambda sign: _BY_FORCE.index(sign.notice.kind), default=None)


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
    return len(before) <= _FILLING or bool(_ELLIPSIS.search(before[-12:]))


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
        prose.append(words[-1] if _is_prose(line, words[-1]) else 0)
        start += len(line) + 1
    before = [0, *accumulate(words)][: len(words)]
    return _Flow(starts=starts, words_before=before, prose_from=[*accumulate(reversed(prose))][::-1])


def _goes_on(flow: _Flow, notice: Notice) -> bool:
    """Tell whether more prose follows a notice without a figure than an offer would hold: then nothing was cut."""
    place = bisect_right(flow.starts, notice.start)
    if notice.number is not None or place == len(flow.starts):
        return False
    after = flow.prose_from[place]
    return after > _PROSE_PARAGRAPH * 4 and after * 2 > flow.words_before[place]


def _is_prose(line: str, words: int) -> bool:
    return words >= _PROSE_PARAGRAPH and bool(_TERMINAL.search(line[-12:]))


def _line_around(text: str, notice: Notice) -> str:
    start = text.rfind("\n", 0, notice.start) + 1
    end = text.find("\n", notice.end)
    line = text[max(start, notice.start - 60) : end if end >= 0 else len(text)]
    return " ".join(line.split())[:_EVIDENCE_CHARACTERS]


def _by_figure(held: _Held) -> Holding | None:
    if held.sign is None or held.sign.notice.number is None:
        return None
    share = _figure_to_share(held.sign.notice, held)
    if share is None:
        return None
    access = Access.FULL if share == 1 else Access.PAYWALLED
    return _holding(held, access, share, f'notice on the page: "{held.sign.quote}"')


def _figure_to_share(notice: Notice, held: _Held) -> float | None:
    assert notice.number is not None
    if notice.kind in (NoticeKind.LEFT, NoticeKind.READ):
        if notice.number > 100:
            return None
        part = notice.number / 100
        return round(1 - part if notice.kind is NoticeKind.LEFT else part, 4)
    length = held.words if notice.kind is NoticeKind.LEFT_WORDS else len("".join(held.text.split()))
    return round(length / (length + notice.number), 4) if length else None


def _by_stated_length(held: _Held) -> Holding | None:
    stated, here, unit = held.signals.words, held.words, "words"
    if held.signals.characters:
        stated, here, unit = held.signals.characters, len(held.text), "characters"
    if not stated or not here:
        return None
    ratio = here / stated
    evidence = f"{here} of {stated} {unit} that the page states"
    if ratio >= WHOLE_RATIO:
        return Holding(access=Access.FULL, share=1.0, evidence=(evidence,))
    walled = held.signals.free is False or (held.sign is not None and held.sign.notice.kind is NoticeKind.WALL)
    return _holding(held, Access.PAYWALLED if walled else Access.PARTIAL, round(ratio, 4), evidence)


def _by_wall(held: _Held) -> Holding | None:
    if held.sign is None or held.sign.notice.kind is not NoticeKind.WALL:
        return None
    evidence = f'notice on the page: "{held.sign.quote}"'
    if held.sign.cut is None and _looks_whole(held):
        return Holding(access=Access.FULL, share=1.0, evidence=(evidence, "yet the text looks whole"))
    return _holding(held, Access.PAYWALLED, None, evidence)


def _looks_whole(held: _Held) -> bool:
    if held.signals.gated is not None:
        return held.signals.gated
    return held.words >= _LOOKS_WHOLE_WORDS and held.signals.free is not False and not _ends_unfinished(held.text)


def _by_markup(held: _Held) -> Holding | None:
    """Weak signs, which whole pages show too, where the text is short or ends abruptly."""
    door = held.sign is not None and held.sign.notice.kind is NoticeKind.DOOR
    if not (door or held.signals.free is False) or held.signals.gated:
        return None
    unfinished = _ends_unfinished(held.text)
    if held.words >= EXCERPT_WORDS and not unfinished:
        return None
    sign = f'a door for subscribers ("{held.sign.quote}")' if door and held.sign else "isAccessibleForFree is false"
    end = "is not finished" if unfinished else f"has {held.words} words"
    return _holding(held, Access.PAYWALLED, None, f"{sign}, and the text {end}")


def _ends_unfinished(text: str) -> bool:
    return _ends_abruptly(text) or bool(_ELLIPSIS.search(text[-12:]))


def _by_more(held: _Held) -> Holding | None:
    more = held.sign is not None and held.sign.notice.kind is NoticeKind.MORE
    if not more and not _ELLIPSIS.search(held.text[-12:]):
        return None
    evidence = f'notice on the page: "{held.sign.quote}"' if more and held.sign else "the text ends in an ellipsis"
    return _holding(held, Access.EXCERPT if held.words < EXCERPT_WORDS else Access.PARTIAL, None, evidence)


def _by_abrupt_end(held: _Held) -> Holding | None:
    if held.words < EXCERPT_WORDS or not _ends_abruptly(held.text):
        return None
    last = " ".join(held.text[-60:].split())
    return _holding(held, Access.PARTIAL, ABRUPT_SHARE, f'the last sentence is not finished: "{last}" (share assumed)')


def _ends_abruptly(text: str) -> bool:
    """Tell whether the last paragraph breaks off within a sentence.

    It must be long and start like a sentence, and end in a word of small letters or of a script without
    them: else it is a caption, a list, an address, a credit.
    """
    last = text.rstrip().rsplit("\n", 1)[-1]
    if _TERMINAL.search(last[-12:]) or count_words(last) < _PROSE_PARAGRAPH:
        return False
    words = last[-60:].split()
    closing = words[-1].rstrip(",;-–—")
    sentence = _SENTENCE_BREAK.split(last[-600:])[-1]
    return closing.isalpha() and closing == closing.lower() and _starts_a_sentence(sentence)


def _starts_a_sentence(sentence: str) -> bool:
    return (count_words(sentence) >= _UNFINISHED_WORDS and sentence[:1] != sentence[:1].lower()) or bool(
        _CASELESS.match(sentence)
    )


def _holding(held: _Held, access: Access, share: float | None, evidence: str) -> Holding:
    cut = held.sign.cut if held.sign else None
    if share is not None:
        return Holding(access=access, share=min(1.0, max(0.0, share)), evidence=(evidence,), cut=cut)
    assumed = round(min(CUT_SHARE, max(LEAST_SHARE, held.words / TYPICAL_WORDS)), 2)
    why = f"share assumed: {held.words} words held, {TYPICAL_WORDS} typical, at most {CUT_SHARE} of a page that is cut"
    return Holding(access=access, share=assumed, evidence=(evidence, why), cut=cut)
