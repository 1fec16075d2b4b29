from __future__ import annotations

import gzip
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bench.sieve
from bench.sieve import lost, stream
from riscontro.collect.sieve import NO_ACT, NO_STATE, Sieve, make_sieve
from riscontro.collect.watch import Words, state_probes
from tests.collect.samples import capture_of

PAIR = ("PRK", "RUS")
WORDS = tomllib.loads(Path(bench.sieve.__file__).with_name("sieve_words.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def sieve() -> Sieve:
    return make_sieve([PAIR])


def page(text: str, lang: str = "en", extra: str = "") -> str:
    return f"<html lang='{lang}'><head><title>x</title></head><body>{extra}<p>{text}</p></body></html>"


SENT = "North Korean soldiers were sent to Russia's Kursk region."


def test_a_page_is_sieved_by_what_its_server_packed(sieve: Sieve) -> None:
    for text, reason in ((SENT, None), ("The weather was fine.", NO_STATE)):
        packed = gzip.compress(page(text).encode())
        plain = replace(capture_of(packed), context=(("http.header.content-encoding", "gzip"),))
        assert sieve.reason(plain) == reason


def test_what_the_feed_says_counts(sieve: Sieve) -> None:
    teaser = capture_of(page("Subscribe to read on."))
    assert sieve.reason(teaser) == NO_STATE
    assert sieve.reason(replace(teaser, context=(("feed.content", f"<p>{SENT}</p>"),))) is None


PASSED = [
    ("en", "North Korean soldiers were sent to Russia's Kursk region."),
    ("en", "Pyongyang supplies shells to Moscow."),
    ("it", "I soldati nordcoreani combattono a fianco delle truppe russe."),
    ("es", "Las fuerzas rusas recibieron proyectiles norcoreanos."),
    ("fr", "La Cor&eacute;e du Nord livre des obus &agrave; la Russie."),
    ("en", "North&#32;Korea and Rus\u00adsia signed a treaty."),
    ("de", "Pjöngjang schickt Arbeiter nach Russland."),
    ("ko", "북한은 러시아에 포탄을 보냈다."),
]


@pytest.mark.parametrize(("lang", "text"), PASSED, ids=range(len(PASSED)))
def test_page_about_the_pair_passes(sieve: Sieve, lang: str, text: str) -> None:
    assert sieve.reason_of_markup(page(text, lang)) is None


STOPPED = [
    ("en", "The market opens at nine.", "", NO_STATE),
    ("en", "Russia and Turkey signed a treaty.", "", NO_STATE),
    ("en", "South Korea and Russia met in Vladivostok.", "", NO_STATE),
    ("en", "The market opens at nine.", "<nav><a>North Korea</a><a>Russia</a></nav>", NO_STATE),
    ("en", "The market opens at nine.", "<script>topics = ['North Korea', 'Russia']</script>", NO_STATE),
    ("en", "A map of North Korea, Russia.", "", NO_ACT),
]


@pytest.mark.parametrize(("lang", "text", "extra", "reason"), STOPPED, ids=range(len(STOPPED)))
def test_page_about_something_else_is_stopped(sieve: Sieve, lang: str, text: str, extra: str, reason: str) -> None:
    assert sieve.reason_of_markup(page(text, lang, extra)) == reason


def test_one_side_is_enough_where_the_language_lacks_the_people(sieve: Sieve) -> None:
    poor = next((lang for lang, states in sieve.poor.items() if "PRK" in states), None)
    if poor is None:
        pytest.skip("every pack lists the people")
    assert sieve.reason_of_markup(page("Pyongyang", poor)) is None


def test_only_html_is_sieved_and_nothing_where_no_pair_is_watched(sieve: Sieve) -> None:
    assert sieve.reason(capture_of("The market opens at nine.", "text/plain")) is None
    assert sieve.reason(capture_of(page("The market opens at nine."))) == NO_STATE
    assert make_sieve([]).reason(capture_of(page("The market opens at nine."))) is None


def test_page_in_another_charset_is_read(sieve: Sieve) -> None:
    markup = "<html lang='fr'><meta charset='windows-1252'><p>La Corée du Nord livre des obus à la Russie.</p>"
    assert sieve.reason(capture_of(markup.encode("cp1252"))) is None


@pytest.mark.parametrize("lang", sorted(WORDS))
def test_every_language_of_the_desk_names_the_pair(sieve: Sieve, lang: str) -> None:
    first, second = WORDS[lang]["pair"][:2]
    assert sieve.reason_of_markup(page(f"{first} {second}", lang)) is None


def test_short_names_keep_their_spelling() -> None:
    probes = state_probes("USA", ["en"])
    assert any(probe.find(Words("The US said so.")) for probe in probes)
    assert not any(probe.find(Words("He told us so.")) for probe in probes)


def test_stream_of_the_bench_is_what_it_says(sieve: Sieve) -> None:
    pages = list(stream(40, seed=3))
    assert sum(relevant for _, relevant in pages) == 2
    assert all(sieve.reason_of_markup(markup) is None for markup, relevant in pages if relevant)
    assert lost(sieve, 5) == []


@given(st.text(alphabet="<>/!-& scriptnavKoreaRus;'\"", max_size=200))
def test_no_markup_makes_it_raise(markup: str) -> None:
    assert _SIEVE.reason_of_markup(markup) in (None, NO_STATE, NO_ACT)


def test_unclosed_elements_take_linear_time(sieve: Sieve) -> None:
    assert sieve.reason_of_markup("<script>" * 20_000 + "<!--" * 20_000 + "<" * 20_000) == NO_STATE


_SIEVE = make_sieve([PAIR], ["en"])
