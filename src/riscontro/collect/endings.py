"""How a text ends, and how long it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from riscontro.collect.notices import access_table

PROSE_WORDS = 25
"""Words from which a paragraph is prose rather than a heading, a caption or a list."""

_UNFINISHED_WORDS = 5
"""Words that a broken sentence holds at least; a shorter one is a credit or a heading."""

_WIDGET_WORDS = 6
"""Words up to which a line of its own that ends in three dots is furniture ("Loading ...") after a finished text; one
with a label in front ("See also: The two ministers ...") may be longer."""

_SHORT_PROSE_WORDS = 12
"""Words from which a paragraph that holds a finished sentence before the unfinished one is prose."""

_STOPLESS = 0.5
"""From this part of the long paragraphs on that lack a full stop, lacking one is the text's habit, not a cut."""

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_CASELESS = re.compile(r"[\u0600-\u06ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+")
_TERMINAL = re.compile(r"[.!?。！？؟।۔][\"'’”»›)\]）」』*_]{0,3}\s*$")
_ELLIPSIS = re.compile(r"(?:\.\.\.|…|\[\s?(?:…|\.\.\.)\s?\]|\(\s?(?:…|\.\.\.)\s?\))\s*$")
_BRACKETED = re.compile(r"[\[(]\s?(?:…|\.\.\.)\s?[\])]\s*$")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?])[\"'”’»)\]]?\s+|(?<=[。！？؟])")
_COMMA = re.compile(r"[,،、，]\s*$")
_LABEL = re.compile(r"\W*[^\W\d_]+(?:[ -][^\W\d_]+){0,4}\s?[:：]\s")
_END = 12
"""Characters at the end that the patterns look at, so that long white space costs nothing."""

_CLOSING_CHARACTERS = 200


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


def ends_in_bracketed_ellipsis(text: str) -> bool:
    """Tell whether a text ends in three dots in brackets, which hardly anybody writes for style."""
    return bool(_BRACKETED.search(text[-_END:]))


def without_widget(text: str) -> str:
    """Return a text without a last line like "Loading ..." that follows a finished paragraph."""
    before, _, last = text.rstrip().rpartition("\n")
    before = before.rstrip()
    is_widget = (
        ends_in_ellipsis(last)
        and not ends_in_bracketed_ellipsis(last)
        and (count_words(last) <= _WIDGET_WORDS or (bool(_LABEL.match(last)) and count_words(last) < PROSE_WORDS))
        and bool(_TERMINAL.search(before[-_END:]))
        and not ends_in_ellipsis(before)
    )
    return before if is_widget else text


def ends_abruptly(text: str, lang: str = "und") -> bool:
    """Tell whether the last paragraph breaks off within a sentence.

    Either its last word is one in which no sentence of ``lang`` ends (an article, a preposition: data of the packs);
    or it is long, starts like a sentence, and ends in a word of small letters or of a script without them, while the
    other paragraphs end well, and it is no credit, no caption with a label, no line on rights.
    """
    lines = text.rstrip().split("\n")
    last = lines[-1]
    if _TERMINAL.search(last[-_END:]):
        return False
    words = last[-60:].split()
    closing = words[-1].rstrip(",;-–—") if words else ""
    *before, sentence = _SENTENCE_BREAK.split(last[-600:])
    if _LABEL.match(sentence) or _closes(last, lang):
        return False
    if ends_dangling(last, lang) or (_COMMA.search(last[-_END:]) and len(words) >= _UNFINISHED_WORDS):
        return count_words(text[-4000:]) >= PROSE_WORDS
    if count_words(last) < (_SHORT_PROSE_WORDS if before else PROSE_WORDS):
        return False
    return (
        closing.isalpha()
        and closing == closing.lower()
        and _starts_a_sentence(sentence)
        and not _is_stopless(lines[:-1])
    )


def ends_dangling(line: str, lang: str) -> bool:
    """Tell whether a line ends in a word (or the ending of one) that no finished sentence of ``lang`` ends in."""
    words = line[-60:].split()
    if len(words) < 2 and not _CJK.search(line[-1:]):
        return False
    closings = _closings(lang)
    last = words[-1].rstrip(",;-–—")
    word = re.split(r"[’'ʼ]", last)[-1] or last.rstrip("’'ʼ")
    return word in closings.dangling or (bool(closings.endings) and last.endswith(closings.endings))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closings:
    """A pack's words about ends: lines that close a page, and what no sentence ends in."""

    lines: tuple[str, ...]
    dangling: frozenset[str]
    endings: tuple[str, ...]


@cache
def _closings(lang: str) -> _Closings:
    table = access_table(lang)
    return _Closings(
        lines=tuple(phrase.casefold() for phrase in table.get("closing", ())),
        dangling=frozenset(table.get("dangling", ())),
        endings=tuple(table.get("dangling_ends", ())),
    )


def _closes(last: str, lang: str) -> bool:
    tail = last[-_CLOSING_CHARACTERS:].casefold()
    return "©" in tail or any(phrase in tail for code in (lang, "en") for phrase in _closings(code).lines)


def _is_stopless(lines: list[str]) -> bool:
    long = [line for line in lines[-200:] if len(line) >= PROSE_WORDS and count_words(line) >= PROSE_WORDS]
    return len(long) > 1 and sum(not _TERMINAL.search(line[-_END:]) for line in long) >= _STOPLESS * len(long)


def _starts_a_sentence(sentence: str) -> bool:
    return (count_words(sentence) >= _UNFINISHED_WORDS and sentence[:1] != sentence[:1].lower()) or bool(
        _CASELESS.match(sentence)
    )
