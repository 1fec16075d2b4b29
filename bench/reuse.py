"""Near-copies among the texts of a file: ``python -m bench.reuse DOCS.jsonl > pairs.jsonl``.

In: lines ``{"doc", "text"}``. Out: lines ``{"a", "b"}`` for ``exams/reuse/score.py``; the rate goes to stderr.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from riscontro.collect.families import FamilyIndex, NearCopy


def find_near_copies(documents: list[tuple[str, str]]) -> tuple[NearCopy, ...]:
    """Return the pairs of near-copies among ``(id, text)``, through the product's own index."""
    index = FamilyIndex()
    for document_id, text in documents:
        index.add(document_id, text)
    return index.pairs()


def main(path: str) -> None:
    """Print the pairs of one file."""
    lines = map(json.loads, Path(path).read_text("utf-8").splitlines())
    documents = [(line["doc"], line["text"]) for line in lines]
    started = time.perf_counter()
    pairs = find_near_copies(documents)
    seconds = time.perf_counter() - started
    for pair in pairs:
        print(json.dumps({"a": pair.a, "b": pair.b}))
    print(f"{len(documents):,} texts in {seconds:.2f} s: {len(documents) / seconds:,.0f} a second", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1])
