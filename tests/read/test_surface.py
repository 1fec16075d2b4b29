from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.read.meanings import Entry
from riscontro.read.passage import cut_passage
from riscontro.read.surface import LOUD, Hits, build_table, json_to_table, phrase_key, table_to_json

TABLE = build_table(
    [
        ("South Korea", Entry("state", "KOR", "state", "C")),
        ("Korea", Entry("state", "ZZZ", "state", "C")),
        ("US", Entry("state", "USA", "state", "US")),
        ("turkey", Entry("word", "bird")),
        ("Turkey", Entry("state", "TUR", "state", "C")),
        ("l'Aia", Entry("state", "NLD", "capital", "C")),
        ("attack", Entry("act", "1", "noun")),
        ("attack", Entry("act", "1", "base")),
    ]
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("In South Korea it rains", ["KOR"]),
        ("In Korea it rains", ["ZZZ"]),
        ("south korea in lower case", []),
        ("the US told us", ["USA"]),
        ("he told us", []),
        ("a turkey", ["bird"]),
        ("in Turkey", ["bird", "TUR"]),
        ("all’inizio, L’Aia tacque", ["NLD"]),
        ("Koreans are not Korea.", ["ZZZ"]),
    ],
)
def test_find(text: str, codes: list[str]) -> None:
    hits = TABLE.find(cut_passage(text))
    assert [entry.code for hit in hits for entry in hit.entries] == codes


def test_one_form_keeps_all_its_meanings() -> None:
    (hit,) = TABLE.find(cut_passage("attack"))
    assert {entry.tag for entry in hit.entries} == {"noun", "base"}


def test_table_survives_json() -> None:
    stored = json.loads(json.dumps(table_to_json(TABLE)))
    assert json_to_table(stored) == TABLE


def test_key_of_an_empty_phrase_is_empty() -> None:
    assert phrase_key("  ") == ""


@pytest.mark.parametrize(
    ("piece", "norms", "needs"),
    [
        ("Turkey,", ["turkey", ","], [((), {"TUR"})]),
        ("South", ["south"], [(("korea",), {"KOR"})]),
        ("Korea", ["korea"], [((), {"ZZZ"})]),
        ("us", ["us"], []),
        ("US", ["us"], [((), {"USA"})]),
        ("tanks", ["tanks"], []),
    ],
)
def test_a_piece_tells_what_else_its_names_need(
    piece: str, norms: list[str], needs: list[tuple[tuple[str, ...], set[str]]]
) -> None:
    assert list(TABLE.names(piece, norms)) == needs


@given(st.lists(st.sampled_from(["South", "Korea", "korea", "attack", "US", "us", "turkey", "Turkey", "rains", ","])))
def test_hits_asked_for_one_by_one_are_those_of_the_list(words: list[str]) -> None:
    passage = cut_passage(" ".join(words))
    hits, count = TABLE.find(passage), len(passage.norms)
    listed = list(hits)
    assert [hit for token in range(count) if (hit := hits.at(token)) is not None] == listed
    assert [hit for token in range(count + 1) if (hit := hits.ending(token)) is not None] == listed
    assert hits.within(0, count) == listed == list(Hits(listed))
    assert hits.loud == [hit for hit in listed if hit.kinds & LOUD]
    assert {token for token in range(count) if hits.covers(token)} == {
        token for hit in listed for token in range(hit.first, hit.last)
    }
