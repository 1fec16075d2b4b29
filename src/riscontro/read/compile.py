"""Pack tables compiled into one table of surface forms, kept in the user's cache."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from riscontro.lang.kept import keep, recall
from riscontro.lang.loader import load_table
from riscontro.read.actwords import Act, act_pairs, expand_phrases, load_acts
from riscontro.read.compounds import build_compound_cutter
from riscontro.read.inflect import Inflector, build_inflector, expand_suffixes
from riscontro.read.meanings import Entry
from riscontro.read.naming import Naming
from riscontro.read.paradigms import CASES, Paradigms, load_paradigms
from riscontro.read.passage import Passage, cut_passage
from riscontro.read.surface import COMPANY, SurfaceTable, build_table, json_to_table, table_to_json
from riscontro.read.text import Cut
from riscontro.read.wordcut import Cutter, Spelling, WordCutter, build_cutter
from riscontro.version import __version__
from riscontro.vocab.holders import holders
from riscontro.vocab.states import states

_FORMAT = 12
"""Raised whenever the meaning of the stored table changes."""

_NO_GENITIVE = ("s", "x", "z", "ß", ".")
"""Endings of names that take no further letter as possessors."""
_NAMING = frozenset({"state", "holder", "none"})
"""Kinds of entries that name somebody."""
_INCOMPLETE = frozenset({"stem", "past", "polite"})
"""Forms of verbs that need an ending."""
_FOLLOWING = {"prep.": "particle", "case.": "particle", "end.": "ending", "verbal.": "verbal"}
"""Functions of words that, where words are written together, only follow another."""

CASUALTIES = "casualties"
"""The mode of acts that may have no actor."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A language ready for reading: its surface table, its acts (entries refer to them by index), its pack."""

    lang: str
    table: SurfaceTable
    acts: tuple[Act, ...]
    pack: Mapping[str, Any]
    event: Mapping[str, Any]
    abbreviations: frozenset[str]
    starters: frozenset[str]
    counted: frozenset[str]
    cutter: Cutter | None = None
    final: bool = False
    """Verbs come last and markers follow their phrase."""
    leaves_out: bool = False
    """A verb may stand without a subject, which is then the one of the sentences before."""
    bare_passives: frozenset[str] = frozenset()
    """Past forms that are participles too, of verbs that never stand without an object ("captured")."""
    numbers: dict[frozenset[str], frozenset[int]] = field(default_factory=dict, repr=False)
    """Frames already asked after, with the places of their acts."""
    naming: Naming = field(init=False, repr=False)
    """What pieces of text can name."""

    company: bool = field(init=False, repr=False)
    """Whether some of its words are themselves only in company (see ``companions``)."""
    one_sided: frozenset[str] = field(init=False, repr=False)
    """Codes of the entries whose act may be told of one side alone: people who died."""
    deliveries: frozenset[str] = field(init=False, repr=False)
    """Codes of the entries whose act may go on with a delivery told before, though no side is named."""

    def __post_init__(self) -> None:
        one_sided = frozenset(str(number) for number, act in enumerate(self.acts) if act.mode == CASUALTIES)
        deliveries = frozenset(str(number) for number, act in enumerate(self.acts) if act.type == "AID")
        naming = Naming(self.table, self.cutter, one_sided, str(self.pack.get("home", "")))
        object.__setattr__(self, "naming", naming)
        object.__setattr__(self, "company", any(kinds & COMPANY for kinds in self.table.kinds))
        object.__setattr__(self, "one_sided", one_sided)
        object.__setattr__(self, "deliveries", deliveries)

    def acts_of(self, frames: frozenset[str]) -> frozenset[int]:
        """Return the places of the acts of these frames."""
        if frames not in self.numbers:
            self.numbers[frames] = frozenset(number for number, act in enumerate(self.acts) if act.frame in frames)
        return self.numbers[frames]

    def names_somebody(self, text: str | Cut) -> bool:
        """Tell at little cost whether a text can name an actor; where it cannot, nothing in it is an act."""
        return self.naming.names_somebody(text)

    def may_tell(self, text: str | Cut) -> bool:
        """Tell at little cost whether a text can hold a claim."""
        return self.naming.may_tell(text)

    def cut(self, text: str | Cut) -> Passage:
        """Return the passage of a text in this language."""
        return cut_passage(
            text,
            abbreviations=self.abbreviations,
            starters=self.starters,
            counted=self.counted,
            cutter=self.cutter,
        )


@cache
def load_lexicon(lang: str) -> Lexicon:
    """Return the lexicon of a pack, from the cache where it is current. Raise :class:`PackError` on a broken pack."""
    pack, event = load_table(lang, "pack"), load_table(lang, "event")
    table = _cached_table(lang)
    return Lexicon(
        lang=lang,
        table=table,
        final=pack.get("order") == "final",
        leaves_out=pack.get("order") == "final" or bool(pack.get("pro_drop")),
        bare_passives=frozenset(pack.get("bare_passives", ())),
        cutter=_cutter(table, pack),
        acts=load_acts(event),
        pack=pack,
        event=event,
        abbreviations=frozenset(pack.get("abbreviations", ())),
        starters=frozenset(pack.get("starters", ())),
        counted=frozenset(pack.get("counted", ())),
    )


def _cutter(table: SurfaceTable, pack: Mapping[str, Any]) -> Cutter | None:
    if "cut" in pack:
        return _word_cutter(table, pack["cut"])
    return build_compound_cutter(table, pack["compounds"]) if "compounds" in pack else None


def _word_cutter(table: SurfaceTable, cut: Mapping[str, Any]) -> WordCutter:
    """Return the cutter of a pack, its words sorted by what the table says of them."""
    kinds = [_cut_kinds(found) for found in table.meanings]

    particles = bool(cut.get("particles"))

    def having(kind: str) -> Iterator[str]:
        return (key for key, place in table.forms.items() if kind in kinds[place])

    return build_cutter(
        cut,
        known=(
            word
            for key, place in table.forms.items()
            if " " in key or not particles or "bound" not in kinds[place]
            for word in key.split(" ")
        ),
        names=having("name"),
        stems=(key for key in having("stem") if len(key) == 1) if particles else (),
        after=having("after") if particles else (),
        particles=having("particle") if particles else (),
        verbal=having("verbal") if particles else (),
    )


def _cut_kinds(entries: Sequence[Entry]) -> frozenset[str]:
    """Return what the cutter wants to know of a form."""
    kinds = set()
    if any(e.kind in _NAMING for e in entries):
        kinds.add("name")
    if any(e.tag in _INCOMPLETE for e in entries):
        kinds.add("stem")
    codes = [e.code for e in entries if e.kind == "word"]
    for start, kind in _FOLLOWING.items():
        if any(code.startswith(start) for code in codes):
            kinds.add(kind)
    if kinds & set(_FOLLOWING.values()):
        kinds.add("after")
        if all(e.kind == "word" and e.code.startswith((*_FOLLOWING, "attr", "and", "pass", "neg")) for e in entries):
            kinds.add("bound")
    return frozenset(kinds)


def _cached_table(lang: str) -> SurfaceTable:
    name = f"surface-{lang}-{_digest(lang)}"
    stored = recall(name)
    try:
        if stored is not None:
            return json_to_table(stored)
    except (TypeError, KeyError, ValueError) as error:
        _log.warning("the compiled pack %s is not what it was (%s); compiling it again", name, error)
    table = compile_table(lang)
    keep(name, table_to_json(table))
    return table


def _digest(lang: str) -> str:
    """Return a digest of everything that the table is compiled from."""
    digest = hashlib.sha256(f"{_FORMAT} {__version__} {_library_versions()}".encode())
    folder = files("riscontro.lang") / "packs" / lang
    for name in ("pack.toml", "actor.toml", "event.toml", "forms.toml"):
        table = folder / name
        digest.update(table.read_bytes() if table.is_file() else b"-")
    digest.update((files("riscontro.vocab") / "states.tsv").read_bytes())
    digest.update((files("riscontro.vocab") / "holders.tsv").read_bytes())
    return digest.hexdigest()[:16]


def _library_versions() -> str:
    from importlib.metadata import version

    return f"babel {version('babel')} simplemma {version('simplemma')}"


def compile_table(lang: str) -> SurfaceTable:
    """Return the surface table of a pack, compiled afresh."""
    pack, actor, event = (load_table(lang, name) for name in ("pack", "actor", "event"))
    event = expand_phrases(event)
    inflector = build_inflector(lang, _words(actor, event), pack, load_paradigms(lang))
    pairs = (
        *own_forms(actor_pairs(lang, actor, pack, inflector), str(pack.get("name_genitive", ""))),
        *act_pairs(event, pack, inflector),
    )
    return build_table(_spelt(pairs, pack.get("spellings", ())), Spelling(pack["cut"]) if "cut" in pack else None)


def _spelt(pairs: Iterable[tuple[str, Entry]], spellings: Sequence[Sequence[str]]) -> Iterator[tuple[str, Entry]]:
    """Yield the pairs, and again those whose form has a letter that is also written otherwise (Russian "ё" as "е")."""
    for form, entry in pairs:
        yield form, entry
        for one, other in spellings:
            if one in form:
                yield form.replace(one, other), entry


def own_forms(pairs: Iterable[tuple[str, Entry]], ending: str) -> Iterator[tuple[str, Entry]]:
    """Yield the pairs, and the names among them with the ending of a possessor ("Russlands"), told by a word beside."""
    for name, entry in pairs:
        yield name, entry
        named = entry.kind == "holder" or (entry.kind == "state" and entry.tag != "people")
        if ending and named and not name.endswith(_NO_GENITIVE) and entry.case == "C":
            yield name + ending, entry
            yield name + ending, Entry("word", "possessor", "", "C")


def _words(actor: Mapping[str, Any], event: Mapping[str, Any]) -> Iterator[str]:
    for words in actor.get("roles", {}).values():
        yield from words
    for words in actor.get("people", {}).values():
        yield from words
    yield from _strings(event)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _strings(inner)


def actor_pairs(
    lang: str, actor: Mapping[str, Any], pack: Mapping[str, Any], inflector: Inflector
) -> Iterator[tuple[str, Entry]]:
    """Yield the surface forms of states, peoples, organs, organisations, groups, holders, roles and back references."""
    skip = actor.get("skip", {})
    skipped = {name.casefold() for name in skip.get("names", ())}
    for phrase in skip.get("phrases", ()):
        yield phrase, Entry("none", "", "", "C")
    paradigms = inflector.paradigms
    for code, name in _state_names(lang, actor):
        if name.casefold() not in skipped:
            yield from _declined(name, Entry("state", code, "state", "C"), paradigms)
    for code, names in actor.get("exact", {}).items():
        for name in names:
            for form, entry in _declined(name, Entry("state", code, "state"), paradigms):
                yield form, entry._replace(case=form)
    for table, guard in (("short", "+"), ("paired", "=")):
        for code, names in actor.get(table, {}).items():
            for name in names:
                yield name, Entry("state", code, "state", guard)
    yield from _peoples(actor, pack, inflector)
    for table, role in (("capitals", "capital"), ("seats", "seat"), ("places", "place")):
        for code, names in actor.get(table, {}).items():
            for name in names:
                yield from _declined(name, Entry("state", code, role, "C"), paradigms)
    for code, name in _city_names(lang):
        if name.casefold() not in skipped:
            yield from _declined(name, Entry("state", code, "place", "C"), paradigms)
    yield from _bodies(actor, paradigms)
    yield from _holders(actor, paradigms)
    yield from _back_references(actor)
    yield from _roles(actor, pack, inflector)


def _declined(phrase: str, entry: Entry, paradigms: Paradigms | None) -> Iterator[tuple[str, Entry]]:
    """Yield a phrase in all its cases, or as it stands where the pack has no declensions."""
    if paradigms is None:
        yield phrase, entry
        return
    forms = paradigms.phrase_forms(phrase)
    one = phrase[:1].isupper() and any("ns" in cases for cases in forms.values())  # there is one France
    for form, cases in forms.items():
        kept = [case for case in sorted(cases) if not one or case[1] == "s"]
        if kept or not cases:
            yield form, entry._replace(cases=" ".join(kept))


def _state_names(lang: str, actor: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    from babel import Locale, UnknownLocaleError

    try:
        territories: Mapping[str, str] = Locale.parse(lang).territories
    except UnknownLocaleError:
        territories = {}
    for state in states():
        name = territories.get(state.alpha2)
        if name:
            yield state.alpha3, name
    for code, names in actor.get("names", {}).items():
        for name in names:
            yield code, name


_ZONES_LEFT_OUT = frozenset({"US", "CA", "AQ"})
"""Territories with many zones named after small towns, stations and men, whose names mostly mean something else."""


def _city_names(lang: str) -> Iterator[tuple[str, str]]:
    """Yield alpha-3 code and name of the cities that time zones are named after, in CLDR's spelling of a language."""
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    try:
        locale = Locale.parse(lang)
    except UnknownLocaleError:
        return
    codes = {state.alpha2: state.alpha3 for state in states()}
    named = {*locale.territories.values()}
    latin = all(name.isascii() for name in (locale.territories.get("IT", ""), locale.territories.get("CN", "")))
    for zone, territory in sorted(get_global("zone_territories").items()):
        region, _, city = zone.partition("/")
        if territory in _ZONES_LEFT_OUT or territory not in codes or "/" in city or region == "Etc" or not city:
            continue
        # Where CLDR has nothing to say, the zone's own name is the city's in scripts that are Latin.
        name = locale.time_zones.get(zone, {}).get("city") or (city.replace("_", " ") if latin else "")
        if name and name not in named:
            yield codes[territory], name


def _peoples(actor: Mapping[str, Any], pack: Mapping[str, Any], inflector: Inflector) -> Iterator[tuple[str, Entry]]:
    """Yield the forms of demonyms; those that fit the pack's ``people_noun`` are plural nouns, never adjectives."""
    noun = re.compile(pack["people_noun"]) if "people_noun" in pack else None
    rules = actor.get("inflect", {}).get("people", ())
    for code, words in actor.get("people", {}).items():
        for word in words:
            entry = Entry("state", code, "people", "C" if word[:1].isupper() else "")
            if inflector.paradigms is not None:
                for form, cases in inflector.paradigms.phrase_forms(word, alone=True).items():
                    yield form, entry._replace(cases=" ".join(sorted(cases)))
                continue
            for form in expand_suffixes(word, rules) if rules else inflector.word_forms(word):
                plural = noun is not None and form != word and noun.search(form)
                yield form, entry._replace(cases="np") if plural else entry


def _bodies(actor: Mapping[str, Any], paradigms: Paradigms | None) -> Iterator[tuple[str, Entry]]:
    for role, organs in actor.get("organs", {}).items():
        for code, names in organs.items():
            for name in names:
                case = "C" if name != name.lower() else ""  # "i pasdaran"
                yield from _declined(name, Entry("state", code, f"organ:{role}", case), paradigms)
    for tag, table in (("organisation", "organisations"), ("group", "groups")):
        for code, names in actor.get(table, {}).items():
            for name in names:
                case = _spelling(name)
                for form, entry in _declined(name, Entry("state", code, tag, case), paradigms):
                    yield form, entry._replace(case=form) if case == name else entry


def _holders(actor: Mapping[str, Any], paradigms: Paradigms | None) -> Iterator[tuple[str, Entry]]:
    """Yield the holders under the names of the authority table, and under those that the pack gives them in its own
    script (``[holders]``, by the first name of the authority table).
    """
    own: Mapping[str, Sequence[str]] = actor.get("holders", {})
    for holder in holders():
        entry = Entry("holder", holder.state, f"{holder.earliest}/{holder.latest}", "C")
        for name in holder.aliases:
            yield name, entry
        for name in own.get(holder.aliases[0], ()):
            yield from _declined_name(name, entry, paradigms)


def _declined_name(name: str, entry: Entry, paradigms: Paradigms | None) -> Iterator[tuple[str, Entry]]:
    """Yield a person's name with every word declined alike ("Владимира Путина")."""
    if paradigms is None:
        yield name, entry
        return
    words = name.split(" ")
    joined: dict[str, frozenset[str]] = {"": frozenset(CASES)}
    for word in words:
        merged: dict[str, frozenset[str]] = {}
        for form, cases in joined.items():
            for other, others in paradigms.word_forms(word, person=True).items():
                both = cases & (others or frozenset(CASES))
                if both:
                    merged[f"{form} {other}".strip()] = both
        joined = merged
    for form, cases in paradigms.word_forms(words[-1], person=True).items():
        joined.setdefault(" ".join([*words[:-1], form]), cases)  # "Ким Чен Ына": only the last part is declined
    for form, cases in joined.items():
        yield form, entry._replace(cases=" ".join(sorted(case for case in cases if case[1] == "s")))


def _spelling(name: str) -> str:
    """Return the case of a body's name: short ones as they stand, names with a capital, nouns ("talibans") in any."""
    if len(name) <= 4:
        return name
    return "C" if name != name.lower() else ""


def _back_references(actor: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for name, phrases in actor.get("anaphora", {}).items():
        for phrase in phrases:
            yield phrase, Entry("back", name)


def _roles(actor: Mapping[str, Any], pack: Mapping[str, Any], inflector: Inflector) -> Iterator[tuple[str, Entry]]:
    for role, phrases in actor.get("roles", {}).items():
        for phrase in phrases:
            if inflector.paradigms is not None:
                yield from _declined(phrase, Entry("role", role, phrase), inflector.paradigms)
                continue
            case = "C" if pack.get("capital_nouns") and phrase[:1].isupper() else ""
            for form in inflector.noun_phrases(phrase, heads=pack.get("noun_head", "each")):
                yield form, Entry("role", role, phrase, case)
