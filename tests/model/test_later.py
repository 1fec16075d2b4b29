from __future__ import annotations

import pickle

import pytest

from riscontro.model.later import Later


def _counted(asked: list[int]) -> Later[int]:
    def make() -> tuple[int, ...]:
        asked.append(1)
        return (1, 2, 3)

    return Later(make)


def test_nothing_is_made_before_it_is_looked_at() -> None:
    asked: list[int] = []
    later = _counted(asked)
    assert asked == []
    assert list(later) == [1, 2, 3]
    assert len(later) == 3
    assert asked == [1]


def test_it_stands_for_its_tuple() -> None:
    later = _counted([])
    assert later == (1, 2, 3)
    held = (1, 2, 3)
    assert held == later
    assert later == _counted([])
    assert later != (1, 2)
    assert hash(later) == hash((1, 2, 3))
    assert repr(later) == "(1, 2, 3)"
    assert (later[0], later[1:]) == (1, (2, 3))


def test_it_is_pickled_as_its_tuple() -> None:
    assert pickle.loads(pickle.dumps(_counted([]))) == (1, 2, 3)


def test_what_making_raises_is_raised_to_whoever_looks_each_time() -> None:
    later: Later[int] = Later(lambda: (1 // 0,))
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            len(later)
