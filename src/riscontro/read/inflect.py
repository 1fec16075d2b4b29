"""Inflected forms of a pack's words, by inverting simplemma's dictionaries; form classes by the pack's own rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from riscontro.read.companions import accompanied_forms
from riscontro.read.paradigms import Paradigms

_MOST_FORMS = 96
"""Combinations of one phrase beyond this many are not built: a phrase of four inflected words has enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflector:
    """Forms by lemma, and lemmas by form, of the words asked for."""

    forms: Mapping[str, tuple[str, ...]]
    lemmas: Mapping[str, str]
    rules: tuple[tuple[str, str, str, str], ...]
    suffixes: tuple[tuple[str, tuple[str, ...]], ...]
    noun_form: str = ""
    verb_suffixes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    participle_suffixes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reflexive: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    paradigms: Paradigms | None = None
    perfective: frozenset[str] = frozenset()
    conjugation: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """Patterns of lemmas, each with the endings that take the matched place and the class of the form they make."""

    def noun_forms(self, word: str) -> tuple[str, ...]:
        """Return the forms of a word that are its own as a noun (a lemma may also hold a verb's forms)."""
        own = self.forms.get(word, ()) if self.lemmas.get(word, word) == word else ()
        kept = (form for form in own if not self.noun_form or re.search(self.noun_form, form))
        return tuple(dict.fromkeys((word, *kept, *with_suffixes(word, self.suffixes))))

    def word_forms(self, word: str) -> tuple[str, ...]:
        """Return every form that shares the word's lemma, the word itself first."""
        lemma = self.lemmas.get(word, word)
        found = dict.fromkeys(
            (word, *self.forms.get(word, ()), *self.forms.get(lemma, ()), *with_suffixes(word, self.suffixes))
        )
        return tuple(found)

    def verb_forms(self, lemma: str) -> tuple[tuple[str, str], ...]:
        """Return the forms of a verb (its own only, not those of a homograph's lemma), each with its form class."""
        own = (lemma, *self.forms.get(lemma, ()), *self.extra.get(lemma, ()), *with_suffixes(lemma, self.verb_suffixes))
        classes = {form: self.form_class(lemma, form) for form in own}
        for form, tag in list(classes.items()):
            if tag in (
                "participle",
                "attributive",
                "active",
            ):  # the dictionary gives each form one lemma, so participles that are nouns are missing
                classes.update(dict.fromkeys(with_suffixes(form, self.participle_suffixes), tag))
        return tuple(classes.items())

    def form_class(self, lemma: str, form: str) -> str:
        """Return the class of a verb's form by the first rule that fits, ``finite`` where none does."""
        for lemma_end, pattern, tag, aspect in self.rules:
            if aspect and (lemma in self.perfective) != (aspect == "perfective"):
                continue
            if lemma.endswith(lemma_end) and (form == lemma if pattern == "=" else re.search(pattern, form)):
                return tag
        return "finite"

    def verb_phrases(self, phrase: str) -> tuple[tuple[str, str], ...]:
        """Return the forms of a verb or of a phrase whose first word is a verb, each with its form class; a bar parts
        the verb from a particle or pronoun that it needs (see ``companions``).
        """
        if self.conjugation:
            return conjugate(phrase, self.conjugation)
        companies, bar, rest = phrase.rpartition("|")
        company = companies.rpartition("|")[2]
        head, _, tail = rest.partition(" ")
        end = f" {tail}" if tail else ""
        forms = self.verb_forms(head)
        if bar:
            forms = tuple(accompanied_forms(company, forms, reflexive=self.reflexive, links=self.links))
        return tuple((form + end, tag) for form, tag in forms)

    def noun_phrases(self, phrase: str, *, heads: str) -> tuple[str, ...]:
        """Return the forms of a noun phrase; ``heads`` says which words inflect: ``last``, ``first`` or ``each``."""
        words = phrase.split(" ")
        if self.paradigms is not None:
            own = self.forms.get(phrase, ()) if len(words) == 1 and self.lemmas.get(phrase, phrase) == phrase else ()
            return tuple(dict.fromkeys((*self.paradigms.phrase_forms(phrase), *own)))
        choices = [self._choices(word, index, len(words), heads) for index, word in enumerate(words)]
        return tuple(" ".join(chosen) for _, chosen in zip(range(_MOST_FORMS), product(*choices), strict=False))

    def _choices(self, word: str, index: int, count: int, heads: str) -> tuple[str, ...]:
        inflected = heads == "each" or (heads == "last" and index == count - 1) or (heads == "first" and index == 0)
        return self.noun_forms(word) if inflected and len(word) > 2 and "'" not in word else (word,)


def build_inflector(
    lang: str, words: Iterable[str], pack: Mapping[str, Any], paradigms: Paradigms | None = None
) -> Inflector:
    """Return the inflector for the words of a pack; a language without a dictionary keeps to its suffix rules, one
    with declensions takes its nouns from these.
    """
    wanted = {part for word in words for part in word.rpartition("|")[2].split(" ")}
    forms, lemmas = _invert(lang, wanted, capital_nouns=bool(pack.get("capital_nouns")))
    rules = tuple(
        (rule["lemma"], rule["form"], rule["tag"], rule.get("aspect", "")) for rule in pack.get("verb_forms", ())
    )
    return Inflector(
        forms=forms,
        lemmas=lemmas,
        rules=rules,
        suffixes=_suffix_rules(pack, "suffixes"),
        noun_form=str(pack.get("noun_form", "")),
        verb_suffixes=_suffix_rules(pack, "verb_suffixes"),
        participle_suffixes=_suffix_rules(pack, "participle_suffixes"),
        conjugation=tuple(
            (rule["fits"], tuple((ending, tag) for ending, tag in rule["forms"]))
            for rule in pack.get("conjugation", ())
        ),
        extra={lemma: tuple(found) for lemma, found in pack.get("extra_forms", {}).items()},
        reflexive=tuple(pack.get("reflexive", ())),
        links=tuple(pack.get("infinitive_links", ())),
        paradigms=paradigms,
        perfective=frozenset(pack.get("perfective", ())),
    )


def conjugate(lemma: str, rules: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> tuple[tuple[str, str], ...]:
    """Return the forms that the first rule whose pattern fits makes of a lemma, the lemma alone where none does.

    Endings may take up groups of the pattern.
    Patterns and endings are of decomposed letters (NFD), so that an ending may be a part of a Korean syllable.

    >>> conjugate("보내다", [("다$", [("\u11ab", "rel"), ("", "stem")])])
    (('보낸', 'rel'), ('보내', 'stem'))
    """
    apart = unicodedata.normalize("NFD", lemma)
    for pattern, forms in rules:
        found = re.search(unicodedata.normalize("NFD", pattern), apart)
        if found is not None:
            ends = ((found.expand(unicodedata.normalize("NFD", ending)), tag) for ending, tag in forms)
            made = ((apart[: found.start()] + end, tag) for end, tag in ends)
            return tuple((unicodedata.normalize("NFC", form), tag) for form, tag in made)
    return ((lemma, "plain"),)


def _suffix_rules(pack: Mapping[str, Any], name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((suffix, tuple(endings)) for suffix, endings in pack.get(name, ()))


def with_suffixes(word: str, rules: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[str, ...]:
    """Return what the first rule whose suffix a word has makes of it, empty where none fits."""
    for suffix, endings in rules:
        if word.endswith(suffix):
            stem = word[: len(word) - len(suffix)]
            return tuple(stem + ending for ending in endings)
    return ()


def _invert(lang: str, wanted: set[str], *, capital_nouns: bool) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    try:
        from simplemma.strategies.dictionaries import DefaultDictionaryFactory

        dictionary = DefaultDictionaryFactory().get_dictionary(lang)
    except ValueError:
        return {}, {}
    lemmas = {word: lemma for word in wanted if (lemma := dictionary.get(word)) is not None}
    asked = wanted | set(lemmas.values())
    forms: dict[str, list[str]] = {}
    for form, lemma in _pairs_of(dictionary, asked):
        if form.islower() or (capital_nouns and lemma[0].isupper()):
            forms.setdefault(lemma, []).append(form)
    return {lemma: tuple(sorted(found)) for lemma, found in forms.items()}, lemmas


def _pairs_of(dictionary: Mapping[str, str], lemmas: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the forms of these lemmas.

    simplemma keeps bytes and decodes at each look-up; of a million forms a few thousand are wanted, so the bytes are
    compared where they can be had, which takes a fifth of the time.
    """
    held = getattr(dictionary, "_dict", None)
    if not isinstance(held, dict) or not all(isinstance(key, bytes) for key in islice(held, 1)):
        yield from ((form, lemma) for form, lemma in dictionary.items() if lemma in lemmas)
        return
    wanted = {lemma.encode() for lemma in lemmas}
    for form, lemma in held.items():
        if lemma in wanted:
            yield form.decode(), lemma.decode()


def expand_suffixes(word: str, rules: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    """Return the word with the endings of the first rule whose suffix it has; the word alone where none fits."""
    for suffix, endings in rules:
        if word.endswith(suffix):
            stem = word[: len(word) - len(suffix)]
            return tuple(dict.fromkeys((word, *(stem + ending for ending in endings))))
    return (word,)
