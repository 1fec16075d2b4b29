from __future__ import annotations

import pytest

from riscontro.collect.agencies import agencies_of, find_agencies

REST = " La delegazione è arrivata lunedì nella capitale." * 20

TAGGED = [
    ("it", "ROMA, 9 OTT (ANSA) - Il ministro ha detto." + REST, ["ANSA"]),
    ("it", "Il ministro ha detto." + REST + " (Adnkronos)", ["Adnkronos"]),
    ("en", "SEOUL (Reuters) - The ministry said." + REST, ["Reuters"]),
    ("en", "The ministry said." + REST + "\n\nWith inputs from AFP and Yonhap", ["AFP", "Yonhap"]),
    ("de", "BERLIN (dpa) - Der Minister sagte." + REST, ["dpa"]),
    ("de", "Der Minister sagte." + REST + "\nMit Material von dpa und Reuters.", ["dpa", "Reuters"]),
    ("fr", "Le ministre a parlé." + REST + "\n(Avec AFP et Reuters)", ["AFP", "Reuters"]),
    ("ru", "СЕУЛ, 9 октября. /ТАСС/. Министр сообщил." + REST, ["TASS"]),
    ("ko", "(서울=연합뉴스) 국방부는 밝혔다." + REST, ["Yonhap"]),
    ("ja", "【ロイター】防衛省は発表した。" + REST, ["Reuters"]),
    ("it", "Il ministro ha parlato alla Reuters di ponti." + REST, []),
    ("it", REST + " Lo scrive (ANSA) in mezzo al testo." + REST, []),
    ("en", "AP courses grow in schools, the board said." + REST, []),
    ("und", "", []),
    ("en", "SEOUL, Oct 3 (Yonhap) -- The ministry said." + REST, ["Yonhap"]),
    ("fr", "PARIS, 3 oct (AFP) - Le ministre a parlé." + REST, ["AFP"]),
    ("es", "Madrid, 3 oct (EFE).- El ministro habló." + REST, ["EFE"]),
    ("uk", "Міністр заявив." + REST + "\nДжерело: Укрінформ", ["Ukrinform"]),
    ("pl", "Minister powiedział." + REST + "\n(PAP)", ["PAP"]),
    ("pt", "O ministro falou." + REST + "\nCom informações da Lusa", ["Lusa"]),
    ("zh", "（路透社）国防部表示。" + REST, ["Reuters"]),
    ("ar", "سول (رويترز) - قالت الوزارة." + REST, ["Reuters"]),
]


@pytest.mark.parametrize(("lang", "text", "agencies"), TAGGED, ids=range(len(TAGGED)))
def test_tags_at_the_edges_are_found(lang: str, text: str, agencies: list[str]) -> None:
    found = find_agencies(text, lang)
    assert [tag.agency for tag in found] == agencies
    assert all(tag.span.start < tag.span.end <= len(text) for tag in found)


BYLINES = [
    ("en", "Reuters", ("Reuters",)),
    ("en", "By Jane Roe and agencies", ("agencies",)),
    ("en", "Staff writer, with agencies", ("agencies",)),
    ("en", "Jane Roe, AFP and AP", ("AFP", "AP")),
    ("en", "Jane Roe (Reuters)", ("Reuters",)),
    ("en", "Reuters staff", ("Reuters",)),
    ("it", "Redazione con agenzie", ("agencies",)),
    ("it", "di Redazione ANSA", ("ANSA",)),
    ("it", "Nova Bianchi", ()),
    ("de", "Von dpa und AFP", ("dpa", "AFP")),
    ("fr", "Le Courrier avec AFP", ("AFP",)),
    ("es", "Agencias", ("agencies",)),
    ("ko", "연합뉴스", ("Yonhap",)),
    ("ru", "ТАСС", ("TASS",)),
    ("en", None, ()),
]


@pytest.mark.parametrize(("lang", "byline", "agencies"), BYLINES, ids=range(len(BYLINES)))
def test_bylines_name_agencies(lang: str, byline: str | None, agencies: tuple[str, ...]) -> None:
    assert agencies_of("A text." + REST, byline, lang) == agencies


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The ministry said." + REST + "\n\n(With agencies)"),
        ("it", "Il ministro ha detto." + REST + "\n(con agenzie)"),
        ("de", "Der Minister sagte." + REST + "\nMit Agenturen"),
        ("es", "El ministro habló." + REST + "\nCon información de agencias."),
    ],
)
def test_agencies_without_a_name_are_told(lang: str, text: str) -> None:
    assert agencies_of(text, None, lang) == ("agencies",)


def test_agencies_in_a_sentence_are_none() -> None:
    assert agencies_of("The ministry said that agencies must report." + REST, None, "en") == ()
