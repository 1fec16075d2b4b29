"""What the ledger keeps of the last weighing, so that a few new claims are weighed among their neighbours alone."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from riscontro.model.block import Block, Days
from riscontro.model.claim import Claim, EventType
from riscontro.model.document import Provenance
from riscontro.store.codec import CLAIM, PROVENANCE, columns, marks, row_to_claim, row_to_provenance, to_json
from riscontro.store.ledger import Ledger
from riscontro.store.views import listed

BLOCK = columns(
    "event_id number type first second first_month last_month reach_first reach_last put opened last flow tolerance"
    " dated_first dated_last implied_first implied_last modes bounded"
)

EVERY_MONTH = (-1_000_000, 1_000_000)
"""What the ledger holds where an event is found from every month: no calendar reaches so far."""

_IN = "IN (SELECT value FROM json_each(?))"


class Waiting(NamedTuple):
    """What changed since the last weighing: up to which row, the documents concerned, the claims that came or went."""

    top: int
    documents: tuple[str, ...]
    claims: tuple[str, ...]


def waiting(ledger: Ledger, most: int) -> Waiting | None:
    """Return what waits to be weighed, ``None`` where that is more than ``most`` rows."""
    rows = ledger.rows("SELECT seq, document_id, claim_id FROM to_weigh ORDER BY seq LIMIT ?", (most + 1,))
    if len(rows) > most:
        return None
    return Waiting(
        top=rows[-1][0] if rows else 0,
        documents=tuple(dict.fromkeys(row[1] for row in rows)),
        claims=tuple(dict.fromkeys(row[2] for row in rows if row[2] is not None)),
    )


def last_waiting(ledger: Ledger) -> int:
    """Return the number of the last row that waits, 0 where none does."""
    row = ledger.row("SELECT max(seq) FROM to_weigh")
    return int(row[0] or 0) if row else 0


def basis(ledger: Ledger) -> str | None:
    """Return what the last weighing rested on beside claims and documents, ``None`` where nothing was weighed."""
    row = ledger.row("SELECT basis FROM weighed")
    return None if row is None else str(row[0])


def set_weighed(ledger: Ledger, *, top: int, basis: str) -> None:
    """Say that everything up to row ``top`` of what waited has been weighed."""
    with ledger.transaction():
        ledger.execute("DELETE FROM to_weigh WHERE seq <= ?", (top,))
        ledger.execute("INSERT OR REPLACE INTO weighed VALUES (1, ?)", (basis,))


def put_blocks(ledger: Ledger, blocks: Iterable[Block], *, of: Collection[str] | None = None) -> None:
    """Make the blocks those given: all of them, or those of some events."""
    with ledger.transaction():
        if of is None:
            ledger.execute("DELETE FROM block")
        else:
            ledger.execute(f"DELETE FROM block WHERE event_id {_IN}", (json.dumps(sorted(of)),))
        sql = f"INSERT INTO block ({listed(BLOCK)}) VALUES ({marks(BLOCK)})"
        ledger.executemany(sql, _block_rows(blocks))


def _block_rows(blocks: Iterable[Block]) -> Iterable[tuple[Any, ...]]:
    numbers: dict[str, int] = {}
    for block in blocks:
        number = numbers[block.event_id] = numbers.get(block.event_id, -1) + 1
        yield (
            block.event_id, number, str(block.type), block.first, block.second, *(block.months or EVERY_MONTH),
            *(block.reach or EVERY_MONTH), block.put, block.opened, block.last, int(block.flow), block.tolerance,
            *(block.dated or (None, None)), *(block.implied or (None, None)), to_json(block.modes),
            to_json(block.bounded),
        )  # fmt: skip


def _row_to_block(row: tuple[Any, ...]) -> Block:
    event_id, _, type, first, second, *days = row[:9]
    put, opened, last, flow, tolerance, dated_first, dated_last, implied_first, implied_last, modes, bounded = row[9:]
    months, reach = (days[0], days[1]), (days[2], days[3])
    return Block(
        event_id=event_id,
        type=EventType(type),
        first=first,
        second=second,
        months=None if months == EVERY_MONTH else months,
        reach=None if reach == EVERY_MONTH else reach,
        put=put,
        opened=opened,
        last=last,
        flow=bool(flow),
        tolerance=tolerance,
        dated=None if dated_first is None else (dated_first, dated_last),
        implied=None if implied_first is None else (implied_first, implied_last),
        modes=tuple(json.loads(modes)),
        bounded=tuple(json.loads(bounded)),
    )


def bounded_claims(ledger: Ledger, *, of: Collection[str] | None = None) -> int:
    """Return how many claims had more candidates than were looked at: of all, or of those put to some events."""
    where = "" if of is None else f" AND event_id {_IN}"
    sql = f"SELECT coalesce(sum(json_array_length(bounded)), 0) FROM block WHERE bounded <> '[]'{where}"
    row = ledger.row(sql, () if of is None else (json.dumps(sorted(of)),))
    return int(row[0]) if row else 0


def blocks_of(ledger: Ledger, events: Collection[str]) -> list[Block]:
    """Return all blocks of events."""
    sql = f"SELECT {listed(BLOCK)} FROM block WHERE event_id {_IN} ORDER BY event_id, number"
    return [_row_to_block(row) for row in ledger.rows(sql, (json.dumps(sorted(events)),))]


def blocks_seen_by(
    ledger: Ledger, type: EventType, first: str | None, second: str | None, months: Days | None, before: str, most: int
) -> list[Block]:
    """Return one block of each event that a claim with these sides may join: those opened last, at most ``most``."""
    low, high = months or EVERY_MONTH
    names = listed(BLOCK)
    picked = []
    values: list[object] = []
    for condition, sides in _seen_sides(first, second):
        picked.append(
            f"SELECT {names} FROM block WHERE type = ? AND {condition}"
            " AND last_month >= ? AND first_month <= ? AND put < ?"
        )
        values += [str(type), *sides, low, high, before]
    if not picked:
        return []
    sql = f"SELECT {names} FROM ({' UNION ALL '.join(picked)}) GROUP BY event_id ORDER BY opened DESC LIMIT ?"
    return [_row_to_block(row) for row in ledger.rows(sql, (*values, most))]


def _seen_sides(first: str | None, second: str | None) -> list[tuple[str, list[str]]]:
    if first is not None and second is not None:
        return [
            ("first = ? AND second = ?", [first, second]),
            ("first = ? AND second IS NULL", [first]),
            ("first IS NULL AND second = ?", [second]),
        ]
    if first is not None:
        return [("first = ?", [first])]
    return [("second = ?", [second])] if second is not None else []


def onlookers(
    ledger: Ledger, type: EventType, first: str | None, second: str | None, months: Days | None, after: str
) -> list[str]:
    """Return the events that hold a claim after ``after`` which may look where these sides and months are."""
    low, high = months or EVERY_MONTH
    found: list[str] = []
    for side, value in (("first", first), ("second", second)):
        if value is not None:
            sql = f"""SELECT event_id FROM block
                WHERE type = ? AND {side} = ? AND last > ? AND reach_last >= ? AND reach_first <= ?"""
            found += ledger.column(sql, (str(type), value, after, low, high))
    return sorted(set(found))


def events_of_claims(ledger: Ledger, claims: Collection[str]) -> list[str]:
    """Return the events that rest on any of these claims."""
    sql = f"SELECT DISTINCT event_id FROM event_claim WHERE claim_id {_IN} ORDER BY event_id"
    return ledger.column(sql, (json.dumps(sorted(claims)),))


_MEMBER = f"""{listed(CLAIM, of="claim")}, {listed(PROVENANCE, of="document")}
    FROM current_claim AS claim JOIN document ON document.id = claim.document_id"""


def members(ledger: Ledger, events: Collection[str]) -> Mapping[str, list[tuple[Claim, Provenance]]]:
    """Return the claims of events that stand, each with the provenance of its document, in no order."""
    sql = f"SELECT event_id, {_MEMBER} JOIN event_claim ON claim_id = claim.id WHERE event_id {_IN}"
    found: dict[str, list[tuple[Claim, Provenance]]] = {event: [] for event in sorted(events)}
    known: dict[str, Provenance] = {}
    for row in ledger.rows(sql, (json.dumps(sorted(events)),)):
        found[row[0]].append(_to_member(row[1:], known))
    return found


def claims_of_documents(ledger: Ledger, documents: Collection[str]) -> list[tuple[Claim, Provenance]]:
    """Return the claims of documents that stand, each with its provenance, by claim."""
    sql = f"SELECT {_MEMBER} WHERE claim.document_id {_IN} ORDER BY claim.id"
    known: dict[str, Provenance] = {}
    return [_to_member(row, known) for row in ledger.rows(sql, (json.dumps(sorted(documents)),))]


def _to_member(row: tuple[Any, ...], known: dict[str, Provenance]) -> tuple[Claim, Provenance]:
    claim = row_to_claim(row[: len(CLAIM)])
    if claim.document_id not in known:
        known[claim.document_id] = row_to_provenance(row[len(CLAIM) :])
    return claim, known[claim.document_id]


def member_counts(ledger: Ledger, events: Collection[str]) -> dict[str, int]:
    """Return how many claims the ledger says that each event rests on."""
    sql = f"SELECT event_id, count(*) FROM event_claim WHERE event_id {_IN} GROUP BY event_id"
    return dict(ledger.rows(sql, (json.dumps(sorted(events)),)))
