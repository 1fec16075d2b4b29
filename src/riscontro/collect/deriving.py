"""Captures to what they hold, one after the other or in several processes, the same in the same order either way.

A process that dies (killed, out of memory) loses nothing: what it had in hand is tried again alone, and a capture that
kills its process a second time is an issue with its cause. Nothing is written here: the caller keeps the results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from riscontro.collect.extract import Extraction, extract
from riscontro.collect.sieve import Pair, Sieve, make_sieve
from riscontro.model.document import Capture
from riscontro.model.issue import Issue

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
    """What came of one capture; ``sieved`` is the reason why nothing was extracted, ``None`` where it was."""

    extraction: Extraction
    sieved: str | None = None


class Begun(NamedTuple, Generic[T]):
    """A batch, and what gives the result of each of its captures."""

    batch: Sequence[T]
    result: Callable[[Capture], Derived]


class Deriver:
    """Derives captures under one policy, in ``jobs`` processes; use it as a context manager."""

    def __init__(self, policy: SievePolicy = NO_SIEVE, *, jobs: int = 1) -> None:
        self._policy = policy
        self._jobs = jobs
        self._sieve: Sieve | None = None
        self._pool: ProcessPoolExecutor | None = None

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
        return Derived(extraction=extract(capture))

    def begin(self, captures: Iterable[Capture]) -> Callable[[Capture], Derived]:
        """Start on captures; return what gives the result of each when it is asked for, those unknown derived then."""
        if self._jobs < 2:
            return self.derive
        from concurrent.futures.process import BrokenProcessPool

        futures = {capture.id: self._submit(capture) for capture in captures}

        def result(capture: Capture) -> Derived:
            future = futures.pop(capture.id, None) or self._submit(capture)
            try:
                return future.result()
            except BrokenProcessPool:
                self._drop_pool()
                return self._alone(capture)

        return result

    def ahead(self, batches: Iterable[Sequence[T]], wanted: Callable[[T], Capture | None]) -> Iterator[Begun[T]]:
        """Yield each batch with its results; the next batch is begun before a batch is given out.

        ``wanted`` gives the capture of an item that is worth starting on, ``None`` for others.
        """
        waiting: Begun[T] | None = None
        for batch in batches:
            captures = [capture for item in batch if (capture := wanted(item)) is not None]
            begun = Begun(batch, self.begin(captures))
            if self._jobs < 2:
                yield begun
                continue
            if waiting is not None:
                yield waiting
            waiting = begun
        if waiting is not None:
            yield waiting

    def _submit(self, capture: Capture) -> Future[Derived]:
        from concurrent.futures.process import BrokenProcessPool

        for _ in range(2):
            try:
                return self._running().submit(_derive, capture)
            except BrokenProcessPool:
                self._drop_pool()
        return self._running().submit(_derive, capture)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _make_pool(self._policy, self._jobs)
        return self._pool

    def _drop_pool(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _alone(self, capture: Capture) -> Derived:
        """Derive a capture in a process of its own: if that dies too, the capture is the cause."""
        from concurrent.futures.process import BrokenProcessPool

        with _make_pool(self._policy, 1) as pool:
            try:
                return pool.submit(_derive, capture).result()
            except BrokenProcessPool:
                message = f"{capture.origin}: the process that extracted it died twice; it is kept without a document"
                issue = Issue(code="collect.capture.died", message=message, subject=capture.id)
                return Derived(extraction=Extraction(issues=(issue,)))


_worker: Deriver | None = None
"""The deriver of a worker process: made once, since its sieve takes a second to make."""


def _make_pool(policy: SievePolicy, jobs: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_all_start_methods, get_context

    # Never a fork of this process: an open ledger and its locks must not be inherited. Where there is a server to fork
    # from, it imports the extractor once for all.
    context: Any
    if "forkserver" in get_all_start_methods():
        context = get_context("forkserver")
        context.set_forkserver_preload([__name__, "riscontro.collect.page"])
    else:
        context = get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker, initargs=(policy,))


def _start_worker(policy: SievePolicy) -> None:
    global _worker  # noqa: PLW0603 (the only way to keep a value in a worker of the pool)
    _worker = Deriver(policy)


def _derive(capture: Capture) -> Derived:
    assert _worker is not None
    return _worker.derive(capture)
