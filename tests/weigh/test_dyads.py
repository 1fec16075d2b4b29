"""Acts of many pairs of states that must stay two, be one, or be told apart."""

from __future__ import annotations

from typing import Any

import pytest

from riscontro.model.claim import Basis, Root
from tests.weigh.dyads import EARLY, LAST, LATE, Told
from tests.weigh.make import Desk, together

MINISTRY = Root(name="Ministry", state="CHE", kind=Basis.OFFICIAL)
PAPER = Root(name="Example Gazette", state=None, kind=Basis.MEDIA)
ROOTS = {"rooted": (MINISTRY, PAPER, MINISTRY), "bare": (None, None, None)}

APART = EARLY.apart | LATE.apart | LAST.apart
ONE = EARLY.one | LATE.one | LAST.one
CHOICES = EARLY.choices | LATE.choices

by_root = pytest.mark.parametrize("roots", ROOTS.values(), ids=ROOTS)


def desk_of(base: dict[str, Any], tellings: tuple[Told, ...], roots: tuple[Root | None, ...]) -> Desk:
    desk = Desk()
    for (published, when, fields), root in zip(tellings, roots, strict=False):
        # What one page tells, it tells from one root: a reader claims an act once for each root.
        desk.tell(published, roots[0] if "document" in fields else root, when=when, **(base | fields))
    return desk


@by_root
@pytest.mark.parametrize("name", APART)
def test_two_acts_stay_two(name: str, roots: tuple[Root | None, ...]) -> None:
    base, *tellings = APART[name]
    assert len(together(desk_of(base, tuple(tellings), roots).weigh())) == 2


@by_root
@pytest.mark.parametrize("name", ONE)
def test_one_act_is_one(name: str, roots: tuple[Root | None, ...]) -> None:
    base, *tellings = ONE[name]
    assert len(together(desk_of(base, tuple(tellings), roots).weigh())) == 1


@by_root
@pytest.mark.parametrize("name", CHOICES)
def test_a_telling_goes_to_its_act(name: str, roots: tuple[Root | None, ...]) -> None:
    base, first, second, asked, which = CHOICES[name]
    desk = desk_of(base, (first, second, asked), roots)
    expected = {desk.claims[which].id, desk.claims[2].id}
    assert together(desk.weigh()) == {frozenset(expected), frozenset({desk.claims[1 - which].id})}
