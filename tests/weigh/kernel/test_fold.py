"""The fold over columns gives what the fold over records gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from riscontro.weigh.kernel.encode import Encoded, encode
from riscontro.weigh.kernel.fold import link_acts
from riscontro.weigh.linking import link
from riscontro.weigh.register import Register
from riscontro.weigh.telling import claim_to_telling
from tests.weigh.make import Desk, mixed_desks


def encode_desk(desk: Desk) -> Encoded:
    tellings = [claim_to_telling(claim, desk.provenances[claim.document_id]) for claim in desk.claims]
    return encode(tellings, register=Register())


@settings(max_examples=300, deadline=None)
@given(mixed_desks())
def test_columns_link_as_records_do(desk: Desk) -> None:
    encoded = encode_desk(desk)
    linked = link_acts(encoded.acts, encoded.tables)
    found: dict[int, list[str]] = {}
    for telling, event in zip(encoded.tellings, linked.event.tolist(), strict=True):
        found.setdefault(event, []).append(telling.claim.id)
    records = link(encoded.tellings)
    assert [[t.claim.id for t in group.tellings] for group in records.groups] == [found[e] for e in sorted(found)]
    assert linked.events == len(found)
    assert linked.bounded == len(records.bounded)


def test_nothing_is_linked_to_nothing() -> None:
    encoded = encode([], register=Register())
    assert link_acts(encoded.acts, encoded.tables).event.dtype == np.int32
