from __future__ import annotations

import pickle

import pytest

from riscontro.read.meanings import NO_FUNCTIONS, Entry, Functions, meaning_of


def test_functions_are_a_set_that_knows_its_prepositions() -> None:
    functions = Functions(["prep.to", "and", "prep.at"])
    assert functions == {"prep.to", "prep.at", "and"}
    assert functions.prepositions == ("at", "to")
    assert functions & {"and"}
    assert pickle.loads(pickle.dumps(functions)).prepositions == ("at", "to")


@pytest.mark.parametrize(
    ("names", "opens", "before_verb", "auxiliary"),
    [
        ([], False, False, False),
        (["that"], True, False, False),
        (["rel.last", "det"], True, False, False),
        (["neg"], False, True, False),
        (["have", "prep.of"], False, False, True),
    ],
)
def test_what_functions_come_to(names: list[str], opens: bool, before_verb: bool, auxiliary: bool) -> None:
    functions = Functions(names)
    assert (functions.opens, functions.before_verb, functions.auxiliary) == (opens, before_verb, auxiliary)


def test_the_meaning_of_entries() -> None:
    entries = (
        Entry("act", "1", "noun", "C"),
        Entry("act", "1", "past"),
        Entry("light", "say", "finite"),
        Entry("word", "det"),
    )
    meaning = meaning_of(entries)
    assert meaning.nouns == entries[:1]
    assert meaning.verbs == entries[1:3]
    assert (meaning.form, meaning.capital, meaning.says, meaning.modal) == ("past", True, True, False)
    assert meaning.functions == {"det"}
    assert meaning_of(entries) is meaning


def test_equal_entries_have_equal_meanings() -> None:
    assert meaning_of((Entry("modality", "possible"),)) == meaning_of((Entry("modality", "possible"),))
    assert meaning_of(()).functions is NO_FUNCTIONS
