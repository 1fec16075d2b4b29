"""What an endpoint gives to whoever asks it: a body, or a failure with what may be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class FailedError(Exception):
    """A request that brought no answer. ``passing`` ones may be tried again, ``final`` ones fail every request;
    ``refused`` is the field of ours that the endpoint does not take, where it names one.
    """

    def __init__(
        self,
        message: str,
        *,
        passing: bool = False,
        final: bool = False,
        wait: str | None = None,
        refused: str | None = None,
    ) -> None:
        super().__init__(message)
        self.passing, self.final, self.wait, self.refused = passing, final, wait, refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What was sent back, and the seconds that it took."""

    content: bytes
    seconds: float


class Asks(Protocol):
    """What asks the endpoint once."""

    def ask(self, request: Mapping[str, Any]) -> Body:
        """Return the answer to a request; raise :class:`FailedError`."""
