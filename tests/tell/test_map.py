from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree, html

from riscontro.model.claim import Claim
from riscontro.model.dossier import Dossier
from riscontro.tell import dossier_to_html, dossier_to_markdown
from riscontro.tell.index import index_dossier
from riscontro.tell.map import WIDTHS, build_map, map_to_svg
from riscontro.tell.places import place_events
from riscontro.vocab.places import Precision
from tests.tell.samples import claim, document, rich_dossier, small_dossier


def at(place: str, text: str = "Hanoi gave rice to Cuba") -> Dossier:
    """Return the small dossier with its event at a place, in a text that names it."""
    dossier = small_dossier()
    source = document("doc-s", f"{text} {place}.", published="2024-03", lang="en")
    read: Claim = claim(
        "clm-s", source, text, mode="food", actor="VNM", recipient="CUB", place=place, evidence=(("place", place),)
    )
    event = replace(dossier.events[0], place=place)
    return replace(dossier, documents=(source,), claims=(read,), events=(event,))


def svg_of(dossier: Dossier, *, coloured: bool = False, width: float = WIDTHS[0]) -> str | None:
    index = index_dossier(dossier, lang="en")
    return map_to_svg(build_map(index), index.catalogue, coloured=coloured, width=width)


def test_a_city_is_a_full_disc_and_a_region_a_broken_ring() -> None:
    city, region = svg_of(at("Havana")), svg_of(at("Havana", text="Hanoi gave rice to the region of"))
    assert city is not None
    assert region is not None
    assert "stroke-dasharray" not in city
    assert "stroke-dasharray" in region


def test_the_word_region_in_the_text_makes_the_place_one() -> None:
    dossier = at("Kursk", text="Hanoi sent rice to the region of")
    claims = {one.id: one for one in dossier.claims}
    texts = {one.id: one.text for one in dossier.documents}
    assert place_events(dossier.events, claims, texts)["evt-s"].precision is Precision.REGION


def test_an_event_of_which_only_the_state_is_known_is_counted_and_not_drawn() -> None:
    index = index_dossier(at("Cuba"), lang="en")
    held = build_map(index)
    assert (held.lines, held.states_alone, held.unknown) == ((), 1, 0)
    assert map_to_svg(held, index.catalogue) is None


def test_a_name_that_could_be_several_is_counted() -> None:
    assert build_map(index_dossier(at("Springfield"), lang="en")).unknown == 1


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("place", ["Havana", "Vladivostok", "Auckland", "Murmansk"])
def test_marks_and_names_lie_within_the_picture(place: str, width: float) -> None:
    svg = svg_of(at(place), width=width)
    assert svg is not None
    root = etree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    _, _, wide, tall = map(float, root.get("viewBox").split())
    for circle in root.iter("{*}circle"):
        assert 0 <= float(circle.get("cx")) <= wide
        assert 0 <= float(circle.get("cy")) <= tall
    assert place.split()[0] in "".join(root.itertext())


def test_a_map_for_print_has_colours_of_its_own() -> None:
    svg = svg_of(at("Havana"), coloured=True)
    assert svg is not None
    assert "class=" not in svg
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg


def test_every_place_is_in_words_beside_the_map() -> None:
    page = html.document_fromstring(dossier_to_html(rich_dossier(), lang="en"))
    (table,) = page.xpath("//section[@id='map']//table")
    assert "Kursk" in table.text_content()
    assert page.xpath("//section[@id='map']//svg/@aria-label")
    assert "Kursk" in dossier_to_markdown(rich_dossier(), lang="en").partition("## Where")[2]


def test_sources_of_the_map_are_named() -> None:
    page = dossier_to_html(rich_dossier(), lang="en")
    assert "GeoNames (CC BY 4.0)" in page
    assert "Natural Earth" in page


def test_a_dossier_without_places_has_no_map() -> None:
    assert html.document_fromstring(dossier_to_html(small_dossier(), lang="en")).xpath("//*[@id='map']") == []
