"""What speaks against events: how likely it is meant for them, and what a denial by nobody named says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from riscontro.weigh.kernel import UNKNOWN, Claims, Side
from riscontro.weigh.kernel.against import CONTRADICTED, DENIED, GAINSAID, RETRACTED, Against, voices_against
from riscontro.weigh.kernel.beliefs import FALSE, TRUE, UNNAMED, Evidence, believe, unlearnt
from riscontro.weigh.kernel.epochs import learn, open_desk
from riscontro.weigh.kernel.epochs import unlearnt as unlearnt_desk
from riscontro.weigh.kernel.fits import Asked, Crowd
from riscontro.weigh.kernel.plausible import doubt, lone_voices
from riscontro.weigh.kernel.roots import Groups
from riscontro.weigh.kernel.views import NEVER, Views, look
from tests.weigh.kernel.make import claims
from tests.weigh.kernel.test_newsroom import CODES, DAY, HONEST, LIAR, LOSER, OUTLET, PICTURE, told


def views_of(table: Claims) -> Views:
    desk = open_desk(table, CODES)
    event = np.unique(table.event[table.event >= 0]).astype(np.int32)
    return look(desk.placed.homes, event, np.full(len(event), NEVER - 1))


def against_of(table: Claims) -> Against:
    return voices_against(table, CODES, views_of(table), open_desk(table, CODES).ends)


@pytest.mark.parametrize(
    ("root", "side", "sign"),
    [
        (PICTURE, Side.AGAINST, CONTRADICTED),
        (LOSER, Side.AGAINST, DENIED),
        (OUTLET, Side.AGAINST, UNNAMED),
        (HONEST, Side.RETRACTS, RETRACTED),
    ],
)
def test_who_speaks_against_decides_what_it_is(root: int, side: Side, sign: int) -> None:
    found = against_of(claims([*told(HONEST), *told(root, day=1, side=side), *told(root, day=2, side=side)]))
    assert (found.sign.tolist(), found.groups.claims.tolist()) == ([sign], [2])


def test_officials_of_a_third_state_gainsay() -> None:
    found = against_of(claims([*told(HONEST, loses=3), *told(LOSER, day=1, side=Side.AGAINST, loses=3)]))
    assert found.sign.tolist() == [GAINSAID]


@pytest.mark.parametrize(("wrong", "strength"), [([0.5, 0.5], 0.75), ([0.0, 0.9], 1.0), ([1.0, 1.0], 0.0)])
def test_a_sign_is_as_likely_as_any_of_its_voices_is_meant(wrong: list[float], strength: float) -> None:
    rows = np.zeros(2, dtype=np.int64)
    groups = Groups(view=rows, group=rows, source=rows, claim=rows, claims=rows, figure=rows.astype(float))  # type: ignore[arg-type]
    found = Against(groups=groups, sign=np.full(2, DENIED, dtype=np.int32)).strengths(np.array(wrong), 1)
    assert found[0].tolist() == pytest.approx([0, 0, strength, 0, 0], abs=1e-3)


def bearing(*signs: int) -> Evidence:
    none = np.zeros(0, dtype=np.int64)
    borne = np.zeros((1, UNNAMED + 1))
    borne[0, list(signs)] = 1.0
    return Evidence(
        size=1,
        view=none,
        source=none.astype(np.int32),
        role=none.astype(np.int32),
        counts=np.zeros(0),
        signs=borne,
        loudness=np.ones(1),
    )


@pytest.mark.parametrize("lean", [0.05, 0.3, 0.9])
@pytest.mark.parametrize("named", [CONTRADICTED, DENIED])
def test_a_denial_by_somebody_named_never_speaks_for_what_nobody_named_denied(named: int, lean: float) -> None:
    known = unlearnt(1)
    sign = known.sign.copy()
    sign[FALSE, UNNAMED], sign[TRUE, UNNAMED] = 0.5, 0.5 * (1 - lean)
    known = replace(known, sign=sign)
    nothing, unnamed, both = (
        float(believe(bearing(*signs), known).odds[0]) for signs in ((), (UNNAMED,), (UNNAMED, named))
    )
    assert both <= unnamed + 1e-9
    assert unnamed < nothing


def make_denied(events: int, *, wrong: float, seed: int = 4) -> tuple[Claims, np.ndarray[Any, Any]]:
    """Events in words of their own, half of them contradicted, partly under the key of the next event."""
    rng = np.random.default_rng(seed)
    words = rng.integers(1, 2**63, events, dtype=np.uint64)
    rows: list[dict[str, Any]] = []
    for event in range(events):
        day = event // 10

        def near(share: float, text: np.uint64 = words[event]) -> int:
            return int(text ^ np.packbits(rng.random(64) < share).view(np.uint64)[0])

        for root in (HONEST, LIAR):
            rows += [{**row, "stray": False} for row in told(root, event=event, day=day, text=near(0.2))]
        if rng.random() < 0.5:
            stray = rng.random() < wrong
            key = (event + 1) % events if stray else event
            said = told(PICTURE, event=key, day=day + 1, text=near(0.2), side=Side.AGAINST)[0]
            copies = [{**said, "event": event, "text": said["text"] ^ 1, "stray": False}] * int(rng.random() < 0.3)
            rows += [{**said, "stray": stray}, *copies]
    rows.sort(key=lambda row: row["at"])
    return claims([{k: v for k, v in row.items() if k != "stray"} for row in rows]), np.array(
        [row["stray"] for row in rows]
    )


def test_a_denial_of_another_event_is_doubted_by_its_words() -> None:
    table, strays = make_denied(1500, wrong=0.25)
    desk = open_desk(table, CODES)
    fit = learn(desk, 400 * DAY, unlearnt_desk(desk)).denials
    views = views_of(table)
    groups = voices_against(table, CODES, views, desk.ends).groups
    lone = lone_voices(groups, views, desk.placed.since_near)
    wrong = doubt(table, CODES, views, groups, desk.placed, fit, lone)[lone]
    stray = strays[groups.claim[lone]] & ~desk.moved[groups.claim[lone]]
    assert wrong[stray].mean() > 0.6
    assert wrong[~stray].mean() < 0.15


def test_how_loud_an_event_is_leaves_out_the_claim_that_is_asked_about() -> None:
    table = claims([*told(*[HONEST] * 8), *told(PICTURE, day=9)])
    asked = Asked(claim=np.array([8, 0]), source=np.array([PICTURE, UNKNOWN]), view=np.zeros(2, dtype=np.int64))
    crowd = Crowd(table, CODES, views_of(table))
    assert np.exp(crowd.of(asked)).tolist() == pytest.approx([8.0, 8.0])
    assert crowd.tells(asked).tolist() == [True, False]
