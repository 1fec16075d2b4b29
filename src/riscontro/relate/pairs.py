"""Pairs of states: which pair a set of claims is about, and what others did about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from riscontro.model.claim import Claim, EventType
from riscontro.model.event import Event

NOT_STATES = frozenset({"IGO", "UNO", "EUU"})
"""Three-letter codes of organisations, which are no state."""

_ISO3 = re.compile(r"[A-Z]{3}")


def is_state(code: str | None) -> bool:
    """Tell whether a code has the form of a state's."""
    return code is not None and _ISO3.fullmatch(code) is not None and code not in NOT_STATES


def choose_pair(claims: Iterable[Claim]) -> tuple[str, str] | None:
    """Return the commonest pair of states, actor of most of its claims first; ``None`` where no claim has two.

    Among equals the first in the alphabet.
    """
    told = Counter((claim.actor, claim.recipient) for claim in claims)
    return choose_counted((actor, recipient, count) for (actor, recipient), count in told.items())


def choose_counted(counts: Iterable[tuple[str | None, str | None, int]]) -> tuple[str, str] | None:
    """Return the pair of :func:`choose_pair`, from how many claims have each actor and recipient."""
    ordered: Counter[tuple[str, str]] = Counter()
    for actor, recipient, count in counts:
        if actor and recipient and actor != recipient and is_state(actor) and is_state(recipient):
            ordered[actor, recipient] += count
    if not ordered:
        return None
    either = Counter[tuple[str, str]]()
    for (actor, recipient), count in ordered.items():
        either[min(actor, recipient), max(actor, recipient)] += count
    first, second = min(either, key=lambda pair: (-either[pair], pair))
    return (second, first) if ordered[second, first] > ordered[first, second] else (first, second)


def find_third_parties(events: Sequence[Event], pair: tuple[str, str]) -> tuple[str, ...]:
    """Return the ids of what others did about the pair, in the order of the events.

    Others act towards one of the two, short of force: their war with one of them is not about the pair.
    """
    return tuple(
        event.id
        for event in events
        if event.actor is not None
        and event.actor not in pair
        and event.recipient in pair
        and event.type is not EventType.ASSAULT
    )
