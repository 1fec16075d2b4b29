"""What the modules of the web share: options, what failed, what is held already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from riscontro.errors import UsageError
from riscontro.model.document import Declared
from riscontro.version import __version__

EXTRA = "riscontro[web]"
PROJECT_URL = "https://github.com/riscontro/riscontro"

DEFAULT_DELAY = 2.0
"""Seconds between two requests to one host, where its robots.txt asks for no more. The order that sites ask for."""

DEFAULT_BUDGET = 100
"""Requests to one host in one run; what is left over is asked for by the next run."""


DEFAULT_TOGETHER = 4
"""Hosts that are asked side by side: enough that a slow one holds up no other, few enough for any line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds: ``connect`` for a connection with TLS, ``read`` for the next bytes, ``total`` for one request whole."""

    connect: float = 15.0
    read: float = 30.0
    total: float = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WebOptions:
    """How the web is asked.

    ``pages`` tells whether the pages that a feed names are fetched too (``None``: those of feeds given by address, not
    those of feeds in files); ``refresh`` whether pages that are held are asked for again. ``delay`` is in seconds,
    ``together`` how many hosts are asked side by side, ``budget`` in requests a host and run, ``patience`` the longest
    wait in seconds that a run takes for one host. ``contact`` is an address or URL for those who run the servers, added
    to the user agent.
    """

    pages: bool | None = None
    refresh: bool = False
    allow_private: bool = False
    delay: float = DEFAULT_DELAY
    budget: int = DEFAULT_BUDGET
    together: int = DEFAULT_TOGETHER
    patience: float = 90.0
    retries: int = 2
    backoff: float = 5.0
    redirects: int = 10
    contact: str | None = None
    timeouts: Timeouts = field(default_factory=Timeouts)

    @property
    def user_agent(self) -> str:
        """What the requests call themselves: the program, its version, and where to read of it."""
        contact = f"; {self.contact}" if self.contact else ""
        return f"riscontro/{__version__} (+{PROJECT_URL}{contact})"


DEFAULT_OPTIONS = WebOptions()


class Failure(Exception):
    """An address that could not be had. ``code`` is the last part of the issue's code.

    ``transient`` tells whether a later attempt may succeed; ``wait`` how many seconds the server asks to wait first.
    Raised and caught within this package; what leaves it is an issue.
    """

    def __init__(self, code: str, message: str, *, transient: bool = False, wait: float | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.transient = transient
        self.wait = wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered. ``body`` is as received, its content coding kept; empty where the status brings none.

    ``headers`` are in the order received, values as Latin-1 text. ``surplus`` counts bytes that came beyond the length
    which the server itself stated, as far as they were seen.
    """

    url: str
    status: int
    reason: str
    version: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    address: str
    surplus: int = 0

    def header(self, name: str) -> str | None:
        """Return the first value of a header, ``None`` where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """What the user named: an address, or a ``feed`` that must be one. ``pages`` and ``declared`` are for it alone."""

    url: str
    feed: bool = False
    pages: bool = True
    declared: Declared | None = None
    payload: bytes | None = None
    """The feed itself, where it came as a file."""


Accept = Callable[[Answer], None]
"""Sees status and headers before any body is read; raises :class:`Failure` to refuse it."""


class Asker(Protocol):
    """Asks for one address; :class:`riscontro.collect.web.client.Client` does."""

    def get(
        self, url: str, *, headers: Mapping[str, str], limit: int, accept: Accept | None = None, cut: bool = False
    ) -> Answer:
        """Return the answer to a GET; raise :class:`Failure` where there is none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """The last capture of an address that the case holds.

    ``final_url`` is the address that gave the bytes, to which ``etag`` and ``modified`` belong; ``unfetched`` the cause
    where only the feed's own text is held, and ``gone`` tells that this cause is one that stays. ``load`` gives the
    bytes.
    """

    media_type: str
    final_url: str
    load: Callable[[], bytes]
    etag: str | None = None
    modified: str | None = None
    unfetched: str | None = None
    gone: bool = False


Held = Callable[[str], Prior | None]
"""Gives what the case holds of an address, ``None`` where it holds nothing."""


def nothing_held(url: str) -> Prior | None:
    """Say that nothing is held."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """An address that gave nothing new: it is held, or the server says that it has not changed."""

    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run is to take: ``files`` to gather, ``seeds`` for the web, and the ``options`` of asking it."""

    files: tuple[str, ...] = ()
    seeds: tuple[Seed, ...] = ()
    options: WebOptions = DEFAULT_OPTIONS


def missing_extra(library: str) -> UsageError:
    """Return the error for a library of the extra that is not installed."""
    return UsageError(f"collecting from the web needs {library}, which is not installed: pip install '{EXTRA}'")
