"""Near-copies among the documents of a case: new ones are compared, the families that change are set."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from riscontro.meter import Meter, no_meter
from riscontro.model.observation import is_series

if TYPE_CHECKING:
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger

FAMILY_FILE = "families.sqlite"
"""Beside the ledger: the index of near-copies, derived and safe to delete."""

_FORMER_FILE = "families.npz"


def find_copies(case: Case, ledger: Ledger, *, report: Meter = no_meter) -> None:
    """Set the family of each document; where little came since the last time, what it touches is looked at alone."""
    # Imported late: it brings numpy, which few steps need.
    from riscontro.collect.family_keeping import keep_families
    from riscontro.store.connection import translated
    from riscontro.store.grouping import set_grouped, to_group

    waiting = to_group(ledger)
    path = case.path / FAMILY_FILE
    with translated(path):
        found = keep_families(
            path,
            mark=waiting.mark,
            fresh=waiting.fresh,
            every=ledger.document_ids,
            text_of=partial(_text_of, ledger),
            report=report,
        )
    (case.path / _FORMER_FILE).unlink(missing_ok=True)
    if found.changed or found.mark != waiting.mark or waiting.top:
        set_grouped(ledger, found.changed, mark=found.mark, top=waiting.top)


def _text_of(ledger: Ledger, name: str) -> str:
    document = ledger.document(name)
    # Tables look alike: rows of one series are no copies of another's.
    return "" if is_series(document) else document.text
