"""The columns by which claims of one act find each other, and what a claim's source is to the act.

One row is one claim, in public order: moment, then claims with a root before those without, dated before undated, then
the id (:attr:`riscontro.weigh.telling.Telling.order`). Codes are the door's own, ``-1`` where nothing is told; days are
proleptic ordinals as in :class:`riscontro.weigh.telling.Window`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riscontro.weigh.kernel.columns import Codes, Flags, Floats, _Columns
from riscontro.weigh.weights import link_number, score_weights

Small = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Acts(_Columns):
    """What linking compares.

    ``type`` below 16; ``kind`` numbers (type, mode), ``mode`` the modes of one type, below 63, with one for none.
    ``first`` and ``second`` are the sides, below 16,000, in one order for acts without direction. ``place`` is a folded
    name with its language. ``begin`` to ``end`` is the window, ``day`` that of publication. ``unit``, ``low`` and
    ``high`` (NaN: open) are the figure, ``cumulative`` whether it is a total; ``root`` the root's name. ``firm`` says
    that the act is told as done, ``further`` that the words call it another one; ``past`` how many days before its
    publication a claim without a time may lie.
    """

    type: Codes
    kind: Codes
    mode: Codes
    first: Codes
    second: Codes
    opponent: Codes
    place: Codes
    lang: Codes
    begin: Codes
    end: Codes
    day: Codes
    dated: Flags
    further: Flags
    planned: Flags
    firm: Flags
    flow: Flags
    tolerance: Codes
    past: Codes
    unit: Codes
    low: Floats
    high: Floats
    cumulative: Flags
    document: Codes
    root: Codes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tellers(_Columns):
    """What hearing needs to know of each claim.

    ``side`` as in :class:`~riscontro.weigh.kernel.columns.Side`. ``source`` and ``publisher``
    are keys of one codebook, ``group`` those of independence; ``state`` the source's. ``basis`` is its vantage, a place
    in ``KINDS``; ``speaks``: it speaks for its state; ``rooted``: the text names it; ``bare``: unnamed, of unnamed
    standing; ``outlet``: it publishes; ``unplaced``: nothing is known of who said it; ``vantage``: the claim shows its
    own; ``organ``: its group is that of a state. ``actor``, ``recipient``, ``opponent`` are states (sorted sides where
    the act has no direction). ``loses`` has bit 0, 1, 2 for the actor, recipient, opponent as the loser, ``gains`` for
    those that gain; ``letter`` is 0 to 5 for A to F. ``month`` counts the months from year 0 to that in which the words
    were public.
    """

    side: Small
    source: Codes
    publisher: Codes
    group: Codes
    state: Codes
    basis: Small
    speaks: Flags
    organ: Flags
    rooted: Flags
    bare: Flags
    outlet: Flags
    unplaced: Flags
    vantage: Flags
    tentative: Flags
    cut: Flags
    document: Codes
    family: Codes
    actor: Codes
    recipient: Codes
    opponent: Codes
    loses: Small
    open: Flags
    gains: Small
    letter: Small
    month: Codes


class Tables(NamedTuple):
    """What codes are to each other: ``modes`` (kind, mode of its type) how well two modes agree, ``placed`` whether an
    act of a kind has one place; ``places``, sorted, keys ``place << 32 | place`` of places that are the same;
    ``allied`` (state, state) for the states of the lowest codes: those above are in no alliance.
    """

    modes: Floats
    placed: Flags
    places: npt.NDArray[np.int64]
    allied: Flags


class Numbers(NamedTuple):
    """The weights and bounds of ``weights.toml``, typed for compiled loops."""

    time: float
    kind: float
    actors: float
    place: float
    quantity: float
    candidates: int
    months: int


def numbers() -> Numbers:
    """Return the numbers of ``weights.toml``."""
    return Numbers(**score_weights(), candidates=link_number("candidates_max"), months=link_number("months_max"))
