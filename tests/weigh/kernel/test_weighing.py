"""Columns weighed whole, in parts, and as records are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from riscontro.model.claim import Stance
from riscontro.weigh.kernel import weighing
from riscontro.weigh.kernel.encode import Encoded
from riscontro.weigh.kernel.weighing import part_of, weigh_columns, weigh_in_batches
from tests.weigh.kernel.test_fold import encode_desk
from tests.weigh.make import KREMLIN, NIS, Desk, mixed_desks


def standing(encoded: Encoded, rows: np.ndarray) -> set[tuple[str, ...]]:
    found = weigh_columns(encoded.acts.take(rows), encoded.tellers.take(rows), encoded.tables)
    told = set()
    for event in range(found.linked.events):
        claims = [encoded.tellings[row].claim.id for row in rows[np.flatnonzero(found.linked.event == event)]]
        told.add((*claims, str(found.status[event]), f"{found.beliefs.probability[event]:.9f}"))
    return told


@settings(max_examples=60, deadline=None)
@given(mixed_desks())
def test_parts_weighed_apart_give_what_the_whole_gives(desk: Desk) -> None:
    encoded = encode_desk(desk)
    parts = part_of(encoded.acts)
    apart: set[tuple[str, ...]] = set()
    for part in np.unique(parts):
        apart |= standing(encoded, np.flatnonzero(parts == part))
    assert apart == standing(encoded, np.arange(len(parts)))


@settings(max_examples=60, deadline=None)
@given(mixed_desks())
def test_columns_are_believed_as_records_are(desk: Desk) -> None:
    encoded = encode_desk(desk)
    found = weigh_columns(encoded.acts, encoded.tellers, encoded.tables)
    by_claim = {event.claims[0]: event for event in desk.weigh().events}
    for number in range(found.linked.events):
        first = encoded.tellings[np.flatnonzero(found.linked.event == number)[0]]
        event = by_claim[first.claim.id]
        if event.probability is not None and len(event.claims) == 1:
            assert found.beliefs.probability[number] == pytest.approx(event.probability, abs=2e-4)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("batch", [1, 4])
def test_batches_hold_every_claim_once(monkeypatch: pytest.MonkeyPatch, batch: int, jobs: int) -> None:
    monkeypatch.setattr(weighing, "BATCH", batch)
    desk = Desk()
    for day, pair in enumerate([("PRK", "RUS"), ("USA", "UKR"), ("PRK", "RUS"), ("IRN", "RUS"), ("USA", None)]):
        desk.tell(f"2024-10-{10 + day}", None, actor=pair[0], recipient=pair[1])
    encoded = encode_desk(desk)
    found = list(weigh_in_batches(encoded.acts, encoded.tellers, encoded.tables, jobs=jobs))
    assert sorted(row for rows, _ in found for row in rows.tolist()) == list(range(5))
    assert sum(weighed.linked.events for _, weighed in found) == len(desk.weigh().events)


@pytest.mark.parametrize("admits", [True, False])
def test_a_party_s_denial_lapses_in_columns_too_once_it_admits_the_act(admits: bool) -> None:
    desk = Desk()
    desk.tell("2024-10-10", NIS)
    desk.tell("2024-10-11", KREMLIN, stance=Stance.DENIES)
    if admits:
        desk.tell("2025-04-26", KREMLIN, when=desk.claims[0].when)
    encoded = encode_desk(desk)
    found = weigh_columns(encoded.acts, encoded.tellers, encoded.tables)
    assert found.linked.events == 1
    assert found.beliefs.probability[0] == pytest.approx(desk.event().probability, abs=2e-4)
