"""What repeats what: near-copies of one text, and outlets that others cite while their own page names who said it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from riscontro.weigh.names import outlet_key
from riscontro.weigh.origins import ORGAN_KINDS, Source, publisher_name
from riscontro.weigh.telling import Telling
from riscontro.weigh.voice import Side, Voice


class _Told(NamedTuple):
    """A document, and the voice that its claim was put to."""

    document_id: str
    voice: Voice


def is_unplaced(source: Source) -> bool:
    """Tell whether nothing is known of who said it: no root, or officials of no told state."""
    return not source.rooted or (source.state is None and source.kind in ORGAN_KINDS)


def publisher_key(telling: Telling) -> str:
    """Return the key that the page's publisher would have as a source."""
    return page_key(publisher_name(telling.provenance))


def page_key(publisher: str) -> str:
    """Return the key that a publisher would have as a source."""
    return f"outlet:{outlet_key(publisher)}"


class Repeats:
    """The documents of one event, by family and by publisher."""

    def __init__(self) -> None:
        self._families: defaultdict[tuple[str, Side], list[_Told]] = defaultdict(list)
        self._publishers: defaultdict[tuple[str, Side], list[_Told]] = defaultdict(list)

    def remember(self, telling: Telling, voice: Voice) -> None:
        """Keep which voice a document's claim was put to."""
        told = _Told(telling.claim.document_id, voice)
        self._publishers[publisher_key(telling), voice.side].append(told)
        if telling.provenance.family is not None:
            self._families[telling.provenance.family, voice.side].append(told)

    def original(self, telling: Telling, source: Source, side: Side) -> Voice | None:
        """Return the voice that a claim only repeats, ``None`` where it is new.

        A cited outlet repeats whom its own page named first. A near-copy that names no source, or officials of no
        told state, says what another copy said, one that names its source if any does; but a document that names
        several sources keeps them apart, so a root is never looked for in its own document.
        """
        if source.rooted and (own_pages := self._publishers.get((source.key, side))):
            return own_pages[0].voice
        if not is_unplaced(source):
            return None
        copies = self._copies(telling, side)
        others = [c.voice for c in copies if not source.rooted or c.document_id != telling.claim.document_id]
        return min(others, key=lambda voice: is_unplaced(voice.source), default=None)

    def overtaken(self, telling: Telling, voice: Voice) -> Iterator[tuple[Voice, str]]:
        """Yield the voices that a new one, which names its source, shows to be repetitions, with the reason."""
        if is_unplaced(voice.source) or not voice.heard:
            return
        for document_id, other in self._copies(telling, voice.side):
            if document_id != telling.claim.document_id and is_unplaced(other.source):
                yield other, "a near-copy of the same text names who said it"

    def _copies(self, telling: Telling, side: Side) -> list[_Told]:
        family = telling.provenance.family
        return self._families.get((family, side), []) if family is not None else []
