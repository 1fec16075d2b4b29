"""The form of an answer: a JSON schema for the endpoint, and the same as values at our own door.

The schema keeps to what strict structured output takes everywhere: every property required, none beyond, ``null`` where
a text says nothing. Codes, types, modes, modalities, vantages and units are closed lists.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from riscontro.model.claim import Basis, EventType, Modality
from riscontro.vocab.events import event_kinds

MOST_CLAIMS = 100
"""Claims of one answer that are looked at."""

_Words = Annotated[str, StringConstraints(min_length=1, max_length=3000)]
_Code = Annotated[str, StringConstraints(min_length=1, max_length=60)]
_Day = Annotated[str, StringConstraints(max_length=20)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SideOut(_Table):
    """A side of an act: the document's words for it, and its code."""

    words: _Words
    code: _Code


class WhenOut(_Table):
    """A time: the document's words for it, and its days."""

    words: _Words
    earliest: _Day | None
    latest: _Day | None


class QuantityOut(_Table):
    """A number of things: the document's words for it, its bounds, and what is counted."""

    words: _Words
    min: float | None
    max: float | None
    unit: Annotated[str, StringConstraints(max_length=60)]


class ModalityOut(_Table):
    """How the text presents the act, and the words that make it other than fact."""

    value: Modality
    words: _Words | None


class RootOut(_Table):
    """The furthest source: the document's words for it, its state, its vantage."""

    words: _Words
    state: _Code | None
    kind: Basis


class ClaimOut(_Table):
    """One claim of an answer, nothing of it believed yet."""

    act: _Words
    type: EventType
    mode: str | None
    actor: SideOut | None
    recipient: SideOut | None
    opponent: SideOut | None
    place: _Words | None
    when: WhenOut | None
    quantity: QuantityOut | None
    modality: ModalityOut
    root: RootOut | None
    via: Annotated[list[_Words], Field(max_length=8)]


@cache
def units() -> tuple[str, ...]:
    """Return what can be counted, in English singular."""
    return tuple((files(__package__) / "units.txt").read_text("utf-8").split("\n")[:-1])


@cache
def modes() -> tuple[str, ...]:
    """Return every mode of every type, sorted."""
    return tuple(sorted({kind.mode for kind in event_kinds() if kind.mode is not None}))


@cache
def answer_schema() -> dict[str, Any]:
    """Return the JSON schema of an answer."""
    text = {"type": "string"}
    maybe_text = {"type": ["string", "null"]}
    maybe_number = {"type": ["number", "null"]}
    side = _object(words=text, code=text)
    root = _object(words=text, state=maybe_text, kind=_one_of(str(kind) for kind in Basis if kind is not Basis.NONE))
    claim = _object(
        act=text,
        type=_one_of(str(type) for type in EventType),
        mode={"anyOf": [_one_of(modes()), {"type": "null"}]},
        actor=_maybe(side),
        recipient=_maybe(side),
        opponent=_maybe(side),
        place=maybe_text,
        when=_maybe(_object(words=text, earliest=maybe_text, latest=maybe_text)),
        quantity=_maybe(_object(words=text, min=maybe_number, max=maybe_number, unit=_one_of(units()))),
        modality=_object(value=_one_of(str(modality) for modality in Modality), words=maybe_text),
        root=_maybe(root),
        via={"type": "array", "items": text},
    )
    return _object(claims={"type": "array", "items": claim})


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(values: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}
