"""A newsroom made here, of which the truth is known: what is learnt, and what may not change anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from riscontro.model.claim import Basis
from riscontro.weigh.kernel import Claims, Side, Sources
from riscontro.weigh.kernel.beliefs import FALSE, TRUE
from riscontro.weigh.kernel.epochs import Answers, Learnt, answer, learn, learn_epochs, open_desk, unlearnt
from riscontro.weigh.kernel.plausible import wrong_probability
from riscontro.weigh.kernel.roots import groups_of
from riscontro.weigh.kernel.views import NEVER, look
from tests.weigh.kernel.make import claims, sources

HONEST, LIAR, LOSER, PICTURE, FOLLOWER, OUTLET = range(6)
CODES = sources(
    [
        (Basis.WITNESS, -1, False),
        (Basis.WITNESS, -1, False),
        (Basis.OFFICIAL, 7, False),
        (Basis.SATELLITE, -1, False),
        (Basis.WITNESS, -1, False),
        (Basis.MEDIA, -1, True),
    ]
)
DAY = 1440


def ask(table: Claims, *, learnt: Learnt | None = None, at: int = NEVER - 1, codes: Sources = CODES) -> Answers:
    desk = open_desk(table, codes)
    event = np.unique(table.event[table.event >= 0]).astype(np.int32)
    moments = np.full(len(event), at, dtype=np.int64)
    return answer(desk, learnt or unlearnt(desk), event, moments)


def told(*sources: int, event: int = 0, day: int = 0, **fields: Any) -> list[dict[str, Any]]:
    return [
        {"at": (day + place) * DAY, "event": event, "outlet": OUTLET, "chain": (source,), "loses": 7, **fields}
        for place, source in enumerate(sources)
    ]


def test_two_groups_corroborate_from_the_second_on() -> None:
    found = ask(claims(told(HONEST, PICTURE)))
    assert (found.independent.tolist(), found.corroborated.tolist()) == ([2], [DAY])


def test_as_known_before_the_second_spoke() -> None:
    found = ask(claims(told(HONEST, PICTURE)), at=DAY - 1)
    assert (found.independent.tolist(), found.corroborated.tolist()) == ([1], [NEVER])


def test_a_relay_that_names_its_root_adds_nothing() -> None:
    table = claims([*told(HONEST), *told(HONEST, day=2, chain=(FOLLOWER, HONEST))])
    assert ask(table).independent.tolist() == [1]


def test_a_root_that_others_heard_but_that_only_relays_is_not_counted() -> None:
    table = claims([*told(HONEST), *told(FOLLOWER, day=1), *told(HONEST, day=2, chain=(FOLLOWER, HONEST))])
    assert ask(table).independent.tolist() == [1]


def test_an_admission_speaks_louder_than_a_third_party() -> None:
    admitted, other = ask(claims(told(LOSER))), ask(claims(told(HONEST)))
    assert admitted.probability[0] > other.probability[0]


@pytest.mark.parametrize("side", [Side.AGAINST, Side.RETRACTS])
def test_what_speaks_against_lowers(side: Side) -> None:
    alone = ask(claims(told(HONEST)))
    against = ask(claims([*told(HONEST), *told(PICTURE, day=1, side=side)]))
    assert against.probability[0] < alone.probability[0]
    assert against.independent.tolist() == [1]


def make_newsroom(events: int, *, seed: int = 5, share: float = 0.5) -> tuple[Claims, np.ndarray[Any, Any]]:
    """Events of which HONEST tells mostly true ones, LIAR mostly false ones; false ones are contradicted and withdrawn
    more often.
    """
    rng = np.random.default_rng(seed)
    truth = rng.random(events) < share
    rows: list[dict[str, Any]] = []
    for event, true in enumerate(truth.tolist()):
        roots = [HONEST if rng.random() < (0.85 if true else 0.15) else LIAR]
        if rng.random() < (0.5 if true else 0.1):
            roots.append(FOLLOWER)
        rows += told(*roots, event=event, day=event // 10)
        if rng.random() < (0.03 if true else 0.4):
            rows += told(PICTURE, event=event, day=event // 10 + 1, side=Side.AGAINST)
        if rng.random() < (0.02 if true else 0.25):
            rows += told(roots[0], event=event, day=event // 10 + 2, side=Side.RETRACTS)
    return claims(rows), truth


def test_who_is_reliable_is_learnt_without_answers() -> None:
    table, truth = make_newsroom(3000)
    desk = open_desk(table, CODES)
    learnt = learn(desk, 400 * DAY, unlearnt(desk))
    found = ask(table, learnt=learnt)
    odds = learnt.roots.root[TRUE] - learnt.roots.root[FALSE]
    assert odds[HONEST] - odds[LIAR] > 1.5
    assert np.mean((found.probability - truth) ** 2) < 0.15


@pytest.mark.parametrize("share", [0.35, 0.5, 0.65])
def test_how_many_events_are_true_is_learnt_without_answers(share: float) -> None:
    table, truth = make_newsroom(6000, share=share)
    desk = open_desk(table, CODES)
    learnt = learn(desk, 800 * DAY, unlearnt(desk))
    assert learnt.roots.prior == pytest.approx(float(truth.mean()), abs=0.07)


def test_what_was_learnt_by_a_month_does_not_change_when_more_comes() -> None:
    table, _ = make_newsroom(1500)
    desk = open_desk(table, CODES)
    cut = table.take(table.at < 100 * DAY)
    early, late = learn_epochs(open_desk(cut, CODES)), learn_epochs(desk)
    assert len(early) < len(late)
    for before, after in zip(early, late, strict=False):
        np.testing.assert_array_equal(before.roots.root, after.roots.root)
        np.testing.assert_array_equal(before.habits.habit, after.habits.habit)


@pytest.mark.parametrize(("at_home", "groups"), [(1, [0, 2]), (4, [1, 1])])
def test_copies_led_astray_together_go_where_more_copies_stand(at_home: int, groups: list[int]) -> None:
    words = 0x0F0F0F0F0F0F0F0F
    home = [row for day in range(at_home) for row in told(HONEST, day=day, text=words, figure=40)]
    away = told(PICTURE, event=1, text=0xAAAAAAAAAAAAAAAA)
    for day in (5, 6):
        away += told(HONEST, event=1, day=day, text=words, figure=40)
    assert ask(claims([*home, *away])).independent.tolist() == groups


def make_linked(events: int, *, wrong: float, seed: int = 3) -> tuple[Claims, np.ndarray[Any, Any]]:
    """Events that two roots tell in words of the event's own, and claims of which some bear the key of the next event.

    Returns the claims and, in their order, whether each key is wrong.
    """
    rng = np.random.default_rng(seed)
    words = rng.integers(1, 2**63, events, dtype=np.uint64)

    def near(text: np.uint64, share: float) -> int:
        flips = np.packbits(rng.random(64) < share).view(np.uint64)[0]
        return int(text ^ flips)

    rows: list[dict[str, Any]] = []
    for event in range(events):
        for place, root in enumerate((HONEST, PICTURE, LIAR)[: 2 + int(rng.integers(2))]):
            strays = root == LIAR and rng.random() < wrong
            key = (event + 1) % events if strays else event
            told_once = told(root, event=key, day=event // 5 + place, text=near(words[event], 0.2), lang=place)
            at_home = {**told_once[0], "stray": False, "event": event}
            copied = {**at_home, "text": near(np.uint64(told_once[0]["text"]), 0.03)}
            again = {**at_home, "text": near(words[event], 0.2)}
            copies = [copied, copied] if rng.random() < 0.3 else [again] if rng.random() < 0.5 else []
            rows += [{**told_once[0], "stray": strays}, *copies]
    rows.sort(key=lambda row: row["at"])
    return claims([{k: v for k, v in row.items() if k != "stray"} for row in rows]), np.array(
        [r["stray"] for r in rows]
    )


@pytest.mark.parametrize("wrong", [0.1, 0.3])
def test_claims_of_another_event_are_doubted_by_their_words_in_any_language(wrong: float) -> None:
    table, strays = make_linked(1200, wrong=wrong)
    desk = open_desk(table, CODES)
    learnt = learn(desk, 400 * DAY, unlearnt(desk))
    found = answer(desk, learnt, np.arange(1200, dtype=np.int32), np.full(1200, NEVER - 1))
    stray = strays[found.groups.claim] & ~desk.moved[found.groups.claim]
    alone = found.groups.claims == 1
    assert found.counted[alone & ~stray].mean() > 0.97
    assert found.counted[alone & stray].mean() < 0.5


@pytest.mark.parametrize("at_home", [False, True])
def test_of_two_near_copies_in_two_events_the_one_that_others_join_stays(at_home: bool) -> None:
    words = 0x0F0F0F0F0F0F0F0F
    pair = [*told(HONEST, text=words), *told(HONEST, event=1, day=1, text=words)]
    joined = told(HONEST, event=0 if at_home else 1, day=2, text=words)
    others = [*told(PICTURE, day=3), *told(PICTURE, event=1, day=3)]
    found = ask(claims([*pair, *joined, *others]))
    assert found.independent.tolist() == ([2, 1] if at_home else [1, 2])


def test_a_stranger_is_doubted_more_where_its_words_and_root_stand_in_an_event_nearby() -> None:
    table, strays = make_linked(1200, wrong=0.3)
    desk = open_desk(table, CODES)
    known = learn(desk, 400 * DAY, unlearnt(desk)).keys
    blind = replace(known, confusions=replace(known.confusions, offsets=np.zeros_like(known.confusions.offsets)))
    views = look(desk.placed.homes, np.arange(1200, dtype=np.int32), np.full(1200, NEVER - 1))
    groups = groups_of(table, CODES, views, desk.ends)
    stray = strays[groups.claim] & ~desk.moved[groups.claim] & (groups.claims == 1)
    sees, overlooks = (wrong_probability(table, CODES, views, groups, desk.placed, fit) for fit in (known, blind))
    assert sees[stray].mean() > overlooks[stray].mean()
    assert known.confusions.offsets.sum() <= 1 + 1e-9
