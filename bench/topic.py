"""Claims in news passages: the topic exam through the product's own code.

    python -m bench.topic [--langs it,en] [--show it] [--other]

The exam lies outside the project (``RISCONTRO_EXAMS``, by default ``../shared/exams``); where it is absent, nothing
is measured and the first line says so.
"""

from __future__ import annotations

import argparse
import json
import runpy
import sys
import tempfile
from pathlib import Path

from bench.exams import exam_folder
from riscontro.read import read_line


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the scorer's table; 0 also where the exam is absent, after a loud line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--langs")
    parser.add_argument("--show")
    parser.add_argument("--other", action="store_true")
    options = parser.parse_args(arguments)
    folder = exam_folder("topic")
    if folder is None:
        return 0
    cases = folder / "dev.jsonl"
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as stream:
        for line in cases.read_text("utf-8").splitlines():
            case = json.loads(line)
            question = {key: case[key] for key in ("id", "text", "published") if case.get(key)}
            stream.write(json.dumps(read_line(json.dumps(question))) + "\n")
    scorer = runpy.run_path(str(folder / "score.py"))
    scorer["main"](str(cases), stream.name, show=options.show, langs=options.langs, other=options.other)
    Path(stream.name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
