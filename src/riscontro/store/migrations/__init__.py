"""The ledger's schema: numbered steps, each run once, in order. A step that has been released is never changed."""
