"""Who gains and who loses if a claim is believed, from ``stakes.toml`` and ``blocs.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from riscontro.model.claim import EventType
from riscontro.weigh.weights import load_toml


class Interest(StrEnum):
    """What it means for a root that its claim is believed."""

    AGAINST = "against interest"
    SERVING = "self-serving"
    NONE = "no stake"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """Roles (``actor``, ``recipient``, ``opponent``) that lose and gain; whether the act is done in public."""

    loses: tuple[str, ...] = ()
    gains: tuple[str, ...] = ()
    open: bool = False


@cache
def stakes_of(type: EventType, mode: str | None) -> Stakes:
    """Return the row for a type and mode, else for the type, else that nobody has a stake."""
    table = load_toml("stakes")
    row = table.get(f"{type}/{mode}", table.get(str(type), {}))
    return Stakes(
        loses=tuple(row.get("loses", ())), gains=tuple(row.get("gains", ())), open=bool(row.get("open", False))
    )


@cache
def _blocs() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(row["members"]) for row in load_toml("blocs")["bloc"])


@cache
def bloc_members() -> tuple[str, ...]:
    """Return every state that a treaty of ``blocs.toml`` binds, sorted."""
    return tuple(sorted(frozenset().union(*_blocs())))


@cache
def are_allied(left: str, right: str) -> bool:
    """Tell whether two states are bound by a treaty of ``blocs.toml``."""
    return any(left in members and right in members for members in _blocs())


def stands_with_a_loser(state: str, stakes: Stakes, roles: Mapping[str, str | None]) -> bool:
    """Tell whether a state is bound by treaty to a side that loses if the claim is believed, or is that side."""
    losers = (side for role in stakes.loses if (side := roles.get(role)) is not None)
    return any(state == side or are_allied(state, side) for side in losers)


def interest_of(state: str | None, stakes: Stakes, roles: Mapping[str, str | None]) -> Interest:
    """Return what it means for a state that the claim is believed; ``roles`` maps each role to its state.

    A state that both loses and gains has its loss counted. An ally of a side that gains is served too, unless it is
    itself a side that loses.
    """
    if state is None:
        return Interest.NONE
    losers = {roles.get(role) for role in stakes.loses} - {None}
    gainers = {side for role in stakes.gains if (side := roles.get(role)) is not None}
    if state in losers:
        return Interest.AGAINST
    if state in gainers or any(are_allied(state, side) for side in gainers):
        return Interest.SERVING
    return Interest.NONE
