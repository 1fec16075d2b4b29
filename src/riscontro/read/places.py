"""Where an act took place, as the text names it."""

from __future__ import annotations

from riscontro.model.mention import Span
from riscontro.read.clauses import View
from riscontro.read.drafts import Draft
from riscontro.read.headfinal.scope import find_place as find_place_before

_LOCATIVES = frozenset({"prep.in", "prep.at", "prep.near", "prep.on", "prep.over"})
_MOST_WORDS = 5
_SKIPPED = 4


def find_place(draft: Draft) -> Span | None:
    """Return the name after a preposition of place in the act's clause, the nearest after the trigger first."""
    view = draft.view
    if view.parse is not None:
        return find_place_before(view, view.parse, draft.trigger)
    sides = list(draft.parties.values())
    best: tuple[int, Span] | None = None
    begin, end = draft.clause.first, draft.clause.last
    for index, functions in view.words.items():
        if not begin <= index < end or functions.isdisjoint(_LOCATIVES):
            continue
        found = _name_after(view, index, end)
        if found is None:
            continue
        first, last = found
        if any(p.first < last and first < p.last and p.role not in ("capital", "state", "place") for p in sides):
            continue
        distance = index - draft.trigger.last if index >= draft.trigger.last else 8 + draft.trigger.first - index
        if best is None or distance < best[0]:
            best = distance, view.passage.span(first, last)
    return best[1] if best is not None else None


def _name_after(view: View, index: int, end: int) -> tuple[int, int] | None:
    """Return the tokens of a capitalised name that follows a preposition, a few small words between."""
    place = index + 1
    while place < min(end, index + 1 + _SKIPPED) and not _is_name(view, place):
        functions = view.functions(place)
        if not ("det" in functions or view.norm(place) == "'" or (view.norm(place).isalpha() and not functions)):
            return None
        if view.is_verb(place) or place in view.timed:
            return None
        place += 1
    if place >= end or not _is_name(view, place):
        return None
    last = place
    while last < min(end, place + _MOST_WORDS) and (_is_name(view, last) or view.norm(last) == "-"):
        last += 1
    party = view.owner.get(place)
    if party is not None and party.cases and not any(case[0] in "gil" for case in party.cases):
        return None  # an accusative: where something goes to
    if party is not None:
        last = max(last, party.last)
    if party is not None and (party.head >= 0 or party.shape == "adjective"):
        return None
    return place, last


def _is_name(view: View, index: int) -> bool:
    if index in view.timed:
        return False
    hit = view.cover.get(index)
    if hit is not None and any(entry.kind in ("verb", "act") for entry in hit.entries) and index not in view.owner:
        return False
    return view.passage.capitalised(index) and view.norm(index)[:1].isalpha()
