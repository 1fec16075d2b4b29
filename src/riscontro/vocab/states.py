"""States and territories: one authority table, ``states.tsv``.

The alpha-3, alpha-2 and numeric codes are those that CLDR's supplemental data equates (territory aliases, as carried by
Babel 2.18), the short names CLDR's English display names. ``cow``, ``fips`` and ``gw`` (Correlates of War, FIPS 10-4,
Gleditsch and Ward) are those of the countrycode project's list (Arel-Bundock, Enevoldsen and Yetman, JOSS 2018; release
0.6.0), blank where it has none. Viet Nam's Gleditsch-Ward code is left blank, since that list gives the code of the
southern state that ended in 1975.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state or territory and its codes; a code that is not known is ``""``."""

    alpha3: str
    alpha2: str
    numeric: str
    name: str
    cow: str = ""
    fips: str = ""
    gw: str = ""


@cache
def states() -> tuple[State, ...]:
    """Return every state of the table, sorted by alpha-3 code."""
    text = (files("riscontro.vocab") / "states.tsv").read_text("utf-8")
    return tuple(State(**row) for row in csv.DictReader(text.splitlines(), delimiter="\t"))


@cache
def _by_alpha3() -> dict[str, State]:
    return {state.alpha3: state for state in states()}


def state(alpha3: str) -> State | None:
    """Return the state of an alpha-3 code, ``None`` where the table has none."""
    return _by_alpha3().get(alpha3)


def is_state(code: str | None) -> bool:
    """Tell whether a code names a state rather than an organisation or a group."""
    return code in _by_alpha3()
