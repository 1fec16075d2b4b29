"""Claims that other tools made, from a file to a file of events, in bounded memory.

1. Each row is checked and laid into a bucket by type and sides; a row that cannot be taken is an issue.
2. Buckets that could share an event are weighed together (``weigh/bulk.py``), the others apart, in several processes.
3. What the parts gave is merged by the first moment of knowledge, and the letters that sources earned over all of
   them are laid on.
"""

from __future__ import annotations

import heapq
import json
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, NamedTuple

from pydantic_core import from_json

from riscontro.errors import UsageError
from riscontro.meter import Meter, metered, no_meter
from riscontro.model.claim import Claim
from riscontro.model.document import Provenance
from riscontro.model.event import Event
from riscontro.model.exchange import CLAIM_FIELDS, RowError, event_to_exchange, exchange_to_claim
from riscontro.model.issue import Issue
from riscontro.model.source import Source
from riscontro.model.time import instant_to_text
from riscontro.weigh import weigh
from riscontro.weigh.bulk import Place, bucket_of, parts, place_of
from riscontro.weigh.letters import Letters
from riscontro.weigh.register import Register
from riscontro.weigh.reliability import Records, Tenure, tenures_of

BUCKETS = 240
"""Files that are open at once, well under what systems allow."""

BAD_ROW = "weigh.row.bad"

Rows = Iterable[tuple[int, Any]]
"""Numbers from 1 with parsed rows; a :class:`RowError` in a row's place says why there is none."""

Report = Callable[[Issue], None]


@dataclass(slots=True, kw_only=True)
class BulkReport:
    """What weighing a file did."""

    rows: int = 0
    bad: int = 0
    claims: int = 0
    events: int = 0
    statuses: dict[str, int] = field(default_factory=dict)


class Options(NamedTuple):
    """What a part is weighed with. Events get the letters that sources had earned by ``moment``; without one, those
    that somebody set alone.
    """

    sources: tuple[Source, ...] = ()
    as_of: datetime | None = None
    as_held: datetime | None = None
    moment: datetime | None = None


class _Outcome(NamedTuple):
    path: Path
    claims: int
    statuses: dict[str, int]
    issues: list[Issue]
    words: list[Tenure]


class _Page(NamedTuple):
    """What a row of the history names of a document."""

    document_id: str
    public_from: datetime
    held_from: datetime


class _Placed(NamedTuple):
    """An event in its place, with the pages of the claims by which a letter may come and go."""

    public_from: str
    id: str
    event: Event
    pages: dict[str, _Page]


def weigh_rows(
    rows: Rows,
    *,
    write: Callable[[Iterator[str]], None],
    note: Report,
    options: Options | None = None,
    jobs: int = 1,
    report: Meter = no_meter,
) -> BulkReport:
    """Weigh rows of claims; hand the events as JSON lines to ``write``, each issue to ``note``. Return what was done.

    ``write`` is called once, with events by first moment of knowledge, then id. Raise :class:`UsageError` where there
    were rows and none could be taken.
    """
    done = BulkReport()
    with TemporaryDirectory(prefix="riscontro-weigh-") as name:
        folder = Path(name)
        places = _spill(metered(rows, report, of="claims"), folder, done, note)
        if done.rows and done.bad == done.rows:
            write(iter(()))
            return done
        work = [(bucket, folder, options or Options()) for bucket in parts(places, BUCKETS)]
        outcomes = list(metered(_weighed(work, jobs), report, total=len(work), of="parts"))
        for outcome in outcomes:
            _count(done, outcome, note)
        write(_merged([outcome.path for outcome in outcomes], _letters(outcomes, options or Options())))
    return done


def _letters(outcomes: Sequence[_Outcome], options: Options) -> Letters | None:
    """Return the letters that sources had earned over all parts by the moment asked for."""
    if options.moment is None:
        return None
    words = (word for outcome in outcomes for word in outcome.words)
    return Letters(Records(words), Register(options.sources), options.moment)


def _count(done: BulkReport, outcome: _Outcome, note: Report) -> None:
    done.claims += outcome.claims
    for status, count in outcome.statuses.items():
        done.statuses[status] = done.statuses.get(status, 0) + count
        done.events += count
    for issue in outcome.issues:
        done.bad += issue.code == BAD_ROW
        note(issue)


def _spill(rows: Rows, folder: Path, done: BulkReport, note: Report) -> set[Place]:
    """Lay each row into the file of its bucket; return the places met."""
    places: set[Place] = set()
    unused: set[str] = set()
    with ExitStack() as stack:
        files: dict[int, Any] = {}
        for number, row in rows:
            done.rows += 1
            try:
                claim, _ = to_claim(row)
            except RowError as error:
                done.bad += 1
                note(bad_row(number, error))
                continue
            for name in row.keys() - unused - set(CLAIM_FIELDS):
                unused.add(name)
                message = f"row {number} and perhaps others have a field {name!r}, which is not used"
                note(Issue(code="weigh.row.unused", message=message, subject=name))
            place = place_of(claim)
            places.add(place)
            bucket = bucket_of(place, BUCKETS)
            if bucket not in files:
                files[bucket] = stack.enter_context(_bucket_path(folder, bucket).open("w", encoding="utf-8"))
            kept = {key: row[key] for key in CLAIM_FIELDS if row.get(key) is not None}
            files[bucket].write(f"{number}\t{json.dumps(kept, default=_plain)}\n")
    return places


def to_claim(row: Any) -> tuple[Claim, Provenance]:
    """Return the claim and the document's facts of a parsed row; raise :class:`RowError`."""
    if isinstance(row, RowError):
        raise row
    if not isinstance(row, dict):
        raise RowError(f"{row!r:.60} is no JSON object")
    return exchange_to_claim(row)


def bad_row(number: int, error: RowError) -> Issue:
    """Return the issue of a row that cannot be taken."""
    return Issue(code=BAD_ROW, message=f"row {number} is left out: {error}", subject=f"row-{number}")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return instant_to_text(value) if value.tzinfo else value.isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")


def _bucket_path(folder: Path, bucket: int) -> Path:
    return folder / f"bucket-{bucket:03}.jsonl"


Work = tuple[Sequence[int], Path, Options]


def _weighed(work: Sequence[Work], jobs: int) -> Iterator[_Outcome]:
    if jobs < 2 or len(work) < 2:
        yield from map(_weigh_part, work)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # The large ones first, so that no process is left alone with one at the end.
    ordered = sorted(work, key=lambda one: -sum(_bucket_path(one[1], bucket).stat().st_size for bucket in one[0]))
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_weigh_part, ordered)


def _weigh_part(work: Work) -> _Outcome:
    """Weigh the claims of some buckets; leave the events beside them, each line with its place in the order."""
    buckets, folder, options = work
    claims: list[Claim] = []
    pages: dict[str, Provenance] = {}
    issues: list[Issue] = []
    for number, row in sorted(_bucket_rows(folder, buckets)):
        claim, page = exchange_to_claim(json.loads(row))
        if pages.setdefault(page.document_id, page) != page:
            error = RowError(f"document {page.document_id} has other facts in an earlier row")
            issues.append(bad_row(number, error))
            continue
        claims.append(claim)
    weighing = weigh(claims, provenances=pages, sources=options.sources, as_of=options.as_of, as_held=options.as_held)
    statuses: dict[str, int] = {}
    path = folder / f"events-{buckets[0]:03}"
    document_of = {claim.id: claim.document_id for claim in claims}
    # Read back by this run alone, from a folder of its own.
    with path.open("wb") as file:
        for event in weighing.events:
            statuses[str(event.status)] = statuses.get(str(event.status), 0) + 1
            turns = {one: pages[document_of[one]] for origin in event.origins for one in origin.heard}
            named = {one: _Page(page.document_id, page.public_from, page.held_from) for one, page in turns.items()}
            pickle.dump(_Placed(instant_to_text(event.history[0].at), event.id, event, named), file)
    words = [tenure for event in weighing.events for tenure in tenures_of(event)]
    return _Outcome(path, len(claims), statuses, [*issues, *weighing.issues], words)


def _bucket_rows(folder: Path, buckets: Sequence[int]) -> Iterator[tuple[int, str]]:
    for bucket in buckets:
        with _bucket_path(folder, bucket).open(encoding="utf-8") as file:
            for line in file:
                number, _, row = line.partition("\t")
                yield int(number), row


def _merged(paths: Sequence[Path], letters: Letters | None) -> Iterator[str]:
    with ExitStack() as stack:
        files = [_placed(stack.enter_context(path.open("rb"))) for path in paths]
        for placed in heapq.merge(*files, key=lambda one: one[:2]):
            event = letters.lay(placed.event, placed.pages.get) if letters else placed.event
            yield json.dumps(event_to_exchange(event), ensure_ascii=False) + "\n"


def _placed(file: IO[bytes]) -> Iterator[_Placed]:
    while True:
        try:
            yield pickle.load(file)
        except EOFError:
            return


def json_rows(lines: Iterable[str]) -> Rows:
    """Yield the rows of JSON lines, blank ones left out; what is no JSON comes as the error that it is."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, parse_line(line)


def parse_line(line: str) -> Any:
    """Return the row of a line; what is no JSON comes as the error that it is."""
    try:
        # Half of the cost. What it does not take (half a surrogate pair, for one) the library says something about.
        return from_json(line, cache_strings="keys")
    except (ValueError, TypeError):
        return _parse_slowly(line)


def _parse_slowly(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return RowError(f"not JSON: {error}")


def parquet_rows(path: Path) -> Rows:
    """Yield the rows of a Parquet file."""
    from riscontro.store.parquet import read_rows

    if not path.is_file():
        raise UsageError(f"cannot read {str(path)!r}: no such file")
    return enumerate(read_rows(path), start=1)
