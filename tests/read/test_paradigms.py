"""Declensions as data: forms with their cases, agreement within a phrase, and the way back for names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.errors import PackError
from riscontro.lang.loader import load_table, pack_codes
from riscontro.read.paradigms import CASES, build_paradigms, load_paradigms

DECLINED = [lang for lang in pack_codes() if load_table(lang, "forms")]


def cases_of(lang: str, phrase: str, form: str) -> set[str]:
    paradigms = load_paradigms(lang)
    assert paradigms is not None
    return set(paradigms.phrase_forms(phrase)[form])


@pytest.mark.parametrize(
    ("lang", "phrase", "form", "cases"),
    [
        ("ru", "Россия", "Россией", {"is"}),
        ("ru", "Северная Корея", "Северной Корее", {"ds", "ls"}),
        ("ru", "министр обороны", "министром обороны", {"is"}),
        ("ru", "министр обороны", "министра обороны", {"gs", "as"}),
        ("ru", "китаец", "китайцев", {"gp", "ap"}),
        ("ru", "россиянин", "россиян", {"gp", "ap"}),
        ("ru", "вооружённые силы", "вооружёнными силами", {"ip"}),
        ("uk", "Україна", "Україною", {"is"}),
        ("uk", "Північна Корея", "Північній Кореї", {"ds", "ls"}),
        ("uk", "постачання", "постачань", {"gp"}),
        ("pl", "Korea Południowa", "Koreą Południową", {"is"}),
        ("pl", "pocisk balistyczny", "pocisków balistycznych", {"gp"}),
    ],
)
def test_forms_know_their_cases(lang: str, phrase: str, form: str, cases: set[str]) -> None:
    assert cases_of(lang, phrase, form) == cases


def test_a_word_of_no_class_stays_as_it_is_in_no_known_case() -> None:
    assert cases_of("ru", "КНДР", "КНДР") == set()


def test_an_adjective_and_its_noun_stand_in_one_case() -> None:
    paradigms = load_paradigms("ru")
    assert paradigms is not None
    forms = paradigms.phrase_forms("баллистическая ракета")
    assert "баллистической ракетами" not in forms
    assert "баллистическими ракетами" in forms


def test_a_name_is_put_back_into_its_first_case() -> None:
    paradigms = load_paradigms("ru")
    assert paradigms is not None
    assert "путин" in paradigms.lemmas_of("путина", frozenset({"gs"}))
    assert "зеленский" in paradigms.lemmas_of("зеленского", frozenset({"gs"}))


@pytest.mark.parametrize("lang", DECLINED)
def test_names_of_states_keep_their_dictionary_form(lang: str) -> None:
    paradigms = load_paradigms(lang)
    assert paradigms is not None
    for names in load_table(lang, "actor")["names"].values():
        for name in names:
            forms = paradigms.phrase_forms(name)
            assert any(form.casefold() == name.casefold() for form in forms), name
            assert all(set(cases) <= set(CASES) for cases in forms.values()), name


@pytest.mark.parametrize("lang", DECLINED)
@given(word=st.text(max_size=12))
def test_any_word_has_a_form(lang: str, word: str) -> None:
    paradigms = load_paradigms(lang)
    assert paradigms is not None
    assert paradigms.phrase_forms(word)


def test_a_row_with_too_few_endings_is_an_error() -> None:
    with pytest.raises(PackError, match="2 endings, 12 are wanted"):
        build_paradigms({"noun": [{"forms": "а ы"}]})
