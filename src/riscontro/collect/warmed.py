"""The extractor, imported and used once: the server that workers are forked from imports this module before any work.

So the model of languages, the patterns and the tables are read once for all workers, and not by each with its first
page. Nothing else imports this module.
"""

from __future__ import annotations

from datetime import UTC, datetime

from riscontro.collect.extract import extract
from riscontro.collect.taking import make_capture
from riscontro.model.document import Declared

_SENTENCE = "The ministry said on Monday that its delegation had returned from the talks on the harbour. "
_PAGE = (
    "<!doctype html><html lang='en'><head><title>Talks on the harbour end</title></head><body><article>"
    f"<h1>Talks on the harbour end</h1><p>{_SENTENCE * 4}</p><p>{_SENTENCE * 3}</p></article></body></html>"
)

WARMED = extract(
    make_capture(_PAGE.encode(), "text/html", "warmed.html", Declared(), moment=datetime(2026, 1, 5, tzinfo=UTC))
)
"""What came of the page: kept so that a test can hold it to be a document."""
