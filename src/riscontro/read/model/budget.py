"""What a run may spend and what it has spent: calls, tokens, money, seconds."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from math import ceil

from riscontro.read.choice import HaltError
from riscontro.read.model.answer import Completion
from riscontro.read.model.options import ModelOptions

TOKENS_A_CHARACTER = 1 / 3
"""Taken for a prompt before the first answer tells: English has about a quarter, other scripts up to one."""


class BudgetSpentError(HaltError):
    """A ceiling is reached; what was read stays, and the next run goes on from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a run took. ``calls`` are requests that were sent, ``replayed`` answers that came from the cache;
    ``seconds`` are those of the endpoint, added up over all threads. ``money`` is ``None`` without prices.
    """

    documents: int = 0
    calls: int = 0
    replayed: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    claims: int = 0
    money: float | None = None

    def each(self, number: int) -> dict[str, float | None]:
        """Return seconds, tokens and money for each of a number of things; ``None`` where there are none."""
        if not number:
            return {"seconds": None, "tokens": None, "money": None}
        return {
            "seconds": self.seconds / number,
            "tokens": (self.tokens_in + self.tokens_out) / number,
            "money": self.money / number if self.money is not None else None,
        }


class Budget:
    """Counts what is spent and stops before a ceiling is passed; may be used from several threads.

    A call that is under way counts against the ceilings with what it may cost: the longest answer, and its prompt at as
    many tokens a character as the run has seen, at first :data:`TOKENS_A_CHARACTER`.
    """

    def __init__(self, options: ModelOptions) -> None:
        self._options = options
        self._spent = Spent(money=options.price(0, 0))
        self._under_way: list[int] = []
        self._tokens_a_character: float | None = None
        self._lock = threading.Lock()

    @property
    def spent(self) -> Spent:
        """What was spent so far."""
        return self._spent

    def begin_call(self, characters: int) -> None:
        """Count a call whose prompt has so many characters; raise :class:`BudgetSpentError` where a ceiling leaves no
        room for it.
        """
        options = self._options
        with self._lock:
            spent = self._spent
            pending = len([*self._under_way, characters]) * options.reply_tokens
            asked = self._prompt_tokens(sum(self._under_way) + characters)
            if options.calls is not None and spent.calls >= options.calls:
                raise BudgetSpentError(f"the ceiling of {options.calls} calls is reached")
            if options.tokens is not None and spent.tokens_in + spent.tokens_out + asked + pending > options.tokens:
                raise BudgetSpentError(f"the ceiling of {options.tokens} tokens leaves no room for another answer")
            cost = options.price(spent.tokens_in + asked, spent.tokens_out + pending)
            if options.money is not None and cost is not None and cost > options.money:
                raise BudgetSpentError(f"the ceiling of {options.money:g} in money leaves no room for another answer")
            self._under_way.append(characters)
            self._spent = replace(spent, calls=spent.calls + 1)

    def _prompt_tokens(self, characters: int) -> int:
        share = TOKENS_A_CHARACTER if self._tokens_a_character is None else self._tokens_a_character
        return ceil(characters * share)

    def end_call(self, characters: int, completion: Completion | None) -> None:
        """Count what a call took, nothing where it failed."""
        with self._lock:
            self._under_way.remove(characters)
            if completion is None:
                return
            if completion.tokens_in:
                seen = completion.tokens_in / max(characters, 1)
                self._tokens_a_character = max(seen, self._tokens_a_character or 0.0)
                self._add(completion)
            else:  # the endpoint does not tell: a guess keeps the ceilings in force
                guessed = ceil(len(completion.text) * TOKENS_A_CHARACTER)
                self._add(replace(completion, tokens_in=self._prompt_tokens(characters), tokens_out=guessed))

    def add_replay(self) -> None:
        """Count an answer that came from the cache."""
        with self._lock:
            self._spent = replace(self._spent, replayed=self._spent.replayed + 1)

    def add_document(self, claims: int) -> None:
        """Count a document that was read, and its accepted claims."""
        with self._lock:
            spent = self._spent
            self._spent = replace(spent, documents=spent.documents + 1, claims=spent.claims + claims)

    def _add(self, completion: Completion) -> None:
        spent = self._spent
        tokens_in, tokens_out = spent.tokens_in + completion.tokens_in, spent.tokens_out + completion.tokens_out
        self._spent = replace(
            spent,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            seconds=spent.seconds + completion.seconds,
            money=self._options.price(tokens_in, tokens_out),
        )
