"""The Beta distribution, as far as credible bounds need it."""

from __future__ import annotations

import math


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return the point below which a Beta(a, b) variable lies with a probability, by bisection.

    >>> round(beta_quantile(0.1, 1, 1), 6)
    0.1
    """
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if beta_cdf(middle, a, b) < probability else (low, middle)
    return (low + high) / 2


def logit_moments(a: float, b: float) -> tuple[float, float]:
    """Return the mean and the standard deviation of the log-odds of a Beta(a, b) variable.

    They are psi(a) - psi(b) and the root of psi'(a) + psi'(b), by recurrence to 8 and the asymptotic series from there
    (DLMF 5.5.2, 5.11.2, 5.15.5, 5.15.8).

    >>> mean, spread = logit_moments(2, 1)
    >>> round(mean, 6), round(spread**2, 6)
    (1.0, 2.289868)
    """
    mean, spread, sign = 0.0, 0.0, 1.0
    for one in (a, b):
        x = one * 1.0
        while x < 8:
            mean -= sign / x
            spread += 1 / (x * x)
            x += 1
        square = 1 / (x * x)
        tail = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))
        mean += sign * (math.log(x) - 0.5 / x - tail)
        spread += 1 / x + square / 2 + square / x * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square / 30)))
        sign = -1.0
    return mean, math.sqrt(spread)


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularized incomplete beta function, by its continued fraction (DLMF 8.17.22, Lentz's method).

    >>> round(beta_cdf(0.5, 2, 2), 6)
    0.5
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    mirrored = x > (a + 1) / (a + b + 2)
    if mirrored:
        x, a, b = 1 - x, b, a
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(1 - x))
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 300):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / (1 + term * d)
            c = 1 + term / c
            value *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return 1 - front * value / a if mirrored else front * value / a
