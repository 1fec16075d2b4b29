"""Replies that are kept: the contract of the cache, and what a reply is known by.

A reply is known by what was asked: the words of the part, its publication date and language, the version of the prompt,
the model. The worked examples are no part of it: they may change with a pack, and a reply is held to the text anyway.
"""

from __future__ import annotations

import json
import threading
from typing import Protocol

from riscontro.model.ids import sha256_hex
from riscontro.model.reply import Reply


class Replies(Protocol):
    """Where replies are kept."""

    def get(self, question: str, *, model: str, prompt: str | None) -> Reply | None:
        """Return the reply of a model to a question, the newest one where ``prompt`` is ``None``."""

    def put(self, reply: Reply) -> None:
        """Keep a reply, in the place of one to the same question, model and prompt."""


class RepliesInMemory:
    """Replies that end with the run."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str, str], Reply] = {}
        self._lock = threading.Lock()

    def get(self, question: str, *, model: str, prompt: str | None) -> Reply | None:
        """Return the reply of a model to a question, the newest one where ``prompt`` is ``None``."""
        with self._lock:
            if prompt is not None:
                return self._held.get((question, model, prompt))
            found = [r for (q, m, _), r in self._held.items() if (q, m) == (question, model)]
        return max(found, key=lambda reply: (reply.at, reply.prompt), default=None)

    def put(self, reply: Reply) -> None:
        """Keep a reply, in the place of one to the same question, model and prompt."""
        with self._lock:
            self._held[reply.question, reply.model, reply.prompt] = reply


def question_digest(*, text: str, published: str | None, lang: str) -> str:
    """Return what a question is known by."""
    value = json.dumps([text, published, lang], ensure_ascii=False)
    return sha256_hex(value.encode("utf-8", "surrogatepass"))
