from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.collect.access import CUT_SHARE, assess_holding, cut_offset
from riscontro.collect.endings import count_words
from riscontro.collect.facts import Signals
from riscontro.model.document import Access

SHARED = Path(os.environ.get("RISCONTRO_SHARED", Path(__file__).parents[3] / "shared"))
SEED = SHARED / "seed" / "article-it.txt"

PARAGRAPH = {
    "it": "Il ministero ha riferito che la delegazione è rimasta tre giorni nella capitale e ha visitato due "
    "fabbriche, senza che le parti abbiano reso noto il contenuto dei colloqui né la data del prossimo incontro.",
    "en": "The ministry said the delegation stayed three days in the capital and toured two factories, while neither "
    "side disclosed what the talks had been about or when the next meeting would take place.",
    "ko": "국방부는 대표단이 사흘 동안 수도에 머물며 공장 두 곳을 둘러보았다고 밝혔으나 "
    "양측은 회담 내용과 다음 회담 날짜를 공개하지 않았다고 전했다.",
    "ru": "Министерство сообщило, что делегация провела в столице три дня и осмотрела два завода, однако стороны не "
    "раскрыли ни содержания переговоров, ни даты следующей встречи, которая ожидается осенью.",
}


def body(lang: str, paragraphs: int) -> str:
    return "\n\n".join(f"{PARAGRAPH[lang]}" for _ in range(paragraphs))


CUT = [
    ("it", body("it", 4) + "\n\nC'è ancora il 75% di questo articolo da leggere, abbonati!", Access.PAYWALLED, 0.25),
    ("it", body("it", 8) + "\n\nAbbonati per continuare a leggere\n\nDa 1 euro al mese", Access.PAYWALLED, CUT_SHARE),
    ("it", body("it", 8) + "\n\nContinua a leggere", Access.PARTIAL, CUT_SHARE),
    ("it", body("it", 1) + " […]", Access.EXCERPT, 0.07),
    ("en", body("en", 4) + "\n\nYou've read 40% of this article.", Access.PAYWALLED, 0.4),
    ("en", body("en", 9) + " Subscribe to continue reading.", Access.PAYWALLED, CUT_SHARE),
    ("en", body("en", 5) + "\n\n" + PARAGRAPH["en"][:-40], Access.PARTIAL, 0.38),
    ("en", body("en", 1) + "\n\nAlready a subscriber? Log in", Access.PAYWALLED, 0.06),
    ("ko", body("ko", 2) + "\n\n이 기사는 유료회원 전용입니다", Access.PAYWALLED, 0.08),
    ("ru", body("ru", 3) + "\n\nДля продолжения оформите подписку", Access.PAYWALLED, 0.17),
    ("und", body("it", 3) + "\n\nSubscribe to continue reading", Access.PAYWALLED, 0.2),
]


@pytest.mark.parametrize(("lang", "text", "access", "share"), CUT, ids=range(len(CUT)))
def test_cut_text_tells_access_and_share(lang: str, text: str, access: Access, share: float) -> None:
    holding = assess_holding(text, lang)
    assert holding.access == access
    assert holding.share == pytest.approx(share, abs=0.011)
    assert holding.evidence


WHOLE = [
    ("it", body("it", 4)),
    ("it", body("it", 3) + "\n\nRedazione Esteri"),
    ("it", body("it", 2) + "\n\nIl sito chiede a tutti: «Abbonati per continuare a leggere».\n\n" + body("it", 3)),
    ("it", body("it", 3) + "\n\nAbbonati per continuare a leggere\n\n" + body("it", 4)),
    ("en", body("en", 4) + "\n\nRead more: what the two ministers agreed on in the spring"),
    ("en", body("en", 4) + "\n\nYou have 3 free articles left this month."),
    ("en", body("en", 4) + "\n\nAlready a subscriber? Log in"),
    ("en", 'Most papers now show "Subscribe to continue reading" after two paragraphs.\n\n' + body("en", 4)),
    ("en", body("en", 2) + "\n\nThe paper asks its readers to subscribe to continue reading. " + PARAGRAPH["en"]),
    ("ko", body("ko", 4)),
    ("ru", body("ru", 4)),
]


@pytest.mark.parametrize(("lang", "text"), WHOLE, ids=range(len(WHOLE)))
def test_whole_text_is_not_called_cut(lang: str, text: str) -> None:
    holding = assess_holding(text, lang)
    assert (holding.access, holding.share) == (Access.FULL, 1.0)


BESIDE = [
    (4, Signals(words=500), Access.PARTIAL, 0.264),
    (4, Signals(words=130), Access.FULL, 1.0),
    (4, Signals(words=500, free=False), Access.PAYWALLED, 0.264),
    (4, Signals(beside="Subscribe to continue reading"), Access.PAYWALLED, 0.264),
    (20, Signals(beside="Subscribe to continue reading"), Access.FULL, 1.0),
    (20, Signals(beside="Subscribe to continue reading", free=False), Access.PAYWALLED, 0.5),
    (4, Signals(beside="Subscribe to continue reading", free=False, gated=True), Access.FULL, 1.0),
    (4, Signals(beside="Read more\nAlready a subscriber? Log in"), Access.FULL, 1.0),
    (20, Signals(free=False), Access.FULL, 1.0),
    (1, Signals(free=False), Access.PAYWALLED, 0.06),
    (1, Signals(free=True), Access.FULL, 1.0),
]


@pytest.mark.parametrize(("paragraphs", "signals", "access", "share"), BESIDE, ids=range(len(BESIDE)))
def test_page_beside_the_text_counts(paragraphs: int, signals: Signals, access: Access, share: float) -> None:
    holding = assess_holding(body("en", paragraphs), "en", signals)
    assert holding.access == access
    assert holding.share == pytest.approx(share, abs=0.011)


def test_longer_feed_text_tells_that_the_page_is_cut() -> None:
    holding = assess_holding(body("en", 4), "en", Signals(feed=body("en", 8)))
    assert (holding.access, holding.share) == (Access.PARTIAL, 0.5)
    assert holding.low < 0.5 == holding.high
    assert assess_holding(body("en", 4), "en", Signals(feed=body("en", 1))).share == 1.0


NARROW_TO_WIDE = [
    assess_holding(body("it", 4) + "\n\nHai letto il 30% di questo articolo.", "it"),
    assess_holding(body("en", 4), "en", Signals(words=440)),
    assess_holding(body("en", 4) + "\n\nSubscribe to continue reading", "en"),
]


def test_interval_is_as_wide_as_the_evidence_is_weak() -> None:
    widths = [holding.high - holding.low for holding in NARROW_TO_WIDE]
    assert widths == sorted(widths)
    assert widths[0] < 0.1 < widths[-1]


def test_reading_time_tells_how_long_the_whole_is() -> None:
    text = body("en", 4) + "\n\nSubscribe to continue reading"
    timed = assess_holding(text, "en", Signals(beside="10 min read"))
    assert timed.share == pytest.approx(132 / 2200, abs=0.01)
    assert "10 minutes to read" in timed.evidence[1]


def test_first_of_numbered_pages_is_a_part() -> None:
    holding = assess_holding(body("en", 4), "en", Signals(beside="Page 1 of 4"))
    assert (holding.access, holding.share) == (Access.PARTIAL, 0.25)


def test_wall_at_the_end_cuts_and_one_in_a_dialog_does_not() -> None:
    wall = "Subscribe to continue reading"
    assert assess_holding(body("en", 9), "en", Signals(beside=wall, after=wall)).access is Access.PAYWALLED
    assert assess_holding(body("en", 5), "en", Signals(over=wall)).access is Access.FULL


def test_cut_offset_is_where_the_notice_starts() -> None:
    text = body("it", 2) + "\n\nC'è ancora il 10% di questo articolo da leggere\nOfferte da 1 euro"
    assert text[cut_offset(text, "it") :].startswith("C'è ancora")
    assert cut_offset(body("it", 2), "it") is None


@pytest.mark.skipif(not SEED.is_file(), reason=f"no seed article at {SEED}; set RISCONTRO_SHARED")
def test_seed_article_is_held_by_a_quarter() -> None:
    holding = assess_holding(SEED.read_text("utf-8"), "it")
    assert (holding.access, holding.share) == (Access.PAYWALLED, 0.25)
    assert "75%" in holding.evidence[0]


def test_words_of_spaceless_scripts_are_half_their_signs() -> None:
    assert count_words("朝鲜军队抵达俄国") == 4
    assert count_words("due parole") == 2


@given(st.text(max_size=400), st.sampled_from(["it", "en", "ko", "und", "xx"]))
def test_share_is_always_a_share(text: str, lang: str) -> None:
    holding = assess_holding(text, lang)
    assert 0 <= holding.share <= 1
    assert 0 <= holding.low <= holding.share <= holding.high <= 1
    assert (holding.access is Access.FULL) == (holding.share == 1.0)
    assert holding.cut is None or 0 <= holding.cut <= len(text)
