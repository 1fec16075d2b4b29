"""What must always hold, whatever is reported in whatever order."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.claim import Stance
from riscontro.model.event import Event
from riscontro.weigh import weigh
from riscontro.weigh.independence import is_cut
from tests.weigh.make import Desk, copy_of, mixed_desks, moments, one_act_desks

asserting = one_act_desks(st.sampled_from([Stance.ASSERTS, Stance.CONFIRMS]))


def _strength(event: Event) -> tuple[int, int]:
    """Higher is stronger: the digit turned round, the number of independent origins."""
    return (-event.grade.credibility, event.independent)


@given(mixed_desks(), st.randoms(use_true_random=False))
def test_order_of_arrival_changes_nothing(desk: Desk, random: object) -> None:
    shuffled = list(desk.claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert weigh(shuffled, provenances=desk.provenances) == desk.weigh()


@given(mixed_desks(), st.data())
def test_as_of_equals_the_archive_cut_there(desk: Desk, data: st.DataObject) -> None:
    moment = data.draw(st.sampled_from(moments(desk.claims, desk.provenances)))
    known = [claim for claim in desk.claims if desk.provenances[claim.document_id].public_from <= moment]
    cut = weigh(known, provenances=desk.provenances)
    assert desk.weigh(as_of=moment) == cut
    full = {event.id: event for event in desk.weigh().events}
    for event in cut.events:
        assert tuple(row for row in full[event.id].history if row.at <= moment) == event.history
        assert full[event.id].claims[: len(event.claims)] == event.claims


@given(mixed_desks())
def test_every_claim_is_in_one_event(desk: Desk) -> None:
    told = [claim for event in desk.weigh().events for claim in event.claims]
    assert sorted(told) == sorted(claim.id for claim in desk.claims)


@given(mixed_desks())
def test_origins_hold_every_claim_once_and_say_why(desk: Desk) -> None:
    for event in desk.weigh().events:
        assert sorted(claim for origin in event.origins for claim in origin.claims) == sorted(event.claims)
        assert all(origin.why for origin in event.origins)
        assert event.history[-1].origins == event.independent
        assert (event.history[-1].status, event.history[-1].grade) == (event.status, event.grade)


@given(one_act_desks(), st.data())
def test_a_near_copy_never_raises_anything(desk: Desk, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(desk.claims) - 1))
    original = desk.claims[number]
    family = f"fam-{number}"
    page = replace(desk.provenances[original.document_id], family=family)
    desk.provenances[original.document_id] = page
    before = desk.event()
    later = data.draw(st.integers(0, 30))
    claim, copied = copy_of(original, page, number=number, later_days=later, publisher="Copying Paper")
    desk.provenances[copied.document_id] = copied
    after = weigh([*desk.claims, claim], provenances=desk.provenances).events[0]
    assert _strength(after) <= _strength(before)


@given(one_act_desks(), st.data())
def test_a_relay_of_a_told_root_never_raises_anything(desk: Desk, data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(desk.claims))
    page = desk.provenances[original.document_id]
    before = desk.event()
    claim, relayed = copy_of(original, page, number=1, later_days=3, publisher="Relaying Paper")
    claim = replace(claim, via=("Example Wire", *claim.via)) if claim.root else claim
    desk.provenances[relayed.document_id] = replace(relayed, family=None)
    after = weigh([*desk.claims, claim], provenances=desk.provenances).events[0]
    if original.root is not None or before.claims[0] != original.id or not is_cut(page):
        assert _strength(after) <= _strength(before)


@given(asserting)
def test_a_later_report_without_root_or_vantage_never_raises_anything(desk: Desk) -> None:
    before = desk.event()
    if not any(origin.stance in (Stance.ASSERTS, Stance.CONFIRMS) for origin in before.origins):
        return  # a denial or a "no comment" is no telling: the first report after it is its publisher's own
    desk.tell("2025-03-01", None, when=desk.claims[0].when, publisher="Late Paper")
    assert _strength(desk.event()) <= _strength(before)


@given(one_act_desks(), st.data())
def test_without_an_asserting_origin_and_its_relays_the_status_is_never_better(desk: Desk, data: st.DataObject) -> None:
    before = desk.event()
    told = [o for o in before.origins if o.stance in (Stance.ASSERTS, Stance.CONFIRMS) and o.standing]
    if not told:
        return
    origin = data.draw(st.sampled_from(told))
    relayed = {claim for other in before.origins if other.presumed_relay for claim in other.claims}
    kept = [claim for claim in desk.claims if claim.id not in relayed | set(origin.claims)]
    if kept:
        after = weigh(kept, provenances=desk.provenances).events[0]
        assert after.grade.credibility >= before.grade.credibility


@given(one_act_desks(), st.data())
def test_a_denial_never_counts_for(desk: Desk, data: st.DataObject) -> None:
    before = desk.event()
    root = data.draw(st.sampled_from([claim.root for claim in desk.claims]))
    desk.tell("2025-03-01", root, when=desk.claims[0].when, stance=Stance.DENIES)
    after = desk.event()
    assert after.independent <= before.independent
    denials = [origin for origin in after.origins if origin.stance is Stance.DENIES]
    assert denials
    assert not any(origin.counts for origin in denials)
    if before.grade.credibility < 6:
        assert after.grade.credibility >= before.grade.credibility


@given(mixed_desks())
def test_weighing_twice_gives_the_same(desk: Desk) -> None:
    assert desk.weigh() == desk.weigh()


@given(mixed_desks())
def test_history_goes_forward_and_every_row_changes_something(desk: Desk) -> None:
    for event in desk.weigh().events:
        moments_told = [row.at for row in event.history]
        assert moments_told == sorted(moments_told)
        standing = [(row.status, row.grade, row.origins, row.rule) for row in event.history]
        assert all(before != after for before, after in pairwise(standing))
        assert all(row.document_id and row.claim_id for row in event.history)
