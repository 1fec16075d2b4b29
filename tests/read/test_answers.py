"""Which claim a denial, a confirmation or a refusal to comment is about."""

from __future__ import annotations

import json
from typing import Any

import pytest

from riscontro.model.claim import Claim, Stance
from riscontro.read import read, read_line
from riscontro.read.contract import contract_to_document


def claims_of(text: str, lang: str = "en", **fields: str) -> tuple[Claim, ...]:
    return read(
        contract_to_document({"id": "d", "text": text, "lang": lang, "published": "2024-11-01", **fields})
    ).claims


def answer_in(text: str, lang: str = "en") -> tuple[Claim, Claim | None]:
    """Return the one claim that answers, and the claim that it is about."""
    claims = claims_of(text, lang)
    (answer,) = [claim for claim in claims if claim.about is not None]
    return answer, next((claim for claim in claims if claim.id == answer.about), None)


SAID = "South Korea said North Korea had sent shells to Russia. "
IT = "La Corea del Nord ha inviato soldati in Russia. "
NIS = "The NIS said North Korea had sent 10,000 soldiers to Russia. "


@pytest.mark.parametrize(
    ("lang", "text", "root", "stance", "modality"),
    [
        ("en", SAID + "Moscow denied the report.", "Moscow", "denies", "denied"),
        ("en", SAID + "The Kremlin declined to comment on the reports.", "Kremlin", "declines", "asserted"),
        ("en", NIS + "Ukraine's army confirmed what the NIS had said.", "Ukraine's army", "confirms", "asserted"),
        ("en", SAID + "The Pentagon could not confirm it.", "Pentagon", "cannot_confirm", "asserted"),
        ("it", IT + "Lo ha smentito il Cremlino.", "Cremlino", "denies", "denied"),
        ("it", IT + "Mosca ha smentito la notizia.", "Mosca", "denies", "denied"),
    ],
)
def test_an_answer_that_points_back_tells_the_act_again(
    lang: str, text: str, root: str, stance: str, modality: str
) -> None:
    answer, target = answer_in(text, lang)
    assert answer.root is not None
    assert (answer.root.name, answer.stance, answer.modality) == (root, stance, modality)
    assert target is not None
    assert (answer.actor, answer.type, answer.mode, answer.recipient) == ("PRK", "AID", target.mode, "RUS")
    assert target.about is None


def test_an_answer_that_tells_the_act_is_about_the_other_claim_of_it() -> None:
    answer, target = answer_in(SAID + "Moscow denied that North Korea had sent it shells.")
    assert (answer.stance, target is not None and target.stance) == (Stance.DENIES, Stance.ASSERTS)


def test_the_one_named_in_the_answer_is_answered() -> None:
    japan = "Japan said North Korea had sent shells to Russia. "
    answer, target = answer_in(NIS + japan + "Ukraine confirmed what the NIS had said.")
    assert answer.mode == "troops"
    assert target is not None
    assert target.root is not None
    assert target.root.name == "NIS"


def test_words_of_the_answer_are_its_evidence() -> None:
    text = SAID + "Moscow denied the report."
    answer, _ = answer_in(text)
    words = {e.field: text[e.span.start : e.span.end] for e in answer.evidence}
    assert (words["about"], words["root"]) == ("the report", "Moscow")
    assert text[answer.span.start : answer.span.end] == "Moscow denied the report"


@pytest.mark.parametrize(
    "text",
    [
        "Moscow denied the report.",
        "North Korea sent shells to Russia.",
        SAID + "South Korea confirmed the report.",
    ],
)
def test_nothing_to_answer_gives_no_answer(text: str) -> None:
    assert all(claim.about is None for claim in claims_of(text))


def test_the_contract_says_what_is_answered() -> None:
    line = {
        "id": "d",
        "lang": "en",
        "text": "The NIS said North Korea sent shells to Russia. Moscow denied the report.",
    }
    claims: list[dict[str, Any]] = read_line(json.dumps(line))["claims"]
    told, denied = claims
    assert (told["about"], denied["stance"]) == (None, "denies")
    assert denied["about"] == told["id"]


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("SEOUL, Oct. 18 (Yonhap) -- North Korea sent soldiers to Russia.", ("Yonhap",)),
        ("North Korea sent soldiers to Russia. (Reuters)", ("Reuters",)),
        ("North Korea sent soldiers to Russia.", ()),
        ("SEOUL (Yonhap) -- North Korea sent soldiers to Russia, the NIS said.", ("Yonhap",)),
    ],
)
def test_an_agency_tag_is_on_the_way_to_every_claim(text: str, via: tuple[str, ...]) -> None:
    (claim,) = claims_of(text)
    assert claim.via == via


def test_the_page_is_no_way_to_its_own_claims() -> None:
    (claim,) = claims_of("SEOUL (Yonhap) -- North Korea sent soldiers to Russia.", publisher="Yonhap")
    assert claim.via == ()


def test_a_denial_denies_no_other_clause() -> None:
    text = (
        "North Korea denied the report and accused the United States of sending weapons to Ukraine. "
        "The NIS had said that North Korea sent shells to Russia."
    )
    modalities = {
        (claim.actor, claim.recipient): str(claim.modality) for claim in claims_of(text) if claim.about is None
    }
    assert modalities["USA", "UKR"] == "asserted"


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Poland demanded that Germany deliver tanks to Ukraine.", "planned"),
        ("Germany supports sending missiles to Ukraine.", "planned"),
        ("Belarus intends to send engineers to Russia.", "planned"),
        ("Germany condemned the delivery of missiles by Iran to Russia.", "asserted"),
        ("Iran sent missiles to Russia, Germany said.", "asserted"),
    ],
)
def test_what_is_only_wished_is_no_fact(text: str, modality: str) -> None:
    assert {str(claim.modality) for claim in claims_of(text) if claim.type == "AID"} == {modality}


def test_an_answer_given_twice_is_one_claim() -> None:
    twice = claims_of(SAID + "Moscow denied the report. Later Moscow denied the report again.")
    assert len([claim for claim in twice if claim.about is not None]) == 1
