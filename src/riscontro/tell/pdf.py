"""The dossier as PDF, set by Typst: the only module that imports it (extra ``riscontro[print]``).

Typst runs within the program, reads nothing but the template and the values that it is handed, and fetches nothing. Its
own faces hold Latin, Greek, Cyrillic and Hebrew; for other scripts it takes what the machine has, and a character
that none of them has is written out by its number, so that no box stands for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from riscontro.errors import UsageError
from riscontro.model.dossier import Dossier
from riscontro.tell.faces import characters_without_face
from riscontro.tell.printed import dossier_to_values
from riscontro.tell.view import build_view

try:
    import typst
except ModuleNotFoundError as error:
    raise UsageError("a dossier in PDF needs the extra: pip install 'riscontro[print]'") from error

_TEMPLATE = files("riscontro.tell") / "templates" / "dossier.typ"


def dossier_to_pdf(dossier: Dossier, *, lang: str = "it", figures: bool = False) -> bytes:
    """Return a dossier as a tagged PDF; its bytes depend on what is given, on Typst, and on the machine's typefaces.

    With ``figures`` its charts are drawn by altair. Raise :class:`riscontro.errors.UsageError` where ``lang`` has no
    catalogue or an extra is absent.
    """
    view = build_view(dossier, lang=lang)
    values = dossier_to_values(view, figures=figures)
    missing = characters_without_face(_texts(values))
    values = _written_out(values, str.maketrans({character: f"⟦U+{ord(character):04X}⟧" for character in missing}))
    values["faceless"] = view.index.catalogue.count("faceless", len(missing)) if missing else None
    return _set(values)


def _written_out(value: Any, table: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, dict):
        return {key: _written_out(one, table) for key, one in value.items()}
    return [_written_out(one, table) for one in value] if isinstance(value, list) else value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _set(values: dict[str, Any]) -> bytes:
    inputs = {"dossier": json.dumps(values, ensure_ascii=False)}
    options: dict[str, Any] = {"format": "pdf", "sys_inputs": inputs, "timestamp": 0}
    try:
        made = typst.compile(_TEMPLATE.read_bytes(), pdf_standards="ua-1", **options)
    except typst.TypstError:
        # The standard forbids a character without a face, and Typst's own may lack one that their block holds: the file
        # is then as it would be, its tags included, without the standard's mark.
        made = typst.compile(_TEMPLATE.read_bytes(), **options)
    assert isinstance(made, bytes)
    return made
