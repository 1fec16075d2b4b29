"""One request to the endpoint, one answer, within bounds. The only module of the room that imports httpx.

No redirect is followed and no proxy or password file of the environment is used, so the key goes to the address that
was named and to no other. What a server writes is never made part of a message: it might write the key back.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from riscontro.read.model.endpoint import Body, FailedError
from riscontro.read.model.options import ModelOptions, missing_extra

try:
    import httpx
except ImportError as error:
    raise missing_extra("httpx") from error

MOST_BYTES = 4_000_000
"""Longest body that is taken; a longer one is dropped unread."""

_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 507, 529})
"""Statuses after which the same request may succeed."""

_REFUSING = frozenset({401, 402, 403, 404, 405, 410})
"""Statuses that every request would get: the key, the address or the model's name is wrong."""

_WHAT_TO_DO = {
    400: 'it does not take the request: try form = "json_object" or "none" under [reader], or change parameters',
    401: "the key is missing or wrong: set RISCONTRO_MODEL_KEY",
    402: "the account has no credit",
    403: "the key may not use this model",
    404: "no such address or model: RISCONTRO_MODEL_URL mostly ends in /v1, RISCONTRO_MODEL is the model's name there",
    413: "the request is too long for it",
    422: 'it does not take the request: try form = "json_object" or "none" under [reader], or change parameters',
}


class Client:
    """Asks the endpoint; may be used from several threads."""

    def __init__(self, options: ModelOptions, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._options = options
        self._clock = clock
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if options.key:
            headers["Authorization"] = f"Bearer {options.key}"
        self._client = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(options.timeout, connect=options.connect),
            limits=httpx.Limits(max_connections=max(1, options.concurrency)),
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Close what is open."""
        self._client.close()

    def ask(self, request: Mapping[str, Any]) -> Body:
        """Return the answer to a request; raise :class:`FailedError`."""
        started = self._clock()
        content = json.dumps(request, ensure_ascii=False).encode("utf-8", "replace")
        headers = {"Content-Type": "application/json"}
        try:
            with self._client.stream("POST", self._options.endpoint, content=content, headers=headers) as response:
                _check_status(response)
                body = self._read(response, started)
        except httpx.TimeoutException as error:
            raise FailedError(f"nothing came within {self._options.timeout:g} seconds", passing=True) from error
        except httpx.TransportError as error:
            raise FailedError(f"the connection failed ({type(error).__name__})", passing=True) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FailedError(f"no usable answer ({type(error).__name__})") from error
        return Body(content=body, seconds=self._clock() - started)

    def _read(self, response: httpx.Response, started: float) -> bytes:
        if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
            raise FailedError("the answer is packed, though none was asked for")
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > MOST_BYTES:
                raise FailedError(f"the answer goes on beyond {MOST_BYTES:,} bytes, of which none is kept")
            if self._clock() - started > self._options.timeout:
                raise FailedError(f"the answer was not whole within {self._options.timeout:g} seconds", passing=True)
        return bytes(body)


def _check_status(response: httpx.Response) -> None:
    status = response.status_code
    if status == 200:
        return
    hint = f": {_WHAT_TO_DO[status]}" if status in _WHAT_TO_DO else ""
    raise FailedError(
        f"the endpoint answered {status}{hint}",
        passing=status in _PASSING,
        final=status in _REFUSING,
        wait=response.headers.get("retry-after"),
    )
