"""Which way of finding surface forms is fastest: a dictionary over tokens, or one regular expression of all forms.

    python -m bench.matcher [--lang en]

Both look for the forms of a compiled pack in the same 800 words; what is printed is what ``docs/reading.md`` quotes.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable

from riscontro.read.compile import load_lexicon
from riscontro.read.passage import fold

_SENTENCE = (
    "On Tuesday the foreign minister of Norway told reporters in Oslo that his government had delivered rescue boats "
    "and tents to Greece, which has asked its partners for help since the floods began. "
)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print milliseconds for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", default="en")
    lexicon = load_lexicon(parser.parse_args(arguments).lang)
    text = " ".join((_SENTENCE * 30).split()[:800])
    forms = sorted(lexicon.table.forms, key=len, reverse=True)
    started = time.perf_counter()
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(form).replace(r"\ ", " ?") for form in forms) + r")(?!\w)")
    print(f"{len(forms)} forms; regular expression compiled in {time.perf_counter() - started:.1f} s")
    folded = fold(text)
    print(f"regular expression: {_milliseconds(lambda: list(pattern.finditer(folded))):.1f} ms for 800 words")
    print(f"tokens and dictionary: {_milliseconds(lambda: lexicon.table.find(lexicon.cut(text))):.1f} ms for 800 words")
    return 0


def _milliseconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(5):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best * 1000


if __name__ == "__main__":
    sys.exit(main())
