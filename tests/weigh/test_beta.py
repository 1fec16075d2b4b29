"""The Beta distribution."""

from __future__ import annotations

import pytest

from riscontro.weigh.beta import beta_cdf, beta_quantile


@pytest.mark.parametrize(("a", "b"), [(1, 1), (2, 5), (0.5, 0.5), (30, 3), (200, 100)])
def test_quantiles_turn_the_distribution_round(a: float, b: float) -> None:
    for probability in (0.05, 0.1, 0.5, 0.9):
        assert beta_cdf(beta_quantile(probability, a, b), a, b) == pytest.approx(probability, abs=1e-9)
