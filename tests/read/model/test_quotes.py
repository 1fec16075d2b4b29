"""Quotes are found whatever the typography, at true offsets, and only where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.mention import Span
from riscontro.read.model.quotes import find_quote, fold_text

FOUND = [
    ("L’Iran ha inviato «droni».", 'L\'Iran ha inviato "droni"', "L’Iran ha inviato «droni»"),
    ("a 2022–2023 deal", "2022-2023", "2022–2023"),
    ("North\u00a0Korea  sent\nshells", "North Korea sent shells", "North\u00a0Korea  sent\nshells"),
    ("so\u00adft hyphen", "soft hyphen", "so\u00adft hyphen"),
    ("e\u0301tats membres", "états membres", "e\u0301tats membres"),
    ("the ﬁrst shells", "first shells", "ﬁrst shells"),
    ("１００ shells", "100 shells", "１００ shells"),
    ("wait… then go", "wait... then go", "wait… then go"),
    ("Seoul says so", "seoul says", "Seoul says"),
    ("«Nie», said he", '"Nie"', "«Nie»"),
    ("Putins Besuch in Pjöngjang", "Putin", "Putin"),
    ("북한이 포탄을 보냈다", "북한", "북한"),
    ("朝鮮がロシアに砲弾を送った", "ロシア", "ロシア"),
    ("وروسيا وافقت", "روسيا", "روسيا"),
    ("'Tehran sold drones.'", "Tehran sold drones", "Tehran sold drones"),
]


@pytest.mark.parametrize(("text", "words", "found"), FOUND)
def test_words_are_found_in_the_documents_own_spelling(text, words, found):
    span = find_quote(fold_text(text), words)
    assert span is not None
    assert text[span.start : span.end] == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1000 missiles", "100"),
        ("1,000 missiles", "1"),
        ("12.5 tonnes", "12"),
        ("toward the border", "war"),
        ("Iranian drones", "Ira"),
        ("they sent shells", "they sent missiles"),
        ("they sent shells and guns", "they ... guns"),
        ("anything", ""),
        ("anything", "   "),
        ("anything", "\u200b"),
        ("Russia sent oil", "Russia sent"[::-1]),
    ],
)
def test_words_that_are_not_there_are_not_found(text, words):
    assert find_quote(fold_text(text), words) is None


def test_the_nearest_of_several_places_is_taken():
    text = "Seoul said it. Later Seoul denied it."
    assert find_quote(fold_text(text), "Seoul", near=Span(30, 36)) == Span(21, 26)
    assert find_quote(fold_text(text), "Seoul") == Span(0, 5)


def test_only_places_within_what_was_sent_count():
    text = "Seoul said it. Later Seoul denied it."
    assert find_quote(fold_text(text), "Seoul", within=[Span(15, 37)]) == Span(21, 26)
    assert find_quote(fold_text(text), "said it. Later", within=[Span(0, 14), Span(15, 37)]) is None


TEXTS = st.text(alphabet=st.sampled_from("ab Ж北한é…’“-\u00ad\u0301İß.,1 \n"), max_size=60)


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_a_span_lies_in_the_text_and_holds_the_words(text, start, length):
    folded = fold_text(text)
    words = text[start : start + length]
    span = find_quote(folded, words)
    if span is not None:
        assert 0 <= span.start < span.end <= len(text)
        inside = fold_text(text[span.start : span.end]).form.lower()
        assert all(part in inside for part in fold_text(words).form.lower().strip(" \"'.,;:").split())


@given(TEXTS, TEXTS)
def test_what_is_found_has_the_letters_of_the_quote(text, words):
    span = find_quote(fold_text(text), words)
    if span is not None:
        kept = [c for c in fold_text(words).form.lower() if c.isalnum()]
        assert kept == [c for c in fold_text(text[span.start : span.end]).form.lower() if c.isalnum()]
