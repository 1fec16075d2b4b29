"""The request as an endpoint takes it: fields that one names in refusing are renamed, made simpler or left out.

Endpoints of one API differ. Newer hosted models take ``max_completion_tokens`` for ``max_tokens``, and no
``temperature`` but their own (their 400 names the field in ``error.param``); servers without grammars, or whose
grammars do not hold a schema of this size, refuse ``response_format``. What was learnt holds for the run. Fields that
the user set are left alone.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from riscontro.read.model.options import FORMS, ModelOptions
from riscontro.read.model.schema import answer_schema

LENGTH, NEW_LENGTH = "max_tokens", "max_completion_tokens"
HEAT = "temperature"
FORM = "response_format"
REFUSABLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (LENGTH, (LENGTH,)),
    (HEAT, (HEAT,)),
    (FORM, (FORM, "json_schema", "grammar", "schema")),
)
"""Fields of ours that an endpoint may refuse, with the words by which an error names them, in order."""


class Shape:
    """Makes requests; may be used from several threads. ``version`` grows with each change."""

    def __init__(self, options: ModelOptions) -> None:
        self._options = options
        self._form = options.form
        self._length = LENGTH
        self._heated = True
        self._lock = threading.Lock()
        self.version = 0

    def request(self, messages: Sequence[Mapping[str, str]]) -> dict[str, Any]:
        """Return a request."""
        options = self._options
        made: dict[str, Any] = {
            "model": options.model,
            "messages": [dict(message) for message in messages],
            self._length: options.reply_tokens,
            "stream": False,
        }
        if self._heated:
            made[HEAT] = 0
        if self._form == "json_schema":
            schema = {"name": "claims", "strict": True, "schema": answer_schema()}
            made[FORM] = {"type": "json_schema", "json_schema": schema}
        elif self._form == "json_object":
            made[FORM] = {"type": "json_object"}
        made.update(options.parameters)
        taken_away = {name for name, value in options.parameters.items() if value is None or value is False}
        return {name: value for name, value in made.items() if name not in taken_away}

    def mend(self, refused: str, version: int) -> bool:
        """Change what an endpoint refused of a request of a version; tell whether another attempt makes sense."""
        with self._lock:
            if version != self.version:
                return True  # another thread has changed it meanwhile
            changed = refused not in self._options.parameters and self._change(refused)
            self.version += changed
            return changed

    def _change(self, refused: str) -> bool:
        if refused == LENGTH and self._length == LENGTH:
            self._length = NEW_LENGTH
        elif refused == HEAT and self._heated:
            self._heated = False
        elif refused == FORM and self._form != FORMS[-1]:
            self._form = FORMS[FORMS.index(self._form) + 1]
        else:
            return False
        return True


def refused_field(error: object) -> str | None:
    """Return the field of ours that the JSON of an error names, ``None`` where it names none.

    >>> refused_field({"error": {"param": "max_tokens", "message": "use another"}})
    'max_tokens'
    """
    inner = error.get("error", error) if isinstance(error, Mapping) else error
    if isinstance(inner, Mapping):
        named = inner.get("param")
        for field, words in REFUSABLE:
            if isinstance(named, str) and named.split(".")[0] in words:
                return field
        inner = " ".join(str(inner.get(name)) for name in ("message", "code", "detail"))
    told = str(inner)[:4000]
    return next((field for field, words in REFUSABLE if any(word in told for word in words)), None)
