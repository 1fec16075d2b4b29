from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.dyad import ChangePoint, MonthPoint, Series
from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.figures.picture import Kind, Picture
from riscontro.tell.figures.series import picture_series

CATALOGUE = load_catalogue("en")


def months(values: list[tuple[float, float]], *changes: ChangePoint) -> Series:
    points = tuple(
        MonthPoint(month=date(2022 + number // 12, number % 12 + 1, 1), cooperation=up, conflict=-down)
        for number, (up, down) in enumerate(values)
    )
    return Series(actor="PRK", recipient="RUS", points=points, changes=changes)


def drawn(series: Series, width: float = 900) -> Picture:
    picture = picture_series(series, CATALOGUE, width=width)
    assert picture is not None
    return picture


def marks(picture: Picture, kind: Kind) -> list[tuple[str, float, float]]:
    return [
        (mark.colour, mark.y, mark.y2 if mark.y2 is not None else mark.y)
        for layer in picture.layers
        if layer.kind is kind
        for mark in layer.marks
    ]


values = st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50)), min_size=1, max_size=60)


@given(values, st.sampled_from([340.0, 660.0, 900.0]))
def test_every_mark_lies_within_the_picture(held: list[tuple[float, float]], width: float) -> None:
    picture = drawn(months(held), width)
    for layer in picture.layers:
        for mark in layer.marks:
            assert 0 <= mark.x <= width
            assert 0 <= mark.y <= picture.height
            assert mark.y2 is None or 0 <= mark.y2 <= picture.height


def test_cooperation_stands_above_the_line_and_conflict_below() -> None:
    bars = marks(drawn(months([(4, 2), (3, 1)])), Kind.RECT)
    assert all(end < start for colour, start, end in bars if colour == "corroborated")
    assert all(end > start for colour, start, end in bars if colour == "disputed")


def test_both_sides_have_one_scale() -> None:
    (up, down) = marks(drawn(months([(4, 4)])), Kind.RECT)
    assert up[1] - up[2] == pytest.approx(down[2] - down[1])


def test_a_change_of_level_is_drawn_with_the_means_about_it() -> None:
    change = ChangePoint(month=date(2022, 3, 1), measure="cooperation", before=1, after=5)
    picture = drawn(months([(1, 0), (1, 0), (5, 0), (5, 0)], change))
    assert "change of level" in {mark.text for layer in picture.layers for mark in layer.marks}
    levels = [rule for rule in marks(picture, Kind.RULE) if rule[0] == "corroborated"]
    assert len(levels) == 2
    assert levels[0][1] > levels[1][1]


def test_no_months_make_no_picture() -> None:
    assert picture_series(months([]), CATALOGUE, width=900) is None
