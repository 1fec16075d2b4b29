"""Quotes found in a text: typography folded, offsets true. What is not there is not found.

A model sets straight quotes for curly ones, one dash for another, one space for a line end. These differences are
folded on both sides; letters, digits and their order are not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from riscontro.model.mention import Span

MOST_QUOTED = 1500
"""Characters of the longest quote that is looked for."""
_MOST_PLACES = 200
"""Places of one quote that are looked at."""
_MOST_ENDING = 3
"""Letters by which a word of the text may go on after a quoted word: a case ending, a plural."""
_LEAST_STEM = 4
"""Letters that a quoted word needs before an ending may be left out."""

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ`´′＇", "'"),
        **dict.fromkeys("“”„‟«»″「」『』《》〈〉＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f", None),
    }
)
_AROUND = " \t\r\n\"'.,;:…"
"""What a quote may be wrapped in."""


def _unchanged(first: str, last: str) -> str:
    """Return the characters of a range that folding leaves alone."""
    found = (chr(code) for code in range(ord(first), ord(last) + 1))
    kept = "".join(one for one in found if unicodedata.normalize("NFKD", one.translate(_ALIKE)) == one)
    return re.escape("".join(one for one in kept if not one.isspace()))


_SPECIAL = re.compile(
    "[^!-_a-~\u4e00-\u9fff"
    + "".join(_unchanged(*ends) for ends in ("\u0400\u04ff", "\u0621\u064a", "\u3041\u30fe"))
    + "]"
)
"""What folding may change: anything but plain signs (the grave accent is changed) and the letters of some scripts."""


@dataclass(frozen=True)
class Folded:
    """A text in the form in which quotes are compared. ``places`` maps each of its characters to the text's."""

    text: str
    form: str
    places: tuple[int, ...]

    @cached_property
    def lower(self) -> str:
        """The form in lower case, character by character: what has no lower form of the same length stays."""
        return _lower(self.form)


def fold_text(text: str) -> Folded:
    """Return a text folded: compatibility forms taken apart, marks made alike, runs of white space one space.

    >>> fold_text("L’Iran  “ha”").form
    'L\\'Iran "ha"'
    """
    parts: list[str] = []
    places: list[int] = []
    spaced = True
    plain = 0
    for match in _SPECIAL.finditer(text):
        index = match.start()
        if plain < index:
            parts.append(text[plain:index])
            places += range(plain, index)
            spaced = False
        plain = index + 1
        form = _fold_character(match.group())
        if form == " ":
            if not spaced:
                parts.append(form)
                places.append(index)
            spaced = True
        elif form:
            parts.append(form)
            places += [index] * len(form)
            spaced = False
    parts.append(text[plain:])
    places += range(plain, len(text))
    return Folded(text, "".join(parts), tuple(places))


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    return unicodedata.normalize("NFKD", character.translate(_ALIKE))


def _fold_quote(words: str) -> tuple[str, ...]:
    """Return a quote in the form of :func:`fold_text`, as it stands and without what it may be wrapped in."""
    form = " ".join(unicodedata.normalize("NFKD", words[: MOST_QUOTED * 2].translate(_ALIKE)).split())
    bare = form.strip(_AROUND)
    return tuple(dict.fromkeys(one for one in (form, bare) if bare and len(one) <= MOST_QUOTED))


def find_quote(
    folded: Folded, words: str, *, within: Sequence[Span] | None = None, near: Span | None = None
) -> Span | None:
    """Return where words stand in a text, ``None`` where they do not.

    Of several places the nearest to ``near`` is returned, else the first; ``within`` limits them, each to one of its
    spans. Case counts, unless the words are found in no other way. A quote begins and ends where words do; only an
    ending of up to three letters may be left out.

    >>> find_quote(fold_text("L’Iran ha consegnato 200 missili."), "L'Iran ha")
    Span(start=0, end=9)
    >>> find_quote(fold_text("1000 missiles"), "100") is None
    True
    """
    quotes = _fold_quote(words)
    for cased in (True, False):
        for quote in quotes:
            form = folded.form if cased else folded.lower
            places = _places(folded, form, quote if cased else _lower(quote))
            spans = [span for span in places if within is None or any(_inside(span, one) for one in within)]
            if spans:
                return spans[0] if near is None else min(spans, key=lambda span: (distance(span, near), span))
    return None


def _inside(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end


def distance(one: Span, other: Span) -> int:
    """Return the characters between two spans, 0 where they touch or overlap."""
    return max(one.start - other.end, other.start - one.end, 0)


def overlap(one: Span, other: Span) -> int:
    """Return the characters that two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _lower(form: str) -> str:
    low = form.lower()
    if len(low) == len(form):
        return low
    return "".join(low if len(low := character.lower()) == 1 else character for character in form)


def _places(folded: Folded, form: str, quote: str) -> list[Span]:
    found: list[tuple[int, Span]] = []
    start = form.find(quote)
    while start >= 0 and len(found) < _MOST_PLACES:
        ending = _left_out(form, start, start + len(quote))
        if ending is not None:
            found.append((ending, _to_span(folded, start, start + len(quote))))
        start = form.find(quote, start + 1)
    least = min((ending for ending, _ in found), default=0)
    return [span for ending, span in found if ending == least]


def _to_span(folded: Folded, start: int, end: int) -> Span:
    return Span(folded.places[start], folded.places[end - 1] + 1)


def _left_out(form: str, start: int, end: int) -> int | None:
    """Return how many letters of the last word a quote leaves out; ``None`` where it begins or ends within a word."""
    if start and _joined(form[start - 1], form[start]):
        return None
    if end < len(form) and form[end - 1].isdigit() and form[end] in ".,'" and form[end + 1 : end + 2].isdigit():
        return None
    length = 0
    while end + length < len(form) and _joined(form[end - 1], form[end + length]):
        length += 1
    if length == 0:
        return 0
    stem = len(form[start:end]) - len(form[start:end].rstrip(_letters(form[start:end])))
    fits = length <= _MOST_ENDING and stem >= _LEAST_STEM and form[end - 1].isalpha() and form[end].isalpha()
    return length if fits else None


def _letters(words: str) -> str:
    return "".join({character for character in words if character.isalpha()})


def _joined(before: str, after: str) -> bool:
    """Tell whether two neighbours belong to one word; scripts that glue words to one another part anywhere."""
    return _parts_words(before) and _parts_words(after)


def _parts_words(character: str) -> bool:
    return (character.isalnum() or unicodedata.combining(character) != 0) and character < "\u0590"
