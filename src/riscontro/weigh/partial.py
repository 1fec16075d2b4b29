"""Weighing what changed alone: the events that new, changed or vanished claims touch, as a full weighing would leave
them.

Linking puts each claim, in public order, to the events that stand on its shelves at its turn. So a claim decides as
before unless an event that it could see had changed by then. Numbered:

1. claims that are new or changed, and all of the events that they were in, are free;
2. the events that a free claim can see are loaded, with their claims pinned to them;
3. all of these are linked anew, the pinned ones as they were;
4. where an event came out otherwise, the later claims that could see it are freed too, and 2 to 4 are done again.

What is then still pinned saw at its turn exactly what it saw before, so the outcome is that of weighing everything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from riscontro.model.block import Block, Days
from riscontro.model.claim import EventType
from riscontro.model.event import Event
from riscontro.weigh.assemble import assemble_event
from riscontro.weigh.blocks import Look, event_id_of, group_to_blocks, is_excluded, look_of, order_text
from riscontro.weigh.candidates import Shelves
from riscontro.weigh.cluster import Group, best_group
from riscontro.weigh.register import Register
from riscontro.weigh.telling import Telling
from riscontro.weigh.weights import link_number

CLAIMS_MAX = 20_000
"""More claims than this at stake are weighed faster with everything else. A bound on cost only."""


class Known(Protocol):
    """What the ledger knows of the last weighing."""

    def events_of(self, claims: Collection[str]) -> Collection[str]:
        """Return the events that rest on any of these claims."""

    def members(self, events: Collection[str]) -> Mapping[str, Sequence[Telling]]:
        """Return the claims of events that stand, with their documents as they are now."""

    def blocks_of(self, events: Collection[str]) -> Sequence[Block]:
        """Return all blocks of events."""

    def seen_by(self, look: Look, most: int) -> Sequence[Block]:
        """Return what stands where a claim looks and stood there before it: one block an event, of at most ``most``
        events, those opened last.
        """

    def onlookers(
        self, type: EventType, first: str | None, second: str | None, months: Days | None, after: str
    ) -> Collection[str]:
        """Return the events that hold a claim after ``after`` and could see an event with these sides and months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a partial weighing gives: the events touched, as they stand; the ids of those that stand no more; the blocks
    of the events touched, and of others whose claims now have fewer or more candidates than are looked at.
    """

    events: tuple[Event, ...]
    gone: frozenset[str]
    blocks: tuple[Block, ...]


class TooMuch(Exception):
    """So many claims are at stake that everything is weighed at less cost."""


def weigh_part(changed: Sequence[Telling], *, vanished: Collection[str], known: Known, register: Register) -> Part:
    """Return the events that changed claims, and those that vanished, touch.

    ``changed`` are the claims, as they stand, that are new or of which anything is other than at the last weighing;
    ``vanished`` the ids of those that stand no more. Raise :class:`TooMuch` where more than :data:`CLAIMS_MAX` claims
    would be looked at.
    """
    refold = _Refold(changed, frozenset(vanished), known)
    refold.settle()
    return refold.part(register)


class _Refold:
    """Links the free claims anew among the pinned ones until nothing further moves."""

    def __init__(self, changed: Sequence[Telling], vanished: frozenset[str], known: Known) -> None:
        self._known = known
        self._free = {telling.claim.id: telling for telling in changed}
        self._other = frozenset(self._free) | vanished
        self._pinned: dict[str, tuple[Telling, str]] = {}
        self._former: dict[str, frozenset[str]] = {}
        self._seen: dict[str, Sequence[Block]] = {}
        self._groups: list[Group] = []
        self._bounded: set[str] = set()
        self._linked: frozenset[str] = frozenset()
        self._touched = frozenset(known.events_of(self._other))
        self._most = link_number("candidates_max")

    def settle(self) -> None:
        """Do steps 1 to 4."""
        self._load(self._touched)
        self._release(lambda _, home: home in self._touched)
        while True:
            for name in self._free.keys() - self._seen.keys():
                self._look(self._free[name])
            self._link()
            if not self._release_onlookers():
                return

    def part(self, register: Register) -> Part:
        """Return what came out otherwise."""
        changed = [group for group in self._groups if self._is_other(group)]
        standing = {event_id_of(group.founder) for group in self._groups}
        return Part(
            events=tuple(assemble_event(group.tellings, register=register) for group in changed),
            gone=self._linked - standing,
            blocks=tuple(self._blocks(changed)),
        )

    def _blocks(self, changed: Sequence[Group]) -> Iterator[Block]:
        """Yield the blocks of the groups that changed, and of those whose claims had fewer or more candidates."""
        others = {group.number for group in changed}
        held = [g for g in self._groups if g.number in others or any(t.claim.id in self._free for t in g.tellings)]
        stored = self._known.blocks_of({event_id_of(group.founder) for group in held} & self._linked)
        before = {name for block in stored for name in block.bounded}
        bounded = {name for name in before if name in self._pinned} | self._bounded
        for group in held:
            if group.number in others or any((t.claim.id in before) != (t.claim.id in bounded) for t in group.tellings):
                yield from group_to_blocks(group, bounded)

    def _load(self, events: Iterable[str]) -> None:
        wanted = sorted(set(events) - self._former.keys())
        for event, tellings in self._known.members(wanted).items() if wanted else ():
            self._former[event] = frozenset(t.claim.id for t in tellings)
            self._pinned.update((t.claim.id, (t, event)) for t in tellings if t.claim.id not in self._other)
        if len(self._pinned) + len(self._free) > CLAIMS_MAX:
            raise TooMuch

    def _look(self, telling: Telling) -> None:
        """Load what a free claim can see; what its kind or time alone excludes is counted and left."""
        look = look_of(telling)
        seen = self._known.seen_by(look, 2 * self._most)
        if len(seen) == 2 * self._most and len(self._free) > self._most:
            raise TooMuch
        self._seen[telling.claim.id] = seen
        self._load(one.event_id for one in seen if one.last > look.before or not is_excluded(telling, one))

    def _release(self, chosen: Callable[[Telling, str], bool]) -> bool:
        freed = [name for name, (telling, home) in self._pinned.items() if chosen(telling, home)]
        for name in freed:
            self._free[name] = self._pinned.pop(name)[0]
        return bool(freed)

    def _link(self) -> None:
        shelves = Shelves()
        homes: dict[str, Group] = {}
        # What onlookers bring in later is pinned, and is as it was.
        self._groups, self._bounded, self._linked = [], set(), frozenset(self._former)
        everyone = [*((telling, None) for telling in self._free.values()), *self._pinned.values()]
        for telling, home in sorted(everyone, key=lambda pair: pair[0].order):
            group = homes.get(home) if home else best_group(telling, self._candidates(telling, shelves))
            if group is None:
                group = homes[event_id_of(telling)] = Group(len(self._groups), telling)
                self._groups.append(group)
                shelves.put(group, telling)
            elif group.add(telling):
                shelves.put(group, telling)
            if home is not None:
                homes.setdefault(home, group)

    def _candidates(self, telling: Telling, shelves: Shelves) -> list[Group]:
        """Return the events a free claim may join: those here, the bound on their number counting those not loaded."""
        found: list[tuple[str, Group | None]] = [(order_text(one.founder), one) for one in shelves.all_for(telling)]
        away = self._seen[telling.claim.id]
        found += [(block.opened, None) for block in away if block.event_id not in self._former]
        if len(found) > self._most:
            self._bounded.add(telling.claim.id)
            found = sorted(found, key=lambda pair: pair[0], reverse=True)[: self._most]
        return [group for _, group in found if group is not None]

    def _is_other(self, group: Group) -> bool:
        name = event_id_of(group.founder)
        ids = {t.claim.id for t in group.tellings}
        return name in self._touched or self._former.get(name, frozenset()) != ids or not ids.isdisjoint(self._other)

    def _release_onlookers(self) -> bool:
        """Free the later claims that could see an event that came out otherwise; return whether there were any."""
        places: list[tuple[Block, str]] = []
        lost = self._linked - {event_id_of(group.founder) for group in self._groups}
        for group in filter(self._is_other, self._groups):
            name = event_id_of(group.founder)
            ids = {t.claim.id for t in group.tellings}
            if name in self._touched or self._former.get(name, frozenset()) - ids:
                lost |= {name}
            former = self._former.get(name, frozenset())
            after = next((order_text(t) for t in group.tellings if t.claim.id not in former), order_text(group.founder))
            places += [(block, after) for block in group_to_blocks(group)]
        places += [(block, "") for block in (self._known.blocks_of(lost & self._former.keys()) if lost else ())]
        released = False
        for block, after in places:
            self._load(self._known.onlookers(block.type, block.first, block.second, block.months, after))
            released = self._release(partial(_looks_on, block, after)) or released
        return released


def _looks_on(block: Block, after: str, telling: Telling, _: str) -> bool:
    return order_text(telling) > after and could_see(telling, block)


def could_see(telling: Telling, block: Block) -> bool:
    """Tell whether a claim may look where a block is: a side in common, and the months."""
    first, second = telling.sides
    sided = (first is not None and first == block.first) or (second is not None and second == block.second)
    months = look_of(telling).months
    met = months is None or block.months is None or (months[0] <= block.months[1] and block.months[0] <= months[1])
    return telling.claim.type == block.type and sided and met
