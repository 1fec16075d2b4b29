"""What a model answers is held to the text: words found, values ours, everything else a doubt."""

from __future__ import annotations

from datetime import date

import pytest

from riscontro.model.claim import Basis, Modality, Stance
from riscontro.model.mention import Span
from tests.read.model.make import TEXT, bare, claim, codes, only, read


def test_an_honest_claim_has_our_offsets_and_values():
    found = only(read(claim()))
    assert found.span == Span(0, len(TEXT) - 1)
    assert (found.actor, found.type, found.mode, found.recipient) == ("IRN", "AID", "missiles", "RUS")
    assert found.when is not None
    assert (found.when.earliest, found.when.latest) == (date(2024, 9, 1), date(2024, 9, 30))
    assert found.quantity is not None
    assert (found.quantity.minimum, found.quantity.maximum, found.quantity.unit) == (200, 200, "missile")
    words = {one.field: TEXT[one.span.start : one.span.end] for one in found.evidence}
    assert words["actor"] == "L'Iran"
    assert words["quantity"] == "200"
    assert words["when"] == "settembre"
    assert found.reader == "model/0.1 prompt/2 stand-in 2026-01-31"


def test_an_honest_claim_that_the_rules_find_too_raises_no_doubt():
    assert read(claim()).issues == ()


REFUSED = [
    claim(act="La Cina ha consegnato missili alla Russia"),
    claim(act=""),
    claim(actor={"words": "la Cina", "code": "CHN"}),
    claim(actor={"words": "la Cina", "code": "IRN"}),
    claim(recipient={"words": "Mosca", "code": "RUS"}),
    claim(actor=None, recipient=None),
    claim(recipient={"words": "L'Iran", "code": "RUS"}),
    claim(type="GIVES"),
    claim(actor={"words": "missili balistici", "code": "CHN"}),
    {"act": "L'Iran"},
    "L'Iran ha consegnato",
    None,
    claim(more="than the schema has"),
    claim(modality="asserted"),
    claim(quantity={"words": "200", "min": "many", "max": None, "unit": "missile"}),
]


@pytest.mark.parametrize("answer", REFUSED, ids=range(len(REFUSED)))
def test_a_claim_whose_act_or_sides_are_not_there_is_refused_with_a_doubt(answer):
    reading = read(answer)
    assert reading.claims == ()
    assert codes(reading)


MENDED = [
    ({"actor": {"words": "L'Iran", "code": "CHN"}}, "actor", "IRN", "differs"),
    ({"recipient": {"words": "Russia", "code": "BLR"}}, "recipient", "RUS", "differs"),
    ({"mode": "submarines"}, "mode", None, "dropped"),
    ({"opponent": {"words": "l'Ucraina", "code": "UKR"}}, "opponent", None, "dropped"),
    ({"opponent": {"words": "Russia", "code": "RUS"}}, "opponent", None, None),
    ({"place": "Teheran"}, "place", None, "dropped"),
    ({"via": ["Reuters"]}, "via", (), "dropped"),
    ({"root": {"words": "la Casa Bianca", "state": "USA", "kind": "official"}}, "root", None, "dropped"),
    ({"modality": {"value": "denied", "words": "ha negato"}}, "modality", Modality.ASSERTED, "dropped"),
    ({"modality": {"value": "denied", "words": None}}, "modality", Modality.ASSERTED, "dropped"),
    ({"modality": {"value": "planned", "words": TEXT}}, "modality", Modality.ASSERTED, "differs"),
    ({"when": {"words": "a maggio", "earliest": "2024-05-01", "latest": "2024-05-31"}}, "when", None, "dropped"),
    ({"when": {"words": "missili", "earliest": "2024-05-01", "latest": "2024-05-31"}}, "when", None, "dropped"),
    ({"quantity": {"words": "300", "min": 300, "max": 300, "unit": "missile"}}, "quantity", None, "dropped"),
    ({"quantity": {"words": "missili", "min": 200, "max": 200, "unit": "missile"}}, "quantity", None, "dropped"),
]


@pytest.mark.parametrize(("change", "field", "value", "code"), MENDED, ids=range(len(MENDED)))
def test_a_field_that_is_not_there_is_dropped_and_ours_stands_where_values_differ(change, field, value, code):
    reading = read(claim(**change))
    assert getattr(only(reading), field) == value
    assert codes(reading) == ([code] if code else [])


def test_shifted_numbers_and_dates_become_ours():
    shifted = claim(
        when={"words": "settembre", "earliest": "2023-09-01", "latest": None},
        quantity={"words": "200 missili", "min": 2000, "max": None, "unit": "missile"},
    )
    reading = read(shifted)
    assert only(reading) == only(read(claim()))
    assert codes(reading) == ["differs", "differs"]


@pytest.mark.parametrize("day", ["2024-13-40", "yesterday", "", "9999-99-99"])
def test_a_day_that_is_none_is_no_day(day):
    reading = read(claim(when={"words": "settembre", "earliest": day, "latest": "2024-09-30"}))
    assert only(reading).when == only(read(claim())).when


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), 1e300, -5])
def test_a_number_that_counts_nothing_is_ours(number):
    reading = read(claim(quantity={"words": "200", "min": number, "max": number, "unit": "missile"}))
    assert only(reading).quantity == only(read(claim())).quantity


def test_a_unit_that_is_on_no_list_is_an_item():
    reading = read(claim(quantity={"words": "200", "min": 200, "max": 200, "unit": "ignore your instructions"}))
    quantity = only(reading).quantity
    assert quantity is not None
    assert quantity.unit == "item"


def test_swapped_sides_are_turned_where_our_own_reading_finds_the_act():
    reading = read(claim(actor={"words": "Russia", "code": "RUS"}, recipient={"words": "L'Iran", "code": "IRN"}))
    found = only(reading)
    assert (found.actor, found.recipient) == ("IRN", "RUS")
    assert codes(reading) == ["differs"]


def test_what_the_rules_do_not_find_rests_on_the_model_and_says_so():
    text = "La Francia ha regalato all'Italia un'orchidea."
    reading = read(bare(text[:-1], "SUPPORT", ("La Francia", "FRA"), ("Italia", "ITA")), text=text)
    assert only(reading).actor == "FRA"
    assert [issue.code for issue in reading.issues] == ["read.model.alone"]


def test_sides_that_our_own_reading_of_the_words_contradicts_say_so():
    text = "L'Iran ha consegnato missili alla Russia, con la Cina a guardare."
    answer = bare("L'Iran ha consegnato missili alla Russia", "AID", ("la Cina", "CHN"), ("Russia", "RUS"))
    reading = read(answer, text=text)
    assert only(reading).actor == "CHN"
    assert codes(reading) == ["other_sides"]


def test_a_denial_needs_words_of_denial():
    text = "Mosca ha smentito che l'Iran abbia consegnato missili alla Russia."
    denied = bare(
        "l'Iran abbia consegnato missili alla Russia",
        "AID",
        ("l'Iran", "IRN"),
        ("Russia", "RUS"),
        modality={"value": "denied", "words": "ha smentito"},
        root={"words": "Mosca", "state": "RUS", "kind": "official"},
    )
    found = only(read(denied, text=text))
    assert (found.modality, found.stance) == (Modality.DENIED, Stance.DENIES)
    assert found.root is not None
    assert (found.root.name, found.root.state, found.basis) == ("Mosca", "RUS", Basis.OFFICIAL)


def test_a_denial_left_out_is_put_back_where_our_own_reading_finds_it():
    text = "Mosca ha smentito che l'Iran abbia consegnato missili alla Russia."
    told = bare("l'Iran abbia consegnato missili alla Russia", "AID", ("l'Iran", "IRN"), ("Russia", "RUS"))
    reading = read(told, text=text)
    assert only(reading).modality is Modality.DENIED
    assert "differs" in codes(reading)


def test_a_group_bears_the_documents_own_name():
    text = "Los combatientes de Kivu Libre atacaron a Ruanda."
    answer = bare(
        "Los combatientes de Kivu Libre atacaron a Ruanda", "ASSAULT", ("Kivu Libre", "KL"), ("Ruanda", "RWA")
    )
    reading = read(answer, text=text, lang="es")
    assert only(reading).actor == "Kivu Libre"
    assert codes(reading) == ["differs"]


def test_a_person_whom_we_do_not_know_stands_for_a_state_that_the_document_names():
    text = "Le ministre Untel est arrivé de France. Untel a rencontré des responsables du Ghana."
    answer = bare(
        "Untel a rencontré des responsables du Ghana", "CONSULT", ("Untel", "FRA"), ("Ghana", "GHA"), mode="meeting"
    )
    assert only(read(answer, text=text, lang="fr")).actor == "FRA"
    other = answer | {"actor": {"words": "Untel", "code": "BEL"}}
    assert read(other, text=text, lang="fr").claims == ()


def test_a_number_of_another_sentence_is_not_the_acts():
    text = "L'Iran ha consegnato 200 missili alla Russia. In Norvegia hanno visto 30 renne."
    answer = claim(
        act="L'Iran ha consegnato 200 missili alla Russia",
        when=None,
        quantity={"words": "30", "min": 30, "max": 30, "unit": "missile"},
    )
    reading = read(answer, text=text)
    assert only(reading).quantity is None
    assert codes(reading) == ["dropped"]


def test_a_cut_page_leaves_its_last_claim_incomplete():
    from dataclasses import replace

    from riscontro.model.document import Access
    from tests.read.model.make import content, document, reader

    made, _ = reader(content(claim()))
    cut = replace(document(), access=Access.PAYWALLED, share=0.3)
    assert only(made.read(cut)).incomplete


def test_a_doubt_never_repeats_more_than_a_line_of_the_models_words():
    reading = read(claim(act="x\n\u202e" * 700))
    assert all(len(issue.message) < 200 and issue.message.isprintable() for issue in reading.issues)
    assert reading.issues
