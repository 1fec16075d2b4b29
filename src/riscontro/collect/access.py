"""How much of a report is held: access, share with its interval, and the evidence for them."""

from __future__ import annotations

from dataclasses import dataclass

from riscontro.collect.endings import (
    count_words,
    ends_abruptly,
    ends_dangling,
    ends_in_bracketed_ellipsis,
    ends_in_ellipsis,
    without_widget,
)
from riscontro.collect.facts import NO_SIGNALS, Signals
from riscontro.collect.notices import Notice, NoticeKind
from riscontro.collect.shares import (
    SHORT_WORDS,
    WHOLE,
    WORDS_A_MINUTE,
    Estimate,
    of_feed,
    of_minutes,
    of_pages,
    of_stated,
    of_typical,
    told,
    with_left,
)
from riscontro.collect.signs import (
    Sign,
    find_sign,
    find_sign_after,
    find_sign_beside,
    find_stated,
    is_weak,
    langs_of_notices,
    stronger,
)
from riscontro.model.document import Access

CUT_SHARE = 0.5
"""Highest share given to a page that says it is cut and gives no figure: an assumption."""

ABRUPT_SHARE = 0.8
"""Highest share of a text that ends within a sentence and shows no other sign of a cut: an assumption."""

EXCERPT_WORDS = 120
"""A cut text shorter than this is an excerpt: a teaser or a feed's summary."""

WHOLE_RATIO = 0.85
"""From this part of the stated length on, a text counts as whole: pages count captions and titles differently."""

DOUBTED_LOW = 0.4
"""Low end of the share of a text taken as whole against a sign of a cut."""

_LOOKS_WHOLE_WORDS = 250
"""Words from which a text that ends well is taken as whole though a notice stands elsewhere on the page, not at the
report's end: an offer in the page's head, a dialog laid over the report. An assumption."""

_FEED_RATIO = 1.15
"""From this ratio on a feed's text is longer than the page's: smaller ones come from captions and titles."""

_READ_OUT = 0.75
"""From this part of the words of a reading time on, a text may be whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What is held of a report: ``share`` lies in ``low`` to ``high``, all 0 to 1; :mod:`riscontro.collect.shares`
    tells how wide. ``cut`` is where the notice starts in the text, ``None`` where it is not in it.
    """

    access: Access
    share: float
    low: float
    high: float
    evidence: tuple[str, ...] = ()
    cut: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The text before the cut, with all that the rules look at.

    ``at_end``: the sign stands at the report's end; ``laid_over``: in a dialog, which lies over whole reports too.
    """

    text: str
    lang: str
    words: int
    sign: Sign | None
    at_end: bool
    laid_over: bool
    stated: tuple[Notice, ...]
    signals: Signals

    @property
    def unfinished(self) -> bool:
        return ends_in_ellipsis(self.text) or ends_abruptly(self.text, self.lang)

    def has(self, *kinds: NoticeKind) -> bool:
        return self.sign is not None and self.sign.notice.kind in kinds

    def number_of(self, kind: NoticeKind) -> float | None:
        return next((notice.number for notice in self.stated if notice.kind is kind and notice.number), None)


def assess_holding(text: str, lang: str, signals: Signals = NO_SIGNALS) -> Holding:
    """Return access and share of a text, from its notices, its end, and what the page says beside it.

    Numbered, the surest first: 0. a text of which the beginning alone is held; 1. a notice with a figure; 2. the length
    that the page states; 3. a feed's text that is longer, or a short one that stands in the page's place; 4. a notice
    of a subscription; 5. numbered pages; 6. markup that says "not free", or a log-in, where the text is short or
    unfinished; 7. "continue reading" or an ellipsis at the end; 8. a last sentence that is not finished. Where no
    figure is at hand the share rests on the assumptions of
    :mod:`riscontro.collect.shares`, its interval is wide, and the evidence says so.
    """
    langs = langs_of_notices(lang)
    at_end = stronger(find_sign(text, langs), find_sign_after(signals.after, langs))
    beside = find_sign_beside(signals.beside, langs) if is_weak(at_end) else None
    over = find_sign_beside(signals.over, langs) if is_weak(at_end) and beside is None else None
    sign = stronger(stronger(at_end, beside), over)
    cut = sign.cut if sign else None
    held_text = without_widget(text[:cut].rstrip())
    held = _Held(
        text=held_text,
        lang=lang,
        words=count_words(held_text),
        sign=sign,
        at_end=at_end is not None and sign is not None and sign.notice is at_end.notice,
        laid_over=over is not None and sign is not None and sign.notice is over.notice,
        stated=find_stated(text, signals.beside, langs),
        signals=signals,
    )
    for rule in (
        _by_bound,
        _by_figure,
        _by_stated_length,
        _by_feed,
        _by_summary,
        _by_wall,
        _by_pages,
        _by_markup,
        _by_more,
        _by_abrupt_end,
    ):
        holding = rule(held)
        if holding is not None:
            return holding
    if signals.summary:
        return _doubted(signals.summary)
    return Holding(access=Access.FULL, share=1.0, low=1.0, high=1.0)


def cut_offset(text: str, lang: str) -> int | None:
    """Return where the notice that ends the report starts, ``None`` where the text has none.

    What follows it (offers, prices) stays in the text so that offsets hold, and is not the report's.
    """
    sign = find_sign(text, langs_of_notices(lang))
    return sign.cut if sign else None


def _by_bound(held: _Held) -> Holding | None:
    found = held.signals.found
    if found is None:
        return None
    share = told(len(held.text) / found)
    return _cut(held, Access.PARTIAL, share, f"the first {len(held.text):,} of {found:,} characters are held")


def _by_figure(held: _Held) -> Holding | None:
    if held.sign is None or held.sign.notice.number is None:
        return None
    estimate = _figure_to_share(held.sign.notice, held)
    return _cut(held, Access.PAYWALLED, estimate, _quoted(held.sign)) if estimate else None


def _figure_to_share(notice: Notice, held: _Held) -> Estimate | None:
    assert notice.number is not None
    if notice.kind in (NoticeKind.LEFT, NoticeKind.READ):
        if notice.number > 100:
            return None
        part = notice.number / 100
        return told(1 - part if notice.kind is NoticeKind.LEFT else part)
    length = held.words if notice.kind is NoticeKind.LEFT_WORDS else len("".join(held.text.split()))
    return with_left(length, notice.number) if length else None


def _by_stated_length(held: _Held) -> Holding | None:
    for stated, here, unit in _stated_lengths(held):
        if not stated or not here:
            continue
        estimate = of_stated(here, stated)
        evidence = f"{here} of {stated:g} {unit} that the page states"
        if here / stated >= WHOLE_RATIO:
            return Holding(access=Access.FULL, share=1.0, low=estimate.low, high=1.0, evidence=(evidence,))
        walled = held.signals.free is False or held.has(NoticeKind.WALL)
        return _cut(held, Access.PAYWALLED if walled else Access.PARTIAL, estimate, evidence)
    return None


def _stated_lengths(held: _Held) -> tuple[tuple[float | None, int, str], ...]:
    """Return stated length, length held and unit: those of the markup first."""
    signs = len("".join(held.text.split()))
    return (
        (held.signals.characters, len(held.text), "characters"),
        (held.signals.words, held.words, "words"),
        (held.number_of(NoticeKind.WHOLE_WORDS), held.words, "words"),
        (held.number_of(NoticeKind.WHOLE_CHARACTERS), signs, "characters"),
    )


def _by_feed(held: _Held) -> Holding | None:
    """A feed that gives more than the page: the page is cut; by how much at least, the feed tells."""
    feed = count_words(held.signals.feed)
    if not held.words or feed < held.words * _FEED_RATIO or feed - held.words < EXCERPT_WORDS / 4:
        return None
    walled = held.signals.free is False or held.has(NoticeKind.WALL)
    evidence = f"{held.words} words on the page, {feed} in the feed's text"
    return _cut(held, Access.PAYWALLED if walled else Access.PARTIAL, of_feed(held.words, feed), evidence)


def _by_summary(held: _Held) -> Holding | None:
    """A feed's own text in the page's place, where it is no longer than summaries are."""
    if not held.signals.summary or held.words >= EXCERPT_WORDS:
        return None
    return _cut(held, Access.EXCERPT, _reckon(held, CUT_SHARE), held.signals.summary)


def _by_wall(held: _Held) -> Holding | None:
    if held.sign is None or not held.has(NoticeKind.WALL):
        return None
    if held.sign.cut is None and _looks_whole(held):
        return _doubted(_quoted(held.sign), "yet the text looks whole")
    return _cut(held, Access.PAYWALLED, _reckon(held, CUT_SHARE), _quoted(held.sign))


def _looks_whole(held: _Held) -> bool:
    """Tell whether a text is whole although a notice stands on the page, outside the text."""
    if held.signals.gated is not None:
        return held.signals.gated
    if held.signals.free is False or held.unfinished:
        return False
    minutes = held.number_of(NoticeKind.MINUTES)
    if minutes is not None:
        return held.words >= _READ_OUT * minutes * WORDS_A_MINUTE[1] and held.words >= EXCERPT_WORDS
    if held.at_end:
        return False
    return held.words >= (EXCERPT_WORDS if held.signals.free or held.laid_over else _LOOKS_WHOLE_WORDS)


def _by_pages(held: _Held) -> Holding | None:
    pages = next((notice for notice in held.stated if notice.kind is NoticeKind.PAGES), None)
    if pages is None or pages.total is None or pages.total < 2:
        return None
    number = int(pages.number or 1)
    if number > pages.total:
        return None
    return _cut(held, Access.PARTIAL, of_pages(pages.total), f"page {number} of {pages.total}, as the page says")


def _by_markup(held: _Held) -> Holding | None:
    """Weak signs, which whole pages show too, where the text is short or unfinished."""
    door = held.has(NoticeKind.DOOR) and held.at_end and held.sign is not None and held.sign.cut is not None
    if not (door or held.signals.free is False) or held.signals.gated:
        return None
    sign = "isAccessibleForFree is false" if held.signals.free is False or held.sign is None else _quoted(held.sign)
    unfinished = held.unfinished
    if held.words >= EXCERPT_WORDS and not unfinished:
        return _doubted(sign, "yet the text looks whole") if held.signals.free is False else None
    end = "is not finished" if unfinished else f"has {held.words} words"
    return _cut(held, Access.PAYWALLED, _reckon(held, CUT_SHARE), f"{sign}, and the text {end}")


def _by_more(held: _Held) -> Holding | None:
    """ "Continue reading" in the text or right after a short one, and the three dots of a cut."""
    access = Access.EXCERPT if held.words < EXCERPT_WORDS else Access.PARTIAL
    if held.sign is not None and held.has(NoticeKind.MORE):
        if held.sign.cut is not None or held.words < EXCERPT_WORDS or held.unfinished:
            return _cut(held, access, _reckon(held, CUT_SHARE), _quoted(held.sign))
        return None
    if not ends_in_ellipsis(held.text):
        return None
    sure = ends_in_bracketed_ellipsis(held.text) or ends_dangling(held.text.rstrip(" .…"), held.lang)
    if held.words >= SHORT_WORDS and not sure:
        return _doubted("the text ends in an ellipsis", f"taken as style after {held.words} words")
    return _cut(held, access, _reckon(held, CUT_SHARE), "the text ends in an ellipsis")


def _by_abrupt_end(held: _Held) -> Holding | None:
    if not ends_abruptly(held.text, held.lang):
        return None
    last = " ".join(held.text[-60:].split())
    access = Access.EXCERPT if held.words < EXCERPT_WORDS else Access.PARTIAL
    return _cut(held, access, _reckon(held, ABRUPT_SHARE), f'the last sentence is not finished: "{last}"')


def _reckon(held: _Held, most: float) -> Estimate:
    """Return the share of a page known to be cut, by its reading time or else by the typical length."""
    minutes = held.number_of(NoticeKind.MINUTES)
    return of_minutes(held.words, minutes, most=most) if minutes else of_typical(held.words, most=most)


def _quoted(sign: Sign) -> str:
    return f'notice on the page: "{sign.quote}"'


def _doubted(*evidence: str) -> Holding:
    return Holding(access=Access.FULL, share=1.0, low=DOUBTED_LOW, high=1.0, evidence=evidence)


def _cut(held: _Held, access: Access, estimate: Estimate, evidence: str) -> Holding:
    """Return the holding of a page that is cut; a share of one is a whole page."""
    return Holding(
        access=Access.FULL if estimate.share == WHOLE.share else access,
        share=estimate.share,
        low=estimate.low,
        high=estimate.high,
        evidence=(evidence, estimate.why) if estimate.why else (evidence,),
        cut=held.sign.cut if held.sign else None,
    )
