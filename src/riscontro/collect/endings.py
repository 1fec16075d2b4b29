"""How a text ends, and how long it is."""

from __future__ import annotations

import re

PROSE_WORDS = 25
"""Words from which a paragraph is prose rather than a heading, a caption or a list."""

_UNFINISHED_WORDS = 5
"""Words that a broken sentence holds at least; a shorter one is a credit or a heading."""

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_CASELESS = re.compile(r"[\u0600-\u06ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+")
_TERMINAL = re.compile(r"[.!?。！？؟।۔][\"'’”»›)\]）」』*_]{0,3}\s*$")
_ELLIPSIS = re.compile(r"(?:\.\.\.|…|\[\s?(?:…|\.\.\.)\s?\]|\(\s?(?:…|\.\.\.)\s?\))\s*$")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?])[\"'”’»)\]]?\s+|(?<=[。！？؟])")
_END = 12
"""Characters at the end that the patterns look at, so that long white space costs nothing."""


def count_words(text: str) -> int:
    """Return the number of words; in Chinese and Japanese two signs count as one (an assumption)."""
    signs = len(_CJK.findall(text))
    return len(_WORD.findall(_CJK.sub(" ", text) if signs else text)) + signs // 2


def is_prose(line: str, words: int) -> bool:
    """Tell whether a paragraph of so many words is prose that ends with a finished sentence."""
    return words >= PROSE_WORDS and bool(_TERMINAL.search(line[-_END:]))


def ends_in_ellipsis(text: str) -> bool:
    """Tell whether a text ends in three dots, bare or in brackets."""
    return bool(_ELLIPSIS.search(text[-_END:]))


def ends_abruptly(text: str) -> bool:
    """Tell whether the last paragraph breaks off within a sentence.

    It must be long and start like a sentence, and end in a word of small letters or of a script without
    them: else it is a caption, a list, an address, a credit.
    """
    last = text.rstrip().rsplit("\n", 1)[-1]
    if _TERMINAL.search(last[-_END:]) or count_words(last) < PROSE_WORDS:
        return False
    words = last[-60:].split()
    closing = words[-1].rstrip(",;-–—")
    sentence = _SENTENCE_BREAK.split(last[-600:])[-1]
    return closing.isalpha() and closing == closing.lower() and _starts_a_sentence(sentence)


def _starts_a_sentence(sentence: str) -> bool:
    return (count_words(sentence) >= _UNFINISHED_WORDS and sentence[:1] != sentence[:1].lower()) or bool(
        _CASELESS.match(sentence)
    )
