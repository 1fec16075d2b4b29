"""The user's folder of what has been compiled from packs, so that no process need compile it again: plain JSON."""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Return the folder of compiled packs: under ``XDG_CACHE_HOME``, ``LOCALAPPDATA`` or ``~/.cache``."""
    given = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None)
    if given:
        return Path(given) / "riscontro"
    try:
        return Path.home() / ".cache" / "riscontro"
    except RuntimeError:  # no home at all: a folder of one's own in the temporary one
        return Path(tempfile.gettempdir()) / "riscontro-cache"


def recall(name: str) -> dict[str, Any] | None:
    """Return the table that was kept under a name, ``None`` where none was; one that cannot be read is told of in the
    log, and taken for none.
    """
    path = cache_folder() / f"{name}.json"
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        _log.warning("the compiled pack %s cannot be read (%s); compiling it again", path, error)
        return None
    return found if isinstance(found, dict) else None


def keep(name: str, table: dict[str, Any]) -> None:
    """Keep a table under a name, whole or not at all; one that cannot be kept makes the next process slower only."""
    path = cache_folder() / f"{name}.json"
    try:
        text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(part).replace(path)
    except (OSError, TypeError) as error:
        _log.info("the compiled pack was not kept: %s", error)
