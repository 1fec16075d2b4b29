"""What every pack with acts must hold: known keys, known types, modes, frames and roles, and cases that come out."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from riscontro.lang.loader import load_table, pack_codes
from riscontro.model.claim import EventType, Modality
from riscontro.read import read_line
from riscontro.read.actwords import FUNCTIONS, LIGHT_CLASSES, VERBAL
from riscontro.read.frames import load_frames
from riscontro.read.headfinal.fusing import FORMS
from riscontro.vocab.events import is_mode
from riscontro.vocab.states import is_state

WITH_ACTS = [lang for lang in pack_codes() if load_table(lang, "event").get("act")]
SPECIAL_MODES = {"item", "deploy", "serve", "fire", "fight", "thing", "employ", "arrive"}
ORGANISATIONS = {"NATO", "EUU", "UNO", "IGO"}
ROLES = {"leader", "ministry", "forces", "service", "agency", "people"}


@pytest.mark.parametrize("lang", WITH_ACTS)
def test_acts_use_known_types_modes_and_frames(lang: str) -> None:
    for act in load_table(lang, "event")["act"]:
        assert set(act) <= {"type", "mode", "modality", "frame", "verbs", "nouns", "objects"}
        assert act.get("modality", "planned") == "planned"
        bound = "objects" in act
        assert not bound or (act["objects"] and act["verbs"] and not act.get("nouns"))
        assert not bound or load_table(lang, "pack").get("order") != "final"
        assert act["frame"] in load_frames()
        assert act["verbs"] or act["nouns"]
        mode = act.get("mode")
        assert mode in SPECIAL_MODES or is_mode(EventType(act["type"]), mode), act


@pytest.mark.parametrize("lang", WITH_ACTS)
def test_words_items_and_light_verbs_are_of_known_kinds(lang: str) -> None:
    event = load_table(lang, "event")
    assert set(event) - {"endings", "tails", "auxiliary", "verbal"} == {
        *("source", "words", "modality", "light", "verbs", "items", "act")
    }
    assert set(event.get("endings", ())) | set(event.get("tails", ())) <= {*FORMS, "stem", "plain"}
    assert set(event.get("verbal", ())) <= set(VERBAL)
    assert set(event["words"]) <= FUNCTIONS
    assert set(event["light"]) <= LIGHT_CLASSES
    assert set(event["modality"]) <= {m.value for m in Modality} - {"asserted"}
    for mode in event["items"]:
        assert mode == "aid" or is_mode(EventType.AID, mode)


@pytest.mark.parametrize("lang", WITH_ACTS)
def test_actors_are_states_organisations_or_groups(lang: str) -> None:
    actor = load_table(lang, "actor")
    for table in ("names", "exact", "people", "capitals", "seats", "places"):
        for code, names in actor.get(table, {}).items():
            assert is_state(code), (table, code)
            assert names, (table, code)
            assert all(names), (table, code)
    for role, organs in actor["organs"].items():
        assert role in ROLES
        assert all(is_state(code) for code in organs)
    assert set(actor["organisations"]) <= ORGANISATIONS
    assert set(actor["roles"]) <= ROLES


def cases(lang: str) -> list[dict[str, Any]]:
    path = files("riscontro.lang") / "packs" / lang / "cases.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


CASES = [pytest.param(lang, case, id=f"{lang}: {case['text'][:50]}") for lang in WITH_ACTS for case in cases(lang)]


@pytest.mark.parametrize(("lang", "case"), CASES)
def test_cases(lang: str, case: dict[str, Any]) -> None:
    line = {"id": "case", "lang": lang, "text": case["text"], "published": case["published"]}
    found = read_line(json.dumps({k: v for k, v in line.items() if v}))["claims"]
    assert len(found) == len(case["claims"]), found
    for wanted in case["claims"]:
        assert any(fits(claim, wanted) for claim in found), found


def fits(claim: dict[str, Any], wanted: dict[str, Any]) -> bool:
    def value(key: str) -> Any:
        if key == "quantity" and claim[key]:
            return {part: claim[key][part] for part in ("min", "max", "unit")}
        return claim[key]

    return all(value(key) == wanted[key] for key in wanted)


WHOLE = ["en", "it", "fr", "es", "de", "ru", "uk", "ko"]


@pytest.mark.parametrize("lang", WHOLE)
def test_a_whole_pack_has_enough_cases_of_each_sort(lang: str) -> None:
    found = cases(lang)
    assert len(found) >= 80
    assert sum(not case["claims"] for case in found) * 4 >= len(found)
    korean = sum(any("PRK" in (c["actor"], c["recipient"]) for c in case["claims"]) for case in found)
    assert korean * 3 <= len(found)
