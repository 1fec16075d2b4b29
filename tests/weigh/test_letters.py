"""What came of a source's word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.claim import Stance
from riscontro.model.grade import Reliability
from riscontro.model.source import Source
from riscontro.weigh.letters import beta_cdf, beta_quantile, letter_of, source_records
from tests.weigh.make import KYIV, NIS, PENTAGON, SKY, TOKYO, Desk, days

NOW = datetime(2026, 1, 15, tzinfo=UTC)


def confirmed(count: int) -> Desk:
    """So many acts, each told by four groups, one of them a satellite operator."""
    desk = Desk()
    for number in range(count):
        day = datetime(2020, 1, 10, tzinfo=UTC) + timedelta(days=200 * number)
        for root in (NIS, PENTAGON, TOKYO, SKY):
            desk.tell((day + timedelta(days=2)).date().isoformat(), root, when=days(day.date().isoformat()))
    return desk


def record(desk: Desk, name: str, *, at: datetime = NOW, sources=()):
    return next(one for one in source_records(desk.weigh().events, at=at, sources=sources) if one.name == name)


def test_a_source_that_others_confirm_rises_with_its_count():
    few, many = record(confirmed(2), NIS.name), record(confirmed(8), NIS.name)
    assert (few.right, few.settled, few.letter, few.set_by) == (2, 2, Reliability.F, None)
    assert (many.right, many.settled, many.role, many.topic, many.set_by) == (8, 8, "third", "AID", "learnt")
    assert many.letter < Reliability.D


def test_nobody_is_settled_by_its_own_word():
    desk = Desk()
    for root in (NIS, PENTAGON, SKY):
        desk.tell("2024-10-18", root)
    assert record(desk, SKY.name).settled == 0
    assert record(desk, NIS.name).right == 1


def test_what_was_withdrawn_was_wrong():
    desk = Desk()
    desk.tell("2024-10-18", KYIV)
    desk.tell("2024-10-20", KYIV, stance=Stance.RETRACTS)
    assert (record(desk, KYIV.name).settled, record(desk, KYIV.name).right) == (1, 0)


def test_a_month_rests_on_earlier_months_alone():
    desk = confirmed(1)
    settled = desk.weigh().events[0].history[-1].at
    assert record(desk, NIS.name, at=settled).settled == 0
    assert record(desk, NIS.name, at=settled + timedelta(days=31)).settled == 1


def test_a_letter_that_was_set_outranks_what_was_learnt():
    own = Source(key=NIS.name, name=NIS.name, kind="declared", reliability=Reliability.E, set_by="case.toml")
    assert (record(confirmed(8), NIS.name, sources=[own]).letter, record(confirmed(8), SKY.name).set_by) == (
        "E",
        "learnt",
    )


@given(st.integers(0, 40), st.integers(0, 40))
def test_one_more_right_never_lowers_a_letter(right: int, wrong: int) -> None:
    if right + wrong >= 3:
        assert letter_of(right + 1, right + wrong + 1, "third") <= letter_of(right, right + wrong, "third")


@pytest.mark.parametrize(("a", "b"), [(1, 1), (2, 5), (0.5, 0.5), (30, 3), (200, 100)])
def test_quantiles_turn_the_distribution_round(a: float, b: float) -> None:
    for probability in (0.05, 0.1, 0.5, 0.9):
        assert beta_cdf(beta_quantile(probability, a, b), a, b) == pytest.approx(probability, abs=1e-9)
