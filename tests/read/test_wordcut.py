"""Words that are written together come apart where the pack knows them, at their true places."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.read.meanings import Entry
from riscontro.read.passage import cut_passage
from riscontro.read.surface import build_table
from riscontro.read.wordcut import Spelling, WordCutter, build_cutter

KOREAN = build_cutter(
    {"split": ["북|러"], "before": ["대"], "whole": ["국가"]},
    known=["북한", "북한군", "군인", "러시아", "이란", "파병", "제공", "국무부"],
    names=["북한", "북한군", "러시아", "이란"],
    after=["은", "는", "이", "가", "에", "을", "들", "했다", "했다고"],
    particles=["은", "는", "이", "가", "에", "을"],
)
CHINESE = build_cutter(
    {"anywhere": True, "variants": ["國国", "軍军", "隊队"], "split": ["中|俄"]},
    known=["中国", "中", "俄罗斯", "军队", "向"],
    names=["中国", "俄罗斯"],
    after=[],
)
JAPANESE = build_cutter(
    {"anywhere": True}, known=["イラン", "ロシア", "が", "を", "について", "訪問"], names=["イラン"], after=[]
)
ARABIC = build_cutter(
    {"variants": ["أا", "\u0651"], "article": "ال", "before": ["و", "ب", "لل"], "after": ["ها"]},
    known=["جيش", "روسي", "هجوم", "اوكرانيا"],
    names=["روسي"],
    after=[],
)


@pytest.mark.parametrize(
    ("cutter", "run", "norms"),
    [
        (KOREAN, "북한군이", "북한군 이"),
        (KOREAN, "북한군인들을", "북한 군인 들 을"),
        (KOREAN, "러시아파병을", "러시아 파병 을"),
        (KOREAN, "제공했다고", "제공 했다고"),
        (KOREAN, "북러는", "북 러 는"),
        (KOREAN, "대러시아", "대 러시아"),
        (KOREAN, "국가", "국가"),
        (KOREAN, "젤렌스키는", "젤렌스키 는"),
        (KOREAN, "것이란", "것이란"),
        (KOREAN, "수파병", "수 파병"),
        (KOREAN, "2024년", "2024 년"),
        (CHINESE, "中國向俄羅斯", "中国 向 俄羅斯"),
        (CHINESE, "中俄軍隊", "中 俄 军队"),
        (JAPANESE, "ロシアがイランを訪問", "ロシア が イラン を 訪問"),
        (JAPANESE, "イランドが", "イランド が"),
        (JAPANESE, "それについて", "それ について"),
        (ARABIC, "والجيش", "و جيش"),
        (ARABIC, "للجيش", "لل جيش"),
        (ARABIC, "هجومها", "هجوم ها"),
        (ARABIC, "أوكرانيا", "اوكرانيا"),
        (ARABIC, "وليد", "وليد"),
    ],
)
def test_cut(cutter: WordCutter, run: str, norms: str) -> None:
    assert " ".join(piece.norm for piece in cutter.cut(run)) == norms


@pytest.mark.parametrize("cutter", [KOREAN, CHINESE, JAPANESE, ARABIC])
@given(run=st.text("북한군러시아이란은는국가中國俄羅軍イランがをについてووالهجم1aB", min_size=1, max_size=90))
def test_pieces_lie_end_to_end(cutter: WordCutter, run: str) -> None:
    pieces = cutter.cut(run)
    assert pieces[0].start == 0
    assert pieces[-1].end == len(run)
    assert all(one.end == other.start for one, other in pairwise(pieces))
    assert cutter.cut(run) == pieces


@pytest.mark.parametrize(
    ("text", "codes"),
    [("북 국무부", ["PRK", "ministry"]), ("북 소리", []), ("북러 국무부", ["PRK", "RUS", "ministry"])],
)
def test_short_names_need_a_neighbour(text: str, codes: list[str]) -> None:
    table = build_table(
        [
            ("북", Entry("state", "PRK", "state", "+")),
            ("러", Entry("state", "RUS", "state", "+")),
            ("국무부", Entry("role", "ministry")),
        ]
    )
    hits = table.find(cut_passage(text, cutter=KOREAN))
    assert [entry.code for hit in hits for entry in hit.entries] == codes


def test_spelling_is_the_same_in_pack_and_text() -> None:
    spelling = Spelling({"variants": ["إا"], "article": "ال"})
    assert spelling.normal("الإمارات") == spelling.normal("إمارات")


def test_tokens_keep_their_offsets() -> None:
    text = "中國向俄羅斯派兵"
    tokens = cut_passage(text, cutter=CHINESE).tokens
    assert "".join(text[token.start : token.end] for token in tokens) == text
    assert tokens[0].norm == "中国"
