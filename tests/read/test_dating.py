from __future__ import annotations

import pytest

from riscontro.model.time import Published
from riscontro.read.clauses import View, cut_clauses
from riscontro.read.compile import load_lexicon
from riscontro.read.contract import contract_to_document
from riscontro.read.dating import find_datings
from riscontro.read.reader import look_up, read
from riscontro.read.times import find_times

DAY = Published(value="2024-10-09", found_by="test")


def datings(lang: str, text: str) -> list[tuple[str, str, bool]]:
    passage, hits, parties = look_up(text, load_lexicon(lang), DAY)
    times = find_times(text, lang=lang, published=DAY)
    view = View(passage=passage, sentence=passage.sentences[0], hits=hits, parties=parties)
    clauses = cut_clauses(view)
    found = [dating for number in range(len(clauses)) for dating in find_datings(view, clauses, times, number)]
    return [(d.mention.text, passage.word(d.word) if d.word >= 0 else "", d.saying) for d in found]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        (
            "en",
            "Norway said on Friday that it had sent boats to Greece in May.",
            [("Friday", "said", True), ("May", "sent", False)],
        ),
        ("en", "Norway sent boats to Greece on Friday, officials said.", [("Friday", "sent", False)]),
        ("en", "Norway sent boats to Greece, officials said on Friday.", [("Friday", "said", True)]),
        ("en", "On Friday Norway said that it had sent boats to Greece.", [("Friday", "said", True)]),
        (
            "it",
            "La Norvegia ha detto venerdì che la Grecia ha ricevuto le barche a maggio.",
            [("venerdì", "detto", True), ("maggio", "ricevuto", False)],
        ),
        ("en", "Greece, on Friday.", [("Friday", "", False)]),
        (
            "it",
            "Le immagini hanno mostrato, da ottobre 2022, i primi treni di munizioni.",
            [("da ottobre 2022", "mostrato", False)],
        ),
        ("en", "Norway sent boats to Greece.", []),
    ],
)
def test_a_time_dates_the_saying_or_the_doing_that_it_stands_by(
    lang: str, text: str, expected: list[tuple[str, str, bool]]
) -> None:
    assert datings(lang, text) == expected


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Norway said on Friday that it had sent missiles to Greece in May.", "2024-05-01/2024-05-31"),
        ("Norway sent missiles to Greece in May, the ministry said on Friday.", "2024-05-01/2024-05-31"),
        ("Norway sent missiles to Greece, the ministry said on Friday.", None),
    ],
)
def test_the_day_of_a_saying_is_not_the_day_of_the_act(text: str, when: str | None) -> None:
    line = {"id": "1", "text": text, "lang": "en", "published": "2024-10-09"}
    (claim,) = read(contract_to_document(line)).claims
    assert (None if claim.when is None else str(claim.when)) == when
