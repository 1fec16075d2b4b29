"""Near-copies among the texts of a file: ``python -m bench.reuse DOCS.jsonl > pairs.jsonl``.

In: lines ``{"doc", "text"}``. Out: lines ``{"a", "b"}`` for ``exams/reuse/score.py``; the rate goes to stderr.
Without a file: the development half of the exam, judged by its own scorer, in one line of figures. The exams lie
outside the project (``RISCONTRO_EXAMS`` or ``../shared/exams``); where they are absent the line says UNGATED.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.exams import exam_folder, load_scorer
from riscontro.collect.families import FamilyIndex, NearCopy
from riscontro.collect.shingles import text_to_shingles

ROUNDS = 3
"""The rate told by the gate is the best of so many rounds: others work on the same machine."""


def read_documents(path: Path) -> list[tuple[str, str]]:
    """Return ``(id, text)`` of each line."""
    with path.open(encoding="utf-8") as lines:
        return [(line["doc"], line["text"]) for line in map(json.loads, lines)]


def find_near_copies(documents: Sequence[tuple[str, str]]) -> tuple[NearCopy, ...]:
    """Return the pairs of near-copies among ``(id, text)``, through the product's own index."""
    index = FamilyIndex()
    for document_id, text in documents:
        index.add(document_id, text)
    return index.pairs()


def timed(documents: Sequence[tuple[str, str]]) -> tuple[tuple[NearCopy, ...], float]:
    """Return the pairs and the documents a second of one core, file reading and program start left out."""
    text_to_shingles("a few words to load tables")
    started = time.process_time()
    pairs = find_near_copies(documents)
    return pairs, len(documents) / (time.process_time() - started)


def print_pairs(path: Path) -> int:
    """Print the pairs of one file."""
    pairs, rate = timed(read_documents(path))
    for pair in pairs:
        print(json.dumps({"a": pair.a, "b": pair.b}))
    print(f"{rate:,.0f} texts a second", file=sys.stderr)
    return 0


def print_figures() -> int:
    """Print one line: pair F1, false pairs, texts a second."""
    folder = exam_folder("reuse")
    if folder is None:
        return 0
    documents = read_documents(folder / "dev.jsonl")
    rounds = [timed(documents) for _ in range(ROUNDS)]
    gold = [json.loads(line) for line in (folder / "dev_pairs.jsonl").read_text("utf-8").splitlines()]
    table = load_scorer(folder).score(gold, [{"a": pair.a, "b": pair.b} for pair in rounds[0][0]])
    rate = max(rate for _, rate in rounds)
    print(f"f1={table['f1']} false={table['false']} precision={table['precision']} rate={rate:.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(print_pairs(Path(sys.argv[1])) if len(sys.argv) > 1 else print_figures())
