"""What somebody calls a ceiling stays theirs, and is broken by the first corroborated act above it."""

from __future__ import annotations

from datetime import UTC, datetime

from riscontro.model.claim import Basis, Evidence, Root
from riscontro.model.dyad import StatedCeiling
from riscontro.model.grade import Status
from riscontro.model.mention import Span
from tests.relate.make import Record, days, official

REPORTED, CORROBORATED, CONFIRMED = Status.REPORTED, Status.CORROBORATED, Status.CONFIRMED
CALLED = (Evidence(field="ceiling", span=Span(0, 5)),)


def _said(record: Record, act: str, day: str, **fields: object) -> None:
    record.add(act, (REPORTED, day), claims=[{"public": day, "evidence": CALLED, **fields}])


def _only(record: Record, **options: object) -> StatedCeiling:
    (stated,) = record.dyad(**options).stated
    return stated


def test_it_is_kept_with_who_said_it_and_when() -> None:
    record = Record()
    _said(record, "AID/missiles", "2024-05-01", root=official("Ministry", "KOR"))
    stated = _only(record)
    assert (stated.party, stated.rung, stated.at.date().isoformat()) == ("KOR", "heavy-weapons", "2024-05-01")
    assert stated.claim_id == "clm-evt-000-0"
    assert stated.broken_by is None


def test_of_an_outlet_that_names_nobody_the_outlet_says_it() -> None:
    record = Record()
    _said(record, "AID/missiles", "2024-05-01")
    assert _only(record).party == "Paper"


def test_of_somebody_without_a_state_the_name_stands() -> None:
    record = Record()
    _said(record, "AID/missiles", "2024-05-01", root=Root(name="an analyst", state=None, kind=Basis.ANALYSIS))
    assert _only(record).party == "an analyst"


def test_the_first_corroborated_act_above_breaks_it_with_both_dates() -> None:
    record = Record()
    _said(record, "AID/missiles", "2024-05-01")
    record.add("AID/engineers", (REPORTED, "2024-09-01"))
    record.add("AID/troops", (REPORTED, "2024-10-18"), (CORROBORATED, "2024-10-23"), when=days("2024-10-08"))
    record.add("AID/troops", (CONFIRMED, "2024-11-04"), opponent="UKR")
    stated = _only(record)
    assert (stated.broken_by, str(stated.fact), str(stated.known and stated.known.date())) == (
        "evt-002",
        "2024-10-08",
        "2024-10-23",
    )


def test_an_act_on_the_same_rung_breaks_nothing() -> None:
    record = Record()
    _said(record, "AID/missiles", "2024-05-01")
    record.add("AID/drones", (CONFIRMED, "2024-10-18"))
    assert _only(record).broken_by is None


def test_an_act_the_other_way_breaks_nothing() -> None:
    record = Record()
    _said(record, "AID/missiles", "2024-05-01")
    record.add("AID/troops", (CONFIRMED, "2024-10-18"), actor="RUS", recipient="PRK")
    assert _only(record).broken_by is None


def test_said_after_it_was_broken_it_was_broken_already() -> None:
    record = Record()
    record.add("AID/troops", (CONFIRMED, "2024-10-18"))
    _said(record, "AID/missiles", "2024-12-01")
    stated = _only(record)
    assert stated.known is not None
    assert stated.known < stated.at


def test_before_the_break_was_known_it_holds() -> None:
    record = Record()
    _said(record, "AID/missiles", "2024-05-01")
    record.add("AID/troops", (REPORTED, "2024-10-18"), (CORROBORATED, "2024-10-23"))
    assert _only(record, as_of=datetime(2024, 10, 20, tzinfo=UTC)).broken_by is None


def test_words_about_an_act_on_no_rung_are_no_ceiling() -> None:
    record = Record()
    _said(record, "ACCUSE/statement", "2024-05-01")
    assert record.dyad().stated == ()
