"""How likely an event is true: log-odds added per independent group, with reliabilities learnt without answers.

The model has one hidden answer for each event. Given it, how many independent groups assert the event, who they are
(their role in the act or their vantage; and which root within it), and who contradicts, denies or retracts, are
independent of each other. Each root has two rates, how often it speaks up for what is true and for what is false
(sensitivity and false-positive rate: Zhao, Rubinstein, Gemmell and Han, VLDB 2012), of which only the ratio matters
here. They are found by EM (Dawid and Skene, Applied Statistics 28, 1979) under priors from ``weights.toml``.

What a group counts is uncertain itself: it may only relay another, or be another event's. A view's number of groups is
therefore a distribution, the product over its groups of ``(1 - w) + w r t`` in powers of ``t``, with ``w`` the
probability that the group counts and ``r`` how much likelier its root speaks up under this answer than on the whole.

Four orders are kept whatever the claims show: one more group never speaks against an event, a contradiction, a denial
or a retraction never speaks for it, and neither do more copies.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from riscontro.weigh.kernel.columns import KINDS, UNKNOWN, Claims, Codes, Flags, Floats, Sources
from riscontro.weigh.kernel.roots import Groups, Signs
from riscontro.weigh.kernel.segments import Rows, place_in_run, rise, weigh_up
from riscontro.weigh.weights import load_toml

COUNTS = 5
"""Numbers of groups that are told apart: 0 to 3, and 4 or more."""

ROLES = ("gains", "loses", "third")
ROLE_COUNT = len(ROLES) + len(KINDS)

SIGNS = ("contradicted", "gainsaid", "denied", "retracted")

ROUNDS = 120
SETTLED = 1e-3
"""The largest change of a probability at which the rounds end."""

LOUDNESS_BINS = 8
SUREST = 0.995
"""The most that a group's counting is believed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """What is known of each view: its groups (``view``, ``source``, ``role``, ``counts``: probability that it counts),
    its ``signs`` (views, ``SIGNS``) and ``loudness``, the copies for each group.
    """

    size: int
    view: Rows
    source: Codes
    role: Codes
    counts: Floats
    signs: Flags
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
    """What was learnt, in log-odds for the event: of the number of groups (``step``), of a role (``role``), of a root
    within its role (``root``, by source code), of each sign absent and present (``sign``), of copies (``loud`` over
    ``edges``). ``share`` is that of true ones among assertions. ``right`` and ``settled`` count for each source how
    many of its assertions were settled, and how many of them as true.
    """

    prior: float
    share: float
    usual: Floats
    step: Floats
    role: Floats
    root: Floats
    sign: Floats
    loud: Floats
    edges: Floats
    right: Floats
    settled: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beliefs:
    """``odds`` and ``probability`` for each view; ``adds``: what each group by itself puts in, in log-odds."""

    odds: Floats
    adds: Floats
    probability: Floats = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "probability", 1 / (1 + np.exp(-self.odds)))


def _numbers(name: str) -> Floats:
    return np.array(load_toml("weights")["probability"][name], dtype=np.float64)


def _number(name: str) -> float:
    return float(load_toml("weights")["probability"][name])


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


def gather(claims: Claims, sources: Sources, groups: Groups, signs: Signs, counts: Floats) -> Evidence:
    """Return what is known of each view; ``counts`` is how likely each group counts."""
    size = len(signs.told)
    expected = weigh_up(groups.view, counts, size)
    return Evidence(
        size=size,
        view=groups.view,
        source=groups.source,
        role=roles_of(claims, sources, groups),
        counts=np.clip(counts, 0.0, SUREST),
        signs=np.stack([getattr(signs, name) for name in SIGNS], axis=1),
        loudness=signs.copies / np.maximum(expected, 1.0),
    )


def unlearnt(sources: int) -> Reliabilities:
    """Return what is believed before anything was seen: the priors of ``weights.toml``."""
    rate, lean = _numbers("sign_rate"), _numbers("sign_lean")
    true, false = rate * (1 - lean), rate * (1 + lean)
    return Reliabilities(
        prior=_number("prior"),
        share=0.5,
        usual=np.full(COUNTS, 1 / COUNTS),
        step=_numbers("groups"),
        role=role_priors(),
        root=np.zeros(sources),
        sign=np.stack([np.log((1 - true) / (1 - false)), np.log(true / false)]),
        loud=np.zeros(1),
        edges=np.zeros(0),
        right=np.zeros(sources),
        settled=np.zeros(sources),
    )


def believe(evidence: Evidence, known: Reliabilities) -> Beliefs:
    """Return how likely each view is true under what was learnt."""
    ratio = known.role[evidence.role] + known.root[evidence.source]
    counted = _count_odds(evidence, known, ratio)
    rest = known.sign[0].sum() + (evidence.signs * (known.sign[1] - known.sign[0])).sum(axis=1)
    loud = known.loud[np.searchsorted(known.edges, evidence.loudness, side="right")]
    prior = np.log(known.prior / (1 - known.prior))
    return Beliefs(odds=prior + counted + rest + loud, adds=evidence.counts * ratio)


def _count_odds(evidence: Evidence, known: Reliabilities, ratio: Floats) -> Floats:
    true, false = _spoken(ratio, known.share)
    over = known.prior * np.exp(known.step) + 1 - known.prior
    layers = _layers(evidence.view)
    numbers = _numbers_of(evidence, layers, true) * (np.exp(known.step) / over)
    others = _numbers_of(evidence, layers, false) / over
    return np.asarray(np.log(numbers.sum(axis=1)) - np.log(others.sum(axis=1)))


def _spoken(ratio: Floats, share: float) -> tuple[Floats, Floats]:
    """Return how much likelier a root speaks up than on the whole, if the event is true and if it is false."""
    return 1 / (share + (1 - share) * np.exp(-ratio)), 1 / (share * np.exp(ratio) + (1 - share))


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


def learn(evidence: Evidence, start: Reliabilities, judged: Floats | None = None) -> Reliabilities:
    """Return the reliabilities that a set of views shows, one view for each event.

    The rounds begin from what ``start`` says. ``judged`` gives the answers that are known (NaN: not known).
    """
    believed = believe(evidence, start).probability
    answered = np.isfinite(judged) if judged is not None else np.zeros(evidence.size, dtype=bool)
    known = start
    layers = _layers(evidence.view)
    ones = np.ones(len(evidence.view))
    numbers = _numbers_of(evidence, layers, ones)
    true_share, false_share = (numbers, evidence.counts), (numbers, evidence.counts)
    for _ in range(ROUNDS):
        if judged is not None:
            believed = np.where(answered, judged, believed)
        known = _maximise(evidence, believed, true_share, false_share, known, answered)
        ratio = known.role[evidence.role] + known.root[evidence.source]
        after = believe(evidence, known).probability
        true_share = _share_of(evidence, layers, ratio, known, true=True)
        false_share = _share_of(evidence, layers, ratio, known, true=False)
        change = float(np.abs(after - believed)[~answered].max(initial=0.0))
        believed = np.where(answered, believed, after)
        if change < SETTLED:
            break
    return _with_loudness(evidence, believed, known)


def _share_of(
    evidence: Evidence, layers: list[Rows], ratio: Floats, known: Reliabilities, *, true: bool
) -> tuple[Floats, Floats]:
    """Return, under one answer, how the number of groups is distributed and how likely each group counts."""
    spoken = _spoken(ratio, known.share)[0 if true else 1]
    step = np.exp(known.step) if true else np.ones(COUNTS)
    over = known.prior * np.exp(known.step) + 1 - known.prior
    numbers = _numbers_of(evidence, layers, spoken) * (step / over)
    counts = evidence.counts * spoken
    return numbers / numbers.sum(axis=1, keepdims=True), counts / (1 - evidence.counts + counts)


def _maximise(
    evidence: Evidence,
    believed: Floats,
    if_true: tuple[Floats, Floats],
    if_false: tuple[Floats, Floats],
    known: Reliabilities,
    answered: Flags,
) -> Reliabilities:
    true, false = believed[evidence.view] * if_true[1], (1 - believed[evidence.view]) * if_false[1]
    role = _role_odds(evidence, true, false)
    root, right, spoken = _root_odds(evidence, true, false, len(known.root))
    step, usual = _step_odds(believed, if_true[0], if_false[0])
    return Reliabilities(
        prior=_prior(believed, known.prior, answered),
        share=float((true.sum() + 1) / (true.sum() + false.sum() + 2)),
        usual=usual,
        step=step,
        role=role,
        root=root,
        sign=_sign_odds(evidence.signs, believed),
        loud=np.zeros(1),
        edges=np.zeros(0),
        right=right,
        settled=spoken,
    )


def _prior(believed: Floats, before: float, answered: Flags) -> float:
    """Return the prior under which, on the whole, the usual share of events is believed.

    Claims alone cannot tell that share (left free, it drifts below what is true): it is the one of ``weights.toml``,
    moved by judged answers.
    """
    weight, settled = _number("prior_weight"), float(answered.sum())
    usual = (float(believed[answered].sum()) + _number("prior") * weight) / (settled + weight)
    few = _number("groups_weight")
    share = (float(believed.sum()) + usual * few) / (len(believed) + few)
    odds = before / (1 - before) * (usual / (1 - usual)) / (share / (1 - share))
    return float(np.clip(odds / (1 + odds), 0.05, 0.95))


def _step_odds(believed: Floats, if_true: Floats, if_false: Floats) -> tuple[Floats, Floats]:
    told = (if_true + if_false).sum(axis=0) / 2 + 1
    usual = told / told.sum()
    lean, weight = _numbers("groups"), _number("groups_weight")
    true = believed @ if_true + weight * _normal(usual * np.exp(lean / 2))
    false = (1 - believed) @ if_false + weight * _normal(usual * np.exp(-lean / 2))
    return rise(np.log(_normal(true) / _normal(false)), true + false), usual


def _normal(values: Floats) -> Floats:
    return np.asarray(values / values.sum())


def _role_odds(evidence: Evidence, true: Floats, false: Floats) -> Floats:
    for_true = weigh_up(evidence.role, true, ROLE_COUNT)
    for_false = weigh_up(evidence.role, false, ROLE_COUNT)
    usual = _normal(for_true + for_false + 1)
    lean, weight = role_priors(), _number("role_weight")
    for_true = for_true + weight * _normal(usual * np.exp(lean / 2))
    for_false = for_false + weight * _normal(usual * np.exp(-lean / 2))
    return np.asarray(np.log(_normal(for_true) / _normal(for_false)))


def _root_odds(evidence: Evidence, true: Floats, false: Floats, sources: int) -> tuple[Floats, Floats, Floats]:
    """Return each root's log-odds within its role, and its assertions that count: the true ones, and all."""
    by_role = weigh_up(evidence.role, true, ROLE_COUNT)
    all_by_role = weigh_up(evidence.role, true + false, ROLE_COUNT)
    usual = ((by_role + 0.5) / (all_by_role + 1))[evidence.role]
    right = weigh_up(evidence.source, true, sources)
    wrong = weigh_up(evidence.source, false, sources)
    expected = weigh_up(evidence.source, usual * (true + false), sources)
    spoken = right + wrong
    mean = np.where(spoken > 0, expected / np.maximum(spoken, 1e-9), 0.5)
    weight = _number("root_weight")
    for_true = np.log((right + weight * mean) / (expected + weight * mean))
    for_false = np.log((wrong + weight * (1 - mean)) / (spoken - expected + weight * (1 - mean)))
    return for_true - for_false, right, spoken


def _sign_odds(signs: Flags, believed: Floats) -> Floats:
    """Return the log-odds of each sign absent and present; present never speaks for an event."""
    lean, weight = _numbers("sign_lean"), _number("sign_weight")
    true_views, false_views = believed.sum(), (1 - believed).sum()
    rate = (signs.sum(axis=0) + weight * _numbers("sign_rate")) / (len(signs) + weight)
    true = (believed @ signs + weight * rate * (1 - lean)) / (true_views + weight)
    false = ((1 - believed) @ signs + weight * rate * (1 + lean)) / (false_views + weight)
    false = np.minimum(np.maximum(true, false), 1 - 1e-3)
    true = np.minimum(true, false)
    return np.stack([np.log((1 - true) / (1 - false)), np.log(true / false)])


def _with_loudness(evidence: Evidence, believed: Floats, known: Reliabilities) -> Reliabilities:
    """Add what the number of copies tells, once all else is settled: left free, it would find a split of its own."""
    edges = np.unique(np.quantile(evidence.loudness, np.linspace(0, 1, LOUDNESS_BINS + 1)[1:-1]))
    bins = np.searchsorted(edges, evidence.loudness, side="right")
    size, weight = len(edges) + 1, _number("loud_weight")
    true = weigh_up(bins, believed, size)
    false = weigh_up(bins, 1 - believed, size)
    usual = _normal(true + false + 1)
    true, false = true + weight * usual, false + weight * usual
    loud = -rise(-np.log(_normal(true) / _normal(false)), true + false)
    names = {name: getattr(known, name) for name in Reliabilities.__slots__}
    return Reliabilities(**(names | {"loud": loud, "edges": edges}))
