"""From addresses to captures: feeds first, then the pages that they name, at each host's pace.

Nothing is asked for that nobody named: an address of the user, the entries of a feed or sitemap of the user's, the
sitemaps of an index of the user's, the redirects of these, and each host's robots.txt. Links in pages lead nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from riscontro.collect.coding import ACCEPTED
from riscontro.collect.limits import DEFAULT_LIMITS, Limits
from riscontro.collect.web.address import check_url, host_key, origin_of
from riscontro.collect.web.entries import FEED_TYPES, SITEMAP_TYPE, Entry
from riscontro.collect.web.feeds import Feed, feed_type, read_feed
from riscontro.collect.web.job import SURPLUS, Job, failure_to_issue, joined, laid_over, refuse_types, to_robots
from riscontro.collect.web.pace import Host, Queue, backoff, retry_after
from riscontro.collect.web.records import Asked, Recorder
from riscontro.collect.web.robots import (
    ROBOTS_BYTES,
    ROBOTS_REDIRECTS,
    Robots,
)
from riscontro.collect.web.robots_file import RobotsFile
from riscontro.collect.web.side import Outcome, Side
from riscontro.collect.web.values import (
    DEFAULT_OPTIONS,
    Answer,
    Asker,
    Failure,
    Held,
    Seed,
    Unchanged,
    WebOptions,
    nothing_held,
)
from riscontro.errors import RiscontroError
from riscontro.model.document import Capture, Declared
from riscontro.model.issue import Issue

NOTHING_DECLARED = Declared()
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
INDEX_DEPTH = 2
"""Sitemap indexes within each other; the protocol allows one."""

_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,*/*;q=0.5"
_BUSY = frozenset({429, 503})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a run touches: who asks, the clocks, how to sleep, what is held. Tests bring their own."""

    asker: Asker
    clock: Callable[[], datetime]
    now: Callable[[], float]
    sleep: Callable[[float], None]
    held: Held = nothing_held
    robots: RobotsFile | None = None


_Then = Callable[[Outcome[Any]], Iterator[Capture | Issue | Unchanged]]


class _Turn(NamedTuple):
    """An address that is being asked, its host, and what is done with what comes of it."""

    job: Job
    host: Host[Job]
    then: _Then


@dataclass
class Crawl:
    """One run over what the user named. Iterate once: captures, issues, and what was unchanged, as they come.

    ``options.together`` hosts are asked side by side, each one address at a time; with one, all comes in a fixed order.

    ``known`` counts the addresses that this run has come to know of so far, ``done`` those that are settled.
    """

    seeds: Iterable[Seed]
    around: Surroundings
    options: WebOptions = DEFAULT_OPTIONS
    declared: Declared = NOTHING_DECLARED
    limits: Limits = DEFAULT_LIMITS
    known: int = 0
    _seen: set[str] = field(default_factory=set)
    _robots: dict[str, Robots] = field(default_factory=dict)
    _robots_failed: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._queue: Queue[Job] = Queue(delay=self.options.delay, now=self.around.now)
        self._side: Side[_Turn] = Side(self.options.together)

    @property
    def waiting(self) -> int:
        """How many addresses wait to be asked."""
        return len(self._queue)

    def __iter__(self) -> Iterator[Capture | Issue | Unchanged]:
        for seed in self.seeds:
            yield from self._plant(seed)
        while True:
            host = self._queue.soonest() if self._side.has_room else None
            refused = self._refusal(host) if host is not None else None
            wait = None if host is None else max(0.0, host.next_at() - self.around.now())
            if host is not None and refused is not None:
                yield self._postpone(host, *refused)
            elif host is not None and wait == 0:
                yield from self._begin(host)
            elif self._side.running:
                done = self._side.next(wait)
                if done is not None:
                    yield from self._end(*done)
            elif wait is not None:
                self.around.sleep(wait)
            else:
                return

    def _begin(self, host: Host[Job]) -> Iterator[Capture | Issue | Unchanged]:
        """Ask for the next address of a host: beside, where others may be asked meanwhile."""
        job = self._queue.pop(host)
        return self._guarded(job, host, self._start(job, host))

    def _start(self, job: Job, host: Host[Job]) -> Iterator[Capture | Issue | Unchanged]:
        call, then = self._step(job, host)
        if self.options.together > 1:
            host.busy = True
            self._side.begin(_Turn(job, host, then), call)
        else:
            yield from then(Outcome(call))

    def _end(self, turn: _Turn, outcome: Outcome[Any]) -> Iterator[Capture | Issue | Unchanged]:
        """Handle what came of asking."""
        turn.host.busy = False
        return self._guarded(turn.job, turn.host, turn.then(outcome))

    def _guarded(
        self, job: Job, host: Host[Job], items: Iterator[Capture | Issue | Unchanged]
    ) -> Iterator[Capture | Issue | Unchanged]:
        """Yield what comes of an address; where it cannot be had, what is kept in its place."""
        try:
            yield from items
        except Failure as failure:
            yield from self._failed(job, host, failure)
        except RiscontroError:
            raise
        except Exception as error:  # noqa: BLE001 - the outer loop: one address must not stop the others
            fault = Failure("failed", f"a fault of riscontro: {type(error).__name__}: {error}"[:300])
            yield from self._failed(job, host, fault)

    # Seeds

    def _plant(self, seed: Seed) -> Iterator[Capture | Issue | Unchanged]:
        if seed.payload is not None:
            yield from self._plant_file(seed, seed.payload)
            return
        try:
            url = check_url(seed.url)
        except Failure as failure:
            yield failure_to_issue(failure, seed.url)
            return
        yield from self._add(Job(url=url, origin=url, seed=seed))

    def _plant_file(self, seed: Seed, payload: bytes) -> Iterator[Capture | Issue | Unchanged]:
        job = Job(url=seed.url, origin=seed.url, seed=seed)
        try:
            feed = read_feed(payload, url=seed.url)
        except Failure as failure:
            yield failure_to_issue(failure, seed.url)
            return
        yield self._recorder(seed).feed(payload, feed_type(payload) or SITEMAP_TYPE, origin=seed.url)
        yield from self._follow(job, feed)

    def _add(self, job: Job) -> Iterator[Capture | Issue | Unchanged]:
        """Let an address wait its turn; what is held and no feed is not asked for again unless ``refresh`` is set."""
        if job.origin in self._seen:
            return
        self._seen.add(job.origin)
        self.known += 1
        if not self.options.refresh and not job.is_feed and self._is_held(job):
            yield Unchanged(origin=job.origin)
            return
        self._queue.add(host_key(job.url), job)

    def _is_held(self, job: Job) -> bool:
        prior = self.around.held(job.origin)
        if prior is None or prior.media_type in FEED_TYPES:
            return False
        return prior.unfetched is None or prior.gone

    # Pace

    def _refusal(self, host: Host[Job]) -> tuple[str, str] | None:
        """Return code and reason why a host is asked no more in this run, ``None`` where it may be."""
        if host.asked >= self.options.budget:
            return "budget", f"{host.asked} requests were made, the most of one run (--budget)"
        wait = host.next_at() - self.around.now()
        if wait > self.options.patience:
            return "postponed", f"it asks for a pause of {wait:,.0f} seconds, more than a run waits"
        return None

    def _postpone(self, host: Host[Job], code: str, reason: str) -> Issue:
        jobs = self._queue.clear(host)
        several = f"{len(jobs)} addresses are" if len(jobs) > 1 else f"{jobs[0].origin} is"
        return Issue(
            code=f"collect.web.{code}",
            message=f"{host.name}: {reason}; {several} left for the next run",
            subject=origin_of(jobs[0].url),
        )

    # One step

    def _step(self, job: Job, host: Host[Job]) -> tuple[Callable[[], Any], _Then]:
        """Return what is to be asked for an address, which touches the network alone, and what is done with it.

        Raise :class:`Failure` where nothing may be asked.
        """
        origin = origin_of(job.url)
        if origin not in self._robots and not self._recall_robots(origin, host):
            return partial(self._ask_robots, origin, host), partial(self._learn_robots, origin, job, host)
        self._robots[origin].check(job.url)
        headers = {
            "User-Agent": self.options.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPTED,
            "Connection": "close",
            **self._conditions(job),
        }
        ask = partial(self.around.asker.get, job.url, headers=headers, limit=self.limits.file, accept=refuse_types)
        return ask, partial(self._answered, job, host)

    def _answered(self, job: Job, host: Host[Job], outcome: Outcome[Answer]) -> Iterator[Capture | Issue | Unchanged]:
        self._queue.rest(host)
        answer = outcome.get()
        if answer.status == 304:
            yield from self._unchanged(job)
        elif answer.status in REDIRECT_STATUSES:
            self._redirect(job, answer)
        elif answer.status in (200, 203):
            yield from self._received(job, answer)
        else:
            raise self._bad_status(answer, host)

    def _conditions(self, job: Job) -> dict[str, str]:
        prior = self.around.held(job.origin)
        if prior is None or prior.unfetched is not None or prior.final_url != job.url:
            return {}
        headers = {"If-None-Match": prior.etag, "If-Modified-Since": prior.modified}
        return {name: value for name, value in headers.items() if value and value.isascii() and value.isprintable()}

    def _recall_robots(self, origin: str, host: Host[Job]) -> bool:
        """Take what an earlier run learnt of a host, while it may be used; return whether there is such a thing."""
        kept = self.around.robots.get(origin) if self.around.robots is not None else None
        if kept is None:
            return False
        self._set_robots(origin, host, to_robots(kept.status, kept.body))
        return True

    def _set_robots(self, origin: str, host: Host[Job], robots: Robots) -> None:
        self._robots[origin] = robots
        host.delay = max(host.delay, robots.delay or 0.0)

    def _learn_robots(
        self, origin: str, job: Job, host: Host[Job], outcome: Outcome[Answer | None]
    ) -> Iterator[Capture | Issue | Unchanged]:
        """Keep what a host's robots.txt says; where it is not to be had, try again later, then ask nothing there."""
        self._queue.add(host.name, job, first=True)
        try:
            answer = outcome.get()
            robots = Robots() if answer is None else to_robots(answer.status, answer.body)
        except Failure as failure:
            self._robots_failed[origin] = tries = self._robots_failed.get(origin, 0) + 1
            if failure.transient and tries <= self.options.retries:
                host.ready_at = self.around.now() + backoff(tries, base=self.options.backoff)
                return
            answer, robots = None, Robots(cause=failure)
        self._set_robots(origin, host, robots)
        if answer is not None and robots.cause is None and self.around.robots is not None:
            self.around.robots.put(origin, answer)
        yield from ()

    def _ask_robots(self, origin: str, host: Host[Job]) -> Answer | None:
        """Return the answer to a request for robots.txt, its redirects followed; ``None`` where they do not end."""
        url = f"{origin}/robots.txt"
        for _ in range(ROBOTS_REDIRECTS + 1):
            try:
                url = check_url(url)
                answer = self.around.asker.get(url, headers=self._robots_headers(), limit=ROBOTS_BYTES, cut=True)
            finally:
                host.ready_at = self.around.now() + host.delay
            if answer.status in REDIRECT_STATUSES and answer.header("location"):
                url = joined(url, answer.header("location") or "")
                self.around.sleep(host.delay)
                continue
            return answer
        # RFC 9309, section 2.3.1.2: after five redirects it counts as one that is not there.
        return None

    def _robots_headers(self) -> dict[str, str]:
        return {
            "User-Agent": self.options.user_agent,
            "Accept": "text/plain,*/*;q=0.5",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }

    # Answers

    def _redirect(self, job: Job, answer: Answer) -> None:
        place = answer.header("location")
        if not place:
            raise Failure("redirect", f"status {answer.status} without a place to go to")
        url = check_url(joined(job.url, place))
        visited = job.visited | {job.url}
        if url in visited:
            raise Failure("redirect", f"its redirects go in a circle, back to {url}"[:500])
        if len(visited) > self.options.redirects:
            raise Failure("redirect", f"more than {self.options.redirects} redirects, the last one to {url}"[:500])
        step = f"{answer.status} {url}"
        moved = replace(job, url=url, redirects=(*job.redirects, step), visited=visited, attempts=0)
        self._queue.add(host_key(url), moved, first=True)

    def _unchanged(self, job: Job) -> Iterator[Capture | Issue | Unchanged]:
        prior = self.around.held(job.origin)
        if prior is None:
            raise Failure("status-304", "the server says that nothing has changed, but nothing is held")
        yield Unchanged(origin=job.origin)
        if prior.media_type in FEED_TYPES:
            # A run that was killed may hold the feed and not its pages.
            yield from self._follow(job, read_feed(prior.load(), url=job.url))

    def _received(self, job: Job, answer: Answer) -> Iterator[Capture | Issue | Unchanged]:
        recorder = self._recorder(job.seed)
        asked = Asked(origin=job.origin, redirects=job.redirects, entry=job.entry, feed=job.feed)
        capture = recorder.answer(answer, asked)
        is_feed = capture.media_type in FEED_TYPES
        if job.is_feed and not is_feed:
            raise Failure("feed", f"no feed and no sitemap: it is {capture.media_type}")
        if job.entry is not None and is_feed:
            raise Failure("media-type", f"a feed names it as a report, and it is {capture.media_type}")
        yield capture
        if answer.surplus:
            yield failure_to_issue(Failure("surplus", SURPLUS.format(answer.surplus)), job.origin)
        if is_feed:
            plain = recorder.unpacked(answer)
            yield from self._follow(job, read_feed(plain, url=job.url))

    def _bad_status(self, answer: Answer, host: Host[Job]) -> Failure:
        wait = retry_after(answer.header("retry-after"), now=self.around.clock()) if answer.status in _BUSY else None
        if wait is not None:
            host.ready_at = max(host.ready_at, self.around.now() + wait)
        passing = answer.status in _PASSING
        message = f"status {answer.status} {answer.reason}".strip()
        return Failure(f"status-{answer.status}", message[:200], transient=passing, wait=wait)

    def _failed(self, job: Job, host: Host[Job], failure: Failure) -> Iterator[Capture | Issue]:
        if failure.transient and job.attempts < self.options.retries:
            again = replace(job, attempts=job.attempts + 1)
            wait = max(failure.wait or 0.0, backoff(again.attempts, base=self.options.backoff))
            self._queue.add(host.name, again, wait=wait)
            return
        yield failure_to_issue(failure, job.origin)
        if job.entry is not None and job.feed is not None and job.entry.text:
            yield self._recorder(job.seed).entry(job.entry, url=job.origin, feed=job.feed, cause=failure)

    # Feeds

    def _follow(self, job: Job, feed: Feed) -> Iterator[Capture | Issue | Unchanged]:
        for doubt in feed.doubts:
            yield Issue(code="collect.web.feed", message=f"{job.origin}: {doubt}", subject=job.origin)
        if feed.children:
            yield from self._descend(job, feed.children)
        for number, entry in enumerate(feed.entries, start=1):
            yield from self._take_entry(job, entry, number)

    def _take_entry(self, job: Job, entry: Entry, number: int) -> Iterator[Capture | Issue | Unchanged]:
        try:
            url = check_url(entry.url or "")
        except Failure as failure:
            where = entry.url or f"{job.origin}, entry {number}"
            message = failure.message if entry.url else "it names no page"
            yield failure_to_issue(Failure(failure.code, message), where)
            if entry.text:
                yield self._recorder(job.seed).entry(entry, url=where, feed=job.origin, cause=failure)
            return
        if job.seed.pages:
            yield from self._add(Job(url=url, origin=url, seed=job.seed, entry=entry, feed=job.origin))
        elif entry.text and url not in self._seen:
            self._seen.add(url)
            self.known += 1
            yield self._recorder(job.seed).entry(entry, url=url, feed=job.origin, cause=None)

    def _descend(self, job: Job, children: Iterable[str]) -> Iterator[Capture | Issue | Unchanged]:
        if job.depth >= INDEX_DEPTH:
            yield failure_to_issue(
                Failure("feed", f"sitemap indexes more than {INDEX_DEPTH} deep are not followed"), job.origin
            )
            return
        for child in children:
            try:
                url = check_url(joined(job.url, child))
                # The protocol lets an index speak for its own site alone.
                if job.seed.payload is None and host_key(url) != host_key(job.url):
                    raise Failure("feed", f"an index of {host_key(job.url)} names it, a sitemap of another host")
            except Failure as failure:
                yield failure_to_issue(failure, child)
                continue
            if job.seed.pages:
                yield from self._add(Job(url=url, origin=url, seed=job.seed, depth=job.depth + 1))

    def _recorder(self, seed: Seed) -> Recorder:
        return Recorder(
            declared=laid_over(self.declared, seed.declared or NOTHING_DECLARED),
            clock=self.around.clock,
            limit=self.limits.file,
        )
