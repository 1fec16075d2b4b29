"""What somebody says that another must do, and whom a threatened or refused deed would hit."""

from __future__ import annotations

import json

import pytest

from riscontro.read import read_line


def told(text: str) -> set[tuple[str, str, str]]:
    line = {"id": "one", "lang": "en", "text": text, "published": "2021-03-04"}
    return {(c["actor"], c["type"], c["recipient"]) for c in read_line(json.dumps(line))["claims"]}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Norway said that Iceland must release the crew.", ("NOR", "REQUEST", "ISL")),
        ("Bolivia threatened to break off relations with Chile.", ("BOL", "THREATEN", "CHL")),
        ("Peru refused to recognize Ecuador.", ("PER", "REJECT", "ECU")),
    ],
)
def test_what_is_spoken_of_is_meant_for_its_side(text: str, wanted: tuple[str, str, str]) -> None:
    assert told(text) == {wanted}


def test_a_duty_that_nobody_else_states_is_no_demand() -> None:
    assert told("Iceland must release the crew.") == set()
    assert told("Iceland said that it must release the crew.") == set()
