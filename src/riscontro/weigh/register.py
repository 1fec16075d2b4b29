"""What the case says of its sources: their letters, and whose organs they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riscontro.model.claim import EventType
from riscontro.model.event import Origin as Heard
from riscontro.model.grade import Reliability
from riscontro.model.source import Source
from riscontro.weigh.names import fold_name
from riscontro.weigh.origins import Source as Origin


class Register:
    """The sources of a case. A later row for the same source and topic takes the place of an earlier one."""

    def __init__(self, sources: Sequence[Source] = ()) -> None:
        self._letters: dict[tuple[str, str | None], Reliability] = {}
        self.organs: dict[str, str] = {}
        for source in sources:
            for key in {source.key, fold_name(source.key), fold_name(source.name)}:
                self._letters[key, source.topic] = source.reliability
                if source.state is not None:
                    self.organs[key] = source.state

    @property
    def has_letters(self) -> bool:
        """Whether any source has a letter."""
        return bool(self._letters)

    def letter(self, origin: Origin, type: EventType, mode: str | None) -> Reliability:
        """Return the letter of who said it: on this act, this mode, this type, else on all topics, else F."""
        return self._find(_keys(origin.name, origin.key, origin.group), type, mode) or Reliability.F

    def sets(self, origin: Heard, type: EventType, mode: str | None) -> bool:
        """Tell whether the case or an analyst set a letter of an event's origin, which outranks what was learnt."""
        return self.sets_for(origin.name, origin.root, origin.group, type, mode)

    def sets_for(self, name: str, root: str, group: str, type: EventType, mode: str | None) -> bool:
        """Tell the same of an origin's name, root and group."""
        return self._find(_keys(name, root, group), type, mode) is not None

    def _find(self, keys: Iterator[str], type: EventType, mode: str | None) -> Reliability | None:
        if not self._letters:
            return None
        topics = (f"{type}/{mode}", mode, str(type), None)
        found = (self._letters.get((key, topic)) for key in keys for topic in topics)
        return next((letter for letter in found if letter is not None), None)


def _keys(name: str, key: str, group: str) -> Iterator[str]:
    yield fold_name(name)
    yield key.removeprefix("outlet:").removeprefix("source:")
    if group.startswith("state:"):
        yield group
