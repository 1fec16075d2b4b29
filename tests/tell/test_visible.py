from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.tell.visible import KEPT_FORMAT_CHARACTERS, safe_url, shorten, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("èîß 북한 пушки", "èîß 북한 пушки"),
        ("a\u202eb", "a⟦U+202E⟧b"),
        ("\u2066x\u2069", "⟦U+2066⟧x⟦U+2069⟧"),
        ("a\x00b\x1bc", "a⟦U+0000⟧b⟦U+001B⟧c"),
        ("soft\u00adhyphen", "soft⟦U+00AD⟧hyphen"),
        ("zero\u200bwidth", "zero⟦U+200B⟧width"),
        ("\ufeffmark", "⟦U+FEFF⟧mark"),
        ("lone \ud800 surrogate", "lone ⟦U+D800⟧ surrogate"),
        ("end\uffff", "end⟦U+FFFF⟧"),
        ("tag \U000e0041", "tag ⟦U+E0041⟧"),
        ("line\nnext\ttab", "line\nnext\ttab"),
        ("windows\r\nline", "windows\nline"),
        ("old\rmac", "old⟦U+000D⟧mac"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_acting_characters_are_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_nothing_acting_is_left(text: str) -> None:
    left = {
        character for character in visible(text) if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    }
    assert left <= {"\n", "\t"} | KEPT_FORMAT_CHARACTERS


@given(st.text(st.characters()))
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(st.text(st.characters()))
def test_visible_text_can_be_encoded(text: str) -> None:
    assert visible(text).encode("utf-8") or text == ""


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=c#d", "http://example.org", "https://xn--bcher-kva.example/ü"]
)
def test_an_ordinary_address_is_kept(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "/relative",
        "https:example.org",
        "https://",
        "https://user@example.org",
        "https://bank.example@evil.example/",
        "https://example.org/\u202egpj.exe",
        "https://exa mple.org",
        "https://[broken",
        "https://example.org\\@evil.example",
    ],
)
def test_an_address_that_could_act_is_refused(url: str | None) -> None:
    assert safe_url(url) is None


def test_a_long_text_ends_with_an_ellipsis() -> None:
    assert shorten("uno  due\ntre quattro", 9) == "uno due…"
