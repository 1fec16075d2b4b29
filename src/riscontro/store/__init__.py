"""The archive of originals and the ledger."""
