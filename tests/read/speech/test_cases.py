"""Every pack's own cases: the fields that a case names must be as it says."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from riscontro.model.mention import ActorMention, Span
from riscontro.read.speech import Speech, find_speech

PACKS = files("riscontro.lang") / "packs"
WHOLE = ("it", "en", "fr", "es", "de", "ru", "uk", "ko")


def load_cases() -> list[Any]:
    cases = []
    for folder in sorted(PACKS.iterdir(), key=lambda folder: folder.name):
        path = folder / "cases_speech.jsonl"
        if path.is_file():
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                cases.append(pytest.param(folder.name, json.loads(line), id=f"{folder.name}-{number}"))
    return cases


def fields(text: str, speech: Speech) -> dict[str, Any]:
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


@pytest.mark.parametrize(("lang", "case"), load_cases())
def test_case(lang: str, case: dict[str, Any]) -> None:
    text = case["text"]
    actors = tuple(
        ActorMention(span=Span(text.index(name), text.index(name) + len(name)), actor=actor, role=role)
        for name, actor, role in case.get("actors", ())
    )
    found = [fields(text, speech) for speech in find_speech(text, lang=lang, actors=actors)]
    if case.get("silent"):
        assert found == []
    for expected in case["speech"]:
        assert any(fits(expected, one) for one in found), (
            expected,
            [{key: one[key] for key in (*expected, "cue")} for one in found],
        )


def fits(expected: dict[str, Any], one: dict[str, Any]) -> bool:
    return all(one[key] == value for key, value in expected.items())


def test_every_pack_with_words_of_saying_has_forty_cases() -> None:
    for folder in PACKS.iterdir():
        if (folder / "speech.toml").is_file():
            lines = (folder / "cases_speech.jsonl").read_text("utf-8").splitlines()
            assert len(lines) >= 40, folder.name


@pytest.mark.parametrize(("lang", "case"), load_cases())
def test_every_case_expects_something(lang: str, case: dict[str, Any]) -> None:
    """Either fields of an attribution, or that the text holds none."""
    assert bool(case.get("silent")) != bool(case["speech"])
    assert all(set(one) - {"cue"} for one in case["speech"])


def test_every_whole_language_asks_for_chains_stance_and_scope() -> None:
    for lang in WHOLE:
        asked = {param.values[1].get("asks") for param in load_cases() if param.values[0] == lang}
        assert asked >= {"chain", "stance", "scope", "vantage", "attitude", "hedge"}, lang
