"""What is known of each source: what it told, what came of that, and the letter that follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from riscontro.model.claim import Basis, Stance
from riscontro.model.event import Event, Origin
from riscontro.model.grade import Reliability
from riscontro.model.source import Source
from riscontro.weigh.letters import ASSERTING, start_of
from riscontro.weigh.names import fold_name
from riscontro.weigh.reliability import Cell, Records, Share, tenures_of
from riscontro.weigh.settled import month_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """What came of a source's word in one role and on one type of act, settled before ``until``.

    The organs of one state with one vantage are one source (``root``), named after both.

    ``told`` counts its assertions, ``settled`` those that others settled, ``right`` those settled as right; ``denied``
    its denials. ``asserting`` and ``denying`` are the shares right of what it asserted and denied; ``sensitivity`` how
    often it asserted what proved true, among what it spoke of; ``false_alarms`` how often it asserted what proved
    false.
    ``set_by`` is ``learnt``, or who set the letter; ``None`` where it is F for want of settled claims.
    """

    root: str
    name: str
    state: str | None
    kind: Basis
    role: str
    topic: str
    told: int
    settled: int
    right: int
    denied: int
    asserting: Share
    denying: Share
    sensitivity: Share
    false_alarms: Share
    letter: Reliability
    set_by: str | None
    until: datetime


@dataclass(slots=True)
class _Count:
    origin: Origin
    told: int = 0
    denied: int = 0


def source_records(
    events: Iterable[Event], *, at: datetime, sources: Sequence[Source] = ()
) -> tuple[SourceRecord, ...]:
    """Return the records of all sources that asserted or denied something, by root, role and topic, for a month.

    The month is that of ``at``. ``sources`` are those with letters that the case or an analyst set, which outrank what
    was learnt.
    """
    held = list(events)
    records = Records(tenure for event in held for tenure in tenures_of(event))
    counts: dict[Cell, _Count] = {}
    for event in held:
        # However many organs of a root spoke of an event, it is one word.
        said = {(_cell(one, event), one.stance is Stance.DENIES): one for one in reversed(event.origins) if one.heard}
        for (cell, denied), origin in said.items():
            count = counts.setdefault(cell, _Count(origin))
            count.told += not denied
            count.denied += denied
    return tuple(_records(counts, records, sources, month_of(at)))


def _cell(origin: Origin, event: Event) -> Cell:
    return Cell(origin.root, origin.role, str(event.type))


def _records(
    counts: dict[Cell, _Count], records: Records, sources: Sequence[Source], month: str
) -> Iterator[SourceRecord]:
    for cell, count in sorted(counts.items()):
        letter, counted = records.letter(cell, month)
        set_by = None if letter is Reliability.F else "learnt"
        for source in sources:
            if _is_of(source, count.origin) and source.topic in (None, cell.topic):
                letter, set_by = source.reliability, source.set_by
        yield SourceRecord(
            root=cell.root,
            name=count.origin.root_name,
            state=count.origin.state,
            kind=count.origin.kind,
            role=cell.role,
            topic=cell.topic,
            told=count.told,
            settled=counted.settled,
            right=counted.right,
            denied=count.denied,
            asserting=records.share(cell, month),
            denying=records.share(cell, month, denied=True),
            sensitivity=records.asserted_of(cell, month, proved=True),
            false_alarms=records.asserted_of(cell, month, proved=False),
            letter=letter,
            set_by=set_by,
            until=start_of(month),
        )


def _is_of(source: Source, origin: Origin) -> bool:
    """Tell whether a letter that was set is of all whose words an origin's record counts."""
    names = (fold_name(source.name), source.key)
    return (origin.group if origin.is_organ else fold_name(origin.name)) in names or origin.group in names


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a source said of one event. ``stood`` is whether others settled its word as right, ``None`` where they did
    not, or where it neither asserted nor denied.
    """

    event: Event
    origin: Origin
    stood: bool | None

    @property
    def outcome(self) -> str:
        """What came of it, in words."""
        if not self.origin.standing:
            return "withdrawn"
        if self.origin.presumed_relay:
            return "a presumed relay"
        if self.origin.stance not in (*ASSERTING, Stance.DENIES):
            return "no assertion"
        return {True: "stood", False: "fell", None: "open"}[self.stood]


def what_was_said(events: Iterable[Event], names: frozenset[str]) -> Iterator[Said]:
    """Yield what sources of some folded names said, event by event."""
    for event in events:
        for origin in event.origins:
            if not names.isdisjoint(_names_of(origin)):
                stood = origin.outcomes[-1].right if origin.outcomes else None
                yield Said(event=event, origin=origin, stood=stood)


def _names_of(origin: Origin) -> tuple[str, str]:
    """Return the folded names of an origin and of the root that its record is kept under."""
    return fold_name(origin.name), fold_name(origin.root_name)


def roots_of(events: Iterable[Event], names: frozenset[str]) -> frozenset[str]:
    """Return the roots under which the words of sources of some folded names are counted."""
    return frozenset(
        origin.root for event in events for origin in event.origins if not names.isdisjoint(_names_of(origin))
    )


def known_names(events: Iterable[Event]) -> dict[str, str]:
    """Return the names of all origins and of their roots by their folded form."""
    named = ((origin.name, origin.root_name) for event in events for origin in event.origins)
    return {fold_name(name): name for both in named for name in both}
