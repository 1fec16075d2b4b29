"""Pages written for measuring the share: whole, cut and teaser, in thirteen languages and ten layouts, the truth known.

A whole report is written first and then cut, so that the share held is known by construction. The words are those of
``share_words.toml``; even entries serve the dev half, odd ones the kept half, which also has layouts of its own.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HALVES = ("dev", "kept")
FULL, CUT, TEASER = 5, 4, 3
"""Pages of each sort in one language: 60 whole ones and 91 others of 156, as a desk's subscriptions leave them."""

_TABLES: dict[str, dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("share_words.toml").read_text("utf-8")
)
LANGS = tuple(_TABLES)
_SPACELESS = ("zh", "ja")
_SIGNS_A_WORD = 2
_WORDS_A_MINUTE = 220


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page, what it is, and the part of the report that it truly holds."""

    kind: str
    lang: str
    layout: str
    markup: str
    share: float


@dataclass(kw_only=True)
class _Draft:
    """A page being made: what stands above, in and after the report, and what the markup says."""

    paragraphs: list[str]
    above: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    """Elements at the end of the report's own element."""
    after: list[str] = field(default_factory=list)
    """Elements after the report's element."""
    facts: dict[str, Any] = field(default_factory=dict)
    body_class: str = ""


@dataclass(frozen=True, kw_only=True)
class _Pen:
    """What writes in one language and half."""

    lang: str
    half: int
    dice: random.Random

    def pick(self, key: str, **slots: object) -> str:
        """Return one of the half's entries, its slots filled."""
        return self.dice.choice(_TABLES[self.lang][key][self.half :: 2]).format(**slots)

    def sentence(self) -> str:
        return self.dice.choice(_TABLES[self.lang]["sentences"]).format(n=self.dice.randrange(2, 990))

    def report(self, words: int) -> list[str]:
        """Return paragraphs of about that many words in all."""
        paragraphs: list[str] = []
        held = 0
        while held < words:
            glue = "" if self.lang in _SPACELESS else " "
            paragraph = glue.join(self.sentence() for _ in range(self.dice.choice((1, 2, 2, 3, 4))))
            paragraphs.append(paragraph)
            held += self.length(paragraph)
        return paragraphs

    def length(self, text: str) -> int:
        """Return words; in spaceless scripts half the signs."""
        return len("".join(text.split())) // _SIGNS_A_WORD if self.lang in _SPACELESS else len(text.split())


Variant = Callable[[_Pen, _Draft], None]


def _box(text: str, name: str) -> str:
    return f"<div class='{name}'><p>{text}</p></div>"


# --- whole pages ------------------------------------------------------------------------------------------------------


def _plain(pen: _Pen, draft: _Draft) -> None:
    """Nothing beside the report."""


def _hidden_wall(pen: _Pen, draft: _Draft) -> None:
    draft.after.append(f"<div class='modal' style='display: none'>{pen.pick('wall')} {pen.pick('door')}</div>")


def _overlay(pen: _Pen, draft: _Draft) -> None:
    draft.body_class = "noscroll"
    draft.after.append(f"<div class='overlay' role='dialog'><h2>{pen.pick('wall')}</h2><p>{pen.pick('door')}</p></div>")


def _not_free(pen: _Pen, draft: _Draft) -> None:
    draft.facts["isAccessibleForFree"] = pen.dice.choice((False, "False"))


def _gated_there(pen: _Pen, draft: _Draft) -> None:
    draft.facts |= {
        "isAccessibleForFree": False,
        "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".report"},
    }
    draft.after.append(_box(pen.pick("door"), "account"))


def _metered(pen: _Pen, draft: _Draft) -> None:
    draft.above.append(_box(pen.pick("meter", n=3), "meter"))
    draft.after.append(_box(pen.pick("door"), "account"))


def _door_above(pen: _Pen, draft: _Draft) -> None:
    draft.above.append(f"<span class='login'>{pen.pick('door')}</span>")


def _related_more(pen: _Pen, draft: _Draft) -> None:
    links = "".join(f"<li><a href='/{n}'>{pen.sentence()}</a> <a href='/{n}'>{pen.pick('more')}</a></li>" for n in "ab")
    draft.after.append(f"<div class='related'><ul>{links}</ul></div>")


def _newsletter(pen: _Pen, draft: _Draft) -> None:
    draft.inside.append(_box(pen.pick("furniture"), "newsletter"))


def _stated_right(pen: _Pen, draft: _Draft) -> None:
    draft.facts |= _stated(pen, draft.paragraphs, pen.dice.uniform(0.96, 1.06))


def _credit_end(pen: _Pen, draft: _Draft) -> None:
    draft.inside.append(f"<p>{pen.pick('credit')}</p>")


def _caption_end(pen: _Pen, draft: _Draft) -> None:
    draft.inside.append(f"<figure><img src='/a.jpg' alt=''><figcaption>{pen.pick('caption')}</figcaption></figure>")


def _list_end(pen: _Pen, draft: _Draft) -> None:
    items = "".join(f"<li>{pen.sentence().rstrip('.。')}</li>" for _ in range(3))
    draft.inside.append(f"<ul>{items}</ul>")


def _about_walls(pen: _Pen, draft: _Draft) -> None:
    draft.paragraphs.insert(pen.dice.randrange(1, max(2, len(draft.paragraphs))), pen.pick("quoted"))


def _about_walls_last(pen: _Pen, draft: _Draft) -> None:
    draft.paragraphs.append(pen.pick("quoted"))


def _agency_note(pen: _Pen, draft: _Draft) -> None:
    draft.paragraphs = pen.report(pen.dice.randrange(25, 60))
    draft.paragraphs[0] = f"(ANSA) - {draft.paragraphs[0]}"


def _live_blog(pen: _Pen, draft: _Draft) -> None:
    draft.paragraphs = [f"{hour:02}:{pen.dice.randrange(10, 60)} {text}" for hour, text in enumerate(draft.paragraphs)]
    draft.facts["@type"] = "LiveBlogPosting"


def _reading_time(pen: _Pen, draft: _Draft) -> None:
    minutes = max(1, round(sum(map(pen.length, draft.paragraphs)) / _WORDS_A_MINUTE))
    draft.above.append(f"<span class='time'>{pen.pick('minutes', m=minutes)}</span>")


def _furniture_end(pen: _Pen, draft: _Draft) -> None:
    draft.inside += [f"<p>{pen.pick('furniture')}</p>", f"<p><a href='/x'>{pen.pick('furniture')}</a></p>"]


def _trailing_dots(pen: _Pen, draft: _Draft) -> None:
    draft.inside.append(f"<p>{pen.pick('more').rstrip(' →←')}: <a href='/c'>{pen.sentence()[:40]}…</a></p>")


def _free_with_offer(pen: _Pen, draft: _Draft) -> None:
    draft.facts["isAccessibleForFree"] = True
    draft.above.append(f"<a class='offer' href='/abo'>{pen.pick('wall')}</a>")


def _gallery(pen: _Pen, draft: _Draft) -> None:
    draft.inside.append(
        f"<div class='gallery'><span>1/{pen.dice.randrange(4, 12)}</span><p>{pen.pick('caption')}</p></div>"
    )


_WHOLE: tuple[Variant, ...] = (
    _plain,
    _hidden_wall,
    _overlay,
    _not_free,
    _gated_there,
    _metered,
    _door_above,
    _related_more,
    _newsletter,
    _stated_right,
    _credit_end,
    _caption_end,
    _list_end,
    _about_walls,
    _about_walls_last,
    _agency_note,
    _live_blog,
    _reading_time,
    _furniture_end,
    _trailing_dots,
    _free_with_offer,
    _gallery,
    _plain,
)


# --- cut pages: the draft holds what is left, ``share`` tells of the whole -----------------------------------------


@dataclass(kw_only=True)
class _CutDraft(_Draft):
    share: float


CutVariant = Callable[[_Pen, _CutDraft], None]


def _stated(pen: _Pen, paragraphs: Sequence[str], factor: float) -> dict[str, Any]:
    """Return ``wordCount``, or an ``articleBody`` where words are not parted by spaces."""
    if pen.lang in _SPACELESS:
        return {"articleBody": "x" * round(sum(map(len, paragraphs)) * factor)}
    return {"wordCount": round(sum(map(pen.length, paragraphs)) * factor)}


def _percent(share: float) -> int:
    return round(100 * share)


def _figure_left(pen: _Pen, draft: _CutDraft) -> None:
    draft.facts["isAccessibleForFree"] = False
    draft.inside.append(_box(pen.pick("left", p=_percent(1 - draft.share)), "wall"))


def _figure_left_outside(pen: _Pen, draft: _CutDraft) -> None:
    draft.after += [_box(pen.pick("left", p=_percent(1 - draft.share)), "wall"), _box(pen.pick("furniture"), "offer")]


def _figure_read(pen: _Pen, draft: _CutDraft) -> None:
    draft.after += [_box(pen.pick("read", p=_percent(draft.share)), "progress"), _box(pen.pick("wall"), "wall")]


def _stated_wall(pen: _Pen, draft: _CutDraft) -> None:
    draft.facts |= {"isAccessibleForFree": False} | _stated(pen, draft.paragraphs, 1 / draft.share)
    draft.inside.append(_box(pen.pick("wall"), "wall"))


def _stated_only(pen: _Pen, draft: _CutDraft) -> None:
    draft.facts |= _stated(pen, draft.paragraphs, 1 / draft.share)


def _bare_wall(pen: _Pen, draft: _CutDraft) -> None:
    draft.inside += [_box(pen.pick("wall"), "wall"), f"<p>{pen.pick('door')}</p>"]


def _lying_wall(pen: _Pen, draft: _CutDraft) -> None:
    draft.facts["isAccessibleForFree"] = True
    draft.inside.append(_box(pen.pick("wall"), "wall"))


def _timed_wall(pen: _Pen, draft: _CutDraft) -> None:
    minutes = max(1, round(sum(map(pen.length, draft.paragraphs)) / draft.share / _WORDS_A_MINUTE))
    draft.above.append(f"<span class='time'>{pen.pick('minutes', m=minutes)}</span>")
    draft.after.append(_box(pen.pick("wall"), "wall"))


def _first_of_pages(pen: _Pen, draft: _CutDraft) -> None:
    pages = max(2, round(1 / draft.share))
    draft.share = 1 / pages
    draft.inside.append(f"<div class='pager'><span>{pen.pick('pages', t=pages)}</span></div>")


def _ellipsis_more(pen: _Pen, draft: _CutDraft) -> None:
    draft.paragraphs[-1] = _broken(pen, draft.paragraphs[-1]) + "…"
    draft.inside.append(f"<p><a href='/all'>{pen.pick('more')}</a></p>")


def _ellipsis_bracket(pen: _Pen, draft: _CutDraft) -> None:
    draft.paragraphs[-1] = _broken(pen, draft.paragraphs[-1]) + " […]"


def _abrupt(pen: _Pen, draft: _CutDraft) -> None:
    draft.paragraphs[-1] = " ".join((draft.paragraphs[-1], _broken(pen, pen.sentence())))


def _faded(pen: _Pen, draft: _CutDraft) -> None:
    draft.paragraphs[-1] = _broken(pen, draft.paragraphs[-1])
    draft.after.append(f"<section class='gate'><h3>{pen.pick('wall')}</h3><p>{pen.pick('door')}</p></section>")
    draft.facts["isAccessibleForFree"] = False


def _broken(pen: _Pen, text: str) -> str:
    """Return a text cut at a word in its second half."""
    cut = pen.dice.randrange(len(text) // 2, len(text) - 3)
    return text[:cut] if pen.lang in _SPACELESS else text[:cut].rsplit(" ", 1)[0]


_CUTS: tuple[CutVariant, ...] = (
    _figure_left,
    _stated_wall,
    _bare_wall,
    _figure_left_outside,
    _first_of_pages,
    _figure_read,
    _timed_wall,
    _ellipsis_more,
    _figure_left,
    _stated_only,
    _lying_wall,
    _faded,
    _figure_read,
    _ellipsis_bracket,
    _stated_wall,
    _abrupt,
    _figure_left,
)


def _teaser_wall(pen: _Pen, draft: _CutDraft) -> None:
    draft.inside.append(_box(pen.pick("wall"), "wall"))


def _teaser_more(pen: _Pen, draft: _CutDraft) -> None:
    draft.inside.append(f"<p><a class='more' href='/all'>{pen.pick('more')}</a></p>")


def _teaser_dots(pen: _Pen, draft: _CutDraft) -> None:
    draft.paragraphs[-1] = _broken(pen, draft.paragraphs[-1]) + pen.dice.choice((" [...]", "…", " […]"))


def _teaser_figure(pen: _Pen, draft: _CutDraft) -> None:
    draft.facts["isAccessibleForFree"] = False
    draft.inside += [_box(pen.pick("left", p=_percent(1 - draft.share)), "wall"), f"<p>{pen.pick('door')}</p>"]


def _teaser_door(pen: _Pen, draft: _CutDraft) -> None:
    draft.facts["isAccessibleForFree"] = False
    draft.after.append(_box(pen.pick("door"), "account"))


def _teaser_outside(pen: _Pen, draft: _CutDraft) -> None:
    draft.after += [
        f"<section class='gate'><h2>{pen.pick('wall')}</h2></section>",
        _box(pen.pick("furniture"), "offer"),
    ]


_TEASERS: tuple[CutVariant, ...] = (
    _teaser_wall,
    _teaser_more,
    _teaser_dots,
    _teaser_figure,
    _teaser_door,
    _teaser_outside,
    _teaser_wall,
)


# --- layouts ----------------------------------------------------------------------------------------------------------


def _head(pen: _Pen, draft: _Draft, title: str) -> str:
    facts = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, **draft.facts}
    data = json.dumps(facts, ensure_ascii=False)
    return (
        f"<!doctype html><html lang='{pen.lang}'><head><meta charset='utf-8'><title>{title}</title>"
        f"<script type='application/ld+json'>{data}</script></head><body class='{draft.body_class}'>"
    )


def _related(pen: _Pen) -> str:
    links = "".join(f"<li><a href='/{n}'>{pen.sentence()}</a></li>" for n in range(3))
    return f"<aside class='related'><ul>{links}</ul></aside>"


def _foot(pen: _Pen) -> str:
    return f"<footer><p>© Example</p><p>{_TABLES[pen.lang]['furniture'][5]}</p></footer></body></html>"


def _semantic(pen: _Pen, draft: _Draft, title: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in draft.paragraphs) + "".join(draft.inside)
    above, after = "".join(draft.above), "".join(draft.after)
    report = f"<article class='report'><h1>{title}</h1>{body}</article>"
    return f"<header>{above}</header><main>{report}{after}</main>{_related(pen)}"


def _div_soup(pen: _Pen, draft: _Draft, title: str) -> str:
    body = "".join(f"<div class='text-block'><p>{text}</p></div>" for text in draft.paragraphs) + "".join(draft.inside)
    above, after = "".join(draft.above), "".join(draft.after)
    return (
        f"<div id='page'><div class='top-bar'>{above}<a href='/'>Example</a></div><div class='story-body report'>"
        f"<h1 class='story-title'>{title}</h1>{body}</div>{after}<div class='rail'>{_related(pen)}</div></div>"
    )


def _line_breaks(pen: _Pen, draft: _Draft, title: str) -> str:
    body = "<br><br>".join(draft.paragraphs) + "".join(draft.inside)
    return f"<h1>{title}</h1>{''.join(draft.above)}<div class='entry-content report'>{body}</div>{''.join(draft.after)}"


def _tables(pen: _Pen, draft: _Draft, title: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in draft.paragraphs) + "".join(draft.inside)
    return (
        f"<table><tr><td colspan='2'>{''.join(draft.above)}</td></tr><tr><td class='menu'>{_related(pen)}</td>"
        f"<td class='article report'><h2>{title}</h2>{body}</td></tr></table>{''.join(draft.after)}"
    )


def _microdata(pen: _Pen, draft: _Draft, title: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in draft.paragraphs)
    return (
        f"<nav>{''.join(draft.above)}</nav><div itemscope itemtype='https://schema.org/NewsArticle'>"
        f"<h1 itemprop='headline'>{title}</h1>"
        f"<div itemprop='articleBody' class='report'>{body}{''.join(draft.inside)}</div></div>"
        f"{''.join(draft.after)}{_related(pen)}"
    )


def _interrupted(pen: _Pen, draft: _Draft, title: str) -> str:
    """Teasers and a newsletter box stand between the paragraphs."""
    boxes = [
        f"<aside class='teaser'><a href='/t'>{pen.sentence()}</a></aside>",
        _box(_TABLES[pen.lang]["furniture"][0], "promo"),
    ]
    pieces = []
    for place, text in enumerate(draft.paragraphs):
        pieces.append(f"<p class='paragraph'>{text}</p>")
        if place % 4 == 2:
            pieces.append(boxes[place // 4 % 2])
    return (
        f"<div class='masthead'>{''.join(draft.above)}</div><article class='report'><header><h1>{title}</h1></header>"
        f"<section class='body'>{''.join(pieces)}</section>{''.join(draft.inside)}</article>{''.join(draft.after)}"
    )


def _long_read(pen: _Pen, draft: _Draft, title: str) -> str:
    """Subheadings and pictures with captions stand between the paragraphs."""
    pieces = []
    for place, text in enumerate(draft.paragraphs):
        if place % 3 == 1:
            caption = pen.pick("caption")
            pieces.append(
                f"<figure><img src='/{place}.jpg' alt='{caption}'><figcaption>{caption}</figcaption></figure>"
            )
        if place % 4 == 2:
            pieces.append(f"<h2>{pen.pick('headline')}</h2>")
        pieces.append(f"<p>{text}</p>")
    return (
        f"<div class='site-head'>{''.join(draft.above)}</div><main><article class='longread report'><h1>{title}</h1>"
        f"{''.join(pieces)}{''.join(draft.inside)}</article></main>{''.join(draft.after)}{_related(pen)}"
    )


def _amp(pen: _Pen, draft: _Draft, title: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in draft.paragraphs)
    return (
        f"<amp-sidebar>{_related(pen)}</amp-sidebar>{''.join(draft.above)}<article class='amp-article report'>"
        f"<h1>{title}</h1><div class='amp-article-content'>{body}{''.join(draft.inside)}</div></article>"
        f"{''.join(draft.after)}"
    )


Layout = Callable[[_Pen, _Draft, str], str]
_LAYOUTS: tuple[tuple[Layout, ...], tuple[Layout, ...]] = (
    (_semantic, _div_soup, _line_breaks, _interrupted, _tables),
    (_microdata, _long_read, _div_soup, _amp, _line_breaks),
)


def _lay_out(pen: _Pen, draft: _Draft, layout: Layout) -> str:
    title = pen.pick("headline")
    return _head(pen, draft, title) + layout(pen, draft, title) + _foot(pen)


def _name(variant: Callable[..., object]) -> str:
    return getattr(variant, "__name__", "").lstrip("_")


def make_pages(seed: int, half: str = "dev") -> Iterator[Page]:
    """Yield 156 pages of one half, the same for the same seed: by language whole, cut and teaser ones."""
    dice = random.Random(f"{seed} {half}")
    number = {"whole": 0, "cut": 0, "teaser": 0}
    for lang in LANGS:
        pen = _Pen(lang=lang, half=HALVES.index(half), dice=dice)
        for sort, count in (("whole", FULL), ("cut", CUT), ("teaser", TEASER)):
            for _ in range(count):
                yield _make(pen, sort, number[sort])
                number[sort] += 1


def _make(pen: _Pen, sort: str, number: int) -> Page:
    layouts = _LAYOUTS[pen.half]
    layout = layouts[pen.dice.randrange(len(layouts))]
    share = 1.0
    draft: _Draft
    if sort == "whole":
        whole = _WHOLE[number % len(_WHOLE)]
        draft, name = _Draft(paragraphs=pen.report(pen.dice.randrange(120, 900))), _name(whole)
        whole(pen, draft)
    else:
        variants = _CUTS if sort == "cut" else _TEASERS
        variant = variants[number % len(variants)]
        cut_draft, name = _cut(pen, sort), _name(variant)
        before = sum(map(pen.length, cut_draft.paragraphs))
        variant(pen, cut_draft)
        share = cut_draft.share * sum(map(pen.length, cut_draft.paragraphs)) / before
        draft = cut_draft
    return Page(
        kind=f"{sort}:{name}", lang=pen.lang, layout=_name(layout), markup=_lay_out(pen, draft, layout), share=share
    )


def _cut(pen: _Pen, sort: str) -> _CutDraft:
    report = pen.report(pen.dice.randrange(250, 1000))
    if sort == "cut":
        held = max(1, round(len(report) * pen.dice.uniform(0.15, 0.7)))
    else:
        held = 1 if pen.length(report[0]) >= 25 else 2
    words = sum(map(pen.length, report[:held]))
    return _CutDraft(paragraphs=report[:held], share=words / sum(map(pen.length, report)))
