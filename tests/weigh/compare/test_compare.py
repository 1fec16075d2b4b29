"""The comparisons, one small table each."""

from __future__ import annotations

import pytest

from riscontro.model.claim import EventType, Quantity
from riscontro.weigh.compare import actors, kind, place, quantity, time
from riscontro.weigh.telling import EVER, Window
from tests.weigh.make import shells

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
    (shells(5, 5), 1.0, 10.0, quantity.SAME),
    (shells(5, 5), 6.0, 10.0, quantity.NEAR),
    (shells(5, 5), 60.0, 100.0, quantity.FAR),
    (shells(None, None), 1.0, 2.0, quantity.UNKNOWN),
]


@pytest.mark.parametrize(("own", "low", "high", "expected"), FIGURES)
def test_figures(own: Quantity | None, low: float | None, high: float | None, expected: quantity.Comparison) -> None:
    assert quantity.compare_figures(own, low, high) is expected


WITHIN = [
    (shells(40, 40), [shells(50, 50)], quantity.TWO_ACTS),
    (shells(40, 60), [shells(50, 50)], quantity.UNKNOWN),
    (shells(40, None), [shells(50, 50)], quantity.UNKNOWN),
    (shells(40, 40), [shells(50, 50, "train")], quantity.UNKNOWN),
    (None, [shells(50, 50)], quantity.UNKNOWN),
]


@pytest.mark.parametrize(("own", "others", "expected"), WITHIN)
def test_within_document(own: Quantity | None, others: list[Quantity], expected: quantity.Comparison) -> None:
    assert quantity.compare_within_document(own, others) is expected
