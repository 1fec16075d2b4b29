from __future__ import annotations

import pytest

from riscontro.model.claim import Quantity
from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.quantities import quantity_to_text
from tests.tell.samples import days


def told(lang: str, minimum: float | None, maximum: float | None, unit: str, bound: str | None = None) -> str | None:
    quantity = Quantity(minimum=minimum, maximum=maximum, unit=unit, bound=bound)
    return quantity_to_text(quantity, load_catalogue(lang))


@pytest.mark.parametrize(
    ("minimum", "maximum", "unit", "bound", "italian", "english"),
    [
        (7000, None, "container", None, "almeno 7.000 container", "at least 7,000 containers"),
        (7000, None, "container", "more than", "più di 7.000 container", "more than 7,000 containers"),
        (None, 12, "missile", None, "al massimo 12 missili", "at most 12 missiles"),
        (None, 12, "missile", "up to", "fino a 12 missili", "up to 12 missiles"),
        (10000, 10000, "soldier", "about", "circa 10.000 soldati", "about 10,000 soldiers"),
        (10000, 12000, "soldier", None, "da 10.000 a 12.000 soldati", "10,000 to 12,000 soldiers"),
        (10000, 12000, "soldier", "about", "circa da 10.000 a 12.000 soldati", "about 10,000 to 12,000 soldiers"),
        (1, 1, "soldier", None, "1 soldato", "1 soldier"),
        (2.5, 2.5, "tonne", None, "2,5 tonnellate", "2.5 tonnes"),
        (3, 3, "widget", None, "3 (widget)", "3 (widget)"),
        (None, None, "shell", None, "in numero non indicato (proiettili d’artiglieria)", None),
        (1e6, None, "barrel", "more than", "più di 1 milione di barili", "more than 1 million barrels"),
        (2e6, 9e6, "shell", None, "da 2 milioni a 9 milioni di proiettili d’artiglieria", None),
        (1.25e9, 1.25e9, "USD", None, "1,25 miliardi di dollari USA", "1.25 billion US dollars"),
        (1234567, 1234567, "shell", None, "1.234.567 proiettili d’artiglieria", "1,234,567 artillery shells"),
        (5, None, "drone", "up to", "almeno 5 droni", "at least 5 drones"),
    ],
)
def test_figures_keep_their_bounds(
    minimum: float | None, maximum: float | None, unit: str, bound: str | None, italian: str, english: str | None
) -> None:
    assert told("it", minimum, maximum, unit, bound) == italian
    assert english is None or told("en", minimum, maximum, unit, bound) == english


def test_a_total_says_so_and_since_when() -> None:
    quantity = Quantity(minimum=5, maximum=None, unit="train", cumulative=True, window=days("2022-10-01", None))
    assert quantity_to_text(quantity, load_catalogue("it")) == "almeno 5 treni, in totale, da ottobre 2022"


def test_no_figure_gives_no_words() -> None:
    assert quantity_to_text(None, load_catalogue("it")) is None
