"""WARC files in flat memory, and in two processes: ``python -m bench.parallel [--pages N ...] [--rounds N]``.

Writes WARC files of pages of our own wording, of 10 to 40 kB, at three sizes of a bulk job. Each is collected into a
case of its own through the command: by one process, by two, and as two halves side by side by two commands that know
nothing of each other, in alternating rounds; the best of each counts. One line a size:

- ``two_processes``: how many times faster ``--jobs 2`` is than ``--jobs 1``, elapsed time with program start;
- ``room``: how many times faster the two halves side by side are. It is what the machine gave two processes in the same
  minutes: below 1.9 others kept it busy (``load``), and ``two_processes`` says little;
- ``by_processor``: the same from processor time alone, which others hardly touch. One process's time over half of what
  the command and its two workers took together, as on two cores that nobody else uses;
- ``critical``: one process's time over the command's own and its slower worker's, one after the other: what is left if
  the two never ran at the same time, so that no schedule is worse;
- ``growth``: peak memory of one process over that at the smallest size.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from bench.pages import padded, page_capture
from bench.share_pages import make_pages
from riscontro.store.case import Case
from riscontro.store.warc import capture_to_records

PAGES = (500, 1500, 4000)
ROUNDS = 2
NAVIGATION = (20, 60, 120)
"""Blocks of navigation on the pages, in turn."""


class Cost(NamedTuple):
    """Seconds that passed, processor seconds of the command and of each worker, peak memory of the command in MB."""

    elapsed: float
    own: float
    workers: tuple[float, ...]
    peak: float


def pages() -> Iterator[str]:
    """Yield pages without end, each with a text of its own."""
    for seed in count(1):
        for number, page in enumerate(make_pages(seed)):
            yield padded(page.markup, NAVIGATION[number % len(NAVIGATION)])


def write_warc(path: Path, size: int) -> None:
    """Write that many pages."""
    with path.open("wb") as file:
        for number, markup in enumerate(islice(pages(), size)):
            marked = markup.replace("</h1>", f" {number}</h1>")
            file.write(capture_to_records(page_capture(marked, f"https://post.example/{number}")))


def run_command(warc: Path, folder: Path, jobs: int) -> None:
    """Collect a file as the command does, and print what it cost as JSON; the child's side of the bench."""
    from riscontro.cli.main import exit_code_of
    from riscontro.collect.deriving import Deriver
    from riscontro.pipeline import collecting

    derivers: list[Deriver] = []

    class Noted(Deriver):
        def __enter__(self) -> Deriver:
            derivers.append(self)
            return super().__enter__()

    with mock.patch.object(collecting, "Deriver", Noted):
        code = exit_code_of(["collect", str(warc), "--case", str(folder), "--no-sieve", "--jobs", str(jobs)])
    workers = [seconds for deriver in derivers for seconds in deriver.worked.values()]
    print(json.dumps({"code": code, "own": time.process_time(), "workers": workers}))


def begin(warc: Path, folder: Path, jobs: int) -> subprocess.Popen[bytes]:
    """Start a command that collects a file into a new case."""
    Case.init(folder, title="A case")
    # As an installed program runs: its modules are compiled once, not at each start.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder.parent / "compiled")
    command = [sys.executable, "-m", "bench.parallel", "--child", str(warc), str(folder), str(jobs)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)


def end(child: subprocess.Popen[bytes], started: float) -> Cost:
    """Wait for a command and return what it cost."""
    assert child.stdout is not None
    told = json.loads(child.stdout.read() or "{}")
    _, status, usage = os.wait4(child.pid, 0)
    elapsed = time.perf_counter() - started
    child.returncode = status
    if status or told["code"]:
        raise SystemExit(f"collect ended with {status}, {told}")
    return Cost(elapsed, told["own"], tuple(told["workers"]), usage.ru_maxrss / 1024)


def collect(warc: Path, folder: Path, jobs: int) -> Cost:
    """Return what collecting a file costs."""
    started = time.perf_counter()
    return end(begin(warc, folder, jobs), started)


def collect_apart(halves: Sequence[Path], folder: Path) -> float:
    """Return the seconds in which two commands collect a half each, side by side."""
    started = time.perf_counter()
    children = [begin(half, folder.with_name(f"{folder.name}-{number}"), 1) for number, half in enumerate(halves)]
    for child in children:
        end(child, started)
    return time.perf_counter() - started


class Figures(NamedTuple):
    """What the rounds gave at one size."""

    one: Cost
    two: Cost
    apart: float

    def line(self, size: int, first: Figures) -> str:
        """Return the figures in words."""
        shared = (self.two.own + sum(self.two.workers)) / 2
        return (
            f"parallel: pages={size} two_processes={self.one.elapsed / self.two.elapsed:.2f}"
            f" room={self.one.elapsed / self.apart:.2f} by_processor={self.one.own / shared:.2f}"
            f" critical={self.one.own / (self.two.own + max(self.two.workers)):.2f}"
            f" one_cpu={self.one.own:.1f} parent_cpu={self.two.own:.1f}"
            f" slowest_worker_cpu={max(self.two.workers):.1f} growth={self.one.peak / first.one.peak:.3f}"
            f" peak_mb={self.one.peak:.0f} pages_a_second={size / self.one.own:.0f} load={os.getloadavg()[0]:.1f}"
        )


def measure(folder: Path, size: int, rounds: int) -> Figures:
    """Return the best of the rounds at one size."""
    folder.mkdir()
    whole, halves = folder / "whole.warc.gz", [folder / "half.warc.gz"] * 2
    write_warc(whole, size)
    write_warc(halves[0], size // 2)
    collect(halves[0], folder / "first", 1)  # compiles the modules
    ones, twos, aparts = [], [], []
    for number in range(rounds):
        ones.append(collect(whole, folder / f"one-{number}", 1))
        twos.append(collect(whole, folder / f"two-{number}", 2))
        aparts.append(collect_apart(halves, folder / f"apart-{number}"))
    best = min(twos, key=lambda cost: cost.own + sum(cost.workers))
    one = Cost(min(c.elapsed for c in ones), min(c.own for c in ones), (), min(c.peak for c in ones))
    return Figures(one, best._replace(elapsed=min(cost.elapsed for cost in twos)), min(aparts))


def main(arguments: Sequence[str]) -> int:
    """Measure and print one line a size."""
    parser = argparse.ArgumentParser(prog="python -m bench.parallel", description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, nargs="+", default=PAGES, help="sizes of the WARC files, in pages")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="alternating rounds, of which the best counts")
    parser.add_argument("--child", nargs=3, metavar=("WARC", "CASE", "JOBS"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        run_command(Path(options.child[0]), Path(options.child[1]), int(options.child[2]))
        return 0
    with tempfile.TemporaryDirectory() as name:
        first: Figures | None = None
        for size in options.pages:
            found = measure(Path(name) / str(size), size, options.rounds)
            first = first or found
            print(found.line(size, first), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
