from __future__ import annotations

import gc

import pytest

from riscontro.read.pausing import LONG, uncollected


@pytest.mark.parametrize(("length", "collecting"), [(LONG - 1, True), (LONG, False)])
def test_the_collector_is_held_off_for_long_texts_alone(length: int, collecting: bool) -> None:
    with uncollected("x" * length):
        assert gc.isenabled() is collecting
    assert gc.isenabled()


def test_the_collector_comes_back_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), uncollected("x" * LONG):
        _ = 1 / 0
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected("x" * LONG):
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
