"""A cheap test before full extraction: does a page name both sides of a watched pair, and an act?

Numbered, each step only for what passed the one before: 1. tags, scripts, menus and footers are cut away; 2. the words
left name both states of a pair, in any language of the packs; 3. where the page's language has words of acts, one of
them is there. Where the language has no word for a state's people, one side is enough.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from riscontro.collect.decode import decode_text
from riscontro.collect.fetched import unpacked_payload
from riscontro.collect.watch import Probe, Words, act_probes, has_people, state_probes, watched_langs
from riscontro.model.document import Capture

NO_STATE = "no-state"
NO_ACT = "no-act"
"""Reasons for which a page is sieved."""

Pair = tuple[str, str]

_OPENING = re.compile(r"<(?:(script|style|nav|footer|noscript|svg|template)\b|!--)", re.IGNORECASE)
_CLOSING = {
    name: re.compile(rf"</{name}\s{{0,9}}>", re.IGNORECASE)
    for name in ("script", "style", "nav", "footer", "noscript", "svg", "template")
} | {"": re.compile("-->")}
"""Elements whose text is no report's, and comments."""

_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(
    r"&(?!amp;|nbsp;|quot;|lt;|gt;|copy;|[lr]aquo;|[lr][sd]quo;|[nm]dash;|hellip;|bull;|euro;)[#a-zA-Z]"
)
_LANG = re.compile(r"<html[^>]{0,400}?\blang\s{0,4}=\s{0,4}[\"']?\s?([a-zA-Z]{2,3})")
_HEAD = 4096
_FED = ("feed.title", "feed.summary", "feed.content")
"""What a capture holds of its feed's own text."""

_SOFT = "\u00ad\u200b\u200c\u200d\ufeff"
"""Signs that are not seen and would part a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """What is watched, ready to search. Make one with :func:`make_sieve`; it holds no state of a run.

    ``poor`` tells by language for which states it has no word of their people: there one side is enough, as it is where
    a page declares no language.
    """

    pairs: tuple[Pair, ...]
    probes: dict[str, tuple[Probe, ...]] = field(repr=False)
    poor: dict[str, frozenset[str]] = field(repr=False)

    @property
    def poor_anywhere(self) -> frozenset[str]:
        """Return the states for whose people any of the languages has no word."""
        return frozenset().union(*self.poor.values())

    def reason(self, capture: Capture) -> str | None:
        """Return why a page needs no full extraction, ``None`` where it does; only HTML is ever sieved."""
        if capture.media_type != "text/html" or capture.payload is None or not self.pairs:
            return None
        markup = _decode(unpacked_payload(capture, capture.payload))
        # A feed may say more of a report than its page, and the document may hold the feed's words.
        return self.reason_of_markup(" ".join((markup, *(capture.said(name) or "" for name in _FED))))

    def reason_of_markup(self, markup: str) -> str | None:
        """Return why markup needs no full extraction, ``None`` where it does."""
        lang = _declared_lang(markup)
        words = Words(_plain(_visible(markup)))
        if not self._names_pair(words, lang):
            return NO_STATE
        acts = act_probes(lang) if lang in self.poor else ()
        return None if not acts or _any(acts, words) else NO_ACT

    def _names_pair(self, words: Words, lang: str | None) -> bool:
        named: dict[str, bool] = {}

        def names(code: str) -> bool:
            if code not in named:
                named[code] = _any(self.probes[code], words)
            return named[code]

        poor = self.poor.get(lang or "", self.poor_anywhere)
        for first, second in self.pairs:
            if first in poor or second in poor:
                if names(first) or names(second):
                    return True
            elif names(first) and names(second):
                return True
        return False


def make_sieve(pairs: Iterable[Pair], langs: Sequence[str] = ()) -> Sieve:
    """Return a sieve for pairs of states (alpha-3 codes); ``langs`` defaults to all languages of the packs.

    Of each pair the state with fewer words is looked for first: most pages name neither.
    """
    langs = tuple(langs) or watched_langs()
    watched = tuple(dict.fromkeys(pairs))
    codes = dict.fromkeys(code for pair in watched for code in pair)
    probes = {code: state_probes(code, langs) for code in codes}
    return Sieve(
        pairs=tuple(sorted(pair, key=lambda code: len(probes[code])) for pair in watched),  # type: ignore[misc]
        probes=probes,
        poor={lang: frozenset(code for code in codes if not has_people(code, lang)) for lang in langs},
    )


def _any(probes: Iterable[Probe], words: Words) -> bool:
    return any(probe.find(words) for probe in probes)


def _decode(payload: bytes) -> str:
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        return decode_text(payload, markup=True).text


def _visible(markup: str) -> str:
    """Return the text of a page without tags, scripts, menus and footers; what is never closed loses its tag alone."""
    pieces: list[str] = []
    unclosed: set[str] = set()
    place = 0
    for opening in _OPENING.finditer(markup):
        name = (opening[1] or "").lower()
        if opening.start() < place or name in unclosed:
            continue
        closing = _CLOSING[name].search(markup, opening.end())
        if closing is None:
            unclosed.add(name)
            continue
        pieces.append(markup[place : opening.start()])
        place = closing.end()
    pieces.append(markup[place:])
    return _TAG.sub(" ", " ".join(pieces))


def _plain(text: str) -> str:
    """Return a text with its letters written out: entities, soft hyphens and joiners would part a name."""
    if _ENTITY.search(text):
        text = html.unescape(text)
    for sign in _SOFT:
        if sign in text:
            text = text.replace(sign, "")
    return text


def _declared_lang(markup: str) -> str | None:
    found = _LANG.search(markup, 0, _HEAD)
    return found.group(1).lower() if found else None
