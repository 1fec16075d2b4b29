"""Declensions as a pack's data (``forms.toml``): every form of a noun phrase with the cases that it can stand for.

A case is a letter and a number: ``n`` nominative, ``g`` genitive, ``d`` dative, ``a`` accusative, ``i`` instrumental,
``l`` locative; ``s`` singular, ``p`` plural. A class of nouns lists its twelve endings in that order, singular first;
``=`` stands for an accusative like the nominative, or like the genitive where the noun is animate; ``0`` for no
ending, ``-`` for no form, ``/`` parts doublets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from riscontro.errors import PackError
from riscontro.lang.loader import load_table

SINGULAR = ("ns", "gs", "ds", "as", "is", "ls")
PLURAL = ("np", "gp", "dp", "ap", "ip", "lp")
CASES = SINGULAR + PLURAL

Forms = Mapping[str, frozenset[str]]
"""Forms with the cases that they can stand for; no case where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """One class of words: the pattern of its stems and the endings by case, the first of which is the dictionary's."""

    stem: re.Pattern[str]
    endings: tuple[tuple[str, ...], ...]
    cases: tuple[str, ...]
    animate: bool = False

    @property
    def end(self) -> str:
        """The ending of the dictionary form."""
        return next((one[0] for one in self.endings if one), "")

    def stem_of(self, word: str) -> str | None:
        """Return the stem of a dictionary form, ``None`` where the word is not of this class."""
        end = self.end
        stem = word[: len(word) - len(end)] if end else word
        return stem if word.endswith(end) and stem and self.stem.search(stem) else None

    def forms(self, stem: str, *, animate: bool | None) -> dict[str, set[str]]:
        """Return every form of a stem with its cases; ``animate`` is ``None`` where both accusatives are meant."""
        found: dict[str, set[str]] = {}
        for case, endings in zip(self.cases, self.endings, strict=True):
            for ending in endings:
                for one in self._accusative(case[1], animate) if ending == "=" else (ending,):
                    found.setdefault(stem + one, set()).add(case)
        return found

    def _accusative(self, number: str, animate: bool | None) -> Iterator[str]:
        wanted = {True: "g", False: "n"}.get(animate, "ng") if animate is not None else "ng"
        for case, endings in zip(self.cases, self.endings, strict=True):
            if case[1] == number and case[0] in wanted:
                yield from endings


@dataclass(frozen=True, slots=True, kw_only=True)
class Paradigms:
    """The declensions of a language. ``given`` are words whose twelve forms are written out; ``nouns_only`` words that
    look like adjectives, ``adjectives_only`` the other way round.
    """

    nouns: Sequence[Class]
    adjectives: Sequence[Sequence[Class]]
    given: Mapping[str, Forms] = field(default_factory=dict)
    animate: frozenset[str] = frozenset()
    nouns_only: frozenset[str] = frozenset()
    adjectives_only: frozenset[str] = frozenset()

    def phrase_forms(self, phrase: str, *, alone: bool = False) -> Forms:
        """Return the forms of a noun phrase in its dictionary form: adjectives before the head agree with it, what
        follows the head stays, but for adjectives right behind it. ``alone``: an adjective is declined in every gender.
        """
        written = self.given.get(phrase.lower())
        if written is not None:
            return {_cased(form, phrase): cases for form, cases in written.items()}
        words = phrase.split(" ")
        head = next((n for n, word in enumerate(words) if self._adjective(word) is None), len(words) - 1)
        last = head + 1
        while last < len(words) and self._adjective(words[last]) is not None:
            last += 1  # "pocisk balistyczny": an adjective behind its noun agrees with it too
        tail = "".join(f" {word}" for word in words[last:])
        found = self.word_forms(words[head], alone=alone)
        found = self._agreeing(words[:head], found)
        for word in words[head + 1 : last]:
            found = self._joined(found, self.word_forms(word))
        return {form + tail: cases for form, cases in found.items()}

    def word_forms(self, word: str, *, alone: bool = False, person: bool = False) -> Forms:
        """Return the forms of one word; the word alone, of no known case, where no class fits."""
        given = self.given.get(word) or self.given.get(word.lower())
        if given is not None:
            return {_cased(form, word): cases for form, cases in given.items()}
        adjective = self._adjective(word)
        if adjective is not None:
            return _frozen(self._adjective_forms(adjective, word, alone=alone))
        for one in self.nouns:
            stem = one.stem_of(word)
            if stem is not None:
                animate = person or one.animate or word.lower().rpartition("-")[2] in self.animate
                return _frozen(one.forms(stem, animate=animate))
        return {word: frozenset()}

    def lemmas_of(self, form: str, cases: frozenset[str]) -> list[str]:
        """Return the dictionary forms, by each class that allows it, of a singular form that stands in one of the
        cases: the way back for names, which no table lists.
        """
        found: dict[str, None] = {}
        for one in (*(gender for genders in self.adjectives for gender in genders), *self.nouns):
            for case, endings in zip(one.cases, one.endings, strict=True):
                for ending in endings:
                    if case in cases and ending and ending != "=" and case[1] == "s" and form.endswith(ending):
                        stem = form[: len(form) - len(ending)]
                        if one.stem.search(stem):
                            found[stem + one.end] = None
        return list(found)

    def _adjective(self, word: str) -> tuple[Sequence[Class], Class] | None:
        """Return the genders of an adjective and the one that the word stands in, ``None`` for another word."""
        if word.lower() in self.nouns_only or self.given.get(word) or self.given.get(word.lower()):
            return None
        for genders in self.adjectives:
            for gender in genders:
                stem = gender.stem_of(word)
                if stem is not None:
                    return genders, gender
                if word.lower() in self.adjectives_only and word.endswith(gender.end):
                    return genders, gender
        return None

    def _adjective_forms(self, found: tuple[Sequence[Class], Class], word: str, *, alone: bool) -> dict[str, set[str]]:
        genders, own = found
        stem = word[: len(word) - len(own.end)]
        forms: dict[str, set[str]] = {}
        for gender in genders:
            if alone or gender is own or (gender.cases[0] == "np" and own.cases[0] == "ns"):
                for form, cases in gender.forms(stem, animate=None).items():
                    forms.setdefault(form, set()).update(cases)
        return forms

    def _agreeing(self, adjectives: Sequence[str], head: Forms) -> Forms:
        """Return the phrases of adjectives and a head that stand in one case."""
        found = head
        for word in reversed(adjectives):
            found = self._joined(self.word_forms(word), found)
        return found

    def _joined(self, before: Forms, after: Forms) -> Forms:
        """Return the pairs of forms that can stand in one case."""
        joined: dict[str, frozenset[str]] = {}
        for form, cases in before.items():
            for other, others in after.items():
                both = cases & others if cases and others else cases | others
                if both or not (cases and others):
                    key = f"{form} {other}"
                    joined[key] = joined.get(key, frozenset()) | both
        return joined


def _frozen(found: Mapping[str, set[str]]) -> Forms:
    return {form: frozenset(cases) for form, cases in found.items()}


def _cased(form: str, word: str) -> str:
    """Return a form with the capital of the word that it belongs to."""
    return form[:1].upper() + form[1:] if word[:1].isupper() else form


def _endings(row: str, count: int) -> tuple[tuple[str, ...], ...]:
    parts = tuple(
        () if part == "-" else tuple("" if one == "0" else one for one in part.split("/")) for part in row.split()
    )
    if len(parts) != count:
        raise PackError(f"forms.toml: {row!r} has {len(parts)} endings, {count} are wanted")
    return parts


def _class(row: Mapping[str, Any], endings: str, cases: tuple[str, ...]) -> Class:
    return Class(
        stem=re.compile(row.get("stem", "")),
        endings=_endings(endings, len(cases)),
        cases=cases,
        animate=bool(row.get("animate")),
    )


@cache
def load_paradigms(lang: str) -> Paradigms | None:
    """Return the declensions of a pack, ``None`` where it has none. Raise :class:`PackError` on a malformed row."""
    table = load_table(lang, "forms")
    return build_paradigms(table) if table else None


def build_paradigms(table: Mapping[str, Any]) -> Paradigms:
    """Return the declensions of a ``forms.toml``. Raise :class:`PackError` on a row that has not all its endings."""
    nouns = [_class(row, row["forms"], CASES) for row in table.get("noun", ())]
    adjectives = []
    for row in table.get("adjective", ()):
        genders = [_class(row, row[name], SINGULAR) for name in ("masculine", "feminine", "neuter") if name in row]
        adjectives.append([*genders, _class(row, row["plural"], PLURAL)])
    given = {}
    for word, forms in table.get("given", {}).items():
        one = Class(stem=re.compile(""), endings=_endings(forms, len(CASES)), cases=CASES)
        given[word] = _frozen(one.forms("", animate=word in table.get("animate", ())))
    return Paradigms(
        nouns=nouns,
        adjectives=adjectives,
        given=given,
        animate=frozenset(table.get("animate", ())),
        nouns_only=frozenset(table.get("nouns_only", ())),
        adjectives_only=frozenset(table.get("adjectives_only", ())),
    )
