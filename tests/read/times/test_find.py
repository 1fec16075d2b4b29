from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.errors import PackError
from riscontro.lang.loader import load_table, pack_codes
from riscontro.model.mention import Span
from riscontro.model.time import Interval, Published
from riscontro.read.numbers import find_numbers
from riscontro.read.times import Times, find_times

WEDNESDAY = Published(value="2024-10-09", found_by="declared")


def read(text, *, lang="en", published=WEDNESDAY):
    return [(m.text, str(m.interval)) for m in find_times(text, lang=lang, published=published)]


ENGLISH = [
    ("They met last week.", [("last week", "2024-09-30/2024-10-06")]),
    ("They met on Tuesday.", [("Tuesday", "2024-10-08")]),
    ("They will meet on Tuesday.", [("Tuesday", "2024-10-15")]),
    ("Talks were held on 12 October.", [("12 October", "2023-10-12")]),
    ("Talks will be held on 12 October.", [("12 October", "2024-10-12")]),
    ("From 8 to 13 October 2024 they sailed.", [("From 8 to 13 October 2024", "2024-10-08/2024-10-13")]),
    ("It has run since March 2022.", [("since March 2022", "2022-03-01/..")]),
    ("It happened two years ago.", [("two years ago", "2022-01-01/2022-12-31")]),
    ("It grew between 2019 and 2022.", [("between 2019 and 2022", "2019-01-01/2022-12-31")]),
    ("It began late last year.", [("late last year", "2023-09-01/2023-12-31")]),
    ("In recent weeks shells arrived.", [("In recent weeks", "2024-08-28/2024-10-09")]),
    ("It opened in the early 1990s.", [("early 1990s", "1990-01-01/1993-04-30")]),
    ("It left more than two decades ago.", [("more than two decades ago", "../2004-10-08")]),
    ("On Tuesday, Oct. 8, 2024, it sank.", [("On Tuesday, Oct. 8, 2024", "2024-10-08")]),
    ("By the end of October it will close.", [("By the end of October", "../2024-10-31")]),
    ("The third quarter of 2023 was quiet.", [("The third quarter of 2023", "2023-07-01/2023-09-30")]),
    ("It was built in the spring of 2023.", [("spring of 2023", "2023-03-01/2023-05-31")]),
    ("Overnight drones hit the port.", [("Overnight", "2024-10-08/2024-10-09")]),
    ("In Juche 112 the text was printed.", [("Juche 112", "2023-01-01/2023-12-31")]),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_expression_is_resolved(text, expected):
    found = read(text)
    assert [interval for _, interval in found] == [interval for _, interval in expected]
    assert all(want in got or got in want for (got, _), (want, _) in zip(found, expected, strict=True))


SILENT = [
    ("en", "You may go. This document may not be shared."),
    ("en", "They march on and 2,000 soldiers follow."),
    ("en", "Call 133-03-03-2020 about the T-72."),
    ("en", "The first soldiers came second."),
    ("it", "Secondo la Cia 2mila soldati e mille ingegneri erano alla prima prova."),
    ("it", "Il 20% dei soldati ha marciato."),
    ("it", "Tre giorni dopo la firma del patto oltre duemila uomini erano pronti."),
    ("fr", "Treize des quinze membres ont voté, cinq ans après l'incendie."),
    ("en", "After 2000 soldiers died the port closed, the day after the attack."),
    ("ru", "Погибли около двух тысяч солдат."),
    ("ko", "병력 1만2천 명이 일본 동해로 갔다."),
]


@pytest.mark.parametrize(("lang", "text"), SILENT)
def test_what_is_no_time_is_left_alone(lang, text):
    assert read(text, lang=lang) == []


def test_anaphora_counts_from_the_mention_before():
    text = "The ship left on 3 March 2024. Three days later it docked. The same month it sank."
    assert read(text) == [
        ("on 3 March 2024", "2024-03-03"),
        ("Three days later", "2024-03-06"),
        ("The same month", "2024-03-01/2024-03-31"),
    ]


def test_anaphora_without_anchor_in_the_past_is_left_out():
    assert read("Three days later the ship had docked.") == []


def test_story_keeps_the_year_of_the_date_before():
    found = find_times("The ship left on 12 October 2019. On 14 October it docked.", lang="en", published=WEDNESDAY)
    assert [str(mention.interval) for mention in found] == ["2019-10-12", "2019-10-14"]
    assert [str(other) for other in found[1].alternatives] == ["2023-10-14", "2024-10-14"]


def test_story_ends_with_its_paragraph():
    found = read("The ship left on 12 October 2019.\nOn 3 October it docked again.")
    assert [interval for _, interval in found] == ["2019-10-12", "2024-10-03"]


def test_month_of_publication_widens_what_is_relative():
    found = read("They met yesterday.", published=Published(value="2024-10", found_by="declared"))
    assert found == [("yesterday", "2024-09-30/2024-10-30")]


def test_month_of_publication_decides_the_year():
    found = read("They met on 25 April.", published=Published(value="2024-04", found_by="declared"))
    assert found == [("on 25 April", "2024-04-25")]


def test_publication_may_be_an_interval():
    window = Interval(earliest=date(2024, 10, 9), latest=date(2024, 10, 10))
    assert read("They met today.", published=window) == [("today", "2024-10-09/2024-10-10")]


def test_without_publication_only_dates_with_a_year_are_kept():
    assert read("They met yesterday, on 3 May and on 3 May 2024.", published=None) == [("on 3 May 2024", "2024-05-03")]


def test_ambiguous_figures_keep_the_other_reading():
    (mention,) = find_times("It sank on 10/11/2023.", lang="en", published=WEDNESDAY)
    assert str(mention.interval) == "2023-10-11"
    assert [str(other) for other in mention.alternatives] == ["2023-11-10"]


def test_fuzzy_expressions_say_so():
    (mention,) = find_times("In recent weeks it grew.", lang="en", published=WEDNESDAY)
    assert mention.fuzzy


TIMEX = [
    ("on 8 October 2024", "2024-10-08"),
    ("last week", "2024-W40"),
    ("in October 2023", "2023-10"),
    ("the third quarter of 2023", "2023-Q3"),
    ("in 2019", "2019"),
    ("in the 1990s", "199"),
    ("since March 2022", "2022-03-01/.."),
    ("summer of 2016", "2016-SU"),
]


@pytest.mark.parametrize(("text", "value"), TIMEX)
def test_timex_value_stands_beside_the_interval(text, value):
    (mention,) = find_times(text, lang="en", published=WEDNESDAY)
    assert mention.timex == value


def test_unknown_language_is_an_error():
    with pytest.raises(PackError):
        find_times("yesterday", lang="xx", published=WEDNESDAY)


PIECES = st.sampled_from(
    [
        "1",
        "12",
        "31",
        "2024",
        "1990",
        "'98",
        "10/11",
        "10/11/2023",
        "2024-10",
        "in",
        "on",
        "the",
        "of",
        "di",
        "il",
        "del",
        "from",
        "to",
        "-",
        "/",
        ".",
        ",",
        "last",
        "next",
        "week",
        "giorni",
        "月",
        "日",
        "년",
        "10월",
        "monday",
        "ottobre",
        "неделя",
        "года",
        "ago",
        "fa",
        "since",
        "q3",
        "H1",
        "first",
        "primo",
        "end",
        "prima",
    ]
)


@settings(max_examples=150)
@given(text=st.text(max_size=60) | st.lists(PIECES, max_size=30).map(" ".join), data=st.data())
def test_any_text_gives_ordered_spans_inside_it(text, data):
    lang = data.draw(st.sampled_from([code for code in pack_codes() if load_table(code, "time")]))
    end = 0
    for mention in find_times(text, lang=lang, published=Published(value="2024-10", found_by="declared")):
        assert end <= mention.span.start < mention.span.end <= len(text)
        assert mention.text == text[mention.span.start : mention.span.end]
        end = mention.span.end


@given(st.text(max_size=60))
def test_reading_twice_is_reading_once(text):
    assert read(text) == read(text)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "They met in May. Second came the treaty.", ["May"]),
        ("en", "They met (in May.) Second came the treaty.", ["May"]),
        ("en", "They met in May. 12 people came.", ["May"]),
        ("en", "They met in May\n\nSecond came the treaty.", ["May"]),
        ("en", "It was signed on May 3. October brought nothing.", ["on May 3", "October"]),
        ("fr", "Ils se sont vus en mai. Vendredi ils partent.", ["mai", "Vendredi"]),
        ("it", "Si sono visti in marzo. Venerdì partono.", ["marzo", "Venerdì"]),
        ("ru", "Они встретились в мае. Второго июня они уехали.", ["мае", "Второго июня"]),
        # A point that shortens a word or makes an ordinal ends nothing.
        ("en", "It began on Sept. 3 and ended on Oct. 9.", ["on Sept. 3", "on Oct. 9"]),
        ("fr", "Ils se sont vus le 3 févr. 2022 à Paris.", ["le 3 févr. 2022"]),
        ("de", "Am 7. Oktober trafen sie sich.", ["Am 7. Oktober"]),
        ("de", "Am 3. 10. 2024 begann es.", ["Am 3. 10. 2024"]),
    ],
)
def test_no_date_reaches_across_the_end_of_a_sentence(lang: str, text: str, expected: list[str]) -> None:
    assert [m.text for m in find_times(text, lang=lang, published=WEDNESDAY)] == expected


STORY = [
    "On 12 October 2019 the ship left.",
    "The next day it was seen.",
    "On 14 October it docked.",
    "Nobody came; the crew slept, ate and sang songs until the lamps went out and the rain began to fall again.",
    "Two days later it sank.",
    "Three weeks later, on Monday, it was raised.",
    "\n\nOn 3 March work began.",
    "In May 2021 it ended, and the year before it had stopped.",
]


@given(st.lists(st.sampled_from(STORY), max_size=8), st.sets(st.integers(0, 7)))
def test_times_within_some_spans_are_those_of_the_whole_text(story: list[str], wanted: set[int]) -> None:
    text, spans = "", []
    for number, sentence in enumerate(story):
        if number in wanted:
            spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    whole = find_times(text, lang="en", published=WEDNESDAY)
    part = find_times(text, lang="en", published=WEDNESDAY, within=spans)
    assert set(part) <= set(whole)
    assert [m for m in whole if any(s.start <= m.span.start < s.end for s in spans)] == [
        m for m in part if any(s.start <= m.span.start < s.end for s in spans)
    ]


@given(st.lists(st.sampled_from(STORY), max_size=8), st.permutations(range(8)))
def test_times_are_the_same_in_whatever_order_they_are_asked_for(story: list[str], order: list[int]) -> None:
    text = " ".join(story)
    whole = find_times(text, lang="en", published=WEDNESDAY)
    times = Times(text, lang="en", published=WEDNESDAY)
    for place in order:
        first, last = place * len(text) // 8, (place + 1) * len(text) // 8
        for offset in range(first, last):
            assert times.cover(offset) == any(m.span.start <= offset < m.span.end for m in whole)
        assert set(times.within([Span(first, last)])) <= set(whole)
    assert times.all() == whole


def test_what_goes_on_from_what_goes_on_is_read_however_long_it_does() -> None:
    text = "It left on 3 March 2024. " + "The following week nobody at all came to see it. " * 300
    last = Times(text, lang="en", published=WEDNESDAY).within([Span(len(text) - 60, len(text))])
    assert last[-1] == find_times(text, lang="en", published=WEDNESDAY)[-1]


@pytest.mark.parametrize("mark", ["\u0301", "\u064b", "\u00b2", "\u3007", "\u2009", "\ufdfa"])
def test_a_mark_by_itself_is_no_word(mark: str) -> None:
    for text in (f"{mark} 3 May 2024", f"On 3 May 2024 {mark}{mark} left", f"on{mark} 3 May 2024{mark}"):
        assert any(
            str(mention.interval) == "2024-05-03" for mention in find_times(text, lang="en", published=WEDNESDAY)
        )
        assert find_numbers(text, lang="en", within=[Span(0, 4)]) == find_numbers(text, lang="en")
