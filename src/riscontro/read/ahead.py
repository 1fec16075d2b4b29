"""Work done ahead in threads, answers in the order of the questions. For readers that mostly wait."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def ahead(items: Iterable[T], work: Callable[[T], R], *, workers: int) -> Iterator[R]:
    """Yield the results of ``work`` in order, up to ``workers`` at a time; items are drawn in the caller's thread.

    What ``work`` raises is raised in its turn; what was begun after it is waited for, and dropped.
    """
    if workers <= 1:
        yield from map(work, items)
        return
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="reader") as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) >= workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def ahead_of_stream(items: Iterable[T], work: Callable[[T], R], *, workers: int) -> Iterator[R]:
    """Yield as :func:`ahead` does, but draw the items in a thread of their own: who asks line by line and waits for
    each answer gets it before the next line is there.
    """
    if workers <= 1:
        yield from map(work, items)
        return
    queue: Queue[Future[R] | BaseException | None] = Queue(maxsize=workers)
    stopped = Event()
    with ThreadPoolExecutor(workers, thread_name_prefix="reader") as pool:

        def feed() -> None:
            try:
                for item in items:
                    if stopped.is_set():
                        return
                    queue.put(pool.submit(work, item))
            except BaseException as error:  # noqa: BLE001 - handed to the one who waits, who raises it
                queue.put(error)
            else:
                queue.put(None)

        feeder = Thread(target=feed, daemon=True, name="lines")
        feeder.start()
        try:
            while (found := queue.get()) is not None:
                if isinstance(found, BaseException):
                    raise found
                yield found.result()
        finally:
            stopped.set()
            while not queue.empty():
                queue.get_nowait()
