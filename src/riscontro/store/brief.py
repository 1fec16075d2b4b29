"""The records of a pair as relating and counting need them: many, so each is read from few columns at little cost.

Events come without their origins (how many of these are independent comes beside them), claims and documents as
``model/brief.py`` has them. Values that recur are one object, which is most of what a large case would else cost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from riscontro.model.brief import BriefClaim, BriefPage
from riscontro.model.claim import OBSERVER, Basis, EventType, Modality, Root, Stance
from riscontro.model.document import Access
from riscontro.model.event import Event, Origin, StatusChange
from riscontro.model.grade import Status
from riscontro.model.time import Interval, instant_to_text, text_to_instant
from riscontro.store.codec import EVENT, Row, json_to_origin, row_to_interval, row_to_quantity, text_to_grade
from riscontro.store.ledger import Ledger
from riscontro.store.views import listed

SIDES = ("actor", "recipient", "opponent")

LOOK_UP_SHARE = 4
"""Where more than one in so many of the ledger's documents is wanted, all are walked over rather than looked up."""

LOOKED_UP = 20_000
"""Ids of one look-up."""

_IN = "IN (SELECT value FROM json_each(?))"


class Shared(dict[Any, Any]):
    """Values by what the ledger writes for them, each made once."""

    def __init__(self, make: Any) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> Any:
        made = self[key] = self._make(key)
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefEvents:
    """Events by first moment of knowledge, then id, and how many independent groups stand behind each.

    ``earners`` are, by event, the origins, where one of them is of a root that was asked for.
    """

    events: tuple[Event, ...]
    independent: Mapping[str, int]
    earners: Mapping[str, tuple[Origin, ...]]


def brief_events(
    ledger: Ledger, parties: Sequence[str], *, first_by: datetime | None = None, roots: Collection[str] = ()
) -> BriefEvents:
    """Return the events in which one of the parties takes part, those first known by ``first_by`` alone."""
    where = " OR ".join(f"{side} IN (SELECT value FROM json_each(?1))" for side in SIDES)
    bound = instant_to_text(first_by) if first_by is not None else "~"
    return _read_events(ledger, f"({where}) AND first_at <= ?2", (json.dumps(list(parties)), bound), roots)


def brief_events_of(
    ledger: Ledger, ids: Collection[str], *, first_by: datetime, roots: Collection[str] = ()
) -> BriefEvents:
    """Return these events, those first known by ``first_by`` alone."""
    where = "id IN (SELECT value FROM json_each(?1)) AND first_at <= ?2"
    return _read_events(ledger, where, (json.dumps(sorted(ids)), instant_to_text(first_by)), roots)


def _read_events(ledger: Ledger, where: str, values: Sequence[object], roots: Collection[str]) -> BriefEvents:
    histories = _histories(ledger, where, values)
    events: list[Event] = []
    independent: dict[str, int] = {}
    earners: dict[str, tuple[Origin, ...]] = {}
    words, intervals, quantities = Shared(_itself), Shared(_interval), Shared(row_to_quantity)
    sql = f"SELECT {listed(EVENT)} FROM current_event WHERE {where} ORDER BY first_at, id"
    for row in ledger.stream(sql, values):
        claims, origins, status, grade, contested_by, planned, probability = row[17:]
        history = histories.get(row[0], ())
        id_ = history[0] if history else row[0]
        actor, mode, recipient, opponent, place = (words[row[at]] for at in (2, 4, 5, 6, 7))
        events.append(
            Event(
                id=id_,
                actor=actor,
                type=_TYPES[row[3]],
                mode=mode,
                recipient=recipient,
                opponent=opponent,
                place=place,
                when=intervals[row[8:10]],
                quantity=quantities[row[10:17]],
                claims=tuple(json.loads(claims)),
                origins=(),
                status=_STATUSES[status],
                grade=_GRADES[grade],
                history=history[1] if history else (),
                contested_by=tuple(json.loads(contested_by)) if contested_by != "[]" else (),
                planned=bool(planned),
                probability=probability,
            )
        )
        told = json.loads(origins)
        independent[id_] = len({one["group"] for one in told if one["counts"] and one["standing"]})
        if any(one.get("root") in roots for one in told):
            earners[id_] = tuple(json_to_origin(one) for one in told)
    return BriefEvents(events=tuple(events), independent=independent, earners=earners)


def _histories(ledger: Ledger, where: str, values: Sequence[object]) -> dict[str, tuple[str, tuple[StatusChange, ...]]]:
    """Return the history of each event, and its id, by its id."""
    sql = f"""SELECT event_id, status, grade, at, held_at, document_id, claim_id, rule, reason, origins
        FROM current_status_change WHERE event_id IN (SELECT id FROM current_event WHERE {where})
        ORDER BY event_id, ordinal"""
    words = Shared(_itself)
    found: dict[str, tuple[str, tuple[StatusChange, ...]]] = {}
    for event_id, status, grade, at, held_at, document_id, claim_id, rule, reason, origins in ledger.stream(
        sql, values
    ):
        change = StatusChange(
            status=_STATUSES[status],
            grade=_GRADES[grade],
            at=_instant(at),
            held_at=_instant(held_at),
            document_id=document_id,
            claim_id=claim_id,
            rule=words[rule],
            reason=words[reason],
            origins=origins,
        )
        held = found.get(event_id)
        found[event_id] = (event_id, (change,)) if held is None else (held[0], (*held[1], change))
    return found


def last_public(ledger: Ledger, ids: Iterable[str]) -> dict[str, datetime]:
    """Return when the last of each event's claims was public; claims stand in the order in which they were public."""
    sql = f"""SELECT current_event.id, public_from FROM current_event
        JOIN current_claim ON current_claim.id = json_extract(claims, '$[#-1]')
        JOIN document ON document.id = document_id WHERE current_event.id {_IN}"""
    return {row[0]: _instant(row[1]) for row in ledger.stream(sql, (json.dumps(list(ids)),))}


def events_naming_opponents(ledger: Ledger, parties: Sequence[str]) -> set[str]:
    """Return the ids of the events of which a claim names one of the parties as the opponent."""
    sql = f"""SELECT DISTINCT event_id FROM current_claim JOIN event_claim ON claim_id = current_claim.id
        WHERE opponent {_IN}"""
    return set(ledger.column(sql, (json.dumps(list(parties)),)))


# Claims

PART = 5_000
"""Claims or documents that are read before progress is told of."""

_CLAIM = (
    "id, document_id, json_array(type, mode, place, modality, basis, stance, via,"
    f""" instr(evidence, '"ceiling"') > 0, substr(reader, 1, {len(OBSERVER)}) = '{OBSERVER}'), earliest, latest,"""
    " quantity_minimum, quantity_maximum, quantity_unit, quantity_bound, quantity_earliest, quantity_latest,"
    " quantity_cumulative, CASE WHEN root IS NOT NULL THEN json_array(root, root_state, root_kind) END"
)
"""Columns in the order of the fields of a claim in brief. Those that together seldom differ come as one text: each
column of a row costs, and a text is looked up at once.
"""


def brief_claims(ledger: Ledger, ids: Mapping[str, str], *, parties: Sequence[str]) -> Iterator[Sequence[BriefClaim]]:
    """Yield the claims of these ids, part by part, in no order, each under the very string that ``ids`` maps its id to.

    ``parties`` are those that most of the claims name: these are found by one walk, the others looked up.
    """
    waiting = dict(ids)
    read = _claim_reader(waiting)
    named = " OR ".join(f"{side} IN (SELECT value FROM json_each(?1))" for side in SIDES)
    rows = ledger.stream(f"SELECT {_CLAIM} FROM current_claim WHERE {named}", (json.dumps(list(parties)),))
    yield from map(read, _parts(rows))
    missing = list(waiting)
    for start in range(0, len(missing), LOOKED_UP):
        chosen = json.dumps(missing[start : start + LOOKED_UP])
        yield from map(read, _parts(ledger.stream(f"SELECT {_CLAIM} FROM current_claim WHERE id {_IN}", (chosen,))))


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    held = iter(rows)
    while part := list(islice(held, PART)):
        yield part


def _claim_reader(waiting: dict[str, str]) -> Callable[[list[Row]], Sequence[BriefClaim]]:
    """Return what makes claims of the rows that are waited for, with one object for each value that comes again."""
    documents, kinds, whens = Shared(_itself), Shared(_kind), Shared(_interval)
    quantities, roots = Shared(row_to_quantity), Shared(_root)
    # Half a million times: the tuple itself is made, where a call of the class would take twice as long.
    make, wanted = tuple.__new__, waiting.pop

    def read(rows: list[Row]) -> Sequence[BriefClaim]:
        return [
            make(
                BriefClaim,
                (
                    id_,
                    documents[row[1]],
                    *kinds[row[2]],
                    whens[row[3:5]],
                    quantities[row[5:12]],
                    roots[row[12]],
                ),
            )
            for row in rows
            if (id_ := wanted(row[0], None)) is not None
        ]

    return read


def _kind(text: str) -> Row:
    """Return the fields of a claim from its type to whether it was counted."""
    type, mode, place, modality, basis, stance, via, ceiling, observed = json.loads(text)
    told = (Modality(modality), Basis(basis), Stance(stance), tuple(json.loads(via)))
    return (_TYPES[type], mode, place, *told, ceiling == 1, observed == 1)


def _root(text: str | None) -> Root | None:
    if text is None:
        return None
    name, state, kind = json.loads(text)
    return Root(name=name, state=state, kind=Basis(kind))


# Documents

_PAGE = "id, json_array(publisher, lang, translated, access), family, public_from, held_from"


def brief_pages(ledger: Ledger, ids: Collection[str], *, of: int, as_of: datetime | None = None) -> Iterator[BriefPage]:
    """Yield these documents, as far as they were public at ``as_of``, in no order; ``of`` is how many are held."""
    bound = instant_to_text(as_of) if as_of is not None else "~"
    kinds, make = Shared(_page_kind), tuple.__new__
    return (
        make(BriefPage, (row[0], *kinds[row[1]], row[2], _instant(row[3]), _instant(row[4])))
        for part in _pages(ledger, ids, of, bound)
        for row in part
        if row[0] in ids
    )


def _page_kind(text: str) -> Row:
    """Return the fields of a document from its publisher to its access."""
    publisher, lang, translated, access = json.loads(text)
    return publisher, lang, translated, _ACCESS[access]


def _pages(ledger: Ledger, ids: Collection[str], of: int, bound: str) -> Iterator[list[Row]]:
    """Yield rows part by part, those of these documents among them."""
    known = f"SELECT {_PAGE} FROM document WHERE public_from <= ?"
    if len(ids) * LOOK_UP_SHARE > of:
        yield from _parts(ledger.stream(known, (bound,)))
        return
    wanted = sorted(ids)
    for start in range(0, len(wanted), LOOKED_UP):
        chosen = json.dumps(wanted[start : start + LOOKED_UP])
        yield from _parts(ledger.stream(f"{known} AND id {_IN}", (bound, chosen)))


# The case seen whole


def last_words(ledger: Ledger, *, until: datetime) -> datetime | None:
    """Return when the last document that was public by a moment was public, ``None`` for none."""
    row = ledger.row("SELECT max(public_from) FROM document WHERE public_from <= ?", (instant_to_text(until),))
    return None if row is None or row[0] is None else text_to_instant(row[0])


def known_counts(ledger: Ledger, *, as_of: datetime) -> tuple[int, int]:
    """Return how many documents were public at a moment, and how many claims stand in them."""
    bound = (instant_to_text(as_of),)
    documents = ledger.row("SELECT count(*) FROM document WHERE public_from <= ?", bound)
    # From the documents to their claims: that way the claims' own index answers alone.
    claims = ledger.row(
        """SELECT count(*) FROM document CROSS JOIN claim ON document_id = document.id AND known_to IS NULL
            WHERE public_from <= ?""",
        bound,
    )
    return (documents[0] if documents else 0), (claims[0] if claims else 0)


def known_subjects(ledger: Ledger, subjects: Collection[str], *, as_of: datetime) -> set[str]:
    """Return which of these ids are documents that were public at a moment, or claims of such."""
    values = (json.dumps(sorted(subjects)), instant_to_text(as_of))
    pages = "SELECT id FROM document WHERE id IN (SELECT value FROM json_each(?1)) AND public_from <= ?2"
    claims = """SELECT current_claim.id FROM current_claim JOIN document ON document.id = document_id
        WHERE current_claim.id IN (SELECT value FROM json_each(?1)) AND public_from <= ?2"""
    return set(ledger.column(f"{pages} UNION {claims}", values))


def act_counts(ledger: Ledger, *, as_of: datetime | None = None) -> list[tuple[str, str, int]]:
    """Return how many claims that were public at ``as_of`` have each actor and recipient, where both are named."""
    page = "" if as_of is None else " JOIN document ON document.id = document_id AND public_from <= ?"
    sql = f"""SELECT actor, recipient, count(*) FROM current_claim{page}
        WHERE actor IS NOT NULL AND recipient IS NOT NULL GROUP BY actor, recipient"""
    values = () if as_of is None else (instant_to_text(as_of),)
    return [(row[0], row[1], row[2]) for row in ledger.rows(sql, values)]


def _itself(value: Any) -> Any:
    return value


def _interval(row: Row) -> Interval | None:
    return row_to_interval(*row)


_TYPES: Mapping[str, EventType] = {one.value: one for one in EventType}
_STATUSES: Mapping[str, Status] = {one.value: one for one in Status}
_ACCESS: Mapping[str, Access] = {one.value: one for one in Access}
_GRADES = Shared(text_to_grade)
_instant = lru_cache(maxsize=100_000)(text_to_instant)
