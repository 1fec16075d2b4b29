from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.collect.decode import clean_text, declared_charset, decode_text

ITALIAN = "La città è più lontana di così, perché il ponte è caduto. " * 8
RUSSIAN = "Министерство сообщило о встрече делегаций в столице, но подробностей не раскрыло. " * 8
KOREAN = "국방부는 대표단이 수도에 도착했다고 밝혔다. " * 8


def meta(charset: str) -> str:
    return f'<html><head><meta charset="{charset}"></head><body>'


CERTAIN = [
    (ITALIAN.encode(), False, ITALIAN, "utf-8"),
    (codecs.BOM_UTF8 + ITALIAN.encode(), False, ITALIAN, "utf-8"),
    (codecs.BOM_UTF16_LE + RUSSIAN.encode("utf-16-le"), False, RUSSIAN, "utf-16-le"),
    (codecs.BOM_UTF32_BE + KOREAN.encode("utf-32-be"), False, KOREAN, "utf-32-be"),
    ((meta("windows-1251") + RUSSIAN).encode("cp1251"), True, meta("windows-1251") + RUSSIAN, "cp1251"),
    ((meta("ISO-8859-1") + "«€»").encode("cp1252"), True, meta("ISO-8859-1") + "«€»", "cp1252"),
    ((meta("euc-kr") + KOREAN).encode("cp949"), True, meta("euc-kr") + KOREAN, "cp949"),
    ((meta("iso-2022-jp") + "日本").encode("iso2022_jp"), True, meta("iso-2022-jp") + "日本", "iso2022_jp"),
    ((meta("windows-1252") + ITALIAN).encode(), True, meta("windows-1252") + ITALIAN, "utf-8"),
]


@pytest.mark.parametrize(("payload", "markup", "text", "charset"), CERTAIN, ids=[str(case[3]) for case in CERTAIN])
def test_charset_is_told_without_doubt(payload: bytes, markup: bool, text: str, charset: str) -> None:
    decoded = decode_text(payload, markup=markup)
    assert (decoded.text, decoded.charset, decoded.doubts) == (text, charset, ())


def test_a_few_damaged_bytes_do_not_change_the_charset() -> None:
    payload = ITALIAN.encode().replace("così".encode(), b"cos\xc3", 1)
    decoded = decode_text(payload)
    assert decoded.charset == "utf-8"
    assert [doubt.code for doubt in decoded.doubts] == ["collect.text.damaged"]
    assert "La città è più" in decoded.text


def test_guess_is_told() -> None:
    decoded = decode_text(RUSSIAN.encode("cp1251"))
    assert decoded.text == RUSSIAN
    assert decoded.doubts[0].code == "collect.text.charset-guessed"


@pytest.mark.parametrize("name", ["utf-7", "unicode_escape", "punycode", "idna", "zlib", "rot13", "no-such"])
def test_page_cannot_choose_a_strange_codec(name: str) -> None:
    assert declared_charset(meta(name).encode()) is None


CLEANED = [
    ("a\r\nb\rc\n", "a\nb\nc\n", False),
    ("a\x0bb\x0cc", "a\nb\nc", False),
    ("\ufeffa", "a", False),
    ("a\x00b\x1b[0m", "ab[0m", True),
    ("a\ud800b", "a\ufffdb", True),
    ("tab\there \u00a0 «so»\u2028", "tab\there \u00a0 «so»\u2028", False),
]


@pytest.mark.parametrize(("text", "clean", "doubtful"), CLEANED, ids=[repr(case[0]) for case in CLEANED])
def test_only_controls_go(text: str, clean: str, doubtful: bool) -> None:
    cleaned, doubts = clean_text(text)
    assert (cleaned, bool(doubts)) == (clean, doubtful)


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_give_a_text_that_can_be_stored(payload: bytes, markup: bool) -> None:
    decoded = decode_text(payload, markup=markup)
    decoded.text.encode()
    assert clean_text(decoded.text) == (decoded.text, ())
    assert decoded.charset is not None or decoded.doubts
