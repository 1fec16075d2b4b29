from __future__ import annotations

import pytest

from riscontro.collect.language import detect_language

TEXTS = [
    ("it", "Il ministero ha riferito che la delegazione è rimasta tre giorni nella capitale."),
    ("en", "The ministry said the delegation stayed three days in the capital."),
    ("fr", "Le ministère a indiqué que la délégation était restée trois jours dans la capitale."),
    ("es", "El ministerio informó de que la delegación permaneció tres días en la capital."),
    ("de", "Das Ministerium teilte mit, die Delegation sei drei Tage in der Hauptstadt geblieben."),
    ("ru", "Министерство сообщило, что делегация провела в столице три дня."),
    ("uk", "Міністерство повідомило, що делегація провела у столиці три дні."),
    ("ko", "국방부는 대표단이 사흘 동안 수도에 머물렀다고 밝혔다."),
    ("pt", "O ministério informou que a delegação ficou três dias na capital."),
    ("pl", "Ministerstwo poinformowało, że delegacja spędziła w stolicy trzy dni."),
    ("zh", "国防部说，代表团在首都停留了三天。"),
    ("ja", "防衛省によると、代表団は首都に三日間滞在した。"),
    ("ar", "قالت الوزارة إن الوفد بقي ثلاثة أيام في العاصمة."),
]


@pytest.mark.parametrize(("lang", "text"), TEXTS, ids=[case[0] for case in TEXTS])
def test_language_of_a_sentence(lang: str, text: str) -> None:
    assert detect_language(text) == lang


def test_markup_that_is_wrong_does_not_outweigh_the_text() -> None:
    assert detect_language(TEXTS[0][1] * 3, "en") == "it"


SHORT = [("Mosca", "it", "it"), ("Mosca", None, "und"), ("12 34 — 56", None, "und")]


@pytest.mark.parametrize(("text", "hint", "lang"), SHORT)
def test_short_text_is_left_to_the_markup(text: str, hint: str | None, lang: str) -> None:
    assert detect_language(text, hint) == lang
