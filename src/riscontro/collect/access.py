"""How much of a report is held: access, share, and the evidence for them."""

from __future__ import annotations

from dataclasses import dataclass

from riscontro.collect.endings import count_words, ends_abruptly, ends_in_ellipsis
from riscontro.collect.facts import NO_SIGNALS, Signals
from riscontro.collect.notices import Notice, NoticeKind
from riscontro.collect.signs import Sign, find_sign, find_sign_beside, langs_of_notices
from riscontro.model.document import Access

TYPICAL_WORDS = 500
"""Length of a whole report where nothing states it: an assumption, the order of an agency's or a newspaper's report."""

CUT_SHARE = 0.5
"""Highest share given to a page that says it is cut and gives no figure: an assumption."""

ABRUPT_SHARE = 0.8
"""Share of a text that ends within a sentence and shows no other sign of a cut: an assumption."""

LEAST_SHARE = 0.05
EXCERPT_WORDS = 120
"""A cut text shorter than this is an excerpt: a teaser or a feed's summary."""

WHOLE_RATIO = 0.85
"""From this part of the stated length on, a text counts as whole: pages count captions and titles differently."""

_LOOKS_WHOLE_WORDS = 400
"""Words from which a text that ends well is taken as whole though a notice stands beside it: the page lays it over
the report or keeps it ready, unseen. An assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What is held of a report. ``cut`` is where the notice starts in the text, ``None`` where it is not in it."""

    access: Access
    share: float
    evidence: tuple[str, ...] = ()
    cut: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The text before the cut, with all that the rules look at."""

    text: str
    words: int
    sign: Sign | None
    signals: Signals


def assess_holding(text: str, lang: str, signals: Signals = NO_SIGNALS) -> Holding:
    """Return access and share of a text, from its notices, its end, and what the page says beside it.

    Numbered, the surest first: 1. a notice with a figure; 2. the length that the page states; 3. a notice of a
    subscription; 4. markup that says "not free", or a log-in, where the text is short or ends abruptly; 5. "continue
    reading" or an ellipsis at the end; 6. a last sentence that is not finished. ``share`` is within 0 and 1; where no
    figure is at hand it rests on the assumptions named above, and the evidence says so.
    """
    langs = langs_of_notices(lang)
    sign = find_sign(text, langs) or find_sign_beside(signals.beside, langs)
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
    sign = find_sign(text, langs_of_notices(lang))
    return sign.cut if sign else None


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
    return ends_abruptly(text) or ends_in_ellipsis(text)


def _by_more(held: _Held) -> Holding | None:
    more = held.sign is not None and held.sign.notice.kind is NoticeKind.MORE
    if not more and not ends_in_ellipsis(held.text):
        return None
    evidence = f'notice on the page: "{held.sign.quote}"' if more and held.sign else "the text ends in an ellipsis"
    return _holding(held, Access.EXCERPT if held.words < EXCERPT_WORDS else Access.PARTIAL, None, evidence)


def _by_abrupt_end(held: _Held) -> Holding | None:
    if held.words < EXCERPT_WORDS or not ends_abruptly(held.text):
        return None
    last = " ".join(held.text[-60:].split())
    return _holding(held, Access.PARTIAL, ABRUPT_SHARE, f'the last sentence is not finished: "{last}" (share assumed)')


def _holding(held: _Held, access: Access, share: float | None, evidence: str) -> Holding:
    cut = held.sign.cut if held.sign else None
    if share is not None:
        return Holding(access=access, share=min(1.0, max(0.0, share)), evidence=(evidence,), cut=cut)
    assumed = round(min(CUT_SHARE, max(LEAST_SHARE, held.words / TYPICAL_WORDS)), 2)
    why = f"share assumed: {held.words} words held, {TYPICAL_WORDS} typical, at most {CUT_SHARE} of a page that is cut"
    return Holding(access=access, share=assumed, evidence=(evidence, why), cut=cut)
