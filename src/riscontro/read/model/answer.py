"""What an endpoint sent, parsed within bounds: JSON in prose, cut JSON, another shape, all end in values or a cause."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from riscontro.read.model.schema import MOST_CLAIMS, ClaimOut

MOST_ANSWER_CHARACTERS = 400_000
"""Longest content of one answer that is looked at."""
_MOST_BEGINNINGS = 50
"""Opening braces at which an object is tried for."""
_THOUGHT = "</think>"
"""What some models write out before their answer ends with it."""


class BadAnswerError(Exception):
    """What came is no answer; the message says why, in our words alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One answer of an endpoint: its content, why it ended (``stop``, ``length`` ...), and what it took."""

    text: str
    finish: str
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The claims of one answer that have the right shape, and what was wrong with the others."""

    claims: tuple[ClaimOut, ...]
    faults: tuple[str, ...] = ()


def parse_completion(body: bytes, *, seconds: float) -> Completion:
    """Return the answer that a body of the chat completions API holds; raise :class:`BadAnswerError`."""
    try:
        value = json.loads(body)
        choice = value["choices"][0]
        content = _content(choice["message"])
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise BadAnswerError(f"the answer is no chat completion ({type(error).__name__})") from error
    if not content:
        if choice.get("finish_reason") == "length":
            raise BadAnswerError("the model reached its longest answer before it gave one: raise reply_tokens")
        raise BadAnswerError("the model gave no content (it may have refused)")
    usage = value.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    return Completion(
        text=content,
        finish=str(choice.get("finish_reason") or "")[:40],
        tokens_in=_count(usage.get("prompt_tokens")),
        tokens_out=_count(usage.get("completion_tokens")),
        seconds=seconds,
    )


_REASONING = ("reasoning_content", "reasoning", "thinking")
"""Where servers put what a model thinks; some put its whole answer there and leave the content empty."""


def _content(message: Mapping[str, Any]) -> str:
    """Return the text of a message: its content, a string or parts of one, else what its model thought."""
    content = message.get("content")
    if isinstance(content, list):
        content = "".join(part["text"] for part in content if isinstance(part.get("text"), str))
    if isinstance(content, str) and content.strip():
        return content
    return next((text for name in _REASONING if isinstance(text := message.get(name), str) and text.strip()), "")


def _count(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 10**9 else 0


def parse_answer(completion: Completion) -> Answer:
    """Return the claims of an answer; raise :class:`BadAnswerError` where it holds no object with claims."""
    if len(completion.text) > MOST_ANSWER_CHARACTERS:
        raise BadAnswerError(f"the answer is longer than {MOST_ANSWER_CHARACTERS:,} characters")
    claims = next(_claim_lists(completion.text.rpartition(_THOUGHT)[2]), None)
    if claims is None:
        cut = " (it was cut at its greatest length)" if completion.finish == "length" else ""
        raise BadAnswerError(f"the answer holds no JSON object with claims{cut}")
    taken, faults = [], []
    for number, claim in enumerate(claims[:MOST_CLAIMS]):
        try:
            taken.append(ClaimOut.model_validate(claim))
        except ValidationError as error:
            faults.append(f"claim {number + 1}: {_first_fault(error)}")
    if len(claims) > MOST_CLAIMS:
        faults.append(f"{len(claims)} claims, of which the first {MOST_CLAIMS} were looked at")
    return Answer(claims=tuple(taken), faults=tuple(faults))


def _claim_lists(text: str) -> Iterator[list[Any]]:
    """Yield the lists of claims in a text, whatever stands around them."""
    decoder = json.JSONDecoder()
    start = text.find("{")
    for _ in range(_MOST_BEGINNINGS):
        if start < 0:
            return
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            if isinstance(value, dict) and isinstance(value.get("claims"), list):
                yield value["claims"]
        start = text.find("{", end)


def _first_fault(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"] if isinstance(part, int) or part in _NAMES)
    return f"{where or 'another shape'}: {first['type']}"


_NAMES = frozenset(
    {*ClaimOut.model_fields, "words", "code", "earliest", "latest", "min", "max", "unit", "value", "state", "kind"}
)
"""Names that may stand in a fault: a model's own keys may not."""
