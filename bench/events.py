"""Actor, type and target in single sentences: the events exam through the product's own code.

python -m bench.events [plv plover_gsr ngec_types ngec_actors spanish_cameo] [--show N] [--by-type]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.exams import exam_folder
from riscontro.read import read_line, resolve


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a case in the form that the scorer reads."""
    if isinstance(case["gold"], dict):
        found = resolve(case["text"], lang=case["lang"], date=case.get("date"))
        return {"id": case["id"], "country": found.state, "role": found.role}
    question = {key: case[key] for key in ("id", "text", "lang") if case.get(key)}
    reading = read_line(json.dumps(question))
    events = [{"source": c["actor"], "event": c["type"], "target": c["recipient"]} for c in reading["claims"]]
    return {"id": case["id"], "events": events}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the scorer's table; 0 also where the exam is absent, after a loud line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=["plv"])
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--by-type", action="store_true")
    options = parser.parse_args(arguments)
    folder = exam_folder("events")
    if folder is None:
        return 0
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as stream:
        for name in options.sets:
            for line in (folder / "dev" / f"{name}.jsonl").read_text("utf-8").splitlines():
                case = json.loads(line)
                answered = answer(case)
                stream.write(json.dumps(answered) + "\n")
                if options.show and "only" not in case and isinstance(case["gold"], list):
                    options.show -= _show(case, answered)
    command = [sys.executable, str(folder / "score.py"), stream.name, *(["--by-type"] if options.by_type else [])]
    subprocess.run(command, check=True)
    Path(stream.name).unlink()
    return 0


def _show(case: dict[str, Any], answered: dict[str, Any]) -> int:
    gold = {(g["source"], g["event"], g["target"]) for g in case["gold"]}
    found = {(e["source"], e["event"], e["target"]) for e in answered["events"]}
    if gold == found:
        return 0
    print(case["text"], "\n   gold", sorted(map(str, gold)), "\n   found", sorted(map(str, found)))
    return 1


if __name__ == "__main__":
    sys.exit(main())
