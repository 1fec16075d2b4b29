"""The ledger: documents, claims, events, status history, judgements. Rows are closed, never erased."""

from __future__ import annotations

from riscontro.store.writers import Writers


class Ledger(Writers):
    """One connection to a case's ledger, reading and writing; use it as a context manager."""

    def __enter__(self) -> Ledger:
        return self
