"""Observation series: tables of what was counted (from orbit, at a customs house), and how a row is written as text."""

from __future__ import annotations

from dataclasses import dataclass

from riscontro.model.claim import Basis
from riscontro.model.document import Document

NO_LANGUAGE = "zxx"
"""ISO 639-2 code for no linguistic content: a table is in no language."""

SERIES_WAY = ("text", "observations")
"""What the way in which a document's text was found says of a series; no page can say it of itself."""

COLUMNS = (
    "date",
    "place",
    "what",
    "act",
    "bound",
    "count",
    "unit",
    "total",
    "actor",
    "recipient",
    "basis",
    "source",
    "state",
    "reference",
)
"""The cells of a row in the stored text, in order."""

BORDER = " | "
"""Between two cells."""

EMPTY = "-"
"""A cell that holds nothing."""

BOUNDS = frozenset({"at least", "more than", "up to", "less than", "about", "almost"})
"""The bound words that a row may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRule:
    """What a case declares of the tables of one name, for the rows that do not say it themselves.

    ``file`` is the file's name; ``act`` is ``TYPE/mode``, ``acts`` gives one for a word of the column ``what``.
    """

    file: str
    actor: str | None = None
    recipient: str | None = None
    act: str | None = None
    acts: tuple[tuple[str, str], ...] = ()
    unit: str | None = None
    source: str | None = None
    state: str | None = None
    basis: Basis = Basis.NONE
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None


def is_series(document: Document) -> bool:
    """Tell whether a document is a table of observations."""
    return SERIES_WAY in document.found_by
