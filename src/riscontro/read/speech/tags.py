"""Tags: marks at a text's head and end by which it says that it carries an agency's copy ("SEOUL (Yonhap) -")."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from riscontro.read.speech import bits
from riscontro.read.speech.text import MARK, UPPER, Nodes

HEAD = 25
TAIL = 12
"""Nodes at the beginning and the end of a text in which a tag is looked for."""
MAX_TAG = 9
"""Nodes between a tag's brackets: place, date, agency."""

_BRACKETS = {"(": ")", "[": "]", "【": "】", "〔": "〕", "（": "）"}
_DASHES = frozenset("-–—") | {"--"}


def find_tags(nodes: Nodes, outlet: Callable[[int, int], str | None], agencies: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the agencies that a text is tagged with, as written there, nearest the page first.

    ``outlet`` gives the outlet named between two nodes. ``agencies`` are those that the page around the text names;
    they count where the text itself has no tag.
    """
    count = len(nodes.low)
    spots = [*range(min(count, HEAD)), *range(max(HEAD, count - TAIL), count)]
    found = [name for i in spots if (name := _bracketed(nodes, outlet, i)) is not None]
    leading = _leading(nodes, outlet)
    if leading is not None:
        found.insert(0, leading)
    return tuple(dict.fromkeys(found)) or tuple(dict.fromkeys(agencies))


def _bracketed(nodes: Nodes, outlet: Callable[[int, int], str | None], i: int) -> str | None:
    """Return the outlet in a bracket that holds nothing but places, dates and names."""
    closing = _BRACKETS.get(nodes.low[i])
    if closing is None:
        return None
    end = next((k for k in range(i + 1, min(len(nodes.low), i + MAX_TAG)) if nodes.low[k] == closing), None)
    if end is None or not all(_is_plain(nodes, k) or outlet(k, k + 1) for k in range(i + 1, end)):
        return None
    return outlet(i + 1, end)


def _is_plain(nodes: Nodes, i: int) -> bool:
    letters = nodes.text[nodes.start[i]]
    caseless = letters.isalpha() and not letters.islower()  # also scripts without small letters
    return caseless or letters.isdigit() or bool(nodes.flag[i] & (UPPER | MARK | bits.TIME | bits.COORD | bits.PREP))


def _leading(nodes: Nodes, outlet: Callable[[int, int], str | None]) -> str | None:
    """ "ANSA - T", "PARIS, AFP – T": an outlet before a dash at the head, nothing but capitals before it."""
    for i in range(1, min(len(nodes.low), MAX_TAG)):
        if nodes.low[i] in _DASHES:
            name = outlet(0, i)
            closes = name is not None and nodes.words(0, i).endswith(name)
            return name if closes and all(_is_plain(nodes, k) for k in range(i)) else None
    return None


__all__ = ["find_tags"]
