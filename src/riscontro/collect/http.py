"""How an HTTP answer lies in the context of a capture, and what is read back from it.

Pairs, in this order: ``http.status`` ("200"), ``http.version`` ("HTTP/1.1"), ``http.redirect`` for each step that led
there ("301 https://..."), ``http.address`` (the numeric address that answered), then ``http.header.NAME`` (lower case)
for every header in the order received, but for cookies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from riscontro.collect.coding import codings_of

STATUS_KEY = "http.status"
VERSION_KEY = "http.version"
REDIRECT_KEY = "http.redirect"
ADDRESS_KEY = "http.address"
HEADER_PREFIX = "http.header."

_PRIVATE = frozenset({"set-cookie", "set-cookie2"})
"""What a server gives to one visitor alone; it says nothing of the page."""

Context = Sequence[tuple[str, str]]


def headers_to_context(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return headers as pairs of a context."""
    lowered = ((name.lower(), value) for name, value in headers)
    return [(f"{HEADER_PREFIX}{name}", value) for name, value in lowered if name not in _PRIVATE]


def header(context: Context, name: str) -> str | None:
    """Return the first value of a header, ``None`` where there is none."""
    wanted = f"{HEADER_PREFIX}{name.lower()}"
    return next((value for key, value in context if key == wanted), None)


def codings(context: Context) -> tuple[str, ...]:
    """Return the content codings of a payload, in the order in which they were applied."""
    return codings_of(", ".join(value for key, value in context if key == f"{HEADER_PREFIX}content-encoding"))


def media_type_of(content_type: str | None) -> str | None:
    """Return the media type of a ``Content-Type`` without its parameters, lower case; ``None`` without one.

    >>> media_type_of("Text/HTML; charset=utf-8")
    'text/html'
    """
    return (content_type or "").partition(";")[0].strip().lower() or None
