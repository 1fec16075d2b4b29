"""Message catalogues: every text, form and name that a dossier prints, one TOML file per language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from riscontro.errors import UsageError

_MESSAGES = files("riscontro.tell") / "messages"
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_FIELD = re.compile(r"\{(\w+)")


@cache
def catalogue_codes() -> tuple[str, ...]:
    """Return the codes of the languages that dossiers can be written in, sorted."""
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in _MESSAGES.iterdir() if entry.name[-5:] == ".toml")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The texts of one language, and its CLDR locale for numbers, dates, plurals and names of states."""

    code: str
    locale: Locale
    table: Mapping[str, Any]

    def text(self, key: str, **values: object) -> str:
        """Return a text of ``[text]`` with its values set in; a missing key raises :class:`KeyError`."""
        return str(self.table["text"][key]).format(**values)

    def count(self, key: str, number: int, **values: object) -> str:
        """Return the plural form of ``[count]`` that ``number`` asks for; ``{n}`` prints the number."""
        forms = self.table["count"][key]
        form = forms.get(self.locale.plural_form(number), forms["other"])
        return str(form).format(n=self.number(number), **values)

    def number(self, value: float) -> str:
        """Return a number as the language groups its digits, with at most two decimals."""
        return str(format_decimal(value, format="#,##0.##", locale=self.locale))

    def word(self, table: str, key: str) -> str:
        """Return the word for a code, or the code itself where the catalogue has none."""
        return str(self.table[table].get(key, key))

    def known(self, table: str, key: str) -> bool:
        """Tell whether a table holds a code."""
        return key in self.table[table]

    def joined(self, parts: list[str]) -> str:
        """Return parts as a list in prose: ``a, b e c``."""
        if len(parts) < 2:
            return "".join(parts)
        return ", ".join(parts[:-1]) + self.text("and") + parts[-1]


@cache
def load_catalogue(lang: str) -> Catalogue:
    """Return the catalogue of a language; raise :class:`UsageError` where there is none."""
    if lang not in catalogue_codes():
        raise UsageError(f"no message catalogue for {lang!r}; dossiers are written in: {', '.join(catalogue_codes())}")
    table = tomllib.loads((_MESSAGES / f"{lang}.toml").read_text("utf-8"))
    return Catalogue(code=lang, locale=Locale.parse(table["meta"]["locale"]), table=table)


def fill(template: str, values: Mapping[str, object | None]) -> str:
    """Return a template with its values set in; a part in square brackets goes where one of its values is ``None``.

    >>> fill("munizioni[ a {recipient}]", {"recipient": None})
    'munizioni'
    """

    def part(match: re.Match[str]) -> str:
        names = _FIELD.findall(match[1])
        return match[1] if all(values.get(name) is not None for name in names) else ""

    return _OPTIONAL.sub(part, template).format_map(dict(values))


def capitalised(text: str) -> str:
    """Return ``text`` with its first character in upper case."""
    return text[:1].upper() + text[1:]
