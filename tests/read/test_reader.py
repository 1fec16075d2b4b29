from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.lang.loader import pack_codes
from riscontro.read import contract_to_document, read, read_line, read_lines
from riscontro.read.compile import load_lexicon
from riscontro.read.outlook import Outline
from riscontro.read.reader import can_read, look_up
from riscontro.read.sentences import draft_passage
from tests.read.counting import count_calls

HELD = datetime(2026, 1, 1, tzinfo=UTC)

# One table a mechanism: text, published, and the claims as (actor, type, mode, recipient).
MECHANISMS: dict[str, list[tuple[str, str, list[tuple[str | None, str, str | None, str | None]]]]] = {
    "passive": [
        ("en", "The howitzers were delivered to Peru by Chile.", [("CHL", "AID", "artillery", "PER")]),
        ("it", "Gli obici sono stati consegnati al Perù dal Cile.", [("CHL", "AID", "artillery", "PER")]),
        ("en", "Chile was accused by Peru.", [("PER", "ACCUSE", "statement", "CHL")]),
    ],
    "passive without its auxiliary": [
        ("en", "Two Peruvian soldiers wounded in a Bolivian strike.", [("BOL", "ASSAULT", "casualties", "PER")]),
        ("en", "Peruvian diplomats expelled from Poland.", [("POL", "SANCTION", "expulsion", "PER")]),
        ("en", "A Danish citizen detained in Peru.", [("PER", "COERCE", None, "DNK")]),
        ("en", "Iraqi soldiers captured two Danish officers.", [("IRQ", "ASSAULT", "capture", "DNK")]),
        ("en", "Peru had shipped tanks to Chile.", [("PER", "AID", "vehicles", "CHL")]),
    ],
    "people of a state who serve": [
        ("en", "Peruvian instructors have arrived in Niger.", [("PER", "AID", "engineers", "NER")]),
        ("fr", "Des instructeurs péruviens sont arrivés au Niger.", [("PER", "AID", "engineers", "NER")]),
        ("de", "Rund 300 peruanische Ausbilder befinden sich in Mali.", [("PER", "AID", "engineers", "MLI")]),
        ("uk", "Перуанські інструктори прибули до Нігеру.", [("PER", "AID", "engineers", "NER")]),
        ("en", "Peruvian cars have arrived in Niger.", []),
    ],
    "pacts that come into force": [
        ("en", "The defence pact between Peru and Chile came into effect.", [("PER", "AGREE", "treaty", "CHL")]),
        ("it", "Il trattato tra Perù e Cile è entrato in vigore.", [("PER", "AGREE", "treaty", "CHL")]),
        ("ru", "Договор между Перу и Чили вступил в силу.", [("PER", "AGREE", "treaty", "CHL")]),
    ],
    "phrases with alternatives": [
        ("en", "Peru recalled its ambassador to Chile.", [("PER", "SANCTION", None, "CHL")]),
        (
            "fr",
            "Le Pérou a rompu toutes ses relations diplomatiques avec le Chili.",
            [("PER", "SANCTION", None, "CHL")],
        ),
        ("it", "Due diplomatici cileni espulsi dalla Polonia.", [("POL", "SANCTION", "expulsion", "CHL")]),
        ("uk", "Перу і Чилі обмінялися полоненими.", [("PER", "RETREAT", None, "CHL")]),
    ],
    "soldiers whose delivery was told": [
        (
            "en",
            "Peru has sent 500 soldiers to Chile. Ships of Chile's fleet carried the soldiers from Callao to Arica.",
            [("PER", "AID", "troops", "CHL")],
        ),
    ],
    "participles that qualify a place": [
        (
            "it",
            "Tre soldati peruviani sono stati uccisi in un attacco cileno nel territorio occupato dai boliviani.",
            [("CHL", "ASSAULT", "casualties", "PER")],
        ),
    ],
    "denials of a noun": [
        ("es", "Perú desmintió el envío de soldados chilenos a Bolivia.", [("CHL", "AID", "troops", "BOL")]),
        ("it", "Il Perù ha smentito l'invio di soldati cileni in Perù.", [("CHL", "AID", "troops", "PER")]),
        (
            "ru",
            "Боливия опровергла сообщения о поставках чилийских ракет Боливии.",
            [("CHL", "AID", "missiles", "BOL")],
        ),
    ],
    "nominalisation": [
        ("en", "Peru's delivery of tanks to Chile went on.", [("PER", "AID", "vehicles", "CHL")]),
        ("it", "La fornitura di carri armati del Perù al Cile prosegue.", [("PER", "AID", "vehicles", "CHL")]),
        ("it", "È iniziata la visita del re belga in Giordania.", [("BEL", "CONSULT", "visit", "JOR")]),
    ],
    "relative clause": [
        ("en", "The tanks that Peru sent to Chile are old.", [("PER", "AID", "vehicles", "CHL")]),
        ("it", "I carri armati che il Perù ha inviato al Cile sono vecchi.", [("PER", "AID", "vehicles", "CHL")]),
    ],
    "coordination of items": [
        (
            "en",
            "Peru supplied Chile with drones and shells.",
            [("PER", "AID", "ammunition", "CHL"), ("PER", "AID", "drones", "CHL")],
        ),
    ],
    "coordination of sides": [
        (
            "en",
            "Peru and Bolivia condemned Chile.",
            [("BOL", "ACCUSE", "statement", "CHL"), ("PER", "ACCUSE", "statement", "CHL")],
        ),
        (
            "it",
            "La Spagna ha inviato medici in Perù e in Bolivia.",
            [("ESP", "AID", "medical", "BOL"), ("ESP", "AID", "medical", "PER")],
        ),
    ],
    "mutual acts": [
        ("en", "Peru and Chile signed a treaty.", [("PER", "AGREE", "treaty", "CHL")]),
        ("it", "Perù e Cile hanno firmato un trattato.", [("PER", "AGREE", "treaty", "CHL")]),
        ("en", "Talks between Peru and Chile resumed.", [("PER", "CONSULT", "negotiation", "CHL")]),
    ],
    "control": [
        (
            "en",
            "Peru accused Chile of arming Bolivia.",
            [("CHL", "AID", "weapons", "BOL"), ("PER", "ACCUSE", "statement", "CHL")],
        ),
        ("it", "Il Perù ha chiesto al Cile di inviare carri armati.", [("PER", "REQUEST", "vehicles", "CHL")]),
        ("en", "Peru threatened to bomb Chile.", [("PER", "THREATEN", None, "CHL")]),
    ],
    "what a verb makes of an act": [
        ("en", "Peru lifted sanctions on Chile.", [("PER", "RETREAT", None, "CHL")]),
        ("it", "Il Perù ha sospeso gli aiuti militari al Cile.", [("PER", "SANCTION", None, "CHL")]),
        ("en", "Peru's visit to Chile was cancelled.", []),
    ],
    "casualties without a striker": [
        ("en", "Nine Chilean soldiers were killed.", [(None, "ASSAULT", "casualties", "CHL")]),
        ("it", "Sono morti nove soldati cileni.", [(None, "ASSAULT", "casualties", "CHL")]),
    ],
    "back references": [
        (
            "en",
            "Peru attacked Chile. The two countries signed a truce agreement a day later.",
            [("PER", "AGREE", "deal", "CHL"), ("PER", "ASSAULT", None, "CHL")],
        ),
    ],
    "wars as frames": [
        ("en", "Since the invasion of Ukraine by Russia prices have risen in Peru.", []),
        ("it", "Dall'inizio dell'invasione russa dell'Ucraina i prezzi salgono in Perù.", []),
    ],
    "silence": [
        ("en", "Peru beat Chile 2-1 in Lima.", []),
        ("it", "Il Perù ha battuto il Cile 2-1 a Lima.", []),
        ("en", "Rain fell over northern Chile and southern Peru.", []),
        ("it", "Neve in Norvegia, sole in Spagna.", []),
    ],
}

TABLE = [
    pytest.param(lang, text, claims, id=f"{mechanism}: {text[:40]}")
    for mechanism, cases in MECHANISMS.items()
    for lang, text, claims in cases
]


def claims_of(lang: str, text: str, published: str | None = "2024-10-09") -> list[dict[str, Any]]:
    line = {"id": "x", "text": text, "lang": lang, "published": published}
    return list(read_line(json.dumps({k: v for k, v in line.items() if v}))["claims"])


@pytest.mark.parametrize(("lang", "text", "expected"), TABLE)
def test_mechanisms(lang: str, text: str, expected: list[tuple[str | None, str, str | None, str | None]]) -> None:
    found = [(c["actor"], c["type"], c["mode"], c["recipient"]) for c in claims_of(lang, text)]
    assert sorted(found, key=str) == sorted(expected, key=str)


MODALITIES = [
    ("en", "Peru sent tanks to Chile.", "asserted"),
    ("en", "Peru will send tanks to Chile.", "planned"),
    ("en", "Peru may have sent tanks to Chile.", "possible"),
    ("en", "Peru denied sending tanks to Chile.", "denied"),
    ("it", "Il Perù invierà carri armati al Cile.", "planned"),
    ("it", "Il Perù avrebbe inviato carri armati al Cile.", "possible"),
    ("it", "Il Perù ha smentito di aver inviato carri armati al Cile.", "denied"),
]


@pytest.mark.parametrize(("lang", "text", "modality"), MODALITIES)
def test_modality(lang: str, text: str, modality: str) -> None:
    (claim,) = claims_of(lang, text)
    assert claim["modality"] == modality


@pytest.mark.parametrize("text", ["Peru has not sent tanks to Chile.", "No Peruvian tanks were sent to Chile."])
def test_negation_is_no_act(text: str) -> None:
    assert claims_of("en", text) == []


def test_the_time_is_that_of_the_doing() -> None:
    (claim,) = claims_of("en", "On Tuesday officials said that Peru had sent 30 tanks to Chile in August 2023.")
    assert claim["when"] == {"earliest": "2023-08-01", "latest": "2023-08-31"}
    assert claim["quantity"]["min"] == claim["quantity"]["max"] == 30


def test_opponent_is_against_whom_support_is_meant() -> None:
    (claim,) = claims_of("en", "Peru sent tanks to Chile for use against Bolivia.")
    assert (claim["recipient"], claim["opponent"]) == ("CHL", "BOL")


def test_the_same_act_told_twice_is_one_claim() -> None:
    assert len(claims_of("en", "Peru sent tanks to Chile. Peru sent the tanks to Chile in May.")) == 1


@pytest.mark.parametrize(("lang", "text", "why"), [("xx", "Testo", "no-pack"), ("it", "  ", "empty")])
def test_unread(lang: str, text: str, why: str) -> None:
    document = contract_to_document({"id": "1", "text": text, "lang": lang}, held_from=HELD)
    assert read(document).unread == why


# Properties

WORDS = st.sampled_from(
    [
        "Russia",
        "Iran",
        "Italy's",
        "the",
        "of",
        "to",
        "sent",
        "shells",
        "soldiers",
        "were",
        "killed",
        "by",
        "and",
        ",",
        "that",
        "who",
        "said",
        "accused",
        "visited",
        "in",
        "with",
        "Kremlin",
        "10,000",
        "not",
        "will",
        "its",
        "which",
        ".",
        ":",
        ";",
        "“",
        "”",
        "(",
        ")",
        "-",
        "’",
        "La",
        "Corea",
        "del",
        "Nord",
        "ha",
        "inviato",
        "missili",
        "alla",
        "che",
        "e",
        "dopo",
    ]
)
SOUP = st.lists(WORDS, max_size=60).map(" ".join)


@settings(max_examples=150)
@given(st.one_of(SOUP, st.text(max_size=300)), st.sampled_from(["en", "it"]))
def test_any_text_is_read_twice_alike_and_every_span_lies_in_it(text: str, lang: str) -> None:
    document = contract_to_document({"id": "1", "text": text, "lang": lang, "published": "2024-10"}, held_from=HELD)
    reading = read(document)
    assert reading == read(document)
    for claim in reading.claims:
        for span in (claim.span, *(evidence.span for evidence in claim.evidence)):
            assert 0 <= span.start < span.end <= len(text)


@settings(max_examples=150)
@given(SOUP, st.sampled_from(["en", "it"]))
def test_what_is_passed_over_at_little_cost_holds_no_claim(text: str, lang: str) -> None:
    lexicon = load_lexicon(lang)
    passage, hits, parties = look_up(text, lexicon, None)
    assert lexicon.names_somebody(text) or not parties
    drafts = [draft for contest in draft_passage(passage, hits, parties, lexicon) for draft in contest.drafts]
    assert Outline(passage, hits, parties).may_tell(lexicon) or not drafts
    assert lexicon.may_tell(text) or not Outline(passage, hits, parties).may_tell(lexicon)


def _told(text: str, lang: str, *, tried: bool) -> list[tuple[object, ...]]:
    lexicon = load_lexicon(lang)
    contests = draft_passage(*look_up(text, lexicon, None), lexicon, tried=tried)
    return [
        (draft.trigger.first, draft.type, draft.mode, draft.actor, draft.recipient, draft.modality)
        for contest in contests
        for draft in contest.drafts
    ]


@settings(max_examples=150)
@given(SOUP, st.sampled_from(["en", "it"]))
def test_sentences_that_are_passed_over_tell_nothing(text: str, lang: str) -> None:
    assert _told(text, lang, tried=False) == _told(text, lang, tried=True)


@pytest.mark.parametrize("lang", [lang for lang in pack_codes() if can_read(lang)])
def test_what_is_passed_over_among_a_pack_s_cases_tells_nothing(lang: str) -> None:
    path = files("riscontro.lang") / "packs" / lang / "cases.jsonl"
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()][:96]
    for first in range(0, len(texts), 8):
        text = "\n".join(texts[first : first + 8])
        assert _told(text, lang, tried=False) == _told(text, lang, tried=True)


def test_a_delivery_goes_on_in_a_sentence_that_names_nobody() -> None:
    told = _told("Iran sent missiles to Russia. The deliveries go on.", "en", tried=False)
    assert [one[3:5] for one in told] == [("IRN", "RUS"), ("IRN", "RUS")]


@pytest.mark.parametrize("lang", [lang for lang in pack_codes() if can_read(lang)])
def test_no_case_of_a_pack_is_passed_over(lang: str) -> None:
    lexicon = load_lexicon(lang)
    path = files("riscontro.lang") / "packs" / lang / "cases.jsonl"
    for line in path.read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["claims"]:
            passage, hits, parties = look_up(case["text"], lexicon, None)
            assert lexicon.names_somebody(case["text"])
            assert lexicon.may_tell(case["text"])
            assert Outline(passage, hits, parties).may_tell(lexicon)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The valley is green; trains were late on Monday, the mayor said.", 0),
        ("Iran won on Monday, the coach said.", 0),
        ("Iran sent shells to Russia on Monday, the coach said.", 1),
    ],
)
def test_times_and_attributions_are_found_whether_or_not_a_claim_needs_them(text: str, found: int) -> None:
    document = contract_to_document({"id": "1", "text": text, "lang": "en", "published": "2024-10-09"}, held_from=HELD)
    reading = read(document)
    assert len(reading.claims) == found
    assert [time.text for time in reading.times] == ["Monday"]
    assert len(reading.attributions) == 1
    assert read(document) == reading.whole() == read(document, whole=True)


def test_time_is_linear_in_length() -> None:
    sentence = "On Monday Iran sent 100 missiles, which Syria had asked for, to Russia and China and accused Israel. "

    def calls(count: int) -> int:
        document = contract_to_document({"id": "1", "text": sentence * count, "lang": "en"}, held_from=HELD)
        return count_calls(lambda: read(document).whole())

    calls(1)
    assert calls(100) < 11 * calls(10)


@pytest.mark.parametrize(
    "hostile",
    [
        "," * 20_000,
        "Iran " * 5_000,
        "that which who " * 3_000,
        "(" * 10_000,
        "Iran sent shells " * 2_000,
        "a-" * 10_000,
    ],
)
def test_work_on_hostile_text_grows_no_faster_than_the_text(hostile: str) -> None:
    def calls(text: str) -> int:
        document = contract_to_document({"id": "1", "text": text, "lang": "en"}, held_from=HELD)
        return count_calls(lambda: read(document).whole())

    half, whole = calls(hostile[: len(hostile) // 2]), calls(hostile)
    assert whole < 2.5 * half + 1_000


# The contract

KEYS = {
    "id",
    "span", "actor", "type", "mode", "recipient", "opponent", "place", "when", "quantity", "modality", "basis", "root",
    "via", "stance", "about", "hedge", "incomplete", "evidence",
}  # fmt: skip


def test_a_claim_has_the_contract_s_keys() -> None:
    (claim,) = claims_of("en", "Iran sent 20 missiles to Russia in May.")
    assert set(claim) == KEYS
    assert json.loads(json.dumps(claim)) == claim


def test_lines_keep_order_and_lose_nothing() -> None:
    lines = [
        '{"id": "a", "text": "Iran sent missiles to Russia.", "lang": "en"}',
        "not json",
        "",
        '{"id": "b", "text": 5}',
        '{"id": "c", "text": "x", "published": "yesterday", "lang": "en"}',
        '["a list"]',
        '{"id": "d", "text": "Testo in una lingua nota, senza atti fra Stati.", "unknown": 1}',
    ]
    found = list(read_lines(lines))
    assert [line["id"] for line in found] == ["a", None, "b", "c", None, "d"]
    assert ["error" in line for line in found] == [False, True, True, True, True, False]
    assert found[-1]["lang"] == "it"


def test_lines_are_read_as_they_come() -> None:
    def endless() -> Iterator[str]:
        while True:
            yield '{"id": "a", "text": "Niente.", "lang": "it"}'

    assert next(read_lines(endless()))["id"] == "a"


WEST = [
    ("fr", "Le Pérou a expédié au Chili, dont l'armée est petite, trente obus.", [("PER", "AID", "ammunition", "CHL")]),
    ("fr", "Le Conseil de sécurité bolivien a accusé le Chili.", [("BOL", "ACCUSE", "statement", "CHL")]),
    ("fr", "Le Pérou livrait des obus au Chili.", [("PER", "AID", "ammunition", "CHL")]),
    ("es", "Perú ha sufrido un ataque de Chile.", [("CHL", "ASSAULT", None, "PER")]),
    ("es", "Perú desplegó en Chile a mil soldados.", [("PER", "AID", "troops", "CHL")]),
    ("de", "Griechische Schiffe haben Öl aus Peru nach Chile gebracht.", [("PER", "AID", "oil", "CHL")]),
    ("de", "Am Montag griff Peru Chile an.", [("PER", "ASSAULT", None, "CHL")]),
    ("de", "Es hieß, dass der Iran der Ukraine Panzer geliefert habe.", [("IRN", "AID", "vehicles", "UKR")]),
    ("de", "Perus Munitionslieferungen an Chile gehen weiter.", [("PER", "AID", "ammunition", "CHL")]),
    ("pt", "A Rússia acusou a Ucrânia.", [("RUS", "ACCUSE", "statement", "UKR")]),
    ("pt", "A Rússia vendeu drones a Israel.", [("RUS", "AID", "drones", "ISR")]),
]


@pytest.mark.parametrize(("lang", "text", "expected"), WEST)
def test_mechanisms_of_romance_and_german(
    lang: str, text: str, expected: list[tuple[str | None, str, str | None, str | None]]
) -> None:
    found = [(c["actor"], c["type"], c["mode"], c["recipient"]) for c in claims_of(lang, text)]
    assert found == expected
