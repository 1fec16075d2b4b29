from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.read import resolve
from riscontro.vocab.states import is_state


@pytest.mark.parametrize(
    ("lang", "date", "text", "state"),
    [
        ("en", "2022-11", "the governor of Borno State", "NGA"),
        ("en", "2022-11", "Mombasa police", "KEN"),
        ("en", "2022-11", "a professor at the University of Michigan", "USA"),
        ("en", "2022-11", "Catalonia", "ESP"),
        ("it", "2022-11", "la polizia di Amburgo", "DEU"),
        ("fr", "2022-11", "l'université de Bologne", "ITA"),
        ("es", "2022-11", "los rebeldes de Aceh", "IDN"),
        ("de", "2022-11", "die Regierung von Katalonien", "ESP"),
        ("ru", "2022-11", "Гамбург", "DEU"),
        ("uk", "2022-11", "Ломбардія", "ITA"),
        ("ko", "2022-11", "홋카이도", "JPN"),
        ("ja", "2022-11", "バイエルン州", "DEU"),
        ("zh", "2022-11", "巴伐利亚", "DEU"),
        ("ar", "2022-11", "بافاريا", "DEU"),
    ],
)
def test_a_place_or_a_body_named_after_it_stands_for_its_state(lang: str, date: str, text: str, state: str) -> None:
    assert resolve(text, lang=lang, date=date).state == state


@pytest.mark.parametrize(
    ("text", "state", "role"),
    [
        ("the Likud", "ISR", "PTY"),
        ("soldiers of the FARDC", "COD", "MIL"),
        ("Sinaloa Cartel", "MEX", "CRM"),
        ("the Arakan Army", "MMR", "REB"),
        ("Lok Sabha", "IND", "LEG"),
        ("Huawei", "CHN", "BUS"),
        ("Boko Haram", "NGA", "REB"),
        ("Islamic State", "IMG", "REB"),
        ("Human Rights Watch", "NGO", "NGO"),
        ("ECOWAS", "IGO", "IGO"),
        ("Catalan separatists", "ESP", "REB"),
        ("Uyghurs", "CHN", "CVL"),
    ],
)
def test_a_body_stands_for_its_home(text: str, state: str, role: str) -> None:
    found = resolve(text, lang="en", date="2022-11")
    assert (found.state, found.role) == (state, role)


@pytest.mark.parametrize(
    ("date", "text", "state", "role"),
    [
        ("2021-06", "President Uhuru Kenyatta", "KEN", "GOV"),
        ("2023-06", "Uhuru Kenyatta", "KEN", "ELI"),
        ("2022-03", "Foreign Minister Hossein Amir-Abdollahian", "IRN", "GOV"),
        ("2022-04", "Trump", "USA", "ELI"),
        ("1999-01", "Putin", None, None),
        ("1999-01", "Vladimir Putin", "RUS", "ELI"),
        ("2000-01", "António Guterres", "PRT", "GOV"),
        ("2022-10", "António Guterres", "UNO", "IGO"),
    ],
)
def test_a_person_stands_for_a_state_in_office_and_after(date: str, text: str, state: str, role: str) -> None:
    found = resolve(text, lang="en", date=date)
    assert (found.state, found.role) == (state, role)


@pytest.mark.parametrize(
    ("lang", "text", "state", "role"),
    [
        ("en", "Kyiv police", "UKR", "COP"),
        ("en", "former Colombian president Iván Duque", "COL", "ELI"),
        ("en", "Senator Marco Rubio", "USA", "LEG"),
        ("en", "the Ontario government", "CAN", "GOV"),
        ("it", "senatori americani", "USA", "LEG"),
        ("fr", "un ancien ministre malien", "MLI", "ELI"),
        ("de", "die türkische Polizei", "TUR", "COP"),
        ("es", "estudiantes de Oaxaca", "MEX", "EDU"),
        ("pl", "były minister ukraiński", "UKR", "ELI"),
        ("ru", "украинская полиция", "UKR", "COP"),
        ("zh", "法国警方", "FRA", "COP"),
        ("ar", "نواب لبنانيون", "LBN", "LEG"),
    ],
)
def test_what_the_words_beside_a_name_say_is_the_role(lang: str, text: str, state: str, role: str) -> None:
    found = resolve(text, lang=lang, date="2022-11")
    assert (found.state, found.role) == (state, role)


def test_one_slip_of_the_pen_is_forgiven_and_no_more() -> None:
    assert resolve("Ukrianians", lang="en").state == "UKR"
    assert resolve("Berlni police", lang="en").state == "DEU"
    assert resolve("Franco", lang="en").state is None


@pytest.mark.parametrize(
    "text", ["Leon Bobb", "an engineer", "police", "the Liberal Party", "Antarctica", "Victoria", "", "...", "the"]
)
def test_who_could_be_anybody_is_nobody(text: str) -> None:
    assert resolve(text, lang="en", date="2022-11").state is None


def test_a_group_keeps_its_own_name_beside_its_home() -> None:
    found = resolve("Hamas", lang="en")
    assert (found.state, found.actor) == ("PSE", "Hamas")


@given(st.text(max_size=80), st.sampled_from(["en", "ko", "ru", "ar"]))
def test_any_text_resolves_to_a_state_or_a_body_or_nothing(text: str, lang: str) -> None:
    found = resolve(text, lang=lang)
    assert found.state is None or is_state(found.state) or found.state.isalpha()
