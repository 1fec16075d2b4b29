"""Columns that pass between rooms: numpy arrays, and the kinds of column that numpy has no form for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy.typing as npt

Array = npt.NDArray[Any]


class Words(NamedTuple):
    """A column of texts: ``codes`` are places in ``texts``, -1 where there is none."""

    codes: Array
    texts: Sequence[str]


class Texts(NamedTuple):
    """A column of texts that mostly differ, ``None`` where there is none."""

    texts: Sequence[str | None]


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
    """A column of numbers or flags of which ``told`` says which there are."""

    values: Array
    told: Array


Table = dict[str, Any]
"""Columns of one length by name, each an array or one of the kinds above; the items of a list may be a table."""
