"""robots.txt (RFC 9309). The only module that imports Protego."""

from __future__ import annotations

import re
from dataclasses import dataclass

from riscontro.collect.web.values import Failure, missing_extra

try:
    from protego import Protego
except ImportError as error:
    raise missing_extra("Protego") from error

ROBOTS_BYTES = 500 * 1024
"""What is read of a robots.txt: the 500 KiB that RFC 9309, section 2.5 asks a crawler to take at least."""

ROBOTS_REDIRECTS = 5
"""Redirects followed to one, RFC 9309, section 2.3.1.2."""

ROBOT = "riscontro"
"""The product token that a robots.txt addresses us by."""

_GROUP_RULES = 2_000_000
"""User-agent lines times lines. A group of many of both would multiply into gigabytes; real files have thousands."""

_AGENT = re.compile(r"^\s*user[- ]?agent", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What one host asks of us: a rule set, or a blanket yes, or a blanket no with its cause."""

    rules: Protego | None = None
    cause: Failure | None = None
    delay: float | None = None

    def check(self, url: str) -> None:
        """Raise :class:`Failure` where a URL is not to be asked: ``robots`` where the file says so, else its cause."""
        if self.cause is not None:
            raise Failure(self.cause.code, self.cause.message)
        if self.rules is not None and not self.rules.can_fetch(url, ROBOT):
            raise Failure("robots", "its robots.txt asks not to fetch this address")


NO_ROBOTS = Robots()
"""A host without a robots.txt: everything may be asked."""


def read_robots(payload: bytes) -> Robots:
    """Return what a robots.txt says; of one that is longer than :data:`ROBOTS_BYTES`, its beginning.

    ``delay`` is its Crawl-delay, or the pace of its Request-rate, in seconds. A file built to multiply in memory
    counts as one that forbids everything.
    """
    text = payload[:ROBOTS_BYTES].removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")
    lines = text.count("\n") + text.count("\r") + 1
    agents = len(_AGENT.findall(text))
    if agents * lines > _GROUP_RULES:
        return _unknown(f"{agents:,} user agents in {lines:,} lines of robots.txt are more than is read")
    rules = Protego.parse(text)
    rate = rules.request_rate(ROBOT)
    delays = [rules.crawl_delay(ROBOT) or 0.0, rate.seconds / rate.requests if rate else 0.0]
    return Robots(rules=rules, delay=max(delays) or None)


def status_to_robots(status: int) -> Robots:
    """Return what an answer without a robots.txt means: 4xx that there is none, so that all may be asked, anything
    else that nobody knows, so that nothing may (RFC 9309, sections 2.3.1.3 and 2.3.1.4). 429 counts as the latter.
    """
    if 400 <= status < 500 and status != 429:
        return NO_ROBOTS
    return _unknown(f"its robots.txt answers with status {status}, so nothing is asked for now")


def _unknown(reason: str) -> Robots:
    return Robots(cause=Failure("robots-unknown", reason))
