"""The dossier as one HTML file: no script, no request, every text escaped.

Two nets hold untrusted text: Jinja2 escapes every value that a template prints, and before that ``finalize`` writes out
each character that would act (:func:`riscontro.tell.visible.visible`), so that no template can forget it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from riscontro.model.dossier import Dossier
from riscontro.tell.changes import CHANGE_TITLES
from riscontro.tell.figures import PAGE_WIDTHS, Drawing, Figures, draw_figures
from riscontro.tell.map import WIDTHS, map_to_svg
from riscontro.tell.matrix import matrix_more
from riscontro.tell.view import DossierView, build_view
from riscontro.tell.visible import visible

CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What the page allows itself: its own styles and pictures, nothing from outside."""

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")


def dossier_to_html(dossier: Dossier, *, lang: str = "it", figures: bool = False) -> str:
    """Return a dossier as one self-contained HTML file; its bytes depend on what is given alone.

    With ``figures`` its charts are drawn by Vega-Lite. Raise :class:`riscontro.errors.UsageError` where ``lang`` has no
    catalogue, or figures are asked for without the extra ``riscontro[figures]``.
    """
    view = build_view(dossier, lang=lang)
    template = _environment().get_template("dossier.html.j2")
    drawn = _marked_up(draw_figures(view, widths=PAGE_WIDTHS)) if figures else None
    return template.render(view=view, t=view.index.catalogue, csp=CSP, style=_style(), figures=drawn, **_more(view))


def _more(view: DossierView) -> dict[str, Any]:
    return {"map": _map(view), "matrix_more": matrix_more(view.matrix, view.index.catalogue)}


def _map(view: DossierView) -> Drawing | None:
    svgs = (map_to_svg(view.map, view.index.catalogue, width=width) for width in WIDTHS)
    held = tuple(Markup(svg) for svg in svgs if svg)
    return Drawing(svgs=held) if held else None


def _marked_up(figures: Figures) -> Figures:
    """Return the figures as text that is not escaped again: they have been cleaned."""

    def marked(drawing: Drawing | None) -> Drawing | None:
        return Drawing(svgs=tuple(Markup(svg) for svg in drawing.svgs)) if drawing else None

    return Figures(
        ladder=tuple(marked(one) for one in figures.ladder),
        timeline=tuple(Drawing(svgs=tuple(map(Markup, one.svgs))) for one in figures.timeline),
        flows=marked(figures.flows),
        ranges=marked(figures.ranges),
        sources=marked(figures.sources),
        matrix=marked(figures.matrix),
        series=tuple(Drawing(svgs=tuple(map(Markup, one.svgs))) for one in figures.series),
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("riscontro.tell", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["language_tag"] = language_tag
    environment.globals["change_titles"] = CHANGE_TITLES
    return environment


@cache
def _style() -> Markup:
    return Markup((files("riscontro.tell") / "templates" / "dossier.css").read_text("utf-8"))


def _shown(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def language_tag(code: str) -> str:
    """Return a language code where it has the form of a BCP 47 tag, else ``und``."""
    return code if _LANGUAGE_TAG.fullmatch(code) else "und"
