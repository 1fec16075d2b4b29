"""Whether a finished dossier says what its claims say: sentences are read back and held against what they cite.

The check shares no code with what builds sentences. It reads the finished words with the readers of ``read`` (parties,
acts, times, numbers) and the catalogue's own words, and compares what they say with the fields of the claims and events
that they cite. ``hearing`` reads a sentence into a ``saying``, ``ground`` gathers what it may say, ``compare`` holds
one against the other, ``page`` and ``markdown`` find the sentences of a dossier.
"""

from __future__ import annotations

from riscontro.check.ground import Knowledge, knowledge_of
from riscontro.check.markdown import check_markdown, markdown_header
from riscontro.check.page import check_page
from riscontro.check.values import Drift, DriftKind

__all__ = [
    "Drift",
    "DriftKind",
    "Knowledge",
    "check_markdown",
    "check_page",
    "knowledge_of",
    "markdown_header",
]
