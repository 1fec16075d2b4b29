"""How many planted drifts the check of a dossier catches, and how many honest changes it lets pass.

``python -m bench.lint [--show]`` takes the sentences of ``tests/check/cases.toml`` over the sample dossier, in Italian
and English, and prints ``caught=`` and ``passed=`` with what there is of each.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from riscontro.check import check_markdown, knowledge_of
from tests.tell.samples import rich_dossier

CASES = Path(__file__).parents[1] / "tests" / "check" / "cases.toml"


def main(arguments: list[str]) -> None:
    """Print the figures, with ``--show`` each sentence that is judged wrongly."""
    known = knowledge_of(rich_dossier())
    cases = tomllib.loads(CASES.read_text("utf-8"))
    right = {"drift": 0, "honest": 0}
    for kind, held in cases.items():
        for case in held:
            cited = " ".join(f"[{number}](#{name})" for number, name in enumerate(case["ids"], start=1))
            for lang in ("it", "en"):
                found = check_markdown(f"- {case[lang]} {cited}".rstrip(), known, lang=lang)
                fits = bool(found) == (kind == "drift")
                right[kind] += fits
                if "--show" in arguments and not fits:
                    print(f"{kind} {lang} {case['what']}: {case[lang]}")
    drifts, honest = (2 * len(cases[kind]) for kind in ("drift", "honest"))
    print(f"lint caught={right['drift']} of={drifts} passed={right['honest']} of_honest={honest}")


if __name__ == "__main__":
    main(sys.argv[1:])
