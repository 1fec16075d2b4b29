"""How a source stands to what it is reported to say: confirms, denies, declines, doubts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from riscontro.model.claim import Basis, Stance
from riscontro.read.speech import bits
from riscontro.read.speech.draft import Draft
from riscontro.read.speech.lexicon import Lexicon
from riscontro.read.speech.phrases import Range
from riscontro.read.speech.text import Nodes
from riscontro.read.text import places_of

MAX_REFUTED = 14
"""Nodes between a report and the word that calls it false."""
MAX_HEDGED = 60
"""Nodes of a content in which a word of doubt is looked for."""

STANCES = {
    "assert": Stance.ASSERTS,
    "show": Stance.ASSERTS,
    "attitude": Stance.ASSERTS,
    "confirm": Stance.CONFIRMS,
    "deny": Stance.DENIES,
    "retract": Stance.RETRACTS,
    "decline": Stance.DECLINES,
    "cannot_confirm": Stance.CANNOT_CONFIRM,
    "warn": Stance.WARNS,
}
_NEGATED = {str(stance): cls for cls, stance in STANCES.items() if stance is not Stance.ASSERTS}
"""Stances, as packs name that of a negation, to the class of cue that has them."""


class Stances:
    """Finds words of doubt, rumour and refutation in one text; where they begin is looked up once."""

    def __init__(self, nodes: Nodes, lexicon: Lexicon) -> None:
        self.nodes, self.lexicon = nodes, lexicon
        self.places = places_of(map(lexicon.marked.__contains__, nodes.low))

    def cls(self, draft: Draft) -> str:
        """Return the class of a draft's cue, that of its negation where it is negated."""
        hit, negated = draft.hit, self.lexicon.negated
        if hit.negated and hit.cue is not None and hit.cue.lemma in negated:
            return _NEGATED.get(negated[hit.cue.lemma], "assert")
        if hit.negated and hit.cls in negated:
            return _NEGATED.get(negated[hit.cls], "assert")
        return "deny" if hit.cls == "assert" and self._refutes(draft) else hit.cls

    def hedge(self, draft: Draft) -> str | None:
        """Return the first word of doubt in cue or content."""
        for lo, hi in [draft.cue, *draft.content]:
            found = self._find(self.lexicon.hedges, lo, min(hi, lo + MAX_HEDGED))
            if found is not None:
                return self.nodes.words(*found)
        return None

    def bare_kind(self, draft: Draft) -> Basis:
        """Return the vantage that a cue betrays where nobody is named: rumour, anonymous or none."""
        hit = draft.hit
        if hit.formula is not None and hit.formula.kind is not None:
            return Basis(hit.formula.kind)
        if hit.cls == "rumour" or self._find(self.lexicon.rumour, hit.lo - 4, hit.hi + 4) is not None:
            return Basis.RUMOUR
        return Basis.NONE

    def _refutes(self, draft: Draft) -> bool:
        """Tell whether what is said is that some report is false ("called the claims baseless")."""
        nodes, lexicon = self.nodes, self.lexicon
        for lo, hi in draft.content:
            reach = min(hi, lo + MAX_REFUTED)
            found = self._find(lexicon.refuting, lo, reach)
            if found is None:
                continue
            noun = next((i for i in range(lo, min(found[0], lo + 4)) if nodes.low[i] in lexicon.refutable), None)
            if noun is not None and not any(nodes.flag[i] & bits.NEG for i in range(noun, found[0])):
                return True
        return False

    def _find(self, phrases: Mapping[str, tuple[tuple[str, ...], ...]], lo: int, hi: int) -> Range | None:
        low, places = self.nodes.low, self.places
        for i in places[bisect_left(places, lo) : bisect_left(places, hi)]:
            for rest in phrases.get(low[i], ()):
                end = i + 1 + len(rest)
                if tuple(low[i + 1 : end]) == rest:
                    return i, end
        return None


__all__ = ["STANCES", "Stances"]
