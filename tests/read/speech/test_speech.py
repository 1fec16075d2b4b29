"""What must hold of any text: spans lie in it, the order is fixed, nothing raises."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.lang.loader import load_table, pack_codes
from riscontro.model.mention import ActorMention, Span
from riscontro.read.speech import Hearing, Speech, find_speech
from riscontro.read.speech.lexicon import compile_lexicon

LANGS = tuple(lang for lang in pack_codes() if load_table(lang, "speech"))

PIECES = st.sampled_from(
    [
        *[
            "the minister",
            "Reuters",
            "said",
            "told",
            "denied",
            "that",
            ",",
            ".",
            '"',
            "“",
            "”",
            "'",
            "’s",
            "«",
            "»",
            ":",
            "\n",
        ],
        *[
            "\n\n",
            "(",
            ")",
            "—",
            "he",
            "according to",
            "citing",
            "who",
            "but",
            "and",
            "to",
            "not",
            "has been",
            "on Monday",
        ],
        *[
            "il ministro",
            "ha detto",
            "che",
            "secondo",
            "lo ha riferito",
            "la Tass",
            "citando",
            "ma",
            "U.S.",
            "...",
            "Mr.",
        ],
        *["сказал", "что", "по словам", "sagte", "dass", "laut", "밝혔다", "에 따르면", "\u202e", "\x00", "𝔘", "é"],
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join))


@pytest.mark.parametrize("lang", LANGS)
@settings(max_examples=80)
@given(text=TEXTS)
def test_spans_lie_in_text_and_reading_is_stable(lang: str, text: str) -> None:
    found = find_speech(text, lang=lang)
    assert found == find_speech(text, lang=lang)
    assert [speech.span for speech in found] == sorted(speech.span for speech in found)
    for speech in found:
        parts = speech.attribution
        for spans in (parts.source, parts.cue, parts.content, speech.scope):
            assert all(0 <= span.start < span.end <= len(text) for span in spans)
            assert list(spans) == sorted(spans)
        silent = speech.attitude or speech.root is None or speech.answer is not None
        assert speech.answer is None or 0 <= speech.answer.start < speech.answer.end <= len(text)
        left_out = set(parts.content) - set(speech.scope)
        assert (silent and not speech.scope) or all(_is_relayed(part, speech, found) for part in left_out)


def _is_relayed(part: Span, speech: Speech, found: Sequence[Speech]) -> bool:
    """Tell whether another voice's cue lies within a content or before it: that voice reports the whole."""
    cue = speech.attribution.cue[0]
    return any(cue.end <= other.attribution.cue[0].start < part.end for other in found)


@pytest.mark.parametrize(
    "text", ["", " ", "\n", ".", '"', "Rain fell on the hills and the river rose by a metre.", "\ud800 said"]
)
def test_nothing_said_gives_nothing(text: str) -> None:
    assert find_speech(text, lang="en") == ()


def test_a_state_inside_the_source_is_the_roots() -> None:
    text = "South Korea's defence ministry said that shells had crossed the border."
    actors = (ActorMention(span=Span(0, 11), actor="KOR", role="state"),)
    (speech,) = find_speech(text, lang="en", actors=actors)
    assert speech.root is not None
    assert speech.root.state == "KOR"


def test_the_page_is_no_way_to_itself() -> None:
    text = '"We sent nothing," Jon Lind told Bloomberg.'
    (elsewhere,) = find_speech(text, lang="en", publisher="Reuters")
    (own,) = find_speech(text, lang="en", publisher="Bloomberg")
    assert (elsewhere.via, own.via) == (("Bloomberg",), ())


def test_a_pack_without_words_of_saying_gives_nothing() -> None:
    assert not compile_lexicon("xx", {}, {}).interesting


TOLD = [
    "The minister, Anna Berg, said that tanks had left.",
    "He denied the report.",
    '"They left by night," she added.',
    "Nobody was there.",
    "Berg wants to send more, according to the Foreign Ministry, citing officials:",
    "Some would go by sea.\n\n",
    "This was confirmed by Peru on Monday.",
    "Reports say otherwise; the ministry called the claims baseless.",
]


@given(st.lists(st.sampled_from(TOLD), max_size=8), st.sets(st.integers(0, 400)))
def test_attributions_at_some_words_are_those_of_the_whole_text(sentences: list[str], wanted: set[int]) -> None:
    text = " ".join(sentences)
    hearing = Hearing(text, lang="en")
    whole, part = hearing.voices().speech, hearing.voices(at=sorted(wanted)).speech
    assert [one for one in whole if one in part] == list(part)
    over = [one for one in whole if any(span.start <= at < span.end for span in one.scope for at in wanted)]
    assert all(one in part for one in over)
    assert all(one in part for one in whole if one.answer is not None)
    assert sorted(hearing.sources()) == sorted(span for one in whole for span in one.attribution.source)
