"""The table of conventions in docs/times.md, row by row, and that languages share it.

P is Wednesday 9 October 2024. An interval is written ``first/last``, an open end as ``..``.
"""

from __future__ import annotations

import pytest

from riscontro.model.time import Published
from riscontro.read.times import find_times

P = Published(value="2024-10-09", found_by="contract")

ROWS = [
    ("They met on Tuesday.", "2024-10-08"),
    ("They met on Wednesday.", "2024-10-09"),
    ("They will meet on Friday.", "2024-10-11"),
    ("They met last Monday.", "2024-10-07"),
    ("They will meet next Monday.", "2024-10-14"),
    ("He came on 12 October.", "2023-10-12"),
    ("He will come on 12 October.", "2024-10-12"),
    ("It must end by 3 March.", "../2025-03-03"),
    ("They met on the 7th.", "2024-10-07"),
    ("They met last week.", "2024-09-30/2024-10-06"),
    ("They meet this week.", "2024-10-07/2024-10-13"),
    ("They will meet next month.", "2024-11-01/2024-11-30"),
    ("It fell last quarter.", "2024-07-01/2024-09-30"),
    ("It fell last year.", "2023-01-01/2023-12-31"),
    ("They met last weekend.", "2024-10-05/2024-10-06"),
    ("It began in the spring of 2023.", "2023-03-01/2023-05-31"),
    ("It began in winter 2023.", "2023-12-01/2024-02-29"),
    ("It fell in the third quarter of 2023.", "2023-07-01/2023-09-30"),
    ("It fell in the first half of 2024.", "2024-01-01/2024-06-30"),
    ("It fell in the second half of September.", "2024-09-16/2024-09-30"),
    ("They met ten days ago.", "2024-09-29"),
    ("They met two years ago.", "2022-01-01/2022-12-31"),
    ("They met three months ago.", "2024-07-01/2024-07-31"),
    ("They will meet in two weeks.", "2024-10-23"),
    ("They signed two weeks after 3 May 2024.", "2024-05-17"),
    ("They broke more than a decade ago.", "../2014-10-08"),
    ("They broke years ago.", "../2024-10-09"),
    ("It fell over the last two days.", "2024-10-07/2024-10-08"),
    ("It fell over the last two years.", "2022-10-09/2024-10-09"),
    ("It will rise over the next three days.", "2024-10-10/2024-10-12"),
    ("It will end within ten days.", "2024-10-09/2024-10-19"),
    ("It rose in recent days.", "2024-10-03/2024-10-09"),
    ("It rose in recent weeks.", "2024-08-28/2024-10-09"),
    ("It rose in recent months.", "2024-04-09/2024-10-09"),
    ("It rose in recent years.", "2019-10-09/2024-10-09"),
    ("It will rise in the coming days.", "2024-10-10/2024-10-12"),
    ("It will rise in the coming weeks.", "2024-10-10/2024-11-06"),
    ("They met in early October.", "2024-10-01/2024-10-10"),
    ("They met in mid-September.", "2024-09-11/2024-09-20"),
    ("They met in late September.", "2024-09-21/2024-09-30"),
    ("They met in late 2023.", "2023-09-01/2023-12-31"),
    ("They met early last week.", "2024-09-30/2024-10-02"),
    ("They met earlier this year.", "2024-01-01/2024-10-08"),
    ("They will meet later this month.", "2024-10-09/2024-10-31"),
    ("It ran from 8 to 13 October 2023.", "2023-10-08/2023-10-13"),
    ("It ran between 2019 and 2022.", "2019-01-01/2022-12-31"),
    ("It has run since the summer of 2022.", "2022-06-01/.."),
    ("It has run after 2016.", "2017-01-01/.."),
    ("It ran before 2016.", "../2015-12-31"),
    ("It ran until 3 May 2024.", "../2024-05-03"),
    ("It ran until 2012.", "../2011-12-31"),
    ("It grew in the 1990s.", "1990-01-01/1999-12-31"),
    ("It grew in the 19th century.", "1800-01-01/1899-12-31"),
    ("They met on the first Wednesday of October 2024.", "2024-10-02"),
    ("It was built in Juche 112.", "2023-01-01/2023-12-31"),
    ("They met overnight.", "2024-10-08/2024-10-09"),
    ("They met yesterday.", "2024-10-08"),
    ("They met on 10/11/2023.", "2023-10-11"),
    ("They met at Christmas 2023.", "2023-12-25"),
]

ALIKE = [
    ("last week", "2024-09-30/2024-10-06", {
        "it": "Si sono visti la scorsa settimana.",
        "fr": "Ils se sont vus la semaine dernière.",
        "es": "Se vieron la semana pasada.",
        "de": "Sie trafen sich vorige Woche.",
        "ru": "Они встретились на прошлой неделе.",
        "uk": "Вони зустрілися минулого тижня.",
        "ko": "그들은 지난주에 만났다.",
    }),
    ("recent weeks", "2024-08-28/2024-10-09", {
        "it": "È cresciuto nelle ultime settimane.",
        "fr": "Cela a crû ces dernières semaines.",
        "es": "Creció en las últimas semanas.",
        "de": "Es wuchs in den vergangenen Wochen.",
        "ru": "Это выросло за последние недели.",
        "uk": "Це зросло за останні тижні.",
        "ko": "최근 몇 주 동안 늘었다.",
    }),
    ("since the summer of 2022", "2022-06-01/..", {
        "it": "Continua dall'estate del 2022.",
        "fr": "Cela dure depuis l'été 2022.",
        "es": "Dura desde el verano de 2022.",
        "de": "Es dauert seit dem Sommer 2022 an.",
        "ru": "Это продолжается с лета 2022 года.",
        "uk": "Це триває з літа 2022 року.",
        "ko": "2022년 여름부터 계속된다.",
    }),
    ("two years ago", "2022-01-01/2022-12-31", {
        "it": "Si sono visti due anni fa.",
        "fr": "Ils se sont vus il y a deux ans.",
        "es": "Se vieron hace dos años.",
        "de": "Sie trafen sich vor zwei Jahren.",
        "ru": "Они встретились два года назад.",
        "uk": "Вони зустрілися два роки тому.",
        "ko": "그들은 2년 전에 만났다.",
    }),
    ("early October", "2024-10-01/2024-10-10", {
        "it": "Si sono visti all'inizio di ottobre.",
        "fr": "Ils se sont vus début octobre.",
        "es": "Se vieron a principios de octubre.",
        "de": "Sie trafen sich Anfang Oktober.",
        "ru": "Они встретились в начале октября.",
        "uk": "Вони зустрілися на початку жовтня.",
        "ko": "그들은 10월 초에 만났다.",
    }),
]  # fmt: skip


TENSE = [
    ("es", "Irán entregó misiles a Rusia en septiembre.", "2024-09-01/2024-09-30"),
    ("es", "Teherán y Moscú firmaron un pacto en noviembre.", "2023-11-01/2023-11-30"),
    ("es", "Visitará Moscú en septiembre.", "2025-09-01/2025-09-30"),
    ("es", "El ministro visitará Teherán en septiembre.", "2025-09-01/2025-09-30"),
]


def interval(text, lang):
    found = find_times(text, lang=lang, published=P)
    assert len(found) == 1, [(mention.text, str(mention.interval)) for mention in found]
    return str(found[0].interval)


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_the_convention_holds(text, expected):
    assert interval(text, "en") == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [(lang, text, expected) for _, expected, texts in ALIKE for lang, text in texts.items()],
)
def test_every_language_follows_the_same_convention(lang, text, expected):
    assert interval(text, lang) == expected


@pytest.mark.parametrize(("lang", "text", "expected"), TENSE)
def test_a_name_that_ends_like_a_verb_shows_no_tense(lang, text, expected):
    assert interval(text, lang) == expected
