"""What must always hold of a relation, whatever is reported in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.claim import Claim, Evidence
from riscontro.model.dyad import Dyad, FigureKind, FlowState, Relation
from riscontro.model.event import Event
from riscontro.model.mention import Span
from riscontro.relate import relate
from riscontro.relate.ladder import is_between
from riscontro.weigh import weigh
from tests.weigh.make import Desk, mixed_desks, moments

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PAIR = ("PRK", "RUS")


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    """Mixed reports of which some call their act a ceiling, some give totals, and some are rows of a series."""
    desk: Desk = draw(mixed_desks())
    desk.claims = [draw(st.sampled_from([_same, _ceiling, _total, _row]))(claim) for claim in desk.claims]
    return desk


def _same(claim: Claim) -> Claim:
    return claim


def _ceiling(claim: Claim) -> Claim:
    return replace(claim, evidence=(*claim.evidence, Evidence(field="ceiling", span=Span(0, 5))))


def _total(claim: Claim) -> Claim:
    quantity = claim.quantity
    return replace(claim, quantity=replace(quantity, cumulative=True, window=claim.when)) if quantity else claim


def _row(claim: Claim) -> Claim:
    return replace(claim, reader="observations/1")


def _relation(desk: Desk, events: tuple[Event, ...], **options: object) -> Relation:
    given_: dict[str, object] = {"now": NOW} | options
    claims = {claim.id: claim for claim in desk.claims}
    return relate(events, claims=claims, provenances=desk.provenances, pair=PAIR, **given_)  # type: ignore[arg-type]


@given(desks(), st.data())
def test_as_of_equals_the_relation_of_a_case_that_ends_there(desk: Desk, data: st.DataObject) -> None:
    moment = data.draw(st.sampled_from(moments(desk.claims, desk.provenances)))
    cut = Desk(
        claims=[claim for claim in desk.claims if desk.provenances[claim.document_id].public_from <= moment],
        provenances={name: page for name, page in desk.provenances.items() if page.public_from <= moment},
    )
    replayed = weigh(cut.claims, provenances=cut.provenances).events
    then = _relation(desk, desk.weigh(as_of=moment).events, as_of=moment, now=moment)
    assert then == _relation(cut, replayed, as_of=moment, now=moment)


@given(desks(), st.randoms(use_true_random=False))
def test_the_order_of_events_changes_nothing(desk: Desk, random: object) -> None:
    events = list(desk.weigh().events)
    before = _relation(desk, tuple(events))
    random.shuffle(events)  # type: ignore[attr-defined]
    assert _relation(desk, tuple(events)) == before


@given(desks())
def test_a_pair_turned_round_is_the_same_pair(desk: Desk) -> None:
    events = desk.weigh().events
    claims = {claim.id: claim for claim in desk.claims}
    turned = relate(events, claims=claims, provenances=desk.provenances, pair=("RUS", "PRK"), now=NOW)
    assert turned.dyads == _relation(desk, events).dyads[::-1]


@given(desks())
def test_every_record_names_what_it_rests_on(desk: Desk) -> None:
    events = {event.id: event for event in desk.weigh().events}
    relation = _relation(desk, tuple(events.values()))
    claims = {claim.id for claim in desk.claims}
    for dyad in relation.dyads:
        assert _claims_of(dyad) <= claims
        assert _events_of(dyad) <= set(events)
    for role in relation.roles:
        assert role.claim_id in events[role.event_id].claims
    for stand in relation.stands:
        assert all(claim in events[event].claims for event, claim in zip(stand.events, stand.claims, strict=True))


def _claims_of(dyad: Dyad) -> set[str]:
    found = {stated.claim_id for stated in dyad.stated}
    found |= {figure.claim_id for envelope in dyad.envelopes for figure in envelope.figures}
    found |= {claim for reckoning in dyad.reckonings for claim in reckoning.claims}
    found |= {claim for flow in dyad.flows for sighting in flow.sightings for claim in sighting.claims}
    return found | {point.claim_id for observation in dyad.observations for point in observation.points}


def _events_of(dyad: Dyad) -> set[str]:
    found = {stated.broken_by for stated in dyad.stated if stated.broken_by}
    found |= {event for flow in dyad.flows for event in flow.events}
    found |= {flow.stopped_by for flow in dyad.flows if flow.stopped_by}
    return found | {event for point in (dyad.series.points if dyad.series else ()) for event in point.events}


@given(desks())
def test_a_total_and_an_increment_are_never_in_one_envelope_nor_a_window_counted_twice(desk: Desk) -> None:
    claims = {claim.id: claim for claim in desk.claims}
    for dyad in _relation(desk, desk.weigh().events).dyads:
        keys = [(e.type, e.mode, e.unit, e.kind, str(e.window)) for e in dyad.envelopes]
        assert len(keys) == len(set(keys))
        for envelope in dyad.envelopes:
            told = [claims[figure.claim_id].quantity for figure in envelope.figures]
            if envelope.kind is FigureKind.TOTAL:
                assert all(quantity is not None and quantity.cumulative for quantity in told)
        for reckoning in dyad.reckonings:
            spans = sorted((w.earliest, w.latest) for w in reckoning.windows if w and w.earliest and w.latest)
            assert all(before[1] < after[0] for before, after in pairwise(spans))


@given(desks())
def test_each_event_gives_its_weight_once(desk: Desk) -> None:
    events = {event.id: event for event in desk.weigh().events}
    for dyad in _relation(desk, tuple(events.values())).dyads:
        if dyad.series is None:
            continue
        counted = {event for point in dyad.series.points for event in point.events}
        assert counted.isdisjoint(dyad.series.undated)
        assert all(is_between(events[event], dyad.actor, dyad.recipient) for event in counted)
        months = [point.month for point in dyad.series.points]
        assert months == sorted(set(months))


@given(desks())
def test_flows_know_their_three_states_apart(desk: Desk) -> None:
    for dyad in _relation(desk, desk.weigh().events).dyads:
        for flow in dyad.flows:
            assert (flow.state is FlowState.STOPPED) == (flow.stopped_by is not None)
            if flow.state is FlowState.SILENT:
                assert flow.silent_from is not None
                assert flow.silent_from <= NOW.date()
