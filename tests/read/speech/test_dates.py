"""Dates that stand between a word of saying and who says it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.read import read_line
from riscontro.read.speech.lexicon import load_lexicon
from riscontro.read.speech.text import split_nodes

BETWEEN = [
    (
        "uk",
        "Перу розірвало відносини з Чилі, повідомило в середу, 13 липня, Міністерство закордонних справ Перу.",
        "PER",
    ),
    (
        "ru",
        "Перу задержало двух чилийцев. Об этом в субботу, 11 января 2025 года, сообщил президент Хосе Хери.",
        "Хери",
    ),
    (
        "es",
        "Perú rompió relaciones con Chile, anunció el miércoles 13 de julio el Ministerio de Exteriores.",
        "Exteriores",
    ),
    (
        "it",
        "Il Perù ha arrestato due cileni. Lo ha annunciato sabato, 11 gennaio, il ministero degli Esteri.",
        "Esteri",
    ),
    ("pl", "Peru zerwało stosunki z Chile, poinformowało w środę 13 lipca peruwiańskie MSZ.", "MSZ"),
]


@pytest.mark.parametrize(("lang", "text", "root"), BETWEEN)
def test_a_date_parts_no_speaker_from_what_is_said(lang: str, text: str, root: str) -> None:
    claim = json.loads(json.dumps(read_line(json.dumps({"id": "x", "lang": lang, "text": text}))))["claims"][0]
    assert root in (claim["root"]["name"], claim["root"]["state"]) or claim["root"]["name"].endswith(root)


def test_a_comma_that_opens_no_date_stays_a_mark() -> None:
    nodes = split_nodes("On Wednesday, 13 people were hurt, he said.", load_lexicon("en"))
    assert nodes.low[:4] == ["on", "wednesday", ",", "13"]


def test_a_quotation_behind_a_date_keeps_its_node() -> None:
    nodes = split_nodes("On Wednesday, 13 July, he said: “No way out”. So it was.", load_lexicon("en"))
    assert [nodes.text[nodes.start[place] : nodes.end[place]] for place in nodes.quotes] == ["“No way out”"]


@given(st.lists(st.sampled_from(["wednesday", ",", "13", "july", "2024", "of", ".", "the", "“", "”"]), max_size=14))
def test_nodes_stand_in_order_and_lose_no_word(words: list[str]) -> None:
    text = " ".join(words)
    nodes = split_nodes(text, load_lexicon("en"))
    ends = [0, *nodes.end]
    assert all(ends[i] <= start < nodes.end[i] for i, start in enumerate(nodes.start))
    assert "".join(nodes.text[a:b] for a, b in zip(nodes.start, nodes.end, strict=True)).replace(" ", "") == "".join(
        words
    )
    assert all(nodes.text[nodes.start[place]] == "“" for place in nodes.quotes)
