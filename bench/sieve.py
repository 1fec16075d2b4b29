"""What does the sieve save, and what does it lose? ``python -m bench.sieve``.

Builds a stream of pages of our own wording in thirteen languages, one in twenty about North Korea and Russia, a quarter
of the others naming one of them or a neighbour. Prints how many times faster sieve and full extraction of what passes
are than ``trafilatura.extract(fast=True, with_metadata=True)`` on every page (processor time, best of several rounds in
one run), and what part of a larger set of relevant pages the sieve loses. Making the sieve is left out: it is done once
a run, in about a second.
"""

from __future__ import annotations

import logging
import random
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from bench.pages import best_of, padded, page_capture, plain_extraction
from bench.share_pages import LANGS, Page, make_pages
from riscontro.collect import extract
from riscontro.collect.sieve import Sieve, make_sieve

PAIR = ("PRK", "RUS")
ROUNDS = 3
RELEVANT_ONE_IN = 20
BESIDE_SHARE = 0.25
STREAM = 160
NAVIGATION = (20, 60, 120)
"""Blocks of navigation on the pages: 10 to 40 kB each, small for the news of today."""

_WORDS: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("sieve_words.toml").read_text("utf-8"))


def with_sentence(page: Page, kind: str, dice: random.Random) -> str:
    """Return a page with two sentences of one kind in its report, side by side."""
    glue = "" if page.lang in ("zh", "ja") else " "
    sentence = glue.join(dice.sample(_WORDS[page.lang][kind], 2))
    head, mark, rest = page.markup.partition("</h1>" if "</h1>" in page.markup else "</h2>")
    report, foot, tail = rest.partition("<footer")
    pieces = report.split("<p>")
    place = dice.randrange(1, len(pieces)) if len(pieces) > 1 else 0
    if not place:
        return f"{head}{mark}<p>{sentence}</p>{rest}"
    report = "<p>".join([*pieces[:place], f"{sentence}</p>", *pieces[place:]])
    return f"{head}{mark}{report}{foot}{tail}"


def whole_pages(seed: int) -> list[Page]:
    """Return the whole pages of a seed, both halves."""
    return [page for half in ("dev", "kept") for page in make_pages(seed, half) if page.share == 1]


def stream(size: int, seed: int) -> Iterator[tuple[str, bool]]:
    """Yield pages and whether they are relevant, in a shuffled order."""
    dice = random.Random(seed)
    pages = whole_pages(seed)
    for number in range(size):
        page = dice.choice(pages)
        relevant = number % RELEVANT_ONE_IN == 0
        markup = page.markup
        if relevant:
            markup = with_sentence(page, "pair", dice)
        elif dice.random() < BESIDE_SHARE:
            markup = with_sentence(page, "beside", dice)
        yield padded(markup, dice.choice(NAVIGATION)), relevant


def lost(sieve: Sieve, seed: int) -> list[str]:
    """Return the languages of the relevant pages that the sieve stops, one for each page."""
    dice = random.Random(seed)
    return [
        page.lang
        for page in whole_pages(seed)
        for _ in range(4)
        if sieve.reason_of_markup(with_sentence(page, "pair", dice)) is not None
    ]


def main() -> int:
    """Measure and print one line."""
    logging.disable(logging.CRITICAL)
    sieve = make_sieve([PAIR])
    pages = [markup for markup, _ in stream(STREAM, seed=1)]
    captures = [page_capture(page) for page in pages]

    def ours() -> None:
        for capture in captures:
            if sieve.reason(capture) is None:
                extract(capture)

    mine, other = best_of(ours, lambda: plain_extraction(pages), ROUNDS)
    faster = other / mine
    passed = sum(sieve.reason(capture) is None for capture in captures)
    gone, relevant = lost(sieve, 2), 4 * len(whole_pages(2))
    langs = ",".join(f"{lang}:{gone.count(lang)}" for lang in LANGS if lang in gone) or "none"
    print(
        f"sieve: faster={faster:.2f} lost={len(gone) / relevant:.4f} passed={passed / len(pages):.3f}"
        f" relevant={1 / RELEVANT_ONE_IN:.3f} losses={langs} of {relevant}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
