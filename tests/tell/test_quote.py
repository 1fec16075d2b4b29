from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.claim import Evidence
from riscontro.model.mention import Span
from riscontro.tell.quote import CONTEXT, QUOTE_LIMIT, field_words, quote_pieces
from tests.tell.samples import small_dossier

CLAIM = small_dossier().claims[0]
spans = st.tuples(st.integers(-5, 60), st.integers(-5, 60)).map(lambda pair: Span(*pair))


def joined(text: str, span: Span, *evidence: Evidence) -> str:
    claim = replace(CLAIM, span=span, evidence=evidence)
    return "|".join(f"[{piece.text}]" if piece.marked else piece.text for piece in quote_pieces(claim, text))


def test_the_span_is_marked_and_its_context_kept() -> None:
    assert joined("Prima. Lui ha detto. Dopo.", Span(7, 19)) == "Prima. |[Lui ha detto]|. Dopo."


def test_fields_are_marked_within_the_span() -> None:
    actor = Evidence(field="actor", span=Span(7, 10))
    assert joined("Prima. Lui ha detto.", Span(7, 20), actor) == "Prima. |[Lui]|[ ha detto.]"


def test_long_context_is_cut_at_a_blank_with_an_ellipsis() -> None:
    text = "parola " * 100 + "QUI" + " parola" * 100
    place = text.index("QUI")
    pieces = quote_pieces(replace(CLAIM, span=Span(place, place + 3), evidence=()), text)
    assert pieces[0].text.startswith("… parola")
    assert pieces[-1].text.endswith("parola …")
    assert max(len(piece.text) for piece in pieces) <= CONTEXT + 2


def test_a_very_long_span_is_cut() -> None:
    pieces = quote_pieces(replace(CLAIM, span=Span(0, 10_000), evidence=()), "x" * 10_000)
    assert sum(len(piece.text) for piece in pieces) == QUOTE_LIMIT + 1


def test_a_span_outside_the_text_gives_nothing() -> None:
    assert quote_pieces(replace(CLAIM, span=Span(50, 60), evidence=()), "short") == ()


@given(st.text(max_size=50), spans, st.lists(spans, max_size=5))
def test_marked_words_are_the_words_of_the_span(text: str, span: Span, evidence: list[Span]) -> None:
    claim = replace(CLAIM, span=span, evidence=tuple(Evidence(field="actor", span=one) for one in evidence))
    start = min(max(span.start, 0), len(text))
    marked = "".join(piece.text for piece in quote_pieces(claim, text) if piece.marked)
    assert marked == text[start : max(span.end, start)]


@given(st.text(max_size=50), spans)
def test_a_short_text_is_quoted_whole(text: str, span: Span) -> None:
    pieces = quote_pieces(replace(CLAIM, span=span, evidence=()), text)
    assert not pieces or "".join(piece.text for piece in pieces) == text


def test_words_of_a_field_are_told_once() -> None:
    evidence = (
        Evidence(field="mode", span=Span(0, 4)),
        Evidence(field="mode", span=Span(5, 9)),
        Evidence(field="actor", span=Span(0, 9)),
    )
    assert field_words(replace(CLAIM, evidence=evidence), "armi armi", "mode") == ("armi",)
