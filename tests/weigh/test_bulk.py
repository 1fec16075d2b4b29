"""Parts that share no event, weighed apart, give what is given together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.exchange import claim_to_exchange, exchange_to_claim
from riscontro.weigh import weigh
from riscontro.weigh.bulk import bucket_of, parts, place_of
from tests.weigh.make import Desk, mixed_desks


@given(mixed_desks(), st.sampled_from([1, 2, 5, 240]))
def test_parts_weighed_apart_give_the_same_events(desk: Desk, buckets: int) -> None:
    by_bucket = defaultdict(list)
    for claim in desk.claims:
        by_bucket[bucket_of(place_of(claim), buckets)].append(claim)
    apart = []
    for part in parts(map(place_of, desk.claims), buckets):
        claims = [claim for bucket in part for claim in by_bucket.pop(bucket)]
        apart += weigh(claims, provenances=desk.provenances).events
    assert not by_bucket
    assert sorted(apart, key=lambda event: (event.history[0].at, event.id)) == list(desk.weigh().events)


@given(mixed_desks())
def test_a_claim_and_its_page_survive_the_exchange(desk: Desk) -> None:
    for claim in desk.claims:
        page = desk.provenances[claim.document_id]
        found, own = exchange_to_claim(claim_to_exchange(claim, page))
        assert (replace(found, evidence=()), found.tells_another) == (replace(claim, evidence=()), claim.tells_another)
        assert own == page
