"""The model reader against a stand-in that answers from the topic exam's gold, honestly and with planted faults.

    python -m bench.model [--quick] [--faults 300] | --overhead | --serve

Honest: how many claims are accepted, with which offsets and values. Untrue: 300 faults against the words, five kinds;
how many are rejected or mended. Mistold: faults in true words, which no quote betrays; what becomes of them. Overhead:
the time of a document beside the endpoint's own, by phase. ``--serve`` serves the honest answers until it is
interrupted, for ``ask.py``. The stand-in is no model: it shows what the reader makes of answers, not how good any
model's answers are.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bench.exams import exam_folder
from bench.model_gold import MISTOLD, UNTRUE, Case, Planted, load_cases, plant
from bench.model_overhead import measure_overhead
from bench.model_server import serving
from riscontro.model.claim import Claim as Accepted
from riscontro.model.issue import Issue
from riscontro.model.reply import Reply
from riscontro.read.model.options import ModelOptions
from riscontro.read.model.parts import cut_parts
from riscontro.read.model.prompt import passage_text
from riscontro.read.model.reader import ModelReader
from riscontro.read.study import Study

SEED = 7
Values = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0 also where the exam is absent, after a loud line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--overhead", action="store_true")
    parser.add_argument("--faults", type=int, default=300)
    parser.add_argument("--quick", action="store_true", help="leave the mistold out")
    parser.add_argument("--serve", action="store_true")
    options = parser.parse_args(arguments)
    folder = exam_folder("topic")
    if folder is None:
        return 0
    cases = load_cases(folder / "dev.jsonl")
    if options.serve:
        return serve(cases)
    if options.overhead:
        return measure_overhead(cases, answers_of(cases))
    figures = show_honest(cases)
    figures["untrue"] = show_faults("untrue", cases, UNTRUE, options.faults // len(UNTRUE))
    if not options.quick:
        figures["mistold"] = show_faults("mistold", cases, MISTOLD, options.faults)
    print("model " + " ".join(f"{name}={value:.1f}" for name, value in figures.items()))
    return 0


def answers_of(cases: Iterable[Case]) -> Callable[[str], dict[str, Any]]:
    """Return what answers a passage as the cases' honest claims do."""
    known = {_key(case): {"claims": [one for one in case.honest if one is not None]} for case in cases}
    return lambda passage: known.get(_body(passage), {"claims": []})


def _key(case: Case) -> str:
    study: Study = case.authority.study
    if study.passage is None:
        return ""  # nobody is named, and nothing is asked
    named = [study.passage.span(party.first, party.last) for party in study.parties]
    parts = cut_parts(case.document.text, named)
    return _body(passage_text(parts[0].text, published=None, lang="")) if parts else ""


def _body(passage: str) -> str:
    lines = passage.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("=== ")]
    return "\n".join(lines[starts[0] + 1 : starts[-1]])


class Forgetful:
    """Replies that are not kept: the same passage is asked for again with another answer."""

    def get(self, question: str, *, model: str, prompt: str | None) -> None:
        """Return nothing."""

    def put(self, reply: Reply) -> None:
        """Keep nothing."""


class Put:
    """Puts one answer at a time through the whole reader, endpoint and all."""

    def __init__(self, url: str, current: dict[str, Any]) -> None:
        self.current = current
        self._reader = ModelReader(ModelOptions(url=url, model="stand-in"), replies=Forgetful())
        self._honest: dict[tuple[str, int], Values] = {}

    def __call__(self, case: Case, answer: Values) -> tuple[Accepted | None, tuple[Issue, ...]]:
        """Return what became of an answer: the claim, if any, and the doubts."""
        self.current["claims"] = [answer]
        reading = self._reader.read(case.document)
        return next(iter(reading.claims), None), reading.issues

    def close(self) -> None:
        """Close the connection."""
        self._reader.close()

    def honest(self, case: Case, number: int) -> Values:
        """Return the values of the claim that the honest answer comes to, empty where it is refused."""
        key = (case.document.id, number)
        if key not in self._honest:
            answer = case.honest[number]
            assert answer is not None
            claim, _ = self(case, answer)
            self._honest[key] = _values(claim) if claim is not None else {}
        return self._honest[key]


def show_honest(cases: Sequence[Case]) -> dict[str, float]:
    """Print how many honest claims are accepted, and in which fields they differ from what was answered; return the
    shares.
    """
    asked = accepted = placed = 0
    differing: Counter[str] = Counter()
    saying: Counter[str] = Counter()
    current: dict[str, Any] = {}
    with serving(lambda _: current) as (url, _):
        read = Put(url, current)
        for case in cases:
            for gold, answer in zip(case.gold, case.honest, strict=True):
                if answer is None:
                    continue
                asked += 1
                claim, _issues = read(case, answer)
                if claim is None:
                    continue
                accepted += 1
                placed += list(claim.span) == gold["span"]
                given, found = _answered(answer), _values(claim)
                saying.update(name for name, value in given.items() if value not in (None, [], "asserted"))
                differing.update(name for name, value in given.items() if value != found[name])
        read.close()
    total = sum(len(case.gold) for case in cases)
    print(f"honest: {total} gold claims, {asked} with words for both sides; accepted {_share(accepted, asked)}")
    print(f"right offsets {_share(placed, accepted)}")
    said, wrong = sum(saying.values()), sum(differing.values())
    print(f"right values {_share(said - wrong, said)} of those that say something")
    print(
        "differing, ours standing:", ", ".join(f"{name} {n} of {saying[name]}" for name, n in differing.most_common())
    )
    shares = {"accepted": accepted / asked, "offsets": placed / max(accepted, 1), "values": (said - wrong) / said}
    return {name: 100 * share for name, share in shares.items()}


def _answered(answer: Values) -> Values:
    code = {name: answer[name] and answer[name]["code"] for name in ("actor", "recipient", "opponent")}
    when, quantity, root = answer["when"], answer["quantity"], answer["root"]
    return {
        **code,
        "mode": answer["mode"],
        "place": answer["place"],
        "when": when and (when["earliest"], when["latest"]),
        "quantity": quantity and (quantity["min"], quantity["max"]),
        "modality": answer["modality"]["value"],
        "root": root and (root["words"], root["state"], root["kind"]),
        "via": answer["via"],
    }


def _values(claim: Accepted) -> Values:
    days = claim.when and tuple(day and day.isoformat() for day in (claim.when.earliest, claim.when.latest))
    return {
        "actor": claim.actor,
        "recipient": claim.recipient,
        "opponent": claim.opponent,
        "mode": claim.mode,
        "place": claim.place,
        "when": days,
        "quantity": claim.quantity and (claim.quantity.minimum, claim.quantity.maximum),
        "modality": str(claim.modality),
        "root": claim.root and (claim.root.name, claim.root.state, str(claim.root.kind)),
        "via": list(claim.via),
    }


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} = {100 * part / max(whole, 1):.1f} %"


def show_faults(name: str, cases: Sequence[Case], planters: Mapping[str, Any], each: int) -> float:
    """Print what becomes of planted faults; return the share that is rejected or mended.

    ``rejected``: no claim. ``mended``: the claim is the one of the honest answer, or without the field; of faults
    against the words also where the planted value was refused and what our readers read in its words stands with an
    issue (the honest answer's own value may be one that they leave open). ``doubted``: it stands with an issue that
    names the field, ``alone``: with the issue that only the model found it. ``passed``: it stands without any.
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    current: dict[str, Any] = {}
    with serving(lambda _: current) as (url, _):
        read = Put(url, current)
        for one in plant(cases, planters, each, seed=SEED):
            found[one.kind][_fate(one, read)] += 1
        read.close()
    fates = ("rejected", "mended", "doubted", "alone", "passed")
    print(f"\n{name:24} " + " ".join(f"{fate:>9}" for fate in (*fates, "planted")))
    for kind, counts in found.items():
        print(f"{kind:24} " + " ".join(f"{counts[fate]:9}" for fate in fates) + f" {counts.total():9}")
    total = sum(found.values(), Counter())
    caught = total["rejected"] + total["mended"]
    print(f"{name}: rejected or mended {_share(caught, total.total())}")
    return 100 * caught / max(total.total(), 1)


def _fate(one: Planted, read: Put) -> str:
    claim, issues = read(one.case, one.answer)
    if claim is None:
        return "rejected"
    names = ("actor", "recipient") if one.field in ("actor", "recipient") else (one.field,)
    found, wanted = _values(claim), read.honest(one.case, one.number)
    if one.field != "act" and all(found[name] in (None, wanted.get(name)) for name in names):
        return "mended"
    codes = {issue.code for issue in issues}
    planted = _answered(one.answer)
    if one.kind in UNTRUE and "read.model.differs" in codes and all(found[name] != planted[name] for name in names):
        return "mended"
    return "doubted" if codes - {"read.model.alone"} else "alone" if codes else "passed"


def serve(cases: Sequence[Case]) -> int:
    """Serve the honest answers until interrupted; the address is the first line."""
    with serving(answers_of(cases)) as (url, _):
        print(json.dumps({"url": url}), flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main())
