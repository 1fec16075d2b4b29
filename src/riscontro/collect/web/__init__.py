"""Reports from the web: addresses, lists of them, feeds and news sitemaps, asked for with care.

:class:`riscontro.collect.web.crawl.Crawl` takes what the user named to captures: bytes as received, with status,
headers, redirects and the feed's own text beside them. What could not be had comes out as an issue with its cause.
The libraries of the extra ``riscontro[web]`` are imported where they are used, and nowhere before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from riscontro.collect.web.values import Held, Plan, Unchanged, WebOptions
from riscontro.meter import Meter, no_meter

if TYPE_CHECKING:
    from riscontro.model.document import Capture, Declared
    from riscontro.model.issue import Issue

__all__ = ["Plan", "Unchanged", "WebOptions", "ask"]


def ask(
    plan: Plan,
    *,
    declared: Declared,
    clock: Callable[[], datetime],
    held: Held,
    robots: Path | None = None,
    report: Meter = no_meter,
) -> Iterator[Capture | Issue | Unchanged]:
    """Yield what the web gives of a plan's seeds, as it comes; see :class:`riscontro.collect.web.crawl.Crawl`.

    ``held`` tells what the case holds of an address; ``robots`` is where robots.txt files are kept between runs;
    ``report`` is told how many of the addresses known so far are
    settled. Raise :class:`riscontro.errors.UsageError` where a library of the
    extra is not installed.
    """
    from riscontro.collect.web.client import Client
    from riscontro.collect.web.crawl import Crawl, Surroundings
    from riscontro.collect.web.robots_file import RobotsFile

    options = plan.options
    client = Client(timeouts=options.timeouts, allow_private=options.allow_private, together=options.together)
    kept = RobotsFile(robots, clock) if robots is not None else None
    around = Surroundings(asker=client, clock=clock, now=time.monotonic, sleep=time.sleep, held=held, robots=kept)
    try:
        crawl = Crawl(seeds=plan.seeds, around=around, options=options, declared=declared)
        for item in crawl:
            yield item
            report(crawl.known - crawl.waiting, crawl.known, of="addresses")
    finally:
        client.close()
