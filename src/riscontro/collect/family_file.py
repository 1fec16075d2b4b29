"""A file that keeps what an index of near-copies has found, so that a few new documents cost no pass over all texts.

Derived and safe to delete: it holds hashes of words and numbers, never a word, and where it does not fit the documents
or the program the index is made anew from the texts.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from riscontro.collect.families import FamilyIndex, IndexState
from riscontro.model.ids import sha256_hex
from riscontro.version import __version__

_FORM = 1
"""Number of the file's form; raise it where thresholds or shingles change."""


def load_index(path: Path, stamps: Mapping[str, str]) -> FamilyIndex:
    """Return the index kept at ``path``; an empty one where there is none, or where a document of it is gone or other.

    ``stamps`` gives for the id of each document that stands a text that changes when the document does.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            if _to_text(held["made_by"]) != _made_by():
                return FamilyIndex()
            state = IndexState(
                ids=tuple(_to_text(held["ids"]).split("\n")) if held["ids"].size else (),
                lengths=held["lengths"],
                shingles=held["shingles"],
                pairs=held["pairs"],
                scores=held["scores"],
            )
            stamp = _to_text(held["stamp"])
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        return FamilyIndex()
    if not state.is_whole() or stamp != _stamp(state.ids, stamps):
        return FamilyIndex()
    return FamilyIndex.restored(state)


def save_index(index: FamilyIndex, path: Path, stamps: Mapping[str, str]) -> None:
    """Keep an index at ``path``, in one step: a kill leaves the old file or the new."""
    state = index.state()
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        np.savez(
            file,
            made_by=_to_bytes(_made_by()),
            stamp=_to_bytes(_stamp(state.ids, stamps)),
            ids=_to_bytes("\n".join(state.ids)),
            lengths=state.lengths,
            shingles=state.shingles,
            pairs=state.pairs,
            scores=state.scores,
        )
    beside.replace(path)


def _stamp(ids: Iterable[str], stamps: Mapping[str, str]) -> str:
    """Return a digest of the documents of an index as they stand; of one that is gone it differs."""
    return sha256_hex("\n".join(f"{name} {stamps.get(name, '')}" for name in ids).encode())


def _to_bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _to_text(held: NDArray[np.uint8]) -> str:
    return bytes(held).decode()


def _made_by() -> str:
    return f"{_FORM} {__version__}"
