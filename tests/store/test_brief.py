"""What is read in brief is what the whole record says, whatever its texts hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.brief import BriefPage, claim_to_brief
from riscontro.store import brief
from tests.store import samples
from tests.store.samples import make_capture, make_document, make_reading
from tests.store.test_codec import ROUNDS, undone

PARTIES = ("PRK", "NATO")


@ROUNDS
@given(claims=st.lists(samples.claims, max_size=4, unique_by=lambda claim: claim.id))
def test_claims_in_brief_are_those_of_the_records(ledger, run, claims):
    ids = {claim.id: claim.id for claim in claims}
    with undone(ledger):
        document = make_document(make_capture(), id="doc-0")
        ledger.add_document(document)
        ledger.add_reading(make_reading(document, *claims), run=run)
        found = {one.id: one for part in brief.brief_claims(ledger, ids, parties=PARTIES) for one in part}
        assert found == {claim.id: claim_to_brief(claim) for claim in claims}
        assert all(ids[id_] is one.id for id_, one in found.items())
        assert not [*brief.brief_claims(ledger, {}, parties=PARTIES)][1:]


@ROUNDS
@given(document=samples.documents, held=st.sampled_from([1, 100]))
def test_documents_in_brief_are_those_of_the_records(ledger, document, held):
    with undone(ledger):
        ledger.add_document(document)
        (page,) = brief.brief_pages(ledger, {document.id}, of=held)
        assert page == (document.id, *(getattr(document, name) for name in BriefPage._fields[1:]))
        assert list(brief.brief_pages(ledger, {"doc-none"}, of=held)) == []
