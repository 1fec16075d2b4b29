"""One request, one answer, within bounds. The only module that imports httpx and httpcore.

Connections are made by :class:`_CheckedBackend`: it resolves the name, judges every address, and connects to one that
was judged; the TLS layer above still asks for the name of the URL. No connection serves two requests, so a server that
sends more than it said cannot have the rest taken for the next answer. No proxy of the environment is used, since
behind one nobody knows which address is asked; no cookie is kept.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from riscontro.collect.web.address import Resolve, addresses_of, resolve_by_system
from riscontro.collect.web.values import Accept, Answer, Failure, Timeouts, missing_extra

try:
    import httpcore
    import httpx
except ImportError as error:
    raise missing_extra("httpx") from error

_ADDRESSES = 4
"""Numeric addresses of one name that are tried."""

_HEAD_BYTES = 128 * 1024
_BODY_STATUSES = frozenset({200, 203})


class Client:
    """Asks for addresses, ``together`` at a time at most, in as many threads.

    ``accept`` of :meth:`get` sees status and headers before any body is read.
    """

    def __init__(
        self,
        *,
        timeouts: Timeouts,
        allow_private: bool = False,
        together: int = 1,
        resolve: Resolve = resolve_by_system,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._timeouts = timeouts
        self._transport = _CheckedTransport(
            _CheckedBackend(timeouts, resolve, allow_private), tls or httpx.create_ssl_context(), together
        )

    def close(self) -> None:
        """Close what is open."""
        self._transport.close()

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        limit: int,
        accept: Accept | None = None,
        cut: bool = False,
    ) -> Answer:
        """Return the answer to a GET of a checked URL; redirects are answers too.

        ``limit`` bounds the body in bytes as received; a longer one is a :class:`Failure`, or is ``cut`` off there. A
        body that ends before its stated length, a server that is too slow or does not speak HTTP is one too.
        ``accept`` may raise to refuse the body.
        """
        timeouts = {"connect": self._timeouts.connect, "read": self._timeouts.read, "write": self._timeouts.read}
        request = httpx.Request("GET", url, headers=dict(headers), extensions={"timeout": timeouts})
        try:
            response = self._transport.handle_request(request)
            try:
                return self._read(url, response, limit=limit, accept=accept, cut=cut)
            finally:
                response.close()
        except httpx.TimeoutException as error:
            raise Failure("timeout", _slow(error, self._timeouts), transient=True) from error
        except httpx.TransportError as error:
            raise _unreachable(error) from error
        except httpx.InvalidURL as error:
            raise Failure("url", f"no usable address: {error}") from error

    def _read(
        self,
        url: str,
        response: httpx.Response,
        *,
        limit: int,
        accept: Accept | None,
        cut: bool,
    ) -> Answer:
        stream = response.extensions["network_stream"]
        answer = Answer(
            url=url,
            status=response.status_code,
            reason=response.extensions.get("reason_phrase", b"").decode("latin-1"),
            version=response.extensions.get("http_version", b"HTTP/1.1").decode("latin-1"),
            headers=tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in response.headers.raw),
            body=b"",
            address=stream.get_extra_info("checked_address") or "",
        )
        if answer.status not in _BODY_STATUSES:
            return answer
        if accept is not None:
            accept(answer)
        body = self._body(response, answer, limit, cut)
        return _with_body(answer, body, stream.get_extra_info("surplus"))

    def _body(self, response: httpx.Response, answer: Answer, limit: int, cut: bool) -> bytes:
        stated = answer.header("content-length") or ""
        if not cut and stated.isascii() and stated.isdigit() and len(stated) < 16 and int(stated) > limit:
            raise Failure("too-large", f"its stated length is {int(stated):,} bytes; at most {limit:,} are taken")
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > limit:
                if cut:
                    return bytes(body[:limit])
                raise Failure("too-large", f"it goes on beyond {limit:,} bytes, of which none is kept")
        return bytes(body)


def _with_body(answer: Answer, body: bytes, surplus: Callable[[int], int] | None) -> Answer:
    stated = answer.header("content-length")
    more = surplus(len(body)) if surplus and stated and answer.header("transfer-encoding") is None else 0
    return replace(answer, body=body, surplus=more)


def _slow(error: Exception, timeouts: Timeouts) -> str:
    if isinstance(error, httpx.ConnectTimeout):
        return f"no connection within {timeouts.connect:g} seconds"
    return f"nothing came for {timeouts.read:g} seconds"


def _unreachable(error: httpx.TransportError) -> Failure:
    text = str(error) or type(error).__name__
    if "CERTIFICATE" in text.upper():
        return Failure("tls", f"its certificate is not to be trusted: {text}"[:300])
    if isinstance(error, httpx.RemoteProtocolError):
        if "complete message body" in text or "incomplete" in text:
            return Failure("incomplete", f"the body breaks off: {text}"[:300], transient=True)
        return Failure("protocol", f"it does not speak HTTP as agreed: {text}"[:300], transient=True)
    return Failure("connection", f"the connection failed: {text}"[:300], transient=True)


class _CheckedTransport(httpx.BaseTransport):
    """httpx's transport, over a pool whose connections go only where they may.

    httpx offers no way to name the network backend of its own transport (encode/httpx, pull request 3749), so this one
    builds the pool, and borrows from httpx what translates requests, answers and errors.
    """

    def __init__(self, backend: _CheckedBackend, tls: ssl.SSLContext, together: int) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, max_connections=together, max_keepalive_connections=0, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        target = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        asked = httpcore.Request(
            method=request.method, url=target, headers=request.headers.raw, extensions=request.extensions
        )
        answered = _translated(lambda: self._pool.handle_request(asked))
        assert isinstance(answered.stream, Iterable)
        return httpx.Response(
            status_code=answered.status,
            headers=answered.headers,
            stream=_Stream(answered.stream),
            extensions=answered.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Any:
        pieces = iter(self._stream)
        while True:
            piece = _translated(lambda: next(pieces, None))
            if piece is None:
                return
            yield piece

    def close(self) -> None:
        self._stream.close()


_ERRORS: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.TimeoutException, httpx.ReadTimeout),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.NetworkError, httpx.ReadError),
    (httpcore.RemoteProtocolError, httpx.RemoteProtocolError),
    (httpcore.ProtocolError, httpx.LocalProtocolError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
)


def _translated(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except tuple(kind for kind, _ in _ERRORS) as error:
        own = next(own for kind, own in _ERRORS if isinstance(error, kind))
        raise own(str(error)) from error


class _CheckedBackend(httpcore.NetworkBackend):
    """Makes connections to addresses that were judged. Each has a deadline, for it serves one request alone."""

    def __init__(self, timeouts: Timeouts, resolve: Resolve, allow_private: bool) -> None:
        self._timeouts = timeouts
        self._resolve = resolve
        self._allow_private = allow_private
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        deadline = _Deadline(self._timeouts.total)
        allowed = addresses_of(host, port, resolve=self._resolve, allow_private=self._allow_private)[:_ADDRESSES]
        # They share the time: where IPv6 leads nowhere, IPv4 must have its turn.
        each = (timeout or self._timeouts.connect) / len(allowed)
        failed: Exception | None = None
        for address in allowed:
            try:
                stream = self._plain.connect_tcp(
                    address, port, deadline.within(each), local_address=local_address, socket_options=socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
                continue
            return _CheckedStream(stream, deadline, address)
        assert failed is not None
        raise failed


class _Deadline:
    """The moment by which a request is done or given up."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def within(self, timeout: float | None) -> float:
        """Return the seconds that one step may take; raise :class:`Failure` where none is left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise Failure("timeout", f"not done within {self._seconds:g} seconds", transient=True)
        return left if timeout is None else min(left, timeout)


class _CheckedStream(httpcore.NetworkStream):
    """A connection that keeps the deadline, knows where it leads, and counts what came."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline, address: str) -> None:
        self._stream = stream
        self._deadline = deadline
        self._address = address
        self._received = 0
        self._head = b""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        allowed = self._deadline.within(timeout)
        try:
            block = self._stream.read(max_bytes, allowed)
        except httpcore.ReadTimeout:
            # Where the deadline cut the wait short, that is the cause.
            self._deadline.within(timeout)
            raise
        self._received += len(block)
        if len(self._head) < _HEAD_BYTES and b"\r\n\r\n" not in self._head:
            self._head += block[: _HEAD_BYTES - len(self._head)]
        return block

    def _surplus(self, body: int) -> int:
        """Return how many bytes came after a body of that length; 0 where the head does not tell where it ends."""
        head = self._head.find(b"\r\n\r\n") + 4
        if head < 4 or self._head.startswith((b"HTTP/1.1 1", b"HTTP/1.0 1")):
            return 0
        return max(0, self._received - head - body)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return _CheckedStream(inner, self._deadline, self._address)

    def get_extra_info(self, info: str) -> Any:
        if info == "checked_address":
            return self._address
        if info == "surplus":
            return self._surplus
        return self._stream.get_extra_info(info)
