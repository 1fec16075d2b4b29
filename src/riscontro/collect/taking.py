"""What all that is taken in by one call shares, and the making of captures and issues from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from riscontro.collect.limits import Limits
from riscontro.model.document import Capture, Declared, capture_id
from riscontro.model.ids import sha256_hex
from riscontro.model.issue import Issue

Context = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What the user declared, the clock that gives moments (aware instants), and the bounds."""

    declared: Declared
    clock: Callable[[], datetime]
    limits: Limits


def make_capture(
    payload: bytes,
    media_type: str,
    origin: str,
    declared: Declared,
    *,
    moment: datetime,
    context: Context = (),
    url: str | None = None,
    seen_at: datetime | None = None,
) -> Capture:
    """Return the capture of bytes, with its digest and id."""
    digest = sha256_hex(payload)
    return Capture(
        id=capture_id(digest=digest, url=url, declared=declared, seen_at=seen_at),
        digest=digest,
        size=len(payload),
        media_type=media_type,
        origin=origin,
        moment=moment,
        declared=declared,
        context=context,
        url=url,
        seen_at=seen_at,
        payload=payload,
    )


def input_issue(code: str, origin: str, message: str) -> Issue:
    """Return an issue about an input that did not become a capture, or not as a whole."""
    return Issue(code=f"collect.{code}", message=f"{origin}: {message}", subject=origin)
