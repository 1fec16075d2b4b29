"""Which characters of a text no typeface of the machine has, and which would be printed as boxes."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from riscontro.errors import UsageError

try:
    import typst
    from fontTools.ttLib import TTFont, TTLibError
except ModuleNotFoundError as error:
    raise UsageError("a dossier in PDF needs the extra: pip install 'riscontro[print]'") from error

_OWN = ((0x0000, 0x052F), (0x0591, 0x05F4), (0x1E00, 0x206F), (0x20A0, 0x20C0), (0x2190, 0x2193))
"""Blocks that the faces within Typst hold (Libertinus Serif: Latin, Greek, Cyrillic, Hebrew, signs)."""

FONTS_VARIABLE = "RISCONTRO_FONTS"

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


def font_paths() -> tuple[str, ...]:
    """Return the folders of typefaces that ``$RISCONTRO_FONTS`` names beside the machine's own; each must be there."""
    named = tuple(path for path in os.environ.get(FONTS_VARIABLE, "").split(os.pathsep) if path)
    for path in named:
        if not Path(path).is_dir():
            raise UsageError(f"{FONTS_VARIABLE} names {path!r}, which is no folder; name folders that hold typefaces")
    return named


@cache
def _faces() -> tuple[tuple[str, int], ...]:
    """Return the files of the machine's faces: first one of each family, then the others, whose scripts can differ."""
    fonts = typst.Fonts(font_paths=list(font_paths())).fonts()
    held = [face for face in fonts if face.path is not None]
    held.sort(key=lambda face: (face.weight != 400, face.path, face.index))
    families = {face.family: (str(face.path), face.index) for face in reversed(held)}
    files = dict.fromkeys([*families.values(), *((str(face.path), face.index) for face in held)])
    return tuple(files)[:FACES_TRIED]


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
