"""What sources are worth, and how many events are true, learnt from claims without answers.

The model of :mod:`riscontro.weigh.kernel.beliefs` is a mixture of two classes. With three or more kinds of evidence
that are independent given the answer, its parts are told by the claims alone, the share of true events among them
(Allman, Matias and Rhodes, Annals of Statistics 37, 2009): that events which are contradicted are also the ones that
are withdrawn and that stand on one root, and how far these go together, tells how many there are. They are found by EM
(Dawid and Skene, Applied Statistics 28, 1979) under the priors of ``weights.toml``.

It takes thousands of events. The share stays uncertain by some .04 at seven thousand, and is drawn towards the prior of
``weights.toml``, worth so many judged events.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from riscontro.weigh.kernel.beliefs import (
    COUNTS,
    FALSE,
    ROLE_COUNT,
    TRUE,
    UNNAMED,
    WITHDRAWN,
    Evidence,
    Likelihood,
    Reliabilities,
    Tally,
    is_open,
    judged_number,
    judged_numbers,
    likelihood,
    role_priors,
    sign_priors,
    sign_shares,
)
from riscontro.weigh.kernel.columns import Floats
from riscontro.weigh.kernel.segments import rise, weigh_up

ROUNDS = 300
SETTLED = 1e-3
"""The largest change of a probability at which the rounds end."""

QUIET_ROUNDS = 5
"""Loudness enters after so many rounds: it has the least to say and should not choose the classes."""

LOUDNESS_BINS = 8
ONCE = 20.0
"""Events that the usual rate of a sign is worth where few are as loud, or told by as many groups (judged)."""

LEANS = (-0.5, 0.5)
"""A belief in log-odds, shared out between the two answers."""


def _edges(told: Tally) -> Floats:
    """Return where loudness is cut into bins of about equal size among events told by as many groups."""
    shares, loudness = np.linspace(0, 1, LOUDNESS_BINS + 1)[1:-1], told.evidence.loudness
    by_number = [loudness[told.number == number] for number in range(COUNTS)]
    return np.stack([np.quantile(some if len(some) else loudness, shares) for some in by_number])


class _Post(NamedTuple):
    """What is believed in a round: the weight of each view under each answer, and the likelihoods it comes from."""

    weight: Floats
    under: tuple[Likelihood, Likelihood]


def learn(evidence: Evidence, start: Reliabilities) -> Reliabilities:
    """Return the reliabilities that a set of views shows, one view for each event.

    The rounds begin from what ``start`` says.
    """
    told = Tally.of(evidence, start.edges)
    edges = _edges(told)
    post, believed = _expect(told, start)
    warm = start.edges.shape[1] > 0
    known = replace(
        start, edges=edges, drawn=np.ones((UNNAMED + 1, LOUDNESS_BINS)), loud=np.zeros((2, COUNTS, LOUDNESS_BINS))
    )
    told = Tally.of(evidence, edges)
    for round_ in range(ROUNDS):
        known = _maximise(told, post, known)
        if warm or round_ >= QUIET_ROUNDS:
            known = replace(known, loud=_loud(told, post))
        post, after = _expect(told, known)
        change = float(np.abs(after - believed).max(initial=0.0))
        believed = after
        if change < SETTLED and round_ > QUIET_ROUNDS:
            break
    return known


def _expect(told: Tally, known: Reliabilities) -> tuple[_Post, Floats]:
    false, true = likelihood(told, known, FALSE), likelihood(told, known, TRUE)
    odds = true.log - false.log + np.log(known.prior / (1 - known.prior))
    believed = 1 / (1 + np.exp(-odds))
    return _Post(np.stack([1 - believed, believed]), (false, true)), believed


def _maximise(told: Tally, post: _Post, known: Reliabilities) -> Reliabilities:
    evidence = told.evidence
    spoke = np.stack([post.weight[answer][evidence.view] * post.under[answer].counts for answer in (FALSE, TRUE)])
    by_role = np.stack([_by_role(told, spoke[answer]) for answer in (FALSE, TRUE)])
    role, mix = _roles(by_role, known)
    root, right, settled = _roots(told, spoke, by_role, known.root.shape[1])
    return replace(
        _signs(told, post, known),
        prior=_prior(post),
        number=_number(post),
        role=np.log(role),
        root=root,
        scale=np.log(_scale(role, mix)),
        mix=mix,
        right=right,
        settled=settled,
    )


def _prior(post: _Post) -> float:
    """Return the share of true events."""
    weight = judged_number("prior_weight")
    share = (post.weight[TRUE].sum() + judged_number("prior") * weight) / (post.weight.sum() + weight)
    return float(np.clip(share, 0.02, 0.98))


def _number(post: _Post) -> Floats:
    """Return how likely so many groups assert an event; more of them never speak against it."""
    lean, weight = judged_numbers("groups"), judged_number("groups_weight")
    found = np.stack([post.weight[answer] @ post.under[answer].numbers for answer in (FALSE, TRUE)])
    usual = _normal(found.sum(axis=0) + 1)
    rates = np.stack([_normal(found[a] + weight * _normal(usual * np.exp(LEANS[a] * lean))) for a in (FALSE, TRUE)])
    ratio = rise(np.log(rates[TRUE] / rates[FALSE]), found.sum(axis=0) + weight * usual)
    return np.stack([np.log(rates[FALSE]), np.log(rates[FALSE]) + ratio])


def _normal(values: Floats) -> Floats:
    return np.asarray(values / values.sum())


def _by_role(told: Tally, spoke: Floats) -> Floats:
    """Return how many groups of each role speak up (number of groups, role)."""
    cell = told.number[told.evidence.view] * ROLE_COUNT + told.evidence.role
    return weigh_up(cell, spoke, COUNTS * ROLE_COUNT).reshape(COUNTS, ROLE_COUNT)


def _roles(by_role: Floats, known: Reliabilities) -> tuple[Floats, Floats]:
    """Return how much likelier each role speaks up under each answer, and the usual shares at each number of groups.

    Both are found in turn by proportional fitting (Deming and Stephan, Annals of Mathematical Statistics 11, 1940).
    """
    lean, weight = role_priors(), judged_number("role_weight")
    spoke, all_by_number = by_role.sum(axis=1), by_role.sum(axis=2)
    usual = (spoke.sum(axis=0) + 1) / (spoke.sum() + ROLE_COUNT)
    role, mix = np.exp(known.role), known.mix
    for _ in range(_FITTINGS):
        expected = (all_by_number / _scale(role, mix)) @ mix
        few = weight * _normal(expected.sum(axis=0) + 1e-9)
        role = np.stack([(spoke[a] + few * np.exp(LEANS[a] * lean)) / (expected[a] + few) for a in (FALSE, TRUE)])
        shares = by_role.sum(axis=0) + ROLE_COUNT * usual / 2
        mix = shares / (np.einsum("an,ar->nr", all_by_number / _scale(role, mix), role) + 0.5)
        mix = mix / mix.sum(axis=1, keepdims=True)
    return role, mix


_FITTINGS = 3
"""Turns of a round: the rounds do the rest."""


def _scale(role: Floats, mix: Floats) -> Floats:
    return np.asarray(np.maximum(role @ mix.T, 1e-6))


def _roots(told: Tally, spoke: Floats, by_role: Floats, sources: int) -> tuple[Floats, Floats, Floats]:
    """Return how much likelier each root speaks up than its role, its true assertions, and all that count."""
    source = told.evidence.source
    found = np.stack([weigh_up(source, spoke[answer], sources) for answer in (FALSE, TRUE)])
    settled = found.sum(axis=0)
    usual = _usual(told, spoke.sum(axis=0), by_role, sources)
    expected = np.stack([settled - usual, usual])
    mean = np.where(settled > 0, expected / np.maximum(settled, 1e-9), 0.5)
    few = judged_number("root_weight") * mean + 1e-9
    return np.log((found + few) / (expected + few)), found[TRUE], settled


def _usual(told: Tally, weight: Floats, by_role: Floats, sources: int) -> Floats:
    """Return how many assertions of each root would be true, were it like others of its role.

    A root that comes second much more often than its role does (it follows others) is held against events told by as
    many groups: what their number says is not said again of it.
    """
    role, source, number = told.evidence.role, told.evidence.source, told.number[told.evidence.view]
    both = by_role.sum(axis=0)
    share = ((by_role[TRUE].sum(axis=0) + 0.5) / (both.sum(axis=0) + 1))[role]
    share_by_number = ((by_role[TRUE] + 0.5) / (both + 1))[number, role]
    told_by = (both / np.maximum(both.sum(axis=0), 1e-9))[:, role]
    met = weigh_up(number * sources + source, weight, COUNTS * sources).reshape(COUNTS, sources)
    expected = np.stack([weigh_up(source, weight * told_by[place], sources) for place in range(COUNTS)])
    surprise = ((met - expected) ** 2 / np.maximum(expected, 1.0)).sum(axis=0)
    beyond_chance = np.maximum(0.0, surprise - (COUNTS - 2))
    apart = beyond_chance / (beyond_chance + FOLLOWS * met.sum(axis=0) + 1e-9)
    alike, by_number = weigh_up(source, weight * share, sources), weigh_up(source, weight * share_by_number, sources)
    return np.asarray((1 - apart) * alike + apart * by_number)


FOLLOWS = 0.03
"""Surprise for each assertion (phi squared) at which a root is half taken for one that follows others (judged)."""


def _signs(told: Tally, post: _Post, known: Reliabilities) -> Reliabilities:
    """Return the rates of the signs, and what draws them; present, one never speaks for an event."""
    signs, weight, (usual, lean) = told.evidence.signs, judged_number("sign_weight"), sign_priors()
    found, drawn, withdrawn = known.sign.copy(), known.drawn.copy(), known.withdrawn
    for place in range(signs.shape[1]):
        asked = is_open(told.evidence).astype(np.float64) if place == UNNAMED else np.ones(len(signs))
        rate = ((asked * signs[:, place]).sum() + ONCE * usual[place]) / (asked.sum() + ONCE)
        cell = told.number if place == WITHDRAWN else told.bins
        size = len(withdrawn) if place == WITHDRAWN else drawn.shape[1]
        few = ONCE * rate
        expected = weigh_up(cell, asked * (known.sign[:, place] @ post.weight), size)
        draws = (weigh_up(cell, asked * signs[:, place], size) + few) / (expected + few)
        if place == WITHDRAWN:
            withdrawn = draws
        else:
            drawn[place] = draws
        likely = rate * (1 + lean[place] * np.array([1.0, -1.0]))
        borne = np.stack([post.weight[answer] * asked * _borne(told, known, answer, place) for answer in (FALSE, TRUE)])
        found[:, place] = (borne.sum(axis=1) + weight * likely) / (post.weight @ (asked * draws[cell]) + weight)
        found[TRUE, place] = min(found[:, place])
    return replace(known, sign=found, drawn=drawn, withdrawn=withdrawn)


def _borne(told: Tally, known: Reliabilities, answer: int, sign: int) -> Floats:
    """Return how likely each view bears a sign under one answer."""
    meant, other = sign_shares(told, known, answer, sign)
    return meant / (meant + other)


def _loud(told: Tally, post: _Post) -> Floats:
    """Return how likely an event told by so many groups is so loud; more copies never speak for it."""
    bins, weight = LOUDNESS_BINS, judged_number("loud_weight")
    cell = told.number * bins + told.bins
    found = np.stack([weigh_up(cell, post.weight[a], COUNTS * bins).reshape(COUNTS, bins) for a in (FALSE, TRUE)])
    usual = found.sum(axis=0) + 1
    usual /= usual.sum(axis=1, keepdims=True)
    rates = (found + weight * usual) / (found.sum(axis=2, keepdims=True) + weight)
    ratio = np.log(rates[TRUE] / rates[FALSE])
    for number in range(COUNTS):
        ratio[number] = -rise(-ratio[number], found[:, number].sum(axis=0) + weight * usual[number])
    return np.stack([np.log(rates[FALSE]), np.log(rates[FALSE]) + ratio])
