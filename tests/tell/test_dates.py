from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.time import Interval, partial_date_to_interval
from riscontro.tell.catalogue import catalogue_codes, load_catalogue
from riscontro.tell.dates import (
    interval_to_phrase,
    interval_to_running_phrase,
    interval_to_text,
    on_day,
    published_to_text,
)
from tests.tell.samples import days

ITALIAN = [
    ("2024-10-09", "2024-10-09", "9 ottobre 2024", "il 9 ottobre 2024"),
    ("2024-10-08", "2024-10-08", "8 ottobre 2024", "l’8 ottobre 2024"),
    ("2024-10-11", "2024-10-11", "11 ottobre 2024", "l’11 ottobre 2024"),
    ("2024-10-01", "2024-10-01", "1º ottobre 2024", "il 1º ottobre 2024"),
    ("2022-10-01", "2022-10-31", "ottobre 2022", "nell’ottobre 2022"),
    ("2022-05-01", "2022-05-31", "maggio 2022", "nel maggio 2022"),
    ("2022-08-01", "2022-08-31", "agosto 2022", "nell’agosto 2022"),
    ("2024-02-01", "2024-02-29", "febbraio 2024", "nel febbraio 2024"),
    ("2022-01-01", "2022-12-31", "2022", "nel 2022"),
    ("2022-06-01", "2022-08-31", "giugno – agosto 2022", "tra giugno e agosto 2022"),
    ("2022-11-01", "2023-02-28", "novembre 2022 – febbraio 2023", "tra novembre 2022 e febbraio 2023"),
    ("2019-01-01", "2023-12-31", "2019 – 2023", "tra il 2019 e il 2023"),
    ("2024-10-03", "2024-10-09", "3 – 9 ottobre 2024", "tra il 3 e il 9 ottobre 2024"),
    ("2024-10-08", "2024-10-11", "8 – 11 ottobre 2024", "tra l’8 e l’11 ottobre 2024"),
    ("2024-09-28", "2024-10-08", "28 settembre – 8 ottobre 2024", "tra il 28 settembre e l’8 ottobre 2024"),
    ("2023-12-28", "2024-01-04", "28 dicembre 2023 – 4 gennaio 2024", "tra il 28 dicembre 2023 e il 4 gennaio 2024"),
    ("2022-10-01", None, "da ottobre 2022", "a partire da ottobre 2022"),
    ("2022-10-08", None, "dall’8 ottobre 2022", "a partire dall’8 ottobre 2022"),
    ("2022-10-04", None, "dal 4 ottobre 2022", "a partire dal 4 ottobre 2022"),
    ("2022-01-01", None, "dal 2022", "a partire dal 2022"),
    (None, "2024-05-31", "entro la fine di maggio 2024", "entro la fine di maggio 2024"),
    (None, "2024-05-11", "entro l’11 maggio 2024", "entro l’11 maggio 2024"),
    (None, "2024-12-31", "entro la fine del 2024", "entro la fine del 2024"),
    (None, None, "senza data", "in data non indicata"),
]


@pytest.mark.parametrize(("first", "last", "label", "phrase"), ITALIAN)
def test_intervals_in_italian(first: str | None, last: str | None, label: str, phrase: str) -> None:
    interval, catalogue = days(first, last), load_catalogue("it")
    assert (interval_to_text(interval, catalogue), interval_to_phrase(interval, catalogue)) == (label, phrase)


ENGLISH = [
    ("2024-10-09", "2024-10-09", "9 October 2024", "on 9 October 2024"),
    ("2022-10-01", "2022-10-31", "October 2022", "in October 2022"),
    ("2022-01-01", "2022-12-31", "2022", "in 2022"),
    ("2022-06-01", "2022-08-31", "June – August 2022", "between June and August 2022"),
    ("2024-10-03", "2024-10-09", "3 – 9 October 2024", "between 3 and 9 October 2024"),
    ("2024-09-28", "2024-10-08", "28 September – 8 October 2024", "between 28 September and 8 October 2024"),
    ("2022-10-01", None, "since October 2022", "from October 2022 on"),
    (None, "2024-05-31", "by the end of May 2024", "by the end of May 2024"),
    (None, None, "undated", "on a date not given"),
]


@pytest.mark.parametrize(("first", "last", "label", "phrase"), ENGLISH)
def test_intervals_in_english(first: str | None, last: str | None, label: str, phrase: str) -> None:
    interval, catalogue = days(first, last), load_catalogue("en")
    assert (interval_to_text(interval, catalogue), interval_to_phrase(interval, catalogue)) == (label, phrase)


@pytest.mark.parametrize(
    ("lang", "first", "phrase"),
    [("it", "2022-10-01", "da ottobre 2022"), ("it", "2022-10-11", "dall’11 ottobre 2022"), ("en", "2022-10-01", None)],
)
def test_what_goes_on_is_told_since_when(lang: str, first: str, phrase: str | None) -> None:
    told = interval_to_running_phrase(days(first, None), load_catalogue(lang))
    assert told == (phrase or "since October 2022")


@pytest.mark.parametrize(
    ("value", "words"), [("2024", "2024"), ("2024-05", "maggio 2024"), ("2024-05-01", "1º maggio 2024")]
)
def test_a_publication_date_keeps_its_precision(value: str, words: str) -> None:
    assert published_to_text(value, partial_date_to_interval(value), load_catalogue("it")) == words


def test_an_instant_is_told_in_utc() -> None:
    assert on_day(datetime(2024, 10, 8, 23, 59, tzinfo=UTC), load_catalogue("it")) == "l’8 ottobre 2024"


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.integers(0, 4000),
    st.sampled_from(catalogue_codes()),
)
def test_both_years_are_always_told(first: date, length: int, lang: str) -> None:
    last = date.fromordinal(first.toordinal() + length)
    told = interval_to_phrase(Interval(earliest=first, latest=last), load_catalogue(lang))
    assert str(last.year) in told
    assert str(first.year) in told
