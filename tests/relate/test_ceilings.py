"""Ceilings by status, with their date of fact and of knowledge."""

from __future__ import annotations

from datetime import UTC, datetime

from riscontro.model.dyad import Ceiling
from riscontro.model.grade import Status
from tests.relate.make import Record, days

REPORTED, CORROBORATED, CONFIRMED = Status.REPORTED, Status.CORROBORATED, Status.CONFIRMED


def _told(ceilings: tuple[Ceiling, ...]) -> list[tuple[str, str, str]]:
    return [(str(c.status), c.rung, c.known.date().isoformat()) for c in ceilings]


def test_breaks_in_order_of_knowledge_at_each_status() -> None:
    record = Record()
    record.add("AID/ammunition", (REPORTED, "2022-11-08"), (CORROBORATED, "2022-12-23"))
    record.add("AID/food", (CONFIRMED, "2023-01-10"))
    record.add("AID/troops", (REPORTED, "2024-10-18"), (CONFIRMED, "2024-10-23"), opponent="UKR")
    assert _told(record.dyad().ceilings) == [
        ("reported", "ammunition", "2022-11-08"),
        ("corroborated", "ammunition", "2022-12-23"),
        ("confirmed", "goods", "2023-01-10"),
        ("reported", "combat", "2024-10-18"),
        ("corroborated", "combat", "2024-10-23"),
        ("confirmed", "combat", "2024-10-23"),
    ]


def test_date_of_fact_and_date_of_knowledge_are_two() -> None:
    record = Record()
    record.add("AID/troops", (REPORTED, "2024-10-18"), when=days("2024-10-08", "2024-10-13"))
    ceiling = record.dyad().ceilings[0]
    assert (str(ceiling.fact), ceiling.known.date().isoformat()) == ("2024-10-08", "2024-10-18")


def test_what_was_known_later_breaks_later_though_it_was_done_before() -> None:
    record = Record()
    record.add("AID/ammunition", (REPORTED, "2023-01-01"), when=days("2022-12-20"))
    record.add("AID/missiles", (REPORTED, "2025-01-01"), when=days("2021-05-01"))
    record.add("AID/artillery", (REPORTED, "2024-01-01"), when=days("2023-12-01"))
    assert [c.event_id for c in record.dyad().ceilings if c.status is REPORTED] == ["evt-000", "evt-002"]


def test_of_two_known_together_the_higher_breaks_once() -> None:
    record = Record()
    record.add("AID/food", (REPORTED, "2024-01-01"))
    record.add("AID/missiles", (REPORTED, "2024-01-01"))
    assert [c.rung for c in record.dyad().ceilings] == ["heavy-weapons"]


def test_a_plan_breaks_nothing() -> None:
    record = Record()
    record.add("AID/troops", (REPORTED, "2024-10-18"), planned=True)
    assert record.dyad().ceilings == ()


def test_what_was_withdrawn_has_broken_nothing() -> None:
    record = Record()
    record.add("AID/food", (REPORTED, "2024-01-01"))
    record.add("AID/troops", (REPORTED, "2024-10-18"), (Status.RETRACTED, "2024-10-30"))
    assert [c.rung for c in record.dyad().ceilings] == ["goods"]


def test_before_it_was_withdrawn_it_stood() -> None:
    record = Record()
    record.add("AID/troops", (REPORTED, "2024-10-18"), (Status.RETRACTED, "2024-10-30"))
    ceilings = record.dyad(as_of=datetime(2024, 10, 20, tzinfo=UTC)).ceilings
    assert [c.rung for c in ceilings] == ["military-people"]


def test_a_status_lost_and_won_again_counts_from_when_it_was_won_again() -> None:
    record = Record()
    record.add("AID/oil", (CORROBORATED, "2024-01-01"), (Status.DISPUTED, "2024-02-01"), (CORROBORATED, "2024-03-01"))
    assert ("corroborated", "goods", "2024-03-01") in _told(record.dyad().ceilings)


def test_nothing_later_than_the_moment_asked_for_leaks_in() -> None:
    record = Record()
    record.add("AID/oil", (REPORTED, "2024-01-01"), (CONFIRMED, "2025-01-01"))
    ceilings = record.dyad(as_of=datetime(2024, 6, 1, tzinfo=UTC)).ceilings
    assert _told(ceilings) == [("reported", "goods", "2024-01-01")]


def test_a_rumour_or_a_denied_act_reaches_no_threshold() -> None:
    record = Record()
    record.add("AID/troops", (Status.RUMOURED, "2024-10-18"))
    record.add("AID/missiles", (Status.DENIED, "2024-10-18"))
    assert record.dyad().ceilings == ()


def test_losses_break_the_ceiling_once_it_is_known_that_soldiers_were_sent() -> None:
    record = Record()
    record.add("ASSAULT/casualties", (REPORTED, "2024-10-04"), actor=None, recipient="PRK")
    record.add("AID/troops", (REPORTED, "2024-10-18"))
    assert ("reported", "combat", "2024-10-18") in _told(record.dyad().ceilings)


def test_soldiers_that_are_only_planned_or_rumoured_make_no_fight_theirs() -> None:
    record = Record()
    record.add("ASSAULT/casualties", (REPORTED, "2024-10-04"), actor=None, recipient="PRK")
    record.add("AID/troops", (Status.RUMOURED, "2024-10-02"))
    record.add("AID/troops", (REPORTED, "2024-10-03"), planned=True)
    assert record.dyad().ceilings == ()
