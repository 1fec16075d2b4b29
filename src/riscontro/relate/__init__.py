"""From events to dyads over time: the ladder, its ceilings, flows, third parties, positions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from riscontro.errors import UsageError
from riscontro.model.claim import Claim
from riscontro.model.document import Provenance
from riscontro.model.dyad import Dyad, Relation, Rung
from riscontro.model.event import Event
from riscontro.relate.ceilings import find_ceilings, read_front
from riscontro.relate.flows import find_flows
from riscontro.relate.ladder import belongs, default_ladder, ladder_from_config
from riscontro.relate.pairs import choose_pair, find_third_parties
from riscontro.relate.positions import find_positions
from riscontro.relate.record import Record, event_order

__all__ = ["choose_pair", "default_ladder", "ladder_from_config", "relate"]


def relate(
    events: Sequence[Event],
    *,
    claims: Mapping[str, Claim],
    provenances: Mapping[str, Provenance],
    pair: tuple[str, str],
    ladder: Sequence[Rung] | None = None,
    as_of: datetime | None = None,
    now: datetime,
) -> Relation:
    """Return the relation of a pair of states, both directions, from events weighed at ``as_of``.

    ``now`` is when flows are judged to run or to be silent: ``as_of`` where it is given, else the moment up to which
    the case has looked. Raise :class:`UsageError` where the pair is not two.
    """
    first, second = pair
    if first == second:
        raise UsageError(f"a pair needs two states, and both are {first}")
    rungs = tuple(ladder) if ladder is not None else default_ladder()
    ordered = sorted(events, key=event_order)
    record = Record(events=ordered, claims=claims, provenances=provenances, as_of=as_of, now=now)
    dyads = (_dyad(record, rungs, first, second), _dyad(record, rungs, second, first))
    own = {id_ for dyad in dyads for id_ in dyad.events}
    return Relation(
        pair=pair,
        as_of=as_of,
        dyads=dyads,
        ladder=rungs,
        third_parties=find_third_parties(ordered, pair),
        positions=find_positions(record, (event for event in ordered if event.id in own)),
    )


def _dyad(record: Record, ladder: Sequence[Rung], actor: str, recipient: str) -> Dyad:
    front = read_front(record, actor=actor, recipient=recipient)
    own = [event for event in record.events if belongs(event, actor=actor, recipient=recipient, front=front)]
    return Dyad(
        actor=actor,
        recipient=recipient,
        events=tuple(event.id for event in own),
        ceilings=find_ceilings(record, ladder, front, actor=actor, recipient=recipient),
        flows=find_flows(record, actor=actor, recipient=recipient),
    )
