"""Which documents came since near-copies were last looked for, and the families that were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from riscontro.store.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class ToGroup:
    """What came since. ``mark`` is that of the index by which families were set, ``None`` where all are to be looked
    at: they never were, or a document went or changed its text. ``top`` is what :func:`set_grouped` is told.
    """

    mark: str | None
    fresh: tuple[str, ...]
    top: int


def to_group(ledger: Ledger) -> ToGroup:
    """Return the documents that came since families were last set, in the order of arrival."""
    rows = ledger.rows("SELECT seq, document_id, other FROM to_group ORDER BY seq")
    mark = ledger.row("SELECT mark FROM grouped")
    whole = mark is None or any(other for *_, other in rows)
    return ToGroup(
        mark=None if whole or mark is None else str(mark[0]),
        fresh=tuple(dict.fromkeys(name for _, name, _ in rows)),
        top=rows[-1][0] if rows else 0,
    )


def set_grouped(ledger: Ledger, families: Mapping[str, str | None], *, mark: str, top: int) -> None:
    """Set the families of documents, by id, and the mark of the index that they came from; what had come by ``top``
    is done with.
    """
    with ledger.transaction():
        ledger.set_families(families)
        ledger.execute("INSERT INTO grouped VALUES (1, ?1) ON CONFLICT DO UPDATE SET mark = ?1", (mark,))
        ledger.execute("DELETE FROM to_group WHERE seq <= ?", (top,))
