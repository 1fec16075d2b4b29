"""The notices by which pages say how much they give: data of the language packs, compiled to patterns.

Each pack's ``access.toml`` lists phrases by kind. In a phrase ``{percent}`` stands for a figure with its sign or
word, ``{number}`` for a number, ``{total}`` for the number of pages, ``{lang}`` for a name of ``[languages]``, ``*``
for up to 40 characters of the same line, ``(a|b)`` for either and ``(a|)`` for an optional part.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from riscontro.errors import PackError

MATCHES = 200
"""Matches of one phrase that are looked at in one text."""

_PACKS = files("riscontro.lang") / "packs"


class NoticeKind(StrEnum):
    """What a notice tells of the part held."""

    LEFT = "left"
    READ = "read"
    LEFT_WORDS = "left_words"
    LEFT_CHARACTERS = "left_characters"
    WHOLE_WORDS = "whole_words"
    WHOLE_CHARACTERS = "whole_characters"
    MINUTES = "minutes"
    PAGES = "pages"
    WALL = "wall"
    DOOR = "door"
    MORE = "more"
    METER = "meter"
    TRANSLATED = "translated"


ALL_KINDS = frozenset(NoticeKind)

_NEEDED_SLOT = {
    NoticeKind.LEFT: "{percent}",
    NoticeKind.READ: "{percent}",
    NoticeKind.LEFT_WORDS: "{number}",
    NoticeKind.LEFT_CHARACTERS: "{number}",
    NoticeKind.WHOLE_WORDS: "{number}",
    NoticeKind.WHOLE_CHARACTERS: "{number}",
    NoticeKind.MINUTES: "{number}",
    NoticeKind.PAGES: "{total}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePattern:
    """One phrase, ready to search: a text it matches must hold one of the ``anchors``, folded words."""

    kind: NoticeKind
    lang: str
    anchors: tuple[str, ...]
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A phrase found: where, in which language, and its figure, number of pages or language name."""

    kind: NoticeKind
    lang: str
    start: int
    end: int
    number: float | None = None
    total: int | None = None
    source_lang: str | None = None


@cache
def notice_langs() -> tuple[str, ...]:
    """Return the codes of the packs that list notices, sorted."""
    return tuple(sorted(folder.name for folder in _PACKS.iterdir() if (folder / "access.toml").is_file()))


@cache
def access_table(lang: str) -> Mapping[str, Any]:
    """Return a pack's ``access.toml``; empty where it has none. Raise :class:`PackError` where it is not TOML."""
    table = _PACKS / lang / "access.toml"
    if not table.is_file():
        return {}
    try:
        return tomllib.loads(table.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"lang/packs/{lang}/access.toml is not TOML: {error}") from error


@cache
def notice_patterns(lang: str) -> tuple[NoticePattern, ...]:
    """Return the compiled phrases of one language, in the file's order."""
    table = access_table(lang)
    context = _Context(
        lang=lang,
        percents=tuple(table.get("percent", ())),
        languages={form.casefold(): code for code, forms in table.get("languages", {}).items() for form in forms},
    )
    return tuple(_compile(phrase, kind, context) for kind in NoticeKind for phrase in table.get(kind.value, ()))


def find_notices(text: str, langs: Iterable[str], *, kinds: Iterable[NoticeKind] = ALL_KINDS) -> Iterator[Notice]:
    """Yield the notices of the kinds wanted in a text, by language in the order given, then kind; they may overlap.

    At most :data:`MATCHES` a phrase, so that a text made of notices alone costs no more than it is worth.
    """
    if not text:
        return
    folded = text.casefold()
    wanted = frozenset(kinds)
    for lang in langs:
        anchored = _anchored(lang, wanted)
        places = {place for anchor, found in anchored.items() if anchor in folded for place in found}
        for place in sorted(places):
            pattern = notice_patterns(lang)[place]
            for found in islice(pattern.regex.finditer(text), MATCHES):
                yield _to_notice(pattern, found)


@cache
def _anchored(lang: str, kinds: frozenset[NoticeKind]) -> dict[str, list[int]]:
    """Return the anchors of a language's patterns of some kinds, each with the places of its patterns."""
    anchored: dict[str, list[int]] = {}
    for place, pattern in enumerate(notice_patterns(lang)):
        if pattern.kind in kinds:
            for anchor in pattern.anchors:
                anchored.setdefault(anchor, []).append(place)
    return anchored


def _to_notice(pattern: NoticePattern, found: re.Match[str]) -> Notice:
    groups = found.groupdict()
    figure = groups.get("number")
    to_number = _percent if pattern.kind in (NoticeKind.LEFT, NoticeKind.READ) else _count
    name = groups.get("lang")
    return Notice(
        kind=pattern.kind,
        lang=pattern.lang,
        start=found.start(),
        end=found.end(),
        number=to_number(figure) if figure else None,
        total=int(groups["total"]) if groups.get("total") else None,
        source_lang=_language_names(pattern.lang).get(name.casefold()) if name else None,
    )


def _percent(figure: str) -> float:
    return float(figure.replace(",", "."))


def _count(figure: str) -> float:
    return float(re.sub(r"\D", "", figure))


@cache
def _language_names(lang: str) -> dict[str, str]:
    table = access_table(lang).get("languages", {})
    return {form.casefold(): code for code, forms in table.items() for form in forms}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    lang: str
    percents: tuple[str, ...]
    languages: dict[str, str]


_TOKEN = re.compile(r"\{(\w+)\}|(\*)|([()|])|(\s+)|([’'])|(-)|([^{}*()|\s’'-]+)")
_SLOT = re.compile(r"\{\w+\}")
_SPACELESS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


def _compile(phrase: str, kind: NoticeKind, context: _Context) -> NoticePattern:
    needed = _NEEDED_SLOT.get(kind)
    if needed and needed not in phrase:
        raise PackError(f"lang/packs/{context.lang}/access.toml: {kind} needs {needed}: {phrase!r}")
    if phrase.count("(") != phrase.count(")") or len(set(_SLOT.findall(phrase))) < len(_SLOT.findall(phrase)):
        raise PackError(f"lang/packs/{context.lang}/access.toml: a bracket is open, or a slot stands twice: {phrase!r}")
    parts = [_token_regex(*token, context=context) for token in _TOKEN.findall(phrase)]
    boundary = "" if _SPACELESS.match(phrase) else r"(?<![\da-z])" if phrase.startswith("{") else r"(?<!\w)"
    return NoticePattern(
        kind=kind,
        lang=context.lang,
        anchors=anchors_of(phrase),
        regex=re.compile(boundary + "".join(parts), re.IGNORECASE),
    )


def anchors_of(phrase: str) -> tuple[str, ...]:
    """Return folded words of which any match holds at least one: a plain word, else one of each part of a group."""
    plain = [word for piece in _pieces(phrase) if not piece.startswith("(") for word in _words(piece)]
    choices: list[tuple[str, ...]] = [(max(plain, key=len),)] if plain else []
    for piece in _pieces(phrase):
        if piece.startswith("("):
            parts = [max(_words(part), key=len, default="") for part in _alternatives(piece)]
            choices.append(tuple(dict.fromkeys(parts)))
    return max(choices, key=lambda anchors: (min(map(len, anchors)), -len(anchors)), default=("",))


def _pieces(phrase: str) -> Iterator[str]:
    """Yield the plain stretches and the outermost groups of a phrase, in order."""
    depth, start = 0, 0
    for position, sign in enumerate(phrase):
        if sign == "(":
            if not depth and position > start:
                yield phrase[start:position]
                start = position
            depth += 1
        elif sign == ")":
            depth -= 1
            if not depth:
                yield phrase[start : position + 1]
                start = position + 1
    if start < len(phrase):
        yield phrase[start:]


def _alternatives(group: str) -> list[str]:
    """Return the parts of a group without its brackets; what is nested in a part is blanked out."""
    depth, parts = 0, [""]
    for sign in group[1:-1]:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += " " if depth or sign == ")" else sign
    return parts


def _words(piece: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", " ", piece))]


def _token_regex(
    slot: str, gap: str, group: str, space: str, apostrophe: str, hyphen: str, literal: str, *, context: _Context
) -> str:
    if slot:
        return _slot_regex(slot, context)
    if group:
        return "(?:" if group == "(" else group
    if gap:
        return r"[^\n]{0,40}?"
    if space:
        return r"[^\S\n]{1,4}"
    if apostrophe:
        return "[’'ʼ`´]"
    return "[-‐‑–]" if hyphen else re.escape(literal)


def _slot_regex(slot: str, context: _Context) -> str:
    if slot == "percent":
        words = "|".join(["%", "٪", "％", *map(re.escape, context.percents)])
        return rf"(?P<number>\d{{1,3}}(?:[.,]\d{{1,2}})?)[^\S\n]{{0,2}}(?:{words})"
    if slot == "number":
        return r"(?P<number>\d{1,3}(?:[ .,\u00a0\u202f]?\d{3}){0,2}|\d{1,6})"
    if slot == "total":
        return r"(?P<total>\d{1,3})(?!\d)"
    if slot == "lang" and context.languages:
        names = "|".join(re.escape(name) for name in sorted(context.languages, key=len, reverse=True))
        return f"(?P<lang>{names})"
    raise PackError(f"lang/packs/{context.lang}/access.toml: unknown slot {{{slot}}}, or no [languages]")
