from __future__ import annotations

import re

import pytest
from lxml import html

from riscontro.model.grade import Status
from riscontro.tell import dossier_to_html
from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.chart import Bar
from riscontro.tell.figures import PRINT_WIDTHS, draw_figures
from riscontro.tell.figures.clean import clean_svg
from riscontro.tell.figures.flows import picture_flows, picture_ranges
from riscontro.tell.figures.frame import Frame, draw_bar
from riscontro.tell.figures.ladder import picture_ladder
from riscontro.tell.figures.matrix import picture_matrix
from riscontro.tell.figures.picture import Easel, Kind, Mark, Picture
from riscontro.tell.figures.series import picture_series
from riscontro.tell.figures.shapes import STATUS_SHAPES
from riscontro.tell.figures.sources import picture_sources
from riscontro.tell.figures.timeline import picture_timeline
from riscontro.tell.sources import SourcePath
from riscontro.tell.view import build_view
from tests.tell.samples import empty_dossier, rich_dossier, small_dossier

VIEW = build_view(rich_dossier(), lang="en")
CATALOGUE = load_catalogue("en")


@pytest.fixture(scope="module")
def page() -> str:
    pytest.importorskip("vl_convert")
    return dossier_to_html(rich_dossier(), lang="en", figures=True)


def texts(picture: Picture) -> list[str]:
    return [mark.text for layer in picture.layers for mark in layer.marks if mark.text]


def timeline(width: float) -> Picture:
    picture = picture_timeline(VIEW.timeline, CATALOGUE, width=width)
    assert picture is not None
    return picture


@pytest.mark.parametrize("width", [900.0, 340.0])
def test_every_event_of_the_timeline_leads_to_its_entry(width: float) -> None:
    targets = {mark.target for layer in timeline(width).layers for mark in layer.marks if mark.target}
    assert targets == {row.event_id for row in (*VIEW.timeline.rows, *VIEW.timeline.undated)}


@pytest.mark.parametrize("width", [900.0, 660.0, 340.0])
def test_nothing_is_drawn_outside_the_picture(width: float) -> None:
    picture = timeline(width)
    marks = [mark for layer in picture.layers for mark in layer.marks]
    assert all(-1 <= mark.x <= width and 0 <= mark.y <= picture.height for mark in marks)


def test_no_two_statuses_look_alike() -> None:
    assert len(set(STATUS_SHAPES.values())) == len(Status)


def bar_layers(status: Status) -> list[tuple[object, ...]]:
    easel = Easel()
    bar = Bar(left=10, width=50, kind="bar")
    draw_bar(easel, bar, Frame(left=0, right=100), y=10, status=status)
    layers = easel.picture(width=100, height=20, says="").layers
    return [(layer.kind, layer.opacity, layer.outlined, layer.dash, layer.ends) for layer in layers]


def test_a_bar_says_how_sure_it_is_without_colour() -> None:
    told = {status: str(bar_layers(status)) for status in Status}
    alike = {Status.DISPUTED: Status.DENIED, Status.REFUTED: Status.RETRACTED}
    looks = {looks for status, looks in told.items() if status not in alike}
    assert len(looks) == len(Status) - len(alike)


def test_a_day_is_a_shape_and_no_bar() -> None:
    easel = Easel()
    draw_bar(easel, Bar(left=10, width=0.1, kind="day"), Frame(left=0, right=100), y=10, status=Status.REPORTED)
    assert [layer.kind for layer in easel.picture(width=100, height=20, says="").layers] == [Kind.POINT]


def test_the_ceiling_rises_with_knowledge_and_stands_to_the_end() -> None:
    side = VIEW.ladder[0]
    picture = picture_ladder(side, CATALOGUE, width=900)
    assert picture is not None
    lines = [layer for layer in picture.layers if layer.kind is Kind.LINE]
    assert [layer.marks[0].colour for layer in lines] == [line.status for line in side.ceilings]
    for layer in lines:
        assert [mark.x for mark in layer.marks] == sorted(mark.x for mark in layer.marks)
        assert [mark.y for mark in layer.marks] == sorted((mark.y for mark in layer.marks), reverse=True)
        assert layer.marks[-1].x == 900 - 16


def test_the_sources_graph_goes_from_roots_to_outlets() -> None:
    paths = [
        SourcePath(hops=(("Ministry", "France, official"), ("Agency", ""), ("Daily", "")), claims=3),
        SourcePath(hops=(("Weekly", "on its own authority"),), claims=1),
    ]
    picture = picture_sources(paths, CATALOGUE, width=900)
    assert picture is not None
    assert {"Ministry", "Agency", "Daily", "Weekly"} <= set(texts(picture))
    assert sum(layer.kind is Kind.LINE for layer in picture.layers) == 2


def test_voices_not_drawn_are_joined_and_none_is_lost() -> None:
    paths = [SourcePath(hops=((f"Root {n:03}", "official"), ("Daily", "")), claims=1) for n in range(60)]
    picture = picture_sources(paths, CATALOGUE, width=900)
    assert picture is not None
    assert CATALOGUE.text("sources_others") in texts(picture)
    assert "34 claims" in texts(picture)


def test_a_page_with_figures_links_to_what_is_in_it(page: str) -> None:
    tree = html.document_fromstring(page)
    ids = set(tree.xpath("//@id"))
    assert [href for href in tree.xpath("//@href") if href.startswith("#") and href[1:] not in ids] == []
    assert len(tree.xpath("//figure//svg")) >= 10


def test_every_picture_has_its_text(page: str) -> None:
    labels = html.document_fromstring(page).xpath("//figure//svg/@aria-label")
    assert labels
    assert all(labels)


def test_no_picture_brings_what_acts(page: str) -> None:
    tree = html.document_fromstring(page)
    assert tree.xpath("//figure//*[self::script or self::style or self::image or self::foreignobject]") == []
    assert [name for one in tree.xpath("//figure//*") for name in one.attrib if name in ("style", "onclick")] == []


def test_the_same_dossier_gives_the_same_pictures(page: str) -> None:
    assert dossier_to_html(rich_dossier(), lang="en", figures=True) == page


@pytest.mark.parametrize("width", [900.0, 340.0])
def test_every_picture_keeps_to_the_grammar_of_vega_lite(width: float) -> None:
    pytest.importorskip("vl_convert")
    altair = pytest.importorskip("altair")
    from riscontro.tell.figures.canvas import picture_to_spec

    pictures = [
        *(picture_ladder(side, CATALOGUE, width=width) for side in VIEW.ladder),
        picture_timeline(VIEW.timeline, CATALOGUE, width=width),
        picture_flows(VIEW.flow_chart, CATALOGUE, width=width),
        picture_ranges(VIEW.flow_chart, CATALOGUE, width=width),
        picture_matrix(VIEW.matrix, CATALOGUE, width=width),
        picture_sources(VIEW.source_paths, CATALOGUE, width=width),
        *(picture_series(one, CATALOGUE, width=width) for one in VIEW.series),
    ]
    drawn = [picture for picture in pictures if picture is not None]
    assert len(drawn) >= 6
    for picture in drawn:
        chart = altair.LayerChart.from_dict(picture_to_spec(picture), validate=True)
        assert len(chart.layer) == len(picture.layers)


def test_words_that_look_like_numbers_stay_what_they_are() -> None:
    pytest.importorskip("vl_convert")
    from riscontro.tell.figures.canvas import LINK_HOST, picture_to_svg

    easel = Easel()
    for number, text in enumerate(["2", "0", "a < b", "1"]):
        easel.add(Kind.TEXT, [Mark(x=10, y=10 + 10 * number, text=text)])
    picture = easel.picture(width=100, height=60, says="Words")
    svg = clean_svg(picture_to_svg(picture), says="Words", leads=False, words=picture.words, link_host=LINK_HOST)
    assert re.findall(r"<text[^>]*>(.*?)</text>", svg) == ["2", "0", "a &lt; b", "1"]


def test_pictures_for_print_have_colours_of_their_own() -> None:
    pytest.importorskip("vl_convert")
    drawn = draw_figures(build_view(small_dossier(), lang="it"), widths=PRINT_WIDTHS, printed=True)
    (sheet,) = drawn.timeline
    assert 'xmlns="http://www.w3.org/2000/svg"' in sheet.svgs[0]
    assert "class=" not in sheet.svgs[0]


def test_a_case_without_events_has_no_pictures() -> None:
    pytest.importorskip("vl_convert")
    drawn = draw_figures(build_view(empty_dossier(), lang="it"), widths=PRINT_WIDTHS)
    assert drawn.series == ()
    assert (drawn.ladder, drawn.timeline, drawn.flows, drawn.ranges, drawn.sources) == ((), (), None, None, None)
