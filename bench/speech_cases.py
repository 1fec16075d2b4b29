"""How many of the packs' own cases of attribution are right: ``python -m bench.speech_cases [--lang it,en] [--show]``.

The cases are texts of our own wording (``cases_speech.jsonl``), each asking for one thing: who is behind it (vantage),
the way to it (chain), how it stands to it (stance, attitude, hedge), and what falls under it (scope); the rest ask for
spans. A case is right where every attribution that it expects is found with all the fields that it names. Prints a line
for each language, and the worst share of chains, stance and scope among the eight whole languages.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from riscontro.model.mention import ActorMention, Span
from riscontro.read.speech import Speech, find_speech

WHOLE = ("it", "en", "fr", "es", "de", "ru", "uk", "ko")
ASKED = ("chain", "stance", "scope", "vantage", "attitude", "hedge", "spans")
ACCEPTED = ("chain", "stance", "scope")
PACKS = files("riscontro.lang") / "packs"


def cases_of(lang: str) -> Iterator[dict[str, Any]]:
    """Yield the cases of a pack; none where it has no words of saying."""
    path = PACKS / lang / "cases_speech.jsonl"
    if path.is_file():
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def asked_by(case: dict[str, Any]) -> str:
    """Return what a case asks for: what it says itself, else what the fields that it names tell."""
    if "asks" in case:
        return str(case["asks"])
    named = {field for wanted in case["speech"] for field in wanted}
    fields = {"via": "chain", "stance": "stance", "scope": "scope", "attitude": "attitude", "hedge": "hedge"}
    fields |= dict.fromkeys(("kind", "state", "root"), "vantage")
    return next((asked for field, asked in fields.items() if field in named), "spans")


def found_in(lang: str, case: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the attributions of a case's text, in the fields that cases name."""
    text = case["text"]
    actors = tuple(
        ActorMention(span=Span(text.index(name), text.index(name) + len(name)), actor=actor, role=role)
        for name, actor, role in case.get("actors", ())
    )
    return [_fields(text, speech) for speech in find_speech(text, lang=lang, actors=actors)]


def missing(case: dict[str, Any], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what a case expects and nothing found fits; for a silent case, what was found."""
    if case.get("silent"):
        return found
    return [
        wanted
        for wanted in case["speech"]
        if not any(all(one[key] == value for key, value in wanted.items()) for one in found)
    ]


def _fields(text: str, speech: Speech) -> dict[str, Any]:
    def words(spans: tuple[Span, ...]) -> str:
        return " ~ ".join(text[span.start : span.end] for span in spans)

    return {
        "source": words(speech.attribution.source),
        "cue": words(speech.attribution.cue),
        "content": words(speech.attribution.content),
        "scope": words(speech.scope),
        "root": speech.root.name if speech.root else None,
        "state": speech.root.state if speech.root else None,
        "kind": str(speech.kind),
        "via": list(speech.via),
        "stance": str(speech.stance),
        "attitude": speech.attitude,
        "hedge": speech.hedge,
        "answer": text[speech.answer.start : speech.answer.end] if speech.answer else "",
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the share right, in per cent, for each language and thing asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", help="languages, by commas; all without it")
    parser.add_argument("--show", action="store_true", help="print the cases that are wrong")
    options = parser.parse_args(arguments)
    langs = options.lang.split(",") if options.lang else sorted(folder.name for folder in PACKS.iterdir())
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    for lang in langs:
        for case in cases_of(lang):
            key = lang, asked_by(case)
            wrong = missing(case, found_in(lang, case))
            asked[key] += 1
            right[key] += not wrong
            if wrong and options.show:
                print(lang, case["text"], wrong)
    print("lang", *ASKED)
    for lang in dict.fromkeys(lang for lang, _ in asked):
        print(lang, *(f"{right[lang, one]}/{asked[lang, one]}" for one in ASKED))
    shares = [
        (100 * sum(right[lang, one] for one in ACCEPTED) / max(1, sum(asked[lang, one] for one in ACCEPTED)), lang)
        for lang in WHOLE
        if lang in langs
    ]
    if shares:
        worst, where = min(shares)
        print(f"speech_cases: chains, stance and scope worst={worst:.1f} in {where}; cases={sum(asked.values())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
