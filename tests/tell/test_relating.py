"""The tables of a relation in words: what stands in a row, what it rests on, what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from riscontro.model.claim import Basis, EventType
from riscontro.model.dossier import Dossier
from riscontro.model.dyad import (
    ChangePoint,
    Exchange,
    FigureKind,
    MonthPoint,
    Observation,
    Observed,
    Reckoning,
    Series,
    Stand,
    StatedCeiling,
    ThirdParty,
)
from riscontro.model.grade import Status
from riscontro.model.time import Interval
from riscontro.tell import dossier_to_html, dossier_to_markdown, unsupported_sentences
from riscontro.tell.index import index_dossier
from riscontro.tell.relating import ROWS_SHOWN, Grid, build_relating
from tests.tell.samples import rich_dossier

KNOWN = datetime(2024, 11, 1, 23, 59, 59, tzinfo=UTC)


@pytest.fixture
def dossier() -> Dossier:
    """The rich sample with something in every table, all of it about its first event."""
    made = rich_dossier()
    relation = made.relation
    dyad = relation.dyads[0]
    event = next(event for event in made.events if event.id in dyad.events)
    claim, day = event.claims[0], Interval(earliest=date(2024, 10, 3), latest=date(2024, 10, 3))
    month = date(2024, 10, 1)
    series = Series(
        actor=dyad.actor,
        recipient=dyad.recipient,
        points=(MonthPoint(month=month, cooperation=9.25, conflict=-3.0, events=(event.id,)),),
        changes=(
            ChangePoint(month=date(2024, 10, 1), measure="cooperation", before=0.5, after=4.25, events=(event.id,)),
        ),
    )
    stated = StatedCeiling(
        claim_id=claim, event_id=event.id, party="KOR", rung=relation.ladder[0].key, level=1, at=KNOWN,
        broken_by=event.id, broken_claim=claim, fact=date(2024, 10, 3), known=datetime(2024, 12, 1, tzinfo=UTC),
    )  # fmt: skip
    filled = replace(
        dyad,
        stated=(stated, replace(stated, broken_by=None, broken_claim=None, fact=None, known=None)),
        reckonings=(
            Reckoning(
                type=EventType.AID, mode="ammunition", unit="container", kind=FigureKind.INCREMENT, minimum=1200,
                maximum=None, windows=(day, day), claims=(claim,), events=(event.id,),
            ),
        ),
        series=series,
        observations=(
            Observation(
                document_id="doc-x", source="Example Imagery", basis=Basis.SATELLITE, type=EventType.AID,
                mode="ammunition", unit="container",
                points=(Observed(claim_id=claim, event_id=event.id, when=day, place="Rajin", count=20),),
            ),
        ),
    )  # fmt: skip
    role = ThirdParty(
        party="CHN", role="kept_away", toward=None, event_id=event.id, claim_id=claim, status=Status.CONFIRMED, at=KNOWN
    )
    return replace(
        made,
        relation=replace(
            relation,
            dyads=(filled, relation.dyads[1]),
            roles=(role,),
            stands=(
                Stand(party="RUS", stance="denies", first=KNOWN, last=KNOWN, events=(event.id,), claims=(claim,)),
            ),
            exchange=(
                Exchange(
                    actor=dyad.actor, recipient=dyad.recipient, kind="oil", events=(event.id,),
                    first=date(2024, 3, 1), last=date(2024, 11, 5), known=KNOWN, status=Status.REPORTED,
                ),
            ),
        ),
    )  # fmt: skip


def _grids(dossier: Dossier, lang: str = "en") -> dict[str, Grid]:
    relating = build_relating(index_dossier(dossier, lang=lang))
    parts = (relating.stated, relating.amounts, relating.exchange, relating.others, relating.months, relating.stands)
    return {grid.key: grid for part in parts for grid in part}


def _texts(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.rows[0].cells]


KEYS = ["stated", "amounts", "counted", "exchange", "others", "months", "levels", "stands"]


def test_every_table_is_there(dossier: Dossier) -> None:
    assert list(_grids(dossier)) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_every_row_rests_on_printed_claims(dossier: Dossier, key: str) -> None:
    grid = _grids(dossier)[key]
    assert all(row.references for row in grid.rows)
    assert all(len(row.cells) == len(grid.columns) for row in grid.rows)


WORDS = [
    ("stated", "South Korea"),
    ("stated", "broken (fact: "),
    ("amounts", "at least 1,200 containers"),
    ("amounts", "2 stretches of time"),
    ("counted", "Example Imagery (satellite"),
    ("counted", "one row"),
    ("exchange", "Oil"),
    ("exchange", "1 March – 5 November 2024"),
    ("others", "China"),
    ("others", "Kept away"),
    ("months", "October 2024"),
    ("months", "9.2"),
    ("levels", "cooperation"),
    ("stands", "Russia"),
]


@pytest.mark.parametrize(("key", "words"), WORDS)
def test_what_a_row_says(dossier: Dossier, key: str, words: str) -> None:
    assert any(words in text for text in _texts(_grids(dossier)[key]))


def test_a_ceiling_that_nothing_broke_holds(dossier: Dossier) -> None:
    dyads = tuple(replace(dyad, ceilings=()) for dyad in dossier.relation.dyads)
    bare = replace(dossier, relation=replace(dossier.relation, dyads=dyads))
    assert _grids(bare)["stated"].rows[1].cells[-1].text == "holds"


def test_what_is_of_no_event_shown_is_left_out(dossier: Dossier) -> None:
    other = replace(dossier.relation.roles[0], event_id="evt-none")
    bare = replace(dossier, relation=replace(dossier.relation, roles=(other,)))
    assert "others" not in _grids(bare)


def test_long_tables_are_cut_and_counted(dossier: Dossier) -> None:
    many = replace(dossier, relation=replace(dossier.relation, roles=dossier.relation.roles * (ROWS_SHOWN + 3)))
    grid = _grids(many)["others"]
    assert (len(grid.rows), grid.more) == (ROWS_SHOWN, 3)


@pytest.mark.parametrize("lang", ["en", "it"])
def test_page_and_text_hold_every_table(dossier: Dossier, lang: str) -> None:
    page, text = dossier_to_html(dossier, lang=lang), dossier_to_markdown(dossier, lang=lang)
    for key, grid in _grids(dossier, lang).items():
        assert f'id="h-{key}"' in page
        assert f"# {grid.title}" in text
    assert unsupported_sentences(page) == ()


def test_a_dossier_without_any_of_it_has_no_empty_parts() -> None:
    page = dossier_to_html(rich_dossier(), lang="en")
    assert 'id="exchange"' not in page
    assert 'href="#exchange"' not in page


def test_a_ceiling_under_something_only_reported_holds_and_says_so(dossier: Dossier) -> None:
    (first, *_) = dossier.relation.dyads
    reported = next(one for dyad in dossier.relation.dyads for one in dyad.ceilings if one.status is Status.REPORTED)
    stated = [replace(one, level=reported.level - 1, broken_by=None, known=None) for one in first.stated[:1]]
    dyad = replace(first, stated=tuple(stated), ceilings=(reported,))
    bare = replace(dossier, relation=replace(dossier.relation, dyads=(dyad,)))
    cell = _grids(bare)["stated"].rows[0].cells[-1]
    assert (cell.text, cell.event_id) == ("holds: what is reported above it is not corroborated", reported.event_id)


def test_a_ceiling_stated_by_a_page_of_no_outlet_is_not_told_by_its_number(dossier: Dossier) -> None:
    document = replace(dossier.documents[0], publisher=None, url=None, title="Fino a qui")
    (first, *_) = dossier.relation.dyads
    dyad = replace(first, stated=(replace(first.stated[0], party=document.id),))
    documents = (document, *dossier.documents[1:])
    bare = replace(dossier, documents=documents, relation=replace(dossier.relation, dyads=(dyad,)))
    assert _texts(_grids(bare, lang="it")["stated"])[0] == "Testata non indicata, «Fino a qui»"
