"""What does one document more cost the index of near-copies? ``python -m bench.families [--documents N ...]``.

Makes up texts in which one in five is a near-copy and all carry one of fifty footers, keeps their index at three sizes,
each ten times the one before, and adds further texts one at a time through the product's own code, as a weighing does.
One line a size: ``added`` is the median of milliseconds for one text, ``first`` those for all of them at once,
a text, and ``growth`` is ``added`` over that at the smallest size: 1 where size makes no difference.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from riscontro.collect.family_keeping import keep_families

DOCUMENTS = (2_000, 20_000, 200_000)
ADDED = 60
WORDS = 250
FOOTERS = 50
_VOCABULARY = 30_000
_COPY_ONE_IN = 5


def words(dice: random.Random, count: int) -> str:
    """Return words drawn as in a language: the n-th commonest about one n-th as often as the first (Zipf)."""
    return " ".join(f"w{int(_VOCABULARY ** dice.random())}" for _ in range(count))


def text_of(name: str) -> str:
    """Return the text of a document, the same for the same name."""
    number = int(name)
    dice = random.Random(number)
    footer = words(random.Random(f"footer {number % FOOTERS}"), 12)
    if number % _COPY_ONE_IN == 1:
        # A near-copy of one of the ten before it, cut.
        story = text_of(str(number - number % _COPY_ONE_IN)).rpartition("\n")[0]
        return f"{' '.join(story.split()[: WORDS - dice.randrange(60)])} {words(dice, 20)}\n{footer}"
    return f"{words(dice, WORDS)}\n{footer}"


def measure(path: Path, size: int) -> tuple[float, float]:
    """Return the seconds a text of the first keeping, and the median of those of one text more."""
    names = list(map(str, range(size + ADDED)))
    keep = partial(keep_families, path, every=lambda: names[:size], text_of=text_of)
    started = time.process_time()
    mark = keep(mark=None, fresh=()).mark
    first = (time.process_time() - started) / size
    spent = []
    for name in names[size:]:
        started = time.process_time()
        mark = keep(mark=mark, fresh=[name]).mark
        spent.append(time.process_time() - started)
    return first, statistics.median(spent)


def main(arguments: Sequence[str]) -> int:
    """Measure and print one line a size."""
    parser = argparse.ArgumentParser(prog="python -m bench.families", description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, nargs="+", default=DOCUMENTS, help="texts held before one is added")
    options = parser.parse_args(arguments)
    smallest: float | None = None
    with tempfile.TemporaryDirectory() as folder:
        for size in options.documents:
            path = Path(folder) / f"{size}.sqlite"
            first, added = measure(path, size)
            smallest = smallest or added
            print(
                f"families: documents={size} added={1000 * added:.1f} first={1000 * first:.2f}"
                f" growth={added / smallest:.2f} file_mb={path.stat().st_size / 1e6:.0f}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
