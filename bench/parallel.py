"""WARC files in flat memory, and in two processes: ``python -m bench.parallel [PAGES]``.

Writes a WARC file of pages of our own wording and another of three times as many, collects each into a case of its own
through the command, and prints the peak memory of the command's largest process at both sizes with their ratio, and how
many times faster two processes are than one: elapsed time, best of several alternating rounds. Where others keep the
processors busy that says little (``load`` is the load of the machine over a minute), so ``parent`` tells what part of
one process's processor time the parent still takes where two others extract: the part that cannot be shared out.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bench.pages import padded, page_capture
from bench.share_pages import make_pages
from riscontro.store.case import Case
from riscontro.store.warc import capture_to_records

PAGES = 300
TIMES_MORE = 3
ROUNDS = 2
NAVIGATION = 60


def write_warc(path: Path, count: int) -> None:
    """Write that many pages, each with another text."""
    pages = [page.markup for page in make_pages(1)]
    with path.open("wb") as file:
        for number in range(count):
            markup = padded(pages[number % len(pages)], NAVIGATION).replace("</h1>", f" {number}</h1>")
            file.write(capture_to_records(page_capture(markup, f"https://post.example/{number}")))


class Cost(NamedTuple):
    """Seconds that passed, processor seconds of the command's own process, and its peak memory in MB."""

    elapsed: float
    work: float
    peak: float


def collect(warc: Path, folder: Path, jobs: int) -> Cost:
    """Return what collecting a file costs."""
    Case.init(folder, title="A case")
    command = [sys.executable, "-m", "riscontro", "collect", str(warc), "--case", str(folder), "--no-sieve"]
    started = time.perf_counter()
    null = os.open(os.devnull, os.O_WRONLY)
    actions = [(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    child = os.posix_spawn(sys.executable, [*command, "--jobs", str(jobs)], os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    os.close(null)
    if status:
        raise SystemExit(f"collect ended with {status}")
    return Cost(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main(pages: int) -> None:
    """Measure and print one line."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = folder / "small.warc.gz", folder / "large.warc.gz"
        write_warc(small, pages)
        write_warc(large, pages * TIMES_MORE)
        rounds = [
            (collect(small, folder / f"one-{n}", 1), collect(small, folder / f"two-{n}", 2)) for n in range(ROUNDS)
        ]
        more = collect(large, folder / "more", 1)
    one = Cost(*map(min, zip(*(first for first, _ in rounds), strict=True)))
    two = Cost(*map(min, zip(*(second for _, second in rounds), strict=True)))
    print(
        f"parallel: pages={pages} growth={more.peak / one.peak:.3f} peak_mb={more.peak:.0f}"
        f" two_processes={one.elapsed / two.elapsed:.2f} parent={two.work / one.work:.2f}"
        f" pages_a_second={pages / one.work:.0f} load={os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES)
