"""Are the modes names of one act?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from riscontro.model.claim import EventType
from riscontro.weigh.compare import Comparison
from riscontro.weigh.weights import mode_table


@cache
def compare_modes(type: EventType, left: str | None, right: str | None) -> Comparison:
    """Compare two modes of one type by the ``[mode]`` table."""
    table = mode_table()
    if left == right:
        return Comparison(table["same"], "both tell the same kind of act")
    if left is None or right is None:
        if str(type) in table["unstated_joins"]:
            return Comparison(table["unstated"], "one leaves the kind of act open")
        return Comparison(0.0, "one leaves the kind of act open, the other does not")
    if any(row[0] == type and left in row[1:] and right in row[1:] for row in table["families"]):
        return Comparison(table["kindred"], f"{left} and {right} may tell one act")
    return Comparison(0.0, f"{left} and {right} are different acts")


def compare_kinds(type: EventType, mode: str | None, modes: Iterable[str | None]) -> Comparison:
    """Compare a mode with all modes of an event: the worst decides."""
    return min((compare_modes(type, mode, other) for other in modes), default=compare_modes(type, mode, mode))
