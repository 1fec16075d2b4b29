"""Names of sources folded to keys, so that one source written in several ways is one."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from riscontro.weigh.weights import load_toml


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """Return a name in lower case with marks, punctuation and doubled blanks gone.

    >>> fold_name("Agence France-Presse (AFP)")
    'agence france presse afp'
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    kept = (char if char.isalnum() else "" if unicodedata.combining(char) else " " for char in decomposed)
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


@cache
def _outlets() -> dict[str, tuple[str, str | None]]:
    return {
        fold_name(alias): (row["name"], row.get("state"))
        for row in load_toml("outlets")["outlet"]
        for alias in (row["name"], *row["names"])
    }


def is_known_outlet(name: str) -> bool:
    """Tell whether ``outlets.toml`` lists the name."""
    return fold_name(name) in _outlets()


def outlet_group(name: str) -> tuple[str, str | None]:
    """Return an outlet's group of independence and the state it is an organ of (``None``: of none)."""
    canonical, state = _outlets().get(fold_name(name), (name, None))
    return (f"state:{state}" if state else f"outlet:{fold_name(canonical)}"), state


def outlet_key(name: str) -> str:
    """Return the key of an outlet, the same for all its listed spellings."""
    canonical, _ = _outlets().get(fold_name(name), (name, None))
    return fold_name(canonical)
