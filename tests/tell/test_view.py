from __future__ import annotations

import ast
import inspect
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from riscontro.model.dossier import Dossier
from riscontro.model.grade import Status
from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.entry import _why
from riscontro.tell.view import DossierView, build_view
from riscontro.weigh import voice
from riscontro.weigh.kernel.hear import SILENCES
from tests.tell.samples import days, empty_dossier, rich_dossier, small_dossier

RICH = build_view(rich_dossier(), lang="it")


def texts(dossier: Dossier, lang: str = "it") -> list[str]:
    return [sentence.text for sentence in build_view(dossier, lang=lang).summary]


def test_the_summary_tells_ceilings_flows_changes_and_denials() -> None:
    assert [sentence.text for sentence in RICH.summary] == [
        "Il gradino più alto del sostegno della Corea del Nord alla Russia è «soldati in combattimento», "
        "raggiunto nell’ottobre 2024: riferito dal 18 ottobre 2024, corroborato dal 4 novembre 2024.",
        "Il gradino più alto confermato del sostegno della Corea del Nord alla Russia è «munizioni e armi di tipo non "
        "precisato», raggiunto a partire da ottobre 2022: confermato dall’11 luglio 2024.",
        "Il gradino più alto del sostegno della Russia alla Corea del Nord è «patto o forze che si addestrano "
        "insieme», raggiunto il 19 giugno 2024: confermato dal 30 giugno 2024.",
        "La Corea del Nord fornisce munizioni alla Russia (almeno 7.000 container, in totale) da ottobre 2022. "
        "Ultima osservazione: 11 luglio 2024.",
        "La Corea del Nord ha reso visita alla Russia tra il 24 e il 25 aprile 2019. "
        "Confermato: lo afferma una sola origine indipendente.",
        "La Russia avrebbe in programma di fornire tecnologia alla Corea del Nord nel 2025. "
        "Riferito, senza conferme: lo afferma una sola origine indipendente.",
        "La Corea del Nord avrebbe subito perdite umane (300 morti) nel gennaio 2025. "
        "Riferito, senza conferme: lo afferma una sola origine indipendente.",
        "L’ultimo mutamento di certezza, il 4 novembre 2024: «Corea del Nord → Russia: soldati» è ora corroborato.",
        "Contestato dalla Russia: «Corea del Nord → Russia: munizioni».",
        "Contestato dalla Russia: «Corea del Nord → Russia: soldati».",
    ]


def test_nothing_read_gives_no_sentence() -> None:
    assert texts(empty_dossier()) == []


def test_the_pair_is_named_in_the_language() -> None:
    assert [build_view(rich_dossier(), lang=lang).pair for lang in ("it", "en")] == [
        "Corea del Nord e Russia",
        "North Korea and Russia",
    ]


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        (datetime(2024, 10, 17, 23, 59, 59, tzinfo=UTC), "Ciò che era pubblico al 17 ottobre 2024, 23:59 UTC"),
        (datetime(2024, 10, 8, 6, 0, tzinfo=UTC), "Ciò che era pubblico all’8 ottobre 2024, 06:00 UTC"),
        (None, "Tutto ciò che il caso conserva, raccolto fino al 1º marzo 2025, 09:30 UTC"),
    ],
)
def test_the_moment_of_knowledge_is_told(as_of: datetime | None, words: str) -> None:
    assert build_view(replace(rich_dossier(), as_of=as_of), lang="it").as_of == words


def test_the_limits_of_the_reading_are_told() -> None:
    assert RICH.summary_note == "Limiti di questa lettura: 3 documenti non letti e 2 pagine tagliate."


def test_a_ceiling_stands_at_each_status() -> None:
    support = RICH.ladder[0]
    assert {row.level: row.ceiling_at for row in support.rows if row.ceiling_at} == {
        9: (Status.CORROBORATED,),
        6: (Status.CONFIRMED,),
    }


def test_a_rung_shows_fact_and_each_moment_of_knowledge() -> None:
    (row,) = (row for row in RICH.ladder[0].rows if row.level == 6)
    (step,) = row.steps
    assert step.words == "fatto: da ottobre 2022; riferito: 20 marzo 2024; confermato: 11 luglio 2024"
    assert [mark.status for mark in step.marks] == [Status.REPORTED, Status.CONFIRMED]
    assert step.fact is not None
    assert step.fact < step.marks[0].place < step.marks[1].place


def test_a_ceiling_whose_act_is_not_shown_leaves_no_lower_rung_as_the_highest() -> None:
    dossier = rich_dossier()
    events = tuple(event for event in dossier.events if event.id != "evt-troops")
    view = build_view(replace(dossier, events=events), lang="it")
    assert [row.level for row in view.ladder[0].rows if row.hidden] == [9]
    assert "del sostegno della Corea del Nord alla Russia è «munizioni" in view.summary[0].text
    assert view.summary[0].text.startswith("Il gradino più alto confermato")


def test_what_broke_a_ceiling_comes_first_on_its_rung() -> None:
    (row,) = (row for row in RICH.ladder[0].rows if row.level == 3)
    assert [step.broke for step in row.steps] == [True, False]


def test_a_direction_without_acts_has_no_ladder() -> None:
    assert [side.title for side in build_view(small_dossier(), lang="it").ladder] == ["Vietnam → Cuba"]


def test_the_timeline_puts_undated_events_apart() -> None:
    assert {row.event_id for row in RICH.timeline.undated} == {"evt-planes", "evt-denied"}
    assert all(row.bar for row in RICH.timeline.rows)


@pytest.mark.parametrize(
    ("event_id", "kind"), [("evt-shells", "open"), ("evt-oil", "before"), ("evt-treaty", "day"), ("evt-talks", "bar")]
)
def test_the_timeline_draws_what_is_known_of_a_date(event_id: str, kind: str) -> None:
    (row,) = (row for row in RICH.timeline.rows if row.event_id == event_id)
    assert row.bar is not None
    assert row.bar.kind == kind


def evidence(view: DossierView, claim_id: str) -> dict[str, str]:
    (item,) = (item for entry in view.entries for item in entry.evidence if item.claim_id == claim_id)
    return {field.name: f"{field.value} {' / '.join(field.words)}".strip() for field in item.fields}


def test_a_quote_says_what_it_was_read_as() -> None:
    assert evidence(RICH, "clm-c1") == {
        "Chi": "Corea del Nord 북한",
        "Verso chi": "Russia",
        "Atto": "munizioni 포탄",
        "Quando": "da ottobre 2022 2022년 10월부터",
        "Quantità": "più di 10.000 container, in totale",
        "Come è detto": "come un fatto",
        "Posizione": "afferma",
        "Da quale punto di vista": "intelligence",
        "Radice": "국정원 (Corea del Sud, intelligence) 국정원",
    }


def test_an_event_sentence_rests_on_claims_that_assert_it() -> None:
    (entry,) = (entry for entry in RICH.entries if entry.id == "evt-shells")
    assert entry.sentence.claims == ("clm-b1", "clm-c1")
    assert entry.standing.claims == ("clm-e1", "clm-b1", "clm-c1")


def test_a_claim_of_two_events_is_printed_once() -> None:
    printed = [item.claim_id for entry in RICH.entries for item in entry.evidence]
    assert len(printed) == len(set(printed)) == len(rich_dossier().claims)


def test_history_gives_day_status_grade_and_reason() -> None:
    (entry,) = (entry for entry in RICH.entries if entry.id == "evt-troops")
    assert [(line.sentence.text, line.reason) for line in entry.history] == [
        (
            "Il 18 ottobre 2024: riferito, senza conferme, C3, lo afferma una sola origine indipendente.",
            "lo afferma un solo gruppo indipendente",
        ),
        (
            "Il 4 novembre 2024: corroborato, B2, lo affermano 2 origini indipendenti.",
            "lo affermano due gruppi indipendenti",
        ),
    ]


def test_an_unknown_rule_keeps_its_reason() -> None:
    (entry,) = (entry for entry in RICH.entries if entry.id == "evt-denied")
    assert entry.history[0].reason == "an analyst ruled it out"


@pytest.mark.parametrize(
    ("why", "lang", "note"),
    [
        ("counts as one with every organ of RUS", "it", "conta come una sola con ogni organo della Russia"),
        ("counts as one with every organ of USA", "en", "counts as one with every organ of the United States"),
        ("something that is new", "it", "something that is new"),
    ],
)
def test_why_an_origin_counts_is_told(why: str, lang: str, note: str) -> None:
    dossier = small_dossier()
    event = dossier.events[0]
    told = replace(event, origins=(replace(event.origins[0], why=why),))
    assert build_view(replace(dossier, events=(told,)), lang=lang).entries[0].origins[0].notes == (note,)


def test_an_origin_of_no_named_outlet_is_not_told_by_its_number() -> None:
    dossier = small_dossier()
    document = replace(dossier.documents[0], publisher=None, url=None, title="Riso")
    event = dossier.events[0]
    told = replace(event, origins=(replace(event.origins[0], name=document.id),))
    view = build_view(replace(dossier, documents=(document,), events=(told,)), lang="en")
    assert view.entries[0].origins[0].name == "outlet not given, “Riso”"


def _reasons() -> set[str]:
    """Return every sentence that the room of weighing gives for why an origin counts or not, as its code holds them."""
    found = set(SILENCES[1:])
    for node in ast.walk(ast.parse(inspect.getsource(voice))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("_why"):
            texts = (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
            found |= {part for text in texts if isinstance(text, str) for part in text.split("; ")}
    return {text for text in found if " " in text and not text.endswith((": ", " of "))}


@pytest.mark.parametrize("why", sorted(_reasons()))
def test_every_reason_of_weighing_is_told_in_italian(why: str) -> None:
    assert _why(why, load_catalogue("it")) != why
    idle = _why(f"a denial that adds nothing: {why}", load_catalogue("it"))
    assert idle == f"una smentita che nulla aggiunge: {_why(why, load_catalogue('it'))}"


def test_sources_lead_from_the_root_through_agencies_to_the_outlet() -> None:
    (root,) = (node for node in RICH.sources if node.name == "servizio di intelligence sudcoreano")
    assert [root.detail, root.relays[0].name, root.relays[0].relays[0].name] == [
        "Corea del Sud, intelligence",
        "agenzia Esempio",
        "Corriere d’Esempio",
    ]


def test_the_tree_of_sources_counts_every_claim_once() -> None:
    assert sum(node.claims for node in RICH.sources) == len(rich_dossier().claims)


def test_positions_are_by_party_with_their_words() -> None:
    lines = [(line.party, line.stance, line.words) for line in RICH.positions]
    assert lines == [
        ("Corea del Sud", "afferma", ""),
        ("Russia", "smentisce", "ha smentito"),
        ("Ucraina", "conferma", "ha confermato"),
    ]


def test_unread_documents_say_why() -> None:
    assert {line.document.id: line.reason for line in RICH.gaps.unread} == {
        "doc-u": "lingua che il programma non legge ancora",
        "doc-r": "lingua che il programma non legge ancora",
        "doc-e": "nessun testo",
    }


def test_a_cut_page_says_how_much_was_held() -> None:
    (line,) = (line for line in RICH.gaps.cut if line.id == "doc-f")
    assert line.notes == ("pagina tagliata: letto il 25 %",)


def test_a_near_copy_is_told_of_the_later_document() -> None:
    dossier = small_dossier()
    first = replace(dossier.documents[0], family="fam-1")
    dossier = replace(dossier, documents=(first, replace(first, id="doc-2")))
    notes = [line.notes for line in build_view(dossier, lang="en").documents]
    assert notes == [(), ("copy or republication of another text of the case",)]


def test_what_is_left_out_is_counted_with_its_rule() -> None:
    dossier = small_dossier()
    events = tuple(replace(dossier.events[0], id=f"evt-{place}") for place in range(100))
    left_out = build_view(replace(dossier, events=events), lang="it").left_out
    assert left_out is not None
    assert left_out.startswith("Sono mostrati i 80 eventi che pesano di più su 100")
    assert left_out.endswith("Gli altri 20 restano nel caso.")


def test_a_flow_that_has_fallen_silent_is_not_told_as_going_on() -> None:
    (entry,) = (entry for entry in RICH.entries if entry.id == "evt-missiles")
    assert entry.sentence.text == "La Corea del Nord avrebbe fornito missili alla Russia a partire dal 2024."


def test_a_claim_whose_document_is_gone_does_not_stop_the_page() -> None:
    dossier = small_dossier()
    orphan = replace(dossier.claims[0], id="clm-orphan", document_id="doc-purged")
    event = replace(dossier.events[0], id="evt-2", claims=("clm-orphan",), when=days("2020-01-01", None))
    view = build_view(replace(dossier, claims=(*dossier.claims, orphan), events=(*dossier.events, event)), lang="it")
    assert [entry.id for entry in view.entries] == ["evt-s"]
