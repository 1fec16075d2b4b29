"""How likely an event is true: log-odds added per independent group, from the beliefs of ``weights.toml``.

The model is that of :mod:`riscontro.weigh.kernel.beliefs` before anything is learnt of a case's sources, for one event
and without arrays; a test holds the two to each other. What a group adds is what the log-odds lose without it. What was
settled of a source's words (:meth:`riscontro.weigh.reliability.Records.learnt`) adds to the belief about its part.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from riscontro.model.event import Origin
from riscontro.weigh.reliability import Learnt
from riscontro.weigh.voice import RETRACTED, SIGNS, SPEAKS_FOR
from riscontro.weigh.weights import load_toml

SUREST = 0.995
"""The most that a group's counting is believed, as in the kernel."""

DIGITS = 4
"""Digits of a probability that are kept: more would say nothing."""

LearntOf = Callable[[Origin], Learnt]
"""Gives what was learnt of an origin's words, of its denials where it denies."""


class Part(NamedTuple):
    """What part a group has in an act, or its vantage, and what was learnt of the origin that stands for it."""

    role: str
    learnt: Learnt | None = None

    @property
    def odds(self) -> float:
        """What its record adds, in log-odds."""
        return self.learnt.odds if self.learnt else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """``groups`` maps each independent group to its part in the act or its vantage; ``signs`` speak against it, each
    with what was learnt of the best of those who denied it so, if anything.

    ``total`` are the log-odds (natural), 0 for even.
    """

    groups: Mapping[str, Part]
    signs: Mapping[str, Learnt | None]
    total: float

    @property
    def probability(self) -> float:
        """The log-odds as a probability."""
        return round(1 / (1 + math.exp(-self.total)), DIGITS)

    @property
    def is_learnt(self) -> bool:
        """Whether any record adds anything."""
        records = (*(part.learnt for part in self.groups.values()), *self.signs.values())
        return any(one is not None and one.odds for one in records)

    def adds(self, group: str) -> float:
        """Return what a group adds: the log-odds with it, less those without."""
        return self.total - self.without(group).total

    def without(self, group: str) -> Odds:
        """Return the odds as they would be without a group."""
        return _odds({name: part for name, part in self.groups.items() if name != group}, self.signs)

    def learnt_adds(self, group: str) -> float:
        """Return how much of what a group adds is learnt."""
        plain = {name: part if name != group else Part(part.role) for name, part in self.groups.items()}
        return self.total - _odds(plain, self.signs).total

    def sign_adds(self, sign: str) -> float:
        """Return what a sign adds."""
        return self.total - _odds(self.groups, {one: by for one, by in self.signs.items() if one != sign}).total

    def sign_learnt_adds(self, sign: str) -> float:
        """Return how much of what a sign adds is learnt."""
        return self.total - _odds(self.groups, {**self.signs, sign: None}).total


def _odds(groups: Mapping[str, Part], signs: Mapping[str, Learnt | None]) -> Odds:
    learnt = {sign: by.odds for sign, by in signs.items() if by is not None}
    roles = [part.role for part in groups.values()]
    total = log_odds(roles, tuple(signs), learnt=[part.odds for part in groups.values()], denials=learnt)
    return Odds(groups=groups, signs=signs, total=total)


def odds_of(origins: Iterable[Origin], claims: Sequence[str], learnt_of: LearntOf | None = None) -> Odds | None:
    """Return the odds of an event from its origins and claims; ``None`` where no origin that counts asserts a fact
    and nothing speaks against it: of a plan, a possibility or a rumour nothing is said.
    """
    groups: dict[str, Part] = {}
    found: dict[str, Learnt | None] = {}
    places = {claim: place for place, claim in enumerate(claims)}
    for origin in sorted((one for one in origins if one.says), key=lambda one: places.get(one.claims[0], 0)):
        learnt = learnt_of(origin) if learnt_of and origin.says != RETRACTED else None
        if origin.says == SPEAKS_FOR:
            groups.setdefault(origin.group, Part(origin.role, learnt))
            continue
        best = found.setdefault(origin.says, learnt)
        if learnt is not None and best is not None and learnt.odds > best.odds:
            found[origin.says] = learnt
    if not groups and not found:
        return None
    return _odds(groups, {sign: found[sign] for sign in SIGNS if sign in found})


@cache
def _table() -> dict[str, Any]:
    return dict(load_toml("weights")["probability"])


def log_odds(
    roles: Sequence[str],
    signs: Collection[str],
    *,
    learnt: Sequence[float] = (),
    denials: Mapping[str, float] | None = None,
) -> float:
    """Return the log-odds of an event that groups of these roles assert and against which these signs speak.

    ``learnt`` are the log-odds that the groups' records add, ``denials`` those of who stands behind a sign.
    """
    table = _table()
    prior, steps = table["prior"], [math.exp(step) for step in table["groups"]]
    true, false = [1.0], [1.0]
    for role, odds in zip(roles, learnt or [0.0] * len(roles), strict=True):
        ratio = table["role"].get(role, 0.0) + odds
        true = _one_more(true, SUREST * 2 / (1 + math.exp(-ratio)))
        false = _one_more(false, SUREST * 2 / (1 + math.exp(ratio)))
    over = [prior * step + 1 - prior for step in steps]
    for_true = sum(t * step / o for t, step, o in zip(_capped(true, len(steps)), steps, over, strict=True))
    for_false = sum(f / o for f, o in zip(_capped(false, len(steps)), over, strict=True))
    against = sum(_sign_odds(sign, sign in signs, (denials or {}).get(sign, 0.0)) for sign in SIGNS)
    return math.log(prior / (1 - prior)) + math.log(for_true / for_false) + against


def _one_more(numbers: list[float], here: float) -> list[float]:
    """Return the weight of each number of counting groups once a group more may count."""
    away = [number * (1 - SUREST) for number in numbers] + [0.0]
    return [kept + before * here for kept, before in zip(away, [0.0, *numbers], strict=True)]


def _capped(numbers: list[float], size: int) -> list[float]:
    kept = numbers[: size - 1] + [0.0] * (size - 1 - len(numbers))
    return [*kept, sum(numbers[size - 1 :])]


def _sign_odds(sign: str, borne: bool, learnt: float) -> float:
    """Return what a sign adds, or its want; whatever was learnt of who denies, a denial never speaks for an event."""
    place, table = SIGNS.index(sign), _table()
    rate, lean = table["sign_rate"][place], table["sign_lean"][place]
    true, false = rate * (1 - lean), rate * (1 + lean)
    if not borne:
        return math.log((1 - true) / (1 - false))
    return min(0.0, math.log(true / false) - learnt)
