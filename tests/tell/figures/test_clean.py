from __future__ import annotations

import pytest

from riscontro.tell.figures.clean import COLOURS, clean_svg, palette

HOST = "https://page.invalid/"


def cleaned(inner: str, *, coloured: bool = False) -> str:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'
        f"{inner}</svg>"
    )
    whole = clean_svg(svg, says="A picture", leads=False, link_host=HOST, coloured=coloured)
    return whole.removeprefix('<svg viewBox="0 0 10 10" role="img" aria-label="A picture">').removesuffix("</svg>")


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        "<style>a{}</style>",
        "<foreignObject><b>x</b></foreignObject>",
        '<image href="https://example.org/x.png"/>',
        '<use href="https://example.org/x.svg#a"/>',
        "<animate/>",
        '<path d=""/>',
    ],
)
def test_elements_that_act_or_load_are_dropped(inner: str) -> None:
    assert cleaned(inner) == ""


@pytest.mark.parametrize(
    "attribute",
    [
        'onclick="alert(1)"',
        'style="fill:url(https://example.org)"',
        'fill="url(#a)"',
        'fill="red"',
        'id="x"',
        'transform="matrix(url(x))"',
        'class="x"',
    ],
)
def test_attributes_that_are_not_known_are_dropped(attribute: str) -> None:
    assert cleaned(f'<path d="M0,0L1,1" {attribute}/>') == '<path d="M0,0L1,1"/>'


def test_texts_that_are_places_of_words_become_them() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>1</text><text>2</text><text>x</text></svg>'
    whole = clean_svg(svg, says="", leads=False, link_host=HOST, words=("a", "<b>"))
    assert whole.endswith("><text>&lt;b&gt;</text><text>2</text><text>x</text></svg>")


def test_colours_become_classes_in_a_page() -> None:
    assert cleaned('<path d="M0,0" fill="confirmed" stroke="ink"/>') == '<path class="f-confirmed k-ink" d="M0,0"/>'


def test_colours_are_written_out_elsewhere() -> None:
    assert 'fill="#17653f"' in cleaned('<path d="M0,0" fill="confirmed"/>', coloured=True)


def test_every_colour_is_one_of_the_style() -> None:
    assert set(palette()) == set(COLOURS)


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        (f"{HOST}evt-1", '<a href="#evt-1"><text>x</text></a>'),
        ("https://example.org/", "<text>x</text>"),
        ("javascript:alert(1)", "<text>x</text>"),
        (f'{HOST}" onclick="', "<text>x</text>"),
    ],
)
def test_only_links_within_the_page_stay(target: str, kept: str) -> None:
    target = target.replace('"', "&quot;")
    assert cleaned(f'<a xlink:href="{target}"><text>x</text></a>') == kept


def test_text_is_shown_and_does_not_act() -> None:
    assert cleaned("<text>&lt;b&gt; \u202e</text>") == "<text>&lt;b&gt; ⟦U+202E⟧</text>"


def test_numbers_are_cut_so_that_no_machine_tells_them_otherwise() -> None:
    assert cleaned('<path d="M42.00000000000001,0.333333L1,1"/>') == '<path d="M42,0.33L1,1"/>'


def test_what_is_no_svg_is_refused() -> None:
    with pytest.raises(ValueError, match="not an SVG"):
        clean_svg("<html/>", says="", leads=False, link_host=HOST)
