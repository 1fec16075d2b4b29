from __future__ import annotations

import pytest

from riscontro.collect.facts import Facts, Signals
from riscontro.collect.syndication import source_of
from riscontro.collect.wire import wire_langs, wire_marks

REST = "\n\nLa delegazione è arrivata lunedì nella capitale." * 40

MARKS = [
    (
        "en",
        "This article was originally published by The Example Conversation. Read the rest there.",
        "Example Conversation",
    ),
    ("en", "Originally published on example.org under a free licence", "example.org"),
    ("en", "This story first appeared in the Example Times on 3 October.", "Example Times"),
    ("it", "Questo articolo è stato pubblicato originariamente su Eco d'Esempio.", "Eco d'Esempio"),
    ("it", "Articolo pubblicato originariamente sull'Eco", "Eco"),
    ("fr", "Cet article a été publié initialement dans Le Courrier d’Exemple, le 3 octobre.", "Le Courrier d’Exemple"),
    ("es", "Este artículo fue publicado originalmente en El Ejemplo", "El Ejemplo"),
    ("de", "Dieser Artikel erschien zuerst in der Beispielzeitung am 3. Oktober.", "Beispielzeitung"),
    ("ru", "Эта статья была впервые опубликована в Примерной газете", "Примерной газете"),
    ("uk", "Ця стаття була вперше опублікована на сайті Приклад", "Приклад"),
    ("ko", "이 기사는 예시일보에 처음 게재됐습니다.", "예시일보"),
    ("pt", "Este artigo foi publicado originalmente no Jornal Exemplo.", "Jornal Exemplo"),
    ("pl", "Artykuł został pierwotnie opublikowany w Gazecie Przykładowej.", "Gazecie Przykładowej"),
    ("zh", "本文最初发表于示例报。", "示例报"),
    ("ja", "この記事は「見本新聞」に最初に掲載されました。", "見本新聞"),
    ("ar", "نشر هذا المقال لأول مرة في صحيفة المثال", "صحيفة المثال"),
]


@pytest.mark.parametrize(("lang", "mark", "name"), MARKS, ids=[f"{case[0]}-{n}" for n, case in enumerate(MARKS)])
def test_a_mark_at_either_end_names_the_publisher(lang: str, mark: str, name: str | None) -> None:
    for text in (mark + REST, REST + "\n\n" + mark):
        assert source_of(Facts(text=text), lang, None) == name
    assert source_of(Facts(text=REST, signals=Signals(beside=f"Menu\n{mark}")), lang, None) == name


NO_MARKS = [
    ("en", "The study, which was first published in Nature Example, says so." + REST),
    ("en", "The list was originally published on Monday." + REST),
    ("en", REST + "\n\nThis article was first published by Example in the middle." + REST),
    ("it", "Il rapporto era stato pubblicato dal ministero." + REST),
]


@pytest.mark.parametrize(("lang", "text"), NO_MARKS, ids=range(len(NO_MARKS)))
def test_what_other_texts_were_published_in_is_no_mark(lang: str, text: str) -> None:
    assert source_of(Facts(text=text), lang, None) is None


@pytest.mark.parametrize(
    ("canonical", "url", "expected"),
    [
        ("https://origin.example/a", "https://copy.example/b", "origin.example"),
        ("https://www.copy.example/a", "https://m.copy.example/a?x=1", None),
        ("https://copy.example/a", "https://news.copy.example/a", None),
        ("https://times.co.example/a", "https://post.co.example/a", "times.co.example"),
        (None, "https://copy.example/b", None),
        ("https://origin.example/a", None, None),
    ],
)
def test_a_canonical_address_elsewhere_is_the_source(
    canonical: str | None, url: str | None, expected: str | None
) -> None:
    assert source_of(Facts(text="x", canonical=canonical), "en", url) == expected


def test_a_mark_goes_before_markup_and_a_page_is_not_its_own_source() -> None:
    text = "Originally published by Example Post" + REST
    assert source_of(Facts(text=text, source="Another"), "en", None) == "Example Post"
    assert source_of(Facts(text="x", source="https://www.origin.example/feed"), "en", None) == "origin.example"
    assert source_of(Facts(text="x", source="ftp://x"), "en", None) is None
    assert source_of(Facts(text="x", source="Own", publisher="own"), "en", None) is None


@pytest.mark.parametrize("lang", wire_langs())
def test_every_pack_keeps_the_contract(lang: str) -> None:
    marks = wire_marks(lang)
    assert len(wire_langs()) == 13
    assert marks.agencies
    assert marks.taken
    assert marks.unnamed
