"""The difference between two versions of a text: paragraphs first, then the words of those that changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+|\s+|[^\w\s]")
"""Words, signs and spaces; of scripts without spaces each character."""

_MOST_TOKENS = 4000
"""Above it a paragraph is told as taken out and put in whole: comparing words takes time with their square."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text: ``same`` in both, ``out`` of the earlier alone, ``in`` the later alone."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Paragraphs that are the same (``pieces`` is empty, ``paragraphs`` counts them), or what changed in one place."""

    paragraphs: int
    pieces: tuple[Piece, ...] = ()


def text_difference(before: str, after: str) -> tuple[Passage, ...]:
    """Return the passages of two texts in order; empty where neither holds any.

    The pieces that are not ``in`` make up the paragraphs of ``before`` that changed, those that are not ``out`` the
    ones of ``after``, an empty line between two.
    """
    first, second = _paragraphs(before), _paragraphs(after)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return tuple(
        Passage(paragraphs=end - start)
        if kind == "equal"
        else Passage(
            paragraphs=max(end - start, last - place),
            pieces=tuple(_pieces("\n\n".join(first[start:end]), "\n\n".join(second[place:last]))),
        )
        for kind, start, end, place, last in matcher.get_opcodes()
    )


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _pieces(before: str, after: str) -> Iterator[Piece]:
    first, second = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(first) + len(second) > _MOST_TOKENS:
        yield from _changed(before, after)
        return
    for kind, start, end, place, last in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(kind="same", text="".join(first[start:end]))
        else:
            yield from _changed("".join(first[start:end]), "".join(second[place:last]))


def _changed(before: str, after: str) -> Iterator[Piece]:
    if before:
        yield Piece(kind="out", text=before)
    if after:
        yield Piece(kind="in", text=after)
