"""Tellings as columns: the door by which a case's own claims enter the kernel.

Bulk doors do the same from their own tables; what is worked out here claim by claim (who first said it, what it stakes)
depends on few distinct values and can be worked out once for each of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import permutations
from typing import Any, NamedTuple

import numpy as np

from riscontro.model.claim import Basis, EventType
from riscontro.model.grade import Reliability
from riscontro.weigh.compare.kind import compare_modes
from riscontro.weigh.independence import is_cut
from riscontro.weigh.kernel.acts import Acts, Tables, Tellers
from riscontro.weigh.kernel.columns import KINDS, UNKNOWN, Floats
from riscontro.weigh.kernel.columns import Side as Column
from riscontro.weigh.kernel.places import same_places
from riscontro.weigh.origins import BARE, OWN_VANTAGE, Source, trace
from riscontro.weigh.register import Register
from riscontro.weigh.reliability import number_of_month
from riscontro.weigh.repeats import is_unplaced, publisher_key
from riscontro.weigh.settled import month_of
from riscontro.weigh.stakes import are_allied, stakes_of
from riscontro.weigh.telling import Telling, is_mutual
from riscontro.weigh.voice import Side, is_tentative, side_of
from riscontro.weigh.weights import mode_table

TYPES = tuple(EventType)
LETTERS = tuple(Reliability)
SIDES = {
    Side.FOR: Column.FOR,
    Side.AGAINST: Column.AGAINST,
    Side.RETRACTS: Column.RETRACTS,
    Side.NEITHER: Column.NEITHER,
}
ROLES = ("actor", "recipient", "opponent")


class Codebook:
    """Values to codes, in the order in which they are met; nothing is ``UNKNOWN``."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._codes: dict[Hashable, int] = {}

    def code(self, value: Hashable) -> int:
        """Return the code of a value, a new one where it was not met; ``UNKNOWN`` for ``None``."""
        if value is None:
            return UNKNOWN
        code = self._codes.setdefault(value, len(self.values))
        if code == len(self.values):
            self.values.append(value)
        return code


class Codebooks:
    """The names behind the codes of one set of columns."""

    def __init__(self) -> None:
        self.kinds, self.states, self.places = Codebook(), Codebook(), Codebook()
        self.modes = {type: Codebook() for type in EventType}
        self.langs, self.units, self.documents, self.roots = Codebook(), Codebook(), Codebook(), Codebook()
        self.keys, self.groups, self.families = Codebook(), Codebook(), Codebook()


class Encoded(NamedTuple):
    """Columns of tellings in public order, and what their codes are to each other."""

    tellings: list[Telling]
    acts: Acts
    tellers: Tellers
    tables: Tables
    books: Codebooks


def encode(tellings: Sequence[Telling], *, register: Register) -> Encoded:
    """Return tellings as columns, in public order."""
    ordered = sorted(tellings, key=lambda telling: telling.order)
    books = Codebooks()
    acts = [_act(telling, books) for telling in ordered]
    tellers = [_teller(telling, books, register) for telling in ordered]
    return Encoded(
        ordered, Acts(**_columns(Acts, acts)), Tellers(**_columns(Tellers, tellers)), make_tables(books), books
    )


_WIDE = {"low": np.float64, "high": np.float64}
_FLAGS = frozenset(name for table in (Acts, Tellers) for name, kind in table.__annotations__.items() if kind == "Flags")
_SMALL = frozenset(["side", "basis", "loses", "gains", "letter"])


def _columns(table: type, rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    names = table.__dataclass_fields__  # type: ignore[attr-defined]
    values = list(zip(*rows, strict=True)) or [()] * len(names)
    return {name: np.array(column, dtype=_type_of(name)) for name, column in zip(names, values, strict=True)}


def _type_of(name: str) -> Any:
    if name in _FLAGS:
        return np.bool_
    return np.int8 if name in _SMALL else _WIDE.get(name, np.int32)


def _act(telling: Telling, books: Codebooks) -> tuple[Any, ...]:
    claim, figure = telling.claim, telling.claim.quantity
    return (
        TYPES.index(claim.type),
        books.kinds.code((claim.type, claim.mode)),
        books.modes[claim.type].code(claim.mode or ""),
        books.states.code(telling.sides[0]),
        books.states.code(telling.sides[1]),
        books.states.code(claim.opponent),
        books.places.code(telling.place),
        books.langs.code(telling.provenance.lang),
        telling.window.start,
        telling.window.end,
        telling.public_from.toordinal(),
        telling.dated,
        telling.further,
        telling.planned,
        telling.firm,
        telling.shape.flow,
        telling.shape.tolerance,
        telling.shape.past,
        books.units.code(figure.unit if figure else None),
        np.nan if figure is None or figure.minimum is None else figure.minimum,
        np.nan if figure is None or figure.maximum is None else figure.maximum,
        figure is not None and figure.cumulative,
        books.documents.code(claim.document_id),
        books.roots.code(claim.root.name if claim.root else None),
    )


def _teller(telling: Telling, books: Codebooks, register: Register) -> tuple[Any, ...]:
    claim, page = telling.claim, telling.provenance
    source = trace(claim, page, organs=register.organs)
    stakes = stakes_of(claim.type, claim.mode)
    own = telling.sides if is_mutual(claim) else (claim.actor, claim.recipient)
    return (
        SIDES[side_of(claim)],
        books.keys.code(source.key),
        books.keys.code(publisher_key(telling)),
        books.groups.code(source.group),
        books.states.code(source.state),
        *traits_of(source),
        claim.basis in OWN_VANTAGE,
        is_tentative(claim),
        is_cut(page),
        books.documents.code(claim.document_id),
        books.families.code(page.family),
        books.states.code(own[0]),
        books.states.code(own[1]),
        books.states.code(claim.opponent),
        role_bits(stakes.loses),
        stakes.open,
        role_bits(stakes.gains),
        LETTERS.index(register.letter(source, claim.type, claim.mode)),
        number_of_month(month_of(telling.public_from)),
    )


def role_bits(roles: Sequence[str]) -> int:
    """Return bit 0, 1, 2 for the actor, recipient, opponent among some roles."""
    return sum(1 << place for place, role in enumerate(ROLES) if role in roles)


class Traits(NamedTuple):
    """What the kernel knows of a source beside its codes, in the order of the columns of ``Tellers``."""

    basis: int
    speaks: bool
    """For its state; what was captured is nobody's statement."""
    organ: bool
    """Its group of independence is that of a state."""
    rooted: bool
    bare: bool
    outlet: bool
    unplaced: bool


def traits_of(source: Source) -> Traits:
    """Return what the kernel knows of a source beside its codes."""
    return Traits(
        basis=KINDS.index(source.kind),
        speaks=source.group == f"state:{source.state}" and source.kind is not Basis.CAPTURED,
        organ=source.group.startswith("state:"),
        rooted=source.rooted,
        bare=source.group == BARE,
        outlet=source.rooted and source.key.startswith("outlet:"),
        unplaced=is_unplaced(source),
    )


def make_tables(books: Codebooks) -> Tables:
    """Return what the codes of a set of books are to each other."""
    kinds = books.kinds.values
    placed = np.array([is_placed(*kind) for kind in kinds], dtype=np.bool_)
    allied = np.zeros((len(books.states.values),) * 2, dtype=np.bool_)
    for left, right in permutations(range(len(allied)), 2):
        allied[left, right] = are_allied(books.states.values[left], books.states.values[right])
    modes = mode_scores(kinds, books.modes)
    return Tables(modes=modes, placed=placed, places=same_places(books.places.values), allied=allied)


def is_placed(kind: EventType, mode: str | None) -> bool:
    """Tell whether acts of a type and mode happen at one place each."""
    return f"{kind}/{mode or ''}" in mode_table()["placed"]


def mode_scores(kinds: Sequence[tuple[EventType, str | None]], books: Mapping[EventType, Codebook]) -> Floats:
    """Return how well each type and mode agrees with each mode of its type; ``books`` number those, "" for none."""
    scores = np.zeros((len(kinds), max((len(book.values) for book in books.values()), default=0)))
    for code, (kind, mode) in enumerate(kinds):
        for other, other_mode in enumerate(books[kind].values):
            scores[code, other] = compare_modes(kind, mode, other_mode or None).score
    return scores
