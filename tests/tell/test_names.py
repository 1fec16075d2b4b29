from __future__ import annotations

from collections import Counter

import pytest

from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.names import party_name
from riscontro.vocab.states import states

ITALIAN = [
    ("RUS", "la Russia", "alla Russia", "della Russia", "dalla Russia", "con la Russia"),
    ("PRK", "la Corea del Nord", "alla Corea del Nord", "della Corea del Nord", "dalla Corea del Nord", None),
    ("UKR", "l’Ucraina", "all’Ucraina", "dell’Ucraina", "dall’Ucraina", "con l’Ucraina"),
    ("USA", "gli Stati Uniti", "agli Stati Uniti", "degli Stati Uniti", "dagli Stati Uniti", "con gli Stati Uniti"),
    ("JPN", "il Giappone", "al Giappone", "del Giappone", "dal Giappone", "con il Giappone"),
    ("CUB", "Cuba", "a Cuba", "di Cuba", "da Cuba", "con Cuba"),
    ("IRN", "l’Iran", "all’Iran", "dell’Iran", "dall’Iran", None),
    ("ISR", "Israele", "a Israele", "di Israele", "da Israele", None),
    ("YEM", "lo Yemen", "allo Yemen", "dello Yemen", "dallo Yemen", None),
    ("ZWE", "lo Zimbabwe", "allo Zimbabwe", "dello Zimbabwe", "dallo Zimbabwe", None),
    ("LKA", "lo Sri Lanka", "allo Sri Lanka", "dello Sri Lanka", "dallo Sri Lanka", None),
    ("SDN", "il Sudan", "al Sudan", "del Sudan", "dal Sudan", None),
    ("HND", "l’Honduras", "all’Honduras", "dell’Honduras", "dall’Honduras", None),
    ("NLD", "i Paesi Bassi", "ai Paesi Bassi", "dei Paesi Bassi", "dai Paesi Bassi", None),
    ("ARE", "gli Emirati Arabi Uniti", "agli Emirati Arabi Uniti", "degli Emirati Arabi Uniti", None, None),
    ("PHL", "le Filippine", "alle Filippine", "delle Filippine", "dalle Filippine", None),
    ("GBR", "il Regno Unito", "al Regno Unito", "del Regno Unito", "dal Regno Unito", None),
    ("EGY", "l’Egitto", "all’Egitto", "dell’Egitto", "dall’Egitto", None),
    ("AND", "Andorra", "ad Andorra", "di Andorra", "da Andorra", None),
    ("SMR", "San Marino", "a San Marino", "di San Marino", "da San Marino", None),
    ("COD", "la Repubblica Democratica del Congo", "alla Repubblica Democratica del Congo", None, None, None),
    ("NATO", "la NATO", "alla NATO", "della NATO", "dalla NATO", "con la NATO"),
    ("EUU", "l’Unione europea", "all’Unione europea", "dell’Unione europea", "dall’Unione europea", None),
    ("UNO", "le Nazioni Unite", "alle Nazioni Unite", "delle Nazioni Unite", "dalle Nazioni Unite", None),
    ("Houthi", "gli Houthi", "agli Houthi", "degli Houthi", "dagli Houthi", None),
    ("ISIS", "lo Stato islamico", "allo Stato islamico", "dello Stato islamico", "dallo Stato islamico", None),
    ("Wagner", "il gruppo Wagner", "al gruppo Wagner", "del gruppo Wagner", "dal gruppo Wagner", None),
    ("Hezbollah", "Hezbollah", "a Hezbollah", "di Hezbollah", "da Hezbollah", "con Hezbollah"),
]


@pytest.mark.parametrize(("code", "name", "to", "of", "by", "along"), ITALIAN)
def test_italian_articles_and_prepositions(
    code: str, name: str, to: str, of: str | None, by: str | None, along: str | None
) -> None:
    party = party_name(code, load_catalogue("it"))
    forms = (f"{party}", f"{party:a}", f"{party:di}", f"{party:da}", f"{party:con}")
    expected = (name, to, of, by, along)
    assert [form for form, wanted in zip(forms, expected, strict=True) if wanted] == [one for one in expected if one]


@pytest.mark.parametrize(
    ("code", "plural"), [("USA", True), ("PHL", True), ("UNO", True), ("RUS", False), ("CUB", False), ("EUU", False)]
)
def test_italian_number(code: str, plural: bool) -> None:
    assert party_name(code, load_catalogue("it")).plural is plural


def test_every_state_has_one_grammatical_class_in_italian() -> None:
    classes = load_catalogue("it").table["parties"]["classes"]
    listed = Counter(code for codes in classes.values() for code in codes.split())
    assert [state.alpha3 for state in states() if listed[state.alpha3] != 1] == []


def test_every_state_has_a_name_in_each_language() -> None:
    bare = [
        (lang, state.alpha3)
        for lang in ("it", "en")
        for state in states()
        if party_name(state.alpha3, load_catalogue(lang)).bare == state.alpha3
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("code", "name", "to"),
    [
        ("USA", "the United States", "to the United States"),
        ("RUS", "Russia", "to Russia"),
        ("NLD", "the Netherlands", "to the Netherlands"),
        ("UNO", "the United Nations", "to the United Nations"),
        ("NATO", "NATO", "to NATO"),
        ("Houthi", "the Houthis", "to the Houthis"),
        ("BIH", "Bosnia and Herzegovina", "to Bosnia and Herzegovina"),
    ],
)
def test_english_articles(code: str, name: str, to: str) -> None:
    party = party_name(code, load_catalogue("en"))
    assert (f"{party}", f"{party:to}") == (name, to)


def test_english_names_hold_no_ampersand() -> None:
    assert [s.alpha3 for s in states() if "&" in party_name(s.alpha3, load_catalogue("en")).bare] == []
