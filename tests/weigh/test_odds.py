"""The probability of one event: equal to the kernel's, and never moved the wrong way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.claim import Basis, Modality, Stance
from riscontro.weigh.kernel import beliefs
from riscontro.weigh.kernel.columns import KINDS
from riscontro.weigh.odds import SIGNS, SUREST, log_odds
from tests.weigh.make import KREMLIN, KYIV, NIS, PENTAGON, SEOUL, SKY, SOURCES, Desk, one_act_desks

ROLES = (*beliefs.ROLES, *map(str, KINDS))


@given(st.lists(st.sampled_from(ROLES), max_size=7), st.lists(st.sampled_from(SIGNS), unique=True))
def test_one_event_is_believed_as_the_kernel_believes_it(roles: list[str], signs: list[str]) -> None:
    evidence = beliefs.Evidence(
        size=1,
        view=np.zeros(len(roles), dtype=np.int64),
        source=np.zeros(len(roles), dtype=np.int32),
        role=np.array([ROLES.index(role) for role in roles], dtype=np.int32),
        counts=np.full(len(roles), SUREST),
        signs=np.array([[sign in signs for sign in SIGNS]]),
        loudness=np.zeros(1),
    )
    assert beliefs.SIGNS == SIGNS
    assert log_odds(roles, tuple(signs)) == pytest.approx(beliefs.believe(evidence, beliefs.unlearnt(1)).odds[0])


records = st.floats(-0.7, 0.7)


@given(
    st.lists(st.tuples(st.sampled_from(ROLES), records), max_size=7),
    st.dictionaries(st.sampled_from(SIGNS), records),
    records,
)
def test_a_denial_never_speaks_for_an_event_whoever_denies(
    groups: list[tuple[str, float]], denials: dict[str, float], better: float
) -> None:
    roles, learnt = [role for role, _ in groups], [odds for _, odds in groups]
    told = log_odds(roles, tuple(denials), learnt=learnt, denials=denials)
    for sign in denials:
        without = {one: odds for one, odds in denials.items() if one != sign}
        assert told <= log_odds(roles, tuple(without), learnt=learnt, denials=without) + 1e-9
        worse = {**denials, sign: max(better, denials[sign])}
        assert log_odds(roles, tuple(denials), learnt=learnt, denials=worse) <= told + 1e-9


@given(st.lists(st.tuples(st.sampled_from(ROLES), records), min_size=1, max_size=7), records)
def test_a_better_record_never_makes_an_event_less_likely(groups: list[tuple[str, float]], other: float) -> None:
    roles, learnt = [role for role, _ in groups], [odds for _, odds in groups]
    better = [max(learnt[0], other), *learnt[1:]]
    assert log_odds(roles, (), learnt=better) >= log_odds(roles, (), learnt=learnt) - 1e-9


def probability(*roots, **fields) -> float | None:
    desk = Desk()
    for number, root in enumerate(roots):
        desk.tell(f"2024-10-{10 + number}", root, **fields)
    return desk.event().probability


def test_an_admission_says_more_than_an_accusation():
    told = [probability(root, opponent="UKR") for root in (KREMLIN, SKY, NIS, KYIV)]
    assert told == sorted(told, reverse=True)
    assert len(set(told)) == 4


def test_a_second_group_says_more_and_a_second_organ_nothing():
    assert probability(NIS, PENTAGON) > probability(NIS)
    assert probability(NIS, SEOUL) == probability(NIS)


def test_a_party_s_denial_lapses_when_it_admits_the_act():
    desk = Desk()
    desk.tell("2024-10-10", NIS)
    desk.tell("2024-10-11", KREMLIN, stance=Stance.DENIES)
    denied = desk.event().probability
    desk.tell("2025-04-26", KREMLIN, when=desk.claims[0].when)
    admitted = desk.event().probability
    desk.claims.pop(1)
    assert denied < admitted == desk.event().probability


def test_of_plans_and_rumours_nothing_is_said():
    assert probability(NIS, modality=Modality.PLANNED) is None
    assert probability(SOURCES, basis=Basis.ANONYMOUS) is None


@given(one_act_desks())
def test_a_denial_by_anybody_never_makes_it_likelier(desk: Desk) -> None:
    before = desk.event().probability
    desk.tell("2025-03-01", SKY, when=desk.claims[0].when, stance=Stance.DENIES)
    after = desk.event().probability
    assert before is None or after is None or after <= before


@given(one_act_desks(st.sampled_from([Stance.ASSERTS, Stance.CONFIRMS])))
def test_a_late_report_without_a_root_never_makes_it_likelier(desk: Desk) -> None:
    before = desk.event()
    desk.tell("2025-03-01", None, when=desk.claims[0].when, publisher="Late Paper")
    told_before = any(origin.stance in (Stance.ASSERTS, Stance.CONFIRMS) for origin in before.origins)
    if before.probability is not None and told_before:
        assert desk.event().probability <= before.probability
