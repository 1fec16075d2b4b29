"""How fast the command line starts: ``python -m bench.start [DOCUMENTS]``.

Prints ``version_ratio`` (``riscontro --version`` against a bare interpreter), the seconds of ``--version`` and of
``show`` on a ledger of 100,000 documents (or as many as told), the ledger's size and the peak memory of ``show``.
Seconds are medians of several whole processes in one run.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from riscontro.model.document import Access, Capture, Declared, Document, capture_id, document_id
from riscontro.model.ids import sha256_hex
from riscontro.model.time import Published
from riscontro.store.case import Case
from riscontro.store.values import Location

RUNS = 9
WORDS = [
    "the",
    "ministry",
    "said",
    "that",
    "talks",
    "on",
    "supplies",
    "went",
    "on",
    "in",
    "the",
    "capital",
    "while",
    "officials",
    "from",
    "both",
    "sides",
    "met",
    "again",
]


def sample_document(number: int) -> tuple[Capture, Document]:
    """Return a capture and its document of about 1,500 characters, each different."""
    words = [WORDS[(number * 7 + step * (1 + number % 5)) % len(WORDS)] for step in range(280)]
    text = f"Report {number}. " + " ".join(words) + f" {number}."
    moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    digest = sha256_hex(text.encode())
    capture = Capture(
        id=capture_id(digest=digest, url=None, declared=Declared()),
        digest=digest,
        size=len(text),
        media_type="text/plain",
        origin=f"{number}.txt",
        moment=moment,
    )
    return capture, Document(
        id=document_id(part_digest=digest, declared=Declared()),
        capture_id=capture.id,
        part=0,
        url=None,
        publisher=f"Outlet {number % 97}",
        author=None,
        title=f"Report {number}",
        text=text,
        lang="en",
        translated=None,
        published=Published(value=moment.date().isoformat(), found_by="declared"),
        access=Access.FULL,
        share=1.0,
        share_evidence=(),
        held_from=moment,
    )


def fill(case: Case, documents: int) -> None:
    """Enter made-up documents into a case's ledger."""
    with case.ledger() as ledger:
        for first in range(0, documents, 2000):
            with ledger.transaction():
                for number in range(first, min(first + 2000, documents)):
                    capture, document = sample_document(number)
                    ledger.add_capture(capture, Location(file="made-up.warc.gz", offset=number, length=1))
                    ledger.add_document(document)


def median_seconds(command: list[str]) -> float:
    """Return the median wall time of a whole process, after one run that is not counted."""
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def main(documents: int) -> None:
    """Measure and print one line."""
    riscontro = [sys.executable, "-m", "riscontro"]
    bare = median_seconds([sys.executable, "-c", "pass"])
    version = median_seconds([*riscontro, "--version"])
    with tempfile.TemporaryDirectory() as folder:
        case = Case.init(Path(folder) / "case", title="bench", pairs=[("PRK", "RUS")])
        fill(case, documents)
        show = median_seconds([*riscontro, "show", "--case", str(case.path)])
        megabytes = sum(path.stat().st_size for path in case.path.glob("ledger.sqlite*")) / 1e6
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"start: version_seconds={version:.3f} version_ratio={version / bare:.2f} show_seconds={show:.3f} "
        f"show_extra_seconds={show - version:.3f} documents={documents} ledger_mb={megabytes:.0f} "
        f"show_peak_mb={peak:.0f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
