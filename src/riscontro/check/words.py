"""The catalogue's words as patterns: what a finished sentence may use for a status, a doubt, a plan, a denial."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from riscontro.model.claim import Stance
from riscontro.model.grade import Status
from riscontro.tell.catalogue import Catalogue, load_catalogue
from riscontro.tell.names import party_name
from riscontro.vocab.states import states

_NUMERIC = frozenset({"n", "shown", "total", "left", "share"})
"""Fields of texts that print a number and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The patterns of one language, made of its catalogue; every pattern is to be searched in lower-case text."""

    lang: str
    catalogue: Catalogue
    statuses: Mapping[str, Status]
    status: re.Pattern[str]
    stances: Mapping[str, Stance]
    manners: Mapping[str, re.Pattern[str]]
    rungs: Mapping[str, str]
    units: Mapping[str, frozenset[str]]
    unit: re.Pattern[str]
    acts: Mapping[str, frozenset[str]]
    told: Mapping[str, frozenset[str]]
    tells: re.Pattern[str]
    names: Mapping[str, str]
    since: tuple[tuple[str, str], ...]
    origins: re.Pattern[str]
    few: Mapping[str, int]
    fixed: tuple[re.Pattern[str], ...]
    own: frozenset[str]

    def says(self, manner: str, text: str) -> bool:
        """Tell whether lower-case text holds a word of a manner: a key of the catalogue's ``[check]``."""
        return self.manners[manner].search(text) is not None


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the phrases as whole words, the longest first; of none it finds nothing."""
    ordered = sorted({phrase.lower() for phrase in phrases if phrase}, key=lambda phrase: (-len(phrase), phrase))
    if not ordered:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_flexible, ordered))})(?!\w)")


def _flexible(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s+").replace("’", "['’]")


@cache
def load_words(lang: str) -> Words:
    """Return the patterns of a catalogue's language; raise :class:`UsageError` where there is none."""
    catalogue = load_catalogue(lang)
    table = catalogue.table
    check = table["check"]
    statuses = _statuses(catalogue)
    manners = {key: phrase_pattern(words) for key, words in check.items() if isinstance(words, list)}
    if check["conditional"]:
        endings = "|".join(map(re.escape, check["conditional"]))
        manners["hedge"] = re.compile(rf"{manners['hedge'].pattern}|(?<!\w)\w+(?:{endings})(?!\w)")
    units = _units(catalogue)
    few = {word: number for number, key in enumerate(("none", "one")) for word in check[key]}
    return Words(
        lang=lang,
        catalogue=catalogue,
        statuses=statuses,
        status=phrase_pattern(statuses),
        stances={_plain(word): Stance(code) for code, word in table["stance"].items()},
        manners=manners,
        rungs={_plain(name): key for key, name in table["rung"].items()},
        units=units,
        unit=phrase_pattern(units),
        acts=_acts(catalogue),
        told=(told := _told(catalogue)),
        tells=phrase_pattern(told),
        names=_names(catalogue),
        since=_since(catalogue),
        origins=phrase_pattern(check["origin"]),
        few=few,
        fixed=tuple(_fixed(catalogue)),
        own=frozenset(_own(catalogue)),
    )


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _statuses(catalogue: Catalogue) -> dict[str, Status]:
    found: dict[str, Status] = {}
    for status in Status:
        own = (catalogue.word("status", status), catalogue.word("status_short", status))
        for word in (*own, *catalogue.table["check"]["status"][status.value]):
            found.setdefault(_plain(word), status)
    return found


def _units(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code, forms in catalogue.table["unit"].items():
        for form in forms.values():
            found.setdefault(_plain(form), set()).add(code)
    return {word: frozenset(codes) for word, codes in found.items()}


def _acts(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for key, act in catalogue.table["acts"].items():
        found.setdefault(_plain(act["noun"]), set()).add(key)
    return {noun: frozenset(keys) for noun, keys in found.items()}


def _told(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """Return what the catalogue puts behind its verbs ("contacts", "force"), with the types that it tells by them."""
    found: dict[str, set[str]] = {}
    for key, act in catalogue.table["acts"].items():
        words = _plain(re.split(r"[\[{]", act["rest"])[0])
        if len(words) >= _LEAST_TOLD:
            found.setdefault(words, set()).add(key.split("/")[0])
    return {words: frozenset(types) for words, types in found.items()}


_LEAST_TOLD = 4
"""Letters from which on words behind a verb can name an act."""


def _names(catalogue: Catalogue) -> dict[str, str]:
    codes = [one.alpha3 for one in states()] + list(catalogue.table["parties"]["names"])
    return {_plain(party_name(code, catalogue).bare): code for code in codes}


def _since(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Return what stands before and after a date from which something goes on."""
    forms = catalogue.table["dates"]
    texts = {text for form in forms.values() if isinstance(form, dict) for key, text in form.items() if "since" in key}
    parts = (tuple(text.lower().split("{a}")) for text in texts)
    return tuple(sorted((before.strip(), after.strip()) for before, after in parts))


def _fixed(catalogue: Catalogue) -> Iterable[re.Pattern[str]]:
    """Yield patterns of the page's own texts: those without fields, and those whose fields are numbers alone."""
    texts = [*catalogue.table["text"].values()]
    texts += [form for forms in catalogue.table["count"].values() for form in forms.values()]
    for text in texts:
        fields = set(re.findall(r"\{(\w+)", text))
        if fields <= _NUMERIC and re.search(r"\w{3}", re.sub(r"\{.*?\}", "", text)):
            literal = re.escape(text.replace("[", "").replace("]", ""))
            yield re.compile(re.sub(r"\\\{\w+\\\}", r"[\\d.,  ]+", literal))


def _own(catalogue: Catalogue) -> Iterable[str]:
    """Yield every word of the catalogue, which no name of somebody needs to license."""

    def walk(value: object) -> Iterable[str]:
        if isinstance(value, str):
            yield from re.findall(r"\w+", re.sub(r"\{.*?\}", " ", value).lower())
        elif isinstance(value, Mapping):
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    for key, value in catalogue.table.items():
        if key not in ("parties", "meta"):
            yield from walk(value)
