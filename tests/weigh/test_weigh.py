"""The room's door: what it selects, what it records, what an event's fields say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from riscontro.model.claim import Basis, Modality, Quantity, Root, Stance
from riscontro.model.grade import Reliability, Status
from riscontro.model.source import Source
from riscontro.model.time import Interval
from riscontro.weigh import explain, weigh
from tests.weigh.make import KREMLIN, NIS, PENTAGON, SKY, TOKYO, WIRE, Desk, days, shells


def test_nothing_gives_nothing() -> None:
    assert weigh([], provenances={}).events == ()


def test_a_claim_of_an_unknown_document_is_left_out_and_said() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    weighing = weigh(desk.claims, provenances={})
    assert weighing.events == ()
    assert [issue.code for issue in weighing.issues] == ["weigh.claim.no_provenance"]


def test_a_claim_given_twice_is_one() -> None:
    desk = Desk()
    claim = desk.tell("2024-10-18", NIS)
    assert weigh([claim, claim], provenances=desk.provenances).events[0].claims == (claim.id,)


@pytest.mark.parametrize("turned", [False, True])
def test_two_claims_of_one_id_are_said_and_chosen_without_regard_to_order(turned: bool) -> None:
    desk = Desk()
    claim = desk.tell("2024-10-18", NIS)
    pair = [claim, replace(claim, mode="engineers")]
    weighing = weigh(pair[::-1] if turned else pair, provenances=desk.provenances)
    assert [event.mode for event in weighing.events] == ["engineers"]
    assert [issue.code for issue in weighing.issues] == ["weigh.claim.id_twice"]


def test_as_held_asks_for_what_the_case_held() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS, held="2024-10-19")
    desk.tell("2024-10-18", PENTAGON, held="2025-03-01")
    assert desk.event(as_held=datetime(2024, 12, 1, tzinfo=UTC)).status is Status.REPORTED
    assert desk.event(as_of=datetime(2024, 12, 1, tzinfo=UTC)).status is Status.CORROBORATED


def test_events_come_by_first_moment_of_knowledge() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    desk.tell("2020-01-01", NIS, mode="food")
    assert [event.mode for event in desk.weigh().events] == ["food", "troops"]


def test_an_event_keeps_its_id_as_more_is_told() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    before = desk.event().id
    desk.tell("2024-10-19", PENTAGON)
    assert desk.event().id == before


def test_history_names_document_claim_rule_and_reason() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS, held="2024-11-01")
    told = desk.tell("2024-10-19", PENTAGON, held="2024-11-02")
    row = desk.event().history[-1]
    assert (row.document_id, row.claim_id, row.rule, row.origins) == (told.document_id, told.id, "corroborated", 2)
    assert (row.at.date().isoformat(), row.held_at.date().isoformat()) == ("2024-10-19", "2024-11-02")


def test_what_changes_nothing_leaves_no_row() -> None:
    desk = Desk()
    for number in range(5):
        desk.tell(f"2024-10-{18 + number}", NIS, publisher=f"Paper {number}")
    assert len(desk.event().history) == 1


def test_a_fact_after_a_plan_leaves_a_row_though_the_status_is_the_same() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS, modality=Modality.PLANNED)
    desk.tell("2024-10-19", NIS)
    assert [row.rule for row in desk.event().history] == ["reported.tentative", "reported"]


LETTERS = [
    (NIS, "national intelligence service", Reliability.B),
    (NIS, "National Intelligence Service", Reliability.B),
    (NIS, "another service", Reliability.F),
    (WIRE, "example wire", Reliability.B),
    (None, "paper a", Reliability.B),
]


@pytest.mark.parametrize(("root", "key", "letter"), LETTERS)
def test_the_letter_is_that_of_the_case(root: Root | None, key: str, letter: Reliability) -> None:
    desk = Desk()
    desk.tell("2024-10-18", root, publisher="Paper A")
    source = Source(key=key, name=key, kind="any", reliability=Reliability.B)
    assert desk.event(sources=[source]).grade.reliability is letter


def test_an_outlet_that_the_case_calls_an_organ_is_one_with_its_state() -> None:
    desk = Desk()
    desk.tell("2024-10-18", WIRE)
    desk.tell("2024-10-19", PENTAGON)
    organ = Source(key="Example Wire", name="Example Wire", kind="declared", state="USA")
    assert (desk.event().independent, desk.event(sources=[organ]).independent) == (2, 1)


def test_the_best_letter_counts_and_only_of_origins_that_count() -> None:
    sources = [
        Source(key="pentagon", name="Pentagon", kind="ministry", reliability=Reliability.C),
        Source(key="national intelligence service", name="NIS", kind="service", reliability=Reliability.D),
        Source(key="kremlin", name="Kremlin", kind="office", reliability=Reliability.A),
    ]
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    desk.tell("2024-10-19", PENTAGON)
    desk.tell("2024-10-20", KREMLIN, stance=Stance.DENIES)
    assert str(desk.event(sources=sources).grade) == "C2"


@pytest.mark.parametrize("topic", ["AID", "troops", "AID/troops"])
def test_a_letter_for_a_topic_outranks_the_one_for_all(topic: str) -> None:
    sources = [
        Source(key="pentagon", name="Pentagon", kind="ministry", reliability=Reliability.C),
        Source(key="pentagon", name="Pentagon", kind="ministry", topic=topic, reliability=Reliability.E),
    ]
    desk = Desk()
    desk.tell("2024-10-18", PENTAGON)
    assert str(desk.event(sources=sources).grade) == "E3"


WHENS: list[tuple[list[Interval | None], Interval | None]] = [
    ([None], None),
    ([days("2024-10-08", "2024-10-13"), None], days("2024-10-08", "2024-10-13")),
    ([days("2024-10-01", "2024-10-31"), days("2024-10-08", "2024-10-13")], days("2024-10-08", "2024-10-13")),
    ([days("2024-10-01", "2024-10-10"), days("2024-10-08", "2024-10-20")], days("2024-10-08", "2024-10-10")),
    ([days("2024-10-08", "2024-10-13"), days("2024-10-20")], days("2024-10-08", "2024-10-13")),
    ([days("2024-10-08", None)], days("2024-10-08", None)),
]


@pytest.mark.parametrize(("told", "expected"), WHENS)
def test_when_is_what_the_claims_agree_on(told: list[Interval | None], expected: Interval | None) -> None:
    desk = Desk()
    for number, when in enumerate(told):
        desk.tell(f"2024-11-{20 + number}", NIS, when=when)
    assert desk.event().when == expected


def test_when_of_a_flow_is_its_whole_span() -> None:
    desk = Desk()
    for day, when in (("2023-01-10", days("2022-11-01", "2022-11-30")), ("2023-09-10", days("2023-08-01", None))):
        desk.tell(day, NIS, mode="ammunition", when=when)
    assert desk.event().when == days("2022-11-01", None)


def test_a_plan_does_not_date_a_fact() -> None:
    desk = Desk()
    visit: dict[str, Any] = {"type": "CONSULT", "mode": "visit"}
    desk.tell("2024-06-01", KREMLIN, modality=Modality.PLANNED, when=days("2024-06-17", "2024-06-18"), **visit)
    desk.tell("2024-06-20", KREMLIN, when=days("2024-06-18", "2024-06-19"), **visit)
    assert desk.event().when == days("2024-06-18", "2024-06-19")


FIGURES: list[tuple[list[Quantity], Quantity]] = [
    ([shells(1500, 1500)], shells(1500, 1500)),
    ([shells(1500, 1500), shells(10000, 10000)], shells(1500, 10000)),
    ([shells(10000, None)], shells(10000, None)),
    ([shells(1500, 1500), shells(10000, None)], shells(1500, None)),
    ([shells(1500, 1500), shells(10000, None), shells(11000, 11000)], shells(1500, 11000)),
    ([shells(None, 500), shells(100, 100)], shells(None, 500)),
    ([shells(5, 5), shells(7, 7), shells(100, 100, "train")], shells(5, 7)),
]


@pytest.mark.parametrize(("told", "expected"), FIGURES)
def test_quantity_is_an_envelope_and_never_a_sum(told: list[Quantity], expected: Quantity) -> None:
    desk = Desk()
    for number, quantity in enumerate(told):
        desk.tell(f"2024-10-{18 + number}", NIS, quantity=quantity)
    assert desk.event().quantity == expected


def test_explain_names_rule_origins_and_what_each_holds_up() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    desk.tell("2024-10-19", SKY)
    desk.tell("2024-10-20", KREMLIN, stance=Stance.DENIES)
    event = desk.event()
    lines = explain(event, claims={claim.id: claim for claim in desk.claims}, provenances=desk.provenances)
    assert lines[0].startswith("confirmed (F1) since 2024-10-19T23:59:59Z")
    assert "without source:sky imaging it would fall to denied" in "\n".join(lines)
    assert "without state:KOR it would fall to denied" in "\n".join(lines)
    assert "contested by RUS" in lines
    told = "\n".join(lines)
    assert "probability: " in told
    assert (
        "+0.56 (speaks clearly for it) source:sky imaging: satellite" in told or "source:sky imaging: satellite" in told
    )
    assert "a denial by a party" in told
    assert "it would fall to denied, probability " in told


def test_explain_says_why_status_and_probability_seem_to_disagree() -> None:
    desk = Desk()
    desk.tell("2024-10-18", KREMLIN, opponent="UKR")
    assert "probability weighs who speaks (state:RUS), status asks how many" in explained(desk)
    desk = Desk()
    for name in ("Rumour Mill", "Hearsay"):
        desk.tell("2024-10-18", Root(name=name, state=None, kind=Basis.WITNESS))
    desk.tell("2024-10-19", KREMLIN, stance=Stance.DENIES, opponent="UKR")
    assert desk.event().status == "corroborated"
    assert "status counts" not in explained(desk)


def explained(desk: Desk) -> str:
    lines = explain(desk.event(), claims={claim.id: claim for claim in desk.claims}, provenances=desk.provenances)
    return "\n".join(lines)


def test_explain_says_when_nothing_would_change() -> None:
    desk = Desk()
    for root in (NIS, PENTAGON, TOKYO, SKY):
        desk.tell("2024-10-18", root)
    lines = explain(desk.event(), claims={claim.id: claim for claim in desk.claims}, provenances=desk.provenances)
    assert sum("it would stay confirmed" in line for line in lines) == 4
