"""How a party stands in its clause: the prepositions and cases that mark it, and the nouns it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from riscontro.read.actors import Party
from riscontro.read.clauses import View
from riscontro.read.government import NO_GOVERNMENT, Government
from riscontro.read.meanings import NO_FUNCTIONS, Functions
from riscontro.read.surface import ACT, ITEM

BORDERS = frozenset({"and", "but", "rel", "that", "sub"})
"""Functions of words that end the phrase before them."""
_CHAIN = 4
"""Prepositions looked through: "on targets in the north of Syria"."""
_CHAIN_TOKENS = 14
_ADJECTIVES = 4
"""Adjectives and numbers between an article and its noun."""
DECAY = 0.82
"""Weight of each further preposition of a chain."""


class Marked(NamedTuple):
    """How a party stands in its clause: prepositions to its left, nearest first, and what the chain ends at.

    ``direct`` is true where the outermost noun stands without a preposition. ``host`` is the noun of an act that the
    nearest preposition hangs on ("strikes on Gaza"), ``-1`` where there is none. In a language with cases ``bare`` says
    that the nearest marker is a case without a preposition, ``subject`` and ``object`` whether the case allows either.
    """

    chain: tuple[str, ...]
    direct: bool
    start: int
    host: int = -1
    bare: bool = False
    subject: bool = True
    object: bool = True


def mark_party(
    view: View, party: Party, floor: int, *, opened: bool = False, government: Government = NO_GOVERNMENT
) -> Marked:
    """Return the markers of a party within its clause, from ``floor`` on, which a conjunction may have ``opened``."""
    if government:
        return mark_by_case(view, party, floor, government)
    case = _case_by_article(view, party, floor)
    if case:
        return Marked(chain=(case,), direct=False, start=party.first)
    chain: list[str] = []
    index = party.first - 1
    fresh = True  # nothing but determiners between here and the last preposition
    lowest = max(floor, party.first - _CHAIN_TOKENS)
    while index >= lowest:
        functions = view.functions(index)
        prepositions = functions.prepositions
        if opened and index == floor and "sub" in functions:
            return Marked(chain=tuple(chain[:_CHAIN]), direct=not chain or not fresh, start=index + 1)  # "as X denies"
        taken = bool(prepositions) and not (fresh and chain)
        if not taken and _ends_phrase(view, index, functions):
            break
        if index in view.timed:  # asked last: times are looked for only where somebody asks
            break
        if taken:
            outer_of = bool(chain) and "of" in prepositions  # "a delivery of drones to X": X stands behind "to"
            chain.append("of" if outer_of else "/".join(prepositions))
            fresh = True
            index = view.cover[index].first  # a preposition may be several words: "according to"
        elif not ("det" in functions or view.norm(index) == "'"):
            fresh = False
        index -= 1
    return Marked(chain=tuple(chain[:_CHAIN]), direct=not chain or not fresh, start=index + 1)


def _ends_phrase(view: View, index: int, functions: Functions) -> bool:
    """Tell whether a token is no part of the phrase behind it: a party's, a verb, a mark, a conjunction."""
    return (
        index in view.owner
        or view.is_verb(index)
        or view.is_aux(index)
        or view.norm(index) in ",;:()"
        or not functions.isdisjoint(BORDERS)
    )


def mark_by_case(view: View, party: Party, floor: int, government: Government) -> Marked:
    """Return the markers of a party where cases tell its place: what governs it is a preposition that only adjectives
    and numbers part from it, or, without one, its case; beyond that, prepositions as in any language.
    """
    letters = frozenset(case[0] for case in party.cases)
    index = party.first - 1
    counted = False
    while index >= floor and index not in view.timed and _passes(view, index, government):
        counted = counted or view.norm(index)[:1].isdigit() or view.counts(index)
        index -= 1
    prepositions = view.functions(index).prepositions if index >= floor else ()
    if (
        prepositions
        and letters
        and index < party.first - 1
        and not counted
        and _governs_another(view, index, letters, government)
    ):
        index, prepositions = party.first - 1, ()  # "на рішення Пекіна": what looked like an adjective is the noun
    if counted and not prepositions:
        letters = frozenset("na")  # "около тысячи солдат": the number stands in the case that counts
    if letters and not letters - {"g", "a"} and not prepositions and _after_noun(view, index, floor):
        letters = frozenset("g")  # "візит міністра": what hangs on a noun is no object, though it looks like one
    chain: list[str] = []
    bare = False
    if prepositions:
        governed = government.governed(_governor(view, index), letters)
        if governed and view.cover[index].last - view.cover[index].first > 1:
            governed |= frozenset(prepositions)  # "на стороне": also what the words mean together
        chain.append("/".join(sorted(governed or prepositions)))
        index = view.cover[index].first - 1
    else:
        bare = letters.isdisjoint(("n", "a")) if letters else _after_noun(view, index, floor)
        markers = {government.bare[letter] for letter in letters or "g" if letter in government.bare}
        if bare and markers:
            chain.append("/".join(sorted(markers)))
    alone = bare and "of" not in (chain[0].split("/") if chain else ())  # a dative hangs on no noun before it
    outer, direct, start = _walk_left(view, index, floor, bool(prepositions) or alone, chain)
    return Marked(
        chain=outer,
        direct=direct,
        start=start,
        bare=bare,
        subject=not chain and (not letters or "n" in letters),
        object=not letters or "a" in letters,
    )


def _governs_another(view: View, index: int, letters: frozenset[str], government: Government) -> bool:
    """Tell whether a preposition takes cases, and none of these."""
    word = _governor(view, index)
    return word in government.after and not government.governed(word, letters)


def _governor(view: View, index: int) -> str:
    """Return the preposition at a token whose case may tell its meaning, empty for one of several words that announces
    no side ("за оцінкою").
    """
    hit = view.cover.get(index)
    if hit is None or (hit.last - hit.first > 1 and "as" in view.functions(index).prepositions):
        return ""
    return view.passage.norms[hit.first]


def _passes(view: View, index: int, government: Government) -> bool:
    """Tell whether a token may stand between a noun and what governs it: a determiner, an adjective, a number."""
    if view.counts(index):
        return True
    functions = view.functions(index)
    if functions.prepositions or index in view.owner or _is_item_or_act(view, index):
        return False
    if "det" in functions or (not functions and government.between(view.norm(index))):
        return not view.is_verb(index)
    return False


def _is_item_or_act(view: View, index: int) -> bool:
    """Tell whether a token is part of what is handed over or done, which looks like an adjective by its ending only
    ("в поставке оружия").
    """
    hit = view.cover.get(index)
    return hit is not None and bool(hit.kinds & (ACT | ITEM)) and view.readings.get(hit.first) == "noun"


def _after_noun(view: View, index: int, floor: int) -> bool:
    """Tell whether a noun stands at a token, so that a name without cases after it depends on it."""
    hit = view.cover.get(index)
    return index >= floor and hit is not None and view.readings.get(hit.first) == "noun"


def _walk_left(
    view: View, index: int, floor: int, governed: bool, chain: list[str]
) -> tuple[tuple[str, ...], bool, int]:
    """Return the chain with the prepositions further left, whether its outermost noun stands alone, where it starts."""
    fresh = governed or not chain
    lowest = max(floor, index - _CHAIN_TOKENS)
    while index >= lowest and len(chain) < _CHAIN:
        functions = view.functions(index)
        found = functions.prepositions
        if found and not (fresh and chain):
            chain.append("/".join(found))
            fresh = True
            index = view.cover[index].first
        elif (
            index in view.timed
            or index in view.owner
            or view.is_verb(index)
            or view.is_aux(index)
            or view.norm(index) in ",;:()"
            or not functions.isdisjoint(BORDERS)
        ):
            break
        elif functions.isdisjoint(("det", "adverb")) and view.norm(index)[:1].isalpha():
            fresh = False
        index -= 1
    return tuple(chain), not chain or not fresh, index + 1


def _case_by_article(view: View, party: Party, floor: int) -> str:
    """Return the marker that a party's article or ending stands for where no preposition governs it: "dem Iran" is
    given to, "des Iran" and "Russlands" belong; empty where the party may be a subject.
    """
    possessor = party.head < 0 and "possessor" in view.functions(party.anchor)
    if not possessor and not view.articles:
        return ""
    index = party.first - 1
    while index >= floor and index >= party.first - _ADJECTIVES and _is_attribute(view, index):
        index -= 1
    functions = view.functions(index) if index >= floor else NO_FUNCTIONS
    if possessor:
        return "" if functions.prepositions else "of"
    if not functions.article:
        return ""
    if view.functions(index - 1).prepositions:
        return ""
    if "det.gen" in functions:
        return "of"
    if "det.dat" in functions:
        return "to"
    if "det.acc" in functions:
        return "obj"
    if not _is_oblique(view, party, index):
        return ""
    return "of" if _noun_stands(view, index - 1) else "to"


def _is_attribute(view: View, index: int) -> bool:
    """Tell whether a token may stand between an article and its noun: an adjective or a number."""
    if index in view.owner or view.is_verb(index) or view.is_aux(index) or view.functions(index):
        return False
    return view.norm(index)[:1].isdigit() or (view.norm(index).isalpha() and not view.passage.capitalised(index))


def _is_oblique(view: View, party: Party, index: int) -> bool:
    """Tell dative or genitive of a feminine or plural from the nominative that has the same article ("der")."""
    for place in range(index + 1, party.last):
        if "feminine" in view.functions(place):
            return True
        if not view.passage.capitalised(place):
            return view.norm(place).endswith("en")
    return False


def _noun_stands(view: View, index: int) -> bool:
    """Tell whether a noun that a genitive can hang on ends at a token: no name, no time."""
    if index in view.timed or not view.norm(index).isalpha() or view.is_verb(index):
        return False
    party = view.owner.get(index)
    if party is not None:
        return party.head >= 0
    joined = view.passage.end(index - 1) == view.passage.starts[index]
    return view.passage.capitalised(index) or joined


def weigh_chain(chain: Sequence[str], weight: float) -> list[tuple[str, float]]:
    """Return the markers of a chain with their weights. Of two, the outer one says how the phrase stands ("on targets
    in Syria"); of more, what lies further out may belong to something else.
    """
    if len(chain) == 2:
        return [(chain[0], weight * DECAY), (chain[1], weight)]
    return [(marker, weight * DECAY**n) for n, marker in enumerate(chain)]
