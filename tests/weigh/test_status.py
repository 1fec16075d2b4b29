"""The status table of docs/weighing.md, row by row, and its order of precedence."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from riscontro.model.claim import Basis, Root, Stance
from riscontro.model.grade import Status
from riscontro.weigh.status import Tally, judge
from tests.weigh.make import KREMLIN, KYIV, NIS, PENTAGON, PYONGYANG, SEOUL, SKY, SOURCES, TOKYO, WIRE, Desk

HARBOUR = Root(name="Harbour Watch", state=None, kind=Basis.ANALYSIS)
ORBIT_SAYS_NO = Root(name="Orbit Two", state=None, kind=Basis.SATELLITE)


@dataclass
class Row:
    name: str
    status: Status
    digit: int
    asserts: list[Root | None] = field(default_factory=list)
    denies: list[Root] = field(default_factory=list)
    retracts: list[Root] = field(default_factory=list)
    act: tuple[str, str] = ("AID", "troops")


ROWS = [
    Row("a bare rumour", Status.RUMOURED, 6, [SOURCES]),
    Row("a rumour told by many", Status.RUMOURED, 6, [SOURCES, SOURCES, SOURCES]),
    Row("a publisher's own report", Status.REPORTED, 3, [None]),
    Row("one official", Status.REPORTED, 3, [NIS]),
    Row("two organs of one state", Status.REPORTED, 3, [NIS, SEOUL]),
    Row("a rumour beside an official", Status.REPORTED, 3, [SOURCES, NIS]),
    Row("one group, a party denies", Status.DENIED, 4, [NIS], [KREMLIN]),
    Row("a rumour, a party denies", Status.DENIED, 4, [SOURCES], [PYONGYANG]),
    Row("only a denial by a party", Status.DENIED, 4, [], [KREMLIN]),
    Row("two states", Status.CORROBORATED, 2, [NIS, PENTAGON]),
    Row("two states, a party denies", Status.CORROBORATED, 2, [NIS, PENTAGON], [KREMLIN]),
    Row("a state and an institute", Status.CORROBORATED, 2, [NIS, HARBOUR]),
    Row("a state and an outlet", Status.CORROBORATED, 2, [NIS, WIRE]),
    Row("three groups", Status.CONFIRMED, 1, [NIS, PENTAGON, TOKYO]),
    Row("three groups, a party denies", Status.CONFIRMED, 1, [NIS, PENTAGON, TOKYO], [KREMLIN]),
    Row("two groups, one from orbit", Status.CONFIRMED, 1, [NIS, SKY]),
    Row("two groups, one an admission", Status.CONFIRMED, 1, [NIS, PYONGYANG]),
    Row("an admission alone", Status.REPORTED, 3, [PYONGYANG]),
    Row("a picture alone", Status.REPORTED, 3, [SKY]),
    Row("a visit that its host announces", Status.CONFIRMED, 1, [KREMLIN], act=("CONSULT", "visit")),
    Row("a visit that a third state tells", Status.REPORTED, 3, [NIS], act=("CONSULT", "visit")),
    Row("an announced visit, the other denies", Status.CONFIRMED, 1, [KREMLIN], [PYONGYANG], act=("CONSULT", "visit")),
    Row("an independent contradiction", Status.DISPUTED, 4, [NIS], [TOKYO]),
    Row("three groups, contradicted", Status.DISPUTED, 4, [NIS, PENTAGON, KYIV], [TOKYO]),
    Row("contradicted, nobody asserts", Status.RUMOURED, 6, [SOURCES], [TOKYO]),
    Row("contradicted and denied", Status.DISPUTED, 4, [NIS], [TOKYO, KREMLIN]),
    Row("physical evidence against", Status.REFUTED, 5, [NIS, PENTAGON], [ORBIT_SAYS_NO]),
    Row("physical evidence and a contradiction", Status.REFUTED, 5, [NIS], [ORBIT_SAYS_NO, TOKYO]),
    Row("withdrawn", Status.RETRACTED, 5, [NIS], retracts=[NIS]),
    Row("withdrawn, denied by a party", Status.RETRACTED, 5, [NIS], [KREMLIN], [NIS]),
    Row("withdrawn, refuted", Status.RETRACTED, 5, [NIS], [ORBIT_SAYS_NO], [NIS]),
    Row("one of two withdrawn", Status.REPORTED, 3, [NIS, PENTAGON], retracts=[NIS]),
    Row("one of two withdrawn, a party denies", Status.DENIED, 4, [NIS, PENTAGON], [KREMLIN], [NIS]),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_status_table(row: Row) -> None:
    desk = Desk()
    sides = {"type": row.act[0], "mode": row.act[1], "opponent": "UKR"}
    for root in row.asserts:
        desk.tell("2024-10-18", root, **sides)
    for root in row.denies:
        desk.tell("2024-10-20", root, stance=Stance.DENIES, **sides)
    for root in row.retracts:
        desk.tell("2024-10-22", root, stance=Stance.RETRACTS, **sides)
    event = desk.event()
    assert (event.status, event.grade.credibility) == (row.status, row.digit)


def test_an_empty_tally_is_a_rumour() -> None:
    assert judge(Tally()).status is Status.RUMOURED


def test_every_rule_gives_a_reason() -> None:
    desk = Desk()
    for day, root in (("2024-10-18", NIS), ("2024-10-19", PENTAGON), ("2024-10-20", TOKYO)):
        desk.tell(day, root)
    assert [row.rule for row in desk.event().history] == ["reported", "corroborated", "confirmed.three"]
    assert all(row.reason for row in desk.event().history)
