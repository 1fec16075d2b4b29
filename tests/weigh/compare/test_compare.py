"""The comparisons, one small table each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from riscontro.model.claim import EventType, Quantity
from riscontro.weigh.compare import actors, kind, place, quantity, time
from riscontro.weigh.telling import EVER, Window
from tests.weigh.make import shells


def total(number: float) -> Quantity:
    return replace(shells(number, number), cumulative=True)


TIMES = [
    (Window(100, 110), Window(105, 120), None, 0, True, time.MEET),
    (Window(100, 110), Window(112, 120), None, 1, True, time.APART),
    (Window(100, 110), Window(112, 120), None, 2, True, time.NEAR),
    (Window(100, 300), Window(105, 120), None, 0, True, time.MEET_WIDE),
    (Window(100, 110), Window(105, 120), None, 0, False, time.IMPLIED),
    (Window(100, 110), None, Window(105, 120), 0, True, time.IMPLIED),
    (Window(100, 110), None, Window(115, 120), 0, True, time.APART),
    (Window(100, 110), Window(105, 106), Window(115, 120), 0, True, time.APART),
    (Window(100, 110), None, None, 0, True, time.IMPLIED),
    (Window(-EVER, 110), Window(105, 120), None, 0, True, time.MEET_WIDE),
]


@pytest.mark.parametrize(("own", "dated", "implied", "tolerance", "told", "expected"), TIMES)
def test_times(
    own: Window, dated: Window | None, implied: Window | None, tolerance: int, told: bool, expected: time.Comparison
) -> None:
    assert time.compare_times(own, dated, implied, tolerance=tolerance, told=told) is expected


SIGHTINGS = [
    (Window(100, 110), Window(200, 220), 90, time.ONE_FLOW),
    (Window(100, 110), Window(201, 220), 90, time.SILENT_TOO_LONG),
    (Window(300, 310), Window(200, 220), 80, time.ONE_FLOW),
    (Window(205, 210), Window(200, 220), 0, time.ONE_FLOW),
]


@pytest.mark.parametrize(("own", "hull", "silence", "expected"), SIGHTINGS)
def test_sightings(own: Window, hull: Window, silence: int, expected: time.Comparison) -> None:
    assert time.compare_sightings(own, hull, longest_silence=silence, told=True) is expected


MODES = [
    ("AID", "troops", "troops", 1.0),
    ("AID", "troops", "ammunition", 0.0),
    ("AID", "weapons", "ammunition", 0.6),
    ("AID", None, "ammunition", 0.0),
    ("AID", None, None, 1.0),
    ("CONSULT", None, "meeting", 0.5),
    ("CONSULT", "visit", "meeting", 0.0),
    ("CONSULT", "negotiation", "meeting", 0.6),
    ("CONSULT", "visit", "call", 0.0),
]


@pytest.mark.parametrize(("type", "left", "right", "score"), MODES)
def test_modes(type: str, left: str | None, right: str | None, score: float) -> None:
    assert kind.compare_modes(EventType(type), left, right).score == score
    assert kind.compare_modes(EventType(type), right, left).score == score


def test_the_worst_mode_of_an_event_decides() -> None:
    assert kind.compare_kinds(EventType.CONSULT, "visit", [None, "negotiation"]).score == 0.0


SIDES = [
    (("PRK", "RUS"), ("PRK", "RUS"), actors.SAME),
    (("PRK", None), ("PRK", "RUS"), actors.ONE_OPEN),
    ((None, "RUS"), ("PRK", "RUS"), actors.ONE_OPEN),
    (("PRK", "RUS"), ("PRK", "IRN"), actors.OTHER),
    (("PRK", None), (None, "RUS"), actors.OTHER),
    (("PRK", None), ("IRN", "RUS"), actors.OTHER),
]


@pytest.mark.parametrize(("left", "right", "expected"), SIDES)
def test_sides(left: actors.Sides, right: actors.Sides, expected: actors.Comparison) -> None:
    assert actors.compare_sides(left, right) is expected


PLACES = [
    (None, ["kursk"], True, place.UNKNOWN),
    ("kursk", [], True, place.UNKNOWN),
    ("kursk", ["kursk"], True, place.SAME),
    ("kursk region", ["kursk"], True, place.SAME),
    ("курской области", ["курская область"], True, place.SAME),
    ("kharkiv", ["odesa"], True, place.EXCLUDED),
    ("kharkiv", ["odesa"], False, place.OTHER),
]


@pytest.mark.parametrize(("own", "others", "placed", "expected"), PLACES)
def test_places(own: str | None, others: list[str], placed: bool, expected: place.Comparison) -> None:
    assert place.compare_places(own, others, placed=placed) is expected


FIGURES = [
    (None, 1.0, 2.0, quantity.UNKNOWN),
    (shells(5, 5), None, None, quantity.UNKNOWN),
    (shells(5, 5), 4.0, 8.0, quantity.SAME),
    (shells(5, 5), 1.0, 10.0, quantity.NEAR),
    (shells(5, 5), 6.0, 10.0, quantity.NEAR),
    (shells(5, 5), 60.0, 100.0, quantity.FAR),
    (shells(None, None), 1.0, 2.0, quantity.UNKNOWN),
]


@pytest.mark.parametrize(("own", "low", "high", "expected"), FIGURES)
def test_figures(own: Quantity | None, low: float | None, high: float | None, expected: quantity.Comparison) -> None:
    assert quantity.compare_figures(own, low, high) is expected


AT_ODDS = [
    (shells(21, 21), 5.0, 10.0, False, True),
    (shells(20, 20), 5.0, 10.0, False, False),
    (shells(21, None), 5.0, 10.0, False, False),
    (total(21), 5.0, 10.0, False, False),
    (shells(2, 2), 5.0, 10.0, False, True),
    (shells(2, 2), 5.0, 10.0, True, False),
    (shells(None, 2), 5.0, 10.0, False, False),
    (shells(7, 7), 1.0, 100.0, False, False),
    (None, 1.0, 100.0, False, False),
]


@pytest.mark.parametrize(("own", "low", "high", "totals", "expected"), AT_ODDS)
def test_figures_at_odds(own: Quantity | None, low: float, high: float, totals: bool, expected: bool) -> None:
    assert quantity.is_at_odds(own, low, high, totals=totals) is expected


FRESHNESS = [
    (110, time.LATEST),
    (127, time.LATEST),
    (128, time.FRESH),
    (165, time.FRESH),
    (166, time.IMPLIED),
    (95, time.LATEST),
]


@pytest.mark.parametrize(("day", "expected"), FRESHNESS)
def test_freshness(day: int, expected: time.Comparison) -> None:
    assert time.compare_freshness(day, Window(100, 120)) is expected


PERIODS = [
    (Window(100, 465), False),
    (Window(100, 466), True),
    (Window(-EVER, 466), False),
    (None, False),
]


@pytest.mark.parametrize(("window", "expected"), PERIODS)
def test_periods(window: Window | None, expected: bool) -> None:
    assert time.is_period(window) is expected


def test_times_are_narrowed_to_what_they_surely_tell() -> None:
    assert time.narrow_told(Window(100, 300)) == Window(100, 131)
    assert time.narrow_told(Window(100, 101)) == Window(100, 101)
    assert time.narrow_told(Window(-EVER, 300)) == Window(269, 300)
    assert time.narrow_implied(Window(100, 465), 365, ahead=False) == Window(374, 465)
    assert time.narrow_implied(Window(100, 280), 365, ahead=True) == Window(100, 131)


WITHIN = [
    (shells(40, 40), [shells(50, 50)], quantity.TWO_ACTS),
    (shells(40, 60), [shells(50, 50)], quantity.NO_SECOND),
    (shells(40, None), [shells(50, 50)], quantity.NO_SECOND),
    (shells(40, 40), [shells(50, 50, "train")], quantity.NO_SECOND),
    (None, [shells(50, 50)], quantity.NO_SECOND),
]


@pytest.mark.parametrize(("own", "others", "expected"), WITHIN)
def test_within_document(own: Quantity | None, others: list[Quantity], expected: quantity.Comparison) -> None:
    assert quantity.compare_within_document(own, others) is expected
