"""Claims from a file to a file of events: ``python -m bench.weigh_files [SIZE ...] [--jobs N] [--hot]``.

For each size (claims; by default 10,000 and 100,000) a Parquet file of made-up claims is written and weighed by
``riscontro weigh`` in a process of its own, into Parquet and into JSON lines. Printed: claims a second from file to
file, the peak memory of the largest process, and how the cost grows from the size before (the exponent of n). With
``--hot`` half of the claims are on one pair of states.
"""

from __future__ import annotations

import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.weigh_one import CLAIMS_A_DOCUMENT, World
from riscontro.model.exchange import claim_to_exchange
from riscontro.store.parquet import CLAIM_COLUMNS, lines_to_parquet

SIZES = (10_000, 100_000)
HOT = {"actor": "KAR", "recipient": "LES"}


def made_up(claims: int, *, hot: bool) -> Iterator[str]:
    """Yield the lines of a file of claims."""
    world = World(claims)
    for number in range(claims // CLAIMS_A_DOCUMENT):
        document, told = world.document()
        for claim in told:
            row = claim_to_exchange(claim, document.provenance)
            yield json.dumps(row | HOT if hot and number % 2 else row) + "\n"


def weigh(claims: Path, events: Path, jobs: int) -> tuple[float, float]:
    """Return the seconds that weighing a file took, and the peak memory in gigabytes."""
    command = [sys.executable, "-m", "riscontro", "weigh", str(claims), "-o", str(events), "--jobs", str(jobs)]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=os.environ)
    # The largest of all children so far: sizes come in rising order.
    return time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6


def main(arguments: list[str]) -> None:
    """Print one line for each size."""
    jobs = int(arguments[arguments.index("--jobs") + 1]) if "--jobs" in arguments else 1
    hot = "--hot" in arguments
    named = [int(one) for number, one in enumerate(arguments) if one.isdigit() and arguments[number - 1] != "--jobs"]
    before: tuple[int, float] | None = None
    for size in sorted(named) or SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            lines, table = folder / "claims.jsonl", folder / "claims.parquet"
            with lines.open("w", encoding="utf-8") as file:
                file.writelines(made_up(size, hot=hot))
            lines_to_parquet(lines, table, CLAIM_COLUMNS)
            took, memory = weigh(table, folder / "events.parquet", jobs)
            plain, _ = weigh(lines, folder / "events.jsonl", jobs)
        growth = "" if before is None else f" growth=n^{math.log(took / before[1]) / math.log(size / before[0]):.2f}"
        before = size, took
        print(
            f"weigh_files: claims={size} hot={hot} jobs={jobs} parquet={size / took:.0f}/s jsonl={size / plain:.0f}/s"
            f" memory={memory:.2f}GB{growth}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
