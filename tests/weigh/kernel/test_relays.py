"""Relays that name nobody: told by habit and by any figure of whom they follow, whichever was public first."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from riscontro.weigh.kernel.epochs import open_desk
from riscontro.weigh.kernel.relays import Habits, figures_of, learn_habits, named_relays, relay_probability
from riscontro.weigh.kernel.roots import groups_of
from riscontro.weigh.kernel.segments import pair_key
from tests.weigh.kernel.make import claims
from tests.weigh.kernel.test_against import views_of
from tests.weigh.kernel.test_newsroom import CODES, FOLLOWER, HONEST, LIAR, PICTURE, ask, told

KNOWN = Habits(
    pair=pair_key(np.array([FOLLOWER]), CODES.group[[HONEST]]), habit=np.array([0.6]), ahead=0.2, echo=0.95, chance=0.8
)


def follows(rows: list[dict[str, Any]], habits: Habits = KNOWN) -> float:
    """Return how likely FOLLOWER only repeats another in event 0."""
    table = claims(rows)
    desk, views = open_desk(table, CODES), views_of(table)
    groups, figures = groups_of(table, CODES, views, desk.ends), figures_of(table, CODES, views, desk.ends)
    found = relay_probability(groups, named_relays(table, CODES, views), CODES, habits, figures)
    return float(found[(groups.source == FOLLOWER) & (groups.view == 0)][0])


def test_any_figure_of_the_followed_one_tells_a_relay() -> None:
    leader = [*told(HONEST, figure=40), *told(HONEST, day=1, figure=57)]
    first, second, neither = (follows([*leader, *told(FOLLOWER, day=2, figure=one)]) for one in (40, 57, 81))
    assert first > 0.9
    assert second == pytest.approx(first, abs=0.05)
    assert neither < 0.2


def test_a_follower_whose_words_come_first_is_known_by_the_figure() -> None:
    same, other = (follows([*told(FOLLOWER, figure=figure), *told(HONEST, day=1, figure=40)]) for figure in (40, 81))
    assert same > 0.8
    assert other < 0.1


def test_of_two_that_follow_each_other_one_stays() -> None:
    pairs = pair_key(np.array([FOLLOWER, HONEST]), CODES.group[[HONEST, FOLLOWER]])
    both = Habits(pair=np.sort(pairs), habit=np.full(2, 0.6), ahead=0.2)
    assert follows([*told(FOLLOWER, figure=40), *told(HONEST, day=1, figure=40)], both) < 0.1


@pytest.mark.parametrize("ahead", [0.3, 0.6])
def test_how_many_followers_come_first_is_learnt(ahead: float) -> None:
    rng, rows = np.random.default_rng(2), []
    for event in range(400):
        value, when = int(rng.integers(30, 300)), event
        if event % 4 == 0:
            rows += [*told(HONEST, event=event, day=when, figure=value)]
            rows += told(FOLLOWER, event=event, day=when + 1, chain=(FOLLOWER, HONEST), figure=value)
            rows += told(HONEST, event=1000 + event, day=when, figure=value)
            rows += told(FOLLOWER, event=1000 + event, day=when + 1, figure=value)
        else:
            repeated = value if rng.random() < ahead else int(rng.integers(30, 300))
            rows += told(FOLLOWER, event=event, day=when, figure=repeated)
            rows += told(HONEST, event=event, day=when + 1, figure=value)
    table = claims(rows)
    desk, views = open_desk(table, CODES), views_of(table)
    groups, figures = groups_of(table, CODES, views, desk.ends), figures_of(table, CODES, views, desk.ends)
    found = learn_habits(groups, named_relays(table, CODES, views), CODES, figures)
    assert found.ahead == pytest.approx(ahead, abs=0.1)


@pytest.mark.parametrize(("root", "bits", "groups"), [(HONEST, 12, [1, 1]), (LIAR, 12, [1, 2]), (LIAR, 8, [2, 1])])
def test_words_that_meet_by_chance_move_no_claim_to_where_nobody_tells_of_its_root(
    root: int, bits: int, groups: list[int]
) -> None:
    words = 0x0F0F0F0F0F0F0F0F
    rows = [*told(HONEST, HONEST, text=words), *told(PICTURE, event=1, text=words ^ ((1 << 40) - 1))]
    rows += told(root, event=1, day=2, text=words ^ (((1 << bits) - 1) << 50))
    assert ask(claims(rows)).independent.tolist() == groups
