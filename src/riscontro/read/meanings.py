"""What is asked again and again about the entries of a hit, worked out once for each surface form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

VERB_KINDS = frozenset({"act", "light", "verb"})
_READABLE = VERB_KINDS | {"item", "role"}
_PREPOSITION = "prep."
_ARTICLE = "det."
_OPENING = frozenset({"rel.last", "that", "rel", "sub", "and", "but"})
_BEFORE_VERB = frozenset({"adverb", "neg"})
_AUXILIARY = frozenset({"be", "have", "aux"})
_WAVERING = frozenset({"partitive", "det.fem"})
_MOST_KEPT = 50_000
"""Forms whose meaning is remembered; then memory begins anew, so that it stays bounded."""


class Entry(NamedTuple):
    """What a surface form can mean.

    ``kind`` names the table it came from, ``code`` what it stands for, ``tag`` its form or role. ``case`` is empty
    where case does not matter, ``C`` where it must begin with a capital, ``c`` where only the beginning of a sentence
    gives it one, ``+`` where a role noun must follow or a name of its like stand beside it ("미 국무부", "한미"), ``=``
    for the latter alone, else the exact spelling. ``cases`` are the grammatical cases that the form can stand for (see
    ``paradigms``), empty where they are not known.
    """

    kind: str
    code: str
    tag: str = ""
    case: str = ""
    cases: str = ""


class Functions(frozenset[str]):
    """The functions of a small word (``prep.to``, ``det`` ...), with what they come to: its ``prepositions`` without
    their prefix, sorted; whether a clause ``opens`` there; whether it may stand right ``before_verb``; whether it is an
    ``auxiliary``; whether it is an ``article`` that tells a case; whether it ``wavers`` between that and a preposition.
    """

    __slots__ = ("article", "auxiliary", "before_verb", "opens", "prepositions", "wavers")

    article: bool
    auxiliary: bool
    before_verb: bool
    opens: bool
    wavers: bool
    prepositions: tuple[str, ...]

    def __new__(cls, names: Iterable[str] = ()) -> Functions:
        """Return the functions of these names."""
        made = super().__new__(cls, names)
        found = sorted(name[len(_PREPOSITION) :] for name in made if name.startswith(_PREPOSITION))
        made.prepositions = tuple(found)
        made.opens = not made.isdisjoint(_OPENING)
        made.before_verb = not made.isdisjoint(_BEFORE_VERB)
        made.auxiliary = not made.isdisjoint(_AUXILIARY)
        made.article = any(name.startswith(_ARTICLE) for name in made)
        made.wavers = not made.isdisjoint(_WAVERING)
        return made

    def __reduce__(self) -> tuple[type[Functions], tuple[list[str]]]:
        return Functions, (sorted(self),)


NO_FUNCTIONS = Functions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """The functions of a hit's small words; the entries that read it as a verb, the first one's form class; those that
    read it as a noun; the first role that it names, and the cases that its role nouns can stand for; whether its nouns
    ask for a capital; whether it can be a verb of saying, a modal word, or the ending of a possessor; the codes of its
    acts, those of acts that it is an object of, and those of what it can point back to;
    whether a verb can announce an act, and whether a noun can; whether it can be read as a verb or a noun at all.
    """

    functions: Functions
    verbs: tuple[Entry, ...]
    nouns: tuple[Entry, ...]
    form: str
    role: str
    role_cases: frozenset[str]
    capital: bool
    says: bool
    modal: bool
    possessor: bool
    acts: frozenset[str]
    objects: frozenset[str]
    back: frozenset[str]
    verb_acts: bool
    noun_acts: bool
    readable: bool


_KNOWN: dict[int, tuple[tuple[Entry, ...], Meaning]] = {}
"""Meanings by the identity of the entries, which are kept beside them so that it stays theirs."""


def meaning_of(entries: tuple[Entry, ...]) -> Meaning:
    """Return what the entries of a hit come to."""
    known = _KNOWN.get(id(entries))
    if known is not None and known[0] is entries:
        return known[1]
    if len(_KNOWN) >= _MOST_KEPT:
        _KNOWN.clear()
    meaning = _learn(entries)
    _KNOWN[id(entries)] = entries, meaning
    return meaning


def _learn(entries: tuple[Entry, ...]) -> Meaning:
    names = [entry.code for entry in entries if entry.kind == "word"]
    verbs = tuple([entry for entry in entries if entry.kind in VERB_KINDS and entry.tag != "noun"])
    nouns = tuple([entry for entry in entries if _is_noun(entry)])
    return Meaning(
        functions=Functions(names) if names else NO_FUNCTIONS,
        verbs=verbs,
        nouns=nouns,
        form=verbs[0].tag if verbs else "",
        role=next((entry.code for entry in entries if entry.kind == "role"), ""),
        role_cases=frozenset(case for entry in entries if entry.kind == "role" for case in entry.cases.split()),
        capital=any(entry.case == "C" for entry in nouns),
        says=any(entry.kind == "light" and entry.code == "say" for entry in entries),
        modal=any(entry.kind == "modality" for entry in entries),
        possessor=any(entry.code == "possessor" for entry in entries),
        acts=frozenset(entry.code for entry in entries if entry.kind == "act"),
        objects=frozenset(entry.code for entry in entries if entry.kind == "object"),
        back=frozenset(entry.code for entry in entries if entry.kind == "back"),
        verb_acts=any(entry.kind == "act" and entry.tag != "noun" for entry in entries),
        noun_acts=any(entry.kind == "act" and entry.tag == "noun" for entry in entries),
        readable=any(entry.kind in _READABLE for entry in entries),
    )


def _is_noun(entry: Entry) -> bool:
    return (entry.kind == "act" and entry.tag == "noun") or entry.kind in ("item", "role")


NO_MEANING = _learn(())

__all__ = ["NO_FUNCTIONS", "NO_MEANING", "VERB_KINDS", "Entry", "Functions", "Meaning", "meaning_of"]
