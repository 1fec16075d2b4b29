"""What hosts' robots.txt said, kept between the runs of a case: a host is not asked for the same file in each of them.

At most a day (RFC 9309, section 2.4), less where the answer's ``Cache-Control`` says so. Derived and safe to delete.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from riscontro.collect.web.values import Answer
from riscontro.model.time import instant_to_text, text_to_instant

LONGEST = timedelta(hours=24)

_BODY = 64 << 10
"""Bytes of a robots.txt that is kept; a longer one is asked for in each run."""

_ORIGINS = 2000
"""Hosts that are kept; those whose time ends last."""

_FILE_BYTES = _BODY * 512
_MAX_AGE = re.compile(r"(?:^|[\s,])(?:s-maxage|max-age)\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NEVER = re.compile(r"(?:^|[\s,])(?:no-store|no-cache)(?:$|[\s,=])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRobots:
    """An answer to a request for robots.txt: its status, and its body where it has one that counts."""

    status: int
    body: bytes


class RobotsFile:
    """The file of one case. ``clock`` gives aware instants. One that cannot be read or written is as good as none."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._clock = clock
        self._held: dict[str, dict[str, Any]] | None = None

    def get(self, origin: str) -> KeptRobots | None:
        """Return what an origin (``https://host``) said, while it may be used."""
        entry = self._entries().get(origin)
        if entry is None or text_to_instant(entry["until"]) <= self._clock():
            return None
        return KeptRobots(status=entry["status"], body=entry["body"].encode("latin-1"))

    def put(self, origin: str, answer: Answer) -> None:
        """Keep an answer for as long as it may be used; one that says not to, or is long, is not kept."""
        lasting = _lasting(answer.header("cache-control"))
        if lasting <= timedelta() or len(answer.body) > _BODY:
            return
        now = self._clock()
        until = instant_to_text((now + lasting).replace(microsecond=0))
        held = {name: entry for name, entry in self._entries().items() if text_to_instant(entry["until"]) > now}
        held[origin] = {"until": until, "status": answer.status, "body": answer.body.decode("latin-1")}
        latest = sorted(held, key=lambda name: held[name]["until"])[-_ORIGINS:]
        self._held = {name: held[name] for name in sorted(latest)}
        self._save()

    def _entries(self) -> dict[str, dict[str, Any]]:
        if self._held is None:
            self._held = _read(self._path)
        return self._held

    def _save(self) -> None:
        beside = self._path.with_name(f".{self._path.name}.new")
        try:
            beside.write_text(json.dumps(self._held, indent=1), "utf-8")
            beside.replace(self._path)
        except OSError:
            # Kept for this run alone: a full disk is told where it matters, when the page is kept.
            beside.unlink(missing_ok=True)


def _lasting(control: str | None) -> timedelta:
    if control is None:
        return LONGEST
    if _NEVER.search(control):
        return timedelta()
    age = _MAX_AGE.search(control)
    return min(LONGEST, timedelta(seconds=int(age[1]))) if age else LONGEST


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        if path.stat().st_size > _FILE_BYTES:
            return {}
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(value, dict):
        return {}
    return {name: entry for name, entry in value.items() if _is_entry(entry)}


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("status"), int):
        return False
    try:
        text_to_instant(entry["until"])
        entry["body"].encode("latin-1")
    except (KeyError, TypeError, AttributeError, ValueError):
        return False
    return True
