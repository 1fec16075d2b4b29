"""Which characters of a text no typeface of the machine has, and which would be printed as boxes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from riscontro.errors import UsageError

try:
    import typst
    from fontTools.ttLib import TTFont, TTLibError
except ModuleNotFoundError as error:
    raise UsageError("a dossier in PDF needs the extra: pip install 'riscontro[print]'") from error

_OWN = ((0x0000, 0x052F), (0x0591, 0x05F4), (0x1E00, 0x206F), (0x20A0, 0x20C0), (0x2190, 0x2193))
"""Blocks that the faces within Typst hold (Libertinus Serif: Latin, Greek, Cyrillic, Hebrew, signs)."""

FACES_TRIED = 400
"""Faces looked into, so that a machine with thousands of them does not hold up a dossier."""


def characters_without_face(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the characters that neither Typst's own faces nor those of the machine have, sorted."""
    wanted = {character for text in texts for character in text if not _is_own(character)}
    for path, number in _faces():
        if not wanted:
            break
        wanted -= _characters(path, number)
    return tuple(sorted(wanted))


def _is_own(character: str) -> bool:
    point = ord(character)
    shown = unicodedata.category(character) not in ("Cf", "Cc", "Zs")
    return not shown or any(first <= point <= last for first, last in _OWN)


@cache
def _faces() -> tuple[tuple[str, int], ...]:
    """Return the files of the machine's faces, one weight of each family."""
    families: dict[str, tuple[str, int]] = {}
    for face in sorted(typst.Fonts().fonts(), key=lambda face: (face.weight != 400, face.path or "", face.index)):
        if face.path is not None:
            families.setdefault(face.family, (face.path, face.index))
    return tuple(list(families.values())[:FACES_TRIED])


@cache
def _characters(path: str, number: int) -> frozenset[str]:
    try:
        with TTFont(path, fontNumber=number, lazy=True) as face:
            return frozenset(_points(face))
    except (OSError, TTLibError, KeyError, ValueError):
        # A face that cannot be read is one that the typesetter cannot take either.
        return frozenset()


def _points(face: TTFont) -> Iterator[str]:
    yield from map(chr, face.getBestCmap() or {})
