"""The map of a dossier: where its events took place, drawn by this module alone, as SVG.

The projection keeps parallels straight and scales them by the cosine of the middle latitude (equirectangular, standard
parallel at the middle). A full disc is a city, a broken ring a region, whose point stands for all of it.
Events of which only a state is known are not drawn; the words beneath count them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians

from riscontro.tell.catalogue import Catalogue
from riscontro.tell.figures.clean import palette
from riscontro.tell.figures.picture import text_width
from riscontro.tell.index import Index
from riscontro.tell.names import party_name
from riscontro.tell.sentence import event_label
from riscontro.tell.visible import shorten, visible
from riscontro.vocab.outlines import Ring, outlines
from riscontro.vocab.places import Place, Precision

WIDTHS = (900.0, 420.0)
"""Pixels of the map of a wide window and of a narrow one."""

LEAST_SPAN = 14.0
"""Degrees that a map shows at least, so that one place lies in a land that can be told."""

TALLEST, FLATTEST = 0.85, 0.4
"""Bounds of height to width."""

MARGIN = 0.16
LABELS = 14
"""Names of places written on the map, those of most events first; all are in the list beneath."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""

STATE_SIZE = 12

_EDGE = 20.0
"""Pixels beyond the frame that outlines are followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A place and its events, each as its label and id; ``words`` say what its point stands for.

    ``label`` names it on the map, and tells apart a city and a region of one name.
    """

    name: str
    label: str
    words: str
    place: Place
    events: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMap:
    """The places known, those of most events first; how many events are known by their state alone, or not at all."""

    lines: tuple[PlaceLine, ...]
    states_alone: int
    unknown: int
    states: tuple[str, ...]


def build_map(index: Index) -> EventMap:
    """Return where the events shown took place."""
    placed = index.places
    by_place: dict[Place, list[tuple[str, str]]] = defaultdict(list)
    for event in index.selection.events:
        place = placed.get(event.id)
        if place is not None and place.latitude is not None:
            by_place[place].append((event_label(event, index.catalogue), event.id))
    ranked = sorted(by_place.items(), key=lambda pair: (-len(pair[1]), pair[0].name, pair[0].reference))
    shared = Counter(place.name for place in by_place)
    pointed = sum(len(events) for events in by_place.values())
    return EventMap(
        lines=tuple(_line(place, events, shared[place.name] > 1, index.catalogue) for place, events in ranked),
        states_alone=len(placed) - pointed,
        unknown=len(index.selection.events) - len(placed),
        states=tuple(sorted({*index.dossier.relation.pair, *(place.state for place in by_place)})),
    )


def _line(place: Place, events: list[tuple[str, str]], shared: bool, catalogue: Catalogue) -> PlaceLine:
    state = party_name(place.state, catalogue).bare
    precision = catalogue.word("precision", place.precision)
    words = catalogue.text("place_of", state=state, precision=precision)
    label = f"{place.name}, {precision}" if shared else place.name
    return PlaceLine(name=place.name, label=label, words=words, place=place, events=tuple(events))


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What part of the earth is drawn, and at how many pixels a degree of longitude."""

    west: float
    north: float
    scale: float
    stretch: float
    width: float
    height: float

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - self.west) * self.scale, (self.north - latitude) * self.scale * self.stretch


def map_to_svg(map: EventMap, catalogue: Catalogue, *, coloured: bool = False, width: float = WIDTHS[0]) -> str | None:
    """Return the map as SVG, its colours as classes or (``coloured``) written out; ``None`` where no point is known."""
    if not map.lines:
        return None
    view = _view([line.place for line in map.lines], width)
    says = escape(visible(catalogue.count("map_says", len(map.lines))))
    box = f"0 0 {view.width:.0f} {view.height:.0f}"
    head = f'<svg viewBox="{box}" role="img" aria-label="{says}">'
    if coloured:
        size = f'width="{view.width:.0f}" height="{view.height:.0f}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {size}>'
    taken: list[Box] = []
    parts = [_rect(view, coloured), *_land(map, view, coloured), *_points(map, view, taken, coloured)]
    return head + "".join([*parts, *_labels_of_states(map, view, taken, catalogue, coloured)]) + "</svg>"


def _view(places: Sequence[Place], width: float) -> _View:
    east, north = [place.longitude or 0.0 for place in places], [place.latitude or 0.0 for place in places]
    middle = (min(north) + max(north)) / 2
    stretch = 1 / max(cos(radians(middle)), 0.2)
    across = max((max(east) - min(east)) * (1 + 2 * MARGIN), LEAST_SPAN)
    up = max((max(north) - min(north)) * (1 + 2 * MARGIN), LEAST_SPAN / 2)
    # A picture too tall gets wider land beside it, one too flat more of it above and below.
    across = max(across, up * stretch / TALLEST)
    ratio = max(up * stretch / across, FLATTEST)
    scale = width / across
    height = width * ratio
    return _View(
        west=(min(east) + max(east)) / 2 - across / 2,
        north=middle + height / scale / stretch / 2,
        scale=scale,
        stretch=stretch,
        width=width,
        height=height,
    )


def _paint(coloured: bool, *, fill: str = "none", stroke: str | None = None) -> str:
    if coloured:
        held = palette()
        line = f' stroke="{held[stroke]}"' if stroke else ""
        return f'fill="{held.get(fill, "none")}"{line}'
    classes = [f"f-{fill}"] * (fill != "none") + [f"k-{stroke}"] * (stroke is not None)
    none = ' fill="none"' if fill == "none" else ""
    return f'class="{" ".join(classes)}"{none}'


def _rect(view: _View, coloured: bool) -> str:
    return f'<rect {_paint(coloured, fill="card")} width="{view.width:.0f}" height="{view.height:.0f}"/>'


def _land(map: EventMap, view: _View, coloured: bool) -> Iterator[str]:
    for spoken_of in (False, True):
        rings = [_path(ring, view) for code, held in outlines() if (code in map.states) is spoken_of for ring in held]
        drawn = "".join(ring for ring in rings if ring)
        paint = _paint(coloured, fill="line" if spoken_of else "faint", stroke="card")
        if drawn:
            yield f'<path {paint} stroke-width="0.8" fill-rule="evenodd" d="{drawn}"/>'


def _path(ring: Ring, view: _View) -> str:
    """Return a ring as far as it lies in the frame, points nearer than a pixel left out."""
    points = _clipped([view.point(*point) for point in ring], view)
    kept: list[tuple[float, float]] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 1.2:
            kept.append((x, y))
    if len(kept) < 3:
        return ""
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in kept) + "Z"


def _clipped(points: list[tuple[float, float]], view: _View) -> list[tuple[float, float]]:
    """Return a closed line cut at the frame, one side after the other (Sutherland and Hodgman, 1974)."""
    bounds = ((0, -_EDGE, 1), (0, view.width + _EDGE, -1), (1, -_EDGE, 1), (1, view.height + _EDGE, -1))
    for axis, bound, sign in bounds:
        cut: list[tuple[float, float]] = []
        for number, end in enumerate(points):
            start = points[number - 1]
            inside, was_inside = (end[axis] - bound) * sign >= 0, (start[axis] - bound) * sign >= 0
            if inside != was_inside:
                share = (bound - start[axis]) / (end[axis] - start[axis])
                cut.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
            if inside:
                cut.append(end)
        points = cut
    return points


def _labels_of_states(
    map: EventMap, view: _View, taken: Sequence[Box], catalogue: Catalogue, coloured: bool
) -> Iterator[str]:
    """Yield the names of the states spoken of, in the middle of the greatest part of each that is in the frame."""
    for code, rings in outlines():
        if code not in map.states:
            continue
        shown = [held for ring in rings if (held := _inside(ring, view))]
        box = max(shown, key=lambda held: (held[2] - held[0]) * (held[3] - held[1]), default=None)
        name = party_name(code, catalogue).bare
        wide = text_width(name, STATE_SIZE) + 2 * len(name)
        if box is None or box[2] - box[0] < wide or box[3] - box[1] < 2 * STATE_SIZE:
            continue
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        spots = ((x - wide / 2, y + down - 12, x + wide / 2, y + down + 4) for down in (0, -22, 22, -44, 44))
        spot = next((one for one in spots if not any(_overlap(one, other) for other in taken)), None)
        if spot is not None:
            yield (
                f'<text {_paint(coloured, fill="soft")} x="{x:.1f}" y="{spot[3] - 4:.1f}" font-size="{STATE_SIZE}"'
                f' text-anchor="middle" letter-spacing="1.5">{escape(visible(name))}</text>'
            )


def _inside(ring: Ring, view: _View) -> Box | None:
    points = [
        (min(max(x, 0.0), view.width), min(max(y, 0.0), view.height))
        for x, y in _clipped([view.point(*point) for point in ring], view)
    ]
    if not points:
        return None
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def _points(map: EventMap, view: _View, taken: list[Box], coloured: bool) -> Iterator[str]:
    """Yield marks and names of places, and enter into ``taken`` what they cover."""
    drawn = [(line, *view.point(line.place.longitude or 0.0, line.place.latitude or 0.0)) for line in map.lines]
    for line, x, y in drawn:
        radius = min(4 + len(line.events) ** 0.5 * 1.5, 12)
        taken.append((x - radius, y - radius, x + radius, y + radius))
        yield _mark(line.place.precision, x, y, radius, coloured)
    for line, x, y in drawn[:LABELS]:
        text = shorten(f"{line.label} ({len(line.events)})", 40)
        spot = _free_spot(x, y, text_width(text, 12), view, taken)
        if spot is not None:
            taken.append(spot)
            yield (
                f'<text {_paint(coloured, fill="ink")} x="{spot[0]:.1f}" y="{spot[3] - 4:.1f}" font-size="12"'
                f' font-weight="600">{escape(visible(text))}</text>'
            )


def _mark(precision: Precision, x: float, y: float, radius: float, coloured: bool) -> str:
    if precision is Precision.REGION:
        paint = _paint(coloured, stroke="accent")
        ring = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius + 6:.1f}"'
        return f'<circle {paint} stroke-width="2.5" stroke-dasharray="4 3" {ring}/>'
    paint = _paint(coloured, fill="accent", stroke="card")
    return f'<circle {paint} stroke-width="1.2" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'


def _free_spot(x: float, y: float, wide: float, view: _View, taken: Sequence[Box]) -> Box | None:
    """Return a box for a name beside a point that covers no other, ``None`` where there is none."""
    for left, top in ((x + 14, y - 8), (x - wide - 14, y - 8), (x - wide / 2, y - 32), (x - wide / 2, y + 16)):
        box = (left, top, left + wide, top + 16)
        within = box[0] >= 2 and box[1] >= 2 and box[2] <= view.width - 2 and box[3] <= view.height - 2
        if within and not any(_overlap(box, other) for other in taken):
            return box
    return None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
