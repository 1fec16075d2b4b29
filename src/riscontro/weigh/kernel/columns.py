"""The columns that the kernel reads: claims and sources, as arrays of codes.

A code is a number that a door gave to a name; ``UNKNOWN`` (-1) stands for none. States share one space of codes,
sources (roots, outlets, unnamed officials of a state, "sources say") another. Moments are minutes since 1970-01-01 UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from riscontro.errors import RiscontroError
from riscontro.model.claim import Basis

Codes = npt.NDArray[np.int32]
Moments = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.uint64]

UNKNOWN = -1
"""The code of what is not told."""

HOPS = 4
"""Hops of a chain that are kept, nearest first; the last one filled is the root."""

KINDS: tuple[Basis, ...] = tuple(Basis)
"""What ``Sources.kind`` and ``Claims.basis`` number: the place of a vantage in this tuple."""


class Side(IntEnum):
    """Which way a claim speaks of the act."""

    FOR = 0
    AGAINST = 1
    RETRACTS = 2
    NEITHER = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Columns:
    """Arrays of one length."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def __post_init__(self) -> None:
        lengths = {field.name: len(getattr(self, field.name)) for field in fields(self)}
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{name} {length}" for name, length in lengths.items())
            raise RiscontroError(f"columns of one table differ in length: {told}; give every row a value in each")

    def take(self, rows: npt.NDArray[Any]) -> Self:
        """Return these rows (numbers or flags), in this order."""
        return type(self)(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Claims(_Columns):
    """One row per claim, in public order.

    ``at`` is when the words were public. ``outlet`` published the page. ``chain`` (rows, ``HOPS``) names who is cited,
    nearest first, filled from the left; its last code is the root, all ``UNKNOWN`` where nobody is named. ``also`` is a
    second root that the text names beside the first. ``event`` is the key that an outside linker gave. ``text`` is a
    64-bit simhash of the words (0: not known); texts near each other in Hamming distance are copies. ``figure`` is the
    number told (NaN: none). ``gains`` and ``loses`` are the states that win or lose if the claim is believed.
    """

    at: Moments
    outlet: Codes
    lang: Codes
    side: npt.NDArray[np.int8]
    chain: Codes
    also: Codes
    event: Codes
    text: Texts
    figure: Floats
    gains: Codes
    loses: Codes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sources(_Columns):
    """One row per source; the row is its code.

    ``kind`` is a place in ``KINDS``; ``state`` the state whose organ it is. ``group`` is equal for sources that are not
    independent (the organs of one state). ``named`` is false for unnamed sources; one that has neither name nor state
    is "sources say" and never counts of itself. ``outlet`` marks those that publish: what they pass on is followed to
    its root.
    """

    kind: npt.NDArray[np.int8]
    state: Codes
    group: Codes
    named: Flags
    outlet: Flags
