"""One address to be asked for: where it stands, and the small things that are done with one."""

from __future__ import annotations

from dataclasses import dataclass, fields
from urllib.parse import urljoin

from riscontro.collect.http import media_type_of
from riscontro.collect.web.entries import Entry
from riscontro.collect.web.robots import Robots, read_robots, status_to_robots
from riscontro.collect.web.values import Answer, Failure, Seed
from riscontro.model.document import Declared
from riscontro.model.issue import Issue

_REFUSED_TYPES = ("image/", "video/", "audio/", "font/")
SURPLUS = "{} bytes came beyond the length that the server stated; they belong to no answer and are not kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
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


def to_robots(status: int, body: bytes) -> Robots:
    """Return what an answer to a request for robots.txt means."""
    return read_robots(body) if status in (200, 203) else status_to_robots(status)


def joined(base: str, place: str) -> str:
    """Return a place made whole against an address; raise :class:`Failure` where it is none."""
    try:
        return urljoin(base, place)
    except ValueError as error:
        raise Failure("url", f"no usable address: {error}"[:300]) from error


def laid_over(first: Declared, second: Declared) -> Declared:
    """Return what was declared, the first before the second: the command line's word before the case's."""
    names = [item.name for item in fields(Declared)]
    return Declared(**{name: getattr(first, name) or getattr(second, name) for name in names})


def refuse_types(answer: Answer) -> None:
    """Raise :class:`Failure` for a body that is no report: an image, a sound, a film."""
    kind = media_type_of(answer.header("content-type")) or ""
    if kind.startswith(_REFUSED_TYPES):
        raise Failure("media-type", f"{kind[:80]} is no report; not fetched")


def failure_to_issue(failure: Failure, origin: str) -> Issue:
    """Return the issue about an address that could not be had."""
    return Issue(code=f"collect.web.{failure.code}", message=f"{origin}: {failure.message}", subject=origin)
