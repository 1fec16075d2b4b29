"""Stems joined with their endings, and nouns with the verb that makes verbs of them: one hit, one form.

Forms: ``end`` closes a sentence, ``and`` goes on, ``rel`` stands before the noun it qualifies, ``that`` tells
a content, ``nom`` makes a noun of the verb, ``sub`` a condition. ``plain`` (Japanese) is decided by what follows;
``stem`` is not complete without an ending.
"""

from __future__ import annotations

from collections.abc import Sequence

from riscontro.read.meanings import Entry
from riscontro.read.passage import Passage
from riscontro.read.surface import Hit, make_hit

FORMS = frozenset({"end", "and", "rel", "that", "nom", "sub"})
_OPEN = frozenset({"stem", "plain"})
_GOES_ON = frozenset({"and", "nom", "stem", "rel", "plain", "that"})
"""Forms after which an auxiliary may stand."""
_NEEDS_ENDING = frozenset({"stem", "past", "polite"})
_SHORT = frozenset("+=")
"""Guards of short names, which win over a verb's form where they fit."""
_LONG_ENDING = 2
"""Letters from which an ending makes a verb of an unknown word."""
_VERBS = frozenset({"act", "light", "verb"})
_KEPT = frozenset({"neg", "pass"})
_MOST_PARTS = 14
"""Hits that one verb is made of."""


def fuse_hits(hits: Sequence[Hit], passage: Passage) -> list[Hit]:
    """Return the hits with each verb as one hit; linear in their number."""
    fused: list[Hit] = []
    index = 0
    while index < len(hits):
        made = _Verb(hits, passage, index).hit()
        if made is None:
            fused.append(_noun(hits[index]))
            index += 1
        else:
            fused.append(made[0])
            index = made[1]
    return [hit for hit in fused if hit.entries]


def _noun(hit: Hit) -> Hit:
    """Return a hit without its readings as a verb's stem, which needs an ending."""
    kept = tuple(e for e in hit.entries if e.kind not in _VERBS or e.tag == "noun")
    return make_hit(hit.first, hit.last, kept) if len(kept) < len(hit.entries) else hit


def functions(hit: Hit, start: str) -> list[str]:
    """Return what stands behind ``start`` in the functions of a hit's small words."""
    return [e.code[len(start) :] for e in hit.entries if e.kind == "word" and e.code.startswith(start)]


class _Verb:
    """One verb that may begin at a hit."""

    def __init__(self, hits: Sequence[Hit], passage: Passage, index: int) -> None:
        self.hits = hits
        self.passage = passage
        self.index = index
        self.first = hits[index]

    def hit(self) -> tuple[Hit, int] | None:
        """Return the fused hit and the place of the hit after it, ``None`` where no verb begins."""
        if any(e.kind == "state" and e.case in _SHORT for e in self.first.entries):
            return None
        verbs = [e for e in self.first.entries if e.kind in _VERBS and e.tag != "noun"]
        nouns = [e for e in self.first.entries if e.kind in _VERBS and e.tag == "noun"]
        place = self.index + 1
        follows = self._touching(place)
        if nouns and follows is not None and functions(follows, "verbal."):
            return self._made([Entry(e.kind, e.code) for e in nouns], functions(follows, "verbal.")[0], place)
        if nouns and place < len(self.hits) and functions(self.hits[place], "tail.") and self._near(place):
            return self._made([Entry(e.kind, e.code) for e in nouns], functions(self.hits[place], "tail.")[0], place)
        if not verbs or (self._follows_word() and (functions(self.first, "case.") or functions(self.first, "prep."))):
            return self._unknown()
        ending = follows is not None and bool(functions(follows, "end."))
        tags = [e.tag for e in verbs]
        form = next((tag for tag in tags if (tag in _NEEDS_ENDING) == ending), tags[0])
        if form in _NEEDS_ENDING and not ending:
            return None
        return self._made([Entry(e.kind, e.code) for e in verbs if e.tag == form], form, self.index)

    def _unknown(self) -> tuple[Hit, int] | None:
        """Return the verb that an ending makes of a word which the pack does not know."""
        verbal = functions(self.first, "verbal.")
        forms = verbal or functions(self.first, "end.")
        norms = self.passage.norms
        low = self.first.first
        if not forms or not self._follows_word() or functions(self.first, "prep."):
            return None
        if not verbal and (len(norms[low]) < _LONG_ENDING or functions(self.first, "case.")):
            return None
        known = self.index > 0 and self.hits[self.index - 1].last == low
        hit, place = self._made([Entry("verb", "")], forms[0], self.index)
        return (hit, place) if known else (hit._replace(first=low - 1), place)

    def _follows_word(self) -> bool:
        """Tell whether the hit touches a word before it."""
        low = self.first.first
        return low > 0 and self.passage.touches(low) and self.passage.norms[low - 1].isalpha()

    def _touching(self, place: int) -> Hit | None:
        """Return the hit that touches the one before it."""
        if not 0 < place < len(self.hits):
            return None
        before, here = self.hits[place - 1], self.hits[place]
        return here if self.passage.end(before.last - 1) == self.passage.starts[here.first] else None

    def _near(self, place: int) -> bool:
        """Tell whether no token stands between a hit and the one before it."""
        return self.hits[place - 1].last == self.hits[place].first

    def _made(self, verbs: list[Entry], form: str, place: int) -> tuple[Hit, int]:
        """Return the verb with all that it takes in from the hit at ``place`` on."""
        extra: dict[Entry, None] = {}
        for entry in (*self.first.entries, *(self.hits[place].entries if place > self.index else ())):
            if entry.kind == "modality" or (entry.kind == "word" and entry.code in _KEPT):
                extra[entry] = None
        place += 1
        while place < len(self.hits) and place - self.index < _MOST_PARTS:
            step = self._step(place, form)
            if not step:
                break
            form = step
            for entry in self.hits[place].entries:
                if entry.kind == "modality" or (entry.kind == "word" and entry.code in _KEPT):
                    extra[entry] = None
            place += 1
        if form in _OPEN:
            form = self._decided(form, place)
        entries = (*(Entry(e.kind, e.code, form) for e in verbs), *extra)
        return make_hit(self.first.first, self.hits[place - 1].last, entries), place

    def _step(self, place: int, form: str) -> str:
        """Return the form that a further hit gives the verb, empty where it does not belong to it."""
        hit = self.hits[place]
        touching = self._touching(place) is not None
        if touching:
            for start in ("end.", "verbal."):
                found = functions(hit, start)
                if found and (start == "end." or form in _OPEN):
                    return found[0]
        if form in _GOES_ON and self._near(place):
            aux = functions(hit, "aux.")
            return aux[0] if aux else ""
        return ""

    def _decided(self, form: str, place: int) -> str:
        """Decide a form that is open: before a noun it qualifies, before a mark it ends."""
        if form == "stem":
            return "and"
        norms = self.passage.norms
        after = self.hits[place - 1].last
        if after >= len(norms):
            return "end"
        if not norms[after][:1].isalnum():
            return "rel" if norms[after] in "「『“\"'‘（(" else "end"
        hit = self.hits[place] if place < len(self.hits) and self.hits[place].first == after else None
        if hit is not None and any(e.kind == "word" and e.code.startswith(("prep.", "case.")) for e in hit.entries):
            return "nom"
        return "rel"
