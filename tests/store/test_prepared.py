from __future__ import annotations

from dataclasses import replace

import pytest

from riscontro.errors import ArchiveError
from riscontro.store.ledger import Ledger
from riscontro.store.prepared import prepare, prepare_document
from riscontro.store.warc import capture_to_records
from tests.store.samples import make_capture, make_document


def test_prepared_records_are_those_that_the_archive_writes() -> None:
    one = make_capture()
    assert prepare(one, ()).records == capture_to_records(one)


def test_capture_whose_bytes_are_not_its_digest_is_refused() -> None:
    with pytest.raises(ArchiveError, match="digest"):
        prepare(replace(make_capture(), payload=b"Norland sent nothing."), ())


def test_prepared_document_is_kept_and_found_as_any_other(ledger: Ledger) -> None:
    one = make_document(make_capture("북한군 left for the harbour."))
    assert ledger.add_document(one, prepare_document(one))
    assert ledger.document(one.id) == one
    assert [hit.document_id for hit in ledger.search("북한")] == [one.id]
