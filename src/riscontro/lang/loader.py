"""Finds the language packs and loads their tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from riscontro.errors import PackError

_PACKS = files("riscontro.lang") / "packs"


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
    try:
        return tomllib.loads(table.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"lang/packs/{lang}/{name}.toml is not TOML: {error}") from error
