"""Every record comes back from the ledger as it went in."""

from __future__ import annotations

from contextlib import contextmanager, suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riscontro.model.event import Weighing
from riscontro.model.issue import Issue
from riscontro.model.judgement import Anchor, Verdict
from riscontro.store.judgements import add_judgement
from riscontro.store.values import Location
from tests.store import samples
from tests.store.samples import NOON, make_capture, make_document, make_reading

ROUNDS = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Undone(Exception):
    """Ends an example, so that the next one finds the ledger empty."""


@contextmanager
def undone(ledger):
    with suppress(Undone), ledger.transaction():
        yield
        raise Undone


@ROUNDS
@given(capture=samples.captures, offset=st.integers(0, 2**40))
def test_a_capture_comes_back(ledger, capture, offset):
    location = Location(file="2024-10-17.warc.gz", offset=offset, length=1)
    with undone(ledger):
        assert ledger.add_capture(capture, location)
        back, where = ledger.capture(capture.id)
    assert (back.declared, back.context, back.moment) == (capture.declared, capture.context, capture.moment)
    assert (back.url, back.seen_at, back.revisit_of) == (capture.url, capture.seen_at, capture.revisit_of)
    assert (back, where) == (capture, location)


@ROUNDS
@given(document=samples.documents)
def test_a_document_comes_back(ledger, document):
    with undone(ledger):
        assert ledger.add_document(document)
        assert ledger.document(document.id) == document
        assert list(ledger.documents()) == [document]
        assert ledger.provenances() == {document.id: document.provenance}


@ROUNDS
@given(claims=st.lists(samples.claims, max_size=4, unique_by=lambda claim: claim.id))
def test_claims_come_back(ledger, run, claims):
    with undone(ledger):
        document = make_document(make_capture(), id="doc-0")
        ledger.add_document(document)
        ledger.add_reading(make_reading(document, *claims), run=run)
        assert list(ledger.claims(document="doc-0")) == sorted(claims, key=lambda claim: (claim.span, claim.id))
        assert list(ledger.claims()) == claims


@ROUNDS
@given(events=st.lists(samples.events, max_size=3, unique_by=lambda event: event.id))
def test_events_come_back(ledger, run, events):
    with undone(ledger):
        ledger.put_weighing(Weighing(events=tuple(events)), run=run)
        assert {event.id: event for event in ledger.events()} == {event.id: event for event in events}


@ROUNDS
@given(span=st.none() | samples.spans, subject=st.none() | samples.names, message=samples.texts)
def test_an_issue_comes_back(ledger, run, span, subject, message):
    issue = Issue(code="collect.file.empty", message=message, subject=subject, span=span)
    with undone(ledger):
        assert ledger.add_issue(issue, run=run)
        assert not ledger.add_issue(issue, run=run)
        assert list(ledger.issues()) == [issue]


@ROUNDS
@given(quote=samples.texts, why=samples.names.filter(str.strip), verdict=st.sampled_from(Verdict))
def test_a_judgement_comes_back(ledger, quote, why, verdict):
    anchor = Anchor(document_id="doc-0", url=None, quote=quote, before="", after="", act="AID///")
    with undone(ledger):
        made = add_judgement(ledger, verdict=verdict, anchors=[anchor], details='{"a": 1}', by="ed", at=NOON, why=why)
        assert ledger.judgements() == (made,)


@pytest.mark.parametrize("half", ["\ud800", "text \udfff"])
def test_half_a_surrogate_pair_is_a_clear_error(ledger, half):
    from riscontro.errors import LedgerError

    document = make_document(make_capture(), text=half)
    with pytest.raises(LedgerError, match="surrogate"):
        ledger.add_document(document)
    assert ledger.counts().documents == 0
