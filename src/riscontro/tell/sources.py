"""Who relays whom: a tree from the roots, through agencies, to the outlets; and who took which position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from riscontro.model.claim import Root
from riscontro.model.dossier import Way
from riscontro.model.dyad import Position
from riscontro.tell.catalogue import capitalised
from riscontro.tell.dates import instant_to_day_text
from riscontro.tell.entry import publisher_name
from riscontro.tell.index import Index, Reference
from riscontro.tell.names import party_name
from riscontro.tell.quote import field_words
from riscontro.tell.sentence import event_label, named
from riscontro.tell.visible import shorten

ROOTS_SHOWN = 40
RELAYS_SHOWN = 12
DEPTH = 6
POSITIONS_SHOWN = 120


Hop = tuple[str, str]
"""A voice's name and what kind of voice it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNode:
    """A voice, how many claims came through it, and who took it up; ``more`` says how many of these are not shown."""

    name: str
    detail: str
    claims: int
    relays: tuple[SourceNode, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionLine:
    """What one party said of one event; ``event_id`` is ``None`` where the event is not shown."""

    party: str
    stance: str
    label: str
    event_id: str | None
    when: str
    words: str
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePath:
    """A way from a root to an outlet, each hop with what kind of voice it is, and how many claims went it."""

    hops: tuple[Hop, ...]
    claims: int


def build_paths(index: Index) -> tuple[SourcePath, ...]:
    """Return the ways that the claims went, the most gone first."""
    paths: Counter[tuple[Hop, ...]] = Counter()
    for way in index.tally.ways:
        paths[_path(way, index)] += way.claims
    ranked = sorted(paths.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(SourcePath(hops=hops, claims=number) for hops, number in ranked)


def build_sources(held: Sequence[SourcePath]) -> tuple[tuple[SourceNode, ...], int]:
    """Return the tree of sources, the most heard root first, and how many roots are not shown."""
    paths = Counter({path.hops: path.claims for path in held})
    roots = {path[0] for path in paths}
    nodes = _children(paths, (), ROOTS_SHOWN)
    return nodes, max(len(roots) - ROOTS_SHOWN, 0)


def _path(way: Way, index: Index) -> tuple[Hop, ...]:
    publisher = (publisher_name(way.publisher, index.catalogue), "")
    relays = [(shorten(name, 60), "") for name in reversed(way.via[: DEPTH - 2])]
    if way.root is None:
        return (*relays, publisher) if relays else ((publisher[0], index.catalogue.text("own_authority")),)
    return (_root_hop(way.root, index), *relays, publisher)


def _root_hop(root: Root, index: Index) -> Hop:
    kind = index.catalogue.word("basis", root.kind)
    state = party_name(root.state, index.catalogue).bare if root.state else None
    return shorten(root.name, 80), f"{state}, {kind}" if state else kind


def _children(paths: Counter[tuple[Hop, ...]], prefix: tuple[Hop, ...], limit: int) -> tuple[SourceNode, ...]:
    below: dict[Hop, Counter[tuple[Hop, ...]]] = {}
    for path, number in paths.items():
        if len(path) > len(prefix):
            below.setdefault(path[len(prefix)], Counter())[path] += number
    ranked = sorted(below, key=lambda hop: (-below[hop].total(), hop))
    return tuple(_node(hop, below[hop], (*prefix, hop)) for hop in ranked[:limit])


def _node(hop: Hop, paths: Counter[tuple[Hop, ...]], prefix: tuple[Hop, ...]) -> SourceNode:
    relays = _children(paths, prefix, RELAYS_SHOWN)
    held = {path[len(prefix)] for path in paths if len(path) > len(prefix)}
    return SourceNode(
        name=hop[0], detail=hop[1], claims=paths.total(), relays=relays, more=max(len(held) - RELAYS_SHOWN, 0)
    )


def build_positions(index: Index) -> tuple[PositionLine, ...]:
    """Return the positions on shown events, by party, then date."""
    held = [
        position
        for position in index.dossier.relation.positions
        if position.event_id in index.cited and position.claim_id in index.claims
    ]
    held.sort(key=lambda position: (position.party, position.at, position.event_id, position.claim_id))
    return tuple(_position_line(position, index) for position in held[:POSITIONS_SHOWN])


def _position_line(position: Position, index: Index) -> PositionLine:
    claim = index.claims[position.claim_id]
    document = index.documents.get(claim.document_id)
    words = field_words(claim, document.text, "stance") if document else ()
    party = named(position.party, index.catalogue)
    return PositionLine(
        party=capitalised(party.bare) if party else "",
        stance=index.catalogue.word("stance", position.stance),
        label=event_label(index.events[position.event_id], index.catalogue),
        event_id=position.event_id,
        when=instant_to_day_text(position.at, index.catalogue),
        words=shorten(" … ".join(words), 80),
        references=index.references([position.claim_id]),
    )
