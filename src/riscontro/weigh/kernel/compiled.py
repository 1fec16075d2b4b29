"""Where loops are compiled: by numba (extra ``riscontro[bulk]``) where it is installed, else they run as they are.

The same functions run either way, so that the answers cannot differ; only the speed does. This is the one module that
imports numba.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

_Function = TypeVar("_Function", bound=Callable[..., Any])

try:
    from numba import njit, types
    from numba.typed import Dict
except ImportError:
    COMPILED = False
else:
    COMPILED = True


def loop(function: _Function) -> _Function:
    """Return a function over arrays, compiled where that is possible; the outcome is kept on disk."""
    if not COMPILED:
        return function
    compiled: Any = njit(cache=True, nogil=True)(function)
    return cast(_Function, compiled)


def _new_map() -> Any:
    return {}


def _new_typed_map() -> Any:
    return Dict.empty(types.int64, types.int64)


new_map: Callable[[], Any] = loop(_new_typed_map) if COMPILED else _new_map
"""Return an empty map from 64-bit numbers to 64-bit numbers."""
