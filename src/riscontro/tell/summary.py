"""The summary: a few exact sentences, chosen by fixed rules from what is known.

In order: the highest rung reached each way; flows that run; what else stands on most independent origins; the latest
change of certainty; who denies what. Each is told once.
"""

from __future__ import annotations

from collections.abc import Iterator

from riscontro.model.dyad import Ceiling, Dyad, FlowState
from riscontro.model.event import Event, StatusChange
from riscontro.model.grade import Status
from riscontro.tell.catalogue import Catalogue
from riscontro.tell.dates import contracted, day_to_text, instant_to_day_text, interval_to_phrase, on_day
from riscontro.tell.index import Index
from riscontro.tell.ladder import rung_name, standing_ceilings
from riscontro.tell.names import party_name
from riscontro.tell.sentence import Sentence, contested_by, event_label, event_sentence, standing_sentence
from riscontro.vocab.events import event_kind

FLOWS_TOLD = 2
EVENTS_TOLD = 3
DENIALS_TOLD = 2


def build_summary(index: Index) -> tuple[Sentence, ...]:
    """Return the sentences of the summary; empty where no event is shown."""
    told: set[str] = set()
    sentences = [*_ceilings(index, told), *_flows(index, told)]
    main = _main(index, told)
    sentences += [_with_standing(event, index) for event in main]
    return (*sentences, *_latest_change(index), *_denials(index, {event.id for event in main}))


def _ceilings(index: Index, told: set[str]) -> Iterator[Sentence]:
    """Yield the highest rung each way, and beneath it the highest at the strongest status where that is lower.

    Where the act that reached it is not shown, nothing is said: a lower rung would pass for the highest.
    """
    for dyad in sorted(
        index.dossier.relation.dyads, key=lambda dyad: -max((c.level for c in dyad.ceilings), default=0)
    ):
        if not dyad.ceilings:
            continue
        highest = max(dyad.ceilings, key=lambda ceiling: (ceiling.level, ceiling.known))
        if highest.event_id in index.cited:
            told.add(highest.event_id)
            yield _ceiling(dyad, [one for one in dyad.ceilings if one.event_id == highest.event_id], index)
        surest = min(standing_ceilings(dyad.ceilings).values(), key=lambda ceiling: ceiling.status.credibility)
        if surest.level < highest.level and surest.event_id in index.cited:
            # A flow is told again, with its figures and when it was last seen.
            told |= {surest.event_id} - index.flows.keys()
            yield _sure_ceiling(dyad, surest, index)


def _ceiling(dyad: Dyad, breaks: list[Ceiling], index: Index) -> Sentence:
    event, catalogue = index.events[breaks[0].event_id], index.catalogue
    latest = {ceiling.known: ceiling for ceiling in breaks}
    text = catalogue.text(
        "summary_ceiling",
        actor=party_name(dyad.actor, catalogue),
        recipient=party_name(dyad.recipient, catalogue),
        rung=rung_name(breaks[0].rung, catalogue).lower(),
        when=interval_to_phrase(event.when, catalogue),
        since=", ".join(_since(ceiling, catalogue) for ceiling in latest.values()),
    )
    return Sentence(text=text, claims=index.asserting(event))


def _sure_ceiling(dyad: Dyad, ceiling: Ceiling, index: Index) -> Sentence:
    event, catalogue = index.events[ceiling.event_id], index.catalogue
    text = catalogue.text(
        "summary_ceiling_sure",
        actor=party_name(dyad.actor, catalogue),
        recipient=party_name(dyad.recipient, catalogue),
        status=catalogue.word("status_short", ceiling.status),
        rung=rung_name(ceiling.rung, catalogue).lower(),
        when=interval_to_phrase(event.when, catalogue),
        since=_since(ceiling, catalogue),
    )
    return Sentence(text=text, claims=index.asserting(event))


def _since(ceiling: Ceiling, catalogue: Catalogue) -> str:
    word = catalogue.word("status_short", ceiling.status)
    when = instant_to_day_text(ceiling.known, catalogue)
    return contracted(catalogue.text("status_since", status=word, when=when), catalogue)


def _flows(index: Index, told: set[str]) -> Iterator[Sentence]:
    running = [
        flow for flow in index.flows.values() if flow.state is FlowState.RUNNING and flow.event_id in index.cited
    ]
    fresh = [flow for flow in running if flow.event_id not in told]
    fresh.sort(key=lambda flow: (-index.events[flow.event_id].independent, flow.event_id))
    for flow in fresh[:FLOWS_TOLD]:
        told.add(flow.event_id)
        event = index.events[flow.event_id]
        text = event_sentence(event, index.catalogue, flow=flow.state)
        if flow.last:
            last = day_to_text(flow.last, index.catalogue)
            text = index.catalogue.text("summary_flow", sentence=text, last=last)
        yield Sentence(text=text, claims=index.asserting(event))


def _main(index: Index, told: set[str]) -> list[Event]:
    """Return what else stands on most origins; in a thin case also what is only reported or rumoured."""
    rest = [event for event in index.selection.events if event.id not in told and event.status in _TOLD]
    chosen = sorted(rest, key=_main_order)[:EVENTS_TOLD]
    return [event for event in index.selection.events if event in chosen]


def _with_standing(event: Event, index: Index) -> Sentence:
    flow = index.flows.get(event.id)
    sentence = event_sentence(event, index.catalogue, flow=flow.state if flow else None)
    standing = standing_sentence(event, index.catalogue)
    return index.supported(index.catalogue.text("summary_main", sentence=sentence, standing=standing), event)


_TOLD = (Status.CONFIRMED, Status.CORROBORATED, Status.REPORTED, Status.RUMOURED)
"""Statuses of which the summary tells the act itself; of the others it tells who denies."""


def _main_order(event: Event) -> tuple[bool, int, float, str]:
    sure = event.status in (Status.CONFIRMED, Status.CORROBORATED)
    return (not sure, -event.independent, -abs(event_kind(event.type, event.mode).goldstein), event.id)


def _latest_change(index: Index) -> Iterator[Sentence]:
    """Yield the last time that an event's standing moved after it was first told."""
    changes: list[tuple[StatusChange, Event]] = [
        (event.moves[-1], event) for event in index.selection.events if len(event.moves) > 1
    ]
    if not changes:
        return
    change, event = max(changes, key=lambda pair: (pair[0].at, pair[1].id))
    catalogue = index.catalogue
    values = {
        "when": on_day(change.at, catalogue),
        "label": event_label(event, catalogue),
        "status": catalogue.word("status", change.status),
    }
    yield index.supported(catalogue.text("summary_change", **values), event)


def _denials(index: Index, told: set[str]) -> Iterator[Sentence]:
    """Yield who contests what, of events whose standing has not been told."""
    catalogue = index.catalogue
    contested = [event for event in index.selection.events if event.contested_by and event.id not in told]
    contested.sort(key=lambda event: (-event.independent, event.id))
    for event in contested[:DENIALS_TOLD]:
        parties = catalogue.joined([contested_by(party, catalogue) for party in event.contested_by])
        text = catalogue.text("summary_contested", contested=parties, label=event_label(event, catalogue))
        yield Sentence(text=text, claims=index.denying(event))
