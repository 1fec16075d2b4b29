"""Finds the language packs and loads their tables."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from riscontro.errors import PackError
from riscontro.lang.kept import keep, recall

_PACKS = files("riscontro.lang") / "packs"

LEAST_KEPT = 2_000
"""Bytes from which on a table is kept as JSON in the user's cache, which is read at a tenth of the cost of TOML."""


@cache
def pack_codes() -> tuple[str, ...]:
    """Return the ISO 639-1 codes of the packs, sorted."""
    return tuple(sorted(folder.name for folder in _PACKS.iterdir() if (folder / "pack.toml").is_file()))


@cache
def load_table(lang: str, name: str) -> Mapping[str, Any]:
    """Return one table of a pack (``time``, ``speech``, ``actor`` ...), empty where the pack has none.

    Raise :class:`PackError` where the pack is unknown or the table is not TOML.
    """
    folder = _PACKS / lang
    if not (folder / "pack.toml").is_file():
        raise PackError(f"no language pack {lang!r}; there are: {', '.join(pack_codes())}")
    table = folder / f"{name}.toml"
    if not table.is_file():
        return {}
    content = table.read_bytes()
    kept = f"table-{lang}-{name}-{hashlib.sha256(content).hexdigest()[:16]}" if len(content) >= LEAST_KEPT else ""
    known = recall(kept) if kept else None
    if known is not None:
        return known
    try:
        found = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"lang/packs/{lang}/{name}.toml is not TOML: {error}") from error
    if kept:
        keep(kept, found)
    return found
