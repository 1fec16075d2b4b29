from __future__ import annotations

import pytest

from bench.fuzz_pages import damaged, main, originals


@pytest.mark.parametrize("seed", [1, 2])
def test_damaged_inputs_never_raise(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["150", "--seed", str(seed)]) == 0
    assert "crashes=0" in capsys.readouterr().out


def test_damage_is_the_same_for_the_same_seed_and_meets_every_kind() -> None:
    first = list(damaged(60, 4))
    assert first == list(damaged(60, 4))
    assert {suffix for suffix, _ in first} == set(originals(4))
