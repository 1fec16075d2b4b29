"""How the time of ``find_speech`` grows with a text's length: ``python -m bench.speech_growth``.

Texts made of one unit over and over, of three sizes each four times the one before, in every language that has words
of saying. Prints the worst growth: 1 is linear, 4 quadratic (time of a size over four times that of the size before).
"""

from __future__ import annotations

import itertools
import sys
import time

from riscontro.lang.loader import load_table, pack_codes
from riscontro.read.speech import find_speech

UNITS = (
    '"',
    "“ ",
    "( ",
    "he said, ",
    "citing Reuters, ",
    "secondo la Tass, ",
    "that ",
    ", the ",
    "\n“a ",
    "' ",
    "a" * 50,
    "- ",
    "he denied the report. ",
)
"""What texts that were made to be slow, or broke off, are full of."""
SIZES = (5_000, 20_000, 80_000)
"""Characters; the smallest is long enough that its time is not noise."""
FACTOR = 4
REPEATS = 2


def main() -> int:
    """Measure every language and unit, and print one line."""
    worst, where = 0.0, ""
    for lang in (code for code in pack_codes() if load_table(code, "speech")):
        find_speech("x", lang=lang)
        for unit in UNITS:
            took = [_seconds(unit * (size // len(unit)), lang) for size in SIZES]
            for shorter, longer in itertools.pairwise(took):
                if longer / shorter / FACTOR > worst:
                    worst, where = longer / shorter / FACTOR, f"{lang} {unit!r}"
    print(f"speech growth={worst:.2f} at {where}; sizes {', '.join(f'{size:,}' for size in SIZES)}")
    return 0


def _seconds(text: str, lang: str) -> float:
    best = float("inf")
    for _ in range(REPEATS):
        start = time.process_time()
        find_speech(text, lang=lang)
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    sys.exit(main())
