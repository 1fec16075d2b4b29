"""Reading: cuts by the two clocks, walks that may write, ids by their beginning, search, counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riscontro.errors import UnknownIdError
from riscontro.model.event import Weighing
from riscontro.model.time import Published
from riscontro.store.search import excerpt, query_to_match
from tests.store.samples import (
    NOON,
    keep,
    make_capture,
    make_change,
    make_claim,
    make_document,
    make_event,
    make_reading,
)

DAY = timedelta(days=1)


def keep_at(ledger, name, *, day, held):
    document = make_document(
        make_capture(name),
        published=Published(value=day, found_by="declared"),
        held_from=held,
        capture_id=f"cap-{name}",
    )
    ledger.add_document(document)
    return document


@pytest.mark.parametrize(
    ("cut", "seen"),
    [
        ({}, {"old", "new", "late"}),
        ({"as_of": NOON - DAY}, {"old", "late"}),
        ({"as_of": NOON + DAY}, {"old", "new", "late"}),
        ({"as_held": NOON}, {"old", "new"}),
        ({"as_of": NOON - DAY, "as_held": NOON}, {"old"}),
        ({"as_of": NOON - 99 * DAY}, set()),
    ],
)
def test_cuts_by_what_was_public_and_what_was_held(ledger, run, cut, seen):
    documents = [
        keep_at(ledger, "old", day="2024-10-10", held=NOON - DAY),
        keep_at(ledger, "new", day="2024-10-17", held=NOON),
        keep_at(ledger, "late", day="2024-10-11", held=NOON + DAY),
    ]
    for document in documents:
        ledger.add_reading(make_reading(document, make_claim(document)), run=run)
    names = {document.id: document.text for document in documents}
    assert {names[name] for name in ledger.provenances(**cut)} == seen
    assert {names[claim.document_id] for claim in ledger.claims(**cut)} == seen
    held = [document.held_from for document in documents if document.text in seen]
    assert ledger.held_to(**cut) == max(held, default=None)


def test_a_walk_over_documents_may_write_what_it_reads(case, ledger, run):
    keep(case, ledger, *(make_capture(f"report {n}") for n in range(1203)))
    seen = []
    for document in ledger.documents(unread_by="riscontro/1"):
        seen.append(document.text)
        ledger.add_reading(make_reading(document), run=run) if len(seen) % 400 == 0 else None
    assert seen == [f"report {n}" for n in range(1203)]
    assert len(list(ledger.documents(unread_by="riscontro/1"))) == 1200
    assert len(ledger.document_ids(unread_by="riscontro/1")) == 1200
    assert len(ledger.document_ids()) == 1203


def test_documents_by_language_and_url(case, ledger):
    ko, en = make_capture("가", url="https://a/"), make_capture("b", url="https://a/", publisher="Other")
    keep(case, ledger, ko, lang="ko")
    keep(case, ledger, en, lang="en")
    assert [document.text for document in ledger.documents(lang="ko")] == ["가"]
    assert [document.text for document in ledger.documents(url="https://a/")] == ["가", "b"]
    assert ledger.documents_of(ko.id) == (next(ledger.documents(lang="ko")).id,)


def test_events_come_by_first_moment_of_knowledge(ledger, run):
    early, late = make_change(at=NOON - DAY), make_change(at=NOON)
    events = (
        make_event("x", history=(late,)),
        make_event("y", history=(early, late)),
        make_event("z", history=(early,)),
    )
    ledger.put_weighing(Weighing(events=events), run=run)
    assert [event.id for event in ledger.events()] == [*sorted([events[1].id, events[2].id]), events[0].id]


def test_unknown_records_name_the_nearest(case, ledger):
    (document,) = keep(case, ledger, make_capture())
    with pytest.raises(UnknownIdError, match=document.id):
        ledger.document(document.id[:-1] + "~")
    for look in (ledger.claim, ledger.event, ledger.capture):
        with pytest.raises(UnknownIdError, match="riscontro show"):
            look("clm-0")


def test_an_id_by_its_beginning(case, ledger):
    documents = keep(case, ledger, *(make_capture(f"{n}") for n in range(40)))
    whole = documents[0].id
    assert ledger.resolve_id(whole) == ("document", whole)
    assert ledger.resolve_id(whole[:-2]) == ("document", whole)
    assert ledger.resolve_id(whole[4:-2]) == ("document", whole)
    with pytest.raises(UnknownIdError, match=r"begins several ids.*give more"):
        ledger.resolve_id("doc-")


@pytest.mark.parametrize("prefix", ["", "zz", "doc-zz", "xyz-1", "'; DROP TABLE document; --", "iss-1", "%", "~"])
def test_what_begins_no_id_is_an_error(case, ledger, prefix):
    keep(case, ledger, make_capture())
    with pytest.raises(UnknownIdError, match="no record"):
        ledger.resolve_id(prefix)


TEXTS = {
    "en": "North Korean shells went to Russia by train.",
    "ko": "북한은 러시아에 병력을 추가파병했다.",
    "zh": "朝鲜向俄罗斯运送了炮弹。",
    "ja": "北朝鮮がロシアに兵士を派遣した。",
    "uk": "Снаряди прибули до Росії потягом.",
    "it": "La Corea del Nord ha spedito più munizioni alla Russia.",
}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("shells", {"en"}),
        ("SHELL*", {"en"}),
        ("shell", set()),
        ("shells russia", {"en"}),
        ('"went to Russia"', {"en"}),
        ('"Russia went"', set()),
        ("파병", {"ko"}),
        ("병", {"ko"}),
        ("炮弹", {"zh"}),
        ("弹炮", set()),
        ("派遣", {"ja"}),
        ("ロシア", {"ja"}),
        ("снаряди", {"uk"}),
        ("piu munizioni", {"it"}),
        ("russia", {"en", "it"}),
        ("train OR xyz", set()),
        ("", set()),
        ("* - \" ' (", set()),
        ("title:shells", set()),
    ],
)
def test_search(case, ledger, words, found):
    for lang, text in TEXTS.items():
        keep(case, ledger, make_capture(text), lang=lang)
    assert {hit.lang for hit in ledger.search(words)} == found


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_query_is_a_syntax_error(ledger, words):
    assert ledger.search(words) == ()
    assert ledger.search(f'"{words} AND (') == ()


def test_search_takes_titles_too_and_stops_at_its_limit(case, ledger):
    keep(case, ledger, *(make_capture(f"report {n}") for n in range(5)), title="Shells by train")
    hits = ledger.search("shells", limit=3)
    assert len(hits) == 3
    assert hits[0].title == "Shells by train"


def test_an_excerpt_shows_the_first_word_found():
    text = "x " * 300 + "the shells went by train" + " y" * 300
    assert "shells went" in excerpt(text, "shells", width=60)
    assert excerpt("short text", "absent") == "short text"
    assert excerpt(text, "shells", width=60).startswith("… ")


def test_a_pasted_page_is_no_query_of_thousands_of_terms():
    assert query_to_match("word " * 5000).count('"') == 64


def count_anew(ledger):
    return {
        "document": dict(ledger.rows("SELECT lang, count(*) FROM document GROUP BY lang")),
        "access": dict(ledger.rows("SELECT access, count(*) FROM document GROUP BY access")),
        "event": dict(ledger.rows("SELECT status, count(*) FROM current_event GROUP BY status")),
        "issue": dict(ledger.rows("SELECT code, count(*) FROM current_issue GROUP BY code")),
    }


def test_counts_agree_with_counting_after_every_kind_of_write(case, ledger, run):
    documents = keep(case, ledger, *(make_capture(f"report {n}") for n in range(4)))
    ledger.add_reading(make_reading(documents[0], make_claim(documents[0])), run=run)
    ledger.add_reading(make_reading(documents[1], unread="no-pack"), run=run)
    ledger.add_reading(make_reading(documents[0], unread="empty"), run=run)
    earlier = replace(documents[2], lang="it", held_from=NOON - DAY, capture_id="cap-other")
    ledger.add_document(earlier)
    ledger.put_weighing(Weighing(events=(make_event("a"), make_event("b"))), run=run)
    ledger.put_weighing(Weighing(events=(make_event("b"),)), run=run)
    counts = ledger.counts()
    counted = count_anew(ledger)
    assert dict(counts.by_lang) == counted["document"] == {"en": 3, "it": 1}
    assert dict(counts.by_access) == counted["access"]
    assert dict(counts.by_status) == counted["event"]
    assert (counts.documents, counts.captures, counts.claims, counts.events) == (4, 4, 0, 1)
    assert counts.unread == (("empty", 1), ("no-pack", 1), ("waiting", 2))
