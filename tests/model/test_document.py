"""Documents: the share's interval, and from when the words were public."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from riscontro.model.document import Declared, capture_id
from riscontro.model.time import Published
from tests.store.samples import NOON, make_capture, make_document

HELD = datetime(2024, 12, 1, 9, tzinfo=UTC)
SEEN = datetime(2024, 11, 2, 8, tzinfo=UTC)


def day(value: str) -> Published:
    return Published(value=value, found_by="json-ld")


def public(**changes) -> str:
    document = make_document(make_capture(), **{"published": day("2024-10-16"), "held_from": HELD, **changes})
    return f"{document.public_from:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "2024-10-16 23:59"),
        ({"modified": day("2024-10-16")}, "2024-10-16 23:59"),
        ({"modified": day("2024-10-18")}, "2024-10-18 23:59"),
        ({"modified": day("2024-10-15")}, "2024-10-16 23:59"),
        ({"modified": day("2025-01-01")}, "2024-12-01 09:00"),
        ({"published": None}, "2024-12-01 09:00"),
        ({"published": None, "seen_at": SEEN}, "2024-11-02 08:00"),
        ({"seen_at": SEEN}, "2024-10-16 23:59"),
        ({"version": 2}, "2024-10-16 23:59"),
        ({"version": 2, "seen_at": SEEN}, "2024-11-02 08:00"),
        ({"version": 2, "seen_at": SEEN, "modified": day("2024-10-20")}, "2024-10-20 23:59"),
    ],
)
def test_the_words_are_public_from_the_last_day_on_which_they_may_have_changed(facts, expected):
    assert public(**facts) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [({}, (0.4, 0.4)), ({"share_low": 0.2, "share_high": 0.5}, (0.2, 0.5)), ({"share_low": 0.6}, (0.4, 0.4))],
)
def test_the_share_lies_within_its_interval(given, expected):
    document = make_document(make_capture(), share=0.4, **given)
    assert (document.share_low, document.share_high) == expected


def test_a_share_that_is_replaced_stays_within_its_interval():
    document = replace(make_document(make_capture()), share=0.3)
    assert (document.share_low, document.share, document.share_high) == (0.3, 0.3, 1.0)


def test_a_page_fetched_again_is_another_capture_and_a_file_taken_again_is_not():
    fields = {"digest": "d", "url": "https://example.org/a", "declared": Declared()}
    plain = capture_id(**fields)
    first, second = (capture_id(**fields, seen_at=moment) for moment in (NOON, HELD))
    assert len({plain, first, second}) == 3
    assert first == capture_id(**fields, seen_at=NOON)


def test_a_fact_tells_how_it_was_found():
    document = make_document(make_capture(), found_by=(("title", "json-ld"),), published=day("2024-10"))
    assert (document.way_of("title"), document.way_of("published"), document.way_of("author")) == (
        "json-ld",
        "json-ld",
        None,
    )
