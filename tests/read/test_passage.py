from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.read.passage import cut_passage, fold, tokenize
from tests.read.counting import count_calls

SENTENCES = [
    ("One came. Two went.", ["One came.", "Two went."]),
    ("Gen. Rossi met Dr. Bianchi. They spoke.", ["Gen. Rossi met Dr. Bianchi.", "They spoke."]),
    ("The U.S. sent help. It came late.", ["The U.S. sent help.", "It came late."]),
    ("He flew to the U.S. The visit was short.", ["He flew to the U.S.", "The visit was short."]),
    ("It cost 3.5 million. Nobody paid.", ["It cost 3.5 million.", "Nobody paid."]),
    ("He said “we left.” They stayed.", ["He said “we left.”", "They stayed."]),
    ("First line\nSecond line", ["First line", "Second line"]),
    ("Really? Yes! Go on.", ["Really?", "Yes!", "Go on."]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    passage = cut_passage(text, abbreviations=frozenset({"gen", "dr"}), starters=frozenset({"the"}))
    spans = [passage.span(sentence.first, sentence.last) for sentence in passage.sentences]
    assert [text[span.start : span.end] for span in spans] == expected


def test_a_number_with_a_stop_before_a_month_is_an_ordinal() -> None:
    text = "Er kam am 3. Mai. Platz 3. Mehr war nicht. Am 4. Mehr."
    passage = cut_passage(text, counted=frozenset({"mai"}))
    spans = [passage.span(sentence.first, sentence.last) for sentence in passage.sentences]
    words = [text[span.start : span.end] for span in spans]
    assert words == ["Er kam am 3. Mai.", "Platz 3.", "Mehr war nicht.", "Am 4.", "Mehr."]


def test_paragraphs_are_counted() -> None:
    passage = cut_passage("A came. B went.\n\nC stayed.")
    assert [sentence.paragraph for sentence in passage.sentences] == [0, 0, 1]


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("dell’Ucraina", ["dell", "'", "ucraina"]),
        ("Iran's", ["iran", "'s"]),
        ("U.N.-led", ["u.n.", "-", "led"]),
        ("10,000 men", ["10,000", "men"]),
    ],
)
def test_tokens(text: str, norms: list[str]) -> None:
    assert [token.norm for token in tokenize(text)] == norms


@given(st.text(max_size=400))
def test_tokens_lie_in_the_text_and_sentences_cover_them(text: str) -> None:
    passage = cut_passage(text)
    for token in passage.tokens:
        assert fold(text[token.start : token.end]) == token.norm
    covered = [index for sentence in passage.sentences for index in range(sentence.first, sentence.last)]
    assert covered == list(range(len(passage.tokens)))


def test_cutting_is_linear() -> None:
    def calls(size: int) -> int:
        text = "U.S. a.b.c. “x.” " * size
        return count_calls(lambda: cut_passage(text))

    assert calls(2_000) < 11 * calls(200)
