"""Traps: what must never become one event, and what must."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.claim import Modality, Stance
from riscontro.weigh.linking import link
from riscontro.weigh.telling import claim_to_telling
from tests.weigh.make import ANOTHER, KREMLIN, KYIV, NIS, PENTAGON, PYONGYANG, Desk, days, mixed_desks, shells, together

VISIT: dict[str, Any] = {"type": "CONSULT", "mode": "visit", "actor": "RUS", "recipient": "PRK"}
AMMUNITION: dict[str, Any] = {"mode": "ammunition"}
LOSSES: dict[str, Any] = {"type": "ASSAULT", "mode": "casualties", "actor": None, "recipient": "PRK"}
STRIKE: dict[str, Any] = {"type": "ASSAULT", "mode": "strike", "actor": "RUS", "recipient": "UKR"}

Report = tuple[str, dict[str, Any]]

APART: dict[str, list[Report]] = {
    "two visits in two years": [
        ("2023-07-28", VISIT | {"when": days("2023-07-25", "2023-07-27")}),
        ("2024-06-20", VISIT | {"when": days("2024-06-18", "2024-06-19")}),
    ],
    "two visits in two years, neither dated": [("2023-07-28", VISIT), ("2024-06-20", VISIT)],
    "two visits in two years, one dated": [("2023-07-28", VISIT), ("2024-06-20", VISIT | {"when": days("2024-06-18")})],
    "a visit of the same days a year later": [
        ("2023-09-13", VISIT | {"when": days("2023-09-13")}),
        ("2024-09-13", VISIT | {"when": days("2024-09-13")}),
    ],
    "a visit and the visit in return": [
        ("2024-06-20", VISIT | {"when": days("2024-06-18")}),
        ("2024-06-20", VISIT | {"actor": "PRK", "recipient": "RUS", "when": days("2024-06-18")}),
    ],
    "two deployments": [
        ("2024-10-18", {"when": days("2024-10-08", "2024-10-13"), "quantity": shells(1500, 1500, "soldier")}),
        ("2025-02-27", {"when": days("2025-01-15", "2025-02-20"), "quantity": shells(1000, 1000, "soldier")}),
    ],
    "a deployment that goes on, and another a year later": [
        ("2024-11-01", {"when": days("2024-10-08", None)}),
        ("2025-11-01", {"when": days("2025-10-01", "2025-10-05")}),
    ],
    "a deployment, and a plan for another told a year later": [
        ("2024-10-18", {"when": days("2024-10-08", "2024-10-13")}),
        ("2025-09-02", {"modality": Modality.PLANNED}),
    ],
    "soldiers and shells": [("2024-10-18", {}), ("2024-10-18", AMMUNITION)],
    "missiles and drones": [("2024-10-18", {"mode": "missiles"}), ("2024-10-18", {"mode": "drones"})],
    "another recipient": [("2024-10-18", {"recipient": "RUS"}), ("2024-10-18", {"recipient": "IRN"})],
    "a gift and a gift in return": [
        ("2024-10-18", AMMUNITION),
        ("2024-10-18", AMMUNITION | {"actor": "RUS", "recipient": "PRK"}),
    ],
    "losses of two armies": [("2025-01-11", LOSSES), ("2025-01-11", LOSSES | {"recipient": "RUS"})],
    "one statement and the next": [
        ("2022-09-22", {"type": "ACCUSE", "mode": "statement", "recipient": "USA"}),
        ("2022-11-08", {"type": "ACCUSE", "mode": "statement", "recipient": "USA"}),
    ],
    "strikes on two towns in one day": [
        ("2024-01-03", STRIKE | {"when": days("2024-01-02"), "place": "Kharkiv"}),
        ("2024-01-03", STRIKE | {"when": days("2024-01-02"), "place": "Odesa"}),
    ],
    "a vote and a treaty": [
        ("2024-06-20", {"type": "SUPPORT", "mode": "vote"}),
        ("2024-06-20", {"type": "AGREE", "mode": "treaty"}),
    ],
    "neither side told": [
        ("2025-01-11", LOSSES | {"recipient": None}),
        ("2025-01-11", LOSSES | {"recipient": None}),
    ],
    "a flow that was silent for years": [
        ("2015-03-01", AMMUNITION | {"when": days("2015-02-01", "2015-02-20")}),
        ("2022-11-08", AMMUNITION | {"when": days("2022-10-01", None)}),
    ],
}

TOGETHER: dict[str, list[Report]] = {
    "one visit in two languages": [
        ("2024-06-19", VISIT | {"when": days("2024-06-18", "2024-06-19"), "lang": "it", "place": "Corea del Nord"}),
        ("2024-06-20", VISIT | {"when": days("2024-06-19"), "lang": "ko", "place": "평양"}),
    ],
    "a visit announced, then made": [
        ("2024-06-12", VISIT | {"when": days("2024-06-18", "2024-06-19"), "modality": Modality.PLANNED}),
        ("2024-06-20", VISIT | {"when": days("2024-06-18", "2024-06-19")}),
    ],
    "a meeting told from either side": [
        ("2025-09-03", {"type": "CONSULT", "mode": "meeting", "when": days("2025-09-03")}),
        ("2025-09-03", {"type": "CONSULT", "mode": "meeting", "actor": "RUS", "recipient": "PRK"}),
    ],
    "one deployment with growing figures": [
        ("2024-10-18", {"when": days("2024-10-08", "2024-10-13"), "quantity": shells(1500, 1500, "soldier")}),
        ("2024-10-30", {"when": days("2024-10-01", "2024-10-31"), "quantity": shells(10000, 10000, "soldier")}),
        ("2024-11-20", {"quantity": shells(10000, None, "soldier")}),
    ],
    "a deployment and its denial": [
        ("2024-10-18", {"when": days("2024-10-08", "2024-10-13")}),
        ("2024-10-21", {"modality": Modality.DENIED}),
    ],
    "totals of one flow at different dates": [
        ("2023-09-01", AMMUNITION | {"when": days("2022-10-01", None), "quantity": shells(1e6, 1e6)}),
        ("2024-02-01", AMMUNITION | {"when": days("2023-09-01", "2024-01-31"), "quantity": shells(3e6, 3e6)}),
        ("2024-10-01", AMMUNITION | {"when": days("2024-09-01", "2024-09-30"), "quantity": shells(6e6, 6e6)}),
    ],
    "arms and ammunition of one flow": [
        ("2022-11-08", {"mode": "weapons"}),
        ("2023-10-17", AMMUNITION),
    ],
    "losses with and without the one who struck": [
        ("2025-01-11", LOSSES),
        ("2025-01-12", LOSSES | {"actor": "UKR"}),
    ],
    "one place in two cases": [
        ("2024-01-03", STRIKE | {"when": days("2024-01-02"), "place": "Харьков", "lang": "ru"}),
        ("2024-01-04", STRIKE | {"when": days("2024-01-02"), "place": "Харькова", "lang": "ru"}),
    ],
    "a month and a day in it": [
        ("2024-06-30", VISIT | {"when": days("2024-06-01", "2024-06-30")}),
        ("2024-06-20", VISIT | {"when": days("2024-06-18")}),
    ],
}


def _desk(reports: list[Report]) -> Desk:
    desk = Desk()
    roots = [NIS, PENTAGON, KYIV]
    for number, (day, fields) in enumerate(reports):
        desk.tell(day, roots[number], **fields)
    return desk


@pytest.mark.parametrize("name", APART)
def test_never_one_event(name: str) -> None:
    desk = _desk(APART[name])
    assert together(desk.weigh()) == {frozenset({claim.id}) for claim in desk.claims}


@pytest.mark.parametrize("name", TOGETHER)
def test_one_event(name: str) -> None:
    desk = _desk(TOGETHER[name])
    assert together(desk.weigh()) == {frozenset(claim.id for claim in desk.claims)}


def test_a_claim_without_a_time_joins_one_event_and_never_two_together() -> None:
    desk = Desk()
    first = desk.tell("2024-06-03", NIS, **VISIT, when=days("2024-06-01"))
    second = desk.tell("2024-06-14", PENTAGON, **VISIT, when=days("2024-06-12"))
    desk.tell("2024-06-15", KREMLIN, **VISIT)
    events = desk.weigh().events
    assert len(events) == 2
    assert not any({first.id, second.id} <= set(event.claims) for event in events)


def test_a_claim_without_a_time_that_comes_first_joins_no_two_dates() -> None:
    desk = Desk()
    desk.tell("2024-06-15", KREMLIN, **VISIT)
    first = desk.tell("2024-06-16", NIS, **VISIT, when=days("2024-06-01"))
    second = desk.tell("2024-06-17", PENTAGON, **VISIT, when=days("2024-06-12"))
    assert not any({first.id, second.id} <= set(event.claims) for event in desk.weigh().events)


def test_no_chain_of_times() -> None:
    desk = Desk()
    for number in range(8):
        start = 1 + 3 * number
        desk.tell("2024-07-01", NIS, **VISIT, when=days(f"2024-06-{start:02}", f"2024-06-{start + 3:02}"))
    for event in desk.weigh().events:
        starts = [c.when.earliest for c in desk.claims if c.id in event.claims and c.when and c.when.earliest]
        assert (max(starts) - min(starts)).days <= 7


def test_a_side_left_open_joins_no_two_sides_together() -> None:
    desk = Desk()
    striker = desk.tell("2025-01-10", NIS, **LOSSES | {"actor": "UKR"})
    other = desk.tell("2025-01-11", KYIV, **LOSSES | {"actor": "RUS"})
    desk.tell("2025-01-12", PENTAGON, **LOSSES)
    assert not any({striker.id, other.id} <= set(event.claims) for event in desk.weigh().events)


def test_two_figures_of_one_document_and_root_for_one_time_are_two_acts() -> None:
    desk = Desk()
    fields: dict[str, Any] = {"mode": "missiles", "actor": "FRA", "recipient": "UKR", "document": "doc-shared"}
    desk.tell("2024-01-16", None, **fields, quantity=shells(40, 40, "missile"))
    desk.tell("2024-01-16", None, **fields, quantity=shells(50, 50, "missile"))
    assert len(desk.weigh().events) == 2


def test_another_contingent_without_a_date_is_not_the_first_and_is_told_twice() -> None:
    desk = Desk()
    first = desk.tell("2024-10-18", NIS, when=days("2024-10-08", "2024-10-13"))
    another = desk.tell("2025-02-27", NIS, evidence=(ANOTHER,))
    again = desk.tell("2025-03-04", PENTAGON, evidence=(ANOTHER,))
    assert together(desk.weigh()) == {frozenset({first.id}), frozenset({another.id, again.id})}


def test_another_contingent_is_the_one_that_was_told_of_that_day() -> None:
    desk = Desk()
    first = desk.tell("2024-04-18", NIS, when=days("2024-04-08", "2024-04-13"))
    second = desk.tell("2024-11-30", NIS, when=days("2024-11-20", "2024-11-25"))
    again = desk.tell("2024-12-02", PENTAGON, when=days("2024-11-22"), evidence=(ANOTHER,))
    assert together(desk.weigh()) == {frozenset({first.id}), frozenset({second.id, again.id})}


def test_another_load_of_a_flow_belongs_to_the_flow() -> None:
    desk = Desk()
    desk.tell("2023-09-01", NIS, **AMMUNITION)
    desk.tell("2024-02-01", PENTAGON, **AMMUNITION, evidence=(ANOTHER,))
    assert len(desk.weigh().events) == 1


def test_a_fact_without_a_time_goes_to_the_fact_rather_than_to_a_later_plan() -> None:
    desk = Desk()
    fact = desk.tell("2024-10-18", NIS, when=days("2024-10-08", "2024-10-13"))
    desk.tell("2025-09-02", NIS, modality=Modality.PLANNED)
    thanks = desk.tell("2025-09-03", KREMLIN, stance=Stance.CONFIRMS)
    assert frozenset({fact.id, thanks.id}) in together(desk.weigh())


@given(mixed_desks())
def test_every_two_dated_claims_of_an_event_allow_one_time(desk: Desk) -> None:
    tellings = [claim_to_telling(claim, desk.provenances[claim.document_id]) for claim in desk.claims]
    for group in link(tellings).groups:
        dated = [telling for telling in group.tellings if telling.dated]
        for left in dated:
            for right in dated:
                gap = max(left.window.start, right.window.start) - min(left.window.end, right.window.end)
                assert group.shape.flow or gap <= max(left.shape.tolerance, right.shape.tolerance)


@given(mixed_desks())
def test_every_two_claims_of_an_event_agree_on_sides_and_type(desk: Desk) -> None:
    by_id = {claim.id: claim for claim in desk.claims}
    for event in desk.weigh().events:
        told = [by_id[id_] for id_ in event.claims]
        assert len({claim.type for claim in told}) == 1
        pairs = {frozenset((claim.actor, claim.recipient)) for claim in told if claim.actor and claim.recipient}
        assert len(pairs) <= 1


@given(st.integers(1, 6))
def test_a_crowded_shelf_is_bounded_and_said(monkey: int) -> None:
    from riscontro.weigh import candidates

    desk = Desk()
    for number in range(monkey + 2):
        fields = {"type": "ASSAULT", "mode": "casualties", "recipient": "PRK", "actor": f"A{number:02}"}
        desk.tell("2025-01-11", NIS, **fields)
    desk.tell("2025-01-12", PENTAGON, **LOSSES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "link_number", lambda name: monkey if name == "candidates_max" else 30)
        codes = [issue.code for issue in desk.weigh().issues]
    assert codes == ["weigh.block.bounded"]


def test_party_words_differ_from_the_act_itself() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    desk.tell("2024-10-18", PYONGYANG, type="ACCUSE", mode="statement", recipient="KOR")
    assert len(desk.weigh().events) == 2
