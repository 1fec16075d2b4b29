"""Cases as markers: bare ones, and those that a preposition governs."""

from __future__ import annotations

import pytest

from riscontro.read.compile import load_lexicon
from riscontro.read.government import load_government
from riscontro.read.passage import Sentence
from riscontro.read.reader import look_up
from riscontro.read.sentences import draft_passage


def test_a_language_without_cases_has_no_government() -> None:
    assert not load_government("en")


@pytest.mark.parametrize(("letters", "markers"), [("a", {"to"}), ("l", {"in"}), ("al", {"to", "in"}), ("n", set())])
def test_a_preposition_governs_by_case(letters: str, markers: set[str]) -> None:
    assert load_government("ru").governed("в", frozenset(letters)) == markers


@pytest.mark.parametrize(
    ("text", "slot", "actor", "marker"),
    [
        ("Поставки снарядов Россией Ирану начались.", "actor", "RUS", "by"),
        ("Поставки снарядов Россией Ирану начались.", "recipient", "IRN", "to"),
        ("Вывод войск Франции из Мали завершён.", "actor", "FRA", "of"),
        ("Вчера прибыл в Индию президент Франции.", "actor", "FRA", "subj"),
    ],
)
def test_a_bare_case_speaks_for_a_side(text: str, slot: str, actor: str, marker: str) -> None:
    lexicon = load_lexicon("ru")
    passage, hits, parties = look_up(text, lexicon, None)
    assert isinstance(passage.sentences[0], Sentence)
    contests = draft_passage(passage, hits, parties, lexicon)
    tried = [c for contest in contests if contest.filling for c in contest.filling.candidates]
    assert any((c.slot, c.party.actor, c.marker) == (slot, actor, marker) for c in tried)
