from __future__ import annotations

from dataclasses import replace

import pytest

from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.figures.matrix import SHAPES, picture_matrix
from riscontro.tell.figures.picture import Kind, Picture
from riscontro.tell.index import index_dossier
from riscontro.tell.matrix import Matrix, Side, build_matrix, matrix_more, side_of
from tests.tell.samples import empty_dossier, rich_dossier

CATALOGUE = load_catalogue("en")


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return build_matrix(index_dossier(rich_dossier(), lang="en"))


@pytest.mark.parametrize(
    ("stances", "side"),
    [
        ([], None),
        (["asserts"], Side.YES),
        (["confirms", "declines"], Side.YES),
        (["denies"], Side.NO),
        (["denies", "cannot_confirm"], Side.NO),
        (["declines"], Side.NEITHER),
        (["warns"], Side.NEITHER),
        (["denies", "confirms"], Side.BOTH),
        (["asserts", "retracts"], Side.TAKEN_BACK),
    ],
)
def test_what_a_party_has_said_says_where_it_stands(stances: list[str], side: Side | None) -> None:
    assert side_of(stances) is side


def test_a_party_of_which_nothing_was_read_stands_nowhere(matrix: Matrix) -> None:
    assert any(None in row.sides for row in matrix.rows)
    assert all(any(row.sides) for row in matrix.rows)
    assert all(len(row.sides) == len(matrix.parties) for row in matrix.rows)


def test_a_denial_stands_in_the_column_of_who_denies(matrix: Matrix) -> None:
    column = matrix.parties.index("Russia")
    assert {row.sides[column] for row in matrix.rows} == {Side.NO, None}


def drawn(matrix: Matrix, width: float) -> Picture:
    picture = picture_matrix(matrix, CATALOGUE, width=width)
    assert picture is not None
    return picture


@pytest.mark.parametrize("width", [900, 660, 340])
def test_every_side_is_a_shape_of_its_own_and_lies_in_the_picture(matrix: Matrix, width: float) -> None:
    picture = drawn(matrix, width)
    shapes = {mark.shape for layer in picture.layers if layer.kind is Kind.POINT for mark in layer.marks}
    assert {shape for shape, _ in SHAPES.values()} <= shapes
    assert len({shape for shape, _ in SHAPES.values()}) == len(Side)
    places = [(mark.x, mark.y) for layer in picture.layers for mark in layer.marks]
    assert all(0 <= x <= width and 0 <= y <= picture.height for x, y in places)


def test_a_case_of_no_position_has_no_picture() -> None:
    held = build_matrix(index_dossier(empty_dossier(), lang="en"))
    assert picture_matrix(held, CATALOGUE, width=900) is None


def test_what_is_not_drawn_is_counted(matrix: Matrix) -> None:
    assert matrix_more(replace(matrix, more_parties=2, more_rows=1), CATALOGUE) == (
        "Left to the tables below: 2 further voices and 1 further event."
    )
    assert matrix_more(replace(matrix, more_parties=0, more_rows=0), CATALOGUE) is None
