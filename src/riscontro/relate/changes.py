"""Change points of a series, by ruptures (extra ``riscontro[series]``). The only module that imports it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib.metadata import version

EXTRA = "riscontro[series]"
"""What to install for change points."""

LEAST_NOISE = 1e-6
"""Variance below which a series counts as free of noise: the penalty must stay above nothing."""


def can_find_changes() -> bool:
    """Tell whether the extra is installed."""
    try:
        import ruptures
    except ImportError:
        return False
    return bool(ruptures)


def method_name(penalty: float, least_segment: int) -> str:
    """Return what looks for change points, with its version and settings, so that a figure can be made again."""
    return f"ruptures {version('ruptures')}, PELT, change in mean, penalty {penalty:g}, segments of {least_segment}"


def find_changes(values: Sequence[float], *, penalty: float, least_segment: int) -> list[int]:
    """Return the places at which a new level of the series begins, in order.

    PELT (Killick, Fearnhead and Eckley, JASA 107, 2012, 1590-1598) with squared error. The variance of the noise is
    half the mean squared difference of neighbours (von Neumann, Annals of Mathematical Statistics 12, 1941), so that
    the levels themselves do not enter it. Raise :class:`ImportError` where the extra is not installed.
    """
    # Imported late: scipy comes with it, and most verbs need neither.
    import numpy as np
    from ruptures import KernelCPD

    signal = np.asarray(values, dtype=float).reshape(-1, 1)
    if len(signal) < 2 * least_segment:
        return []
    noise = max(float(np.mean(np.diff(signal[:, 0]) ** 2)) / 2, LEAST_NOISE)
    search = KernelCPD(kernel="linear", min_size=least_segment).fit(signal)
    ends = search.predict(pen=penalty * noise * math.log(len(signal)))
    return [int(end) for end in ends if end < len(signal)]
