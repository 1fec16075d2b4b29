"""Which sources only repeat another: relays, copies, translations, cut pages, organs of one state."""

from __future__ import annotations

import pytest

from riscontro.model.claim import Basis, Claim, Modality, Root, Stance
from riscontro.model.document import Access
from riscontro.model.event import Event, Origin
from riscontro.model.grade import Status
from tests.weigh.make import KREMLIN, NIS, PENTAGON, PYONGYANG, SEOUL, SOURCES, TOKYO, WIRE, Desk, days


def _origin(event: Event, claim: Claim) -> Origin:
    return next(origin for origin in event.origins if claim.id in origin.claims)


def test_four_hundred_relays_of_one_leak_are_one_origin() -> None:
    desk = Desk()
    for number in range(400):
        via = ("Example Wire",) if number % 2 else ()
        desk.tell(f"2024-10-{18 + number % 10}", NIS, publisher=f"Paper {number}", via=via)
    event = desk.event()
    assert (event.independent, event.status, len(event.origins)) == (1, Status.REPORTED, 1)


def test_the_outlet_that_a_page_took_it_from_is_the_origin() -> None:
    desk = Desk()
    desk.tell("2024-10-18", None, via=("Example Wire",), publisher="Paper A")
    desk.tell("2024-10-19", WIRE, publisher="Paper B")
    desk.tell("2024-10-19", None, publisher="Example Wire")
    event = desk.event()
    assert [origin.group for origin in event.origins] == ["outlet:example wire"]


def test_the_first_report_without_a_root_counts_and_later_ones_are_presumed_relays() -> None:
    desk = Desk()
    first = desk.tell("2024-10-18", None, publisher="Paper A")
    later = desk.tell("2024-10-19", None, publisher="Paper B")
    event = desk.event()
    assert _origin(event, first).counts
    assert _origin(event, later).presumed_relay
    assert not _origin(event, later).counts
    assert event.independent == 1


def test_of_two_reports_of_one_day_the_one_with_a_root_comes_first() -> None:
    desk = Desk()
    bare = desk.tell("2024-10-18", None, publisher="Paper A")
    desk.tell("2024-10-18", NIS, publisher="Paper B")
    assert _origin(desk.event(), bare).presumed_relay


def test_a_report_before_any_root_stays_an_origin_of_its_own() -> None:
    desk = Desk()
    desk.tell("2024-10-18", None, publisher="Paper A")
    desk.tell("2024-10-19", NIS)
    assert desk.event().status is Status.CORROBORATED


@pytest.mark.parametrize("basis", [Basis.WITNESS, Basis.SATELLITE, Basis.CAPTURED, Basis.ANALYSIS])
def test_a_later_report_with_a_vantage_of_its_own_is_an_origin(basis: Basis) -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    own = desk.tell("2024-10-20", None, basis=basis, publisher="Paper B")
    origin = _origin(desk.event(), own)
    assert (origin.counts, origin.presumed_relay) == (True, False)


def test_a_near_copy_says_what_its_first_copy_said() -> None:
    desk = Desk()
    desk.tell("2024-10-18", None, publisher="Paper A", family="fam-1")
    copied = desk.tell("2024-10-18", None, publisher="Paper B", family="fam-1")
    event = desk.event()
    assert len(event.origins) == 1
    assert not _origin(event, copied).presumed_relay


def test_a_near_copy_that_names_another_root_brings_it_in() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS, publisher="Paper A", family="fam-1")
    desk.tell("2024-10-18", PENTAGON, publisher="Paper B", family="fam-1")
    assert desk.event().independent == 2


AGENCY = Root(name="agency", state=None, kind=Basis.OFFICIAL)


@pytest.mark.parametrize("first", [None, AGENCY])
def test_a_near_copy_that_names_its_source_takes_the_place_of_one_that_does_not(first: Root | None) -> None:
    desk = Desk()
    bare = desk.tell("2024-10-17", first, publisher="Paper A", family="fam-1")
    desk.tell("2024-10-18", NIS, publisher="Paper B", family="fam-1")
    event = desk.event()
    assert {row.origins for row in event.history} == {1}
    assert event.independent == 1
    assert not _origin(event, bare).counts


def test_officials_of_no_told_state_in_a_near_copy_are_those_that_the_first_copy_names() -> None:
    desk = Desk()
    desk.tell("2024-10-17", NIS, publisher="Paper A", family="fam-1")
    desk.tell("2024-10-18", AGENCY, publisher="Paper B", family="fam-1")
    assert [origin.group for origin in desk.event().origins] == ["state:KOR"]


def test_one_document_that_names_two_sources_keeps_them_apart() -> None:
    desk = Desk()
    for document in ("doc-x", "doc-y"):
        desk.tell("2024-10-17", NIS, document=document, family="fam-1")
        desk.tell("2024-10-17", AGENCY, document=document, family="fam-1")
    assert desk.event().independent == 2


def test_a_translated_copy_is_no_origin() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS, lang="ko", publisher="Paper A")
    desk.tell("2024-10-19", NIS, lang="it", translated="ko", publisher="Paper B")
    desk.tell("2024-10-20", None, lang="it", translated="und", publisher="Paper C")
    assert desk.event().independent == 1


def test_one_outlet_in_two_scripts_is_one_origin() -> None:
    desk = Desk()
    desk.tell("2024-10-18", Root(name="Yonhap", state="KOR", kind=Basis.MEDIA))
    desk.tell("2024-10-19", Root(name="연합뉴스", state="KOR", kind=Basis.MEDIA))
    assert desk.event().independent == 1


def test_a_state_outlet_is_one_with_its_state() -> None:
    desk = Desk()
    desk.tell("2024-10-18", Root(name="TASS", state="RUS", kind=Basis.MEDIA))
    desk.tell("2024-10-19", KREMLIN)
    assert {origin.group for origin in desk.event().origins} == {"state:RUS"}


def test_an_outlet_of_a_country_is_not_its_state() -> None:
    desk = Desk()
    desk.tell("2024-10-18", Root(name="Yonhap", state="KOR", kind=Basis.MEDIA))
    desk.tell("2024-10-19", NIS)
    assert desk.event().independent == 2


def test_unnamed_officials_of_a_state_are_its_organs() -> None:
    desk = Desk()
    desk.tell("2024-10-18", Root(name="a US official", state="USA", kind=Basis.ANONYMOUS))
    desk.tell("2024-10-19", PENTAGON)
    assert desk.event().independent == 1


def test_unnamed_sources_of_nowhere_never_count() -> None:
    desk = Desk()
    told = desk.tell("2024-10-18", SOURCES)
    assert not _origin(desk.event(), told).counts
    assert desk.event().status is Status.RUMOURED


@pytest.mark.parametrize("page", [{"share": 0.25}, {"access": Access.PAYWALLED}, {"access": Access.EXCERPT}])
def test_a_cut_page_without_a_root_is_no_origin(page: dict[str, object]) -> None:
    desk = Desk()
    told = desk.tell("2024-10-18", None, **page)
    event = desk.event()
    assert not _origin(event, told).counts
    assert "cut" in _origin(event, told).why
    assert event.status is Status.RUMOURED


def test_a_root_named_on_a_cut_page_counts_and_says_that_the_page_is_cut() -> None:
    desk = Desk()
    told = desk.tell("2024-10-18", NIS, share=0.25, incomplete=True)
    origin = _origin(desk.event(), told)
    assert origin.counts
    assert "cut" in origin.why


def test_the_whole_page_later_makes_its_publisher_an_origin() -> None:
    desk = Desk()
    desk.tell("2024-10-18", None, share=0.25, publisher="Paper A")
    desk.tell("2024-10-19", None, publisher="Paper A")
    assert desk.event().status is Status.REPORTED


def test_the_whole_page_after_others_told_it_adds_nothing() -> None:
    desk = Desk()
    desk.tell("2024-10-18", None, share=0.25, publisher="Paper A")
    desk.tell("2024-10-19", NIS)
    desk.tell("2024-10-20", None, publisher="Paper A")
    assert desk.event().independent == 1


def test_a_denial_by_a_party_is_shown_and_never_counts() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    told = desk.tell("2024-10-21", KREMLIN, stance=Stance.DENIES)
    event = desk.event()
    assert event.contested_by == ("RUS",)
    assert not _origin(event, told).counts


def test_a_denied_act_is_a_denial() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    told = desk.tell("2024-10-21", KREMLIN, modality=Modality.DENIED)
    assert _origin(desk.event(), told).stance is Stance.DENIES


def test_a_party_that_admits_on_the_record_contests_no_longer() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    desk.tell("2024-10-21", KREMLIN, stance=Stance.DENIES)
    desk.tell("2025-04-26", KREMLIN, stance=Stance.CONFIRMS)
    event = desk.event()
    assert event.contested_by == ()
    assert (event.status, event.history[-1].rule) == (Status.CONFIRMED, "confirmed.weighty")


def test_a_leak_does_not_silence_the_denial_on_the_record() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    desk.tell("2024-10-20", Root(name="a person in the ministry", state="RUS", kind=Basis.ANONYMOUS))
    desk.tell("2024-10-21", KREMLIN, stance=Stance.DENIES)
    assert desk.event().contested_by == ("RUS",)


def test_a_denial_by_nobody_named_adds_nothing() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    desk.tell("2024-10-21", None, stance=Stance.DENIES)
    event = desk.event()
    assert (event.status, event.contested_by) == (Status.REPORTED, ())


def test_officials_of_no_told_state_may_be_a_partys_and_do_not_dispute() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    desk.tell("2024-10-21", Root(name="both countries", state=None, kind=Basis.OFFICIAL), stance=Stance.DENIES)
    assert desk.event().status is Status.REPORTED


@pytest.mark.parametrize("stance", [Stance.DECLINES, Stance.CANNOT_CONFIRM])
def test_neither_yes_nor_no_changes_nothing(stance: Stance) -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    told = desk.tell("2024-10-21", PENTAGON, stance=stance)
    event = desk.event()
    assert (event.status, event.independent, _origin(event, told).counts) == (Status.REPORTED, 1, False)


def test_a_retraction_takes_every_relay_with_it() -> None:
    desk = Desk()
    for number in range(5):
        desk.tell(f"2024-10-{18 + number}", WIRE, publisher=f"Paper {number}")
    desk.tell("2024-10-25", None, publisher="Late Paper")
    desk.tell("2024-10-26", WIRE, stance=Stance.RETRACTS, publisher="Example Wire")
    event = desk.event()
    assert event.status is Status.RETRACTED
    assert not any(origin.counts and origin.standing for origin in event.origins)


def test_a_late_relay_does_not_bring_back_what_was_withdrawn() -> None:
    desk = Desk()
    desk.tell("2024-10-18", WIRE)
    desk.tell("2024-10-20", WIRE, stance=Stance.RETRACTS)
    desk.tell("2024-10-22", WIRE, publisher="Late Paper")
    assert desk.event().status is Status.RETRACTED


def test_a_relay_first_seen_after_the_retraction_is_withdrawn_too() -> None:
    desk = Desk()
    desk.tell("2024-10-18", SOURCES)
    desk.tell("2024-10-20", WIRE, stance=Stance.RETRACTS)
    desk.tell("2024-10-22", WIRE, publisher="Late Paper")
    assert desk.event().status is Status.RETRACTED


def test_a_service_that_withdraws_under_another_name_withdraws() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    desk.tell("2024-10-20", Root(name="국정원", state="KOR", kind=Basis.INTELLIGENCE), stance=Stance.RETRACTS)
    assert desk.event().status is Status.RETRACTED


def test_another_organ_stands_when_one_withdraws() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS)
    desk.tell("2024-10-19", SEOUL)
    desk.tell("2024-10-20", NIS, stance=Stance.RETRACTS)
    assert desk.event().status is Status.REPORTED


@pytest.mark.parametrize("modality", [Modality.POSSIBLE, Modality.PLANNED])
def test_plans_and_possibilities_hold_an_event_at_reported_at_most(modality: Modality) -> None:
    desk = Desk()
    for root in (NIS, PENTAGON, TOKYO):
        desk.tell("2024-10-18", root, modality=modality)
    event = desk.event()
    assert (event.status, event.independent, event.planned) == (Status.REPORTED, 1, modality is Modality.PLANNED)


def test_an_announced_plan_of_an_open_act_is_not_the_act() -> None:
    desk = Desk()
    visit = {"type": "CONSULT", "mode": "visit", "when": days("2024-06-18", "2024-06-19")}
    desk.tell("2024-06-12", KREMLIN, modality=Modality.PLANNED, **visit)
    assert desk.event().status is Status.REPORTED
    desk.tell("2024-06-19", KREMLIN, **visit)
    event = desk.event()
    assert (event.status, event.planned) == (Status.CONFIRMED, False)


def test_a_plan_adds_nothing_to_an_asserted_fact() -> None:
    desk = Desk()
    desk.tell("2024-10-18", PENTAGON, modality=Modality.PLANNED)
    desk.tell("2024-10-19", NIS)
    event = desk.event()
    assert (event.status, event.independent) == (Status.REPORTED, 1)


def test_an_unrooted_possibility_is_reported_only_as_such() -> None:
    desk = Desk()
    desk.tell("2024-10-18", None, modality=Modality.POSSIBLE)
    assert desk.event().history[-1].rule == "reported.tentative"


def test_an_admission_says_that_it_is_one() -> None:
    desk = Desk()
    told = desk.tell("2024-10-18", PYONGYANG)
    origin = _origin(desk.event(), told)
    assert origin.against_interest
    assert "against its own interest" in origin.why


LOSSES = {"type": "ASSAULT", "mode": "casualties", "actor": "UKR", "recipient": "PRK"}


def test_a_denial_by_an_ally_of_the_side_that_loses_is_shown_and_disputes_nothing() -> None:
    desk = Desk()
    desk.tell("2024-10-04", NIS, **LOSSES)
    told = desk.tell("2024-10-10", KREMLIN, stance=Stance.DENIES, **LOSSES)
    event = desk.event()
    assert (event.status, event.contested_by) == (Status.REPORTED, ("RUS",))
    assert "ally" in _origin(event, told).why


def test_a_denial_by_one_who_stands_with_neither_disputes() -> None:
    desk = Desk()
    desk.tell("2024-10-04", NIS, **LOSSES)
    desk.tell("2024-10-10", TOKYO, stance=Stance.DENIES, **LOSSES)
    assert desk.event().status is Status.DISPUTED


def test_a_cited_outlet_says_whom_its_own_page_names() -> None:
    desk = Desk()
    desk.tell("2024-10-18", NIS, publisher="Example Wire")
    desk.tell("2024-10-19", WIRE, publisher="Paper B")
    assert [origin.group for origin in desk.event().origins] == ["state:KOR"]


def test_a_cited_outlet_counts_until_its_own_page_names_who_said_it() -> None:
    desk = Desk()
    cited = desk.tell("2024-10-18", WIRE, publisher="Paper B")
    before = desk.event()
    desk.tell("2024-10-19", NIS, publisher="Example Wire")
    after = desk.event()
    assert (before.independent, after.independent) == (1, 1)
    assert _origin(before, cited).counts
    assert "its own page names" in _origin(after, cited).why


def test_an_outlets_own_report_stands_beside_the_root_that_it_names_later() -> None:
    desk = Desk()
    desk.tell("2024-10-18", None, publisher="Example Wire")
    desk.tell("2024-10-19", NIS, publisher="Example Wire")
    assert desk.event().independent == 2


def test_a_cited_outlet_whose_own_page_came_late_and_names_nobody_is_one_origin() -> None:
    desk = Desk()
    desk.tell("2024-10-18", WIRE, publisher="Paper B")
    desk.tell("2024-10-19", None, publisher="Example Wire")
    assert [origin.group for origin in desk.event().origins] == ["outlet:example wire"]
