"""What a document costs beside the endpoint's own time: the processor's, by phase and by thread, and the clock's.

Our own reading, to which an answer is held, goes on while the answer is waited for: it is in the processor's time and,
where the endpoint takes longer than it, in none of the clock's.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from unittest.mock import patch

from bench.model_gold import Case
from bench.model_server import serving, serving_apart
from riscontro.read.model import accept, asking, reader
from riscontro.read.model.client import Client
from riscontro.read.model.errand import Errand
from riscontro.read.model.options import ModelOptions
from riscontro.read.model.reader import ModelReader
from riscontro.read.model.replies import RepliesInMemory
from riscontro.read.reader import read as read_by_rules
from riscontro.read.study import Study

REPEATS = 8
"""The first fills the caches of the packs and examples; the best counts."""

PHASES: tuple[tuple[str, Any, str], ...] = (
    ("words looked up", Study, "_found"),
    ("times", Study, "times"),
    ("numbers", Study, "numbers"),
    ("attributions", Study, "voices"),
    ("rules: drafts and claims", Study, "claims"),
    ("instructions", reader, "find_instructions"),
    ("made ready while waiting", accept.Judge, "prepare"),
    ("parts", reader, "cut_parts"),
    ("question", reader, "to_messages"),
    ("text folded", accept, "fold_text"),
    ("request and answer", Client, "ask"),
    ("answer parsed", asking, "_given"),
    ("held to the text", accept.Judge, "accept"),
)
"""Names, and what they are measured by: a function, or a property, of a module or class. Nested ones count apart."""


WAITING = ("made ready while waiting", "times", "numbers", "attributions", "rules: drafts and claims", "text folded")
"""Phases that go on while the answer is waited for."""
ANSWER_SECONDS = 0.02
"""How long the stand-in takes where the clock is read; any model takes longer."""
CLOCK_TURNS = 4


class Stopwatch:
    """Adds up processor time by phase, in each thread; a phase within another counts for itself alone."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._own = threading.local()

    @property
    def _running(self) -> list[str]:
        running: list[str] = self._own.__dict__.setdefault("running", [])
        return running

    def _book(self) -> None:
        now = time.thread_time()
        if self._running:
            self.seconds[self._running[-1]] = self.seconds.get(self._running[-1], 0.0) + now - self._own.since
        self._own.since = now

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function whose time is booked under a name."""

        def run(*arguments: Any, **named: Any) -> Any:
            self._book()
            self._running.append(name)
            try:
                return function(*arguments, **named)
            finally:
                self._book()
                self._running.pop()

        return run


@contextmanager
def split(watch: Stopwatch) -> Iterator[None]:
    """Have the phases timed."""
    changed = []
    for name, owner, attribute in PHASES:
        found = owner.__dict__[attribute]
        if isinstance(found, cached_property):
            timed: Any = cached_property(watch.timed(name, found.func))
            timed.__set_name__(owner, attribute)
        else:
            timed = watch.timed(name, found)
        changed.append(patch.object(owner, attribute, timed))
    for one in changed:
        one.start()
    try:
        yield
    finally:
        for one in changed:
            one.stop()


def measure_overhead(cases: Sequence[Case], answer: Callable[[str], dict[str, Any]]) -> int:
    """Print what a document costs, the best of several turns: processor time of the threads that read and ask, with
    what the rules alone take in the same run; and how much longer than the endpoint's own time it lasts.
    """
    with serving(answer) as (url, _):
        options = ModelOptions(url=url, model="stand-in", concurrency=1)
        best: dict[str, float] = {}
        for _turn in range(REPEATS):
            made = ModelReader(options, replies=RepliesInMemory())
            for name, read in (("asked", made.read), ("replayed", made.read), ("rules", read_by_rules)):
                best[name] = min(best.get(name, float("inf")), _seconds(read, cases) / len(cases))
            made.close()
        phases = _by_phase(options, cases)
    print("processor time, milliseconds a document")
    for name, seconds in best.items():
        print(f"  {name:26} {1000 * seconds:.2f}")
    print("of those asked, by phase")
    for name, seconds in sorted(phases.items(), key=lambda pair: -pair[1]):
        print(f"  {name:26} {1000 * seconds:.2f}{'  while waiting' if name in WAITING else ''}")
    waiting = sum(phases.get(name, 0.0) for name in WAITING)
    beside = best["asked"] - waiting
    print(f"ratio {best['asked'] / best['rules']:.2f} of what the rules take, {beside / best['rules']:.2f} without it")
    print(f"overhead {1000 * beside:.2f} ms a document of the processor beside what goes on while waiting")
    lasting = 1000 * _by_the_clock(cases, answer)
    print(f"overhead {lasting:.2f} ms a document by the clock, answers taking {ANSWER_SECONDS} s")
    return 0


def _by_the_clock(cases: Sequence[Case], answer: Callable[[str], dict[str, Any]]) -> float:
    """Return how much longer a document lasts than its answer: for each document the best of several turns, then their
    mean. The stand-in has a process of its own, as an endpoint has.
    """
    with serving_apart(answer, seconds=ANSWER_SECONDS) as (url, spent):
        options = ModelOptions(url=url, model="stand-in", concurrency=1)
        best = [float("inf")] * len(cases)
        for _turn in range(CLOCK_TURNS):
            made = ModelReader(options, replies=RepliesInMemory())
            for number, case in enumerate(cases):
                before, started = spent(), time.perf_counter()
                made.read(case.document)
                best[number] = min(best[number], time.perf_counter() - started - (spent() - before))
            made.close()
    return sum(best) / len(best)


def _by_phase(options: ModelOptions, cases: Sequence[Case]) -> dict[str, float]:
    """Return seconds a document by phase, each the best of several turns."""
    best: dict[str, float] = {}
    for _turn in range(REPEATS // 2):
        watch = Stopwatch()
        with split(watch):
            made = ModelReader(options, replies=RepliesInMemory())
            watch.timed("the rest", _seconds)(made.read, cases)
            made.close()
        for name, seconds in watch.seconds.items():
            best[name] = min(best.get(name, float("inf")), seconds / len(cases))
    return best


def _seconds(read: Callable[[Any], Any], cases: Sequence[Case]) -> float:
    """Return the processor time of this thread and of those that it starts to ask."""
    asking = 0.0
    go = Errand._go

    def counted(errand: Errand[Any]) -> None:
        nonlocal asking
        started = time.thread_time()
        go(errand)
        asking += time.thread_time() - started

    started = time.thread_time()
    with patch.object(Errand, "_go", counted):
        for case in cases:
            read(case.document)
    return time.thread_time() - started + asking
