"""Marks of agencies' and other publishers' copy: data of the language packs (``wire.toml``), checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from riscontro.errors import PackError

_PACKS = files("riscontro.lang") / "packs"
_LISTS = ("credit", "lead", "joins", "unnamed", "taken", "stops")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireMarks:
    """What one language uses; ``agencies`` takes each form of a name to the usual name in English."""

    credit: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    agencies: Mapping[str, str] = field(default_factory=dict)


@cache
def wire_langs() -> tuple[str, ...]:
    """Return the codes of the packs that list marks, sorted."""
    return tuple(sorted(folder.name for folder in _PACKS.iterdir() if (folder / "wire.toml").is_file()))


def wire_langs_of(lang: str) -> tuple[str, ...]:
    """Return the packs that a text in ``lang`` is searched with: its own, then English."""
    return tuple(code for code in dict.fromkeys((lang, "en")) if code in wire_langs())


@cache
def wire_marks(lang: str) -> WireMarks:
    """Return the marks of a pack; raise :class:`PackError` where it breaks the contract."""
    where = f"lang/packs/{lang}/wire.toml"
    try:
        table = tomllib.loads((_PACKS / lang / "wire.toml").read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{where} is not TOML: {error}") from error
    unknown = table.keys() - {*_LISTS, "agencies"}
    if unknown:
        raise PackError(f"{where}: unknown keys {sorted(unknown)}; known are {', '.join(_LISTS)}, agencies")
    lists = {name: _strings(table.get(name, []), where, name) for name in _LISTS}
    for phrase in lists["taken"]:
        if phrase.count("{name}") != 1 or phrase.count("(") != phrase.count(")"):
            raise PackError(f"{where}: taken needs one {{name}} and closed brackets: {phrase!r}")
    forms: dict[str, str] = {}
    for agency, names in table.get("agencies", {}).items():
        for form in _strings(names, where, agency):
            forms.setdefault(form, agency)
    return WireMarks(**lists, agencies=forms)


def _strings(values: object, where: str, name: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise PackError(f"{where}: {name} is a list of words or phrases, none of them empty")
    return tuple(values)
