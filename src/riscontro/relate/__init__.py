"""From events to dyads over time: ladder and ceilings, flows, figures, exchange, third parties, positions, series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from riscontro.errors import UsageError
from riscontro.model.brief import AnyClaim, AnyPage
from riscontro.model.dyad import Dyad, Relation, Rung
from riscontro.model.event import Event
from riscontro.relate.ceilings import climb, find_ceilings, find_stated, read_front
from riscontro.relate.envelopes import find_envelopes, find_reckonings, gather_figures
from riscontro.relate.exchange import find_exchange
from riscontro.relate.flows import find_flows
from riscontro.relate.ladder import belongs, default_ladder, ladder_from_config
from riscontro.relate.observed import find_observations
from riscontro.relate.pairs import choose_counted, choose_pair, find_third_parties
from riscontro.relate.positions import find_positions, find_stands, take_positions
from riscontro.relate.record import Record, event_order
from riscontro.relate.series import find_series
from riscontro.relate.tables import Tables, default_tables, tables_from_config
from riscontro.relate.third import find_roles

__all__ = [
    "Tables",
    "choose_counted",
    "choose_pair",
    "default_ladder",
    "default_tables",
    "ladder_from_config",
    "relate",
    "tables_from_config",
]


def relate(
    events: Sequence[Event],
    *,
    claims: Mapping[str, AnyClaim],
    provenances: Mapping[str, AnyPage],
    pair: tuple[str, str],
    ladder: Sequence[Rung] | None = None,
    tables: Tables | None = None,
    as_of: datetime | None = None,
    now: datetime,
    last_words: datetime | None = None,
) -> Relation:
    """Return the relation of a pair of states, both directions, from events weighed at ``as_of``.

    ``now`` is when flows are judged to run or to be silent: ``as_of`` where it is given, else the moment up to which
    the case has looked. ``last_words`` is when the last document that was public by then was public; without it the
    last of ``provenances`` is taken. ``ladder`` stands before that of ``tables``. Raise :class:`UsageError` where the
    pair is not two.
    """
    first, second = pair
    if first == second:
        raise UsageError(f"a pair needs two states, and both are {first}")
    used = tables or default_tables()
    if ladder is not None:
        used = replace(used, ladder=tuple(ladder))
    ordered = sorted(events, key=event_order)
    last = last_words or max(
        (page.public_from for page in provenances.values() if page.public_from <= now), default=now
    )
    record = Record(events=ordered, claims=claims, provenances=provenances, as_of=as_of, now=now, last_words=last)
    dyads = (_dyad(record, used, first, second), _dyad(record, used, second, first))
    within = {id_ for dyad in dyads for id_ in dyad.events}
    own = [event for event in ordered if event.id in within]
    acting = find_third_parties(ordered, pair)
    taken = take_positions(record, own)
    return Relation(
        pair=pair,
        as_of=as_of,
        dyads=dyads,
        ladder=used.ladder,
        third_parties=acting,
        positions=find_positions(taken),
        roles=find_roles(record, used, pair=pair, acting=frozenset(acting), own=own),
        stands=find_stands(taken),
        exchange=tuple(
            given
            for dyad in dyads
            for given in find_exchange(record, used, dyad.flows, actor=dyad.actor, recipient=dyad.recipient)
        ),
    )


def _dyad(record: Record, tables: Tables, actor: str, recipient: str) -> Dyad:
    front = read_front(record, actor=actor, recipient=recipient)
    own = [event for event in record.events if belongs(event, actor=actor, recipient=recipient, front=front)]
    climbed = climb(record, tables.ladder, front, actor=actor, recipient=recipient)
    gathered = gather_figures(record, own)
    return Dyad(
        actor=actor,
        recipient=recipient,
        events=tuple(event.id for event in own),
        ceilings=find_ceilings(climbed),
        flows=find_flows(record, tables.flows, actor=actor, recipient=recipient),
        stated=find_stated(record, climbed),
        envelopes=find_envelopes(gathered),
        reckonings=find_reckonings(gathered),
        series=find_series(record, tables, actor=actor, recipient=recipient),
        observations=find_observations(record, own),
    )
