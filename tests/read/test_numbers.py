from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.mention import Span
from riscontro.read.numbers import find_numbers

TEXTS = [
    ("en", "more than 10,000 troops", [("more than 10,000", 10000, None, "more than")]),
    ("en", "about 1.5 million", [("about 1.5 million", 1500000, 1500000, "about")]),
    ("en", "some 3,000 men", [("some 3,000", 3000, 3000, "about")]),
    ("en", "10-12,000 men", [("10-12,000", 10000, 12000, None)]),
    ("en", "between 8,000 and 12 thousand", [("between 8,000 and 12 thousand", 8000, 12000, None)]),
    ("en", "8 to 12 thousand", [("8 to 12 thousand", 8000, 12000, None)]),
    ("en", "three dozen", [("three dozen", 36, 36, None)]),
    ("en", "dozens of men", [("dozens", 24, 108, "several")]),
    ("en", "tens of thousands of shells", [("tens of thousands", 20000, 90000, "several")]),
    ("en", "several hundred thousand shells", [("several hundred thousand", 200000, 900000, "several")]),
    ("en", "up to 500,000 barrels", [("up to 500,000", None, 500000, "up to")]),
    ("en", "two thousand and fifteen", [("two thousand and fifteen", 2015, 2015, None)]),
    ("en", "two or three missiles", [("two or three", 2, 3, None)]),
    ("en", "T-72 tanks at 14:30 on 31/10/1974", []),
    ("en", "a million and a half", [("million and a half", 1500000, 1500000, None)]),
    ("it", "Circa 2mila soldati", [("Circa 2mila", 2000, 2000, "about")]),
    ("it", "più di 10mila", [("più di 10mila", 10000, None, "more than")]),
    ("it", "millenovecentoventotto", [("millenovecentoventotto", 1928, 1928, None)]),
    ("it", "fra 8 e 12 mila", [("fra 8 e 12 mila", 8000, 12000, None)]),
    ("it", "tra i 10 e i 12 mila", [("tra i 10 e i 12 mila", 10000, 12000, None)]),
    ("it", "decine di migliaia di uomini", [("decine di migliaia", 20000, 90000, "several")]),
    ("it", "3,5 milioni", [("3,5 milioni", 3500000, 3500000, None)]),
    ("it", "almeno 1.500 soldati", [("almeno 1.500", 1500, None, "at least")]),
    ("it", "oltre un migliaio", [("oltre un migliaio", 1000, None, "more than")]),
]


@pytest.mark.parametrize(("lang", "text", "expected"), TEXTS, ids=[f"{lang}: {text}" for lang, text, _ in TEXTS])
def test_number_is_read(lang, text, expected):
    found = [(text[m.span.start : m.span.end], m.minimum, m.maximum, m.bound) for m in find_numbers(text, lang=lang)]
    assert found == expected


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [("en", "the twenty-second", 22), ("en", "3rd", 3), ("it", "ventunesimo", 21), ("it", "1º", 1)],
)
def test_ordinal_is_marked(lang, text, value):
    (mention,) = find_numbers(text, lang=lang)
    assert (mention.ordinal, mention.minimum) == (True, value)


@given(st.text(max_size=80) | st.text(alphabet="0123456789.,- milaetdozn", max_size=80))
def test_spans_lie_in_text_in_order(text):
    for lang in ("it", "en"):
        end = 0
        for mention in find_numbers(text, lang=lang):
            assert end <= mention.span.start < mention.span.end <= len(text)
            end = mention.span.end


OTHER_LANGUAGES = [
    ("fr", "entre 8 000 et 12 000 hommes", 8000, 12000, None),
    ("fr", "quatre-vingt-dix-sept", 97, 97, None),
    ("fr", "une cinquantaine de missiles", 50, 50, "about"),
    ("fr", "trois millions et demi", 3500000, 3500000, None),
    ("es", "mil novecientos noventa y nueve", 1999, 1999, None),
    ("es", "decenas de miles de hombres", 20000, 90000, "several"),
    ("de", "drei Dutzend Schiffe", 36, 36, None),
    ("de", "mehrere Hunderttausend Granaten", 200000, 900000, "several"),
    ("de", "einundzwanzig", 21, 21, None),
    ("ru", "почти 42,4 тыс. га", 42400, 42400, "almost"),
    ("ru", "от 8 до 12 тысяч", 8000, 12000, None),
    ("ru", "несколько сотен", 200, 900, "several"),
    ("uk", "кілька тисяч", 2000, 9000, "several"),
    ("uk", "близько тисячі військових", 1000, 1000, "about"),
    ("uk", "понад 10 тис. осіб", 10000, None, "more than"),
    ("ko", "1만여 명", 10000, 10000, "about"),
    ("ko", "수백만 발", 2000000, 9000000, "several"),
    ("ko", "병력 1천5백 명", 1500, 1500, None),
    ("ko", "300명 이상", 300, None, "at least"),
    ("zh", "大約1萬名士兵", 10000, 10000, "about"),
    ("zh", "三万五千", 35000, 35000, None),
    ("ja", "約１万２０００人", 12000, 12000, "about"),
    ("ja", "数人", 2, 9, "several"),
    ("pl", "kilkaset osób", 200, 900, "several"),
    ("pt", "cerca de 10 mil", 10000, 10000, "about"),
    ("ar", "أكثر من 10 آلاف جندي", 10000, None, "more than"),
    ("tr", "yaklaşık 10 bin asker", 10000, 10000, "about"),
    ("nl", "tienduizenden soldaten", 20000, 90000, "several"),
    ("sv", "omkring 10 000 soldater", 10000, 10000, "about"),
]


@pytest.mark.parametrize(
    ("lang", "text", "minimum", "maximum", "bound"),
    OTHER_LANGUAGES,
    ids=[f"{case[0]}: {case[1]}" for case in OTHER_LANGUAGES],
)
def test_number_is_read_in_every_language(lang, text, minimum, maximum, bound):
    assert [(m.minimum, m.maximum, m.bound) for m in find_numbers(text, lang=lang)] == [(minimum, maximum, bound)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [("ko", "이 문제는 한국이 안다"), ("ko", "북한이 안다"), ("ja", "一方、日本は"), ("zh", "一些国家")],
)
def test_number_characters_inside_words_are_left_alone(lang, text):
    assert find_numbers(text, lang=lang) == ()


def test_the_end_of_a_word_does_not_go_on_as_a_number_behind_a_blank():
    (found,) = find_numbers("칠레군은 병사 두 명을 보냈다", lang="ko")
    assert (found.minimum, found.span) == (2, Span(8, 9))


def test_a_dual_is_two():
    (found,) = find_numbers("أرسلت تشيلي دبابتين إلى غانا", lang="ar")
    assert (found.minimum, found.maximum) == (2, 2)


COUNTED = [
    "More than 10,000 men came.",
    "Between the eight and the twelve thousand shells left, half a million or more.",
    "Nobody counted what was left of them in the end, said a clerk who had been there since it all began.",
    "It was the third of 7 to 9 reports; two",
    "dozen people, at least, read it.",
    "A T-72 cost about $1.5 million and a half in 2019,",
    "12 12 13",
    "or several hundred.\n\n",
    "the the the the the the the the the the",
    "",
]


@given(st.lists(st.sampled_from(COUNTED), max_size=9), st.sets(st.integers(0, 8)))
def test_numbers_within_some_spans_are_those_of_the_whole_text(sentences: list[str], wanted: set[int]) -> None:
    text, spans = "", []
    for number, sentence in enumerate(sentences):
        if number in wanted:
            spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    whole, part = find_numbers(text, lang="en"), find_numbers(text, lang="en", within=spans)
    assert set(part) <= set(whole)
    assert list(part) == sorted(part, key=lambda one: one.span)
    assert {n for n in whole if any(s.start <= n.span.start < s.end for s in spans)} <= set(part)
