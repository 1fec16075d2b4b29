"""Measures ``find_speech`` against an attribution exam: ``python -m bench.attribution polnear [--show N] [--json]``.

The exam's own scorer judges. The exams lie outside the project (``RISCONTRO_EXAMS`` or ``../shared/exams``); where
they are absent nothing is measured, and the bench says so.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from bench.exams import exam_folder, load_scorer
from riscontro.read.speech import Speech, find_speech


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
    start = time.process_time()
    answers = {case["id"]: find_speech(case["text"], lang=case["lang"]) for case in cases}
    seconds = time.process_time() - start
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
    print(f"{options.exam}: {figures} | recall {modes} | {len(cases) / seconds:.0f} documents a second of CPU")
    return 0


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
