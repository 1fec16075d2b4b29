"""What others made of each root's words: :meth:`riscontro.model.event.Event.words` over columns.

A root is asked about by :class:`~riscontro.weigh.reliability.Cell`, its part in the act and the type of act; the cells
that are met have codes of the door. Months are numbers (:func:`~riscontro.weigh.reliability.number_of_month`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from riscontro.model.claim import Stance
from riscontro.model.columns import Array
from riscontro.weigh.kernel.beliefs import ROLES
from riscontro.weigh.kernel.columns import KINDS, Codes
from riscontro.weigh.kernel.compiled import loop
from riscontro.weigh.kernel.door import MODALITIES, STANCES, Coded, Door, Opened, combinations
from riscontro.weigh.kernel.encode import TYPES
from riscontro.weigh.kernel.hear import OPEN, Heard
from riscontro.weigh.kernel.segments import pair_key
from riscontro.weigh.kernel.weighing import roles_of_voices
from riscontro.weigh.reliability import Cell, Tenure, name_of_month
from riscontro.weigh.voice import root_of, stance_told

TODAY = -1
"""Stands for the end of what still stands so."""

ROLE_NAMES = (*ROLES, *map(str, KINDS))

STANCE_OF = np.array([[STANCES.index(stance_told(s, m)) for m in MODALITIES] for s in STANCES], dtype=np.int8)
"""The stance that a stance and a modality show together."""


class Words(NamedTuple):
    """So many words (``number``) that stood settled alike, ``since`` the end of one month and ``until`` that of
    another; each row differs from all others.
    """

    cell: Array
    denied: Array
    right: Array
    since: Array
    until: Array
    number: Array


NO_WORDS = Words(*(np.zeros(0, dtype=np.int64) for _ in Words._fields))


def cells_of(coded: Coded, opened: Opened, heard: Heard, door: Door) -> Codes:
    """Return the code of each voice's cell."""
    voices = heard.voices
    source = opened.source[voices.claim]
    role = roles_of_voices(opened.tellers, heard, np.arange(len(voices.claim)))
    kinds, kind = combinations(source, role, coded.type[voices.claim])
    cells = (
        Cell(root_of(door.sources[one]), ROLE_NAMES[role], str(TYPES[type_])) for one, role, type_ in kinds.tolist()
    )
    return np.array([door.cell(cell) for cell in cells], dtype=np.int32)[kind]


def stances_of(coded: Coded, heard: Heard) -> Codes:
    """Return the stance of each voice, a place in ``STANCES``."""
    claim = heard.voices.claim
    return np.asarray(STANCE_OF[coded.stance[claim], coded.modality[claim]])


def words_of(heard: Heard, cells: Codes, stances: Codes) -> Words:
    """Return how the words of the roots of some events stood settled: one word each for and against an event."""
    made, voices = heard.settled, heard.voices
    denied = stances == STANCES.index(Stance.DENIES)
    said = pair_key(voices.event, cells * 2 + denied)[made.voice]
    # Events come one after the other, and the months of each in order: little is left to sort.
    order = np.argsort(said, kind="stable")
    voice, ordered = made.voice[order], said[order]
    number = np.cumsum(np.diff(ordered, prepend=ordered[:1]) != 0)
    word, right, since, until = _together(number, made.month[order], voice, made.right[order], len(voices.event))
    teller = np.zeros(int(number.max(initial=-1)) + 1, dtype=np.int64)
    teller[number] = voice
    told = teller[word]
    return gathered([Words(cells[told], denied[told].astype(np.int8), right, since, until, np.ones_like(word))])


def gathered(words: Iterable[Words]) -> Words:
    """Return all words, alike ones counted together."""
    parts = [NO_WORDS, *words]
    all_ = Words(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    kinds, kind = combinations(*(column.astype(np.int64) for column in all_[:5]))
    number = np.bincount(kind, weights=all_.number, minlength=len(kinds)).astype(np.int64)
    return Words(*(*kinds.T, number)) if len(kinds) else NO_WORDS


def tenures(words: Words, cells: Sequence[Cell]) -> Iterator[Tenure]:
    """Yield words by name."""
    for cell, denied, right, since, until, number in zip(*(column.tolist() for column in words), strict=True):
        end = None if until == TODAY else name_of_month(until)
        yield Tenure(cells[cell], bool(denied), bool(right), name_of_month(since), end, number)


@loop
def _together(word: Any, month: Any, voice: Any, right: Any, voices: int) -> Any:
    """Return the times that each word stood settled alike: where several voices told it, it was wrong where any of
    them was, else right where any was.
    """
    size = len(word)
    state = np.full(voices, OPEN, np.int8)
    words, rights = np.empty(size, np.int64), np.empty(size, np.int8)
    begun, ended = np.empty(size, np.int32), np.empty(size, np.int32)
    row, found = 0, 0
    while row < size:
        one, wrong_ones, right_ones, now, since = word[row], 0, 0, OPEN, 0
        while row < size and word[row] == one:
            at = month[row]
            while row < size and word[row] == one and month[row] == at:
                before, after = state[voice[row]], right[row]
                wrong_ones += int(after == 0) - int(before == 0)
                right_ones += int(after == 1) - int(before == 1)
                state[voice[row]] = after
                row += 1
            made = OPEN
            if wrong_ones > 0:
                made = 0
            elif right_ones > 0:
                made = 1
            if made != now:
                if now != OPEN:
                    words[found], rights[found], begun[found], ended[found] = one, now, since, at
                    found += 1
                now, since = made, at
        if now != OPEN:
            words[found], rights[found], begun[found], ended[found] = one, now, since, TODAY
            found += 1
    return words[:found], rights[:found], begun[:found], ended[:found]
