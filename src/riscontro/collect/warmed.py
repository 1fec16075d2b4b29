"""The extractor, imported and used once: the server that workers are forked from imports this module before any work.

So the model of languages, the patterns and the tables are read once for all workers, and not by each with its first
page. Nothing else imports this module. Until it is read no worker can start, so the model is unpacked beside the rest,
on another core where there is one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Thread

import riscontro.collect.page  # noqa: F401 (read before the thread starts: what two threads import they wait for)
from riscontro.collect.extract import extract
from riscontro.collect.language import detect_language
from riscontro.collect.taking import make_capture
from riscontro.model.document import Declared

_SENTENCE = "The ministry said on Monday that its delegation had returned from the talks on the harbour. "
_PAGE = (
    "<!doctype html><html lang='en'><head><title>Talks on the harbour end</title></head><body><article>"
    f"<h1>Talks on the harbour end</h1><p>{_SENTENCE * 4}</p><p>{_SENTENCE * 3}</p></article></body></html>"
)

_model = Thread(target=detect_language, args=(_SENTENCE,))
_model.start()
# With the language declared the model is not asked for, which the other thread is reading.
_told = Declared(lang="en")
WARMED = extract(
    make_capture(_PAGE.encode(), "text/html", "warmed.html", _told, moment=datetime(2026, 1, 5, tzinfo=UTC))
)
"""What came of the page: kept so that a test can hold it to be a document."""
_model.join()
