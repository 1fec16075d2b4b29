"""Ledgers of made-up reports, as reading and weighing would have left them, for the benches that need large ones.

A large one takes minutes to fill. Where ``RISCONTRO_BENCH_LEDGERS`` names a folder it is kept there and taken up by the
next run of the same bench; the name holds a digest of what made it, so that one of another making is never taken.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from riscontro.model.claim import Claim
from riscontro.model.document import Access, Document
from riscontro.model.event import Event
from riscontro.model.ids import sha256_hex
from riscontro.model.time import Published
from riscontro.pipeline.waiting import weighing_basis
from riscontro.store.blocks import last_waiting, set_weighed
from riscontro.store.case import Case
from riscontro.store.codec import (
    CHANGE,
    CLAIM,
    DOCUMENT,
    EVENT,
    change_to_row,
    claim_to_row,
    document_to_row,
    event_to_row,
    marks,
)
from riscontro.store.connection import SCHEMA_VERSION
from riscontro.store.ledger import Ledger
from riscontro.store.views import listed

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FOLDER = "RISCONTRO_BENCH_LEDGERS"


def make_document(
    name: str, published: date, *, publisher: str, url: str | None = None, title: str | None = None, text: str = ""
) -> Document:
    """Return a document in English, held whole."""
    return Document(
        id=name,
        capture_id="cap-0",
        part=0,
        url=url,
        publisher=publisher,
        author=None,
        title=title,
        text=text,
        lang="en",
        translated=None,
        published=Published(value=published.isoformat(), found_by="declared"),
        access=Access.FULL,
        share=1.0,
        share_evidence=(),
        held_from=NOW,
    )


def insert(
    ledger: Ledger, documents: Sequence[Document], claims: Iterable[Claim], events: Sequence[Event] = (), *, run: int
) -> None:
    """Insert records in bulk, in one transaction."""
    last = ledger.row("SELECT coalesce(max(seq), 0) FROM document")
    numbered = list(enumerate(documents, start=(last[0] if last else 0) + 1))
    with ledger.transaction():
        ledger.executemany(
            f"INSERT INTO document (seq, {listed(DOCUMENT)}, reader) VALUES (?, {marks(DOCUMENT)}, 'bench')",
            ((seq, *document_to_row(document)) for seq, document in numbered),
        )
        ledger.executemany(
            "INSERT INTO document_text (seq, text) VALUES (?, ?)",
            ((seq, document.text) for seq, document in numbered),
        )
        ledger.executemany(
            f"INSERT INTO claim ({listed(CLAIM)}, known_from) VALUES ({marks(CLAIM)}, {run})", map(claim_to_row, claims)
        )
        ledger.executemany(
            f"INSERT INTO event ({listed(EVENT)}, known_from) VALUES ({marks(EVENT)}, {run})", map(event_to_row, events)
        )
        ledger.executemany(
            f"INSERT INTO status_change ({listed(CHANGE)}, known_from) VALUES ({marks(CHANGE)}, {run})",
            (change_to_row(event.id, place, row) for event in events for place, row in enumerate(event.history)),
        )
        ledger.executemany(
            "INSERT INTO event_claim (event_id, claim_id) VALUES (?, ?)",
            ((event.id, claim_id) for event in events for claim_id in event.claims),
        )


@contextmanager
def quickly(ledger: Ledger) -> Iterator[None]:
    """Let the system write when it likes, for a ledger that a crash may lose."""
    ledger.execute("PRAGMA synchronous = OFF")
    yield
    ledger.execute("PRAGMA synchronous = FULL")


def mark_weighed(case: Case) -> None:
    """Say that the events of a case are what weighing all of its claims gives."""
    with case.ledger() as ledger:
        set_weighed(ledger, top=last_waiting(ledger), basis=weighing_basis(case, ledger))


@contextmanager
def kept(name: str, fill: Callable[[Path], Case], *, made_by: str, copied: bool = False) -> Iterator[Case]:
    """Yield a case that ``fill`` makes at a path, from an earlier run where one was kept; ``made_by`` is the file that
    makes it. A ``copied`` one may be written to without changing what is kept.
    """
    folder = os.environ.get(FOLDER)
    with tempfile.TemporaryDirectory() as own:
        place = Path(own) / "case"
        if not folder:
            yield fill(place)
            return
        made = sha256_hex(b"\n".join([Path(made_by).read_bytes(), Path(__file__).read_bytes()]))[:12]
        home = Path(folder) / f"{name}-{SCHEMA_VERSION}-{made}"
        if not home.exists():
            part = home.with_name(f".{home.name}.{os.getpid()}")
            fill(part)
            part.rename(home)
        if copied:
            shutil.copytree(home, place)
        yield Case.open(place if copied else home)
