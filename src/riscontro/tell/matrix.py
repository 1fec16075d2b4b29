"""Who stands where: events by parties, each cell with what the party has said of the event.

A cell that is not there says nothing of the party: no word of it was read. One that says neither yes nor no did speak.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from riscontro.model.claim import Stance
from riscontro.tell.catalogue import Catalogue
from riscontro.tell.index import Index
from riscontro.tell.names import party_name
from riscontro.tell.sentence import event_label
from riscontro.vocab.states import is_state

PARTIES_DRAWN = 7
EVENTS_DRAWN = 20


class Side(StrEnum):
    """Where a party stands on an event, by all that it has said of it."""

    YES = "stand_yes"
    NO = "stand_no"
    NEITHER = "stand_neither"
    BOTH = "stand_both"
    TAKEN_BACK = "stand_taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """An event and, for each party in the order of the columns, where it stands, ``None`` where nothing was read."""

    event_id: str
    label: str
    status: str
    sides: tuple[Side | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The parties that spoke most, the events that most of them spoke of, and how many of each are not drawn."""

    parties: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    more_parties: int
    more_rows: int


def build_matrix(index: Index) -> Matrix:
    """Return the matrix of positions on the events shown, by date of fact; empty where no party took one."""
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for position in index.dossier.relation.positions:
        if position.event_id in index.cited:
            said[position.event_id][position.party].add(position.stance)
    spoke = Counter(party for cells in said.values() for party in cells)
    parties = sorted(spoke, key=lambda party: (not _is_known(party, index), -spoke[party], party))
    drawn = [party for party in parties if _is_known(party, index)][:PARTIES_DRAWN]
    held = {event_id: cells for event_id, cells in said.items() if any(party in cells for party in drawn)}
    ranked = sorted(held, key=lambda event_id: (-len(held[event_id]), event_id))[:EVENTS_DRAWN]
    events = [event for event in index.selection.events if event.id in ranked]
    return Matrix(
        parties=tuple(party_name(party, index.catalogue).bare for party in drawn),
        rows=tuple(
            MatrixRow(
                event_id=event.id,
                label=event_label(event, index.catalogue),
                status=event.status,
                sides=tuple(side_of(held[event.id].get(party, ())) for party in drawn),
            )
            for event in events
        ),
        more_parties=len(parties) - len(drawn),
        more_rows=len(said) - len(events),
    )


def matrix_more(matrix: Matrix, catalogue: Catalogue) -> str | None:
    """Return how many voices and events the picture leaves to the tables, ``None`` where it leaves none."""
    parts = [catalogue.count("more_voices", matrix.more_parties)] if matrix.more_parties else []
    parts += [catalogue.count("more_events", matrix.more_rows)] if matrix.more_rows else []
    return catalogue.text("matrix_more", parts=catalogue.joined(parts)) if parts else None


def side_of(stances: Iterable[str]) -> Side | None:
    """Return where stances leave a party: ``None`` for none at all.

    >>> side_of(["denies", "confirms"]), side_of(["declines"]), side_of([])
    (<Side.BOTH: 'stand_both'>, <Side.NEITHER: 'stand_neither'>, None)
    """
    held = set(stances)
    if not held:
        return None
    if Stance.RETRACTS in held:
        return Side.TAKEN_BACK
    yes, no = bool(held & {Stance.ASSERTS, Stance.CONFIRMS}), Stance.DENIES in held
    if yes and no:
        return Side.BOTH
    return Side.YES if yes else Side.NO if no else Side.NEITHER


def _is_known(party: str, index: Index) -> bool:
    return is_state(party) or party in index.catalogue.table["parties"]["names"]
