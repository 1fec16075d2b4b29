"""One request to the endpoint, one answer, within bounds. The only module of the room that imports httpx.

No redirect is followed and no proxy or password file of the environment is used, so the key goes to the address that
was named and to no other. What a server writes is never made part of a message: it might write the key back.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from riscontro.read.model.endpoint import Body, FailedError
from riscontro.read.model.options import ModelOptions, missing_extra
from riscontro.read.model.shape import refused_field

try:
    import httpx
except ImportError as error:
    raise missing_extra("httpx") from error

MOST_BYTES = 4_000_000
"""Longest body that is taken; a longer one is dropped unread."""

MOST_ERROR_BYTES = 64_000
"""Longest body of an error that is looked at."""

_ABOUT_THE_REQUEST = frozenset({400, 422})
"""Statuses that may be about a field of the request."""

_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 507, 529})
"""Statuses after which the same request may succeed."""

_REFUSING = frozenset({401, 402, 403, 404, 405, 410})
"""Statuses that every request would get: the key, the address or the model's name is wrong."""

_NOT_TAKEN = (
    "it does not take the request: if it is too long for the model, lower examples or reply_tokens under [reader], "
    "else change form or parameters"
)
_WHAT_TO_DO = {
    400: _NOT_TAKEN,
    401: "the key is missing or wrong: set RISCONTRO_MODEL_KEY",
    402: "the account has no credit",
    403: "the key may not use this model",
    404: "no such address or model: RISCONTRO_MODEL_URL mostly ends in /v1, RISCONTRO_MODEL is the model's name there",
    413: "the request is too long for it",
    422: _NOT_TAKEN,
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
                if response.status_code != 200:
                    raise self._failure(response, started)
                body = self._read(response, started, MOST_BYTES)
        except httpx.TimeoutException as error:
            raise FailedError(f"nothing came within {self._options.timeout:g} seconds", passing=True) from error
        except httpx.TransportError as error:
            raise FailedError(f"the connection failed ({type(error).__name__})", passing=True) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FailedError(f"no usable answer ({type(error).__name__})") from error
        return Body(content=body, seconds=self._clock() - started)

    def _failure(self, response: httpx.Response, started: float) -> FailedError:
        """Return what a status other than 200 means; of its body only which field of ours it names is looked at."""
        status = response.status_code
        hint = f": {_WHAT_TO_DO[status]}" if status in _WHAT_TO_DO else ""
        refused = None
        if status in _ABOUT_THE_REQUEST:
            with suppress(FailedError, ValueError, RecursionError):
                refused = refused_field(json.loads(self._read(response, started, MOST_ERROR_BYTES)))
        return FailedError(
            f"the endpoint answered {status}{hint}",
            passing=status in _PASSING,
            final=status in _REFUSING,
            wait=response.headers.get("retry-after"),
            refused=refused,
        )

    def _read(self, response: httpx.Response, started: float, most: int) -> bytes:
        if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
            raise FailedError("the answer is packed, though none was asked for")
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > most:
                raise FailedError(f"the answer goes on beyond {most:,} bytes, of which none is kept")
            if self._clock() - started > self._options.timeout:
                raise FailedError(f"the answer was not whole within {self._options.timeout:g} seconds", passing=True)
        return bytes(body)
