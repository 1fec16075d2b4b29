from __future__ import annotations

from dataclasses import replace

import pytest

from riscontro.model.claim import EventType
from riscontro.model.dyad import FlowState
from riscontro.model.event import Event
from riscontro.model.grade import Status
from riscontro.tell.catalogue import catalogue_codes, load_catalogue
from riscontro.tell.sentence import event_label, event_sentence, standing_sentence
from riscontro.vocab.events import EventKind, event_kinds
from tests.tell.samples import days, small_dossier

BASE = small_dossier().events[0]
MONTH, OPEN = days("2022-05-01", "2022-05-31"), days("2022-10-01", None)
FLOW = replace(BASE, actor="PRK", recipient="RUS", type=EventType.AID, mode="ammunition")


def italian(event: Event, **more: FlowState | None) -> str:
    return event_sentence(event, load_catalogue("it"), **more)


def english(event: Event, **more: FlowState | None) -> str:
    return event_sentence(event, load_catalogue("en"), **more)


@pytest.mark.parametrize(
    ("status", "it", "en"),
    [
        ("confirmed", "La Corea del Nord ha fornito munizioni alla Russia nel maggio 2022.", "North Korea supplied"),
        ("corroborated", "La Corea del Nord ha fornito munizioni alla Russia nel maggio 2022.", "North Korea supplied"),
        (
            "reported",
            "La Corea del Nord avrebbe fornito munizioni",
            "North Korea is reported to have supplied ammunition",
        ),
        (
            "rumoured",
            "Secondo voci non confermate, la Corea del Nord avrebbe fornito",
            "North Korea is rumoured to have",
        ),
        ("disputed", "La Corea del Nord avrebbe fornito munizioni", "North Korea is reported to have supplied"),
        ("denied", "La Corea del Nord avrebbe fornito munizioni", "North Korea is reported to have supplied"),
        (
            "refuted",
            "Notizia confutata: la Corea del Nord avrebbe fornito",
            "Refuted: North Korea was reported to have",
        ),
        ("retracted", "Notizia ritirata: la Corea del Nord avrebbe fornito", "Retracted: North Korea was reported"),
    ],
)
def test_a_sentence_is_as_sure_as_its_status(status: str, it: str, en: str) -> None:
    event = replace(FLOW, status=Status(status), when=MONTH)
    assert italian(event).startswith(it)
    assert english(event).startswith(en)


@pytest.mark.parametrize(
    ("status", "planned", "flow", "it", "en"),
    [
        (
            "confirmed",
            False,
            FlowState.RUNNING,
            "fornisce munizioni alla Russia da ottobre 2022.",
            "has been supplying",
        ),
        (
            "reported",
            False,
            None,
            "fornirebbe munizioni alla Russia da ottobre 2022.",
            "is reported to have been supplying",
        ),
        ("confirmed", False, FlowState.STOPPED, "ha fornito munizioni alla Russia a partire da ottobre", "supplied"),
        ("confirmed", False, FlowState.SILENT, "ha fornito munizioni alla Russia a partire da ottobre", "supplied"),
        ("confirmed", True, None, "ha in programma di fornire munizioni alla Russia", "plans to supply"),
        ("reported", True, None, "avrebbe in programma di fornire munizioni", "is reported to plan to supply"),
    ],
)
def test_what_goes_on_or_is_planned_says_so(
    status: str, planned: bool, flow: FlowState | None, it: str, en: str
) -> None:
    event = replace(FLOW, status=Status(status), planned=planned, when=OPEN)
    assert italian(event, flow=flow).startswith(f"La Corea del Nord {it}")
    assert english(event, flow=flow).startswith(f"North Korea {en}")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"actor": "USA", "recipient": "UKR"}, "Gli Stati Uniti hanno fornito munizioni all’Ucraina nel maggio 2022."),
        ({"actor": "USA", "recipient": "JPN", "status": Status.REPORTED}, "Gli Stati Uniti avrebbero fornito"),
        ({"recipient": None}, "La Corea del Nord ha fornito munizioni nel maggio 2022."),
        ({"actor": None}, "Una parte non nominata ha fornito munizioni alla Russia nel maggio 2022."),
        ({"opponent": "UKR"}, "La Corea del Nord ha fornito munizioni alla Russia contro l’Ucraina nel maggio 2022."),
        ({"mode": "troops"}, "La Corea del Nord ha inviato soldati per servire o combattere a fianco della Russia nel"),
        ({"mode": "a mode that is new"}, "La Corea del Nord ha fornito aiuto alla Russia nel maggio 2022."),
        ({"type": EventType.THREATEN, "mode": None}, "La Corea del Nord ha minacciato la Russia nel maggio 2022."),
        (
            {"type": EventType.THREATEN, "mode": None, "recipient": None},
            "La Corea del Nord ha minacciato un’altra parte nel maggio 2022.",
        ),
        (
            {"type": EventType.ASSAULT, "mode": "casualties", "actor": None, "recipient": "PRK"},
            "La Corea del Nord ha subito perdite umane nel maggio 2022.",
        ),
        ({"when": None}, "La Corea del Nord ha fornito munizioni alla Russia in data non indicata."),
        ({"actor": "Gruppo {x} [y]"}, "Gruppo {x} [y] ha fornito munizioni alla Russia nel maggio 2022."),
    ],
)
def test_sides_that_are_missing_or_plural(changes: dict[str, object], sentence: str) -> None:
    event = replace(FLOW, **{"status": Status.CONFIRMED, "when": MONTH, **changes})  # type: ignore[arg-type]
    assert italian(event).startswith(sentence)


@pytest.mark.parametrize(
    ("status", "planned", "sentence"),
    [
        ("reported", False, "The Houthis are reported to have been supplying ammunition to Russia since October 2022."),
        ("confirmed", False, "The Houthis have been supplying ammunition to Russia since October 2022."),
        ("confirmed", True, "The Houthis plan to supply ammunition to Russia from October 2022 on."),
        ("retracted", False, "Retracted: the Houthis were reported to have been supplying ammunition to Russia since"),
    ],
)
def test_english_verbs_agree_with_a_plural(status: str, planned: bool, sentence: str) -> None:
    event = replace(FLOW, actor="Houthi", status=Status(status), planned=planned, when=OPEN)
    assert english(event).startswith(sentence)


@pytest.mark.parametrize("kind", event_kinds(), ids=lambda kind: f"{kind.type}-{kind.mode}")
@pytest.mark.parametrize("lang", catalogue_codes())
def test_every_act_makes_a_sentence_at_every_status(kind: EventKind, lang: str) -> None:
    catalogue = load_catalogue(lang)
    for status in Status:
        for planned in (False, True):
            event = replace(FLOW, type=kind.type, mode=kind.mode, status=status, planned=planned, when=OPEN)
            told = event_sentence(event, catalogue)
            assert told.endswith(".")
            assert not set("{}[]") & set(told)
            assert "  " not in told


@pytest.mark.parametrize(
    ("contested", "it", "en"),
    [
        (
            (),
            "Riferito, senza conferme: lo afferma una sola origine indipendente.",
            "Reported, unconfirmed: asserted by a single independent origin.",
        ),
        (
            ("RUS",),
            "Riferito, senza conferme: lo afferma una sola origine indipendente; contestato dalla Russia.",
            None,
        ),
        (("RUS", "USA", "CUB"), None, "contested by Russia, by the United States and by Cuba."),
        (("un portavoce",), "contestato da un portavoce.", "contested by un portavoce."),
    ],
)
def test_who_contests_is_told(contested: tuple[str, ...], it: str | None, en: str | None) -> None:
    event = replace(BASE, contested_by=contested)
    assert it is None or standing_sentence(event, load_catalogue("it")).endswith(it)
    assert en is None or standing_sentence(event, load_catalogue("en")).endswith(en)


@pytest.mark.parametrize(
    ("actor", "recipient", "label"),
    [
        ("PRK", "RUS", "Corea del Nord → Russia: munizioni"),
        (None, "RUS", "Russia: munizioni"),
        ("PRK", None, "Corea del Nord: munizioni"),
        (None, None, "Munizioni"),
    ],
)
def test_labels(actor: str | None, recipient: str | None, label: str) -> None:
    assert event_label(replace(FLOW, actor=actor, recipient=recipient), load_catalogue("it")) == label
