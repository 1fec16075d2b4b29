"""The archive of originals and the ledger.

Originals (WARC files) and judgements are the truth; everything else in the ledger can be derived again from them.
Enter by :class:`riscontro.store.case.Case`. Nothing is imported here, so that a verb pays only for what it uses.
"""
