"""Where loops are compiled: by numba (extra ``riscontro[bulk]``) where it is installed, else they run as they are.

The same functions run either way, so that the answers cannot differ; only the speed does. This is the one module that
imports numba.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

_Function = TypeVar("_Function", bound=Callable[..., Any])

try:
    from numba import njit
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


def step(function: _Function) -> _Function:
    """Return a function that loops call for each row, compiled where that is possible: one that makes no array.

    Numba counts the references to every array that a function is given, a dozen for each tuple of columns: where
    functions are called for each row, that costs more than what they do. One that makes no array needs no such count.
    """
    if not COMPILED:
        return function
    options: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}
    compiled: Any = njit(**options)(function)
    return cast(_Function, compiled)
