"""Pictures drawn as SVG by altair and vl-convert: the only module that imports them (extra ``riscontro[figures]``).

Vega-Lite gets pixels and names of colours and no address to load from; nothing is measured, so the same picture gives
the same bytes.
"""

from __future__ import annotations

from typing import Any

from riscontro.errors import UsageError
from riscontro.tell.figures.picture import Kind, Layer, Mark, Picture

try:
    import altair as alt
    import vl_convert
except ModuleNotFoundError as error:
    raise UsageError("figures need the extra: pip install 'riscontro[figures]'") from error

LINK_HOST = "https://page.invalid/"
"""What a link within the page is written as on its way through Vega, which completes relative ones."""


def picture_to_svg(picture: Picture) -> str:
    """Return a picture as Vega's SVG, its colours still names; it must be cleaned before it is shown."""
    layers = [_layer(layer, picture) for layer in picture.layers]
    chart = alt.layer(*layers).properties(width=picture.width, height=picture.height)
    chart = chart.configure_view(stroke=None).configure(
        autosize=alt.AutoSizeParams(type="none"), padding=0, background="transparent"
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict(validate=False), allowed_base_urls=[]))


def _layer(layer: Layer, picture: Picture) -> Any:
    data = alt.InlineData(values=[_row(mark, order) for order, mark in enumerate(layer.marks)])
    chart = alt.Chart(data)
    marked = getattr(chart, f"mark_{layer.kind}")(**_style(layer))
    return marked.encode(**_channels(layer, picture))


def _row(mark: Mark, order: int) -> dict[str, Any]:
    held = {
        "x": round(mark.x, 2),
        "y": round(mark.y, 2),
        "x2": mark.x2 if mark.x2 is None else round(mark.x2, 2),
        "y2": mark.y2 if mark.y2 is None else round(mark.y2, 2),
        "colour": mark.colour,
        "text": mark.text,
        "shape": mark.shape,
        "href": f"{LINK_HOST}{mark.target}" if mark.target else None,
        "group": mark.group,
        "order": order,
    }
    return {key: value for key, value in held.items() if value is not None}


def _style(layer: Layer) -> dict[str, Any]:
    style: dict[str, Any] = {"opacity": layer.opacity, "clip": False}
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


def _channels(layer: Layer, picture: Picture) -> dict[str, Any]:
    across = alt.Scale(domain=[0, picture.width], nice=False, zero=False)
    down = alt.Scale(domain=[picture.height, 0], nice=False, zero=False)
    channels: dict[str, Any] = {
        "x": alt.X("x:Q", axis=None, scale=across),
        "y": alt.Y("y:Q", axis=None, scale=down),
    }
    drawn_by_line = layer.kind in (Kind.RULE, Kind.LINE) or layer.outlined
    colour = alt.Stroke if drawn_by_line else alt.Fill
    channels["stroke" if drawn_by_line else "fill"] = colour("colour:N", scale=None, legend=None)
    if layer.outlined:
        channels["fill"] = alt.value("none")
    if layer.ends[0]:
        channels["x2"] = alt.X2("x2:Q")
    if layer.ends[1]:
        channels["y2"] = alt.Y2("y2:Q")
    if layer.kind is Kind.TEXT:
        channels["text"] = alt.Text("text:N")
    if any(mark.target for mark in layer.marks):
        channels["href"] = alt.Href("href:N")
    if layer.kind is Kind.POINT:
        channels["shape"] = alt.Shape("shape:N", scale=None)
    if layer.kind is Kind.LINE:
        channels["detail"] = alt.Detail("group:N")
        channels["order"] = alt.Order("order:Q")
    return channels
