from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.read.clauses import View
from riscontro.read.compile import load_lexicon
from riscontro.read.headfinal.parse import Parse, Phrase, parse_sentence
from riscontro.read.reader import look_up


def view_of(text: str, lang: str = "ko") -> View:
    lexicon = load_lexicon(lang)
    passage, hits, parties = look_up(text, lexicon, None)
    return View(passage=passage, sentence=passage.sentences[0], hits=hits, parties=parties, final=True)


def parsed(text: str, lang: str = "ko") -> tuple[View, Parse]:
    view = view_of(text, lang)
    return view, parse_sentence(view)


def words(view: View, phrase: Phrase | None) -> str:
    if phrase is None:
        return ""
    span = view.passage.span(phrase.first, phrase.edge)
    return view.passage.text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("이란이 시리아에 드론을 보냈다.", ["end"]),
        ("이란이 시리아에 드론을 보내고 미사일을 제공했다.", ["and", "end"]),
        ("이란이 시리아에 보낸 드론이 도착했다.", ["rel", "end"]),
        ("페루는 칠레가 공격했다고 밝혔다.", ["that", "end"]),
        ("칠레가 공격하면 페루가 대응한다.", ["sub", "end"]),
    ],
)
def test_predicates_by_their_form(text: str, forms: list[str]) -> None:
    _, parse = parsed(text)
    assert [predicate.form for predicate in parse.predicates] == forms


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("이란이 시리아에 드론을 보냈다.", ["이란"]),
        ("페루는 칠레가 공격했다고 밝혔다.", ["칠레", "페루"]),  # the topic is left to the verb of saying
        ("칠레가 공격하면 페루가 대응한다.", ["칠레", "페루"]),
    ],
)
def test_each_predicate_takes_its_own_subject(text: str, subjects: list[str]) -> None:
    view, parse = parsed(text)
    assert [words(view, predicate.subject) for predicate in parse.predicates] == subjects


def test_a_phrase_keeps_its_particle() -> None:
    view, parse = parsed("이란이 시리아에 드론을 보냈다.")
    found = {words(view, phrase): phrase.cases for phrase in parse.phrases}
    assert "case.subj" in found["이란"]
    assert "prep.to" in found["시리아"]
    assert "case.obj" in found["드론"]


def test_a_verb_before_a_noun_governs_it() -> None:
    view, parse = parsed("이란이 시리아에 보낸 드론이 도착했다.")
    assert words(view, parse.predicates[0].governed) == "드론"


def test_a_topic_outlasts_the_subjects_after_it() -> None:
    text = "페루 국방장관은 회견을 열고 협상이 끝났으며 칠레가 동의하면 계약을 체결할 것이라고 말했다."
    view, parse = parsed(text)
    last = parse.clauses[len(parse.predicates) - 1]
    assert last.origin is not None
    assert words(view, parse.predicates[last.origin].subject).startswith("페루")


WORDS = [
    "이란이",
    "시리아에",
    "드론을",
    "보냈다",
    "보내고",
    "보낸",
    "공격하면",
    "러시아와",
    "밝혔다",
    "는",
    ",",
    "(",
    ")",
    "8일",
]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30))
def test_every_phrase_is_taken_at_most_once_and_clauses_cover_the_sentence(chosen: list[str]) -> None:
    view, parse = parsed(" ".join(chosen))
    taken = [id(one) for p in parse.predicates for one in (*p.args, p.subject) if one is not None]
    assert len(taken) == len(set(taken))
    assert parse.clauses[0].first == view.sentence.first
    assert parse.clauses[-1].last == view.sentence.last
    assert all(one.last == other.first for one, other in zip(parse.clauses, parse.clauses[1:], strict=False))
    assert all(clause.origin is None or 0 <= clause.origin < len(parse.clauses) for clause in parse.clauses)
