"""The families of a case, kept: by growing the file of the index where little came, by the whole index where much did.

Both find the same. A file that does not fit the case, or is damaged, is made anew from the texts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from riscontro.collect.families import FamilyIndex
from riscontro.collect.family_file import FamilyFile, open_file, save_index
from riscontro.collect.family_growth import grow
from riscontro.collect.shingles import text_to_shingles
from riscontro.meter import Meter, metered, no_meter
from riscontro.model.ids import sha256_hex

_FEW = 64
"""Up to so many documents, or one in :data:`_PART` of those held, the file grows; beyond, the whole index does, since
looking up one by one then costs more than loading all."""

_PART = 32


class Families(NamedTuple):
    """The families that changed, by document id, and the mark of the file that holds them."""

    changed: dict[str, str | None]
    mark: str


def keep_families(
    path: Path,
    *,
    mark: str | None,
    fresh: Sequence[str],
    every: Callable[[], Sequence[str]],
    text_of: Callable[[str], str],
    report: Meter = no_meter,
) -> Families:
    """Take ``fresh`` documents into the index at ``path`` and return what changed.

    ``mark`` is that of the file which the families known so far came from; ``None`` where all documents, ``every`` of
    them, are to be looked at. ``text_of`` gives the text of a document.
    """
    if mark is not None:
        try:
            with open_file(path) as kept:
                found = _from_file(kept, mark, fresh, text_of, report)
        except (sqlite3.DatabaseError, ValueError, KeyError):
            found = None  # damaged within: made anew, as is one that is not there
        if isinstance(found, Families):
            return found
        if found is not None:
            return _whole(found, path, mark, fresh, text_of, report)
    return _whole(FamilyIndex(), path, "", every(), text_of, report)


def _from_file(
    kept: FamilyFile | None, mark: str, fresh: Sequence[str], text_of: Callable[[str], str], report: Meter
) -> Families | FamilyIndex | None:
    """Return what changed, or the index where it is to be grown as a whole, or ``None`` where the file is of no use."""
    if kept is None or mark not in (kept.said("mark"), kept.said("before")):
        return None
    if kept.said("mark") == mark:
        fresh = [name for name in fresh if name not in kept.known(fresh)]
        if not fresh:
            return Families({}, mark)
        if len(fresh) <= max(_FEW, kept.size // _PART) and not kept.is_crowded:
            shingles = {
                name: text_to_shingles(text_of(name)) for name in metered(fresh, report, total=len(fresh), of="texts")
            }
            after = _next_mark(mark, fresh)
            changed = grow(kept, shingles, lambda name: text_to_shingles(text_of(name)), mark=after)
            if changed is not None:
                return Families(changed, after)
    # A run that was killed may have grown the file and set no family: all are told again.
    return FamilyIndex.restored(kept.state())


def _whole(
    index: FamilyIndex,
    path: Path,
    mark: str,
    names: Sequence[str],
    text_of: Callable[[str], str],
    report: Meter,
) -> Families:
    fresh = [name for name in names if name not in index]
    for name in metered(fresh, report, total=len(fresh), of="texts"):
        index.add(name, text_of(name))
    after = _next_mark(mark, fresh)
    families = index.families()
    save_index(index, path, mark=after)
    return Families(families, after)


def _next_mark(mark: str, names: Sequence[str]) -> str:
    """Return a mark that is another one for other documents, or the same in other steps."""
    return sha256_hex("\n".join((mark, *names)).encode())[:32]
