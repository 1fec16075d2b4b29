"""How likely an event is true: log-odds added per independent group, from the beliefs of ``weights.toml``.

The model is that of :mod:`riscontro.weigh.kernel.beliefs` before anything is learnt of a case's sources, for one event
and without arrays; a test holds the two to each other. What a group adds is what the log-odds lose without it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from riscontro.weigh.independence import Hearing
from riscontro.weigh.voice import Voice
from riscontro.weigh.weights import load_toml

SIGNS = ("contradicted", "gainsaid", "denied", "retracted")
"""What may speak against an event: a source that is no official and no party, officials of a third state, a party or an
ally of a side that loses, a retraction."""

SUREST = 0.995
"""The most that a group's counting is believed, as in the kernel."""

DIGITS = 4
"""Digits of a probability that are kept: more would say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """``groups`` maps each independent group to its part in the act or its vantage; ``signs`` speak against it.

    ``total`` are the log-odds (natural), 0 for even.
    """

    groups: Mapping[str, str]
    signs: tuple[str, ...]
    total: float

    @property
    def probability(self) -> float:
        """The log-odds as a probability."""
        return round(1 / (1 + math.exp(-self.total)), DIGITS)

    def adds(self, group: str) -> float:
        """Return what a group adds: the log-odds with it, less those without."""
        return self.total - self.without(group).total

    def without(self, group: str) -> Odds:
        """Return the odds as they would be without a group."""
        kept = {name: role for name, role in self.groups.items() if name != group}
        return Odds(groups=kept, signs=self.signs, total=log_odds(kept.values(), self.signs))

    def sign_adds(self, sign: str) -> float:
        """Return what a sign adds."""
        others = tuple(one for one in self.signs if one != sign)
        return self.total - log_odds(self.groups.values(), others)


def odds_of(hearing: Hearing) -> Odds | None:
    """Return the odds of an event from what has been said of it; ``None`` where no origin that counts asserts a fact
    and nothing speaks against it: of a plan, a possibility or a rumour nothing is said.
    """
    groups: dict[str, str] = {}
    signs: set[str] = set()
    # A party's denial lapses once the same party admits the act on the record.
    admitted = set(hearing.tally.admitted)
    for voice in hearing.voices.values():
        if voice.withdrawn:
            signs.add("retracted")
        elif voice.heard and voice.speaks_for and not voice.tentative:
            groups.setdefault(voice.source.group, voice.role)
        elif voice.heard and voice.speaks_against and voice.party not in admitted:
            signs.add(_sign_of(voice))
    if not groups and not signs:
        return None
    ordered = tuple(sign for sign in SIGNS if sign in signs)
    return Odds(groups=groups, signs=ordered, total=log_odds(groups.values(), ordered))


def _sign_of(voice: Voice) -> str:
    if voice.party is not None or voice.ally is not None:
        return "denied"
    return "gainsaid" if voice.source.group.startswith("state:") else "contradicted"


@cache
def _table() -> dict[str, Any]:
    return dict(load_toml("weights")["probability"])


def log_odds(roles: Any, signs: tuple[str, ...]) -> float:
    """Return the log-odds of an event that groups of these roles assert and against which these signs speak."""
    table = _table()
    prior, steps = table["prior"], [math.exp(step) for step in table["groups"]]
    true, false = [1.0], [1.0]
    for role in roles:
        ratio = table["role"].get(role, 0.0)
        true = _one_more(true, SUREST * 2 / (1 + math.exp(-ratio)))
        false = _one_more(false, SUREST * 2 / (1 + math.exp(ratio)))
    over = [prior * step + 1 - prior for step in steps]
    for_true = sum(t * step / o for t, step, o in zip(_capped(true, len(steps)), steps, over, strict=True))
    for_false = sum(f / o for f, o in zip(_capped(false, len(steps)), over, strict=True))
    return math.log(prior / (1 - prior)) + math.log(for_true / for_false) + sum(_sign_odds(table, signs))


def _one_more(numbers: list[float], here: float) -> list[float]:
    """Return the weight of each number of counting groups once a group more may count."""
    away = [number * (1 - SUREST) for number in numbers] + [0.0]
    return [kept + before * here for kept, before in zip(away, [0.0, *numbers], strict=True)]


def _capped(numbers: list[float], size: int) -> list[float]:
    kept = numbers[: size - 1] + [0.0] * (size - 1 - len(numbers))
    return [*kept, sum(numbers[size - 1 :])]


def _sign_odds(table: Mapping[str, Any], signs: tuple[str, ...]) -> list[float]:
    found = []
    for sign, rate, lean in zip(SIGNS, table["sign_rate"], table["sign_lean"], strict=True):
        true, false = rate * (1 - lean), rate * (1 + lean)
        found.append(math.log(true / false) if sign in signs else math.log((1 - true) / (1 - false)))
    return found
