"""How many planted drifts the check of a dossier catches, and how many honest changes it lets pass.

``python -m bench.lint [--show]`` takes the sentences of ``tests/check/cases.toml`` over the sample dossier, in Italian
and English, and prints ``caught=`` and ``passed=`` with what there is of each.

``python -m bench.lint --any NUMBER`` makes so many events at random (``tests/check/test_any_event.py``) and prints
of how many the product's own sentence is refused (``own=``), and how many changed ones pass.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from riscontro.check import check_markdown, knowledge_of
from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.sentence import event_sentence
from tests.check.test_any_event import LANGUAGES, changed_events, drifts_of
from tests.tell.samples import rich_dossier

CASES = Path(__file__).parents[1] / "tests" / "check" / "cases.toml"


def any_events(number: int, *, show: bool) -> None:
    """Print how many sentences about events made at random are judged wrongly, by what was changed in them."""
    wrong: Counter[str] = Counter()
    judged: Counter[str] = Counter()

    @seed(1)
    @settings(max_examples=number, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def judge(data: st.DataObject) -> None:
        for what, told, held in changed_events(data.draw):
            for lang in LANGUAGES:
                judged[what] += 1
                drifts = drifts_of(told, *held, lang)
                if bool(drifts) == (what == "own"):
                    wrong[what] += 1
                    if show:
                        print(f"{what} {lang} {event_sentence(told, load_catalogue(lang))} {drifts[:1]}")

    judge()
    print("lint " + " ".join(f"{what}={wrong[what]} of_{what}={judged[what]}" for what in judged))


def main(arguments: list[str]) -> None:
    """Print the figures, with ``--show`` each sentence that is judged wrongly."""
    if "--any" in arguments:
        any_events(int(arguments[arguments.index("--any") + 1]), show="--show" in arguments)
        return
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
