"""What is sent: paragraphs that name somebody, cut at paragraphs, each part sharing one with the part before."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.mention import Span
from riscontro.read.model.parts import MOST_CHARACTERS, cut_parts, paragraphs
from tests.read.model.make import content, document, reader


def spans_of(text, word):
    found, start = [], text.find(word)
    while start >= 0:
        found.append(Span(start, start + len(word)))
        start = text.find(word, start + 1)
    return found


def test_paragraphs_leave_out_blank_lines_and_the_space_around():
    text = "\n  one \n\n\ttwo\n"
    assert [text[p.start : p.end] for p in paragraphs(text)] == ["one", "two"]


def test_what_names_nobody_is_not_sent_but_for_what_goes_on_about_somebody():
    text = "Weather.\nIran spoke.\nIt said more.\nFootball.\nCooking.\nIran again."
    (part,) = cut_parts(text, spans_of(text, "Iran"))
    assert part.text == "Iran spoke.\nIt said more.\nIran again."


def test_where_nobody_is_named_nothing_is_sent():
    assert cut_parts("Weather.\nFootball.", []) == ()


def test_a_long_document_is_cut_at_paragraphs_that_overlap():
    lines = [f"Iran {n} " + "x" * 1000 for n in range(20)]
    text = "\n".join(lines)
    parts = cut_parts(text, spans_of(text, "Iran"))
    assert len(parts) > 3
    for before, after in pairwise(parts):
        assert before.text.split("\n")[-1] == after.text.split("\n")[0]
    assert {line for part in parts for line in part.text.split("\n")} == set(lines)


def test_a_paragraph_too_long_for_a_part_is_cut_at_sentences():
    sentence = "Iran sent much. "
    text = sentence * 1000
    borders = [n * len(sentence) for n in range(1000)]
    parts = cut_parts(text, [Span(0, 4)], borders=borders)
    assert all(len(part.text) <= MOST_CHARACTERS for part in parts)
    assert all(part.text.startswith("Iran") for part in parts)


def test_barred_stretches_are_left_out():
    text = "Iran spoke. Iran shouted. Iran sang.\nIran wept."
    (part,) = cut_parts(text, spans_of(text, "Iran"), barred=[Span(12, 25)])
    assert "shouted" not in part.text
    assert "sang" in part.text
    assert "wept" in part.text


@given(st.text(alphabet=st.sampled_from("Ix \n."), max_size=80), st.integers(0, 80), st.integers(0, 30))
def test_parts_hold_the_documents_own_words_in_order(text, start, length):
    barred = [Span(start, start + length)] if text[start : start + length].strip() else []
    for part in cut_parts(text, spans_of(text, "I"), barred=barred):
        for one, other in pairwise(part.spans):
            assert one.end <= other.start
        for span in part.spans:
            assert text[span.start : span.end] in part.text
            assert not any(span.start < bar.end and bar.start < span.end for bar in barred)


def test_the_sieve_may_say_that_a_document_is_not_worth_it():
    made, fake = reader(content(), worth=lambda _: "no-state")
    reading = made.read(document())
    assert reading.claims == ()
    assert reading.reader == made.tag
    assert fake.requests == []


def test_a_claim_that_two_parts_tell_is_one():
    opening = "L'Iran ha parlato con la Russia. " + "Del resto non si sa. " * 270
    shared = "L'Iran ha consegnato 200 missili balistici alla Russia a settembre."
    closing = "La Russia ha taciuto. " + "Altro non si sa. " * 270
    from tests.read.model.make import claim

    made, fake = reader(content(claim()))
    reading = made.read(document(f"{opening}\n{shared}\n{closing}"))
    assert len(fake.requests) == 2
    assert all(shared in request["messages"][-1]["content"] for request in fake.requests)
    assert len(reading.claims) == 1
