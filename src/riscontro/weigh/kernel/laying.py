"""Learnt letters, laid on events as columns: :mod:`riscontro.weigh.letters` over tables.

A batch of events is told without them, for what its sources earned rests on all batches. With each event is laid down
which of its voices may earn a letter and when each weighed (:func:`earning_columns`); once everything is weighed,
:func:`lay_letters` takes a slice of the events, in any order, and gives it as it is written. A property test holds both
to the records' way.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from riscontro.model.columns import (
    Array,
    Ids,
    Instants,
    Letters,
    Listed,
    Maybe,
    Table,
    Words,
    joined,
    take_letters,
)
from riscontro.model.event import learnt_from, name_of_root, whose_letter
from riscontro.model.grade import Grade
from riscontro.weigh.kernel.columns import Codes, Flags
from riscontro.weigh.kernel.compiled import loop, step
from riscontro.weigh.kernel.door import STANCES, Door, combinations
from riscontro.weigh.kernel.earned import Earned, F
from riscontro.weigh.kernel.encode import LETTERS, TYPES
from riscontro.weigh.kernel.facts import Order
from riscontro.weigh.kernel.hear import NONE
from riscontro.weigh.kernel.segments import Rows, distinct, numbered
from riscontro.weigh.letters import ASSERTING
from riscontro.weigh.reliability import name_of_month
from riscontro.weigh.voice import root_of

EXTRA = ("earners", "pages")
"""Columns of events that are only there to lay letters."""

NEVER = np.iinfo(np.int64).max

ROW, MONTH, PAGE = range(3)
"""What a row of a laid history is: one that was there, a new month, a claim that changed the letter alone."""

_ASSERTING = np.array([stance in ASSERTING for stance in STANCES])


class Turns(NamedTuple):
    """Where each claim stands in its event (``place``), by row, and the rows that a history names (``noted``)."""

    place: Rows
    noted: Flags


def turns_of(order: Order, noted: Array) -> Turns:
    """Return where each claim stands; ``noted`` are the rows that histories name."""
    size = len(order.rows)
    place, named = np.empty(size, dtype=np.int64), np.zeros(size, dtype=np.bool_)
    sizes = np.diff(order.starts)
    place[order.rows] = np.arange(size) - np.repeat(order.starts[:-1], sizes)
    named[noted] = True
    return Turns(place, named)


def earning_columns(batch: Any, door: Door, cells: Codes, stances: Codes, mode: Codes, turns: Turns) -> Table:
    """Return, event by event, the voices that may earn a letter, and the pages of claims by which one began or ended
    that the history does not name. ``mode`` is that of each event.
    """
    voices, events = batch.weighed.heard.voices, batch.weighed.linked.events
    may = (voices.began != NONE) & _ASSERTING[stances]
    may[may] = ~_set_by_somebody(batch, door, np.flatnonzero(may), mode)
    rows = np.flatnonzero(may)
    # In the order in which they came to weigh.
    rows = rows[np.lexsort((turns.place[voices.began[rows]], voices.event[rows]))]
    began, ended = voices.began[rows], voices.ended[rows]
    ends = ended != NONE
    asked = np.concatenate([began, ended[ends]])
    page = asked[~turns.noted[asked]]
    event_of = batch.weighed.linked.event
    key = distinct(event_of[page].astype(np.int64) << 32 | turns.place[page])
    claim_at = np.zeros(len(key), dtype=np.int64)
    claim_at[np.searchsorted(key, event_of[page].astype(np.int64) << 32 | turns.place[page])] = page
    starts = np.searchsorted(key, np.arange(events + 1, dtype=np.int64) << 32)
    sources, source = numbered(batch.opened.source[voices.claim[rows]])
    told = [door.sources[code] for code in sources.tolist()]
    names, name = np.unique(
        [name_of_root(root_of(one), name=one.name, kind=one.kind, state=one.state) for one in told] or [""],
        return_inverse=True,
    )
    earners = {
        "name": Words(name[source].astype(np.int32), names.tolist()),
        "cell": cells[rows].astype(np.int32),
        "began": turns.place[began].astype(np.int32),
        "began_at": batch.coded.at[began],
        "ended": np.where(ends, turns.place[ended], NONE).astype(np.int32),
        "ended_at": np.where(ends, batch.coded.at[ended], NEVER),
    }
    pages = {
        "place": turns.place[claim_at].astype(np.int32),
        "held": batch.coded.held[claim_at],
        "document": Ids(claim_at, batch.documents),
        "claim": Ids(claim_at, batch.claims),
    }
    counts = np.bincount(voices.event[rows], minlength=events)
    return {"earners": Listed(np.concatenate([[0], np.cumsum(counts)]), earners), "pages": Listed(starts, pages)}


def _set_by_somebody(batch: Any, door: Door, rows: Rows, mode: Codes) -> Flags:
    """Tell of each voice whether the case or an analyst set its letter, which outranks what it earned."""
    register = door.register
    if not register.has_letters:
        return np.zeros(len(rows), dtype=np.bool_)
    voices = batch.weighed.heard.voices
    claim = voices.claim[rows]
    kinds, kind = combinations(batch.opened.source[claim], batch.coded.type[claim], mode[voices.event[rows]])
    found = []
    for code, type_, mode_ in kinds.tolist():
        one = door.sources[code]
        found.append(register.sets_for(one.name, root_of(one), one.group, TYPES[type_], door.mode_of(mode_)))
    return np.array(found, dtype=np.bool_)[kind]


def lay_letters(table: Table, *, earned: Earned, last: int, until: int) -> Table:
    """Return events with the letters that their sources had earned at each moment of their histories, and without the
    columns that are there for that alone.

    New months are told up to ``last``; ``until`` is the last of which what was earned is given, no claim is later.
    """
    history, earners, pages = table["history"], table["earners"], table["pages"]
    items, voices = history.items, earners.items
    letters, digits = _grade_parts(items["grade"])
    names = np.array(voices["name"].texts or [""])
    rank = np.empty(len(names), dtype=np.int64)
    rank[np.argsort(names, kind="stable")] = np.arange(len(names))
    status, rule = items["status"].codes, items["rule"].codes
    starts, out, count = _lay(
        _Histories(history.starts, items["at"].micros, items["place"], letters, status, items["independent"], rule),
        _Earners(
            earners.starts,
            voices["cell"],
            rank[voices["name"].codes],
            *(voices[name] for name in ("began_at", "began", "ended_at", "ended")),
        ),
        pages.starts,
        pages.items["place"],
        _book(earned, last),
        last,
        _first_moments(until),
    )
    laid = Laid(starts, *(column[:count] for column in out))
    grade = Words((laid.letter.astype(np.int32) * GRADE_DIGITS + digits[laid.base]).astype(np.int32), GRADES)
    ends = laid.starts[1:] - 1
    told = {name: column for name, column in table.items() if name not in EXTRA}
    return told | {
        "grade": Words(grade.codes[ends], GRADES),
        "reliability": Words(laid.letter[ends].astype(np.int32), [str(letter) for letter in LETTERS]),
        "changed_at": Instants(laid.at[ends]),
        "history": Listed(laid.starts, _laid_items(items, pages.items, voices["name"], laid, grade)),
    }


class Laid(NamedTuple):
    """Histories with letters: ``starts`` of each; of each row its ``kind``, the row that it continues (``base``), its
    ``page`` where it is of one, when it is, its ``letter``; and where that was learnt the voice (``learnt``, else -1),
    its counts and the month.
    """

    starts: Rows
    kind: Codes
    base: Rows
    page: Rows
    at: Rows
    letter: Codes
    learnt: Codes
    right: Codes
    settled: Codes
    month: Codes


GRADE_DIGITS = 7
GRADES = [str(Grade(reliability=letter, credibility=digit)) for letter in LETTERS for digit in range(GRADE_DIGITS)]
"""All Admiralty codes, letter by letter."""


def _grade_parts(grades: Words) -> tuple[Array, Array]:
    """Return the letters and digits of Admiralty codes."""
    letters = np.array([LETTERS.index(text[0]) for text in grades.texts], dtype=np.int8)
    digits = np.array([int(text[1:]) for text in grades.texts], dtype=np.int8)
    return letters[grades.codes], digits[grades.codes]


def _first_moments(last: int) -> Array:
    """Return when each month up to one begins, in microseconds, from that of the year 0 on."""
    months = np.arange(last + 2, dtype=np.int64) - 1970 * 12
    return months.astype("datetime64[M]").astype("datetime64[us]").astype(np.int64)


def _laid_items(items: Table, pages: Table, names: Words, laid: Laid, grade: Words) -> Table:
    base, of_page = laid.base, laid.kind == PAGE
    held = np.where(of_page, pages["held"][np.where(of_page, laid.page, 0)] if len(pages["held"]) else 0, laid.at)
    held = np.where(laid.kind == ROW, items["held_at"].micros[base], held)
    return {
        "at": Instants(laid.at),
        "held_at": Instants(held // SECOND * SECOND),
        "status": Words(items["status"].codes[base], items["status"].texts),
        "grade": grade,
        "independent": items["independent"][base],
        "rule": Words(items["rule"].codes[base], items["rule"].texts),
        "reason": _reasons(items["reason"], names, laid),
        "document": _named(items["document"], pages["document"], laid),
        "claim": _named(items["claim"], pages["claim"], laid),
    }


SECOND = 1_000_000
"""Microseconds."""


def _named(rows: Letters, pages: Letters, laid: Laid) -> Maybe:
    """Return what document or claim each row names; a new month names none."""
    chosen = np.where(laid.kind == PAGE, len(rows.starts) - 1 + laid.page, laid.base)
    return Maybe(take_letters(joined(rows, pages), chosen), laid.kind != MONTH)


def _reasons(reasons: Words, names: Words, laid: Laid) -> Words:
    """Return the reason of each row, with whose letter it is where that was learnt."""
    voice = np.where(laid.learnt >= 0, names.codes[laid.learnt] if len(names.codes) else 0, NONE)
    whose_kinds, whose = combinations(reasons.codes[laid.base], voice, laid.letter)
    counts_kinds, counts = combinations(laid.right, laid.settled, laid.month)
    begins = [
        reasons.texts[reason] + (f"; {whose_letter(names.texts[name], LETTERS[letter])}" if name >= 0 else "")
        for reason, name, letter in whose_kinds.tolist()
    ]
    ends = [
        learnt_from(right, settled, name_of_month(month)) if month >= 0 else ""
        for right, settled, month in counts_kinds.tolist()
    ]
    pairs, pair = combinations(whose, counts)
    return Words(pair.astype(np.int32), [begins[one] + ends[other] for one, other in pairs.tolist()])


class _Histories(NamedTuple):
    """Rows of histories, event by event: when, by which claim of the event, and how it stood."""

    starts: Any
    at: Any
    place: Any
    letter: Any
    status: Any
    independent: Any
    rule: Any


class _Earners(NamedTuple):
    """Voices that may earn a letter, event by event, as they came to weigh; ``rank`` orders names."""

    starts: Any
    cell: Any
    rank: Any
    began_at: Any
    began: Any
    ended_at: Any
    ended: Any


class _Book(NamedTuple):
    """What cells earned; from ``turn_starts`` of a cell on, the months in which its letter changes, up to the last that
    is told. A cell without one never earned a letter by then.
    """

    starts: Any
    month: Any
    letter: Any
    right: Any
    settled: Any
    turn_starts: Any
    turn_month: Any


def _book(earned: Earned, last: int) -> _Book:
    before = np.concatenate([[F], earned.letter[:-1]])
    begins = earned.starts[:-1]
    before[begins[begins < len(before)]] = F
    turns = (earned.letter != before[: len(earned.letter)]) & (earned.month <= last)
    counted = np.concatenate([[0], np.cumsum(turns)])
    return _Book(*earned, counted[earned.starts], earned.month[turns])


@loop
def _lay(
    rows: _Histories, voices: _Earners, page_starts: Any, page_place: Any, book: _Book, last: int, first_moments: Any
) -> Any:
    """Lay letters event by event: turns are the rows of the history, the claims by which voices came to weigh or
    ceased to, and the months in which a letter changes; a month comes before a claim of its first moment.
    """
    events = len(rows.starts) - 1
    out, starts, count = _new_laid(2 * len(rows.at) + 64), np.zeros(events + 1, np.int64), 0
    active, cursor = np.zeros(64, np.bool_), np.zeros(64, np.int64)
    for event in range(events):
        row, first, end = rows.starts[event], voices.starts[event], voices.starts[event + 1]
        if end - first > len(active):
            active, cursor = np.zeros(2 * (end - first), np.bool_), np.zeros(2 * (end - first), np.int64)
        month = _month_of(rows.at[row], first_moments)
        _open(voices, book, first, end, active, cursor, month)
        base, come = np.int64(-1), first
        while True:
            at, place = _next_claim(rows, voices, row, rows.starts[event + 1], first, come, end, active)
            change = _next_change(voices, book, first, end, cursor, last)
            if at == NEVER and change > last:
                break
            kind = PAGE
            if change <= last and first_moments[change] <= at:
                kind, month, at = MONTH, change, first_moments[change]
                _turn_month(voices, book, first, end, cursor, month)
            else:
                month = _month_of(at, first_moments)
                if row < rows.starts[event + 1] and rows.at[row] == at and rows.place[row] == place:
                    kind, base = ROW, row
                    row += 1
                come = _take_claim(voices, first, come, end, active, at, place)
            best, turn = _best(voices, book, first, come, active, month)
            letter = rows.letter[base]
            if best >= 0 and book.letter[turn] < letter:
                letter = book.letter[turn]
            else:
                best = -1
            if count > starts[event] and letter == out.letter[count - 1] and _alike(rows, out.base[count - 1], base):
                continue
            if count == len(out.at):
                out = _longer(out)
            out.kind[count], out.base[count], out.at[count], out.letter[count] = kind, base, at, letter
            out.page[count], out.learnt[count], out.right[count], out.settled[count] = -1, best, 0, 0
            out.month[count] = -1
            if kind == PAGE:
                out.page[count] = _place_in(page_place, page_starts[event], page_starts[event + 1], place)
            if best >= 0:
                out.right[count], out.settled[count], out.month[count] = book.right[turn], book.settled[turn], month
            count += 1
        starts[event + 1] = count
    return starts, out, count


@step
def _open(voices: _Earners, book: _Book, first: int, end: int, active: Any, cursor: Any, month: int) -> None:
    """Begin an event: nobody weighs, and the next change of each letter is that after the month of its first claim."""
    for voice in range(first, end):
        cell = voices.cell[voice]
        active[voice - first] = False
        cursor[voice - first] = _after(book.turn_month, book.turn_starts[cell], book.turn_starts[cell + 1], month)


@step
def _next_claim(
    rows: _Histories, voices: _Earners, row: int, row_end: int, first: int, come: int, end: int, active: Any
) -> Any:
    """Return when the next claim is public by which anything may change, and its place in the event."""
    at, place = np.int64(NEVER), np.int64(NEVER)
    if row < row_end:
        at, place = rows.at[row], np.int64(rows.place[row])
    if come < end and _comes(voices.began_at[come], voices.began[come], at, place):
        at, place = voices.began_at[come], np.int64(voices.began[come])
    for voice in range(first, come):
        if active[voice - first] and _comes(voices.ended_at[voice], voices.ended[voice], at, place):
            at, place = voices.ended_at[voice], np.int64(voices.ended[voice])
    return at, place


@step
def _next_change(voices: _Earners, book: _Book, first: int, end: int, cursor: Any, last: int) -> Any:
    """Return the next month in which the letter of any voice changes."""
    month = np.int64(last + 1)
    for voice in range(first, end):
        turn = cursor[voice - first]
        if turn < book.turn_starts[voices.cell[voice] + 1]:
            month = min(month, np.int64(book.turn_month[turn]))
    return month


@step
def _turn_month(voices: _Earners, book: _Book, first: int, end: int, cursor: Any, month: int) -> None:
    for voice in range(first, end):
        turn = cursor[voice - first]
        if turn < book.turn_starts[voices.cell[voice] + 1] and book.turn_month[turn] == month:
            cursor[voice - first] += 1


@step
def _take_claim(voices: _Earners, first: int, come: int, end: int, active: Any, at: int, place: int) -> int:
    """Let voices come to weigh by a claim, or cease to; return the first that is still to come."""
    while come < end and voices.began_at[come] == at and voices.began[come] == place:
        active[come - first] = True
        come += 1
    for voice in range(first, come):
        if voices.ended_at[voice] == at and voices.ended[voice] == place:
            active[voice - first] = False
    return come


@step
def _best(voices: _Earners, book: _Book, first: int, come: int, active: Any, month: int) -> Any:
    """Return the voice with the best letter in a month, of more words and then by name, and where that stands; -1 where
    none has one.
    """
    best, at = np.int64(-1), np.int64(-1)
    for voice in range(first, come):
        cell = voices.cell[voice]
        if not active[voice - first] or book.turn_starts[cell] == book.turn_starts[cell + 1]:
            continue
        turn = _after(book.month, book.starts[cell], book.starts[cell + 1], month) - 1
        if turn < book.starts[cell] or book.letter[turn] >= F:
            continue
        if best >= 0:
            worse = np.int64(book.letter[turn]) - np.int64(book.letter[at])
            if worse == 0:
                worse = np.int64(book.settled[at]) - np.int64(book.settled[turn])
            if worse == 0:
                worse = voices.rank[voice] - voices.rank[best]
            if worse >= 0:
                continue
        best, at = np.int64(voice), np.int64(turn)
    return best, at


@step
def _alike(rows: _Histories, one: Any, other: Any) -> bool:
    """Tell whether an event stands alike in two rows of its history, but for the letter."""
    alike = rows.status[one] == rows.status[other] and rows.independent[one] == rows.independent[other]
    return bool(alike and rows.rule[one] == rows.rule[other])


class _Rows(NamedTuple):
    """The rows of :class:`Laid`, with room for more."""

    kind: Any
    base: Any
    page: Any
    at: Any
    letter: Any
    learnt: Any
    right: Any
    settled: Any
    month: Any


@loop
def _new_laid(room: int) -> _Rows:
    return _Rows(
        np.empty(room, np.int8),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int8),
        np.empty(room, np.int64),
        np.empty(room, np.int32),
        np.empty(room, np.int32),
        np.empty(room, np.int32),
    )


@loop
def _longer(rows: _Rows) -> _Rows:
    size = len(rows.at)
    more = _new_laid(2 * size)
    more.kind[:size], more.base[:size], more.page[:size] = rows.kind, rows.base, rows.page
    more.at[:size], more.letter[:size], more.learnt[:size] = rows.at, rows.letter, rows.learnt
    more.right[:size], more.settled[:size], more.month[:size] = rows.right, rows.settled, rows.month
    return more


@step
def _comes(at: Any, place: Any, other_at: Any, other_place: Any) -> bool:
    """Tell whether one turn comes before another."""
    return bool(at < other_at or (at == other_at and place < other_place))


@step
def _month_of(at: int, first_moments: Any) -> int:
    """Return the month of a moment."""
    return int(np.searchsorted(first_moments, at, side="right") - 1)


@step
def _after(months: Any, start: int, end: int, month: int) -> int:
    """Return the first of some sorted places whose month comes after one."""
    while start < end:
        middle = (start + end) // 2
        if months[middle] <= month:
            start = middle + 1
        else:
            end = middle
    return int(start)


@step
def _place_in(places: Any, start: int, end: int, place: int) -> int:
    """Return which of some sorted places is one."""
    while start < end:
        middle = (start + end) // 2
        if places[middle] < place:
            start = middle + 1
        else:
            end = middle
    return int(start)
