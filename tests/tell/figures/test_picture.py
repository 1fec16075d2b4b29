from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from riscontro.tell.figures.picture import Easel, Kind, Mark, clipped, lanes, text_width, wrapped


@given(st.text(max_size=80), st.floats(20, 400))
def test_a_clipped_text_fits(text: str, width: float) -> None:
    assert text_width(clipped(text, width)) <= width


@given(st.text(st.characters(categories=["L", "Zs"]), max_size=120), st.floats(40, 400))
def test_a_wrapped_text_has_at_most_two_lines_that_fit(text: str, width: float) -> None:
    lines = wrapped(text, width)
    assert len(lines) <= 2
    assert all(text_width(line) <= width for line in lines)


def test_a_text_that_fits_is_kept() -> None:
    assert wrapped("Words of support", 200) == ("Words of support",)


def test_wide_scripts_take_more_room() -> None:
    assert text_width("북한군") > text_width("abc")


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(50, 100)), max_size=12))
def test_lanes_stay_within_what_is_allowed(spans: list[tuple[float, float]]) -> None:
    assert all(lane < 3 for lane in lanes(spans, gap=1, most=3))


def test_what_would_touch_goes_to_another_lane() -> None:
    assert list(lanes([(0, 10), (5, 12), (30, 40)], gap=1, most=4)) == [0, 1, 0]


def test_marks_of_one_style_share_a_layer() -> None:
    easel = Easel()
    easel.add(Kind.RULE, [Mark(x=0, y=0, y2=1)], width=2)
    easel.add(Kind.RULE, [Mark(x=1, y=0, y2=1)], width=2)
    easel.add(Kind.RULE, [Mark(x=1, y=0, x2=1)], width=2)
    assert [len(layer.marks) for layer in easel.picture(width=2, height=2, says="").layers] == [2, 1]
