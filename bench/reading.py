"""How fast a whole document is read, from text to claims: ``python -m bench.reading [--profile]``.

Prints one line: documents a second of processor time for texts of 800 words that hold acts between states, and for
texts that hold none; the ratio of both to spaCy's blank English tokenizer, where spaCy is installed; and how the cost
grows over three sizes of text. The texts are put together from the English pack's own cases and from sentences
written here; each is read once only, so that no text is known from the run before it. Best of several runs.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.resources import files

from riscontro.model.document import Access, Document
from riscontro.model.time import Published
from riscontro.read import read

WORDS = 800
SIZES = (800, 3200, 12800)
DOCUMENTS = 24
ROUNDS = 5
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
FILLS = {
    "thing": ("museum", "bridge", "library", "swimming pool", "theatre", "garden", "market hall", "tram", "orchestra"),
    "day": ("Monday", "Tuesday", "Friday", "Sunday evening", "12 October", "the first day of May"),
    "person": ("Anna Berg", "the director", "Mr Hollis", "a neighbour", "the mayor", "Lena Orsi", "the coach"),
    "town": ("Bergen", "Trieste", "the old town", "Malmo", "the harbour", "Graz", "the valley"),
    "number": ("12", "about 40", "three", "2,500", "nearly 90", "seven"),
    "year": ("1994", "2008", "2016", "the 1970s"),
}


def make_texts(count: int, words: int, *, share: float, seed: int) -> list[str]:
    """Return texts of about so many words, in paragraphs; ``share`` of their sentences are cases of the pack."""
    cases = _cases()
    generator = random.Random(seed)
    return [" ".join(_sentences(generator, cases, words, share)) for _ in range(count)]


def _cases() -> list[str]:
    path = files("riscontro.lang") / "packs" / "en" / "cases.jsonl"
    return [str(json.loads(line)["text"]) for line in path.read_text("utf-8").splitlines()]


def _sentences(generator: random.Random, cases: Sequence[str], words: int, share: float) -> Iterator[str]:
    count = 0
    while count < words:
        if generator.random() < share:
            sentence = generator.choice(cases)
        else:
            fills = {key: generator.choice(values) for key, values in FILLS.items()}
            sentence = generator.choice(FILLER).format(**fills)
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


def seconds_each(work: Callable[[Sequence[str]], object], count: int, words: int, *, share: float) -> float:
    """Return the processor time for one text: the best of several runs, each over texts not seen before."""
    best = float("inf")
    for number in range(ROUNDS):
        texts = make_texts(count, words, share=share, seed=number)
        start = time.process_time()
        work(texts)
        best = min(best, (time.process_time() - start) / count)
    return best


def read_all(texts: Sequence[str]) -> None:
    """Read every text as a document."""
    for document in make_documents(texts):
        read(document)


def measure() -> dict[str, float]:
    """Return all figures by name; those against spaCy only where it is installed."""
    read_all(make_texts(DOCUMENTS, WORDS, share=SHARE_OF_ACTS, seed=99))  # tables are loaded once a process
    relevant = seconds_each(read_all, DOCUMENTS, WORDS, share=SHARE_OF_ACTS)
    irrelevant = seconds_each(read_all, DOCUMENTS, WORDS, share=0.0)
    figures = {"relevant": 1 / relevant, "irrelevant": 1 / irrelevant}
    costs = [seconds_each(read_all, DOCUMENTS * WORDS // words, words, share=SHARE_OF_ACTS) / words for words in SIZES]
    figures["growth"] = max(costs) / costs[0]
    figures |= {f"us_a_word_{words}": 1e6 * cost for words, cost in zip(SIZES, costs, strict=True)}
    return figures | _against_spacy(relevant, irrelevant)


def _against_spacy(relevant: float, irrelevant: float) -> dict[str, float]:
    try:
        import spacy
    except ImportError:
        print("UNGATED: spaCy is not installed, so the ratio to its tokenizer is not measured")
        return {}
    tokenizer = spacy.blank("en").tokenizer

    def cut_all(texts: Sequence[str]) -> None:
        for text in texts:
            tokenizer(text)

    theirs = {share: seconds_each(cut_all, DOCUMENTS, WORDS, share=share) for share in (SHARE_OF_ACTS, 0.0)}
    return {
        "spacy_relevant": theirs[SHARE_OF_ACTS] / relevant,
        "spacy_irrelevant": theirs[0.0] / irrelevant,
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the figures on one line."""
    parser = argparse.ArgumentParser(description=__doc__)
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
    print("reading: " + " ".join(f"{name} {value:.2f}" for name, value in measure().items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
