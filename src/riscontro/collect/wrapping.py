"""Lines broken for their width alone, as mails and PDFs have them: joined again, so that sentences are whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LEAST_WIDTH = 40
_MOST_WIDTH = 100
"""Texts are broken for their width at 65 to 80 characters by custom; narrower ones are lists and verse."""

_OWN_LINE = re.compile(r"\s|[>*•·–—|#]|-\s|\d{1,3}[.)]\s")
"""What begins a line of its own: an indent, a quotation, an item of a list."""

_SPACELESS = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
"""Signs of scripts that put no space between words: Chinese and Japanese; Korean does."""


def unwrapped(text: str) -> str:
    """Return a text without the line ends that stand only because the next word would not have fitted.

    The width is that of the longest line. A text with longer lines than such texts have was not broken, and stays.
    """
    width = max(map(len, text.split("\n")))
    if not _LEAST_WIDTH <= width <= _MOST_WIDTH:
        return text
    return "".join(_joined(text.split("\n"), width))


def _joined(lines: list[str], width: int) -> Iterator[str]:
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        if following is None:
            yield line
        elif _is_broken(line, following, width):
            yield line.rstrip() + space_between(line.rstrip(), following)
        else:
            yield f"{line}\n"


def _is_broken(line: str, following: str, width: int) -> bool:
    if not line.strip() or not following.strip() or _OWN_LINE.match(following):
        return False
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width


def space_between(before: str, after: str) -> str:
    """Return what stands between two lines that are joined: a space, nothing in scripts that have none.

    >>> space_between("The two", "sides"), space_between("国防", "部表示")
    (' ', '')
    """
    return "" if _SPACELESS.match(before[-1:]) and _SPACELESS.match(after[:1]) else " "
