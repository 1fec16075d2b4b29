"""An Atom feed (RFC 4287) of changes of status: one entry for each, newest first."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from heapq import nlargest
from html import escape

from riscontro.model.event import Event, StatusChange
from riscontro.model.holdings import Holdings
from riscontro.model.time import instant_to_text
from riscontro.tell.catalogue import Catalogue, load_catalogue
from riscontro.tell.exports.rows import latest_moment
from riscontro.tell.sentence import event_label, event_sentence
from riscontro.tell.visible import visible

NAMESPACE = uuid.UUID("5d1f0c52-3a6e-5b0f-9f0e-7c3f4a1f2b6d")
"""Name space of the feed's and of STIX's ids; never to be changed."""

MOST_ENTRIES = 500
"""Entries of a feed; older changes are in the other formats."""


def stable_uuid(*names: object) -> uuid.UUID:
    """Return a UUID of version 5 (RFC 9562) that names always give again."""
    return uuid.uuid5(NAMESPACE, "\n".join(str(name) for name in names))


def to_atom(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``changes.atom``."""
    yield "changes.atom", _feed(holdings, load_catalogue(lang))


def _feed(holdings: Holdings, catalogue: Catalogue) -> Iterator[str]:
    told = ((change, number, event) for event in holdings.events for number, change in enumerate(event.moves))
    changes = nlargest(MOST_ENTRIES, told, key=lambda one: (one[0].at, one[2].id, one[1]))
    updated = changes[0][0].at if changes else latest_moment(holdings) or datetime(1970, 1, 1, tzinfo=UTC)
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield f"<id>urn:uuid:{stable_uuid('feed', holdings.title)}</id>\n<title>{_text(holdings.title)}</title>\n"
    yield f"<updated>{instant_to_text(updated)}</updated>\n<author><name>riscontro</name></author>\n"
    for change, number, event in changes:
        yield _entry(change, number, event, catalogue)
    yield "</feed>\n"


def _entry(change: StatusChange, number: int, event: Event, catalogue: Catalogue) -> str:
    status = catalogue.word("status", change.status)
    title = f"{event_label(event, catalogue)}: {status} [{change.grade}]"
    summary = f"{event_sentence(event, catalogue)} {change.reason}"
    return (
        f"<entry><id>urn:uuid:{stable_uuid('change', event.id, number, instant_to_text(change.at))}</id>\n"
        f"<title>{_text(title)}</title><updated>{instant_to_text(change.at)}</updated>\n"
        f'<category term="{change.status.value}" label="{_text(status, quoted=True)}"/>\n'
        f'<category scheme="urn:riscontro:event" term="{event.id}"/>\n'
        f'<category scheme="urn:riscontro:grade" term="{change.grade}"/>\n'
        f"<summary>{_text(summary)}</summary></entry>\n"
    )


def _text(text: str, *, quoted: bool = False) -> str:
    """Return text that XML 1.0 can hold, its markup escaped; ``quoted`` what stands within double quotes."""
    shown = escape(visible(text), quote=False)
    return shown.replace('"', "&quot;") if quoted else shown
