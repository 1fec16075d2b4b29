from __future__ import annotations

from itertools import pairwise

import pytest

from riscontro.read.clauses import View, cut_clauses
from riscontro.read.compile import load_lexicon
from riscontro.read.reader import look_up

CASES = [
    ("en", "Officials said that Peru attacked Chile.", ["Officials said", "that Peru attacked Chile."]),
    ("en", "Officials said Peru attacked Chile.", ["Officials said", "Peru attacked Chile."]),
    (
        "en",
        "The soldiers who were sent to Mali were killed.",
        ["The soldiers", "who were sent to Mali", "were killed."],
    ),
    (
        "en",
        "France, which had sent tanks, accused Mali of theft.",
        ["France,", "which had sent tanks", ", accused Mali of theft."],
    ),
    ("en", "Peru sent tanks, shells and food to Chile.", ["Peru sent tanks, shells and food to Chile."]),
    ("en", "Peru attacked Chile and Bolivia responded.", ["Peru attacked Chile", "and Bolivia responded."]),
    ("en", "A heavy-handed display of force", ["A heavy-handed display of force"]),
    (
        "it",
        "Il Perù ha attaccato il Cile e ha accusato la Bolivia.",
        ["Il Perù ha attaccato il Cile", "e ha accusato la Bolivia."],
    ),
    (
        "it",
        "I soldati che erano stati mandati in Mali sono stati uccisi.",
        ["I soldati", "che erano stati mandati in Mali", "sono stati uccisi."],
    ),
]


def view_of(lang: str, text: str) -> View:
    passage, hits, parties = look_up(text, load_lexicon(lang), None)
    return View(passage=passage, sentence=passage.sentences[0], hits=hits, parties=parties)


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_cut_clauses(lang: str, text: str, expected: list[str]) -> None:
    view = view_of(lang, text)
    spans = [view.passage.span(clause.first, clause.last) for clause in cut_clauses(view)]
    assert [text[span.start : span.end] for span in spans] == expected


def test_clauses_cover_the_sentence() -> None:
    view = view_of("en", "Peru, which Chile attacked, said on Friday that it would send troops, killing hope.")
    clauses = cut_clauses(view)
    assert clauses[0].first == view.sentence.first
    assert clauses[-1].last == view.sentence.last
    assert all(one.last == other.first for one, other in pairwise(clauses))


READINGS = [
    ("en", "The attack on Peru", "attack", "noun"),
    ("en", "Chile attacks Peru", "attacks", "verb"),
    ("en", "Chilean attacks on Peru", "attacks", "noun"),
    ("en", "They want to attack Peru", "attack", "verb"),
    ("en", "It was accused of shelling villages", "shelling", "verb"),
    ("en", "The shelling of villages", "shelling", "noun"),
    ("it", "la visita in Cile", "visita", "noun"),
    ("it", "gli inviati sono partiti", "inviati", "noun"),
    ("it", "sono stati inviati in Cile", "inviati", "verb"),
]


@pytest.mark.parametrize(("lang", "text", "word", "reading"), READINGS)
def test_verb_or_noun(lang: str, text: str, word: str, reading: str) -> None:
    view = view_of(lang, text)
    hit = next(hit for hit in view.hits if view.norm(hit.first) == word)
    assert view.readings[hit.first] == reading
