"""Is the memory of ``riscontro read -`` flat? ``python -m bench.stream [LINES ...]``.

Streams made-up documents through the command at each size and prints the peak memory of each run, the ratio of the
largest run's to the smallest's, and documents a second at the largest.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import IO

SIZES = (500, 5_000, 50_000)
TEXTS = (
    "The market opens at nine.",
    "Domani piove sulle colline.",
    "Japan's foreign minister met his Indian counterpart in Tokyo on 3 March 2024, the ministry said.",
    "La Francia ha fornito all'Ucraina dodici obici, ha detto martedì il ministro della Difesa francese.",
)


def lines(count: int) -> Iterator[str]:
    """Yield that many documents as JSON lines, each with another text; one in a hundred holds an act."""
    for number in range(count):
        relevant = 2 + number // 100 % 2 if number % 100 == 0 else number % 2
        text = f"{TEXTS[relevant]} {number}"
        lang = "it" if relevant % 2 else "en"
        yield json.dumps({"id": str(number), "text": text, "lang": lang, "published": "2024-03-05"}) + "\n"


def feed(stream: IO[bytes], count: int) -> None:
    """Write that many documents and close the stream."""
    with stream:
        for line in lines(count):
            stream.write(line.encode())


def read_stream(count: int) -> tuple[float, float]:
    """Return the peak memory in MB and the seconds of reading that many documents in a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "riscontro", "read", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    stdin, stdout = process.stdin, process.stdout
    assert stdin is not None
    assert stdout is not None
    feeder = threading.Thread(target=feed, args=(stdin, count))
    feeder.start()
    answers = sum(1 for _ in stdout)
    feeder.join()
    stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    if status or answers != count:
        raise SystemExit(f"read - gave {answers} answers to {count} documents, status {status}")
    return usage.ru_maxrss / 1024, time.perf_counter() - start


def main(sizes: tuple[int, ...]) -> None:
    """Measure each size and print one line."""
    runs = {size: read_stream(size) for size in sizes}
    peaks = " ".join(f"peak_mb_{size}={peak:.0f}" for size, (peak, _) in runs.items())
    first, last = runs[sizes[0]][0], runs[sizes[-1]][0]
    print(f"stream: {peaks} growth={last / first:.3f} documents_a_second={sizes[-1] / runs[sizes[-1]][1]:.0f}")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
