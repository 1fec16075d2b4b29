"""WARC files in flat memory, and in two processes: ``python -m bench.parallel [PAGES]``.

Writes a WARC file of pages of our own wording and another of four times as many, collects each into a case of its own
through the command, and prints the peak memory of the command's largest process at both sizes with their ratio, and how
many times faster two processes are than one: elapsed time, best of several alternating rounds. Where others keep the
processors busy the last figure says little; ``load`` is the load of the machine over a minute.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from bench.pages import padded, page_capture
from bench.share_pages import make_pages
from riscontro.store.case import Case
from riscontro.store.warc import capture_to_records

PAGES = 200
TIMES_MORE = 4
ROUNDS = 3
NAVIGATION = 60


def write_warc(path: Path, count: int) -> None:
    """Write that many pages, each with another text."""
    pages = [page.markup for page in make_pages(1)]
    with path.open("wb") as file:
        for number in range(count):
            markup = padded(pages[number % len(pages)], NAVIGATION).replace("</h1>", f" {number}</h1>")
            file.write(capture_to_records(page_capture(markup, f"https://post.example/{number}")))


def collect(warc: Path, folder: Path, jobs: int) -> tuple[float, float]:
    """Return elapsed seconds, and peak memory in MB of the command's process (the parent's, where it has others)."""
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
    return time.perf_counter() - started, usage.ru_maxrss / 1024


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
        _, more = collect(large, folder / "more", 1)
    one = min(elapsed for (elapsed, _), _ in rounds)
    two = min(elapsed for _, (elapsed, _) in rounds)
    least = min(peak for (_, peak), _ in rounds)
    print(
        f"parallel: pages={pages} growth={more / least:.3f} peak_mb={more:.0f} two_processes={one / two:.2f}"
        f" one_pages_a_second={pages / one:.0f} load={os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES)
