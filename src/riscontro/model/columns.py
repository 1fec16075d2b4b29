"""Columns that pass between rooms: numpy arrays, and the kinds of column that numpy has no form for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Words(NamedTuple):
    """A column of texts: ``codes`` are places in ``texts``, -1 where there is none."""

    codes: Array
    texts: Sequence[str]


class Texts(NamedTuple):
    """A column of texts that mostly differ, ``None`` where there is none."""

    texts: Sequence[str | None]


class Ids(NamedTuple):
    """A column of texts that mostly differ, by their places in ``texts``."""

    codes: Array
    texts: Sequence[str]


class Letters(NamedTuple):
    """A column of texts end to end: ``starts`` of each in ``letters``, bytes of UTF-8, and where the last ends."""

    starts: Array
    letters: Array


class Listed(NamedTuple):
    """A column of lists: ``starts`` of each in ``items``, and where the last ends."""

    starts: Array
    items: Any


class Days(NamedTuple):
    """A column of days, as ordinals; ``told`` says which there are."""

    days: Array
    told: Array


class Instants(NamedTuple):
    """A column of moments in microseconds since 1970-01-01 UTC."""

    micros: Array


class Maybe(NamedTuple):
    """A column of numbers, flags or :class:`Letters` of which ``told`` says which there are."""

    values: Any
    told: Array


Table = dict[str, Any]
"""Columns of one length by name, each an array or one of the kinds above; the items of a list may be a table."""


def joined(texts: Letters, more: Letters) -> Letters:
    """Return the texts of two columns one after the other.

    >>> joined(letters_of(["a"]), letters_of(["bc", ""])).starts.tolist()
    [0, 1, 3, 3]
    """
    begin, end = int(texts.starts[0]), int(texts.starts[-1])
    first, last = int(more.starts[0]), int(more.starts[-1])
    starts = np.concatenate([texts.starts - begin, more.starts[1:] - first + end - begin])
    return Letters(starts, np.concatenate([texts.letters[begin:end], more.letters[first:last]]))


TAKEN_AT_ONCE = 100_000
"""Texts whose letters are taken one by one at a time: a place is eight times as large as a letter."""


def letters_of(texts: Sequence[str]) -> Letters:
    """Return texts end to end.

    >>> letters_of(["a", "bé"]).starts.tolist()
    [0, 1, 4]
    """
    joined = "".join(texts).encode("utf-8")
    sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    if int(sizes.sum()) != len(joined):
        sizes = np.fromiter((len(text.encode("utf-8")) for text in texts), dtype=np.int64, count=len(texts))
    return Letters(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), np.frombuffer(joined, dtype=np.uint8))


def take_letters(texts: Letters, rows: Array) -> Letters:
    """Return some texts, in the order of their rows.

    >>> take_letters(letters_of(["a", "bc"]), np.array([1, 0, 1])).letters.tobytes()
    b'bcabc'
    """
    sizes = np.diff(texts.starts)
    if len(sizes) and (sizes == sizes[0]).all():
        width = int(sizes[0])
        begin, end = int(texts.starts[0]), int(texts.starts[-1])
        matrix = texts.letters[begin:end].reshape(len(sizes), width)
        return Letters(np.arange(len(rows) + 1) * width, matrix[rows].reshape(-1))
    lots = (rows[at : at + TAKEN_AT_ONCE] for at in range(0, len(rows), TAKEN_AT_ONCE))
    taken = [texts.letters[lists_at(texts.starts, lot)[1]] for lot in lots]
    return Letters(np.concatenate([[0], np.cumsum(sizes[rows])]), np.concatenate([texts.letters[:0], *taken]))


def lists_at(starts: Array, place: Array) -> tuple[Array, Array]:
    """Return where each of some lists starts once they stand end to end, with where the last ends, and the places of
    their items.

    >>> lists_at(np.array([0, 2, 3]), np.array([1, 0]))
    (array([0, 1, 3]), array([2, 0, 1]))
    """
    counts = np.diff(starts)[place]
    ends = np.cumsum(counts)
    taken = np.repeat(starts[:-1][place] - (ends - counts), counts) + np.arange(int(counts.sum()))
    return np.concatenate([[0], ends]), taken
