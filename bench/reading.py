"""How fast a whole document is read, from text to claims: ``python -m bench.reading [--spacy | --profile]``.

Prints one line:

- ``relevant``, ``bystanders``, ``irrelevant``: documents a second of processor time for texts of 800 words that hold
  acts between states, that name states and hold no act between them, and that name none. Times and attributions are
  found as far as claims need them;
- ``news``: the same for 800 words of each English newspaper article of the attribution exam that is long enough, every
  other one read beforehand: as newspapers write, of whom much is told and little happens between states. Only where
  the exam lies beside the project;
- ``*_cuts``: the same as so many plain cuts of the text into words and marks by one regular expression, in this run;
- ``*_spacy``: so many times faster than spaCy's blank English tokenizer alone; with ``--spacy``, and nothing else;
- ``*_lines``: documents a second through the lines of ``riscontro read - --only claims``;
- ``*_whole``: documents a second with all times and attributions;
- ``growth``: the cost a word, in plain cuts, of the longest of three texts to that of the shortest;
- ``start``: the seconds of processor time of a process that reads one sentence with warm caches; ``start_bare``: how
  many times those of a bare interpreter. The middle of several.

The texts are put together from the English pack's own cases and from sentences written here; each is read once only,
so that no text is known from the run before it. Best of several runs, ours and the plain cut in turn.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.resources import files

from bench.exams import exam_folder
from riscontro.model.document import Access, Document
from riscontro.model.time import Published
from riscontro.read import read, read_line

WORDS = 800
SIZES = (800, 3200, 12800)
DOCUMENTS = 24
ROUNDS = 5
STARTS = 5
SHARE_OF_ACTS = 0.5
"""Share of the sentences of a relevant text that come from the pack's cases."""

FILLER = (
    "The {thing} opened on {day} after two years of work, and {person} said the first visitors had come from {town}.",
    "Rain is expected in {town} until the weekend, with winds of up to {number} kilometres an hour along the coast.",
    '"We wanted a {thing} that lasts," {person} told a local paper. "It took longer than we thought."',
    "About {number} people stood in line in the morning, some of them since dawn.",
    "{person} scored twice in the second half, and the team from {town} kept its lead to the end.",
    "According to the organisers, tickets for the {thing} were sold within {number} minutes.",
    "The price of bread has risen by {number} per cent since last spring, a survey of shops in {town} found.",
    "Nobody was at home when the water rose, but the cellar of the {thing} was flooded.",
    "In {year} the town counted {number} thousand inhabitants; today there are fewer, and most of them are older.",
    "A new line of buses will join {town} with the {thing}, though the timetable has yet to be written.",
    "{person}, who has taught music for {number} years, plans to leave in the summer.",
    "The jury praised the light in the pictures and the patience of the painter, who works slowly and seldom shows.",
    "It is the third time this month that trains have been late, passengers complained on {day}.",
    "The recipe asks for flour, salt, a little oil and {number} minutes of rest under a cloth.",
    "Doctors advise drinking more water in the heat and staying in the shade at noon.",
)
"""Our own wording; nothing in it is an act between states."""
NAMED = (
    "The museum shows lamps from {state} and glass from {other} until {day}.",
    "Snow is expected in {state} on {day}, and milder air will reach {other} by the weekend.",
    "{person} grew up in {state}, studied music in {other} and now lives by the sea.",
    "{state} won the relay in {number} minutes; {other} was third.",
    "Tickets are dear this year, said {person}, who had come from {state} with {number} friends.",
    "The book has been read in {state} since {year}.",
)
"""Our own wording; states are named, and none of them does anything to another."""
FILLS = {
    "state": ("Italy", "Norway", "Peru", "Japan", "Kenya", "Canada"),
    "other": ("Spain", "Chile", "India", "Ghana", "Poland", "Egypt"),
    "thing": ("museum", "bridge", "library", "swimming pool", "theatre", "garden", "market hall", "tram", "orchestra"),
    "day": ("Monday", "Tuesday", "Friday", "Sunday evening", "12 October", "the first day of May"),
    "person": ("Anna Berg", "the director", "Mr Hollis", "a neighbour", "the mayor", "Lena Orsi", "the coach"),
    "town": ("Bergen", "Trieste", "the old town", "Malmo", "the harbour", "Graz", "the valley"),
    "number": ("12", "about 40", "three", "2,500", "nearly 90", "seven"),
    "year": ("1994", "2008", "2016", "the 1970s"),
}


def make_texts(count: int, words: int, *, share: float, seed: int, named: float = 0.0) -> list[str]:
    """Return texts of about so many words, in paragraphs; ``share`` of their sentences are cases of the pack, ``named``
    of the others name states.
    """
    cases = _cases()
    generator = random.Random(seed)
    return [" ".join(_sentences(generator, cases, words, share, named)) for _ in range(count)]


def _cases() -> list[str]:
    path = files("riscontro.lang") / "packs" / "en" / "cases.jsonl"
    return [str(json.loads(line)["text"]) for line in path.read_text("utf-8").splitlines()]


def _sentences(generator: random.Random, cases: Sequence[str], words: int, share: float, named: float) -> Iterator[str]:
    count = 0
    while count < words:
        if generator.random() < share:
            sentence = generator.choice(cases)
        else:
            fills = {key: generator.choice(values) for key, values in FILLS.items()}
            sentence = generator.choice(NAMED if named and generator.random() < named else FILLER).format(**fills)
            sentence = sentence[0].upper() + sentence[1:]
        count += len(sentence.split())
        yield sentence + ("\n\n" if generator.random() < 0.3 else "")


def make_documents(texts: Sequence[str]) -> list[Document]:
    """Return English documents with these texts, published on one day."""
    return [
        Document(
            id=f"{number:03}",
            capture_id="",
            part=0,
            url=None,
            publisher=None,
            author=None,
            title=None,
            text=text,
            lang="en",
            translated=None,
            published=Published(value="2024-10-18", found_by="bench"),
            access=Access.FULL,
            share=1.0,
            share_evidence=(),
            held_from=datetime(2024, 10, 18, tzinfo=UTC),
        )
        for number, text in enumerate(texts)
    ]


Work = Callable[[Sequence[str]], object]


def seconds_each(
    works: Sequence[Work], *, words: int = WORDS, count: int = DOCUMENTS, share: float, named: float = 0.0
) -> list[float]:
    """Return the processor time of each work for one text: the best of several rounds, each over texts not seen before,
    the works in turn.
    """
    best = [float("inf")] * len(works)
    for number in range(ROUNDS):
        texts = make_texts(count, words, share=share, named=named, seed=number)
        for place, work in enumerate(works):
            start = time.process_time()
            work(texts)
            best[place] = min(best[place], (time.process_time() - start) / count)
    return best


def read_all(texts: Sequence[str]) -> None:
    """Read the claims of every text."""
    for document in make_documents(texts):
        read(document)


def read_whole(texts: Sequence[str]) -> None:
    """Read every text with its times and attributions."""
    for document in make_documents(texts):
        read(document, whole=True)


def read_lines(texts: Sequence[str]) -> None:
    """Answer every text as a line of the contract, claims alone."""
    for number, text in enumerate(texts):
        line = json.dumps({"id": str(number), "text": text, "lang": "en", "published": "2024-10-18"})
        json.dumps(read_line(line, whole=False))


_PLAIN = re.compile(r"\w+|[^\w\s]")


def cut_plainly(texts: Sequence[str]) -> None:
    """Cut every text into words and marks, with their offsets, and nothing else."""
    for text in texts:
        [match.span() for match in _PLAIN.finditer(text)]


KINDS = (("relevant", SHARE_OF_ACTS, 0.0), ("bystanders", 0.0, 0.3), ("irrelevant", 0.0, 0.0))
"""Kinds of texts: share of sentences with acts, share of the others that name states."""


def warm() -> None:
    """Load the tables, which a process does once."""
    for share in (SHARE_OF_ACTS, 0.0):
        read_whole(make_texts(DOCUMENTS, WORDS, share=share, named=0.5, seed=99))


def load_news() -> list[str]:
    """Return the first 800 words of every article of the exam that has as many; none where there is no exam."""
    folder = exam_folder("attribution")
    if folder is None:
        return []
    lines = (folder / "polnear.jsonl").read_text("utf-8").splitlines()
    articles = [re.findall(r"\S+\s*", json.loads(line)["text"]) for line in lines]
    return ["".join(words[:WORDS]) for words in articles if len(words) >= WORDS]


def news_seconds(works: Sequence[Work]) -> list[float]:
    """Return the processor time of each work for one article, none without the exam: every other article is read first,
    as by a process that has read for some minutes; the others are read once only, one after another, the works in turn.
    """
    articles = load_news()
    spent = [0.0] * len(works)
    for work in works:
        work(articles[::2])
    for article in articles[1::2]:
        for place, work in enumerate(works):
            start = time.process_time()
            work([article])
            spent[place] += time.process_time() - start
    return [seconds / len(articles[1::2]) for seconds in spent] if articles else []


def measure() -> dict[str, float]:
    """Return all figures by name but for those against spaCy."""
    warm()
    works: list[Work] = [read_all, cut_plainly, read_lines, read_whole]
    figures: dict[str, float] = {}
    for name, share, named in KINDS:
        ours, plain, lines, whole = seconds_each(works, share=share, named=named)
        figures |= {
            name: 1 / ours,
            f"{name}_cuts": ours / plain,
            f"{name}_lines": 1 / lines,
            f"{name}_whole": 1 / whole,
        }
    if news := news_seconds([read_all, cut_plainly]):
        figures |= {"news": 1 / news[0], "news_cuts": news[0] / news[1]}
    costs = []
    for words in SIZES:
        count = DOCUMENTS * WORDS // words
        ours, plain = seconds_each([read_all, cut_plainly], words=words, count=count, share=SHARE_OF_ACTS)
        costs.append(ours / plain)
    figures["growth"] = costs[-1] / costs[0]
    return figures | _start()


def measure_spacy() -> dict[str, float]:
    """Return how many times faster than spaCy's tokenizer texts are read. Raise :class:`ImportError` without spaCy."""
    import spacy

    tokenizer = spacy.blank("en").tokenizer
    warm()
    figures: dict[str, float] = {}
    for name, share, named in KINDS:
        ours, theirs = seconds_each(
            [read_all, lambda texts: [tokenizer(text) for text in texts]], share=share, named=named
        )
        figures[f"{name}_spacy"] = theirs / ours
    if news := news_seconds([read_all, lambda texts: [tokenizer(text) for text in texts]]):
        figures["news_spacy"] = news[1] / news[0]
    return figures


_ONE_SENTENCE = """
from riscontro.read import read_line
read_line('{"id": "1", "text": "Peru sent tanks to Chile on Monday.", "lang": "en"}')
"""


def _spent_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _start() -> dict[str, float]:
    """Return the seconds of a process that reads one sentence, and their ratio to those of one that does nothing."""
    took: dict[str, list[float]] = {_ONE_SENTENCE: [], "pass": []}
    with tempfile.TemporaryDirectory() as folder:  # compiled modules are kept, as they are where it is installed
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(STARTS + 1):
            for program, seconds in took.items():
                start = _spent_by_children()
                subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL, env=environment)
                seconds.append(_spent_by_children() - start)
    ours, bare = (statistics.median(seconds[1:]) for seconds in took.values())  # the first one fills caches
    return {"start": ours, "start_bare": ours / bare}


def main(arguments: list[str] | None = None) -> int:
    """Print the figures on one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spacy", action="store_true", help="measure against spaCy's tokenizer instead")
    parser.add_argument("--profile", action="store_true", help="print where the time of relevant texts goes instead")
    parser.add_argument("--share", type=float, default=SHARE_OF_ACTS, help="share of sentences with acts, to profile")
    options = parser.parse_args(arguments)
    if options.profile:
        import cProfile
        import pstats

        read_all(make_texts(DOCUMENTS, WORDS, share=options.share, seed=99))
        texts = make_texts(DOCUMENTS, WORDS, share=options.share, seed=0)
        with cProfile.Profile() as profile:
            read_all(texts)
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
        return 0
    if options.spacy:
        try:
            figures = measure_spacy()
        except ImportError:
            print("UNGATED: spaCy is not installed, so reading is not measured against its tokenizer")
            return 0
        print("reading: " + " ".join(f"{name}={value:.3f}" for name, value in figures.items()))
        return 0
    print("reading: " + " ".join(f"{name}={value:.2f}" for name, value in measure().items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
