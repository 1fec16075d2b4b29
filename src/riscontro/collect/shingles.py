"""Texts to sets of shingles: what two copies of one report have in common, long quotations left out.

A shingle is three words in a row (Broder, "On the resemblance and containment of documents", 1997), hashed to 64
bits; where words are not parted by spaces (Chinese, Japanese) three signs in a row take a word's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

SHINGLE_WORDS = 3
_SIGNS = 3
"""Signs that take a word's place, so that a shingle spans five signs."""

QUOTE_CHARACTERS = (60, 1500)
"""A passage in quotation marks of such a length is a quotation: it says who was quoted, not who copied. Shorter ones
hold a phrase; a longer one is a mark that was never closed. Chosen together with the thresholds of ``families`` on
the development half of the reuse exam."""

_UNQUOTED_SHARE = 0.4
"""A text of which less than this part stands outside quotations is compared whole: it is itself the quotation."""

_SPACELESS = ((0x3040, 0x3100), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000))
"""Kana and Han signs: ranges of code points, the end excluded."""

_QUOTE_MARK = re.compile(r"[“”„«»\"「」『』]")
_CLOSERS = {"”": "“„", "»": "«", "」": "「", "』": "『", '"': '"'}
_BEFORE_OPENING = "([{-—–/"

_BASE = 0x9E3779B97F4A7C15
"""Base of the polynomial hash of a word, modulo 2**64; odd, so that it has an inverse."""

_FACTORS = (0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)


class _Words(NamedTuple):
    """Where the words of a text start, and their hashes."""

    starts: Places
    hashes: Hashes


def text_to_shingles(text: str) -> Hashes:
    """Return the distinct shingles of a text as a sorted array, empty where it has fewer than three words."""
    folded = text.casefold()
    words = _hash_words(folded)
    quotations = _merge(sorted(find_quotations(folded)))
    if quotations:
        spans = np.array(quotations, dtype=np.int64)
        place = np.searchsorted(spans[:, 0], words.starts, side="right")
        outside = (place == 0) | (words.starts >= spans[np.maximum(place - 1, 0), 1])
        if outside.sum() >= _UNQUOTED_SHARE * len(outside):
            return _combine(words.hashes[outside], place[outside])
    return _combine(words.hashes, None)


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return sorted spans without those that lie within an earlier one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if not merged or start >= merged[-1][1]:
            merged.append((start, end))
    return merged


def _combine(hashes: Hashes, stretch: Places | None) -> Hashes:
    """Return the shingles of words in a row; none reaches from one ``stretch`` into another."""
    count = len(hashes) - SHINGLE_WORDS + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    mixed = np.zeros(count, dtype=np.uint64)
    for position, factor in enumerate(_FACTORS):
        mixed += hashes[position : position + count] * np.uint64(factor)
    mixed ^= mixed >> _SHIFT
    mixed *= _MIX
    if stretch is not None:
        mixed = mixed[stretch[:count] == stretch[SHINGLE_WORDS - 1 :]]
    mixed.sort()
    return distinct(mixed)


def distinct(ordered: Hashes) -> Hashes:
    """Return a sorted array without repetitions."""
    if len(ordered) < 2:
        return ordered
    keep = np.empty(len(ordered), dtype=bool)
    keep[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=keep[1:])
    return ordered[keep]


def _hash_words(folded: str) -> _Words:
    """Return the words of a text: runs of letters and digits, and in spaceless scripts every run of three signs.

    All at once: with prefix sums ``P[i]`` of ``code * base**i``, the hash of a word is ``(P[end] - P[start])`` times
    the inverse of ``base**start`` (Karp and Rabin, IBM J. Res. Dev. 31, 1987, modulo 2**64).
    """
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _kinds()[np.minimum(codes, _LAST_LETTER)]
    powers, inverses = _powers(len(codes))
    prefix = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(codes.astype(np.uint64) * powers[: len(codes)], out=prefix[1:])
    starts, ends = _word_borders(kinds)
    return _Words(starts=starts, hashes=(prefix[ends] - prefix[starts]) * inverses[starts])


def _word_borders(kinds: NDArray[np.uint8]) -> tuple[Places, Places]:
    inside = np.zeros(len(kinds) + 2, dtype=np.int8)
    inside[1:-1] = kinds == _LETTER
    change = np.diff(inside)
    starts, ends = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
    signs = np.flatnonzero(kinds == _SIGN)
    if not len(signs):
        return starts, ends
    reach = np.ones(len(signs), dtype=np.int64)
    for step in range(1, _SIGNS):
        after = np.minimum(signs + step, len(kinds) - 1)
        reach += (reach == step) & (kinds[after] == _SIGN) & (after == signs + step)
    order = np.argsort(np.r_[starts, signs], kind="stable")
    return np.r_[starts, signs][order], np.r_[ends, signs + reach][order]


_LETTER, _SIGN = 1, 2
_LAST_LETTER = 0x323B0
"""No letter is known above this code point, which is none itself (Unicode 16)."""


@cache
def _kinds() -> NDArray[np.uint8]:
    """Return for each code point whether it is part of a word (1), a sign of a spaceless script (2) or neither."""
    kinds = np.fromiter((chr(code).isalnum() for code in range(_LAST_LETTER + 1)), dtype=np.uint8)
    for first, end in _SPACELESS:
        kinds[first:end] *= _SIGN
    return kinds


_POWERS_STEP = 1 << 16


def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Return the powers of the base and of its inverse, at least ``count`` of each."""
    return _powers_upto((count // _POWERS_STEP + 1) * _POWERS_STEP)


@cache
def _powers_upto(count: int) -> tuple[Hashes, Hashes]:
    inverse = pow(_BASE, -1, 1 << 64)
    powers = []
    for base in (_BASE, inverse):
        factors = np.full(count, base, dtype=np.uint64)
        factors[0] = 1
        powers.append(np.cumprod(factors))
    return powers[0], powers[1]


def find_quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the long passages in quotation marks; they may nest, the inner one first.

    Marks that were never closed or opened are passed over. A straight mark opens after white space or a bracket.

    >>> list(find_quotations('He said: "' + "word " * 20 + 'end" and left.'))
    [(9, 113)]
    """
    opened: list[tuple[str, int]] = []
    for found in _QUOTE_MARK.finditer(text):
        mark, position = found.group(), found.start()
        openers = _CLOSERS.get(mark, "")
        if mark == "“" and any(opener == "„" for opener, _ in opened):
            openers = "„"
        if mark == '"' and _opens(text, position):
            openers = ""
        if not openers:
            opened.append((mark, position))
            continue
        start = _take_opener(opened, openers)
        if start is not None and QUOTE_CHARACTERS[0] < position - start < QUOTE_CHARACTERS[1]:
            yield start, position


def _opens(text: str, position: int) -> bool:
    before = text[position - 1 : position] if position else ""
    return not before or before.isspace() or before in _BEFORE_OPENING


def _take_opener(opened: list[tuple[str, int]], openers: str) -> int | None:
    """Take the last opening mark that fits from the stack, with all marks after it; return its place."""
    for index in range(len(opened) - 1, max(-1, len(opened) - 9), -1):
        if opened[index][0] in openers:
            start = opened[index][1]
            del opened[index:]
            return start
    return None
