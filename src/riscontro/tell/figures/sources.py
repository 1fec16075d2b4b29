"""The sources as a picture: from the roots, through agencies, to the outlets, laid out in layers by our own code.

A line's width grows with the claims that went that way. Voices of a layer stand in the order of the mean place of those
that they are joined to (the barycentre rule of Sugiyama, Tagawa and Toda, 1981), which keeps lines from crossing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from riscontro.tell.catalogue import Catalogue
from riscontro.tell.figures.frame import NARROW, PAPER
from riscontro.tell.figures.picture import SMALL_SIZE, TEXT_SIZE, Easel, Kind, Mark, Picture, clipped, text_width
from riscontro.tell.sources import SourcePath

VOICES_DRAWN = 26
"""Voices of a layer that are drawn, the most heard ones; the rest is joined in one. A sheet of paper holds fewer."""

VOICES_PRINTED = 20

ROW = 34.0
HEAD = 30.0
SWEEPS = 4

Voice = tuple[int, str]
"""A layer (0 roots, 1 relays, 2 outlets) and a name; an empty name stands for all those not drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Graph:
    voices: tuple[tuple[Voice, ...], ...]
    heard: Mapping[Voice, int]
    links: Mapping[tuple[Voice, Voice], int]
    details: Mapping[Voice, str]


def picture_sources(paths: Sequence[SourcePath], catalogue: Catalogue, *, width: float) -> Picture | None:
    """Return the picture, ``None`` where no claim has a source or the picture would be too narrow to be read."""
    if not paths or width < NARROW:
        return None
    graph = _graph(paths, VOICES_DRAWN if width > PAPER else VOICES_PRINTED)
    layers = [layer for layer in graph.voices if layer]
    height = HEAD + ROW * max(len(layer) for layer in layers) + 6
    places = _places(graph, height)
    columns = {0: 0.0, 1: width * 0.40, 2: width * 0.74}
    room = {0: width * 0.26, 1: width * 0.2, 2: width * 0.26 - 12}
    easel = Easel()
    _draw_heads(easel, graph, columns, catalogue)
    _draw_links(easel, graph, places, columns, room)
    for layer in graph.voices:
        _draw_voices(easel, layer, graph, places, columns, room, catalogue)
    says = catalogue.text("sources_says", roots=len(graph.voices[0]), outlets=len(graph.voices[2]))
    return easel.picture(width=width, height=height, says=says)


def _graph(paths: Sequence[SourcePath], most: int) -> _Graph:
    heard: Counter[Voice] = Counter()
    for path in paths:
        heard.update(dict.fromkeys(_voices(path), path.claims))
    drawn = {
        voice
        for layer in range(3)
        for voice in sorted((v for v in heard if v[0] == layer), key=lambda v: (-heard[v], v))[:most]
    }
    joined: Counter[Voice] = Counter()
    links: Counter[tuple[Voice, Voice]] = Counter()
    details: dict[Voice, str] = {}
    for path in paths:
        way = [voice if voice in drawn else (voice[0], "") for voice in _voices(path)]
        details.setdefault(way[0], path.hops[0][1] if way[0][1] else "")
        for voice in dict.fromkeys(way):
            joined[voice] += path.claims
        for pair in dict.fromkeys(pairwise(way)):
            links[pair] += path.claims
    layers = [sorted((v for v in joined if v[0] == layer), key=lambda v: (-joined[v], v)) for layer in range(3)]
    return _Graph(voices=_untangled(layers, links), heard=joined, links=links, details=details)


def _voices(path: SourcePath) -> list[Voice]:
    """Return a path's voices: the root, the agencies between joined into one layer, the outlet."""
    names = [name for name, _ in path.hops]
    if len(names) == 1:
        return [(0, names[0]), (2, names[0])]
    return [(0, names[0]), *((1, name) for name in names[1:-1]), (2, names[-1])]


def _untangled(
    layers: Sequence[Sequence[Voice]], links: Mapping[tuple[Voice, Voice], int]
) -> tuple[tuple[Voice, ...], ...]:
    orders = [list(layer) for layer in layers]
    for sweep in range(SWEEPS):
        for number in (1, 2) if sweep % 2 == 0 else (1, 0):
            others = {voice: place / max(len(order), 1) for order in orders for place, voice in enumerate(order)}
            means = {voice: _mean_place(voice, others, links) for voice in orders[number]}
            orders[number].sort(key=lambda voice: (not voice[1], means[voice], voice))
    return tuple(tuple(order) for order in orders)


def _mean_place(voice: Voice, places: Mapping[Voice, float], links: Mapping[tuple[Voice, Voice], int]) -> float:
    joined = [(places[b] if a == voice else places[a], number) for (a, b), number in links.items() if voice in (a, b)]
    total = sum(number for _, number in joined)
    return round(sum(place * number for place, number in joined) / total, 6) if total else places[voice]


def _places(graph: _Graph, height: float) -> dict[Voice, float]:
    places = {}
    for layer in graph.voices:
        step = (height - HEAD) / max(len(layer), 1)
        places.update({voice: HEAD + step * (number + 0.5) for number, voice in enumerate(layer)})
    return places


def _draw_heads(easel: Easel, graph: _Graph, columns: Mapping[int, float], catalogue: Catalogue) -> None:
    keys = ("sources_roots", "sources_relays", "sources_outlets")
    heads = [
        Mark(x=columns[number] + 12, y=14, text=catalogue.text(key), colour="soft")
        for number, key in enumerate(keys)
        if graph.voices[number]
    ]
    easel.add(Kind.TEXT, heads, bold=True, size=SMALL_SIZE)


def _draw_links(
    easel: Easel,
    graph: _Graph,
    places: Mapping[Voice, float],
    columns: Mapping[int, float],
    room: Mapping[int, float],
) -> None:
    for (start, end), number in sorted(graph.links.items(), key=lambda pair: (-pair[1], pair[0])):
        x, y, x2, y2 = columns[start[0]] + room[start[0]] + 14, places[start], columns[end[0]], places[end]
        if start[0] == end[0]:
            x = columns[start[0]] - 8
        bend = (x2 - x) * 0.28
        points = [(x, y), (x + bend, y + (y2 - y) * 0.08), (x2 - bend, y2 - (y2 - y) * 0.08), (x2, y2)]
        # What is joined for want of room goes everywhere: drawn faint, so that it hides nothing that is told apart.
        told_apart = bool(start[1] and end[1])
        marks = [Mark(x=a, y=b, colour="accent" if told_apart else "soft") for a, b in points]
        easel.add(Kind.LINE, marks, width=_stroke(number), opacity=0.42 if told_apart else 0.18, curved=True)


def _stroke(claims: int) -> float:
    """Return the width of a line in pixels, by halves so that alike lines share a layer."""
    return float(min(round(2 + 2 * claims**0.5) / 2, 7))


def _note(detail: str, claims: str, wide: float) -> str:
    """Return what a voice is and its claims; where there is no room for both, the number is kept whole."""
    if not detail:
        return claims
    room = wide - text_width(f" · {claims}", SMALL_SIZE)
    return f"{clipped(detail, room, SMALL_SIZE)} · {claims}"


def _draw_voices(
    easel: Easel,
    layer: Sequence[Voice],
    graph: _Graph,
    places: Mapping[Voice, float],
    columns: Mapping[int, float],
    room: Mapping[int, float],
    catalogue: Catalogue,
) -> None:
    names, notes, bars = [], [], []
    for voice in layer:
        x, y, wide = columns[voice[0]] + 12, places[voice], room[voice[0]]
        claims = catalogue.count("claims", graph.heard[voice])
        detail = graph.details.get(voice, "")
        name = voice[1] or catalogue.text("sources_others")
        names.append(Mark(x=x, y=y - 1, text=clipped(name, wide), colour="ink"))
        notes.append(Mark(x=x, y=y + 12, text=_note(detail, claims, wide), colour="soft"))
        tall = min(4 + 2 * graph.heard[voice] ** 0.5 * 2, ROW - 8)
        bars.append(Mark(x=x - 10, x2=x - 6, y=y - tall / 2, y2=y + tall / 2, colour="accent"))
    easel.add(Kind.RECT, bars)
    easel.add(Kind.TEXT, names, size=TEXT_SIZE)
    easel.add(Kind.TEXT, notes, size=SMALL_SIZE)
