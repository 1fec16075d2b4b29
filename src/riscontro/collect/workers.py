"""The processes that derive: where they come from, and how captures are dealt out to them.

Light on purpose: a command that will need workers starts the server they are forked from before it imports what it
needs itself, so that the server has the extractor ready by the time the first captures are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_all_start_methods, get_context
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from riscontro.model.document import Capture

CHUNK_BYTES = 128 << 10
"""Bytes of captures that are handed to a worker at once: about a tenth of a second of work, so that none waits long
for the others at the end, and the handing over costs little beside the work."""

CHUNK_CAPTURES = 8

_PRELOADED = "riscontro.collect.warmed"


def start_server() -> None:
    """Start the process that workers are forked from, where there is such a thing, and return without waiting for it.

    Once is enough: a server that runs already is left as it is.
    """
    if "forkserver" not in get_all_start_methods():
        return
    from multiprocessing.forkserver import ensure_running

    _context()
    ensure_running()


def make_pool(jobs: int, start: Callable[..., None], arguments: tuple[Any, ...]) -> ProcessPoolExecutor:
    """Return a pool of ``jobs`` processes, each of which calls ``start`` with the arguments before anything else."""
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(jobs, mp_context=_context(), initializer=start, initargs=arguments)


def _context() -> Any:
    # Never a fork of this process: an open ledger and its locks must not be inherited. Where there is a server to fork
    # from, it imports the extractor once for all.
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([_PRELOADED])
    return context


def dealt(captures: Iterable[Capture]) -> Iterator[tuple[Capture, ...]]:
    """Yield captures in their order, as many together as one worker takes at once."""
    chunk: list[Capture] = []
    size = 0
    for capture in captures:
        if chunk and (size + capture.size > CHUNK_BYTES or len(chunk) == CHUNK_CAPTURES):
            yield tuple(chunk)
            chunk, size = [], 0
        chunk.append(capture)
        size += capture.size
    if chunk:
        yield tuple(chunk)
