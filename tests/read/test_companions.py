from __future__ import annotations

import pytest

from riscontro.read.companions import accompanied_forms, keep_company
from riscontro.read.meanings import Entry
from riscontro.read.passage import Passage, cut_passage
from riscontro.read.surface import SurfaceTable, build_table

TABLE: SurfaceTable = build_table(
    [
        ("griff", Entry("act", "1", "finite+an")),
        ("griff", Entry("act", "2", "finite")),
        ("an", Entry("word", "prep.at")),
        ("und", Entry("word", "and")),
        ("rendu", Entry("act", "3", "participle+~")),
        ("s", Entry("word", "reflexive")),
    ]
)


def codes(text: str) -> list[str]:
    passage: Passage = cut_passage(text)
    hits = keep_company(passage, passage.sentences[0], TABLE.find(passage))
    return [entry.code for hit in hits for entry in hit.entries if entry.kind == "act"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Es griff Peru an.", ["1"]),
        ("Es griff Peru an und floh.", ["1"]),
        ("Es griff Peru an der Grenze auf.", ["2"]),  # the preposition is no particle
        ("Es griff Peru.", ["2"]),
        ("Il s'est rendu à Lima.", ["3"]),
        ("Il a rendu les armes.", []),
    ],
)
def test_a_verb_needs_its_company(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_forms_stand_apart_or_together() -> None:
    forms = accompanied_forms("an", [("greifen", "infinitive"), ("griff", "past")], reflexive=(), links=("zu",))
    assert list(forms) == [
        ("angreifen", "infinitive"),
        ("anzugreifen", "infinitive"),
        ("griff", "past+an"),
        ("angriff", "past"),
    ]


def test_a_reflexive_infinitive_carries_its_pronoun() -> None:
    forms = accompanied_forms("se", [("reunir", "infinitive"), ("reunió", "finite")], reflexive=("se",), links=())
    assert list(forms) == [("reunir", "infinitive+~"), ("reunirse", "infinitive"), ("reunió", "finite+~")]
