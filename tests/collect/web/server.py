"""A small HTTP server for tests, honest or not as its routes say, and time that passes only when it is slept."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from riscontro.collect.web.client import Client
from riscontro.collect.web.crawl import Crawl, Surroundings
from riscontro.collect.web.robots_file import RobotsFile
from riscontro.collect.web.values import Seed, Timeouts, WebOptions, nothing_held
from riscontro.model.document import Capture
from riscontro.model.issue import Issue

QUICK = Timeouts(connect=5.0, read=5.0, total=20.0)


@dataclass
class Request:
    """What a client asked for; header names in lower case."""

    path: str
    headers: dict[str, str]


Route = bytes | Callable[[socket.socket, Request, threading.Event], None] | Callable[[Request], bytes]


def reply(body: bytes | str = b"", *, status: str = "200 OK", kind: str = "text/html", **headers: str) -> bytes:
    """Return a whole answer with its true length; ``content_encoding="gzip"`` and the like add headers."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def redirect(place: str, status: str = "302 Found") -> bytes:
    return reply(status=status, Location=place)


@dataclass
class Server:
    """Answers by path; ``asked`` are the paths in order, ``requests`` all of each."""

    routes: dict[str, Route] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)
    port: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def asked(self) -> list[str]:
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def url(self, path: str) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}{path}"

    def serve(self, listener: socket.socket) -> None:
        while not self._stop.is_set():
            try:
                conn, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(conn,), daemon=True).start()

    def _answer(self, conn: socket.socket) -> None:
        try:
            if self.tls is not None:
                conn = self.tls.wrap_socket(conn, server_side=True)
            with conn:
                conn.settimeout(10)
                request = self._read(conn)
                if request is None:
                    return
                self.requests.append(request)
                route = self.routes.get(request.path, reply(b"nothing here", status="404 Not Found"))
                if isinstance(route, bytes):
                    conn.sendall(route)
                elif route.__code__.co_argcount == 1:
                    conn.sendall(route(request))  # type: ignore[call-arg, arg-type]
                else:
                    route(conn, request, self._stop)  # type: ignore[call-arg]
        except OSError:
            return

    def _read(self, conn: socket.socket) -> Request | None:
        head = b""
        while b"\r\n\r\n" not in head:
            block = conn.recv(65536)
            if not block:
                return None
            head += block
        first, *lines = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        return Request(path=first.split(" ")[1], headers={name.lower(): value.strip() for name, _, value in pairs})

    def stop(self) -> None:
        self._stop.set()


@contextmanager
def serving(routes: dict[str, Route] | None = None, *, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve routes on a free port of the loopback address."""
    server = Server(routes=routes or {}, tls=tls)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        thread = threading.Thread(target=server.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stop()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


class Time:
    """Passes only when slept."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.passed += seconds

    def clock(self) -> datetime:
        return datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(seconds=int(self.passed))


@dataclass
class Run:
    """What a crawl gave."""

    captures: list[Capture]
    issues: list[Issue]
    unchanged: list[str]
    time: Time

    @property
    def codes(self) -> list[str]:
        return [issue.code.removeprefix("collect.web.") for issue in self.issues]


def crawl(
    *seeds: Seed | str,
    held=nothing_held,
    resolve=None,
    timeouts: Timeouts = QUICK,
    limits=None,
    tls=None,
    declared=None,
    robots=None,
    **options,
) -> Run:
    """Run a crawl over real sockets and pretended time; private addresses are allowed unless said otherwise."""
    time = Time()
    chosen = WebOptions(**{"allow_private": True, "timeouts": timeouts, "together": 1, **options})
    more = {"resolve": resolve} if resolve else {}
    client = Client(timeouts=timeouts, allow_private=chosen.allow_private, together=chosen.together, tls=tls, **more)
    kept = RobotsFile(robots, time.clock) if robots is not None else None
    around = Surroundings(asker=client, clock=time.clock, now=time.now, sleep=time.sleep, held=held, robots=kept)
    extra = {"limits": limits, "declared": declared}
    run = Crawl(
        seeds=[seed if isinstance(seed, Seed) else Seed(url=seed) for seed in seeds],
        around=around,
        options=chosen,
        **{name: value for name, value in extra.items() if value is not None},
    )
    found = list(run)
    client.close()
    assert run.waiting == 0
    return Run(
        captures=[one for one in found if isinstance(one, Capture)],
        issues=[one for one in found if isinstance(one, Issue)],
        unchanged=[one.origin for one in found if not isinstance(one, Capture | Issue)],
        time=time,
    )
