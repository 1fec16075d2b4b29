from __future__ import annotations

import pytest

from riscontro.model.time import Published
from riscontro.read.actors import find_actors

CASES = [
    ("en", "Iranian Foreign Minister Mohammad Javad Zarif left.", [("IRN", "ministry")]),
    ("en", "South Korea's National Intelligence Service said so.", [("KOR", "service")]),
    ("en", "the president of Peru and soldiers of Chad", [("PER", "leader"), ("TCD", "forces")]),
    ("en", "China's National Defense Ministry", [("CHN", "ministry")]),
    ("en", "the US told us", [("USA", "state")]),
    ("en", "The turkey was roasted in Turkey.", [("TUR", "state")]),
    ("en", "He reads the Washington Post.", []),
    ("en", "Zarif met the Iranian Foreign Minister Javad Zarif. Later Zarif left.", [("IRN", "ministry")] * 2),
    ("en", "Norway said that the country would pay.", [("NOR", "state"), ("NOR", "state")]),
    ("en", "The Polish government met. The government then left.", [("POL", "leader"), ("POL", "leader")]),
    ("it", "il ministro della Difesa sudcoreano Kim Yong-hyun", [("KOR", "ministry")]),
    ("it", "l’esercito dell’Ucraina e il governo di Kiev", [("UKR", "forces"), ("UKR", "leader")]),
    ("it", "i soldati nordcoreani in Russia", [("PRK", "forces"), ("RUS", "state")]),
    ("it", "il mar del Giappone", []),
    ("it", "la Nato e l'Onu", [("NATO", "organisation"), ("UNO", "organisation")]),
    ("it", "il governo russo del presidente Vladimir Putin", [("RUS", "leader")]),
]


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_find_actors(lang: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = find_actors(text, lang=lang, published=Published(value="2024-10-09", found_by="contract"))
    assert [(mention.actor, mention.role) for mention in found] == expected


@pytest.mark.parametrize(("published", "actors"), [("2022-01-05", ["USA"]), ("2026-01-05", [])])
def test_holders_stand_for_a_state_only_while_in_office(published: str, actors: list[str]) -> None:
    found = find_actors("Biden spoke.", lang="en", published=Published(value=published, found_by="contract"))
    assert [mention.actor for mention in found] == actors


@pytest.mark.parametrize(
    ("lang", "text", "states"),
    [  # a year before the office, within it, a year after it
        ("en", "Olaf Scholz spoke.", {"2020-12-01": [], "2023-01-05": ["DEU"], "2026-05-07": []}),
        ("it", "Lo ha detto Mike Pompeo.", {"2017-04-01": [], "2019-01-05": ["USA"], "2022-01-21": []}),
        ("ru", "Об этом говорили с Олафом Шольцем.", {"2020-12-01": [], "2023-01-05": ["DEU"], "2026-05-07": []}),
        ("ko", "최선희는 말했다.", {"2021-06-01": [], "2023-01-05": ["PRK"]}),
        ("en", "Benjamin Netanyahu spoke.", {"2020-01-05": ["ISR"], "2021-12-01": [], "2023-01-05": ["ISR"]}),
    ],
)
def test_holders_of_the_table_before_within_and_after_office(
    lang: str, text: str, states: dict[str, list[str]]
) -> None:
    for published, actors in states.items():
        found = find_actors(text, lang=lang, published=Published(value=published, found_by="contract"))
        assert [mention.actor for mention in found] == actors, published


def test_spans_hold_the_words() -> None:
    text = "Ieri il presidente del Perù è partito."
    (mention,) = find_actors(text, lang="it")
    assert text[mention.span.start : mention.span.end] == "presidente del Perù"


@pytest.mark.parametrize(
    ("lang", "text", "state"),
    [("en", "Police in Sydney", "AUS"), ("it", "Le autorità di Sarajevo", "BIH"), ("fr", "La police de Zagreb", "HRV")],
)
def test_cities_that_cldr_names_stand_for_their_state(lang: str, text: str, state: str) -> None:
    assert [mention.actor for mention in find_actors(text, lang=lang)] == [state]


def test_a_city_named_as_its_state_stays_the_state() -> None:
    assert [mention.role for mention in find_actors("Singapore signed", lang="en")] == ["state"]


def test_a_day_is_no_short_name() -> None:
    found = find_actors("외무성은 8일 국방성 담화를 전했다.", lang="ko")
    assert "JPN" not in {mention.actor for mention in found}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Ethnic Hungarians marched through the town.", "en"),
        ("An anti-Iran rally was held.", "en"),
        ("Un giornalista di etnia albanese.", "it"),
        ("Etwa 2,5 US-Dollar je Stunde.", "de"),
        ("Приблизно 900 доларів США на місяць.", "uk"),
    ],
)
def test_a_name_that_means_no_state_names_no_party(text: str, lang: str) -> None:
    assert find_actors(text, lang=lang) == ()
