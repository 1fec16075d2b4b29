"""The dossier's pictures (extra ``riscontro[figures]``): laid out here from what the page prints, drawn by Vega-Lite.

Every picture has words beside it that say the same. Where the extra is absent nothing of this is used, and the page
draws its own charts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

from riscontro.tell.figures.clean import clean_svg
from riscontro.tell.figures.flows import picture_flows, picture_ranges
from riscontro.tell.figures.ladder import picture_ladder
from riscontro.tell.figures.matrix import picture_matrix
from riscontro.tell.figures.picture import Picture
from riscontro.tell.figures.series import peak_of, picture_series
from riscontro.tell.figures.sources import picture_sources
from riscontro.tell.figures.timeline import picture_timeline
from riscontro.tell.view import DossierView

__all__ = ["PAGE_WIDTHS", "PRINT_WIDTHS", "Drawing", "Figures", "can_draw", "draw_figures"]

PAGE_WIDTHS = (900.0, 340.0)
"""Pixels of the pictures of a page, for a wide window and for a narrow one."""

PRINT_WIDTHS = (660.0,)
"""Pixels of the pictures of a printed page of A4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One figure, as an SVG for each width that was asked for, the widest first."""

    svgs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a dossier; the ladder and the series have one a direction, in the order of the page.

    A long timeline is cut into sheets, each with its axis, so that a page can be broken between them.
    """

    ladder: tuple[Drawing | None, ...]
    timeline: tuple[Drawing, ...]
    flows: Drawing | None
    ranges: Drawing | None
    sources: Drawing | None
    matrix: Drawing | None
    series: tuple[Drawing, ...]


def can_draw() -> bool:
    """Tell whether the extra is there."""
    try:
        return find_spec("vl_convert") is not None
    except ModuleNotFoundError:
        return False


ROWS_OF_SHEET = 23
"""Rows of a picture that a sheet of A4 holds beneath a heading."""


def draw_figures(view: DossierView, *, widths: tuple[float, ...], printed: bool = False) -> Figures:
    """Return the figures of a dossier as SVG, those that are ``printed`` in colours of their own.

    Raise :class:`riscontro.errors.UsageError` where the extra is absent.
    """
    t = view.index.catalogue

    def drawn(picture: Callable[..., Picture | None]) -> Drawing | None:
        pictures = (picture(width=width) for width in widths)
        svgs = tuple(_svg(held, printed) for held in pictures if held is not None)
        return Drawing(svgs=svgs) if svgs else None

    return Figures(
        ladder=tuple(drawn(partial(picture_ladder, side, t)) for side in view.ladder),
        timeline=tuple(
            held
            for sheet in view.timeline.sheets(ROWS_OF_SHEET)
            if (held := drawn(partial(picture_timeline, sheet, t)))
        ),
        flows=drawn(partial(picture_flows, view.flow_chart, t)),
        ranges=drawn(partial(picture_ranges, view.flow_chart, t)),
        matrix=drawn(partial(picture_matrix, view.matrix, t)),
        sources=drawn(partial(picture_sources, view.source_paths, t)),
        series=tuple(
            held for one in view.series if (held := drawn(partial(picture_series, one, t, peak=peak_of(view.series))))
        ),
    )


def _svg(picture: Picture, coloured: bool) -> str:
    from riscontro.tell.figures.canvas import LINK_HOST, picture_to_svg

    return clean_svg(
        picture_to_svg(picture),
        says=picture.says,
        leads=picture.leads,
        words=picture.words,
        link_host=LINK_HOST,
        coloured=coloured,
    )
