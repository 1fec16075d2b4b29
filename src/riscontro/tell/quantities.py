"""Figures in words: the bound that the text gave, the range, the unit, and what time they cover."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riscontro.model.claim import Quantity
from riscontro.tell.catalogue import Catalogue, fill
from riscontro.tell.dates import interval_to_text


def quantity_to_text(quantity: Quantity | None, catalogue: Catalogue) -> str | None:
    """Return a figure in words (``almeno 7.000 container, in totale, dal 2022``), ``None`` where there is none."""
    if quantity is None:
        return None
    parts = [_counted(quantity, catalogue)]
    window = interval_to_text(quantity.window, catalogue) if quantity.window else None
    if quantity.cumulative:
        parts.append(catalogue.text("total_window", window=window) if window else catalogue.text("total"))
    elif window:
        parts.append(window)
    return ", ".join(parts)


def _counted(quantity: Quantity, catalogue: Catalogue) -> str:
    low, high = quantity.minimum, quantity.maximum
    bounds = catalogue.table["bound"]
    number = high if high is not None else low
    if number is None:
        return f"{bounds['unknown']} ({unit_to_text(quantity.unit, 2, catalogue)})"
    unit = unit_to_text(quantity.unit, number, catalogue)
    if low is not None and high is not None and low != high:
        span = fill(bounds["range"], {"a": _number(low, catalogue), "b": _number(high, catalogue)})
        told = _bounded_range(quantity.bound, span, catalogue)
    else:
        told = _bound_template(quantity, catalogue).format(n=_number(number, catalogue))
    return str(catalogue.table["figure"]["words" if _scale(number, catalogue) else "digits"]).format(n=told, unit=unit)


def _scale(number: float, catalogue: Catalogue) -> Mapping[str, Any] | None:
    """Return the scale word (million, milliard) that tells a number exactly with two decimals, else ``None``."""
    for scale in catalogue.table["figure"]["scales"]:
        if number >= scale["value"]:
            return scale if number % (scale["value"] / 100) == 0 else None
    return None


def _number(number: float, catalogue: Catalogue) -> str:
    scale = _scale(number, catalogue)
    if scale is None:
        return catalogue.number(number)
    parts = number / scale["value"]
    form = scale.get(catalogue.locale.plural_form(parts), scale["other"])
    return str(form).format(n=catalogue.number(parts))


def _bounded_range(bound: str | None, span: str, catalogue: Catalogue) -> str:
    """Return a range with a word of vagueness kept; the range itself already says "at least" and "at most"."""
    vague = bound in {"about", "around", "approximately"}
    return str(catalogue.table["bound"]["about"]).format(n=span) if vague else span


def _bound_template(quantity: Quantity, catalogue: Catalogue) -> str:
    """Return the text's own bound word where the catalogue knows it and it agrees with the open end."""
    bounds = catalogue.table["bound"]
    low, high = quantity.minimum, quantity.maximum
    lower_words, upper_words = (
        {"at least", "more than", "over"},
        {"up to", "at most", "less than", "fewer than", "almost", "nearly"},
    )
    if high is None:
        return str(bounds[quantity.bound if quantity.bound in lower_words else "minimum"])
    if low is None:
        return str(bounds[quantity.bound if quantity.bound in upper_words else "maximum"])
    return str(bounds.get(quantity.bound or "", "{n}"))


def unit_to_text(unit: str, number: float, catalogue: Catalogue) -> str:
    """Return a unit in the form that a number asks for; one that the catalogue lacks stands in brackets."""
    forms = catalogue.table["unit"].get(unit)
    if forms is None:
        return f"({unit})"
    return str(forms.get(catalogue.locale.plural_form(number), forms["other"]))
