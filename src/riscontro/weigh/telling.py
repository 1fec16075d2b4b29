"""Tellings: a claim with what its document adds, in the form that linking compares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from riscontro.model.claim import Claim, EventType, Modality, Stance
from riscontro.model.document import Provenance
from riscontro.vocab.events import MUTUAL_MODES
from riscontro.vocab.places import is_state_name
from riscontro.weigh.names import fold_name
from riscontro.weigh.voice import Side, is_tentative, side_of
from riscontro.weigh.weights import TimeShape, link_number, mode_table, time_shape

EVER = 10_000_000
"""Days, far outside the calendar's ordinals: stands for an open end."""


class Window(NamedTuple):
    """Days as proleptic ordinals, both included; ``-EVER`` and ``EVER`` are open ends."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Telling:
    """One claim in its turn.

    ``window`` is when the act was, or, where the claim gives no time (``dated`` is false), when an act told so is
    taken to lie. ``sides`` are actor and recipient, sorted where the act has no direction. ``place`` is a folded name,
    ``None`` for that of a state. ``further`` says that its words call the act another one. ``order`` is the place in
    the public order: moment, then claims with a root before those without, dated before undated, then the id.
    """

    claim: Claim
    provenance: Provenance
    window: Window
    dated: bool
    shape: TimeShape
    sides: tuple[str | None, str | None]
    place: str | None
    further: bool
    order: tuple[datetime, bool, bool, str]

    @property
    def public_from(self) -> datetime:
        """The moment of knowledge."""
        return self.provenance.public_from

    @property
    def planned(self) -> bool:
        """Whether it tells a plan."""
        return self.claim.modality is Modality.PLANNED

    @property
    def firm(self) -> bool:
        """Whether it tells that the act was done."""
        return side_of(self.claim) is Side.FOR and not is_tentative(self.claim)


def is_mutual(claim: Claim) -> bool:
    """Tell whether the act binds both sides alike."""
    return binds_both(claim.type, claim.mode)


def binds_both(type: EventType, mode: str | None) -> bool:
    """Tell whether acts of a type and mode bind both sides alike."""
    return mode in MUTUAL_MODES or f"{type}/{mode or ''}" in mode_table()["mutual"]


def claim_to_telling(claim: Claim, provenance: Provenance) -> Telling:
    """Return the claim in the form that linking compares."""
    shape = time_shape(claim.type, claim.mode)
    dated = claim.when is not None and (claim.when.earliest is not None or claim.when.latest is not None)
    return Telling(
        claim=claim,
        provenance=provenance,
        window=_own_window(claim, shape, provenance) if dated else _implied_window(claim, shape, provenance),
        dated=dated,
        shape=shape,
        sides=sides_of(claim),
        place=fold_place(claim.place) if claim.place else None,
        further=claim.tells_another,
        order=(provenance.public_from, claim.root is None, not dated, claim.id),
    )


def fold_place(name: str) -> str | None:
    """Return a place's name as it is compared; ``None`` for the name of a state, which says no more than the sides."""
    return None if is_state_name(name) else fold_name(name)


def sides_of(claim: Claim) -> tuple[str | None, str | None]:
    """Return actor and recipient, sorted where the act has no direction."""
    sides = (claim.actor, claim.recipient)
    return (max(sides, key=_side_order), min(sides, key=_side_order)) if is_mutual(claim) else sides


def _side_order(side: str | None) -> tuple[bool, str]:
    return (side is None, side or "")


def _own_window(claim: Claim, shape: TimeShape, provenance: Provenance) -> Window:
    assert claim.when is not None
    start = claim.when.earliest.toordinal() if claim.when.earliest else -EVER
    if claim.when.latest is not None:
        return Window(start, claim.when.latest.toordinal())
    if shape.flow:
        # Told as going on, so seen until it was told, and no further.
        return Window(start, max(start, provenance.public_from.toordinal()))
    return Window(start, start + link_number("open_days"))


def _implied_window(claim: Claim, shape: TimeShape, provenance: Provenance) -> Window:
    day = provenance.public_from.toordinal()
    if claim.modality is Modality.PLANNED or claim.stance is Stance.WARNS:
        return Window(day, day + shape.future)
    return Window(day - shape.past, day)
