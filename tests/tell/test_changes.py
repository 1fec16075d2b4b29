from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.event import Event, StatusChange
from riscontro.model.grade import Status
from riscontro.tell import dossier_to_html, dossier_to_markdown, unsupported_sentences
from riscontro.tell.changes import Change, build_changes, change_since
from riscontro.tell.index import index_dossier
from tests.tell.samples import rich_dossier, small_dossier

SMALL = small_dossier()
START = datetime(2024, 1, 1, tzinfo=UTC)


def row(status: Status, day: int) -> StatusChange:
    return replace(SMALL.events[0].history[0], status=status, at=START + timedelta(days=day))


def event(*statuses: Status) -> Event:
    """Return an event that reached each status ten days after the one before."""
    history = tuple(row(status, 10 * number) for number, status in enumerate(statuses))
    return replace(SMALL.events[0], history=history, status=history[-1].status)


@pytest.mark.parametrize(
    ("statuses", "change"),
    [
        ((Status.REPORTED, Status.CORROBORATED), Change.RAISED),
        ((Status.RUMOURED, Status.REPORTED), Change.RAISED),
        ((Status.DENIED, Status.CONFIRMED), Change.RAISED),
        ((Status.CONFIRMED, Status.CORROBORATED), Change.LOWERED),
        ((Status.REPORTED, Status.DENIED), Change.LOWERED),
        ((Status.CORROBORATED, Status.DISPUTED), Change.LOWERED),
        ((Status.CONFIRMED, Status.REFUTED), Change.REFUTED),
        ((Status.REPORTED, Status.RETRACTED), Change.REFUTED),
        ((Status.REPORTED, Status.REPORTED), None),
    ],
)
def test_a_change_has_its_kind(statuses: tuple[Status, ...], change: Change | None) -> None:
    assert change_since(event(*statuses), START + timedelta(days=5)) is change


def test_what_became_known_later_is_new_whatever_it_became() -> None:
    assert change_since(event(Status.REPORTED, Status.REFUTED), START - timedelta(days=1)) is Change.NEW


def test_a_rise_that_was_undone_is_no_change() -> None:
    held = event(Status.REPORTED, Status.CORROBORATED, Status.REPORTED)
    assert change_since(held, START + timedelta(days=5)) is None


@given(st.lists(st.sampled_from(list(Status)), min_size=1, max_size=5))
def test_nothing_changed_since_the_last_change(statuses: list[Status]) -> None:
    held = event(*statuses)
    assert change_since(held, held.history[-1].at) is None


def since(moment: datetime) -> list[tuple[str, list[str]]]:
    changes = build_changes(index_dossier(replace(rich_dossier(), since=moment), lang="en"))
    assert changes is not None
    return [(kind, [line.sentence.text for line in lines]) for kind, lines in changes.groups]


def test_each_kind_tells_its_events_with_what_they_were() -> None:
    told = dict(since(datetime(2024, 10, 20, tzinfo=UTC)))
    assert told["raised"] == [
        "On 4 November 2024: “North Korea → Russia: soldiers” (October 2024) is now corroborated; before, "
        "reported since 18 October 2024."
    ]
    assert "On 2 February 2025: “North Korea: casualties” (January 2025) is new, reported." in told["new"]


def test_a_dossier_not_asked_for_changes_has_none() -> None:
    assert build_changes(index_dossier(rich_dossier(), lang="en")) is None


@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_sentence_of_the_changes_is_backed(lang: str) -> None:
    dossier = replace(rich_dossier(), since=START)
    page = dossier_to_html(dossier, lang=lang)
    assert 'id="changes"' in page
    assert unsupported_sentences(page) == ()


def test_a_moment_after_all_says_that_nothing_changed() -> None:
    dossier = replace(rich_dossier(), since=datetime(2030, 1, 1, tzinfo=UTC))
    assert "Nothing changed since then." in dossier_to_markdown(dossier, lang="en")
