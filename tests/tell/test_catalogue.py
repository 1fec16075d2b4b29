from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import pytest

from riscontro.errors import UsageError
from riscontro.model.claim import Basis, EventType, Modality, Stance
from riscontro.model.document import Access
from riscontro.model.dyad import FlowState
from riscontro.model.grade import Reliability, Status
from riscontro.tell.catalogue import catalogue_codes, fill, load_catalogue
from riscontro.vocab.events import event_kinds

LANGUAGES = catalogue_codes()
SAME_KEYS = (
    "text",
    "count",
    "acts",
    "status",
    "status_short",
    "status_meaning",
    "letter",
    "digit",
    "modality",
    "basis",
)
ALSO_SAME = (
    "relating",
    "goods",
    "role",
    "stance",
    "access",
    "flow_state",
    "unread_reason",
    "bound",
    "unit",
    "manner",
    "issue",
    "rung",
)


def test_italian_and_english_are_there() -> None:
    assert {"en", "it"} <= set(LANGUAGES)


def test_an_unknown_language_is_named_in_the_error() -> None:
    with pytest.raises(UsageError, match=r"'xx'.*en, it"):
        load_catalogue("xx")


OF_RELATIONS = ("relating", "goods", "role")


@pytest.mark.parametrize("table", SAME_KEYS + ALSO_SAME + OF_RELATIONS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_catalogues_hold_the_same_keys(lang: str, table: str) -> None:
    assert set(load_catalogue(lang).table[table]) == set(load_catalogue("it").table[table])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_take_the_same_values(lang: str) -> None:
    own, italian = load_catalogue(lang).table["text"], load_catalogue("it").table["text"]
    differing = {key for key in italian if _values(own[key]) != _values(italian[key])}
    assert differing == set()


def _values(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_in_a_catalogue_is_empty(lang: str) -> None:
    assert [
        path for path, text in _leaves(load_catalogue(lang).table) if not text.strip() and "articles" not in path
    ] == []


def _leaves(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{path}/{key}")
        elif isinstance(value, str):
            yield f"{path}/{key}", value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_act_of_the_code_list_has_its_sentence(lang: str) -> None:
    acts = load_catalogue(lang).table["acts"]
    kinds = {f"{kind.type}/{kind.mode}" if kind.mode else str(kind.type) for kind in event_kinds()}
    assert set(acts) == kinds


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_verb_is_there_and_used(lang: str) -> None:
    table = load_catalogue(lang).table
    acts = [*table["acts"].values(), *(act["actorless"] for act in table["acts"].values() if "actorless" in act)]
    assert {act["verb"] for act in acts} == set(table["verbs"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("status", Status),
        ("status_short", Status),
        ("status_meaning", Status),
        ("manner", Status),
        ("letter", Reliability),
        ("modality", Modality),
        ("basis", Basis),
        ("stance", Stance),
        ("access", Access),
        ("flow_state", FlowState),
    ],
)
def test_every_code_has_its_word(lang: str, table: str, codes: Any) -> None:
    assert set(load_catalogue(lang).table[table]) == {str(code) for code in codes}


def test_every_type_can_be_told_without_its_mode() -> None:
    assert {str(kind) for kind in EventType} <= set(load_catalogue("it").table["acts"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_used(lang: str) -> None:
    folder = files("riscontro.tell")
    sources = [*folder.iterdir(), *(folder / "figures").iterdir(), *(folder / "templates").iterdir()]
    told = "\n".join(source.read_text("utf-8") for source in sources if source.name.endswith((".py", ".j2")))
    unused = [
        key
        for table in ("text", "count")
        for key in load_catalogue(lang).table[table]
        if f'"{key}"' not in told and f"'{key}'" not in told and not key.startswith("undated_")
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("lang", "number", "words"),
    [("it", 1, "1 documento"), ("it", 2, "2 documenti"), ("it", 12345, "12.345 documenti"), ("en", 1, "1 document")],
)
def test_plurals_follow_the_language(lang: str, number: int, words: str) -> None:
    assert load_catalogue(lang).count("documents", number) == words


def test_a_list_reads_as_prose() -> None:
    assert load_catalogue("it").joined(["a", "b", "c"]) == "a, b e c"


def test_a_part_in_brackets_goes_with_its_value() -> None:
    assert fill("x[ a {y}][ b {z}]", {"y": None, "z": 3}) == "x b 3"


def test_a_value_with_brackets_or_braces_is_kept_as_it_is() -> None:
    assert fill("[{x}]", {"x": "{y} [z]"}) == "{y} [z]"
