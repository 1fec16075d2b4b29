"""Versions of one address: numbered by moment, whatever came first."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.store.dump import dump
from riscontro.store.ledger import Ledger
from riscontro.store.purge import purge
from riscontro.store.versions import Look, number_versions
from tests.store.samples import NOON, keep, make_capture, make_document

URL = "https://example.org/a"
HOUR = timedelta(hours=1)


def look(at: str, text: str, *, dated="", origin="a", name=None) -> Look:
    return Look(at=at, dated=dated, origin=origin, document_id=name or f"doc-{at}-{text}-{origin}", digest=text)


CASES = [
    ([("1", "A"), ("2", "B"), ("3", "C")], [1, 2, 3]),
    ([("1", "A"), ("2", "A"), ("3", "B")], [1, 1, 2]),
    ([("1", "A"), ("2", "B"), ("3", "A")], [1, 2, 1]),
    ([("1", "A"), ("1", "B")], [1, 1]),
]


@pytest.mark.parametrize(("seen", "versions"), CASES)
def test_each_new_text_is_a_version(seen, versions):
    assert [version for _, version in number_versions(look(at, text) for at, text in seen)] == versions


def test_files_of_one_moment_are_told_apart_by_their_dates():
    looks = [look("1", "B", dated="2024-10-02", origin="a"), look("1", "A", dated="2024-10-01", origin="b")]
    assert [(name[6:7], version) for name, version in number_versions(looks)] == [("A", 1), ("B", 2)]


looks = st.lists(
    st.builds(
        Look,
        at=st.sampled_from("123"),
        dated=st.sampled_from(["", "2024"]),
        origin=st.sampled_from("ab"),
        document_id=st.uuids().map(str),
        digest=st.sampled_from("ABCD"),
    ),
    max_size=8,
)


@given(found=looks, seed=st.integers())
def test_the_order_of_arrival_makes_no_difference(found, seed):
    shuffled = random.Random(seed).sample(found, len(found))
    numbered = dict(number_versions(found))
    assert dict(number_versions(shuffled)) == numbered
    texts = {one.document_id: one.digest for one in found}
    assert len({(texts[name], version) for name, version in numbered.items()}) == len(set(texts.values()))
    assert set(numbered.values()) == set(range(1, max(numbered.values(), default=0) + 1))


def pages():
    for n, text in enumerate(["first text", "second text", "third text"]):
        capture = make_capture(text, moment=NOON + n * HOUR)
        yield make_document(capture, url=URL, seen_at=NOON + n * HOUR)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_the_ledger_numbers_versions_and_dates_edits_by_when_they_were_seen(tmp_path, order):
    held = list(pages())
    with Ledger(tmp_path / "a.sqlite") as ledger:
        for n in order:
            ledger.add_document(held[n])
            ledger.set_versions([URL])
        found = ledger.versions(URL)
        assert [(one.text, one.version) for one in found] == [("first text", 1), ("second text", 2), ("third text", 3)]
        assert [one.public_from for one in found][1:] == [NOON + HOUR, NOON + 2 * HOUR]
        moments = ledger.provenances()
        assert [moments[one.id].public_from for one in found] == [one.public_from for one in found]
        lines = list(dump(ledger))
    with Ledger(tmp_path / "b.sqlite") as other:
        for document in held:
            other.add_document(document)
            other.set_versions([URL])
        assert list(dump(other)) == lines


def test_a_purge_numbers_what_is_left(case, ledger):
    first = keep(case, ledger, make_capture("first text"), url=URL)[0]
    second = keep(case, ledger, make_capture("second text", moment=NOON + HOUR), url=URL)[0]
    ledger.set_versions([URL])
    assert ledger.document(second.id).version == 2
    with ledger.bulk("purge"):
        purge(case, ledger, first.id, reason="a source at risk", by="ed", at=NOON)
    assert ledger.document(second.id).version == 1


def test_of_one_address_nothing_is_held(ledger):
    ledger.set_versions([URL, None])
    assert ledger.versions(URL) == ()
