from __future__ import annotations

import pytest

from riscontro.collect.agencies import find_agencies

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
]


@pytest.mark.parametrize(("lang", "text", "agencies"), TAGGED, ids=range(len(TAGGED)))
def test_tags_at_the_edges_are_found(lang: str, text: str, agencies: list[str]) -> None:
    found = find_agencies(text, lang)
    assert [tag.agency for tag in found] == agencies
    assert all(tag.span.start < tag.span.end <= len(text) for tag in found)
