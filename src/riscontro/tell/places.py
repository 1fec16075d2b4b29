"""Where events took place: the names that their claims give, made points as exactly as the words allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from riscontro.model.claim import Claim
from riscontro.model.event import Event
from riscontro.model.holdings import PlacedEvent
from riscontro.vocab.places import Place, PlaceName, Precision, find_places
from riscontro.vocab.states import is_state

_AROUND = 40
"""Characters before and after a name in which a word for a region is looked for."""


def place_events(events: Iterable[Event], claims: Mapping[str, Claim], texts: Mapping[str, str]) -> dict[str, Place]:
    """Return the place of each event for which the words of its claims give one, by the event's id.

    ``texts`` are the documents' by their ids. The event's own name for its place goes before those of its other claims;
    of names for one point the least exact decides, so that a city's name never makes a report of its region too exact.
    """
    return _places(_told(events, claims, texts))


PLACED_AT_ONCE = 2000
"""Events whose places are looked up together: each look-up walks over the table of places once."""


def events_with_places(told: Iterable[PlacedEvent]) -> Iterator[tuple[Event, Place | None]]:
    """Yield events, each with its place where the words of its claims give one."""
    rest = iter(told)
    while held := [(one.event, list(dict.fromkeys(_names(*one)))) for one in islice(rest, PLACED_AT_ONCE)]:
        placed = _places((event.id, names) for event, names in held)
        yield from ((event, placed.get(event.id)) for event, _ in held)


def _told(
    events: Iterable[Event], claims: Mapping[str, Claim], texts: Mapping[str, str]
) -> Iterator[tuple[str, Iterable[PlaceName]]]:
    for event in events:
        held = [claims[claim_id] for claim_id in event.claims if claim_id in claims and claims[claim_id].place]
        yield event.id, dict.fromkeys(_names(event, held, texts))


def _places(told: Iterable[tuple[str, Iterable[PlaceName]]]) -> dict[str, Place]:
    named: dict[str, list[PlaceName]] = defaultdict(list)
    for event_id, names in told:
        named[event_id] += names
    found = find_places(name for names in named.values() for name in names)
    placed = {}
    for event_id, names in named.items():
        places = [found[name] for name in names if name in found]
        if places:
            placed[event_id] = _meant(places)
    return placed


_EXACTNESS = tuple(Precision)


def _meant(places: list[Place]) -> Place:
    pointed = [place for place in places if place.latitude is not None] or places
    first = pointed[0]
    alike = [place for place in pointed if (place.latitude, place.longitude) == (first.latitude, first.longitude)]
    return min(alike, key=lambda place: _EXACTNESS.index(place.precision))


def _names(event: Event, held: Sequence[Claim], texts: Mapping[str, str]) -> Iterator[PlaceName]:
    """Yield the names of an event's place, those of the event's own wording first; ``held`` are its claims with one."""
    spoken_of = frozenset(code for code in (event.actor, event.recipient, event.opponent) if code and is_state(code))
    for claim in sorted(held, key=lambda claim: claim.place != event.place):
        before, after = _around(claim, texts.get(claim.document_id, ""))
        yield PlaceName(text=claim.place or "", before=before, after=after, states=spoken_of)
    if event.place and not held:
        yield PlaceName(text=event.place, states=spoken_of)


def _around(claim: Claim, text: str) -> tuple[str, str]:
    span = next((evidence.span for evidence in claim.evidence if evidence.field == "place"), None)
    if span is None:
        return "", ""
    return text[max(span.start - _AROUND, 0) : span.start], text[span.end : span.end + _AROUND]
