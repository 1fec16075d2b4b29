"""The words of a pack's ``event.toml``: acts, items, verbs, markers and modality, as entries of the surface table.

=========  ==========================================================  ==============================
kind       code                                                        tag
=========  ==========================================================  ==============================
act        place of the act in the pack's list                         ``noun``, or the verb's form
item       mode                                                        unit, in English singular
object     place of the act whose verb this noun makes tell
light      class of the verb (``do``, ``halt``, ``ask`` ...)           the verb's form
verb                                                                   the verb's form
word       function (``prep.to``, ``det``, ``rel`` ...)
modality   ``possible``, ``planned``, ``questioned``, ``denied``
=========  ==========================================================  ==============================
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from riscontro.read.inflect import Inflector
from riscontro.read.meanings import Entry
from riscontro.read.tokens import expand

MARKERS = (
    "to",
    "by",
    "from",
    "of",
    "for",
    "with",
    "alongside",
    "against",
    "on",
    "over",
    "in",
    "at",
    "near",
    "between",
    "among",
    "obj",
)
"""Markers that the frames know (``obj`` is a preposition that can stand before an object: "atacó a Rusia");
``about``, ``as`` and ``exchange`` are prepositions that announce no side."""
FUNCTIONS = frozenset(
    {f"prep.{marker}" for marker in (*MARKERS, "about", "as", "exchange")}
    | {"det", "definite", "and", "but", "rel", "that", "sub", "be", "pass", "got", "have", "aux", "to", "neg"}
    | {"nonfinite", "reflexive", "adverb", "tale", "partitive", "count", "oblique", "purpose", "must"}
    | {"condition", "ending", "charge", "scourge", "ballot", "likeness"}
    | {"case.subj", "case.also", "case.topic", "case.obj", "attr"}
    | {"det.gen", "det.dat", "det.acc", "det.der", "det.fem", "feminine", "rel.last", "future", "possessor"}
)
"""Functions of small words that a pack may name."""
LIGHT_CLASSES = frozenset({"do", "halt", "ask", "refuse", "menace", "deny", "say", "praise", "blame", "undergo"})
"""Classes of verbs that only carry what their object names; see ``turns`` for what they make of it."""

VERBAL: Mapping[str, tuple[str, ...]] = {
    "do": (),
    "pass": ("pass",),
    "aux": (),
    "auxneg": ("neg",),
    "auxpass": ("pass",),
    "undergo": ("pass",),
}
"""Verbs that make a verb of a noun, or stand behind another verb, with what they add."""

_PHRASES = frozenset({"verbs", "nouns", "objects"})
"""Lists of an act whose entries may hold brace patterns."""
_UNUSED = "unused"
"""Form class of forms that news does not use and that collide with nouns (Italian first person)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One group of words with one meaning: type, mode (``item``: taken from the item), and frame.

    ``bound`` where its verbs tell it only of the objects that the pack lists ("closed all its border crossings");
    ``planned`` where its words tell of what is still to be done ("promised Ukraine 14 tanks").
    """

    type: str
    mode: str | None
    frame: str
    bound: bool = False
    planned: bool = False


def load_acts(event: Mapping[str, Any]) -> tuple[Act, ...]:
    """Return the acts of a pack in its order; table entries refer to them by their place."""
    return tuple(
        Act(
            type=row["type"],
            mode=row.get("mode"),
            frame=row["frame"],
            bound="objects" in row,
            planned=row.get("modality") == "planned",
        )
        for row in event.get("act", ())
    )


def expand_phrases(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``event.toml`` with the brace patterns of its acts and light verbs spelt out.

    >>> expand_phrases({"act": [{"type": "SANCTION", "verbs": ["close {|the |its }border"]}]})["act"][0]["verbs"]
    ['close border', 'close the border', 'close its border']
    """
    acts = [{key: _expanded(value) if key in _PHRASES else value for key, value in row.items()} for row in event["act"]]
    return {**event, "act": acts, "light": {name: _expanded(verbs) for name, verbs in event.get("light", {}).items()}}


def _expanded(phrases: Iterable[str]) -> list[str]:
    return [form for phrase in phrases for form in (expand(phrase) if "{" in phrase else (phrase,))]


def act_pairs(event: Mapping[str, Any], pack: Mapping[str, Any], inflector: Inflector) -> Iterator[tuple[str, Entry]]:
    """Yield the surface forms of a pack's acts, items, verbs and small words."""
    heads = str(pack.get("noun_head", "each"))
    capital = bool(pack.get("capital_nouns"))
    yield from _small_words(event)
    yield from _endings(event, inflector)
    yield from _verbs_in_lower_case(_light_verbs(event, inflector), capital)
    for mode, units in event.get("items", {}).items():
        for unit, words in units.items():
            for word in words:
                case = "C" if capital and word[:1].isupper() else ""
                for form in inflector.noun_phrases(word, heads=heads):
                    yield form, Entry("item", mode, unit, case)
    for number, row in enumerate(event.get("act", ())):
        for verb in row.get("verbs", ()):
            found = ((form, Entry("act", str(number), tag)) for form, tag in _verb_forms(verb, event, inflector))
            yield from _verbs_in_lower_case(found, capital)
        for key, kind, tag in (("nouns", "act", "noun"), ("objects", "object", "")):
            for noun in row.get(key, ()):
                case = "C" if capital and noun[:1].isupper() else ""
                for form in inflector.noun_phrases(noun, heads=heads):
                    yield form, Entry(kind, str(number), tag, case)


def _verbs_in_lower_case(pairs: Iterable[tuple[str, Entry]], capital: bool) -> Iterator[tuple[str, Entry]]:
    """Yield verbs as such that are found in lower case only, where a pack's nouns are written with a capital."""
    for form, entry in pairs:
        yield form, entry._replace(case="c") if capital and form[:1].islower() else entry


def _small_words(event: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for function, words in event.get("words", {}).items():
        for word in words:
            yield word, Entry("word", function)
    for modality, words in event.get("modality", {}).items():
        for word in words:
            yield word, Entry("modality", modality)


def _endings(event: Mapping[str, Any], inflector: Inflector) -> Iterator[tuple[str, Entry]]:
    """Yield what makes and ends verbs where stems and endings are written together."""
    for form, endings in event.get("endings", {}).items():
        for ending in endings:
            yield ending, Entry("word", f"end.{form}")
    for table, function in (("tails", "tail"), ("auxiliary", "aux")):
        for form, words in event.get(table, {}).items():
            for word in words:
                yield word, Entry("word", f"{function}.{form}")
    for name, verbs in event.get("verbal", {}).items():
        function = "aux" if name.startswith("aux") else "verbal"
        for verb in verbs:
            for form, tag in inflector.verb_phrases(verb):
                yield form, Entry("word", f"{function}.{tag}")
                for meant in VERBAL[name]:
                    yield form, Entry("word", meant)


def _light_verbs(event: Mapping[str, Any], inflector: Inflector) -> Iterator[tuple[str, Entry]]:
    for name, verbs in event.get("light", {}).items():
        for verb in verbs:
            for form, tag in _verb_forms(verb, event, inflector):
                yield form, Entry("light", name, tag)
    for verb in event.get("verbs", {}).get("general", ()):
        for form, tag in _verb_forms(verb, event, inflector):
            yield form, Entry("verb", "", tag)


def _verb_forms(verb: str, event: Mapping[str, Any], inflector: Inflector) -> Iterator[tuple[str, str]]:
    """Yield the forms of a verb with their classes; of one that a verbal makes of a noun the noun alone."""
    for name, made in event.get("verbal", {}).items():
        for verbal in made:
            if name in ("do", "pass") and verb.endswith(verbal) and len(verb) > len(verbal) + 1:
                yield verb[: len(verb) - len(verbal)].rstrip(), "noun"
                return
    yield from ((form, tag) for form, tag in inflector.verb_phrases(verb) if tag != _UNUSED)
