"""From addresses to captures: feeds first, then the pages that they name, at each host's pace.

Nothing is asked for that nobody named: an address of the user, the entries of a feed or sitemap of the user's, the
sitemaps of an index of the user's, the redirects of these, and each host's robots.txt. Links in pages lead nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from urllib.parse import urljoin

from riscontro.collect.coding import ACCEPTED
from riscontro.collect.http import media_type_of
from riscontro.collect.limits import DEFAULT_LIMITS, Limits
from riscontro.collect.web.address import check_url, host_key, origin_of
from riscontro.collect.web.entries import FEED_TYPES, SITEMAP_TYPE, Entry
from riscontro.collect.web.feeds import Feed, feed_type, read_feed
from riscontro.collect.web.pace import Host, Queue, backoff, retry_after
from riscontro.collect.web.records import Asked, Recorder
from riscontro.collect.web.robots import (
    ROBOTS_BYTES,
    ROBOTS_REDIRECTS,
    Robots,
    read_robots,
    status_to_robots,
)
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
_REFUSED_TYPES = ("image/", "video/", "audio/", "font/")
_BUSY = frozenset({429, 503})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One address to be asked: where it stands now, where it began, and what it has been through."""

    url: str
    origin: str
    seed: Seed
    entry: Entry | None = None
    feed: str | None = None
    redirects: tuple[str, ...] = ()
    visited: frozenset[str] = frozenset()
    attempts: int = 0
    depth: int = 0

    @property
    def is_feed(self) -> bool:
        """Whether nothing but a feed or sitemap will do."""
        return self.entry is None and (self.seed.feed or self.depth > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a run touches: who asks, the clocks, how to sleep, what is held. Tests bring their own."""

    asker: Asker
    clock: Callable[[], datetime]
    now: Callable[[], float]
    sleep: Callable[[float], None]
    held: Held = nothing_held


@dataclass
class Crawl:
    """One run over what the user named. Iterate once: captures, issues, and what was unchanged, as they come.

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
        self._queue: Queue[_Job] = Queue(delay=self.options.delay, now=self.around.now)

    @property
    def waiting(self) -> int:
        """How many addresses wait to be asked."""
        return len(self._queue)

    def __iter__(self) -> Iterator[Capture | Issue | Unchanged]:
        for seed in self.seeds:
            yield from self._plant(seed)
        while (host := self._queue.soonest()) is not None:
            refused = self._refusal(host)
            if refused is not None:
                yield self._postpone(host, *refused)
                continue
            self._wait(host)
            job = self._queue.pop(host)
            try:
                yield from self._step(job, host)
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
            yield _issue(failure, seed.url)
            return
        yield from self._add(_Job(url=url, origin=url, seed=seed))

    def _plant_file(self, seed: Seed, payload: bytes) -> Iterator[Capture | Issue | Unchanged]:
        job = _Job(url=seed.url, origin=seed.url, seed=seed)
        try:
            feed = read_feed(payload, url=seed.url)
        except Failure as failure:
            yield _issue(failure, seed.url)
            return
        yield self._recorder(seed).feed(payload, feed_type(payload) or SITEMAP_TYPE, origin=seed.url)
        yield from self._follow(job, feed)

    def _add(self, job: _Job) -> Iterator[Capture | Issue | Unchanged]:
        """Let an address wait its turn; what is held and no feed is not asked for again unless ``refresh`` is set."""
        if job.origin in self._seen:
            return
        self._seen.add(job.origin)
        self.known += 1
        if not self.options.refresh and not job.is_feed and self._is_held(job):
            yield Unchanged(origin=job.origin)
            return
        self._queue.add(host_key(job.url), job)

    def _is_held(self, job: _Job) -> bool:
        prior = self.around.held(job.origin)
        if prior is None or prior.media_type in FEED_TYPES:
            return False
        return prior.unfetched is None or prior.gone

    # Pace

    def _refusal(self, host: Host[_Job]) -> tuple[str, str] | None:
        """Return code and reason why a host is asked no more in this run, ``None`` where it may be."""
        if host.asked >= self.options.budget:
            return "budget", f"{host.asked} requests were made, the most of one run (--budget)"
        wait = host.next_at() - self.around.now()
        if wait > self.options.patience:
            return "postponed", f"it asks for a pause of {wait:,.0f} seconds, more than a run waits"
        return None

    def _postpone(self, host: Host[_Job], code: str, reason: str) -> Issue:
        jobs = self._queue.clear(host)
        several = f"{len(jobs)} addresses are" if len(jobs) > 1 else f"{jobs[0].origin} is"
        return Issue(
            code=f"collect.web.{code}",
            message=f"{host.name}: {reason}; {several} left for the next run",
            subject=origin_of(jobs[0].url),
        )

    def _wait(self, host: Host[_Job]) -> None:
        wait = host.next_at() - self.around.now()
        if wait > 0:
            self.around.sleep(wait)

    # One step

    def _step(self, job: _Job, host: Host[_Job]) -> Iterator[Capture | Issue | Unchanged]:
        origin = origin_of(job.url)
        if origin not in self._robots:
            self._learn_robots(origin, host)
            self._queue.add(host.name, job, first=True)
            return
        self._robots[origin].check(job.url)
        answer = self._ask(job, host)
        if answer.status == 304:
            yield from self._unchanged(job)
        elif answer.status in REDIRECT_STATUSES:
            self._redirect(job, answer)
        elif answer.status in (200, 203):
            yield from self._received(job, answer)
        else:
            raise self._bad_status(answer, host)

    def _ask(self, job: _Job, host: Host[_Job]) -> Answer:
        headers = {
            "User-Agent": self.options.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPTED,
            "Connection": "close",
            **self._conditions(job),
        }
        try:
            return self.around.asker.get(job.url, headers=headers, limit=self.limits.file, accept=_accept)
        finally:
            self._queue.rest(host)

    def _conditions(self, job: _Job) -> dict[str, str]:
        prior = self.around.held(job.origin)
        if prior is None or prior.unfetched is not None or prior.final_url != job.url:
            return {}
        headers = {"If-None-Match": prior.etag, "If-Modified-Since": prior.modified}
        return {name: value for name, value in headers.items() if value and value.isascii() and value.isprintable()}

    def _learn_robots(self, origin: str, host: Host[_Job]) -> None:
        """Keep what a host's robots.txt says; where it is not to be had, try again later, then ask nothing there."""
        try:
            robots = self._ask_robots(origin, host)
        except Failure as failure:
            self._robots_failed[origin] = tries = self._robots_failed.get(origin, 0) + 1
            if failure.transient and tries <= self.options.retries:
                host.ready_at = self.around.now() + backoff(tries, base=self.options.backoff)
                return
            robots = Robots(cause=failure)
        self._robots[origin] = robots
        host.delay = max(host.delay, robots.delay or 0.0)

    def _ask_robots(self, origin: str, host: Host[_Job]) -> Robots:
        url = f"{origin}/robots.txt"
        for _ in range(ROBOTS_REDIRECTS + 1):
            try:
                url = check_url(url)
                answer = self.around.asker.get(url, headers=self._robots_headers(), limit=ROBOTS_BYTES, cut=True)
            finally:
                host.ready_at = self.around.now() + host.delay
            if answer.status in REDIRECT_STATUSES and answer.header("location"):
                url = _joined(url, answer.header("location") or "")
                self.around.sleep(host.delay)
                continue
            return read_robots(answer.body) if answer.status in (200, 203) else status_to_robots(answer.status)
        # RFC 9309, section 2.3.1.2: after five redirects it counts as one that is not there.
        return Robots()

    def _robots_headers(self) -> dict[str, str]:
        return {
            "User-Agent": self.options.user_agent,
            "Accept": "text/plain,*/*;q=0.5",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }

    # Answers

    def _redirect(self, job: _Job, answer: Answer) -> None:
        place = answer.header("location")
        if not place:
            raise Failure("redirect", f"status {answer.status} without a place to go to")
        url = check_url(_joined(job.url, place))
        visited = job.visited | {job.url}
        if url in visited:
            raise Failure("redirect", f"its redirects go in a circle, back to {url}"[:500])
        if len(visited) > self.options.redirects:
            raise Failure("redirect", f"more than {self.options.redirects} redirects, the last one to {url}"[:500])
        step = f"{answer.status} {url}"
        moved = replace(job, url=url, redirects=(*job.redirects, step), visited=visited, attempts=0)
        self._queue.add(host_key(url), moved, first=True)

    def _unchanged(self, job: _Job) -> Iterator[Capture | Issue | Unchanged]:
        prior = self.around.held(job.origin)
        if prior is None:
            raise Failure("status-304", "the server says that nothing has changed, but nothing is held")
        yield Unchanged(origin=job.origin)
        if prior.media_type in FEED_TYPES:
            # A run that was killed may hold the feed and not its pages.
            yield from self._follow(job, read_feed(prior.load(), url=job.url))

    def _received(self, job: _Job, answer: Answer) -> Iterator[Capture | Issue | Unchanged]:
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
            yield _issue(Failure("surplus", _SURPLUS.format(answer.surplus)), job.origin)
        if is_feed:
            plain = recorder.unpacked(answer)
            yield from self._follow(job, read_feed(plain, url=job.url))

    def _bad_status(self, answer: Answer, host: Host[_Job]) -> Failure:
        wait = retry_after(answer.header("retry-after"), now=self.around.clock()) if answer.status in _BUSY else None
        if wait is not None:
            host.ready_at = max(host.ready_at, self.around.now() + wait)
        passing = answer.status in _PASSING
        message = f"status {answer.status} {answer.reason}".strip()
        return Failure(f"status-{answer.status}", message[:200], transient=passing, wait=wait)

    def _failed(self, job: _Job, host: Host[_Job], failure: Failure) -> Iterator[Capture | Issue]:
        if failure.transient and job.attempts < self.options.retries:
            again = replace(job, attempts=job.attempts + 1)
            wait = max(failure.wait or 0.0, backoff(again.attempts, base=self.options.backoff))
            self._queue.add(host.name, again, wait=wait)
            return
        yield _issue(failure, job.origin)
        if job.entry is not None and job.feed is not None and job.entry.text:
            yield self._recorder(job.seed).entry(job.entry, url=job.origin, feed=job.feed, cause=failure)

    # Feeds

    def _follow(self, job: _Job, feed: Feed) -> Iterator[Capture | Issue | Unchanged]:
        for doubt in feed.doubts:
            yield Issue(code="collect.web.feed", message=f"{job.origin}: {doubt}", subject=job.origin)
        if feed.children:
            yield from self._descend(job, feed.children)
        for number, entry in enumerate(feed.entries, start=1):
            yield from self._take_entry(job, entry, number)

    def _take_entry(self, job: _Job, entry: Entry, number: int) -> Iterator[Capture | Issue | Unchanged]:
        try:
            url = check_url(entry.url or "")
        except Failure as failure:
            where = entry.url or f"{job.origin}, entry {number}"
            message = failure.message if entry.url else "it names no page"
            yield _issue(Failure(failure.code, message), where)
            if entry.text:
                yield self._recorder(job.seed).entry(entry, url=where, feed=job.origin, cause=failure)
            return
        if job.seed.pages:
            yield from self._add(_Job(url=url, origin=url, seed=job.seed, entry=entry, feed=job.origin))
        elif entry.text and url not in self._seen:
            self._seen.add(url)
            self.known += 1
            yield self._recorder(job.seed).entry(entry, url=url, feed=job.origin, cause=None)

    def _descend(self, job: _Job, children: Iterable[str]) -> Iterator[Capture | Issue | Unchanged]:
        if job.depth >= INDEX_DEPTH:
            yield _issue(Failure("feed", f"sitemap indexes more than {INDEX_DEPTH} deep are not followed"), job.origin)
            return
        for child in children:
            try:
                url = check_url(_joined(job.url, child))
                # The protocol lets an index speak for its own site alone.
                if job.seed.payload is None and host_key(url) != host_key(job.url):
                    raise Failure("feed", f"an index of {host_key(job.url)} names it, a sitemap of another host")
            except Failure as failure:
                yield _issue(failure, child)
                continue
            if job.seed.pages:
                yield from self._add(_Job(url=url, origin=url, seed=job.seed, depth=job.depth + 1))

    def _recorder(self, seed: Seed) -> Recorder:
        return Recorder(
            declared=_laid_over(self.declared, seed.declared or NOTHING_DECLARED),
            clock=self.around.clock,
            limit=self.limits.file,
        )


_SURPLUS = "{} bytes came beyond the length that the server stated; they belong to no answer and are not kept"


def _joined(base: str, place: str) -> str:
    """Return a place made whole against an address; raise :class:`Failure` where it is none."""
    try:
        return urljoin(base, place)
    except ValueError as error:
        raise Failure("url", f"no usable address: {error}"[:300]) from error


def _laid_over(first: Declared, second: Declared) -> Declared:
    """Return what was declared, the first before the second: the command line's word before the case's."""
    names = [item.name for item in fields(Declared)]
    return Declared(**{name: getattr(first, name) or getattr(second, name) for name in names})


def _accept(answer: Answer) -> None:
    kind = media_type_of(answer.header("content-type")) or ""
    if kind.startswith(_REFUSED_TYPES):
        raise Failure("media-type", f"{kind[:80]} is no report; not fetched")


def _issue(failure: Failure, origin: str) -> Issue:
    return Issue(code=f"collect.web.{failure.code}", message=f"{origin}: {failure.message}", subject=origin)
