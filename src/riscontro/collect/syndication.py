"""Syndication: whom a page says it was taken from, by its text, its markup, and its address of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from riscontro.collect.facts import Facts, host_of, safe_url, same_site, squeeze
from riscontro.collect.notices import anchors_of
from riscontro.collect.wire import wire_langs_of, wire_marks

_HEAD = 700
_TAIL = 900
"""Characters at the start and the end of a text in which such a mark stands; elsewhere it tells of another text."""

_PARAGRAPH = 320
"""A mark stands in a short paragraph of its own, or opens a longer one's sentence within as many characters."""

_OPENINGS = " \t(*_[—–-•|「【"
_ENDS_SENTENCE = ".!?。！？:|"


def source_of(facts: Facts, lang: str, url: str | None) -> str | None:
    """Return the publisher that a page says it was taken from, ``None`` where nothing tells.

    Numbered, the surest first: 1. a mark in the text or beside it ("This article was first published by ...");
    2. schema.org's properties, meta elements and the ``source`` of a feed's entry; 3. a canonical address on another
    site than the page's own. An address stands for its host; a page is never its own source.
    """
    passages = (facts.text[:_HEAD], facts.text[_HEAD:][-_TAIL:], facts.signals.beside)
    named = _find_mark(passages, lang) or _named(facts.source) or _elsewhere(facts, url)
    own = {(facts.publisher or "").casefold(), (host_of(url) or "").casefold()}
    return named if named and named.casefold() not in own else None


def _named(said: str | None) -> str | None:
    host = host_of(safe_url(said))
    if host:
        return host
    return None if said and "://" in said else said


def _elsewhere(facts: Facts, url: str | None) -> str | None:
    own, canonical = host_of(url), host_of(facts.canonical)
    if own is None or canonical is None or same_site(own, canonical):
        return None
    return canonical


def _find_mark(passages: tuple[str, ...], lang: str) -> str | None:
    folded = [passage.casefold() for passage in passages]
    for mark in _marks(lang):
        for passage, words in zip(passages, folded, strict=True):
            # Most texts hold none of the words that a phrase needs: a scan for them is all they cost.
            if not any(anchor in words for anchor in mark.anchors):
                continue
            for found in mark.regex.finditer(passage):
                name = _clean(found["name"])
                if name and _opens(passage, found):
                    return name
    return None


def _opens(passage: str, found: re.Match[str]) -> bool:
    """Tell whether the mark opens a line or a sentence of a short paragraph."""
    start = passage.rfind("\n", 0, found.start()) + 1
    end = passage.find("\n", found.end())
    before = passage[start : found.start()].rstrip(_OPENINGS)
    return (end if end >= 0 else len(passage)) - start <= _PARAGRAPH and (not before or before[-1] in _ENDS_SENTENCE)


def _clean(name: str) -> str | None:
    name = name.strip(" '’‘*_-–—")
    # What does not begin as names do is the sentence going on ("first published in a series of").
    first = name[:1]
    if not first or (first.islower() and "." not in name):
        return None
    return squeeze(name, limit=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """One phrase, ready to search: a text it matches holds one of the anchors, folded words."""

    regex: re.Pattern[str]
    anchors: tuple[str, ...]


@cache
def _marks(lang: str) -> tuple[_Mark, ...]:
    return tuple(
        _Mark(regex=_compile(phrase, wire_marks(code).stops), anchors=anchors_of(phrase.replace("{name}", "")))
        for code in wire_langs_of(lang)
        for phrase in wire_marks(code).taken
    )


def _compile(phrase: str, stops: tuple[str, ...]) -> re.Pattern[str]:
    boundary = "" if _SPACELESS.match(phrase) else r"(?<!\w)"
    parts = (_SIGNS.get(part) or re.escape(part) for part in re.split(r"( ?\{name\}|[()| ])", phrase))
    words = "|".join(re.escape(stop) for stop in sorted(stops, key=len, reverse=True))
    end = (_END if not words else rf"(?:{_END}|(?=\s+(?:{words})\b))") if phrase.endswith("{name}") else ""
    return re.compile(boundary + "".join(parts) + end, re.IGNORECASE)


_SPACELESS = re.compile(r"[({「]*[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NAME = r"(?P<name>(?:[^\s.;:,|()\[\]\"“”„«»「」<>。、]|\.(?=\w)|[ \u00a0](?=\S)){2,80}?)"
_END = r"(?=\s*(?:[;:,|()\[\]\"“”»「」\n<>。、]|\.(?!\w)|['’](?!\w)|$))"
_SIGNS = {
    "(": "(?:",
    ")": ")",
    "|": "|",
    " ": r"\s{1,3}",
    "{name}": _NAME,
    # "sull'Eco": an elided article stands before the name without a space.
    " {name}": rf"(?:\s{{1,3}}|(?<=['’]))[\"“„«「'‘]?{_NAME}",
    "": "",
}
