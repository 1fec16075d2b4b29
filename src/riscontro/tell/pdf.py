"""The dossier as PDF, set by Typst: the only module that imports it (extra ``riscontro[print]``).

Typst runs within the program, reads nothing but the template and the values that it is handed, and fetches nothing. Its
own faces hold Latin, Greek, Cyrillic and Hebrew; for other scripts it takes what the machine has, and a character
that none of them has is written out by its number, so that no box stands for it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from importlib.resources import files
from textwrap import wrap
from typing import Any

from riscontro.errors import UsageError
from riscontro.model.dossier import Dossier
from riscontro.tell.catalogue import Catalogue
from riscontro.tell.faces import characters_without_face, font_paths
from riscontro.tell.printed import dossier_to_values
from riscontro.tell.view import build_view

try:
    import typst
except ModuleNotFoundError as error:
    raise UsageError("a dossier in PDF needs the extra: pip install 'riscontro[print]'") from error

_TEMPLATE = files("riscontro.tell") / "templates" / "dossier.typ"


def dossier_to_pdf(dossier: Dossier, *, lang: str = "it", figures: bool = False) -> bytes:
    """Return a dossier as a tagged PDF; its bytes depend on what is given, on Typst, and on the machine's typefaces.

    With ``figures`` its charts are drawn by Vega-Lite. Raise :class:`riscontro.errors.UsageError` where ``lang`` has no
    catalogue or an extra is absent.
    """
    view = build_view(dossier, lang=lang)
    values = dossier_to_values(view, figures=figures)
    missing = characters_without_face(_texts(values))
    values = _written_out(values, _Missing(missing, view.index.catalogue))
    _let_break(values)
    values["faceless"] = view.index.catalogue.count("faceless", len(missing)) if missing else None
    return _set(values)


class _Missing:
    """Writes out what no typeface has: a few characters by their numbers, a run of them by its length and script."""

    def __init__(self, missing: Sequence[str], catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.table = str.maketrans({character: f"⟦U+{ord(character):04X}⟧" for character in missing})
        one = f"[{re.escape(''.join(missing))}]" if missing else r"(?!)"
        self.run = re.compile(rf"{one}(?:[^\w\n]*{one}){{{LEAST_RUN - 1},}}")

    def __call__(self, text: str) -> str:
        return self.run.sub(self._run, text).translate(self.table) if self.table else text

    def _run(self, match: re.Match[str]) -> str:
        number = sum(ord(character) in self.table for character in match[0])
        script = unicodedata.name(match[0][0], "").partition(" ")[0].capitalize()
        return self.catalogue.text("faceless_run", n=self.catalogue.number(number), script=script or "?")


LEAST_RUN = 8
"""Characters from which on a run without a typeface is told by its length, since nobody reads so many numbers."""


def _written_out(value: Any, missing: _Missing) -> Any:
    if isinstance(value, str):
        return missing(value)
    if isinstance(value, dict):
        return {key: _written_out(one, missing) for key, one in value.items()}
    return [_written_out(one, missing) for one in value] if isinstance(value, list) else value


_LONG = re.compile(r"\S{40,}")


def _let_break(values: dict[str, Any]) -> None:
    """Let words of quotes that are longer than a line be broken; nothing is seen of it elsewhere."""
    for entry in values["entries"]:
        for piece in (piece for item in entry["evidence"] for piece in item["pieces"]):
            piece["text"] = _LONG.sub(lambda match: "\u200b".join(wrap(match[0], 20)), piece["text"])


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
    options["font_paths"] = list(font_paths())
    try:
        made = typst.compile(_TEMPLATE.read_bytes(), pdf_standards="ua-1", **options)
    except typst.TypstError:
        # The standard forbids a character without a face, and Typst's own may lack one that their block holds: the file
        # is then as it would be, its tags included, without the standard's mark.
        made = typst.compile(_TEMPLATE.read_bytes(), **options)
    assert isinstance(made, bytes)
    return made
