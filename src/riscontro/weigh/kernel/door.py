"""Coded claims to the kernel's columns: the door of bulk data, whose names were given codes before.

What depends on few distinct values (who first said it, what an act stakes, how its times are held against each other)
is worked out once for each of them, by the functions that records go by, and mapped back; the rest is arithmetic on
columns. :mod:`~riscontro.weigh.kernel.encode` does the same for a case's own claims, one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from riscontro.model.claim import EventType, Modality, Root, Stance
from riscontro.model.document import Access
from riscontro.weigh.independence import CUT_ACCESS, WHOLE_SHARE
from riscontro.weigh.kernel.acts import Acts, Tables, Tellers
from riscontro.weigh.kernel.columns import KINDS, UNKNOWN, Codes, Flags, Floats, Moments, _Columns
from riscontro.weigh.kernel.encode import (
    LETTERS,
    SIDES,
    TYPES,
    Codebook,
    is_placed,
    mode_scores,
    role_bits,
    traits_of,
)
from riscontro.weigh.kernel.places import same_places
from riscontro.weigh.kernel.segments import Rows, numbered
from riscontro.weigh.origins import OWN_VANTAGE, Source, trace_cited, trace_page
from riscontro.weigh.register import Register
from riscontro.weigh.reliability import Cell
from riscontro.weigh.repeats import page_key
from riscontro.weigh.stakes import are_allied, bloc_members, stakes_of
from riscontro.weigh.telling import EVER, binds_both, fold_place
from riscontro.weigh.voice import Side, is_tentatively_told, side_told
from riscontro.weigh.weights import link_number, time_shape

MODALITIES, STANCES, ACCESSES = tuple(Modality), tuple(Stance), tuple(Access)

DAY_MICROS = 86_400_000_000
EPOCH = 719_163
"""The ordinal of 1970-01-01."""

EPOCH_MONTH = 1970 * 12
"""The number of its month."""

MODES_MOST = 62
"""Modes of one type that fit into the bits of a group."""

SIDES_MOST = 16_000
"""States whose codes fit into the key of a shelf."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coded(_Columns):
    """One row per claim, in public order; codes are places in the lists of :class:`Names`, ``UNKNOWN`` for none.

    ``type``, ``basis``, ``root_kind``, ``modality``, ``stance`` and ``access`` are places in their enums. ``at`` and
    ``held`` are microseconds since 1970-01-01 UTC; ``earliest`` and ``latest`` ordinal days, ``-EVER`` and ``EVER``
    where not told; ``low`` and ``high`` NaN where not told, ``unit`` unknown where there is no figure. ``via`` is the
    last of its chain. ``document`` and ``family`` are any codes that tell documents and families apart.
    """

    type: Codes
    mode: Codes
    actor: Codes
    recipient: Codes
    opponent: Codes
    place: Codes
    lang: Codes
    unit: Codes
    bound: Codes
    root: Codes
    root_state: Codes
    root_kind: Codes
    via: Codes
    basis: Codes
    publisher: Codes
    modality: Codes
    stance: Codes
    access: Codes
    document: Codes
    family: Codes
    at: Moments
    held: Moments
    earliest: Codes
    latest: Codes
    low: Floats
    high: Floats
    share: Floats
    incomplete: Flags
    another: Flags
    cumulative: Flags

    @property
    def dated(self) -> Flags:
        """Whether the claim gives a time."""
        return np.asarray((self.earliest > -EVER) | (self.latest < EVER))


class Names(NamedTuple):
    """The texts behind the codes; ``states`` begin with :func:`riscontro.weigh.stakes.bloc_members`."""

    states: Sequence[str]
    modes: Sequence[str]
    places: Sequence[str]
    units: Sequence[str]
    bounds: Sequence[str]
    roots: Sequence[str]
    vias: Sequence[str]
    publishers: Sequence[str]


class Opened(NamedTuple):
    """Claims as the kernel takes them; ``source`` of each is a place in :attr:`Door.sources`."""

    acts: Acts
    tellers: Tellers
    source: Codes


class _Kinds(NamedTuple):
    """What is known of each type and mode, by its code."""

    mode: Codes
    flow: Flags
    tolerance: Codes
    past: Codes
    future: Codes
    mutual: Flags
    loses: npt.NDArray[np.int8]
    gains: npt.NDArray[np.int8]
    open: Flags


class Door:
    """Takes coded claims in, any number of batches with the same names; may be used from several threads."""

    def __init__(self, names: Names, kinds: Sequence[tuple[int, int]], register: Register) -> None:
        """``kinds`` are the codes of every type and mode that will come; raise :class:`ValueError` where a type has
        more than :data:`MODES_MOST` modes.
        """
        self.register = register
        self.names = names
        self._lock = Lock()
        self.states = _book(names.states)
        self._keys, self._groups, self._source_book, self._cells = Codebook(), Codebook(), Codebook(), Codebook()
        self._page_keys: dict[int, int] = {}
        self._by_words: dict[tuple[int, ...], int] = {}
        self._rows: list[tuple[Any, ...]] = []
        self._letters: dict[tuple[int, int], int] = {}
        ranks = np.argsort(np.array(names.states, dtype=object), kind="stable") if names.states else np.zeros(0, int)
        self._rank = np.empty(len(names.states) + 1, dtype=np.int64)
        self._rank[ranks] = np.arange(len(ranks))
        self._rank[-1] = len(ranks)
        self._kind_pairs = sorted(set(kinds))
        self._kind_code = np.full((len(TYPES), len(names.modes) + 1), UNKNOWN, dtype=np.int32)
        for code, (type_, mode) in enumerate(self._kind_pairs):
            self._kind_code[type_, mode] = code
        folded = Codebook()
        self._place = np.array([folded.code(fold_place(name)) for name in names.places] or [UNKNOWN], dtype=np.int32)
        acts = [(TYPES[type_], self.mode_of(mode)) for type_, mode in self._kind_pairs]
        self._kinds, modes = _read_kinds(acts)
        self.tables = Tables(
            modes=modes,
            placed=np.array([is_placed(*kind) for kind in acts], dtype=np.bool_),
            places=same_places(folded.values),
            allied=_allied(),
        )

    @property
    def sources(self) -> list[Source]:
        """Every source met so far."""
        return self._source_book.values

    @property
    def cells(self) -> list[Cell]:
        """What roots were met, each in a part in the act and on a type of act, by the code of :meth:`cell`."""
        return self._cells.values

    def cell(self, cell: Cell) -> int:
        """Return the code of a root in a part in the act and on a type of act."""
        with self._lock:
            return self._cells.code(cell)

    def mode_of(self, code: int) -> str | None:
        """Return the text of a mode."""
        return self.names.modes[code] if code >= 0 else None

    def open(self, coded: Coded) -> Opened:
        """Return coded claims as the kernel takes them."""
        kind = self._kind_code[coded.type, coded.mode]
        mutual = self._kinds.mutual[kind]
        first, second = self.sides(coded.type, coded.mode, coded.actor, coded.recipient)
        source, told = self._trace(coded)
        acts = self._acts(coded, kind, first, second)
        stance, modality = coded.stance, coded.modality
        tellers = Tellers(
            **told,
            side=_SIDE[stance, modality],
            publisher=self._publishers(coded.publisher),
            vantage=np.isin(coded.basis, _OWN_VANTAGE),
            tentative=_TENTATIVE[stance, modality],
            cut=(coded.share < WHOLE_SHARE) | np.isin(coded.access, _CUT_ACCESS),
            document=coded.document,
            family=coded.family,
            actor=np.where(mutual, first, coded.actor),
            recipient=np.where(mutual, second, coded.recipient),
            opponent=coded.opponent,
            loses=self._kinds.loses[kind],
            open=self._kinds.open[kind],
            gains=self._kinds.gains[kind],
            letter=self._letter(source, kind),
            month=months_of(coded.at),
        )
        return Opened(acts, tellers, source)

    def sides(self, type_: Codes, mode: Codes, actor: Codes, recipient: Codes) -> tuple[Codes, Codes]:
        """Return actor and recipient; of a mutual act the later by name first, one that is not told before all."""
        keep = self._rank[actor] >= self._rank[recipient]
        keep |= ~self._kinds.mutual[self._kind_code[type_, mode]]
        return np.where(keep, actor, recipient), np.where(keep, recipient, actor)

    def _acts(self, coded: Coded, kind: Codes, first: Codes, second: Codes) -> Acts:
        dated, day = coded.dated, (coded.at // DAY_MICROS + EPOCH).astype(np.int32)
        planned = coded.modality == MODALITIES.index(Modality.PLANNED)
        ahead = planned | (coded.stance == STANCES.index(Stance.WARNS))
        flow = self._kinds.flow[kind]
        open_end = np.where(flow, np.maximum(coded.earliest, day), coded.earliest + link_number("open_days"))
        end = np.where(coded.latest < EVER, coded.latest, open_end)
        begin = np.where(dated, coded.earliest, np.where(ahead, day, day - self._kinds.past[kind]))
        end = np.where(dated, end, np.where(ahead, day + self._kinds.future[kind], day))
        return Acts(
            type=coded.type,
            kind=kind,
            mode=self._kinds.mode[kind],
            first=first,
            second=second,
            opponent=coded.opponent,
            place=np.where(coded.place >= 0, self._place[coded.place], UNKNOWN).astype(np.int32),
            lang=coded.lang,
            begin=begin.astype(np.int32),
            end=end.astype(np.int32),
            day=day,
            dated=dated,
            further=coded.another,
            planned=planned,
            firm=_FIRM[coded.stance, coded.modality],
            flow=flow,
            tolerance=self._kinds.tolerance[kind],
            past=self._kinds.past[kind],
            unit=coded.unit,
            low=coded.low,
            high=coded.high,
            cumulative=coded.cumulative & (coded.unit >= 0),
            document=coded.document,
            root=coded.root,
        )

    def _trace(self, coded: Coded) -> tuple[Codes, dict[str, Any]]:
        """Return the source of each claim, and what is known of it: traced once for each combination of words."""
        words, word = combinations(coded.root, coded.root_state, coded.root_kind, coded.via, coded.basis)
        cited = np.array([self._cited(tuple(row)) for row in words.tolist()], dtype=np.int64)
        found = cited[word]
        own = np.flatnonzero(found < 0)
        if len(own):
            pages, page = combinations(coded.publisher[own], coded.basis[own])
            found[own] = np.array([self._page(tuple(row)) for row in pages.tolist()], dtype=np.int64)[page]
        used, place = numbered(found)
        columns = list(zip(*(self._rows[code] for code in used.tolist()), strict=True)) or [()] * len(_TOLD)
        told: dict[str, Any] = {
            name: np.array(column, dtype=kind)[place] for (name, kind), column in zip(_TOLD, columns, strict=True)
        }
        return found.astype(np.int32), told

    def _cited(self, words: tuple[int, ...]) -> int:
        """Return the code of whom the words give as the source, ``UNKNOWN`` where the page vouches."""
        if words not in self._by_words:
            root, state, kind, via, basis = words
            names = self.names
            person = None
            if root >= 0:
                person = Root(name=names.roots[root], state=self._state(state), kind=KINDS[kind])
            chain = (names.vias[via],) if via >= 0 else ()
            source = trace_cited(person, KINDS[basis], chain, organs=self.register.organs)
            self._by_words[words] = UNKNOWN if source is None else self._add(source)
        return self._by_words[words]

    def _page(self, words: tuple[int, ...]) -> int:
        """Return the code of a page's own publisher as a source."""
        if words not in self._by_words:
            publisher, basis = words
            source = trace_page(self.names.publishers[publisher], KINDS[basis], organs=self.register.organs)
            self._by_words[words] = self._add(source)
        return self._by_words[words]

    def _state(self, code: int) -> str | None:
        return self.names.states[code] if code >= 0 else None

    def _add(self, source: Source) -> int:
        with self._lock:
            code = self._source_book.code(source)
            if code == len(self._rows):
                self._rows.append(
                    (
                        self._keys.code(source.key),
                        self._groups.code(source.group),
                        self.states.code(source.state),
                        *traits_of(source),
                    )
                )
            return code

    def _publishers(self, publishers: Codes) -> Codes:
        used, place = numbered(publishers)
        return np.array([self._page_key(code) for code in used.tolist()], dtype=np.int32)[place]

    def _page_key(self, publisher: int) -> int:
        if publisher not in self._page_keys:
            with self._lock:
                self._page_keys[publisher] = self._keys.code(page_key(self.names.publishers[publisher]))
        return self._page_keys[publisher]

    def _letter(self, source: Codes, kind: Codes) -> npt.NDArray[np.int8]:
        if not self.register.has_letters:
            return np.full(len(source), len(LETTERS) - 1, dtype=np.int8)
        pairs, place = combinations(source, kind)
        found = [self._letter_of(*row) for row in pairs.tolist()]
        return np.array(found, dtype=np.int8)[place]

    def _letter_of(self, source: int, kind: int) -> int:
        if (source, kind) not in self._letters:
            type_, mode = self._kind_pairs[kind]
            letter = self.register.letter(self.sources[source], TYPES[type_], self.mode_of(mode))
            self._letters[source, kind] = LETTERS.index(letter)
        return self._letters[source, kind]


_TOLD = (
    ("source", np.int32),
    ("group", np.int32),
    ("state", np.int32),
    ("basis", np.int8),
    ("speaks", np.bool_),
    ("organ", np.bool_),
    ("rooted", np.bool_),
    ("bare", np.bool_),
    ("outlet", np.bool_),
    ("unplaced", np.bool_),
)
_SIDE = np.array([[SIDES[side_told(s, m)] for m in MODALITIES] for s in STANCES], dtype=np.int8)
_TENTATIVE = np.array([[is_tentatively_told(s, m) for m in MODALITIES] for s in STANCES], dtype=np.bool_)
_FIRM = np.array([[side_told(s, m) is Side.FOR for m in MODALITIES] for s in STANCES], dtype=np.bool_) & ~_TENTATIVE
_OWN_VANTAGE = [KINDS.index(kind) for kind in KINDS if kind in OWN_VANTAGE]
_CUT_ACCESS = [place for place, access in enumerate(ACCESSES) if access in CUT_ACCESS]


def _read_kinds(kinds: Sequence[tuple[EventType, str | None]]) -> tuple[_Kinds, Floats]:
    books = {type_: Codebook() for type_ in TYPES}
    modes = [books[type_].code(mode or "") for type_, mode in kinds]
    most = max((len(book.values) for book in books.values()), default=0)
    if most > MODES_MOST:
        raise ValueError(f"{most} modes of one type")
    shapes = [time_shape(*kind) for kind in kinds]
    stakes = [stakes_of(*kind) for kind in kinds]
    read = _Kinds(
        mode=np.array(modes, dtype=np.int32),
        flow=np.array([shape.flow for shape in shapes], dtype=np.bool_),
        tolerance=np.array([shape.tolerance for shape in shapes], dtype=np.int32),
        past=np.array([shape.past for shape in shapes], dtype=np.int32),
        future=np.array([shape.future for shape in shapes], dtype=np.int32),
        mutual=np.array([binds_both(*kind) for kind in kinds], dtype=np.bool_),
        loses=np.array([role_bits(one.loses) for one in stakes], dtype=np.int8),
        gains=np.array([role_bits(one.gains) for one in stakes], dtype=np.int8),
        open=np.array([one.open for one in stakes], dtype=np.bool_),
    )
    return read, mode_scores(kinds, books)


def months_of(at: Moments) -> Codes:
    """Return the months, counted from year 0, of moments in microseconds.

    >>> months_of(np.array([0])).tolist()
    [23640]
    """
    months = at.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(months + EPOCH_MONTH).astype(np.int32)


def combinations(*columns: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], Rows]:
    """Return the distinct rows of some columns of codes, and for each row which of them it is."""
    place = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        key = place * (int(column.max(initial=UNKNOWN)) + 2) + column + 1
        keys, place = numbered(key)
    if not len(place):
        return np.zeros((0, len(columns)), dtype=np.int32), place
    example = np.zeros(len(keys), dtype=np.int64)
    example[place] = np.arange(len(place))
    return np.stack([column[example] for column in columns], axis=1), place


def _book(values: Sequence[str]) -> Codebook:
    book = Codebook()
    for value in values:
        book.code(value)
    return book


def _allied() -> Flags:
    members = bloc_members()
    return np.array([[are_allied(left, right) and left != right for right in members] for left in members], dtype=bool)


__all__ = ["Coded", "Door", "Names", "Opened"]
