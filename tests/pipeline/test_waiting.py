"""A few changed claims weighed among their neighbours give what weighing everything gives."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from riscontro.model.claim import Claim, Reading
from riscontro.model.document import Document, Provenance
from riscontro.model.event import Weighing
from riscontro.model.time import Published
from riscontro.pipeline.waiting import weigh_waiting, weighing_basis
from riscontro.pipeline.weighing import weigh_ledger
from riscontro.store.blocks import last_waiting, put_blocks, set_weighed, waiting
from riscontro.store.case import Case
from riscontro.store.dump import dump
from riscontro.store.ledger import Ledger
from riscontro.weigh import candidates, partial
from tests.weigh.make import NIS, PENTAGON, Desk, days, mixed_desks

NOON = datetime(2030, 1, 2, 12, tzinfo=UTC)


def clock() -> datetime:
    return NOON


@contextmanager
def empty_ledger() -> Iterator[tuple[Case, Ledger]]:
    with tempfile.TemporaryDirectory() as folder:
        case = Case.init(Path(folder) / "case")
        with case.ledger() as ledger:
            ledger.execute("PRAGMA synchronous = OFF")
            yield case, ledger


def keep(ledger: Ledger, claims: Sequence[Claim], provenances: dict[str, Provenance]) -> None:
    """Read documents into the ledger; of one that is read already the claims are those given."""
    run = ledger.begin_run("read", at=NOON, version="0")
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document_id, []).append(claim)
    for name, told in by_document.items():
        ledger.add_document(to_document(provenances[name]))
        ledger.add_reading(Reading(document_id=name, lang="en", reader="test/1", claims=tuple(told)), run=run)
        ledger.set_families({name: provenances[name].family})


def to_document(page: Provenance) -> Document:
    return Document(
        id=page.document_id,
        capture_id="cap-1",
        part=0,
        url=page.url,
        publisher=page.publisher,
        author=None,
        title=None,
        text="ten letters",
        lang=page.lang,
        translated=None,
        published=Published(value=page.public_from.date().isoformat(), found_by="declared"),
        access=page.access,
        share=page.share,
        share_evidence=(),
        held_from=NOON,
    )


def weigh_everything(case: Case, ledger: Ledger) -> Weighing:
    run = ledger.begin_run("weigh", at=NOON, version="0")
    weighing = weigh_ledger(case, ledger)
    ledger.put_weighing(weighing, run=run)
    put_blocks(ledger, weighing.blocks)
    set_weighed(ledger, top=last_waiting(ledger), basis=weighing_basis(case, ledger))
    return weighing


def content(ledger: Ledger) -> list[str]:
    blocks = ledger.rows("SELECT * FROM block ORDER BY event_id, number")
    return [*dump(ledger), *map(repr, blocks)]


def check_equal(case: Case, ledger: Ledger) -> None:
    told = content(ledger)
    weigh_everything(case, ledger)
    assert told == content(ledger)


@settings(max_examples=60)
@given(mixed_desks(), st.data())
def test_claims_that_come_in_any_order_give_what_weighing_everything_gives(desk: Desk, data: st.DataObject) -> None:
    documents = data.draw(st.permutations(sorted(desk.provenances)))
    first = data.draw(st.integers(0, len(documents)))
    families = data.draw(
        st.lists(st.sampled_from([None, None, "fam-1"]), min_size=len(documents), max_size=len(documents))
    )
    pages = {
        name: replace(desk.provenances[name], family=family) for name, family in zip(documents, families, strict=True)
    }
    with empty_ledger() as (case, ledger):
        keep(ledger, [one for one in desk.claims if one.document_id in documents[:first]], pages)
        weigh_everything(case, ledger)
        for name in documents[first:]:
            keep(ledger, [one for one in desk.claims if one.document_id == name], pages)
            event(f"weighed in part: {weigh_waiting(case, ledger, clock=clock) is not None}")
        check_equal(case, ledger)


@settings(max_examples=60)
@given(mixed_desks(), st.data())
def test_claims_that_vanish_or_change_give_what_weighing_everything_gives(desk: Desk, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(desk.provenances)))
    own = [one for one in desk.claims if one.document_id == name]
    kept = data.draw(st.lists(st.sampled_from(own), unique_by=lambda one: one.id))
    again = [replace(one, when=data.draw(st.sampled_from([one.when, None, days("2024-01-05")]))) for one in kept]
    with empty_ledger() as (case, ledger):
        keep(ledger, desk.claims, desk.provenances)
        weigh_everything(case, ledger)
        run = ledger.begin_run("read", at=NOON, version="0")
        ledger.add_reading(Reading(document_id=name, lang="en", reader="test/2", claims=tuple(again)), run=run)
        if data.draw(st.booleans()):
            ledger.set_families(dict.fromkeys(sorted(desk.provenances)[:2], "fam-2"))
        assert weigh_waiting(case, ledger, clock=clock) is not None
        check_equal(case, ledger)


@settings(max_examples=40)
@given(mixed_desks(), st.integers(1, 4), st.data())
def test_crowded_shelves_are_bounded_alike(desk: Desk, most: int, data: st.DataObject) -> None:
    documents = data.draw(st.permutations(sorted(desk.provenances)))
    with pytest.MonkeyPatch.context() as patch, empty_ledger() as (case, ledger):
        whole = candidates.link_number
        for module in (candidates, partial):
            patch.setattr(module, "link_number", lambda name: most if name == "candidates_max" else whole(name))
        weigh_everything(case, ledger)
        for name in documents:
            keep(ledger, [one for one in desk.claims if one.document_id == name], desk.provenances)
            if weigh_waiting(case, ledger, clock=clock) is None:
                weigh_everything(case, ledger)
        check_equal(case, ledger)


def told(ledger: Ledger, desk: Desk) -> None:
    keep(ledger, desk.claims, desk.provenances)


def test_one_document_reads_the_events_it_can_join_and_no_others():
    desk = Desk()
    for year in range(2000, 2024):
        desk.tell(f"{year}-06-01", NIS, mode="food", when=days(f"{year}-05-20"))
    with empty_ledger() as (case, ledger):
        told(ledger, desk)
        weigh_everything(case, ledger)
        desk.tell("2023-06-03", PENTAGON, mode="food", when=days("2023-05-21"))
        told(ledger, desk)
        assert weigh_waiting(case, ledger, clock=clock) == 1
        assert ledger.counts().by_status == (("corroborated", 1), ("reported", 23))
        assert waiting(ledger, 10).documents == ()


def test_nothing_new_costs_no_run():
    desk = Desk()
    desk.tell("2024-06-01", NIS)
    with empty_ledger() as (case, ledger):
        told(ledger, desk)
        weigh_everything(case, ledger)
        runs = ledger.rows("SELECT count(*) FROM run")
        assert weigh_waiting(case, ledger, clock=clock) == 0
        assert ledger.rows("SELECT count(*) FROM run") == runs


def test_everything_is_weighed_where_there_was_no_weighing_or_sources_were_declared_since():
    desk = Desk()
    desk.tell("2024-06-01", NIS)
    with empty_ledger() as (case, ledger):
        told(ledger, desk)
        assert weigh_waiting(case, ledger, clock=clock) is None
        weigh_everything(case, ledger)
        with (case.path / "case.toml").open("a", encoding="utf-8") as config:
            config.write('\n[[sources]]\nname = "National Intelligence Service"\nreliability = "B"\n')
        assert weigh_waiting(Case.open(case.path), ledger, clock=clock) is None
