"""A document enters, a reading leaves: times, attributions, claims, each with the words it rests on.

Stages, in order: ``compile`` (pack tables to surface forms, cached), ``passage`` (tokens, sentences), ``surface`` (the
one pass), ``actors``, ``clauses``, ``acts``, ``roles`` (frames filled), ``drafting`` (sides, items, mood, topic),
``assemble`` (sources, times, repetition). The names below are imported when they are first used, so that a program
that only asks for the version stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riscontro.read.contract import contract_to_document, read_line, read_lines, reading_to_contract
    from riscontro.read.explain import Explanation, explain
    from riscontro.read.reader import read
    from riscontro.read.resolve import Resolution, resolve

__all__ = [
    "Explanation",
    "Resolution",
    "contract_to_document",
    "explain",
    "read",
    "read_line",
    "read_lines",
    "reading_to_contract",
    "resolve",
]

_HOMES = {
    "Explanation": "explain",
    "Resolution": "resolve",
    "contract_to_document": "contract",
    "explain": "explain",
    "read": "reader",
    "read_line": "contract",
    "read_lines": "contract",
    "reading_to_contract": "contract",
    "resolve": "resolve",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value  # a function outranks the submodule of the same name
    return value
