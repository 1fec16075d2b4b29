"""Totals with their windows, and what somebody calls a ceiling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.claim import Claim
from riscontro.model.mention import Span
from riscontro.read import contract_to_document, read
from riscontro.read.measure import find_measures


def _read(text: str, lang: str) -> tuple[Claim, ...]:
    line = {"id": "x", "text": text, "lang": lang, "published": "2024-12-01"}
    return read(contract_to_document(line)).claims


def _counted(text: str, lang: str) -> tuple[float | None, str | None, bool]:
    (claim,) = _read(text, lang)
    assert claim.quantity is not None
    window = str(claim.quantity.window) if claim.quantity.window is not None else None
    return claim.quantity.minimum, window, claim.quantity.cumulative


SINCE = "2023-03-01/.."
COUNTED = [
    ("en", "Chile has sent Peru 300 shells in total since March 2023.", SINCE, True),
    ("en", "Since March 2023 Chile has sent Peru 300 shells.", SINCE, True),
    ("en", "So far, Chile has delivered 300 howitzers to Peru.", None, True),
    ("en", "Chile delivered a total of 300 tanks to Peru in May 2024.", "2024-05-01/2024-05-31", True),
    ("en", "Chile sent 300 tanks to Peru in May 2024.", None, False),
    ("it", "Il Cile ha inviato al Perù complessivamente 300 granate dal marzo 2023.", SINCE, True),
    ("it", "Finora il Cile ha consegnato al Perù 300 obici.", None, True),
    ("fr", "Jusqu'ici, le Chili a livré 300 chars au Pérou.", "../2024-12-01", True),
    ("fr", "Le Chili a livré 300 chars au Pérou au total.", None, True),
    ("fr", "Le Chili a livré 300 chars au Pérou en mai 2024.", None, False),
    ("de", "Chile hat Peru seit März 2023 insgesamt 300 Granaten geliefert.", SINCE, True),
    ("es", "Chile ha enviado a Perú un total de 300 tanques.", None, True),
    ("ru", "Чили всего поставила Перу 300 снарядов с марта 2023 года.", SINCE, True),
    ("uk", "Чилі загалом передала Перу 300 снарядів з березня 2023 року.", SINCE, True),
    ("ko", "칠레는 2023년 3월부터 페루에 포탄 300발을 보냈다.", SINCE, True),
    ("ko", "칠레는 페루에 총 300발의 포탄을 보냈다.", None, True),
    ("pt", "O Chile enviou ao Peru 300 projéteis no total.", None, True),
    ("pl", "Chile wysłało do Peru łącznie 300 pocisków.", None, True),
    ("ja", "チリはペルーに合計300発の砲弾を送った。", None, True),
    ("zh", "智利向秘鲁总共运送了300枚炮弹。", None, True),
    ("ar", "أرسلت تشيلي إلى بيرو ما مجموعه 300 قذيفة.", None, True),
]


@pytest.mark.parametrize(("lang", "text", "window", "cumulative"), COUNTED)
def test_what_a_number_covers(lang: str, text: str, window: str | None, cumulative: bool) -> None:
    assert _counted(text, lang) == (300, window, cumulative)


def test_a_plan_has_no_total_yet() -> None:
    assert _counted("From March 2025 Chile will send Peru 300 shells in total.", "en")[2] is False


def test_the_words_of_a_total_belong_to_the_nearest_number() -> None:
    claims = _read("Chile sent Peru 300 shells in May and 12 howitzers in total.", "en")
    assert [claim.quantity.cumulative for claim in claims if claim.quantity and claim.quantity.minimum == 300] == [
        False
    ]


def test_the_words_of_a_total_are_its_evidence() -> None:
    text = "Chile has sent Peru 300 shells in total."
    (claim,) = _read(text, "en")
    assert [text[e.span.start : e.span.end] for e in claim.evidence if e.field == "cumulative"] == ["in total"]


CEILINGS = [
    ("en", "Chile has sent tanks to Peru. That is the limit of its support.", "the limit of its support"),
    (
        "en",
        "Chile's delivery of tanks to Peru is as far as it will go, officials in Lima said.",
        "as far as it will go",
    ),
    ("it", "Il Cile ha inviato carri armati al Perù: è il tetto del suo sostegno.", "il tetto del suo sostegno"),
    ("fr", "Le Chili livre des chars au Pérou mais n’ira pas plus loin.", "n’ira pas plus loin"),
    ("de", "Chile hat Panzer an Peru geliefert. Das ist die Obergrenze seiner Hilfe.", "die Obergrenze seiner Hilfe"),
    ("es", "Chile ha enviado tanques a Perú. Es el techo de su ayuda.", "el techo de su ayuda"),
    ("ru", "Чили поставила Перу танки. Это потолок помощи.", "потолок помощи"),
    ("uk", "Чилі передала Перу танки. Це межа допомоги.", "межа допомоги"),
    ("ko", "칠레는 페루에 탱크를 보냈다. 이는 지원의 한계다.", "지원의 한계"),
]


@pytest.mark.parametrize(("lang", "text", "words"), CEILINGS)
def test_what_is_called_a_ceiling(lang: str, text: str, words: str) -> None:
    (claim,) = _read(text, lang)
    assert claim.calls_ceiling
    assert [text[e.span.start : e.span.end] for e in claim.evidence if e.field == "ceiling"] == [words]


BEYOND = [
    ("en", "The delivery of tanks from Chile to Peru looked like a ceiling beyond which it would not go."),
    ("it", "La consegna di carri armati del Cile al Perù pareva un limite oltre il quale non si sarebbe andati."),
    ("fr", "Le Chili a livré des chars au Pérou, un seuil au-delà duquel il ne voulait pas aller."),
    ("de", "Chile hat Panzer an Peru geliefert, eine Grenze, über die es nicht hinausgehen wollte."),
    ("es", "Chile ha enviado tanques a Perú, un techo más allá del cual no quería llegar."),
    ("ru", "Чили поставила Перу танки. Это предел, дальше которого она не хотела идти."),
    ("uk", "Чилі передала Перу танки. Це межа, далі якої вона не хотіла йти."),
]


@pytest.mark.parametrize(("lang", "text"), BEYOND)
def test_a_line_beyond_which_somebody_does_not_go_is_a_ceiling(lang: str, text: str) -> None:
    assert [claim.calls_ceiling for claim in _read(text, lang) if claim.mode == "vehicles"] == [True]


NO_CEILINGS = [
    ("en", "Chile has sent tanks to Peru. That is not the limit of its support."),
    ("en", "Chile has sent tanks to Peru. The price ceiling on oil holds."),
    ("en", "Chile has sent tanks to Peru. That is the limit of its support, an analyst said."),
    ("it", "Il Cile ha inviato carri armati al Perù. Non è il tetto del suo sostegno."),
    ("uk", "Чилі передала Перу танки. Це не межа допомоги."),
]


@pytest.mark.parametrize(("lang", "text"), NO_CEILINGS)
def test_negated_other_or_another_voices_words_mark_no_act(lang: str, text: str) -> None:
    assert [claim.calls_ceiling for claim in _read(text, lang)] == [False]


def test_phrases_are_whole_words_and_know_both_apostrophes() -> None:
    assert find_measures("the subtotal of", lang="en").totals == ()
    assert len(find_measures("jusqu’ici, jusqu'ici", lang="fr").totals) == 2


def test_a_pack_without_the_table_finds_nothing() -> None:
    measures = find_measures("in totaal 300", lang="nl")
    assert (measures.totals, measures.ceilings) == ((), ())


MEASURED = [
    "The tanks are as far as Chile will go.",
    "That was the ceiling of its support",
    "for Peru, in all.",
    "It is not the limit of their aid, so",
    "far 300 in total.",
    "Nobody spoke of it.",
    "This is as far as it\nwill go to date.",
]


@given(st.lists(st.sampled_from(MEASURED), max_size=8), st.sets(st.integers(0, 7)))
def test_measures_within_some_spans_are_those_of_the_whole_text(sentences: list[str], wanted: set[int]) -> None:
    text, spans = "", []
    for number, sentence in enumerate(sentences):
        if number in wanted:
            spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    whole = find_measures(text, lang="en")
    part = find_measures(text, lang="en", counted=spans, told=spans)
    for found, all_found in ((part.totals, whole.totals), (part.ceilings, whole.ceilings)):
        assert list(found) == [one for one in all_found if any(s.start <= one.start < s.end for s in spans)]


ANOTHER = [
    ("en", "North Korea sent another 3,000 soldiers to Russia in January.", "another"),
    ("en", "Iran has shipped a second batch of drones to Russia.", "second batch"),
    ("en", "Lavrov made a third visit to Mali in May.", "third visit"),
    ("it", "La Germania ha inviato altri 300 soldati in Lituania.", "altri"),
    ("it", "La Francia ha consegnato all'Ucraina un secondo lotto di missili.", "secondo lotto"),
    ("de", "Deutschland hat weitere 300 Soldaten nach Litauen entsandt.", "weitere"),
    ("fr", "La France a envoyé 300 soldats supplémentaires en Roumanie.", "soldats supplémentaires"),
    ("es", "España ha enviado otros 300 soldados a Letonia.", "otros"),
    ("ru", "Турция отправила в Ливию ещё около трёх тысяч солдат.", "ещё"),
    ("uk", "Туреччина відправила до Лівії ще 300 солдатів.", "ще"),
    ("ko", "북한이 러시아에 3차 파병을 했다.", "3차 파병"),
    ("pl", "Turcja wysłała do Libii kolejnych 300 żołnierzy.", "kolejnych"),
    ("pt", "A Espanha enviou outros 300 soldados para a Letônia.", "outros"),
    ("zh", "朝鲜向俄罗斯派遣了第二批士兵。", "第二批"),
    ("ja", "北朝鮮はロシアに兵士の第2陣を派遣した。", "第2陣"),
    ("ar", "أرسلت تركيا قوات إضافية إلى ليبيا.", "قوات إضافية"),
]


@pytest.mark.parametrize(("lang", "text", "words"), ANOTHER)
def test_words_of_one_more_call_an_act_another(lang: str, text: str, words: str) -> None:
    (claim,) = _read(text, lang)
    assert claim.tells_another
    assert [text[e.span.start : e.span.end] for e in claim.evidence if e.field == "further"] == [words]


NOT_ANOTHER = [
    ("en", "Germany sent 3,000 soldiers to Lithuania in another sign of support."),
    ("en", "Germany sent 3,000 soldiers to Lithuania."),
    ("en", "Since 2022 Germany has sent 3,000 soldiers to Lithuania in all, in a second batch."),
    ("it", "La Germania ha inviato 300 soldati in Lituania, come altri alleati."),
    ("pt", "A Espanha enviou mais de 300 soldados para a Letônia."),
]


@pytest.mark.parametrize(("lang", "text"), NOT_ANOTHER)
def test_other_words_and_totals_do_not(lang: str, text: str) -> None:
    assert not any(claim.tells_another for claim in _read(text, lang))


def test_a_word_of_one_more_is_of_the_number_that_it_stands_before() -> None:
    claims = _read("North Korea sent 3,000 soldiers to Russia and another 500 workers.", "en")
    assert {claim.mode: claim.tells_another for claim in claims} == {"troops": False, "workers": True}
