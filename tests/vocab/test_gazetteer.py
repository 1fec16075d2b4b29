from __future__ import annotations

import pytest

from riscontro.vocab.gazetteer import state_of_place


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Bavaria", "DEU"),
        ("Baviera", "DEU"),
        ("Bayern", "DEU"),
        ("바이에른주", "DEU"),
        ("北海道", "JPN"),
        ("Харьков", "UKR"),
        ("Borno State", "NGA"),
        ("Mombasa", "KEN"),
        ("Sinaloa", "MEX"),
        ("New South Wales", "AUS"),
        ("Île-de-France", "FRA"),
    ],
)
def test_a_province_or_great_city_lies_in_its_state(name: str, state: str) -> None:
    assert state_of_place(name) == state


@pytest.mark.parametrize("name", ["Punjab", "Santa Cruz", "Central", "Hamilton", "Victoria", "", "-", "Xyzzyville"])
def test_a_name_that_several_states_or_none_bear_is_no_answer(name: str) -> None:
    assert state_of_place(name) is None
