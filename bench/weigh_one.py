"""What one new document costs a ledger that holds many claims: ``python -m bench.weigh_one [SIZE ...]``.

For each size (claims; by default 10,000, 100,000 and 1,000,000) a ledger of made-up claims is filled and weighed
(beyond 100,000 the same lot several times, each among states of its own: weighing all puts no claim elsewhere), then
documents of two claims are added one at a time and weighed among their neighbours: today's, and one in five that comes
months late. What is timed is all of ``riscontro weigh`` once the ledger is open: the search for near-copies of their
texts, and weighing with what it keeps. Printed, in milliseconds: the median, the 95th of a hundred and the slowest of
all of it; the medians of the search (``copies``) and of weighing (``weigh``), each by the clock and of processor time
(``_spent``), which waiting for the disk is no part of; and the slowest of those that came late. ``--no-text`` leaves
texts empty, which makes a large ledger sooner.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from bench.ledgers import insert, kept, make_document, quickly
from riscontro.model.claim import Basis, Claim, EventType, Root, Stance
from riscontro.model.document import Document
from riscontro.model.ids import make_id
from riscontro.model.mention import Span
from riscontro.model.time import Interval
from riscontro.pipeline.copies import find_copies
from riscontro.pipeline.waiting import weigh_waiting, weighing_basis
from riscontro.pipeline.weighing import weigh_ledger
from riscontro.store.blocks import last_waiting, put_blocks, set_weighed
from riscontro.store.case import Case
from riscontro.store.ledger import Ledger

T = TypeVar("T")

SIZES = (10_000, 100_000, 1_000_000)
ADDED = 60
"""Documents added and weighed one by one."""

NOW = datetime(2025, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2005, 1, 1)
DAYS = 7300
STATES = tuple(f"{a}{b}{c}" for a in "KLMN" for b in "AEIOU" for c in "RST")
ROOTS = tuple(
    Root(name=f"{kind} of {state}", state=state, kind=basis)
    for state in STATES
    for kind, basis in (("Ministry", Basis.OFFICIAL), ("Service", Basis.INTELLIGENCE))
)
ACTS = (
    (EventType.CONSULT, "visit"),
    (EventType.CONSULT, "meeting"),
    (EventType.AID, "food"),
    (EventType.SANCTION, None),
    (EventType.ASSAULT, "strike"),
    (EventType.THREATEN, None),
    (EventType.AGREE, "treaty"),
)
CLAIMS_A_DOCUMENT = 2
WORDS = 60
"""Words of a text."""

LOT = 100_000
"""Claims that are weighed to fill a ledger; a larger one holds several lots, each among states of its own."""

TOLD = 8
"""How many claims tell of one act, about."""


class World:
    """Made-up acts, each told several times; deterministic in its seed."""

    def __init__(self, claims: int, seed: int = 5, *, words: int = 0) -> None:
        self._random = random.Random(seed)
        self._words = words
        self._acts = [self._act() for _ in range(max(1, claims // TOLD))]
        self._number = 0

    def _act(self) -> tuple[EventType, str | None, str, str, date]:
        draw = self._random
        actor, recipient = draw.sample(STATES, 2)
        return (*draw.choice(ACTS), actor, recipient, FIRST_DAY + timedelta(days=draw.randrange(DAYS)))

    def document(self, *, late: int | None = None) -> tuple[Document, list[Claim]]:
        """Return a document with its claims: published some days after the act; the last day of all with ``late``
        given, less so many days.
        """
        draw = self._random
        self._number += 1
        name = f"doc-{self._number:016x}"
        told = [draw.choice(self._acts) for _ in range(CLAIMS_A_DOCUMENT)]
        published = max(act[-1] for act in told) + timedelta(days=draw.randrange(1, 9))
        if late is not None:
            last = FIRST_DAY + timedelta(days=DAYS + 10 - late)
            told = [(*act[:-1], last - timedelta(days=5)) for act in told]
            published = last
        claims = [self._claim(name, number, act) for number, act in enumerate(told)]
        publisher = f"Paper {self._number % 400}"
        return make_document(name, published, publisher=publisher, text=self._text()), claims

    def _text(self) -> str:
        """Return words of a vocabulary of thousands, so that no two texts are near-copies but by chance."""
        return " ".join(f"w{int(20_000 * self._random.random() ** 3)}" for _ in range(self._words))

    def _claim(self, document: str, number: int, act: tuple[EventType, str | None, str, str, date]) -> Claim:
        kind, mode, actor, recipient, day = act
        root = self._random.choice((*ROOTS[:40], None))
        return Claim(
            id=f"clm-{self._number:012x}{number:04x}",
            document_id=document,
            span=Span(number * 10, number * 10 + 9),
            actor=actor,
            type=kind,
            mode=mode,
            recipient=recipient,
            when=Interval(earliest=day, latest=day) if self._random.random() < 0.8 else None,
            basis=root.kind if root else Basis.NONE,
            root=root,
            stance=Stance.DENIES if self._random.random() < 0.05 else Stance.ASSERTS,
        )


def fill(ledger: Ledger, world: World, claims: int) -> None:
    """Insert documents and claims in bulk, as reading would have left them."""
    run = ledger.begin_run("read", at=NOW, version="bench")
    made = [world.document() for _ in range(claims // CLAIMS_A_DOCUMENT)]
    with quickly(ledger):
        insert(ledger, [one for one, _ in made], (claim for _, told in made for claim in told), run=run.number)


def weigh_everything(case: Case, ledger: Ledger) -> float:
    """Weigh the whole ledger; return the seconds that it took."""
    started = time.perf_counter()
    run = ledger.begin_run("weigh", at=NOW, version="bench")
    weighing = weigh_ledger(case, ledger)
    with ledger.transaction():
        ledger.put_weighing(weighing, run=run)
        put_blocks(ledger, weighing.blocks)
        set_weighed(ledger, top=last_waiting(ledger), basis=weighing_basis(case, ledger))
    return time.perf_counter() - started


def multiply(ledger: Ledger, times: int) -> None:
    """Add copies of everything, each among states of its own: as they have no pair in common, weighing all of it would
    put no claim into another event.
    """
    db = ledger._db
    db.create_function("event_of", 1, lambda claim: make_id("evt", [claim]), deterministic=True)
    ledger.execute("PRAGMA synchronous = OFF")
    for copy in range(1, times):
        with ledger.transaction():
            ledger.execute("CREATE TEMP TABLE renamed (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID")
            ledger.execute(
                "INSERT INTO renamed SELECT id, event_of(replace(json_extract(claims, '$[0]'), 'clm-', ?)) FROM event"
                " WHERE length(json_extract(claims, '$[0]')) = 20",
                (f"clm-{copy}",),
            )
            for table in ("document", "claim", "event", "status_change", "event_claim", "block"):
                _copy_rows(ledger, table, copy)
            # Other words in each copy, so that none is a near-copy of the first.
            ledger.execute(
                "INSERT INTO document_text (seq, text) SELECT copy.seq, replace(text, 'w', ?) FROM document AS copy"
                " JOIN document ON document.id = replace(copy.id, ?, 'doc-') JOIN document_text ON"
                " document_text.seq = document.seq WHERE copy.id LIKE ? AND length(copy.id) > 20",
                (chr(97 + copy), f"doc-{copy}", f"doc-{copy}%"),
            )
            ledger.execute("DROP TABLE renamed")
    ledger.execute("DELETE FROM to_weigh")
    ledger.execute("PRAGMA synchronous = FULL")


def _copy_rows(ledger: Ledger, table: str, copy: int) -> None:
    names = [row[1] for row in ledger.rows(f"PRAGMA table_info({table})") if row[1] != "seq"]
    state = f"CASE WHEN {{0}} IS NOT NULL THEN {{0}} || '{copy}' END"
    renamed = "(SELECT new FROM renamed WHERE old = {0})"
    changes = {
        "actor": state, "recipient": state, "first": state, "second": state,
        "event_id": renamed, "claim_id": f"replace({{0}}, 'clm-', 'clm-{copy}')",
        "document_id": f"replace({{0}}, 'doc-', 'doc-{copy}')", "claims": f"replace({{0}}, 'clm-', 'clm-{copy}')",
        "origins": f"replace({{0}}, 'clm-', 'clm-{copy}')",
        **dict.fromkeys(("put", "opened", "last"), f"replace({{0}}, 'clm-', 'clm-{copy}')"),
    }  # fmt: skip
    changes["id"] = {"document": changes["document_id"], "claim": changes["claim_id"], "event": renamed}.get(
        table, "{0}"
    )
    chosen = ", ".join(changes.get(name, "{0}").format(name) for name in names)
    key = "event_id" if table in ("status_change", "event_claim", "block") else "id"
    # The first lot alone: its ids carry no number of a copy.
    first = {"document": "length(id) = 20", "claim": "length(id) = 20"}.get(
        table, f"{key} IN (SELECT old FROM renamed)"
    )
    ledger.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {chosen} FROM {table} WHERE {first}")


class Took(NamedTuple):
    """Milliseconds of one document, by the clock and of processor time: the search for near-copies, and weighing;
    whether it came late.
    """

    copies: float
    copies_spent: float
    weigh: float
    weigh_spent: float
    late: bool

    @property
    def all(self) -> float:
        """Both, by the clock."""
        return self.copies + self.weigh


def timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """Return what some work gives, and the milliseconds that it took by the clock and of processor time."""
    started, clock = time.perf_counter(), time.process_time()
    found = work()
    return found, (time.perf_counter() - started) * 1000, (time.process_time() - clock) * 1000


def weigh_added(case: Case, ledger: Ledger, world: World) -> Iterator[Took]:
    """Add documents one at a time; yield what the weighing of each took."""
    for number in range(ADDED):
        late = number % 5 == 4
        document, claims = world.document(late=150 if late else 0)
        run = ledger.begin_run("read", at=NOW, version="bench")
        insert(ledger, [document], claims, run=run.number)
        _, copies, copies_spent = timed(lambda: find_copies(case, ledger))
        weighed, weigh, weigh_spent = timed(lambda: weigh_waiting(case, ledger, clock=lambda: NOW))
        yield Took(copies, copies_spent, weigh, weigh_spent, late)
        if not weighed:
            raise SystemExit(f"document {number} was not weighed in part")


def settle(case: Case, ledger: Ledger) -> None:
    """Find the near-copies of all that there is, and put everything on the disk: filling did not wait for it."""
    find_copies(case, ledger)
    ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    os.sync()


def fill_case(path: Path, size: int, words: int) -> Case:
    """Return a case of made-up claims, weighed, with its near-copies found; print what weighing one lot took."""
    case = Case.init(path)
    lots = max(1, size // LOT)
    with case.ledger() as ledger:
        fill(ledger, World(size // lots, words=words), size // lots)
        print(f"weigh_one: claims={size // lots} everything={weigh_everything(case, ledger):.1f}s", flush=True)
        multiply(ledger, lots)
        settle(case, ledger)
    return case


def told_world(size: int, words: int) -> World:
    """Return the world that a filled case is of, with all of its documents told."""
    lot = size // max(1, size // LOT)
    world = World(lot, words=words)
    for _ in range(lot // CLAIMS_A_DOCUMENT):
        world.document()
    return world


def main(arguments: list[str]) -> None:
    """Print one line for each size."""
    words = 0 if "--no-text" in arguments else WORDS
    for size in [int(word) for word in arguments if word.isdigit()] or SIZES:
        filled = partial(fill_case, size=size, words=words)
        name = f"weighed-{size}{'' if words else '-no-text'}"
        with kept(name, filled, made_by=__file__, copied=True) as case, case.ledger() as ledger:
            spent = list(weigh_added(case, ledger, told_world(size, words)))
            events = ledger.counts().events
        print(
            f"weigh_one: claims={size} events={events}"
            f" one={statistics.median(one.all for one in spent):.1f}ms"
            f" p95={statistics.quantiles((one.all for one in spent), n=20)[-1]:.1f}ms"
            f" slowest={max(one.all for one in spent):.1f}ms"
            f" copies={statistics.median(one.copies for one in spent):.1f}ms"
            f" copies_spent={statistics.median(one.copies_spent for one in spent):.1f}ms"
            f" weigh={statistics.median(one.weigh for one in spent):.1f}ms"
            f" weigh_spent={statistics.median(one.weigh_spent for one in spent):.1f}ms"
            f" slowest_late={max(one.all for one in spent if one.late):.1f}ms"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
