"""The ladder: its rungs, what reaches them, and what a wrong one in case.toml is told."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from riscontro.errors import CaseError
from riscontro.model.grade import Status
from riscontro.relate import default_ladder, ladder_from_config
from riscontro.vocab.events import event_kinds
from tests.relate.make import Record

REACHES = [
    ("SUPPORT/statement", "words"),
    ("SUPPORT", "words"),
    ("SUPPORT/vote", "votes"),
    ("CONSULT/visit", "contacts"),
    ("CONSULT/call", "words"),
    ("AID/food", "goods"),
    ("AID/oil", "goods"),
    ("AID/workers", "goods"),
    ("AGREE/deal", "goods"),
    ("AGREE/treaty", "pact"),
    ("COOPERATE/exercise", "pact"),
    ("AID/ammunition", "ammunition"),
    ("AID/weapons", "ammunition"),
    ("AID/missiles", "heavy-weapons"),
    ("AID/drones", "heavy-weapons"),
    ("AID/engineers", "military-people"),
    ("AID/troops", "military-people"),
]


@pytest.mark.parametrize(("act", "rung"), REACHES)
def test_rung(act: str, rung: str) -> None:
    record = Record()
    record.add(act)
    assert record.dyad().ceilings[-1].rung == rung


@pytest.mark.parametrize("act", ["ACCUSE/statement", "SANCTION/embargo", "THREATEN", "ASSAULT/strike", "REQUEST"])
def test_what_is_no_support_reaches_no_rung(act: str) -> None:
    record = Record()
    record.add(act)
    assert record.dyad().ceilings == ()


def test_every_kind_of_support_is_on_a_rung() -> None:
    acts = {act.partition("@")[0] for rung in default_ladder() for act in rung.acts}
    support = [k for k in event_kinds() if k.type in ("AID", "SUPPORT", "AGREE", "CONSULT", "COOPERATE")]
    assert {f"{kind.type}/{kind.mode or '-'}" for kind in support} <= acts


def test_soldiers_with_an_opponent_are_in_combat() -> None:
    record = Record()
    record.add("AID/troops", opponent="UKR")
    assert record.dyad().ceilings[-1].rung == "combat"


def test_soldiers_where_the_recipient_fights_are_in_combat() -> None:
    record = Record()
    record.add("AID/troops", claims=[{"place": "Kursk"}])
    record.add("ASSAULT/clash", actor="UKR", recipient="RUS", claims=[{"place": "kursk"}])
    assert record.dyad().ceilings[-1].rung == "combat"


def test_soldiers_elsewhere_are_behind_the_lines() -> None:
    record = Record()
    record.add("AID/troops", claims=[{"place": "Vladivostok"}])
    record.add("ASSAULT/clash", actor="UKR", recipient="RUS", claims=[{"place": "Kursk"}])
    assert record.dyad().ceilings[-1].rung == "military-people"


LOSSES = [("UKR", "PRK", True), (None, "PRK", True), ("PRK", "UKR", True), ("RUS", "PRK", False), ("KOR", "PRK", False)]


@pytest.mark.parametrize(("actor", "recipient", "combat"), LOSSES)
def test_a_fight_in_which_the_soldiers_sent_take_part(actor: str | None, recipient: str, combat: bool) -> None:
    record = Record()
    record.add("AID/troops")
    record.add("ASSAULT/clash", actor="UKR", recipient="RUS")
    record.add("ASSAULT/casualties", actor=actor, recipient=recipient)
    assert (record.dyad().ceilings[-1].rung == "combat") is combat


def test_losses_without_soldiers_sent_reach_no_rung() -> None:
    record = Record()
    record.add("ASSAULT/casualties", actor=None, recipient="PRK")
    assert record.dyad().ceilings == ()


def test_the_other_direction_has_its_own_ceiling() -> None:
    record = Record()
    record.add("AID/ammunition")
    record.add("AID/oil", actor="RUS", recipient="PRK")
    there, back = record.relate().dyads
    assert (there.ceilings[-1].rung, back.ceilings[-1].rung) == ("ammunition", "goods")


@pytest.mark.parametrize("act", ["AGREE/treaty", "CONSULT/meeting", "COOPERATE/exercise"])
def test_what_binds_both_belongs_to_both_directions(act: str) -> None:
    record = Record()
    event = record.add(act)
    there, back = record.relate().dyads
    assert there.events == back.events == (event.id,)
    assert there.ceilings == back.ceilings


@pytest.mark.parametrize("act", ["CONSULT/visit", "COOPERATE/training", "SUPPORT/vote"])
def test_what_one_does_for_the_other_belongs_to_one(act: str) -> None:
    record = Record()
    record.add(act)
    assert record.relate().dyads[1].events == ()


CASE = """
[[ladder.rung]]
key = "talk"
acts = ["CONSULT/*"]

[[ladder.rung]]
key = "give"
acts = ["AID/*"]
"""


def test_a_ladder_of_the_case() -> None:
    ladder = ladder_from_config(tomllib.loads(CASE)["ladder"])
    record = Record()
    record.add("AID/food", (Status.REPORTED, "2024-01-01"))
    relation = record.relate(ladder=ladder)
    assert [(rung.level, rung.key) for rung in relation.ladder] == [(1, "talk"), (2, "give")]
    assert relation.dyads[0].ceilings[-1].level == 2


WRONG: list[tuple[Any, str]] = [
    (None, "has no rungs"),
    ([], "has no rungs"),
    ({}, "has no rungs"),
    ({"rung": "x"}, "has no rungs"),
    ("rungs", "has no rungs"),
    ({"key": "x"}, "unknown keys: key"),
    ([3], "rung 1 .* not a table"),
    ([{"acts": ["AID/food"]}], "rung 1 .* has no key"),
    ([{"key": "", "acts": ["AID/food"]}], "rung 1 .* has no key"),
    ([{"key": "x"}], r"rung 1 .* \(x\) has no acts"),
    ([{"key": "x", "acts": []}], "has no acts"),
    ([{"key": "x", "acts": "AID/food"}], "has no acts"),
    ([{"key": "x", "acts": [1]}], "not text"),
    ([{"key": "x", "acts": ["HELP/food"]}], "'HELP/food' is no act"),
    ([{"key": "x", "acts": ["AID"]}], "'AID' is no act"),
    ([{"key": "x", "acts": ["AID/bread"]}], "AID has no mode 'bread'"),
    ([{"key": "x", "acts": ["AID/troops@home"]}], "unknown condition 'home'"),
    ([{"key": "x", "acts": ["AID/food"], "level": 3}], "unknown keys: level"),
    ([{"key": "x", "acts": ["AID/food"]}, {"key": "x", "acts": ["AID/oil"]}], "names a rung twice: x"),
    ([{"key": str(n), "acts": ["AID/food"]} for n in range(51)], "at most 50"),
]


@pytest.mark.parametrize(("raw", "message"), WRONG)
def test_a_wrong_ladder_is_told_what_is_wrong(raw: Any, message: str) -> None:
    with pytest.raises(CaseError, match=message):
        ladder_from_config(raw)
