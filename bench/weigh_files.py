"""Claims from a file to a file of events: ``python -m bench.weigh_files [SIZE ...] [--jobs N] [--hot] [--lines]``.

For each size (claims; by default 100,000 and 400,000) a Parquet file of made-up claims is written and weighed by
``riscontro weigh`` in a process of its own, into Parquet. Beyond 100,000 the same lot is laid down several times, each
among states of its own. Printed: claims a second by the clock and of one core's time, and the peak memory; at the end,
how the cost grows from the first size to the last (the exponent of n, of processor time) and what the last one costs in
plain copies of the same file by DuckDB. ``--hot`` adds the last size again with half of its claims on one pair of
states, as a multiple of the time without; ``--lines`` adds it from JSON lines to JSON lines.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.weigh_one import CLAIMS_A_DOCUMENT, World
from riscontro.model.exchange import claim_to_exchange
from riscontro.store.parquet import CLAIM_COLUMNS, connect, lines_to_parquet, literal
from riscontro.weigh.kernel.compiled import COMPILED

SIZES = (100_000, 400_000)
LOT = 100_000
HOT = ("KAR", "LES")


class Took(NamedTuple):
    """Seconds by the clock and of processor time, and the peak of memory in gigabytes."""

    clock: float
    spent: float
    memory: float


def made_up(claims: int) -> Iterator[str]:
    """Yield the lines of a file of claims."""
    world = World(claims)
    for _ in range(claims // CLAIMS_A_DOCUMENT):
        document, told = world.document()
        for claim in told:
            yield json.dumps(claim_to_exchange(claim, document.provenance)) + "\n"


def make_file(lot: Path, target: Path, size: int, *, hot: bool) -> None:
    """Lay a lot down as often as the size asks, each time among states of its own, half on one pair where ``hot``."""
    times = max(1, size // LOT)
    sides = []
    for name, state in zip(("actor", "recipient"), HOT, strict=True):
        own = f"CASE WHEN k = 0 THEN {name} ELSE {name} || k END"
        sides.append(f"CASE WHEN {hot} AND hash(document) % 2 = 0 THEN '{state}' ELSE {own} END AS {name}")
    changed = ", ".join(["id || '-' || k AS id", "document || '-' || k AS document", *sides])
    query = f"SELECT * EXCLUDE (k) REPLACE ({changed}) FROM read_parquet({literal(lot)}), range({times}) AS times(k)"
    with connect() as connection:
        connection.execute(f"COPY ({query} LIMIT {size}) TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)")


def weigh(claims: Path, events: Path, jobs: int) -> Took:
    """Weigh a file; return what it took."""
    command = ["-m", "riscontro", "weigh", str(claims), "-o", str(events), "--jobs", str(jobs)]
    return run(command)


def copy(claims: Path, target: Path) -> Took:
    """Copy a file by DuckDB, in one thread; return what it took."""
    made = (
        f"COPY (SELECT * FROM read_parquet({literal(claims)})) TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)"
    )
    return run(["-c", f"from riscontro.store.parquet import connect\nconnect().execute({made!r})"])


def run(arguments: list[str]) -> Took:
    """Run Python with arguments; return what it took."""
    started = time.perf_counter()
    child = subprocess.Popen([sys.executable, *arguments], env=os.environ, stderr=subprocess.DEVNULL)
    _, code, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(code)
    if child.returncode:
        raise SystemExit(f"{arguments} ended with {child.returncode}")
    return Took(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6)


def tell(size: int, took: Took, what: str) -> None:
    """Print what one run took."""
    pace = f"{size / took.clock:,.0f} claims/s by the clock, {size / took.spent:,.0f} of one core"
    print(f"{size} claims, {what}: {took.clock:.1f} s, {pace}, {took.memory:.2f} GB", flush=True)


def main(arguments: list[str]) -> None:
    """Print a line for each run, and one with the figures."""
    if not COMPILED:
        print("UNGATED: numba is not installed (riscontro[bulk]); loops that are not compiled are not measured")
        return
    jobs = int(arguments[arguments.index("--jobs") + 1]) if "--jobs" in arguments else 2
    named = [int(one) for number, one in enumerate(arguments) if one.isdigit() and arguments[number - 1] != "--jobs"]
    sizes = sorted(named) or list(SIZES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines, lot = folder / "lot.jsonl", folder / "lot.parquet"
        with lines.open("w", encoding="utf-8") as file:
            file.writelines(made_up(min(LOT, sizes[-1])))
        lines_to_parquet(lines, lot, CLAIM_COLUMNS)
        weigh(lot, folder / "first.parquet", jobs)  # compiles the loops, where that was not done before
        claims, events = folder / "claims.parquet", folder / "events.parquet"
        took = []
        for size in sizes:
            make_file(lot, claims, size, hot=False)
            took.append(weigh(claims, events, jobs))
            tell(size, took[-1], "Parquet")
        told = f"copies={took[-1].spent / copy(claims, events).spent:.1f} memory={took[-1].memory:.2f}"
        if len(sizes) > 1:
            growth = math.log(took[-1].spent / took[0].spent) / math.log(sizes[-1] / sizes[0])
            told += f" growth={growth:.2f}"
        if "--lines" in arguments:
            told += f" lines={_lines(claims, folder, sizes[-1], jobs).spent / took[-1].spent:.2f}"
        if "--hot" in arguments:
            make_file(lot, claims, sizes[-1], hot=True)
            hot = weigh(claims, events, jobs)
            tell(sizes[-1], hot, "half on one pair")
            told += f" hot={hot.spent / took[-1].spent:.2f}"
    rate = sizes[-1] / took[-1].spent
    print(f"weigh_files: claims={sizes[-1]} rate={rate:.0f} clock={sizes[-1] / took[-1].clock:.0f} {told}")


def _lines(claims: Path, folder: Path, size: int, jobs: int) -> Took:
    plain = folder / "claims.jsonl"
    with connect() as connection:
        moments = ", ".join(
            f"strftime(make_timestamp(epoch_us({name})), '%Y-%m-%dT%H:%M:%SZ') AS {name}"
            for name in ("public_from", "held_from")
        )
        query = f"SELECT * REPLACE ({moments}) FROM read_parquet({literal(claims)})"
        connection.execute(f"COPY ({query}) TO {literal(plain)} (FORMAT json)")
    took = weigh(plain, folder / "events.jsonl", jobs)
    tell(size, took, "JSON lines")
    return took


if __name__ == "__main__":
    main(sys.argv[1:])
