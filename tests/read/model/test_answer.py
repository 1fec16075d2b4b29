"""Whatever an endpoint sends ends in values or in a cause."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.read.model.answer import BadAnswerError, Completion, parse_answer, parse_completion
from riscontro.read.model.schema import MOST_CLAIMS, answer_schema
from tests.read.model.make import claim, completion, content


def answer(text, finish="stop"):
    return parse_answer(Completion(text=text, finish=finish))


@pytest.mark.parametrize(
    "text",
    [
        content(claim()),
        f"Here is what I found:\n```json\n{content(claim())}\n```\nI hope this helps {{really}}.",
        f"<think>The passage says {{so}}, perhaps {content()}</think>{content(claim())}",
        f"{{}} {{broken {content(claim())}",
        content(claim()) + content(),
    ],
)
def test_json_is_found_in_prose(text):
    assert len(answer(text).claims) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I cannot help with that.",
        content(claim())[:-30],
        '{"claims": {}}',
        "[]",
        "{" * 10_000,
        '{"claims":' + "[" * 99_999,
    ],
)
def test_no_json_is_no_answer(text):
    with pytest.raises(BadAnswerError):
        answer(text)


def test_a_cut_answer_says_so():
    with pytest.raises(BadAnswerError, match="greatest length"):
        answer(content(claim())[:-9], finish="length")


def test_one_bad_claim_leaves_the_others():
    given = answer(json.dumps({"claims": [claim(), {"act": 5}, claim(type="FLY"), 7, claim()]}))
    assert len(given.claims) == 2
    assert len(given.faults) == 3


def test_a_fault_repeats_no_word_of_the_model():
    given = answer(json.dumps({"claims": [{"the secret": "of the prompt"}]}))
    assert given.faults
    assert "secret" not in given.faults[0]
    assert "prompt" not in given.faults[0]


def test_more_claims_than_a_passage_can_hold_are_cut_off():
    given = answer(content(*[claim()] * (MOST_CLAIMS + 5)))
    assert len(given.claims) == MOST_CLAIMS
    assert given.faults


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"null",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{"message": null}]}',
        b'{"choices": [{"message": {"content": null, "refusal": "no"}}]}',
        b'{"choices": [{"message": {"content": [1]}}]}',
        b'{"error": {"message": "x"}}',
        b"\xff\xfe",
        b"[" * 100_000,
        completion("x")[:-5],
    ],
)
def test_a_body_that_is_no_completion_is_a_bad_answer(body):
    with pytest.raises(BadAnswerError):
        parse_completion(body, seconds=1.0)


@pytest.mark.parametrize(
    "usage", [None, [], {}, {"prompt_tokens": "many"}, {"prompt_tokens": -1}, {"prompt_tokens": True}]
)
def test_tokens_that_are_not_told_count_as_none(usage):
    value = json.loads(completion("x"))
    value["usage"] = usage
    told = parse_completion(json.dumps(value).encode(), seconds=1.0)
    assert told.tokens_out == 0


@given(st.text(max_size=200))
def test_any_text_is_an_answer_or_a_bad_one(text):
    try:
        answer(text)
    except BadAnswerError:
        return
    assert '"claims"' in text


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9),
        lambda c: st.lists(c) | st.dictionaries(st.text(max_size=9), c),
        max_leaves=9,
    )
)
def test_any_list_of_claims_gives_claims_or_faults(value):
    given = answer(json.dumps({"claims": [value]}))
    assert len(given.claims) + len(given.faults) == 1


def test_the_schema_is_one_that_strict_output_takes():
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(answer_schema())
    jsonschema.validate(json.loads(content(claim(), claim(actor=None, when=None))), answer_schema())
    for schema in _objects(answer_schema()):
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])


def _objects(schema):
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for value in schema.values():
            yield from _objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _objects(value)
