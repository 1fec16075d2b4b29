from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.collect.dates import find_dateline, partial_date
from riscontro.model.time import partial_date_to_interval

VALUES = [
    ("2024", "2024"),
    ("2024-05", "2024-05"),
    (" 2024-05-09 ", "2024-05-09"),
    ("2024-05-09T23:59:00-05:00", "2024-05-09"),
    ("2024-05-09 10:00", "2024-05-09"),
    ("20240509T101500Z", "2024-05-09"),
    ("20240509", "2024-05-09"),
    ("2024-02-30", None),
    ("2024-13", None),
    ("0001-01-01", None),
    ("9 May 2024", None),
    ("20240599", None),
    ("2024-05-091", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("value", "date"), VALUES, ids=[str(case[0]) for case in VALUES])
def test_value_keeps_its_precision(value: str | None, date: str | None) -> None:
    assert partial_date(value) == date


LINES = [
    ("it", "ROMA, 9 ottobre 2024 - Il ministro ha detto", "2024-10-09"),
    ("it", "Titolo della notizia\n\n9 ottobre 2024\n\nIl ministro ha detto", "2024-10-09"),
    ("en", "SEOUL, October 18, 2024 (Example Agency) - The service said", "2024-10-18"),
    ("en", "London, 18 October 2024: The ministry said", "2024-10-18"),
    ("fr", "PARIS, 1 mars 2023 — Le ministre a déclaré", "2023-03-01"),
    ("de", "Berlin, 3. März 2023 - Der Minister sagte", "2023-03-03"),
    ("es", "Madrid, 3 de marzo de 2023 - El ministro dijo", "2023-03-03"),
    ("pt", "Lisboa, 3 de março de 2023 - O ministro disse", "2023-03-03"),
    ("pl", "Warszawa, 3 marca 2023 - Minister powiedział", "2023-03-03"),
    ("ru", "МОСКВА, 3 марта 2023 года - Министр сообщил", "2023-03-03"),
    ("ru", "МОСКВА, 3 марта 2023 г. - Министр сообщил", "2023-03-03"),
    ("uk", "Київ, 3 березня 2023 - Міністр повідомив", "2023-03-03"),
    ("ko", "2024년 10월 18일\n국가정보원은 밝혔다", "2024-10-18"),
    ("zh", "2024年10月18日\n外交部发言人说", "2024-10-18"),
    ("ja", "2024年10月18日\n外務省は", "2024-10-18"),
    ("ar", "سيول، 18 أكتوبر 2024 - قالت الوزارة", "2024-10-18"),
    ("und", "2024-10-18\nText", "2024-10-18"),
    ("de", "Text vom 03.10.2024\nzweite Zeile", None),
    ("de", "Berlin, 03.10.2024 | Der Minister sagte", "2024-10-03"),
    ("it", "Il 9 ottobre 2024 il ministro ha incontrato la delegazione a Roma.", None),
    ("it", "ROMA, 9 ottobre - Il ministro ha detto", None),
    ("it", "ROMA, 39 ottobre 2024 - Il ministro ha detto", None),
    ("en", "The treaty signed on October 18, 2024 (and later ratified) binds both.", None),
    ("xx-not-a-tag", "no date", None),
    ("it", "", None),
]


@pytest.mark.parametrize(("lang", "text", "date"), LINES, ids=[f"{case[0]} {case[1][:25]}" for case in LINES])
def test_dateline(lang: str, text: str, date: str | None) -> None:
    assert find_dateline(text, lang) == date


@given(st.text(max_size=200), st.sampled_from(["it", "ko", "ru", "und", ""]))
def test_a_dateline_is_always_a_day(text: str, lang: str) -> None:
    found = find_dateline(text, lang)
    assert found is None or partial_date_to_interval(found).days() == 1
