"""Who gains and who loses."""

from __future__ import annotations

import pytest

from riscontro.model.claim import EventType
from riscontro.vocab.events import event_kinds
from riscontro.weigh.stakes import Interest, are_allied, interest_of, stakes_of
from riscontro.weigh.weights import load_toml

TROOPS = {"actor": "PRK", "recipient": "RUS", "opponent": "UKR"}
CASES = [
    ("AID", "troops", "PRK", TROOPS, Interest.AGAINST),
    ("AID", "troops", "RUS", TROOPS, Interest.AGAINST),
    ("AID", "troops", "UKR", TROOPS, Interest.SERVING),
    ("AID", "troops", "KOR", TROOPS, Interest.NONE),
    ("AID", "weapons", "DEU", {"actor": "IRN", "recipient": "RUS", "opponent": "POL"}, Interest.SERVING),
    ("AID", "food", "RUS", {"actor": "RUS", "recipient": "PRK", "opponent": None}, Interest.SERVING),
    ("AID", "food", "IND", {"actor": "RUS", "recipient": "IND", "opponent": None}, Interest.NONE),
    ("CONSULT", "visit", "RUS", {"actor": "RUS", "recipient": "PRK", "opponent": None}, Interest.NONE),
    ("ASSAULT", "strike", "RUS", {"actor": "RUS", "recipient": "UKR", "opponent": None}, Interest.AGAINST),
    ("ASSAULT", "strike", "UKR", {"actor": "RUS", "recipient": "UKR", "opponent": None}, Interest.SERVING),
    ("ASSAULT", "casualties", "PRK", {"actor": "UKR", "recipient": "PRK", "opponent": None}, Interest.AGAINST),
    ("ASSAULT", "casualties", "UKR", {"actor": "UKR", "recipient": "PRK", "opponent": None}, Interest.SERVING),
    ("AID", "troops", None, TROOPS, Interest.NONE),
]


@pytest.mark.parametrize(("type", "mode", "state", "roles", "expected"), CASES)
def test_interest(type: str, mode: str, state: str | None, roles: dict[str, str | None], expected: Interest) -> None:
    assert interest_of(state, stakes_of(EventType(type), mode), roles) is expected


@pytest.mark.parametrize("key", ["AGREE", "CONSULT", "SUPPORT", "SANCTION", "ACCUSE", "THREATEN", "REQUEST"])
def test_acts_done_in_public_are_open(key: str) -> None:
    assert stakes_of(EventType(key), None).open


@pytest.mark.parametrize("key", ["AID", "ASSAULT", "COERCE", "MOBILIZE"])
def test_acts_that_are_hidden_are_not_open(key: str) -> None:
    assert not stakes_of(EventType(key), None).open


@pytest.mark.parametrize("table", ["stakes"])
def test_every_key_is_a_type_and_mode_of_the_vocabulary(table: str) -> None:
    known = {f"{kind.type}/{kind.mode}" if kind.mode else str(kind.type) for kind in event_kinds()}
    assert set(load_toml(table)) <= known


def test_weights_name_only_known_acts() -> None:
    known = {f"{kind.type}/{kind.mode}" if kind.mode else str(kind.type) for kind in event_kinds()} | {"default"}
    known |= {f"{kind.type}/" for kind in event_kinds()}  # of a type whose mode is not told
    assert set(load_toml("weights")["time"]) <= known
    assert sum(load_toml("weights")["score"].values()) == pytest.approx(1.0)


def test_allies_are_bound_by_treaty() -> None:
    assert are_allied("KOR", "USA")
    assert are_allied("PRK", "RUS")
    assert not are_allied("KOR", "JPN")
    assert not are_allied("RUS", "UKR")
