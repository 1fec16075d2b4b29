from __future__ import annotations

import pytest

from riscontro.store.grouping import ToGroup, set_grouped, to_group
from tests.store.samples import keep, make_capture


@pytest.fixture
def document(case, ledger):
    (document,) = keep(case, ledger, make_capture("Norland sent shells to Sudland, then rockets."))
    return document


def test_all_are_to_be_looked_at_where_families_were_never_set(ledger, document):
    assert to_group(ledger) == ToGroup(mark=None, fresh=(document.id,), top=1)


def test_what_was_looked_at_waits_no_more(ledger, document):
    set_grouped(ledger, {document.id: "fam-1"}, mark="a", top=to_group(ledger).top)
    assert to_group(ledger) == ToGroup(mark="a", fresh=(), top=0)
    assert ledger.document(document.id).family == "fam-1"


def test_what_comes_while_others_are_looked_at_still_waits(ledger, document):
    set_grouped(ledger, {}, mark="a", top=0)
    assert to_group(ledger) == ToGroup(mark="a", fresh=(document.id,), top=1)


def test_text_that_changes_makes_all_to_be_looked_at(ledger, document):
    set_grouped(ledger, {}, mark="a", top=1)
    ledger.execute("UPDATE document_text SET text = text")
    assert to_group(ledger).mark == "a"
    ledger.execute("UPDATE document_text SET text = text || '.'")
    assert to_group(ledger).mark is None


def test_document_that_goes_makes_all_to_be_looked_at(ledger, document):
    set_grouped(ledger, {}, mark="a", top=1)
    ledger.execute("DELETE FROM document_text")
    ledger.execute("DELETE FROM document")
    assert to_group(ledger).mark is None
