"""A question to an answer: from the cache, else from the endpoint, with patience and within the budget."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from riscontro.model.reply import Reply
from riscontro.model.time import instant_to_text
from riscontro.read.choice import HaltError
from riscontro.read.model.answer import Answer, BadAnswerError, Completion, parse_answer, parse_completion
from riscontro.read.model.budget import Budget
from riscontro.read.model.endpoint import Asks, Body, FailedError
from riscontro.read.model.options import ModelOptions
from riscontro.read.model.pace import Clocks, Pace, backoff, parse_wait
from riscontro.read.model.replies import Replies
from riscontro.read.model.shape import Shape

BAD_ANSWERS = 2
"""Times that a question is put whose answer makes no sense."""
FAILURES_IN_A_ROW = 3
"""Questions that fail one after the other before the endpoint is given up for this run."""


class UnavailableError(HaltError):
    """The endpoint is given up for this run; the message says why and what to do."""


class NotHeldError(Exception):
    """No reply is kept, and the network is not to be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is put to the model, and what it is known by."""

    digest: str
    document_id: str
    messages: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer with the moment it came; ``fault`` says why it holds nothing where it makes no sense."""

    answer: Answer
    at: str
    fault: str | None = None


class Asker:
    """Puts questions; may be used from several threads. ``connect`` makes the client when the first call is due."""

    def __init__(
        self,
        options: ModelOptions,
        *,
        connect: Callable[[ModelOptions], Asks] | None,
        replies: Replies,
        prompt: str,
        clocks: Clocks | None = None,
        notice: Callable[[ModelOptions], None] | None = None,
    ) -> None:
        self._options, self._connect, self._replies, self._prompt = options, connect, replies, prompt
        self._clocks = clocks or Clocks()
        self._pace = Pace(options.rate, self._clocks)
        self._shape = Shape(options)
        self._notice = notice
        self._client: Asks | None = None
        self._lock = threading.Lock()
        self._failed = 0
        self._given_up: str | None = None
        self.budget = Budget(options)

    def held(self, question: Question) -> Given | None:
        """Return the answer that is kept, ``None`` where the endpoint has to be asked.

        Raise :class:`NotHeldError` where only the cache may be asked and holds none.
        """
        held = self._held(question)
        if held is not None:
            self.budget.add_replay()
            return _given(held)
        if self._connect is None:
            raise NotHeldError("no reply is kept, and only kept ones are asked for")
        return None

    def ask(self, question: Question) -> Given:
        """Return the endpoint's answer to a question, which is kept.

        Raise :class:`riscontro.read.model.budget.BudgetSpentError` at a ceiling, :class:`UnavailableError` where the
        endpoint is given up, :class:`riscontro.read.model.endpoint.FailedError` where this question alone brought no
        answer.
        """
        reply = self._ask(question)
        self._replies.put(reply)
        return _given(reply)

    def _held(self, question: Question) -> Reply | None:
        exact = self._replies.get(question.digest, model=self._options.model, prompt=self._prompt)
        if exact is not None or self._connect is not None:
            return exact
        # Without the network a reply to an older prompt is better than none: it too is held to the text.
        return self._replies.get(question.digest, model=self._options.model, prompt=None)

    def _ask(self, question: Question) -> Reply:
        for attempt in range(BAD_ANSWERS):
            completion = self._complete(question)
            if _makes_sense(completion) or attempt == BAD_ANSWERS - 1:
                break
        return Reply(
            question=question.digest,
            prompt=self._prompt,
            model=self._options.model,
            document_id=question.document_id,
            at=instant_to_text(self._clocks.now()),
            text=completion.text,
            finish=completion.finish,
            tokens_in=completion.tokens_in,
            tokens_out=completion.tokens_out,
            seconds=round(completion.seconds, 3),
        )

    def _complete(self, question: Question) -> Completion:
        characters = sum(len(message["content"]) for message in question.messages)
        attempt = 0
        while True:
            self._check_hope()
            client = self._ready()
            self.budget.begin_call(characters)
            completion = None
            version = self._shape.version
            try:
                self._pace.wait()
                body = client.ask(self._shape.request(question.messages))
                completion = self._to_completion(body)
                self._succeeded()
                return completion
            except FailedError as error:
                if error.refused is not None and self._shape.mend(error.refused, version):
                    continue
                if error.final:
                    self._give_up(str(error))
                wait = self._wait_for(error, attempt)
                if wait is None:
                    self._count_failure(error)
                    raise
                failed_wait = wait
            finally:
                self.budget.end_call(characters, completion)
            attempt += 1
            self._clocks.sleep(failed_wait)

    def _wait_for(self, error: FailedError, attempt: int) -> float | None:
        """Return how long to wait before another attempt, ``None`` where there is none."""
        if not error.passing or error.final or attempt >= self._options.retries:
            return None
        asked = parse_wait(error.wait, now=self._clocks.now())
        if asked is not None and asked > self._options.patience:
            return None
        return max(asked or 0.0, backoff(attempt, base=self._options.backoff, draw=self._clocks.draw))

    def _to_completion(self, body: Body) -> Completion:
        try:
            completion = parse_completion(body.content, seconds=body.seconds)
        except BadAnswerError as error:
            raise FailedError(str(error)) from error
        if self._options.key and self._options.key in completion.text + completion.finish:
            raise FailedError("the answer holds the key, so it is neither kept nor looked at")
        return completion

    def _ready(self) -> Asks:
        with self._lock:
            if self._client is None:
                assert self._connect is not None
                client = self._connect(self._options)
                if self._notice is not None:
                    self._notice(self._options)
                self._client = client
            return self._client

    def _check_hope(self) -> None:
        if self._given_up is not None:
            raise UnavailableError(self._given_up)

    def _succeeded(self) -> None:
        with self._lock:
            self._failed = 0

    def _count_failure(self, error: FailedError) -> None:
        with self._lock:
            self._failed += 1
            if self._failed >= FAILURES_IN_A_ROW:
                self._given_up = f"{self._options.host}: {error}; {self._failed} questions in a row failed"

    def _give_up(self, why: str) -> None:
        self._given_up = f"{self._options.host}: {why}"
        raise UnavailableError(self._given_up)

    def close(self) -> None:
        """Close the client, if one was made."""
        close = getattr(self._client, "close", None)
        if close is not None:
            close()


def _makes_sense(completion: Completion) -> bool:
    try:
        parse_answer(completion)
    except BadAnswerError:
        return False
    return True


def _given(reply: Reply) -> Given:
    completion = Completion(text=reply.text, finish=reply.finish)
    try:
        return Given(answer=parse_answer(completion), at=reply.at)
    except BadAnswerError as error:
        return Given(answer=Answer(claims=()), at=reply.at, fault=str(error))
