from __future__ import annotations

import pytest

from riscontro.read.tokens import MAX_FORMS, Trie, expand, fold, tokenize


def test_scripts_without_spaces_give_a_token_a_character():
    assert tokenize("10월 3일, U.S.").norms == ["10", "월", "3", "일", ",", "u", ".", "s", "."]


def test_offsets_point_into_the_text():
    text = "İl 12’de  STRASSE"
    tokens = tokenize(text)
    words = [text[token.start : token.end] for token in tokens]
    assert words == ["İl", "12", "’", "de", "STRASSE"]


def test_spelling_variants_fold_together():
    assert fold("أكتوبر") == fold("اكتوبر")


def test_braces_expand_to_every_form():
    assert expand("{|the }day{s|}") == ["days", "day", "the days", "the day"]


def test_too_many_forms_are_refused():
    with pytest.raises(ValueError, match=str(MAX_FORMS)):
        expand("{a|b}" * 20)


def test_accents_may_be_left_out_unless_another_word_is_spelt_so():
    trie: Trie[str] = Trie()
    trie.add("martedì", "tuesday")
    trie.add("mañana", "tomorrow")
    trie.add("manana", "apple")
    assert trie.longest(["martedi"], 0) == (1, "tuesday")
    assert trie.longest(["manana"], 0) == (1, "apple")
