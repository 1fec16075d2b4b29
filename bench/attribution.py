"""Measures ``find_speech`` against an attribution exam: ``python -m bench.attribution polnear [--show N] [--table]``.

The exam's own scorer judges. The exams lie outside the project (``RISCONTRO_EXAMS`` or ``../shared/exams``); where
they are absent nothing is measured, and the bench says so.

Speed stands at the end: documents a second of wall time and of processor time, in one pass over texts not seen
before; and the processor time against that of a plain cut of the same texts into words and marks with their offsets
(``PLAIN``), taken in turns in the same run. The last figure is the one to compare: it hangs little on the machine and
on what else runs there.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from bench.exams import exam_folder, load_scorer
from riscontro.read.speech import Speech, find_speech

PLAIN = re.compile(r"\w+|[^\w\s]")
ROUNDS = 7


def main() -> int:
    """Run one exam and print one line; 0 also where the exam is absent, after a loud line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exam")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N documents' gold and answers")
    parser.add_argument("--table", action="store_true", help="print the scorer's whole table")
    options = parser.parse_args()
    folder = exam_folder("attribution")
    if folder is None:
        return 0
    path = folder / f"{options.exam}.jsonl"
    if not path.is_file():
        parser.error(f"no exam {options.exam!r}; there are {', '.join(sorted(p.stem for p in folder.glob('*.jsonl')))}")
    scorer = load_scorer(folder)
    cases = scorer.read(path)
    find_speech("He said so.", lang=cases[0]["lang"])
    wall, start = time.perf_counter(), time.process_time()
    answers = {case["id"]: find_speech(case["text"], lang=case["lang"]) for case in cases}
    seconds, wall = time.process_time() - start, time.perf_counter() - wall
    tally = scorer.Tally()
    for case in cases:
        tally.case(case, [_plain(speech) for speech in answers[case["id"]]])
    table = tally.table()
    if options.table:
        scorer.show(table)
    for case in cases[: options.show]:
        _show(case, answers[case["id"]])
    figures = " ".join(f"{key} {row[2]}" for key, row in table.items() if key != "modes" and "exact" not in key)
    modes = " ".join(f"{mode} {recall}" for mode, recall in sorted(table["modes"].items()))
    speed = f"{len(cases) / wall:.0f} documents a second, {len(cases) / seconds:.0f} a second of CPU"
    print(f"{options.exam}: {figures} | recall {modes} | {speed}, {against_plain(cases):.1f} times a plain cut")
    return 0


def against_plain(cases: Sequence[dict[str, Any]]) -> float:
    """Return the processor time of ``find_speech`` over that of a plain cut: each the best of rounds in turn."""

    def speak() -> None:
        for case in cases:
            find_speech(case["text"], lang=case["lang"])

    def cut() -> None:
        for case in cases:
            [(match.start(), match.end(), match.group().lower()) for match in PLAIN.finditer(case["text"])]

    rounds = [(_seconds(speak), _seconds(cut)) for _ in range(ROUNDS)]
    return min(ours for ours, _ in rounds) / min(plain for _, plain in rounds)


def _seconds(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _plain(speech: Speech) -> dict[str, Any]:
    attribution = speech.attribution
    return {role: [list(span) for span in getattr(attribution, role)] for role in ("source", "cue", "content")}


def _show(case: dict[str, Any], found: tuple[Speech, ...]) -> None:
    text = case["text"]

    def words(spans: list[list[int]]) -> str:
        return " ~ ".join(text[s:e].replace("\n", "/") for s, e in spans or [])

    print("=" * 8, case["id"])
    for mark, rows in (("GOLD", case["gold"]), ("FOUND", [_plain(speech) for speech in found])):
        for row in rows:
            print(f"{mark:5} {words(row['source'])} | {words(row['cue'])} | {words(row['content'])}")


if __name__ == "__main__":
    sys.exit(main())
