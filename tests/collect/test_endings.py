from __future__ import annotations

import pytest

from riscontro.collect.endings import ends_abruptly, ends_dangling, without_widget

BEFORE = (
    "The ministry said the delegation stayed three days in the capital and toured two factories, while neither side "
    "disclosed what the talks had been about."
)

ABRUPT = [
    ("en", "The bridge will be opened in the presence of"),
    ("it", "Il ponte sarà riaperto alla presenza della"),
    ("fr", "Le pont sera rouvert en présence d'"),
    ("de", "Die Brücke wird geöffnet, sobald die"),
    ("ru", "Мост откроют в присутствии министра и"),
    ("ko", "다리는 장관이 참석한 가운데 시장의"),
    ("ja", "橋は大臣が出席する式典で市長の"),
    ("en", "The bridge will be opened next week, he said,"),
    ("en", "He would not name a date. The bridge will be opened next week while the ministers watch from"),
]


@pytest.mark.parametrize(("lang", "last"), ABRUPT, ids=range(len(ABRUPT)))
def test_broken_sentence_is_an_abrupt_end(lang: str, last: str) -> None:
    assert ends_abruptly(f"{BEFORE}\n\n{last}", lang)


WELL = [
    ("en", "Additional reporting by the regional bureau contributed to this report"),
    ("en", "He would not name a date. Copyright Example Media, all rights reserved in every country of the world"),
    ("en", "MORE: The two deputy ministers who met by the river and talked for three days about trade and grain again"),
    ("en", "Foreign desk"),
    ("it", "Foto: il ponte chiuso al traffico dopo la piena di primavera, visto dalla riva del fiume al tramonto"),
    ("de", "Die Brücke wird geöffnet."),
]


@pytest.mark.parametrize(("lang", "last"), WELL, ids=range(len(WELL)))
def test_credits_labels_and_rights_are_no_abrupt_end(lang: str, last: str) -> None:
    assert not ends_abruptly(f"{BEFORE}\n\n{last}", lang)


def test_text_that_never_uses_full_stops_is_not_cut() -> None:
    line = BEFORE.rstrip(".")
    assert not ends_abruptly("\n\n".join([line] * 3), "en")
    assert ends_abruptly(f"{BEFORE}\n\n{BEFORE}\n\n{line}", "en")


def test_dangling_words_are_the_language_s_own() -> None:
    assert ends_dangling("aus dem", "de")
    assert not ends_dangling("aus dem", "it")


WIDGETS = [
    (f"{BEFORE}\n\nPoll loading …", BEFORE),
    (f"{BEFORE}\n\nSee also: the two ministers who met by …", BEFORE),
    (f"{BEFORE}\n\n[…]", None),
    (f"{BEFORE[:-1]}…\n\nLoading ...", None),
    (f"{BEFORE}\n\nThe bridge will be opened next week, he said …", None),
]


@pytest.mark.parametrize(("text", "without"), WIDGETS, ids=range(len(WIDGETS)))
def test_furniture_with_dots_is_left_out(text: str, without: str | None) -> None:
    assert without_widget(text) == (text if without is None else without)
