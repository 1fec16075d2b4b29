"""Weighed columns as columns of events, origins and histories: what is written of them, without a record for each.

Texts are told by code: few of them are distinct (a status, why an origin counts), and the rest are ids that the caller
holds in order already.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from riscontro.model.claim import Basis
from riscontro.model.columns import Days, Ids, Instants, Listed, Maybe, Table, Words, lists_at
from riscontro.model.ids import ID_HEX_DIGITS, id_bytes
from riscontro.weigh.kernel.believing import EVIDENCE, evidence_column
from riscontro.weigh.kernel.columns import UNKNOWN, Codes, Flags, Moments
from riscontro.weigh.kernel.columns import Side as Column
from riscontro.weigh.kernel.door import STANCES, Coded, Door, Opened, combinations
from riscontro.weigh.kernel.encode import LETTERS, SIDES, TYPES
from riscontro.weigh.kernel.facts import Facts, facts_of, order_of
from riscontro.weigh.kernel.hear import RULES, SILENCES, STATUSES, Voices
from riscontro.weigh.kernel.laying import GRADE_DIGITS, GRADES, Turns, earning_columns, turns_of
from riscontro.weigh.kernel.segments import SHIFT, Rows, distinct, numbered, pair_key
from riscontro.weigh.kernel.weighing import Weighed, contests
from riscontro.weigh.kernel.words import STANCE_OF, cells_of, stances_of, words_of
from riscontro.weigh.kernel.words import Words as SettledWords
from riscontro.weigh.odds import DIGITS
from riscontro.weigh.origins import PHYSICAL, Source
from riscontro.weigh.stakes import Interest
from riscontro.weigh.status import verdict_of
from riscontro.weigh.telling import EVER
from riscontro.weigh.voice import Voice

SECOND = 1_000_000
"""Microseconds."""

_SIDE_NAMES = {int(column): side for side, column in SIDES.items()}
_ESCAPED = re.compile(r'["\\\x00-\x1f]')
"""What JSON writes otherwise than it is."""

_NO_MOMENT = datetime.min.replace(tzinfo=UTC)


class Told(NamedTuple):
    """``events`` by first moment of knowledge, then id: the columns of a file of events; ``digits``: the hash part of
    their ids. ``statuses`` counts them. ``words``: what others made of the words of their roots.
    """

    events: Table
    digits: Rows
    statuses: dict[str, int]
    words: SettledWords


class Batch(NamedTuple):
    """Claims of a batch, weighed: codes, what the kernel made of them, and their names."""

    coded: Coded
    opened: Opened
    weighed: Weighed
    claims: Sequence[str]
    documents: Sequence[str]


def tell_events(batch: Batch, door: Door) -> Told:
    """Return the events of a batch as columns, without learnt letters; :func:`~.laying.lay_letters` lays these on."""
    weighed, heard = batch.weighed, batch.weighed.heard
    cells, stances = cells_of(batch.coded, batch.opened, heard, door), stances_of(batch.coded, heard)
    order = order_of(weighed.linked.event, weighed.linked.events)
    facts = facts_of(batch.coded, batch.opened.acts, batch.opened.tellers, order)
    digits = event_digits([batch.claims[row] for row in facts.first.tolist()])
    ids = _event_ids(digits)
    place = np.lexsort((digits, batch.coded.at[facts.first] // SECOND))
    turns = turns_of(order, heard.claim)
    earning = earning_columns(batch, door, cells, stances, facts.mode, turns)
    last = heard.last(weighed.linked.events)
    status = heard.status[last]
    events = {
        "id": Ids(place, ids),
        **_facts_columns(batch, door, facts, place),
        **_standing_columns(batch, facts, last, place),
        "contested_by": _contested_by(batch, door, place),
        "public_from": _instants(batch.coded.at[facts.first[place]]),
        "changed_at": _instants(batch.coded.at[heard.claim[last][place]]),
        "claims": _listed(order.rows, order.starts, place, batch.claims),
        "origins": _origin_columns(batch, door, ids, place),
        "history": _history_columns(batch, door, turns, place),
        **{name: _listed_at(column, place) for name, column in earning.items()},
        EVIDENCE: _listed_at(evidence_column(weighed, batch.opened.tellers, cells, stances), place),
    }
    found = np.bincount(status, minlength=len(STATUSES))
    statuses = {str(STATUSES[code]): int(found[code]) for code in np.flatnonzero(found)}
    return Told(events, digits[place], statuses, words_of(heard, cells, stances))


def event_digits(first: Sequence[str]) -> Rows:
    """Return the hash part of the ids of events, as numbers, from the ids of their first claims.

    >>> f"{event_digits(['clm-1'])[0]:016x}"
    '4e935787a860f568'
    """
    # The encoder of JSON would cost more than the digests; hardly an id needs it.
    if _ESCAPED.search("".join(first)):
        canonical = [json.dumps([claim], ensure_ascii=False) for claim in first]
    else:
        canonical = [f'["{claim}"]' for claim in first]
    return _digits([id_bytes(one.encode("utf-8", "surrogatepass")) for one in canonical])


def _digits(hashes: Sequence[bytes]) -> Rows:
    return np.frombuffer(b"".join(hashes), dtype=">u8").astype(np.uint64)


def _event_ids(digits: Rows) -> list[str]:
    told = digits.astype(">u8").tobytes().hex()
    return [f"evt-{told[place : place + ID_HEX_DIGITS]}" for place in range(0, len(told), ID_HEX_DIGITS)]


def _facts_columns(batch: Batch, door: Door, facts: Facts, place: Rows) -> Table:
    coded, names, states = batch.coded, door.names, door.states.values
    has_figure, whole = (facts.unit >= 0)[place], facts.whole[place]
    is_whole = whole >= 0
    bound = np.where(is_whole, coded.bound[whole], UNKNOWN) if len(coded) else whole
    cumulative = np.where(is_whole, coded.cumulative[whole], False) if len(coded) else is_whole
    low, high = facts.low[place], facts.high[place]
    return {
        "type": Words(coded.type[facts.first[place]], [str(one) for one in TYPES]),
        "mode": Words(facts.mode[place], names.modes),
        "actor": Words(facts.actor[place], states),
        "recipient": Words(facts.recipient[place], states),
        "opponent": Words(facts.opponent[place], states),
        "place": Words(facts.place[place], names.places),
        "earliest": Days(facts.earliest[place], (facts.timed & (facts.earliest > -EVER))[place]),
        "latest": Days(facts.latest[place], (facts.timed & (facts.latest < EVER))[place]),
        "quantity_min": Maybe(low, has_figure & ~np.isnan(low)),
        "quantity_max": Maybe(high, has_figure & ~np.isnan(high)),
        "quantity_unit": Words(facts.unit[place], names.units),
        "quantity_bound": Words(bound.astype(np.int32), names.bounds),
        "quantity_cumulative": Maybe(cumulative.astype(np.bool_), has_figure),
        "planned": facts.planned[place],
    }


def _standing_columns(batch: Batch, facts: Facts, last: Codes, place: Rows) -> Table:
    heard = batch.weighed.heard
    status, letter = heard.status[last][place], heard.letter[last][place]
    odds = batch.weighed.beliefs.probability[place]
    return {
        "status": Words(status.astype(np.int32), [str(one) for one in STATUSES]),
        "grade": grades(letter, status),
        "reliability": Words(letter.astype(np.int32), [str(one) for one in LETTERS]),
        "credibility": _CREDIBILITY[status],
        "probability": Maybe(np.round(odds, DIGITS), _is_believed(batch)[place]),
        "independent": _independent(batch, len(place))[place],
    }


def _independent(batch: Batch, events: int) -> Codes:
    """Return how many independent groups stand and count for each event."""
    voices = batch.weighed.heard.voices
    standing = _counts(voices, events) & ~voices.withdrawn
    groups = distinct(pair_key(voices.event[standing], voices.group[standing]))
    return np.bincount(groups // SHIFT - 1, minlength=events).astype(np.int32)


_CREDIBILITY = np.array([status.credibility for status in STATUSES], dtype=np.int8)


def grades(letter: npt.NDArray[Any], status: npt.NDArray[Any]) -> Words:
    """Return Admiralty codes from letters and statuses."""
    return Words((letter.astype(np.int32) * GRADE_DIGITS + _CREDIBILITY[status]).astype(np.int32), GRADES)


def _is_believed(batch: Batch) -> Flags:
    """Tell of each event whether a probability says anything: a group asserts it as a fact, or something denies it."""
    weighed = batch.weighed
    believed: Flags = np.asarray(weighed.signs.any(axis=1))
    believed[weighed.heard.voices.event[weighed.groups]] = True
    return believed


def _instants(micros: Moments) -> Instants:
    return Instants(micros // SECOND * SECOND)


def _listed(rows: Rows, starts: Rows, place: Rows, texts: Sequence[str]) -> Listed:
    """Return lists of texts, one for each place asked, from all lists end to end."""
    listed, taken = lists_at(starts, place)
    return Listed(listed, Ids(rows[taken], texts))


def _grouped(keys: Rows, size: int, place: Rows) -> tuple[Rows, Rows]:
    """Return where each group of rows, sorted by ``keys``, starts once groups stand as ``place`` says, and the rows."""
    return lists_at(np.concatenate([[0], np.cumsum(np.bincount(keys, minlength=size))]), place)


def _contested_by(batch: Batch, door: Door, place: Rows) -> Listed:
    """Return the parties that deny each event, and allies of a side that loses, by name."""
    voices, rows = batch.weighed.heard.voices, contests(batch.weighed.heard)
    who = np.where(voices.party[rows] >= 0, voices.party[rows], voices.ally[rows])
    states = door.states.values
    pairs = set(zip(voices.event[rows].tolist(), who.tolist(), strict=True))
    told = sorted((event, states[code], code) for event, code in pairs)
    event = np.array([one[0] for one in told], dtype=np.int64)
    codes = np.array([one[2] for one in told], dtype=np.int32)
    starts, taken = _grouped(event, len(place), place)
    return Listed(starts, Words(codes[taken], states))


def _listed_at(column: Listed, place: Rows) -> Listed:
    """Return lists in another order."""
    starts, taken = lists_at(column.starts, place)
    return Listed(starts, {name: _taken(items, taken) for name, items in column.items.items()})


def _taken(column: Any, rows: Rows) -> Any:
    return column._replace(codes=column.codes[rows]) if isinstance(column, (Words, Ids)) else column[rows]


def _history_columns(batch: Batch, door: Door, turns: Turns, place: Rows) -> Listed:
    coded, heard = batch.coded, batch.weighed.heard
    starts, rows = _grouped(heard.event.astype(np.int64), len(place), place)
    claim = heard.claim[rows]
    reason, reasons = _reasons(batch, door)
    columns = {
        "at": _instants(coded.at[claim]),
        "held_at": _instants(coded.held[claim]),
        "status": Words(heard.status[rows].astype(np.int32), [str(one) for one in STATUSES]),
        "grade": grades(heard.letter[rows], heard.status[rows]),
        "independent": heard.independent[rows].astype(np.int32),
        "rule": Words(heard.rule[rows].astype(np.int32), RULES),
        "reason": Words(reason[rows], reasons),
        "document": Ids(claim, batch.documents),
        "claim": Ids(claim, batch.claims),
        "place": turns.place[claim].astype(np.int32),
    }
    return Listed(starts, columns)


def _reasons(batch: Batch, door: Door) -> tuple[Codes, list[str]]:
    """Return the reason of each row of the history."""
    heard = batch.weighed.heard
    reasons = [verdict_of(rule).reason for rule in RULES]
    codes = heard.rule.astype(np.int32)
    deniers: dict[int, set[str]] = {}
    for row, party in zip(heard.denial.tolist(), heard.denier.tolist(), strict=True):
        deniers.setdefault(row, set()).add(door.states.values[party])
    known: dict[tuple[str, ...], int] = {}
    for row, parties in deniers.items():
        named = tuple(sorted(parties))
        if named not in known:
            known[named] = len(reasons)
            reasons.append(verdict_of("denied", named).reason)
        codes[row] = known[named]
    return codes, reasons


def _origin_columns(batch: Batch, door: Door, ids: list[str], place: Rows) -> Listed:
    coded, weighed = batch.coded, batch.weighed
    voices, source = weighed.heard.voices, batch.opened.source[weighed.heard.voices.claim]
    counts = _counts(voices, len(ids))
    rank = _origins_ranked(batch, door, source, ids)
    starts, taken = _grouped(voices.event[rank].astype(np.int64), len(ids), place)
    rows = rank[taken]
    first = voices.claim[rows]
    used, name = numbered(source[rows])
    sources = [door.sources[code] for code in used.tolist()]
    stance = STANCE_OF[coded.stance[first], coded.modality[first]]
    group_texts, group = np.unique([one.group for one in sources] or [""], return_inverse=True)
    name_texts, named = np.unique([one.name for one in sources] or [""], return_inverse=True)
    columns = {
        "name": Words(named[name].astype(np.int32), name_texts.tolist()),
        "state": Words(voices.state[rows], door.states.values),
        "kind": Words(voices.basis[rows].astype(np.int32), [str(kind) for kind in Basis]),
        "group": Words(group[name].astype(np.int32), group_texts.tolist()),
        "stance": Words(stance.astype(np.int32), [str(one) for one in STANCES]),
        "public_from": _instants(coded.at[first]),
        "counts": (counts & ~voices.withdrawn)[rows],
        "standing": ~voices.withdrawn[rows],
        "presumed_relay": voices.relay[rows].astype(np.bool_),
        "against_interest": ((voices.side == Column.FOR) & voices.against)[rows],
        "physical": np.isin(voices.basis[rows], _PHYSICAL),
        "claims": _voice_claims(weighed, rows, batch.claims),
        "why": _why(batch, door, counts, rows),
    }
    return Listed(starts, columns)


_PHYSICAL = [place for place, kind in enumerate(Basis) if kind in PHYSICAL]


def _counts(voices: Voices, events: int) -> Flags:
    """Tell of each voice whether it counts, or would if it were not withdrawn."""
    heard = (voices.side == Column.FOR) & (voices.silenced == 0) & ~voices.relay & ~voices.bare
    stands = heard & ~voices.withdrawn
    firm = np.zeros(events, dtype=np.bool_)
    firm[voices.event[stands & ~voices.tentative]] = True
    tentative = np.flatnonzero(stands & voices.tentative)
    _, first = np.unique(voices.event[tentative], return_index=True)
    leads = np.zeros(len(heard), dtype=np.bool_)
    leads[tentative[first]] = True
    return np.asarray(heard & (~voices.tentative | (leads & ~firm[voices.event])))


def _origins_ranked(batch: Batch, door: Door, source: Codes, ids: list[str]) -> Rows:
    """Return the voices by event, first moment of knowledge and id of the origin."""
    voices = batch.weighed.heard.voices
    at = batch.coded.at[voices.claim]
    order = np.lexsort((at, voices.event))
    same = (np.diff(voices.event[order]) == 0) & (np.diff(at[order]) == 0)
    tied = np.zeros(len(order), dtype=np.bool_)
    tied[1:] |= same
    tied[:-1] |= same
    digits = np.zeros(len(order), dtype=np.uint64)
    which = order[tied]
    kinds, kind = combinations(source[which], voices.side[which], voices.relay[which].astype(np.int8))
    ends = [_origin_end(door.sources[code].key, side, bool(relay)) for code, side, relay in kinds.tolist()]
    starts = [f'["{one}",'.encode() for one in ids]
    told = zip(voices.event[which].tolist(), kind.tolist(), strict=True)
    digits[which] = _digits([id_bytes(starts[event] + ends[end]) for event, end in told])
    return np.lexsort((digits, at, voices.event))


def _origin_end(key: str, side: int, relay: bool) -> bytes:
    """Return what an origin's id is made of after its event."""
    fields = json.dumps([key, _SIDE_NAMES[side], relay], ensure_ascii=False, separators=(",", ":"))
    return fields[1:].encode("utf-8", "surrogatepass")


def _voice_claims(weighed: Weighed, rows: Rows, claims: Sequence[str]) -> Listed:
    """Return the claims of each voice, in public order."""
    voice = weighed.heard.voice
    order = np.argsort(voice, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(voice, minlength=len(weighed.heard.voices.event)))])
    return _listed(order, starts, rows, claims)


def _why(batch: Batch, door: Door, counts: Flags, rows: Rows) -> Words:
    """Return why each origin counts or does not, worked out once for each combination of what decides it."""
    voices, weighed = batch.weighed.heard.voices, batch.weighed
    cut = batch.coded.incomplete & (batch.opened.tellers.side != Column.RETRACTS)
    incomplete = np.bincount(weighed.heard.voice[cut], minlength=len(voices.event)) > 0
    tellers, claim = batch.opened.tellers, voices.claim
    organ = np.where(tellers.organ[claim], voices.state, UNKNOWN)
    flags = np.zeros(len(claim), dtype=np.int32)
    for flag in (
        voices.withdrawn,
        voices.relay,
        voices.tentative,
        voices.party != UNKNOWN,
        voices.ally != UNKNOWN,
        voices.against,
        voices.serves,
        voices.bare,
        tellers.rooted[claim],
        counts,
        incomplete,
    ):
        flags = flags * 2 + np.asarray(flag, dtype=np.int32)
    columns = (organ, voices.side, voices.silenced, voices.basis, flags)
    kinds, which = combinations(*(np.asarray(column[rows], dtype=np.int32) for column in columns))
    return Words(which.astype(np.int32), [_why_text(door, *row) for row in kinds.tolist()])


def _why_text(door: Door, organ: int, side: int, silenced: int, basis: int, flags: int) -> str:
    names = ("withdrawn", "relay", "tentative", "party", "ally", "against", "serves", "bare", "rooted", "counts", "cut")
    told = {name: bool(flags >> place & 1) for place, name in enumerate(reversed(names))}
    kind = tuple(Basis)[basis]
    state = door.states.values[organ] if organ >= 0 else None
    group = f"state:{state}" if state else "unnamed" if told["bare"] else "source:"
    interest = Interest.AGAINST if told["against"] else Interest.SERVING if told["serves"] else Interest.NONE
    voice = Voice(
        source=Source("", "", state, kind, group, told["rooted"]),
        side=_SIDE_NAMES[side],
        stance=STANCES[0],
        public_from=_NO_MOMENT,
        party="" if told["party"] else None,
        ally="" if told["ally"] else None,
        interest=interest,
        silenced=SILENCES[silenced] or None,
        relay=told["relay"],
        tentative=told["tentative"],
        announces=False,
        withdrawn=told["withdrawn"],
        incomplete=told["cut"],
    )
    return voice.why(counts=told["counts"])
