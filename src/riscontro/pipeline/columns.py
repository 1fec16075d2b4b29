"""Claims that other tools made, from a Parquet file to a file of events, by columns: no object for a claim or event.

The outcome is that of :mod:`riscontro.pipeline.bulk`, which goes by records; a property test holds the two to each
other. Here documents and ids are told apart over the whole file, there within what is weighed together.

1. Rows are checked, coded and laid into batches of parts that share no event (:mod:`riscontro.store.spool`).
2. Each batch is weighed by the kernel, several at once in threads.
3. What the batches gave is merged by the first moment of knowledge, and the letters that sources earned over all of
   them are laid on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from heapq import merge
from importlib.util import find_spec
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from riscontro.meter import Meter, metered, no_meter
from riscontro.model.columns import Array, Table
from riscontro.model.exchange import CLAIM_FIELDS, RowError, claim_to_exchange, exchange_to_claim
from riscontro.model.issue import Issue
from riscontro.pipeline.bulk import BulkReport, Options, bad_row, to_claim
from riscontro.pipeline.lines import LinesRead
from riscontro.store.events_file import PARQUET, EventsFile
from riscontro.store.spool import ROW, Spool
from riscontro.weigh import bounded_issue
from riscontro.weigh.kernel.believing import lay_probabilities
from riscontro.weigh.kernel.compiled import COMPILED
from riscontro.weigh.kernel.door import MODES_MOST, SIDES_MOST, Coded, Door, Names
from riscontro.weigh.kernel.earned import earned_by, learnt_by
from riscontro.weigh.kernel.laying import lay_letters
from riscontro.weigh.kernel.told import Batch, tell_events
from riscontro.weigh.kernel.weighing import parts_of, weigh_columns
from riscontro.weigh.kernel.words import NO_WORDS, Words, gathered
from riscontro.weigh.origins import host_of
from riscontro.weigh.register import Register
from riscontro.weigh.reliability import number_of_month
from riscontro.weigh.settled import month_of
from riscontro.weigh.stakes import bloc_members

BATCH = 200_000
"""Claims of a batch, unless one part alone has more."""

URLS_AT_ONCE = 100_000

Report = Callable[[Issue], None]


def columns_installed() -> bool:
    """Tell whether what weighing by columns needs is there: the extra ``riscontro[bulk]``."""
    return COMPILED and find_spec("duckdb") is not None


class TooManyNames(ValueError):
    """More states, or modes of one type, than the kernel's columns have room for: such a file goes by records."""


class _Outcome(NamedTuple):
    statuses: dict[str, int]
    bounded: int
    words: Words
    newest: int


def weigh_table(
    source: Path | LinesRead,
    target: Path,
    *,
    folder: Path,
    note: Report,
    options: Options | None = None,
    form: str = PARQUET,
    jobs: int = 1,
    report: Meter = no_meter,
) -> BulkReport:
    """Weigh the claims of a Parquet file, or of lines that were read, into a file of events; return what was done.

    Each issue goes to ``note``.
    ``folder`` is for what does not fit into memory. Raise :class:`TooManyNames` before anything else is done, and
    :class:`~riscontro.errors.UsageError` where the file cannot be read.
    """
    options = options or Options()
    lines = source if isinstance(source, LinesRead) else None
    spool = Spool([source] if isinstance(source, Path) else source.parts, folder, threads=jobs)
    file = EventsFile(folder, threads=jobs)
    try:
        if spool.most_names() > SIDES_MOST or spool.most_modes() > MODES_MOST:
            raise TooManyNames
        done = BulkReport(rows=lines.rows if lines else spool.rows)
        done.bad = _mend(spool, lines, folder, note)
        done.claims = done.rows - done.bad
        spool.keep_known(as_of=options.as_of, as_held=options.as_held)
        _settle_ids(spool, note)
        door = _open_door(spool, options)
        weigher = _Weigher(spool, door, file)
        outcomes = list(metered(weigher.weigh_all(jobs), report, total=weigher.batches, of="parts"))
        file.merge(target, form=form, laid=_laying(door, outcomes, options.moment))
    finally:
        file.close()
        spool.close()
    for outcome in outcomes:
        for status, count in outcome.statuses.items():
            done.statuses[status] = done.statuses.get(status, 0) + count
            done.events += count
    if bounded := sum(outcome.bounded for outcome in outcomes):
        note(bounded_issue(bounded))
    return done


def _mend(spool: Spool, lines: LinesRead | None, folder: Path, note: Report) -> int:
    """Read the rows that are not plain one by one; return how many rows cannot be taken, each an issue."""
    path, bad, mended = folder / "mended.jsonl", 0, 0
    odd = merge(lines.odd_rows() if lines else (), spool.odd_rows(), key=lambda one: one[0])
    with path.open("w", encoding="utf-8") as file:
        for number, row in odd:
            try:
                claim, page = to_claim(row)
            except RowError as error:
                bad += 1
                note(bad_row(number, error))
                continue
            mended += 1
            moments = {"public_from": page.public_from.isoformat(), "held_from": page.held_from.isoformat()}
            print(json.dumps(claim_to_exchange(claim, page) | moments | {ROW: number}), file=file)
    if mended:
        spool.take_mended(path)
    unused = lines.unused if lines else {name: 1 for name in spool.fields if name not in CLAIM_FIELDS}
    for name, number in unused.items():
        message = f"row {number} and perhaps others have a field {name!r}, which is not used"
        note(Issue(code="weigh.row.unused", message=message, subject=name))
    wrong = []
    for number, document in spool.conflicts():
        wrong.append(number)
        note(bad_row(number, RowError(f"document {document} has other facts in an earlier row")))
    spool.drop(wrong)
    return bad + len(wrong)


def _settle_ids(spool: Spool, note: Report) -> None:
    """Leave each id to one claim, as :func:`riscontro.weigh.weigh` does: the others are the same, or an issue."""
    left: list[int] = []
    for _, told in groupby(spool.shared_ids(), key=lambda one: str(one[1]["id"])):
        claims = [(number, exchange_to_claim(row)[0]) for number, row in told]
        chosen = min((claim for _, claim in claims), key=repr)
        kept = next(number for number, claim in claims if claim == chosen)
        left += [number for number, _ in claims if number != kept]
        if any(claim != chosen for _, claim in claims):
            message = f"two different claims share the id {chosen.id}; one is left out"
            note(Issue(code="weigh.claim.id_twice", message=message, subject=chosen.id))
    spool.drop(left)


def _open_door(spool: Spool, options: Options) -> Door:
    for urls in _in_lots(spool.urls(), URLS_AT_ONCE):
        hosts = [(url, host) for url in urls if (host := host_of(url)) is not None]
        if hosts:
            spool.name_hosts([url for url, _ in hosts], [host for _, host in hosts])
    names = spool.code_names(bloc_members())
    kinds = ("state", "mode", "place", "unit", "bound", "root", "via", "publisher")
    acts = spool.acts()
    pairs = set(zip(acts.type.tolist(), acts.mode.tolist(), strict=True))
    door = Door(Names(*(names[kind] for kind in kinds)), sorted(pairs), Register(options.sources))
    first, second = door.sides(acts.type, acts.mode, acts.actor, acts.recipient)
    batch = batches_of_acts(parts_of(acts.type, first, second), acts.claims)
    if batch.max(initial=0) > 0:
        spool.lay(acts, batch)
    return door


def _in_lots(values: Iterator[str], size: int) -> Iterator[list[str]]:
    while lot := list(islice(values, size)):
        yield lot


def batches_of_acts(parts: Array, claims: Array) -> Array:
    """Return the batch of each act: whole parts together, about ``BATCH`` claims in each, the largest parts first."""
    sizes = np.bincount(parts, weights=claims)
    order = np.argsort(-sizes, kind="stable")
    batch_of_part = np.zeros(len(sizes), dtype=np.int64)
    number, filled = 0, 0.0
    for part in order.tolist():
        if filled and filled + sizes[part] > BATCH:
            number, filled = number + 1, 0.0
        batch_of_part[part] = number
        filled += sizes[part]
    return np.asarray(batch_of_part[parts])


def _laying(door: Door, outcomes: Sequence[_Outcome], moment: datetime | None) -> Callable[[Table], Table]:
    """Return what lays on events the letters that their sources had earned, over all batches, by a moment, and what
    their records say of the probability.
    """
    last = number_of_month(month_of(moment)) if moment else 0
    # A page may be dated later than the moment asked for: its row has the letter of its own month.
    until = max([last, *(outcome.newest for outcome in outcomes)])
    words = gathered(outcome.words for outcome in outcomes) if moment else NO_WORDS
    earned, learnt = earned_by(door.cells, words, until), learnt_by(door.cells, words, last)

    def laid(table: Table) -> Table:
        return lay_probabilities(lay_letters(table, earned=earned, last=last, until=until), learnt, door.cells)

    return laid


class _Weigher:
    """Weighs batch after batch."""

    def __init__(self, spool: Spool, door: Door, file: EventsFile) -> None:
        self._spool, self._door, self._file = spool, door, file
        self.batches = spool.batches

    def weigh_all(self, jobs: int) -> Iterator[_Outcome]:
        """Yield what came of each batch; ``jobs`` are weighed at once."""
        if jobs < 2 or self.batches < 2:
            yield from map(self._weigh, range(self.batches))
            return
        with ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(self._weigh, range(self.batches))

    def _weigh(self, number: int) -> _Outcome:
        read = self._spool.batch(number)
        coded = Coded(**read.columns)
        opened = self._door.open(coded)
        weighed = weigh_columns(opened.acts, opened.tellers, self._door.tables)
        told = tell_events(Batch(coded, opened, weighed, read.claims, read.documents), self._door)
        self._file.put(number, told.events, told.digits)
        newest = int(opened.tellers.month.max(initial=0))
        return _Outcome(told.statuses, weighed.linked.bounded, told.words, newest)
