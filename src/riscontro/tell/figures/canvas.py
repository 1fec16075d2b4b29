"""Pictures drawn as SVG by vl-convert: the only module that imports it (extra ``riscontro[figures]``).

Vega-Lite gets pixels, names of colours and numbers in place of words, and no address to load from; nothing that it
measures is used, so the same picture gives the same bytes. It measures every text all the same, each in its length,
which took most of the time: hence the numbers, for which cleaning puts the words.

The specification is written here as the values that it is. altair would give the same values, but its import alone
takes longer than all the pictures of a page; the tests hold each picture to the grammar that altair brings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riscontro.errors import UsageError
from riscontro.tell.figures.picture import Kind, Layer, Mark, Picture

try:
    import vl_convert
except ModuleNotFoundError as error:
    raise UsageError("figures need the extra: pip install 'riscontro[figures]'") from error

LINK_HOST = "https://page.invalid/"
"""What a link within the page is written as on its way through Vega, which completes relative ones."""

Spec = dict[str, Any]


def picture_to_svg(picture: Picture) -> str:
    """Return a picture as Vega's SVG, colours still names and words still their places in ``picture.words``.

    It must be cleaned before it is shown.
    """
    return str(vl_convert.vegalite_to_svg(picture_to_spec(picture), allowed_base_urls=[]))


def picture_to_spec(picture: Picture) -> Spec:
    """Return a picture as a specification of Vega-Lite, version 6, that holds its data."""
    numbers = {word: str(number) for number, word in enumerate(picture.words)}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": picture.width,
        "height": picture.height,
        "layer": [_layer(layer, picture, numbers) for layer in picture.layers],
        "config": {
            "autosize": {"type": "none"},
            "background": "transparent",
            "padding": 0,
            "view": {"stroke": None},
        },
    }


def _layer(layer: Layer, picture: Picture, numbers: Mapping[str, str]) -> Spec:
    return {
        "data": {"values": [_row(mark, order, numbers) for order, mark in enumerate(layer.marks)]},
        "mark": {"type": layer.kind.value, **_style(layer)},
        "encoding": _channels(layer, picture),
    }


def _row(mark: Mark, order: int, numbers: Mapping[str, str]) -> Spec:
    held = {
        "x": round(mark.x, 2),
        "y": round(mark.y, 2),
        "x2": mark.x2 if mark.x2 is None else round(mark.x2, 2),
        "y2": mark.y2 if mark.y2 is None else round(mark.y2, 2),
        "colour": mark.colour,
        "text": mark.text if mark.text is None else numbers[mark.text],
        "shape": mark.shape,
        "href": f"{LINK_HOST}{mark.target}" if mark.target else None,
        "group": mark.group,
        "order": order,
    }
    return {key: value for key, value in held.items() if value is not None}


def _style(layer: Layer) -> Spec:
    style: Spec = {"opacity": layer.opacity, "clip": False}
    if layer.kind in (Kind.RULE, Kind.LINE) or layer.outlined:
        style |= {"strokeWidth": layer.width}
        style |= {"strokeDash": list(layer.dash)} if layer.dash else {}
    if layer.kind is Kind.TEXT:
        style |= {"fontSize": layer.size, "fontWeight": 600 if layer.bold else 400, "align": layer.align}
        style |= {"baseline": "alphabetic"}
    elif layer.kind is Kind.POINT:
        # Vega scales an outline of its own by half the root of the size.
        style |= {"size": 4 * layer.radius**2, "filled": True}
    elif layer.kind is Kind.LINE:
        style |= {"interpolate": "monotone" if layer.curved else "linear"}
    return style


def _channels(layer: Layer, picture: Picture) -> Spec:
    across = {"domain": [0, picture.width], "nice": False, "zero": False}
    down = {"domain": [picture.height, 0], "nice": False, "zero": False}
    channels: Spec = {
        "x": {"field": "x", "type": "quantitative", "axis": None, "scale": across},
        "y": {"field": "y", "type": "quantitative", "axis": None, "scale": down},
    }
    drawn_by_line = layer.kind in (Kind.RULE, Kind.LINE) or layer.outlined
    colour = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    channels["stroke" if drawn_by_line else "fill"] = colour
    if layer.outlined:
        channels["fill"] = {"value": "none"}
    if layer.ends[0]:
        channels["x2"] = {"field": "x2"}
    if layer.ends[1]:
        channels["y2"] = {"field": "y2"}
    if layer.kind is Kind.TEXT:
        channels["text"] = {"field": "text", "type": "nominal"}
    if any(mark.target for mark in layer.marks):
        channels["href"] = {"field": "href", "type": "nominal"}
    if layer.kind is Kind.POINT:
        channels["shape"] = {"field": "shape", "type": "nominal", "scale": None}
    if layer.kind is Kind.LINE:
        channels["detail"] = {"field": "group", "type": "nominal"}
        channels["order"] = {"field": "order", "type": "quantitative"}
    return channels
