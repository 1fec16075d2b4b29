from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.vocab.outlines import outlines
from riscontro.vocab.places import Place, PlaceName, Precision, find_places, key_of, stem_of
from riscontro.vocab.states import is_state


def found(text: str, *states: str, before: str = "", after: str = "") -> Place | None:
    name = PlaceName(text=text, before=before, after=after, states=frozenset(states))
    return find_places([name]).get(name)


@pytest.mark.parametrize(
    ("text", "state", "precision"),
    [
        ("Pyongyang", "PRK", Precision.CITY),
        ("평양", "PRK", Precision.CITY),
        ("평양시", "PRK", Precision.CITY),
        ("Пхеньяна", "PRK", Precision.CITY),
        ("بكين", "CHN", Precision.CITY),
        ("Moskau", "RUS", Precision.CITY),
        ("Москве", "RUS", Precision.CITY),
        ("Харькова", "UKR", Precision.CITY),
        ("ニューヨーク", "USA", Precision.CITY),
        ("Курской области", "RUS", Precision.REGION),
        ("Харківській області", "UKR", Precision.REGION),
        ("Kursk region", "RUS", Precision.REGION),
        ("regione di Kursk", "RUS", Precision.REGION),
        ("Estremo Oriente", "RUS", Precision.REGION),
        ("Crimée", "UKR", Precision.REGION),
        ("Baikonur", "KAZ", Precision.REGION),
        ("Ucraina", "UKR", Precision.COUNTRY),
        ("烏克蘭", "UKR", Precision.COUNTRY),
    ],
)
def test_a_name_that_means_one_place_is_found(text: str, state: str, precision: Precision) -> None:
    place = found(text, "RUS", "UKR")
    assert place is not None
    assert (place.state, place.precision) == (state, precision)


@pytest.mark.parametrize("text", ["", "…", "Springfield", "Università", "Sea of Japan", "Donetsk and Luhansk"])
def test_a_name_that_means_none_or_several_is_not(text: str) -> None:
    assert found(text) is None


def test_of_two_cities_the_greater_by_far_is_meant() -> None:
    place = found("Donetsk", "RUS", "PRK")
    assert place is not None
    assert place.state == "UKR"


def test_a_small_city_needs_its_state() -> None:
    assert found("Bakhmut", "PRK") is None
    there = found("Bakhmut", "UKR")
    assert there is not None
    assert there.state == "UKR"


@pytest.mark.parametrize(
    ("before", "after"), [("nella regione di ", ""), ("", " oblast last week"), ("", "ской области")]
)
def test_a_word_beside_the_name_makes_it_a_region(before: str, after: str) -> None:
    place = found("Kursk", before=before, after=after)
    assert place is not None
    assert place.precision is Precision.REGION


def test_a_country_has_no_point() -> None:
    place = found("Russie")
    assert place is not None
    assert (place.latitude, place.longitude) == (None, None)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_answered_and_every_point_lies_on_the_earth(text: str, about: str) -> None:
    place = found(text, "RUS", before=about, after=about)
    if place is not None and place.latitude is not None and place.longitude is not None:
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180
        assert is_state(place.state)


@given(st.text(max_size=30))
def test_a_key_is_its_own_key(text: str) -> None:
    assert key_of(key_of(text)) == key_of(text)


@given(st.text(st.characters(codec="utf-8", categories=["L"]), max_size=30))
def test_a_stem_begins_its_key(text: str) -> None:
    assert key_of(text).startswith(stem_of(key_of(text)))


def test_outlines_are_those_of_known_states_and_closed_enough_to_be_filled() -> None:
    held = outlines()
    assert {code for code, _ in held if code != "-" and not is_state(code)} == set()
    assert len(held) > 200
    assert all(len(ring) > 2 for _, rings in held for ring in rings)


def test_a_region_stands_where_its_city_of_the_table_does() -> None:
    region, city = found("Tatarstan"), found("Kazan")
    assert region is not None
    assert city is not None
    assert (region.latitude, region.longitude) == (city.latitude, city.longitude)
    assert region.reference == city.reference
