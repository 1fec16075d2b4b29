"""The room's door, positions, third parties, and the choice of a pair."""

from __future__ import annotations

from dataclasses import replace

import pytest

from riscontro.errors import UsageError
from riscontro.model.claim import Basis, Claim, EventType, Modality, Root, Stance
from riscontro.model.mention import Span
from riscontro.relate import choose_pair
from tests.relate.make import PAIR, Record, days, official


def test_an_empty_record_gives_an_empty_relation() -> None:
    relation = Record().relate()
    assert (relation.pair, relation.positions, relation.third_parties) == (PAIR, (), ())
    assert [(dyad.actor, dyad.recipient) for dyad in relation.dyads] == [("PRK", "RUS"), ("RUS", "PRK")]


def test_a_pair_is_two() -> None:
    with pytest.raises(UsageError, match="both are RUS"):
        Record().relate(pair=("RUS", "RUS"))


def test_events_by_date_of_fact_and_undated_last() -> None:
    record = Record()
    late = record.add("AID/troops", when=days("2024-10-08"))
    undated = record.add("AID/oil")
    early = record.add("CONSULT/visit", when=days("2019-04-25"))
    assert record.dyad().events == (early.id, late.id, undated.id)


def test_the_order_of_events_given_changes_nothing() -> None:
    record = Record()
    for act in ("AID/troops", "AID/oil", "CONSULT/visit", "AGREE/treaty"):
        record.add(act)
    before = record.relate()
    record.events.reverse()
    assert record.relate() == before


THIRD = [
    ("ACCUSE/statement", "KOR", "PRK", True),
    ("SANCTION/embargo", "USA", "RUS", True),
    ("SUPPORT/statement", "CHN", "PRK", True),
    ("ASSAULT/strike", "UKR", "RUS", False),
    ("ACCUSE/statement", "PRK", "KOR", False),
    ("ACCUSE/statement", None, "PRK", False),
    ("AID/weapons", "USA", "UKR", False),
]


@pytest.mark.parametrize(("act", "actor", "recipient", "is_third"), THIRD)
def test_third_parties(act: str, actor: str | None, recipient: str, is_third: bool) -> None:
    record = Record()
    event = record.add(act, actor=actor, recipient=recipient)
    assert record.relate().third_parties == ((event.id,) if is_third else ())


STANCES = [
    (Stance.ASSERTS, Modality.ASSERTED, "asserts"),
    (Stance.CONFIRMS, Modality.ASSERTED, "confirms"),
    (Stance.DENIES, Modality.ASSERTED, "denies"),
    (Stance.ASSERTS, Modality.DENIED, "denies"),
    (Stance.DECLINES, Modality.ASSERTED, "declines"),
    (Stance.ASSERTS, Modality.QUESTIONED, "cannot_confirm"),
]


@pytest.mark.parametrize(("stance", "modality", "expected"), STANCES)
def test_stance(stance: Stance, modality: Modality, expected: str) -> None:
    record = Record()
    record.add("AID/troops", claims=[{"root": official("Kremlin", "RUS"), "stance": stance, "modality": modality}])
    position = record.relate().positions[0]
    assert (position.party, position.stance) == ("RUS", expected)


def test_a_fight_beside_the_other_belongs_to_the_pair() -> None:
    record = Record()
    troops = record.add("AID/troops", when=days("2024-10-08"))
    record.add("ASSAULT/clash", actor="UKR", recipient="RUS", when=days("2024-08-06"))
    told = [{"root": official("Defence Ministry", "KOR"), "actor": None, "recipient": "PRK"}]
    losses = record.add("ASSAULT/casualties", actor=None, recipient="PRK", when=days("2025-01-13"), claims=told)
    relation = record.relate()
    assert relation.dyads[0].events == (troops.id, losses.id)
    assert relation.dyads[1].events == ()
    assert [(p.event_id, p.party) for p in relation.positions] == [(losses.id, "KOR")]


def test_a_position_dates_from_when_it_was_first_taken() -> None:
    record = Record()
    kremlin = official("Kremlin", "RUS")
    told = [
        {"root": kremlin, "stance": Stance.DENIES, "public": "2024-10-21"},
        {"root": official("Foreign Ministry", "RUS"), "stance": Stance.DENIES, "public": "2024-10-10"},
        {"root": kremlin, "stance": Stance.CONFIRMS, "public": "2025-04-26"},
    ]
    record.add("AID/troops", claims=told)
    positions = [(p.stance, p.at.date().isoformat()) for p in record.relate().positions]
    assert positions == [("denies", "2024-10-10"), ("confirms", "2025-04-26")]


@pytest.mark.parametrize("kind", [Basis.MEDIA, Basis.ANONYMOUS, Basis.SATELLITE, Basis.WITNESS, Basis.NONE])
def test_who_speaks_for_no_body_takes_no_position(kind: Basis) -> None:
    record = Record()
    record.add("AID/troops", claims=[{"root": Root(name="x", state="USA", kind=kind)}, {"root": None}])
    assert record.relate().positions == ()


def test_a_body_without_a_state_goes_by_its_name() -> None:
    record = Record()
    record.add("AID/troops", claims=[{"root": official("UN panel", None)}])
    assert record.relate().positions[0].party == "UN panel"


def _claim(actor: str | None, recipient: str | None, number: int) -> Claim:
    return Claim(
        id=f"clm-{number}",
        document_id="doc",
        span=Span(0, 1),
        actor=actor,
        type=EventType.AID,
        mode=None,
        recipient=recipient,
    )


PAIRS: list[tuple[list[tuple[str | None, str | None]], tuple[str, str] | None]] = [
    ([], None),
    ([("PRK", None), (None, "RUS")], None),
    ([("PRK", "PRK")], None),
    ([("USA", "NATO"), ("USA", "UNO"), ("USA", "Hamas"), ("USA", "EUU"), ("USA", "IGO")], None),
    ([("PRK", "RUS")], ("PRK", "RUS")),
    ([("RUS", "PRK"), ("RUS", "PRK"), ("PRK", "RUS"), ("USA", "UKR"), ("USA", "UKR")], ("RUS", "PRK")),
    ([("RUS", "PRK"), ("PRK", "RUS")], ("PRK", "RUS")),
    ([("USA", "UKR"), ("PRK", "RUS")], ("PRK", "RUS")),
]


@pytest.mark.parametrize(("sides", "expected"), PAIRS)
def test_choose_pair(sides: list[tuple[str | None, str | None]], expected: tuple[str, str] | None) -> None:
    claims = [_claim(actor, recipient, number) for number, (actor, recipient) in enumerate(sides)]
    assert choose_pair(claims) == expected
    assert choose_pair(reversed([replace(claim) for claim in claims])) == expected
