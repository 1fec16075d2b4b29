"""How likely an event is true: log-odds added per independent group, under reliabilities learnt without answers.

The model has one hidden answer for each event. Given it, the following are independent of each other: how many groups
assert the event; who they are (their role in the act or their vantage, and which root within it); who contradicts,
denies or retracts; and, among events told by as many groups, how loud it is. Each root has two rates, how often it
speaks up for what is true and for what is false (sensitivity and false-positive rate: Zhao, Rubinstein, Gemmell and
Han, VLDB 2012), of which only the ratio to the usual matters here. :mod:`riscontro.weigh.kernel.learning` finds them.

Three things depend on each other whatever the answer is, and are told apart from it:

- A party to the act is one group and speaks once, so that its share among the groups falls with their number
  (``scale``).
- Each assertion may be withdrawn, so that retractions rise with the number of groups (``withdrawn``).
- What is told loudly draws more words against it, some of them meant for another event (``drawn``).

What a group counts is uncertain itself: it may only relay another, or be another event's. A view's number of groups is
therefore a distribution, the product over its groups of ``(1 - w) + w r t`` in powers of ``t``, with ``w`` the
probability that the group counts and ``r`` how much likelier its root speaks up under this answer than on the whole.

Four orders are kept whatever the claims show: one more group never speaks against an event, a contradiction, a denial
or a retraction never speaks for it, and neither do more copies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from riscontro.weigh.kernel.columns import KINDS, UNKNOWN, Claims, Codes, Flags, Floats, Sources
from riscontro.weigh.kernel.roots import Groups, Signs
from riscontro.weigh.kernel.segments import Rows, place_in_run, weigh_up
from riscontro.weigh.weights import load_toml

COUNTS = 5
"""Numbers of groups that are told apart: 0 to 3, and 4 or more."""

ROLES = ("gains", "loses", "third")
ROLE_COUNT = len(ROLES) + len(KINDS)

SIGNS = ("contradicted", "gainsaid", "denied", "retracted")

WITHDRAWN = SIGNS.index("retracted")

UNNAMED = len(SIGNS)
"""The place after ``SIGNS``: a denial by nobody named, looked at where nobody named denies or contradicts."""

NAMED = (SIGNS.index("contradicted"), SIGNS.index("denied"))
"""The signs beside which a denial by nobody named is taken to repeat them."""

FALSE, TRUE = 0, 1
"""The two answers, as places of an axis."""

SUREST = 0.995
"""The most that a group's counting is believed."""

DOUBTED = 0.5
"""A group that probably does not count is not counted."""

LEAST, MOST = 1e-4, 0.97
"""Between these lies the rate of any sign."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """What is known of each view: its groups (``view``, ``source``, ``role``, ``counts``: probability that it counts),
    its ``signs`` (views, ``SIGNS`` and perhaps ``UNNAMED``: whether it bears one, or how likely) and ``loudness``, the
    copies for each group.
    """

    size: int
    view: Rows
    source: Codes
    role: Codes
    counts: Floats
    signs: Flags | Floats
    loudness: Floats

    def of(self, which: Flags) -> Evidence:
        """Return what is known of some of the views."""
        place = np.cumsum(which) - 1
        rows = which[self.view]
        return Evidence(
            size=int(which.sum()),
            view=place[self.view[rows]],
            source=self.source[rows],
            role=self.role[rows],
            counts=self.counts[rows],
            signs=self.signs[which],
            loudness=self.loudness[which],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reliabilities:
    """What was learnt, under each answer (first axis: ``FALSE``, ``TRUE``; natural logarithms unless said).

    ``prior`` is the share of events that are true. ``number`` tells how likely an event has so many groups (up to
    ``COUNTS``), ``role`` and ``root`` (by source code) how much likelier one speaks up than on the whole, ``scale`` by
    how much all of them do together at each number of groups. ``mix`` are the usual shares of roles at each number.
    ``sign`` are the rates of ``SIGNS`` and ``UNNAMED``, multiplied by ``drawn`` (signs, loudness) and, for retractions,
    ``withdrawn`` (number of groups). ``loud`` (answer, number of groups, loudness) is that of copies; ``edges`` cuts it
    among events told by as many groups. ``right`` and ``settled`` count for each source how many of its assertions were
    settled, and how many of them as true.
    """

    prior: float
    number: Floats
    role: Floats
    root: Floats
    scale: Floats
    mix: Floats
    sign: Floats
    drawn: Floats
    withdrawn: Floats
    loud: Floats
    edges: Floats
    right: Floats
    settled: Floats

    def odds_of(self, role: Codes, source: Codes) -> Floats:
        """Return the log-odds for the event of a source that speaks up in a role."""
        by_role, by_root = self.role[TRUE] - self.role[FALSE], self.root[TRUE] - self.root[FALSE]
        return np.asarray(by_role[role] + by_root[source])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beliefs:
    """``odds`` and ``probability`` for each view; ``adds``: what each group by itself puts in, in log-odds."""

    odds: Floats
    adds: Floats
    probability: Floats = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "probability", 1 / (1 + np.exp(-self.odds)))


def judged_numbers(name: str) -> Floats:
    """Return the numbers of an entry of ``[probability]`` in ``weights.toml``."""
    return np.array(load_toml("weights")["probability"][name], dtype=np.float64)


def judged_number(name: str) -> float:
    """Return the number of an entry of ``[probability]`` in ``weights.toml``."""
    return float(load_toml("weights")["probability"][name])


def sign_priors() -> tuple[Floats, Floats]:
    """Return the rates of ``SIGNS`` and ``UNNAMED`` before anything is learnt, and how they lean: ``UNNAMED`` not."""
    rate, lean = judged_numbers("sign_rate"), judged_numbers("sign_lean")
    return np.append(rate, judged_number("unnamed_rate")), np.append(lean, 0.0)


def role_priors() -> Floats:
    """Return the log-odds of each role and vantage before anything is learnt."""
    table = load_toml("weights")["probability"]["role"]
    return np.array([table.get(name, 0.0) for name in (*ROLES, *map(str, KINDS))], dtype=np.float64)


def roles_of(claims: Claims, sources: Sources, groups: Groups) -> Codes:
    """Return what part each group's root has in the act: gains, loses, a third state; or else its vantage."""
    state = sources.state[groups.source]
    by_state = np.where(state == claims.loses[groups.claim], 1, np.where(state == claims.gains[groups.claim], 0, 2))
    by_kind = len(ROLES) + sources.kind[groups.source]
    return np.where(state != UNKNOWN, by_state, by_kind).astype(np.int32)


def gather(
    claims: Claims, sources: Sources, groups: Groups, signs: Signs, counts: Floats, strengths: Floats
) -> Evidence:
    """Return what is known of each view; ``counts`` is how likely each group counts, ``strengths`` (views, ``SIGNS``
    and a denial by nobody named) how likely each sign is meant for it.
    """
    size = len(signs.told)
    expected = weigh_up(groups.view, counts, size)
    return Evidence(
        size=size,
        view=groups.view,
        source=groups.source,
        role=roles_of(claims, sources, groups),
        counts=np.clip(counts, 0.0, SUREST),
        signs=strengths,
        loudness=signs.copies / np.maximum(expected, 1.0),
    )


def unlearnt(sources: int) -> Reliabilities:
    """Return what is believed before anything was seen: the priors of ``weights.toml``."""
    rate, lean = sign_priors()
    prior, step, roles = judged_number("prior"), judged_numbers("groups"), role_priors()
    over = np.log(prior * np.exp(step) + 1 - prior)
    return Reliabilities(
        prior=prior,
        number=np.stack([-over, step - over]),
        role=np.log(2 / (1 + np.exp(np.stack([roles, -roles])))),
        root=np.zeros((2, sources)),
        scale=np.zeros((2, COUNTS)),
        mix=np.full((COUNTS, ROLE_COUNT), 1 / ROLE_COUNT),
        sign=np.stack([rate * (1 + lean), rate * (1 - lean)]),
        drawn=np.ones((len(rate), 1)),
        withdrawn=np.ones(COUNTS),
        loud=np.zeros((2, COUNTS, 1)),
        edges=np.zeros((COUNTS, 0)),
        right=np.zeros(sources),
        settled=np.zeros(sources),
    )


def believe(evidence: Evidence, known: Reliabilities) -> Beliefs:
    """Return how likely each view is true under what was learnt."""
    told = Tally.of(evidence, known.edges)
    odds = likelihood(told, known, TRUE).log - likelihood(told, known, FALSE).log
    prior = np.log(known.prior / (1 - known.prior))
    return Beliefs(odds=prior + odds, adds=evidence.counts * known.odds_of(evidence.role, evidence.source))


class Tally(NamedTuple):
    """Evidence with what follows from it: ``layers``, the rows of the first group of every view, of the second, and so
    on; ``number`` of groups that are counted in each view, and ``bins`` of its loudness.
    """

    evidence: Evidence
    layers: list[Rows]
    number: Rows
    bins: Rows

    @classmethod
    def of(cls, evidence: Evidence, edges: Floats) -> Tally:
        """Return the tally of evidence, with the loudness cut at some edges."""
        counted = np.bincount(evidence.view[evidence.counts > DOUBTED], minlength=evidence.size)
        number = np.minimum(counted, COUNTS - 1)
        bins = (evidence.loudness[:, None] >= edges[number]).sum(axis=1)
        return cls(evidence, _layers(evidence.view), number, bins)


class Likelihood(NamedTuple):
    """Under one answer: the ``log`` likelihood of each view, how its ``numbers`` of groups is distributed, and how
    likely each group ``counts``.
    """

    log: Floats
    numbers: Floats
    counts: Floats


def likelihood(told: Tally, known: Reliabilities, answer: int) -> Likelihood:
    """Return the likelihood of evidence under one answer."""
    evidence = told.evidence
    spoken = np.exp(known.role[answer][evidence.role] + known.root[answer][evidence.source])
    number = known.number[answer] - np.arange(COUNTS) * known.scale[answer]
    numbers = _numbers_of(evidence, told.layers, spoken) * np.exp(number)
    whole = numbers.sum(axis=1)
    here = evidence.counts * spoken * np.exp(-known.scale[answer])[told.number[evidence.view]]
    signs = _signs_log(told, known, answer)
    loud = known.loud[answer][told.number, told.bins]
    return Likelihood(np.log(whole) + signs + loud, numbers / whole[:, None], here / (1 - evidence.counts + here))


def _signs_log(told: Tally, known: Reliabilities, answer: int) -> Floats:
    signs, result = told.evidence.signs, np.zeros(told.evidence.size)
    for place in range(len(SIGNS)):
        result += _sign_log(told, known, answer, place)
    if signs.shape[1] > UNNAMED:
        result += np.where(is_open(told.evidence), _unnamed_log(told, known, answer), 0.0)
    return result


def _sign_log(told: Tally, known: Reliabilities, answer: int, sign: int) -> Floats:
    borne = told.evidence.signs[:, sign]
    if borne.dtype == np.bool_:
        rate = sign_rate(told, known, answer, sign)
        return np.asarray(np.where(borne, np.log(rate), np.log(1 - rate)))
    return np.asarray(np.log(np.add(*sign_shares(told, known, answer, sign))))


def is_open(evidence: Evidence) -> Flags:
    """Tell of which views a denial by nobody named says something of its own: nobody named denies or contradicts."""
    return np.asarray((evidence.signs[:, NAMED] < DOUBTED).all(axis=1))


def _unnamed_log(told: Tally, known: Reliabilities, answer: int) -> Floats:
    """Return what a denial by nobody named says: never more than one by somebody named would, which takes its place."""
    found = _sign_log(told, known, answer, UNNAMED)
    if answer == FALSE:
        return found
    rates = np.stack([[sign_rate(told, known, one, sign) for sign in NAMED] for one in (FALSE, TRUE)])
    odds = np.log(rates / (1 - rates))
    named = _sign_log(told, known, FALSE, UNNAMED) + (odds[TRUE] - odds[FALSE]).max(axis=0)
    return np.asarray(np.maximum(found, named))


def sign_rate(told: Tally, known: Reliabilities, answer: int, sign: int) -> Floats:
    """Return how likely each view bears a sign under one answer."""
    return np.asarray(np.clip(known.sign[answer, sign] * exposure(told, known, sign), LEAST, MOST))


def sign_shares(told: Tally, known: Reliabilities, answer: int, sign: int) -> tuple[Floats, Floats]:
    """Return how much likelier than on the whole what was said is under one answer, as far as the sign is meant for the
    view and as far as it is not.
    """
    rates = [sign_rate(told, known, one, sign) for one in (FALSE, TRUE)]
    usual = (1 - known.prior) * rates[FALSE] + known.prior * rates[TRUE]
    borne = told.evidence.signs[:, sign]
    return borne * rates[answer] / usual, (1 - borne) * (1 - rates[answer]) / (1 - usual)


def exposure(told: Tally, known: Reliabilities, sign: int) -> Floats:
    """Return by how much each view draws a sign more than others do, whatever the answer."""
    return known.withdrawn[told.number] if sign == WITHDRAWN else known.drawn[sign][told.bins]


def _layers(view: Rows) -> list[Rows]:
    """Return the groups' rows: the first of every view, the second of every view that has one, and so on."""
    place = place_in_run(view)
    order = np.argsort(place, kind="stable")
    ends = np.cumsum(np.bincount(place)) if len(place) else np.zeros(0, dtype=np.int64)
    return np.split(order, ends[:-1]) if len(ends) else []


def _numbers_of(evidence: Evidence, layers: list[Rows], spoken: Floats) -> Floats:
    """Return for each view the weight of each number of counting groups."""
    numbers = np.zeros((evidence.size, COUNTS))
    numbers[:, 0] = 1.0
    for rows in layers:
        view, counts = evidence.view[rows], evidence.counts[rows]
        here = counts * spoken[rows]
        before = numbers[view]
        after = before * (1 - counts)[:, None]
        after[:, 1:] += before[:, :-1] * here[:, None]
        after[:, -1] += before[:, -1] * here
        numbers[view] = after
    return numbers
