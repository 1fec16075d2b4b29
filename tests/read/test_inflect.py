from __future__ import annotations

import pytest

from riscontro.read.inflect import build_inflector, expand_suffixes, with_suffixes

PACK = {
    "verb_forms": [
        {"lemma": "are", "form": "at[oaie]$", "tag": "participle"},
        {"lemma": "", "form": "=", "tag": "infinitive"},
    ],
    "participle_suffixes": [["o", ["a", "i", "e"]]],
    "suffixes": [["o", ["i"]]],
}


@pytest.fixture(scope="module")
def inflector():
    return build_inflector("it", ["inviare armi", "attacco"], PACK)


def test_verb_phrases_inflect_their_verb(inflector) -> None:
    forms = dict(inflector.verb_phrases("inviare armi"))
    assert forms["inviare armi"] == "infinitive"
    assert forms["inviati armi"] == "participle"
    assert forms["invia armi"] == "finite"


def test_nouns_take_their_own_forms_only(inflector) -> None:
    assert set(inflector.noun_phrases("attacco", heads="each")) >= {"attacco", "attacchi"}
    assert "attaccare" not in inflector.noun_phrases("attacco", heads="each")


def test_a_language_without_a_dictionary_keeps_to_the_pack_s_suffixes() -> None:
    assert build_inflector("xx", ["libro"], PACK).noun_forms("libro") == ("libro", "libri")


def test_suffix_rules() -> None:
    assert expand_suffixes("russo", [["o", ["o", "a"]]]) == ("russo", "russa")
    assert expand_suffixes("belga", [["o", ["o"]]]) == ("belga",)
    assert with_suffixes("casa", (("o", ("i",)),)) == ()
