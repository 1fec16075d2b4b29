"""Passages that speak to the program that reads them: kept from the model, and never words of a claim.

A document is written by whoever wrote it. One that gives orders to a model can at worst bring forth claims, and those
have to quote it; what is quoted from the order itself is refused here. The words are data (``instructions.toml``); what
no word betrays is not found, which is why nothing else rests on this test: a reply opens no address, runs no tool, and
is held to the text like any other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from riscontro.model.mention import Span
from riscontro.read.model.parts import paragraphs

_GLUED = re.compile(r"[\u0600-\u06ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
"""Scripts in which a word may follow another without a space, or with a letter before it."""

_MARKS = re.compile(
    r"<\|[a-z_]{2,20}\|>"  # turns of chat templates
    r"|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|user|instructions?|prompt|tool_call)>"
    r"|^\s{0,9}#{2,4}\s{0,3}(?:system|instructions?|assistant|user)\b"
    r"|^\s{0,9}(?:system|assistant)\s{0,3}:"
    r"|\"(?:claims|role|tool_calls|function)\"\s{0,5}:",
    re.IGNORECASE | re.MULTILINE,
)
"""What a chat's own form looks like, in any language."""

_MOST_MARKED = 1200
"""Characters of a paragraph that is held back whole; of a longer one the sentence, the one before, the rest."""
_SENTENCE = re.compile(r"[.!?。！？؟]+[\"”»’)\]]*\s|\n")
_COLONS = (":", "：")


def find_instructions(text: str) -> tuple[Span, ...]:
    """Return the stretches of a text that speak to a program, sorted, none overlapping; mostly empty."""
    marked = min(_marked(text), default=None)
    places = sorted({*_marked(text), *_spoken(text)})
    found: list[Span] = []
    lines = paragraphs(text) if places else ()
    if marked is not None:
        # The form of a chat has no place in a report: what follows it is no report either.
        start = next(line.start for line in lines if marked < line.end)
        found.append(Span(start, lines[-1].end))
    for place in places:
        number = next(n for n, line in enumerate(lines) if place < line.end)
        line = lines[number]
        found.append(line if line.end - line.start <= _MOST_MARKED else Span(_before(text, line, place), line.end))
        if text[line.start : line.end].rstrip().endswith(_COLONS) and number + 1 < len(lines):
            found.append(lines[number + 1])  # what an order ends with a colon for
    return _joined(found)


def _marked(text: str) -> Iterator[int]:
    for match in _MARKS.finditer(text):
        yield match.start()


def _spoken(text: str) -> Iterator[int]:
    """Yield where sentences begin that give an order to a program. Most texts hold no word that only a program has."""
    text = text.lower() if len(text.lower()) == len(text) else text
    if not any(word in text for word in _telling()):
        return
    if _pattern("about").search(text) is None and _pattern("address").search(text) is None:
        return
    start = 0
    borders = [match.end() for match in _SENTENCE.finditer(text)]
    for end in [*borders, len(text)]:
        sentence = text[start:end]
        speaks = sum(_pattern(name).search(sentence) is not None for name in ("order", "about", "address"))
        if speaks > 1:
            yield start
        start = end


def _before(text: str, line: Span, place: int) -> int:
    borders = [match.end() for match in _SENTENCE.finditer(text, line.start, place)]
    return borders[-2] if len(borders) > 1 else line.start


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


@cache
def _phrases(name: str) -> frozenset[str]:
    """Return the phrases of one kind, of all languages."""
    tables = tomllib.loads((files(__package__) / "instructions.toml").read_text("utf-8"))
    return frozenset(phrase for table in tables.values() for phrase in table[name])


@cache
def _telling() -> tuple[str, ...]:
    """Return the longest word of each phrase without which nothing here is looked for: plain words are found fast."""
    longest = {
        max(phrase.removesuffix("=").split(), key=len) for name in ("about", "address") for phrase in _phrases(name)
    }
    return tuple(sorted(word for word in longest if not any(other != word and other in word for other in longest)))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return the phrases of one kind as one pattern."""
    phrases = _phrases(name)
    glued = sorted(phrase for phrase in phrases if _GLUED.search(phrase))
    plain = sorted(phrase for phrase in phrases - set(glued) if phrase.isascii())
    lettered = sorted(phrases - set(glued) - set(plain))
    # A word in Latin letters may stand right behind a letter of a script without spaces.
    return re.compile(f"(?:{_any(glued)})|(?<![a-z0-9])(?:{_any(plain)})|\\b(?:{_any(lettered)})")


def _any(phrases: Sequence[str]) -> str:
    return "|".join(
        _one(phrase.removesuffix("=")) + (r"(?![a-z])" if phrase.endswith("=") else "") for phrase in phrases
    )


def _one(phrase: str) -> str:
    return r"\w{0,4}\W{1,3}".join(map(re.escape, phrase.split()))


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Tell whether a span shares a character with any of the others."""
    return any(span.start < other.end and other.start < span.end for other in others)
