from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from riscontro.read.passage import learn_piece as learn_words
from riscontro.read.passage import tokenize as tokenize_words
from riscontro.read.text import LINE_END, LONGEST_KNOWN, MOST_KNOWN, Cut, Memory, cut_text, is_plain
from riscontro.read.tokens import learn_piece as learn_fine
from riscontro.read.tokens import tokenize as tokenize_fine
from tests.read.counting import count_calls

TEXTS = st.text(alphabet=st.sampled_from("ab. \n\t’北"), max_size=80)


@given(TEXTS)
def test_pieces_stand_where_they_say_and_leave_out_only_blanks(text: str) -> None:
    cut = Cut(text)
    end = 0
    for piece, start in zip(cut.pieces, cut.starts, strict=True):
        assert text[start : start + len(piece)] == piece
        assert text[end:start] in ("", " ")
        assert LINE_END not in piece or piece == LINE_END
        end = start + len(piece)
    assert end == len(text)


@given(TEXTS)
def test_what_is_known_of_pieces_comes_in_their_order(text: str) -> None:
    known: Memory[str] = Memory()
    known.young["a"], known.old["b"] = "A", "B"
    cut = Cut(text)
    assert cut.recall(known, str.upper) == [piece.upper() for piece in cut.pieces]
    assert cut.recall(known, str.upper) == [piece.upper() for piece in cut.pieces]


def test_a_piece_is_learnt_once() -> None:
    known: Memory[int] = Memory()
    learnt: list[str] = []

    def learn(piece: str) -> int:
        learnt.append(piece)
        return len(piece)

    for _ in range(3):
        Cut("one two one").recall(known, learn)
    assert sorted(learnt) == ["one", "two"]


def test_long_pieces_are_not_kept_and_the_rest_stays_bounded() -> None:
    known: Memory[int] = Memory()
    Cut("a " + "b" * (LONGEST_KNOWN + 1)).recall(known, len)
    assert known.young == {"a": 1}
    for first in range(0, 3 * MOST_KNOWN, MOST_KNOWN // 2):
        words = [str(number) for number in range(first, first + MOST_KNOWN + 7)]
        assert Cut(" ".join(words)).recall(known, len) == [len(word) for word in words]
        assert len(known.young) <= MOST_KNOWN
        assert len(known.old) <= MOST_KNOWN


def test_what_is_common_stays_known_however_much_is_read() -> None:
    known: Memory[int] = Memory()
    learnt: list[str] = []

    def learn(piece: str) -> int:
        learnt.append(piece)
        return len(piece)

    for first in range(0, 4 * MOST_KNOWN, MOST_KNOWN // 4):
        Cut(" ".join(["common", *map(str, range(first, first + MOST_KNOWN // 4))])).recall(known, learn)
    assert learnt.count("common") == 1
    assert learnt.count("0") == 1
    Cut("0").recall(known, learn)
    assert learnt.count("0") == 2


def test_a_view_is_made_once() -> None:
    made: list[Cut] = []

    def view(cut: Cut) -> int:
        made.append(cut)
        return len(cut.pieces)

    cut = cut_text("one two")
    assert cut_text(cut) is cut
    assert (cut.view(view), cut.view(view), made) == (2, 2, [cut])


def test_cutting_is_linear() -> None:
    def calls(size: int) -> int:
        return count_calls(lambda: Cut("a\n b  \n" * size))

    assert calls(2_000) < 11 * calls(200)


@given(st.from_regex(r"[A-Za-z]{1,12}[,.;:!?)]?", fullmatch=True))
def test_plain_pieces_are_cut_as_by_the_patterns(piece: str) -> None:
    assert is_plain(piece)
    word, mark = (piece, "") if piece.isalpha() else (piece[:-1], piece[-1])
    expected = [word.lower()] + [mark] * bool(mark)
    steps = [len(word), 2] if mark else [len(word) + 1]
    around = f"\u00b7{piece}"  # a mark before it, so that the patterns are tried
    plain, tried = learn_words(piece), learn_words(around)
    assert list(plain.norms) == expected == list(tried.norms[1:])
    assert list(plain.steps) == steps == list(tried.steps[1:])
    assert all(plain.solid)
    assert all(tried.solid)


@given(st.from_regex(r"[(\"‘]{0,2}[A-Za-z]{1,12}[’,.;:!?)]{0,2}", fullmatch=True))
def test_words_with_marks_around_are_cut_as_by_the_patterns(piece: str) -> None:
    (norms, (steps, solid, sizes)) = learn_fine(piece)
    (tried, (tried_steps, tried_solid, tried_sizes)) = learn_fine(f"\u00b7{piece}")
    assert ("\u00b7", *norms) == tried
    assert (1, *steps) == tried_steps
    assert (1, *sizes) == tried_sizes
    assert (True, *solid) == tried_solid == (True,) * len(tried)


@given(TEXTS)
def test_tokens_stand_where_they_say(text: str) -> None:
    for tokens in (tokenize_words(text), list(tokenize_fine(text))):
        assert "".join(text[token.start : token.end] for token in tokens) == "".join(text.split())
        assert all(one.end <= other.start for one, other in pairwise(tokens))
