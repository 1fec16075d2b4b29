"""SVG as it may stand in a page: a list of elements and attributes that are let through, everything else is dropped.

What a drawing library writes is treated as text from outside. Colours come as names of the page's palette: in a page
they become classes, so that the dark scheme and print turn them; elsewhere they become the colours of the light scheme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from lxml import etree  # type: ignore[import-untyped]

from riscontro.tell.visible import visible

COLOURS = (
    *("ink", "soft", "line", "faint", "card", "accent"),
    *("confirmed", "corroborated", "reported", "rumoured", "disputed", "denied", "refuted", "retracted"),
)
"""The names that a picture may give a colour by; each is a variable of the page's style."""

_ELEMENTS = frozenset({"svg", "g", "path", "line", "rect", "text", "a"})
_NUMBERS = frozenset(
    {"d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "opacity", "stroke-width"}
    | {"stroke-dasharray", "font-size", "font-weight", "fill-opacity", "stroke-opacity", "stroke-miterlimit"}
)
_NUMERIC = re.compile(
    r"[MLHVCSQTAZmlhvcsqtaz0-9eE.,+\- ]*|(?:(?:translate|scale|rotate)\([0-9eE.,+\- ]*\) ?)*|\d+(?:\.\d+)?px"
)
_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_WORDS = {"text-anchor": {"start", "middle", "end"}}
_XLINK = "{http://www.w3.org/1999/xlink}href"
_PLAIN_ID = re.compile(r"[A-Za-z][\w-]*")


def clean_svg(
    svg: str, *, says: str, leads: bool, link_host: str, words: Sequence[str] = (), coloured: bool = False
) -> str:
    """Return an SVG with only what may stand in a page; ``coloured`` writes colours out and makes it a file of its own.

    A text that is the place of one of ``words`` becomes that. Links stay where they lead to an id within the page.
    Raise :class:`ValueError` where it is no SVG.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(svg.encode("utf-8"), parser)
    if _name(root) != "svg":
        raise ValueError("not an SVG")
    box = " ".join(_rounded(part) for part in str(root.get("viewBox", "")).split() if _NUMERIC.fullmatch(part))
    role = "group" if leads else "img"
    head = f'<svg viewBox="{box}" role="{role}" aria-label="{escape(visible(says))}">'
    if coloured:
        width, height = box.split()[2:]
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{width}" height="{height}">'
    held = {str(place): word for place, word in enumerate(words)}
    return head + "".join(_written(child, held, link_host, coloured) for child in root) + "</svg>"


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _written(element: etree._Element, words: Mapping[str, str], link_host: str, coloured: bool) -> str:
    name = _name(element)
    if name not in _ELEMENTS or element.get("display") == "none":
        return ""
    if element.get("class") in ("background", "foreground") or (name == "path" and not element.get("d")):
        return ""
    text = (element.text or "") if name == "text" else ""
    inner = escape(visible(words.get(text, text)), quote=False)
    inner += "".join(_written(child, words, link_host, coloured) for child in element)
    if name in ("g", "a", "text") and not inner:
        return ""
    if name == "a":
        target = str(element.get(_XLINK) or element.get("href") or "").removeprefix(link_host)
        usable = _PLAIN_ID.fullmatch(target) and not coloured
        return f'<a href="#{target}">{inner}</a>' if usable else inner
    attributes = _attributes(element, coloured)
    if name == "g" and not attributes:
        return inner
    return f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"


def _attributes(element: etree._Element, coloured: bool) -> str:
    kept, classes = [], []
    for raw, value in element.attrib.items():
        key, text = str(raw), str(value)
        if key in ("fill", "stroke") and text in COLOURS:
            if coloured:
                kept.append(f'{key}="{palette()[text]}"')
            else:
                classes.append(f"{'f' if key == 'fill' else 'k'}-{text}")
        elif key in ("fill", "stroke") and text in ("none", "transparent"):
            kept.append(f'{key}="none"')
        elif (key in _NUMBERS and _NUMERIC.fullmatch(text)) or text in _WORDS.get(key, ()):
            kept += _numeric(key, text)
    held = [f'class="{" ".join(classes)}"'] if classes else []
    return "".join(f" {one}" for one in [*held, *kept])


def _numeric(key: str, text: str) -> list[str]:
    """Return an attribute with its numbers cut to two decimals, nothing where it says what holds anyway."""
    short = _rounded(text).removesuffix("px")
    idle = {"transform": "translate(0,0)", "opacity": "1", "font-weight": "400", "stroke-miterlimit": "10"}
    return [] if idle.get(key) == short else [f'{key}="{short}"']


def _rounded(text: str) -> str:
    return _NUMBER.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), text)


@cache
def palette() -> dict[str, str]:
    """Return the colours of the light scheme by name, as the page's style gives them."""
    style = (files("riscontro.tell") / "templates" / "dossier.css").read_text("utf-8")
    light = style[: style.index("}")]
    return {name: value for name, value in re.findall(r"--([a-z]+): (#[0-9a-f]{6});", light) if name in COLOURS}
