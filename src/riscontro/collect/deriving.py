"""Captures to what they hold, one after the other or in several processes, the same in the same order either way.

A process that dies (killed, out of memory) loses nothing: what it had in hand is tried again alone, and a capture that
kills its process a second time is an issue with its cause. Nothing is written here: the caller keeps the results.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from riscontro.collect.extract import Extraction, extract
from riscontro.collect.sieve import Pair, Sieve, make_sieve
from riscontro.model.document import Capture, Document
from riscontro.model.issue import Issue
from riscontro.model.observation import SeriesRule

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

# The machinery of processes is imported where it is used: most runs need one alone, and start faster without it.

SIEVED_FROM = "warc."
"""Captures with a context of this name come from bulk: they are sieved where nothing else is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SievePolicy:
    """Which captures are sieved: ``pairs`` are watched; ``on`` is ``None`` for those from bulk alone."""

    pairs: tuple[Pair, ...] = ()
    on: bool | None = None

    def covers(self, capture: Capture) -> bool:
        """Tell whether a capture is to be sieved."""
        if not self.pairs or self.on is False:
            return False
        return bool(self.on) or any(name.startswith(SIEVED_FROM) for name, _ in capture.context)


NO_SIEVE = SievePolicy()

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What came of one capture; ``sieved`` is the reason why nothing was extracted, ``None`` where it was.

    ``prepared`` is what the caller's own function made of it in a worker, ``None`` where it was derived here.
    """

    extraction: Extraction
    sieved: str | None = None
    prepared: Any = None


class Begun(NamedTuple, Generic[T]):
    """A batch, what gives the result of each of its captures, and whether workers have been started on them."""

    batch: Sequence[T]
    result: Callable[[Capture], Derived]
    apart: bool = False


class Answer(NamedTuple):
    """What a worker made of the captures it was handed, in order; its number, and its processor seconds so far."""

    derived: tuple[Derived, ...]
    worker: int
    seconds: float


Prepare = Callable[[Capture, Sequence[Document]], object]
"""What workers do beside deriving, for the caller to whom the results go: a function of a module, as they import it."""


class Deriver:
    """Derives captures under one policy, in ``jobs`` processes; use it as a context manager.

    ``series`` is what the case declares of tables of observations. Workers, where there are any, also ``prepare`` each
    capture and its documents for whoever keeps them. ``worked`` tells the processor seconds of each
    worker as last heard of, by its number.
    """

    def __init__(
        self,
        policy: SievePolicy = NO_SIEVE,
        *,
        jobs: int = 1,
        series: tuple[SeriesRule, ...] = (),
        prepare: Prepare | None = None,
    ) -> None:
        self._policy = policy
        self._prepare = prepare
        self._series = series
        self._jobs = jobs
        self._sieve: Sieve | None = None
        self._pool: ProcessPoolExecutor | None = None
        self.worked: dict[int, float] = {}

    def __enter__(self) -> Deriver:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def derive(self, capture: Capture, *, sieved: bool | None = None) -> Derived:
        """Return what one capture holds, in this process; ``sieved`` says whether it is to be, before the policy."""
        if self._policy.covers(capture) if sieved is None else sieved:
            if self._sieve is None:
                self._sieve = make_sieve(self._policy.pairs)
            reason = self._sieve.reason(capture)
            if reason is not None:
                return Derived(extraction=Extraction(), sieved=reason)
        return Derived(extraction=extract(capture, series=self._series))

    def begin(self, captures: Iterable[Capture]) -> Callable[[Capture], Derived]:
        """Start on captures; return what gives the result of each when it is asked for, those unknown derived then."""
        if self._jobs < 2:
            return self.derive
        from concurrent.futures.process import BrokenProcessPool

        from riscontro.collect.workers import dealt

        begun: dict[str, tuple[Future[Answer], int]] = {}
        for chunk in dealt(captures):
            future = self._submit(chunk)
            begun.update((capture.id, (future, place)) for place, capture in enumerate(chunk))

        def result(capture: Capture) -> Derived:
            future, place = begun.get(capture.id) or (self._submit((capture,)), 0)
            try:
                answer = future.result()
            except BrokenProcessPool:
                self._drop_pool()
                return self._alone(capture)
            self.worked[answer.worker] = max(answer.seconds, self.worked.get(answer.worker, 0.0))
            return answer.derived[place]

        return result

    def ahead(self, batches: Iterable[Sequence[T]], wanted: Callable[[T], Capture | None]) -> Iterator[Begun[T]]:
        """Yield each batch with its results; the next batch is begun before a batch is given out.

        ``wanted`` gives the capture of an item that is worth starting on, ``None`` for others.
        """
        waiting: Begun[T] | None = None
        for batch in batches:
            captures = [capture for item in batch if (capture := wanted(item)) is not None]
            begun = Begun(batch, self.begin(captures), self._jobs > 1)
            if self._jobs < 2:
                yield begun
                continue
            if waiting is not None:
                yield waiting
            waiting = begun
        if waiting is not None:
            yield waiting

    def _submit(self, captures: tuple[Capture, ...]) -> Future[Answer]:
        from concurrent.futures.process import BrokenProcessPool

        for _ in range(2):
            try:
                return self._running().submit(_derive, captures)
            except BrokenProcessPool:
                self._drop_pool()
        return self._running().submit(_derive, captures)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = self._make_pool(self._jobs)
        return self._pool

    def _make_pool(self, jobs: int) -> ProcessPoolExecutor:
        from riscontro.collect.workers import make_pool

        return make_pool(jobs, _start_worker, (self._policy, self._series, self._prepare))

    def _drop_pool(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _alone(self, capture: Capture) -> Derived:
        """Derive a capture in a process of its own: if that dies too, the capture is the cause."""
        from concurrent.futures.process import BrokenProcessPool

        with self._make_pool(1) as pool:
            try:
                return pool.submit(_derive, (capture,)).result().derived[0]
            except BrokenProcessPool:
                message = f"{capture.origin}: the process that extracted it died twice; it is kept without a document"
                issue = Issue(code="collect.capture.died", message=message, subject=capture.id)
                return Derived(extraction=Extraction(issues=(issue,)))

    def derive_prepared(self, capture: Capture) -> Derived:
        """Return what one capture holds, prepared for keeping; what a worker does."""
        derived = self.derive(capture)
        if self._prepare is None:
            return derived
        return replace(derived, prepared=self._prepare(capture, derived.extraction.documents))


_worker: Deriver | None = None
"""The deriver of a worker process: made once, since its sieve takes time to make."""


def _start_worker(policy: SievePolicy, series: tuple[SeriesRule, ...], prepare: Prepare | None) -> None:
    global _worker  # noqa: PLW0603 (the only way to keep a value in a worker of the pool)
    _worker = Deriver(policy, series=series, prepare=prepare)


def _derive(captures: tuple[Capture, ...]) -> Answer:
    assert _worker is not None
    derived = tuple(_worker.derive_prepared(capture) for capture in captures)
    return Answer(derived=derived, worker=os.getpid(), seconds=time.process_time())
