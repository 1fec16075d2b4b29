"""The model reader: a document to a reading that a language model gave and our own reading holds to the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from riscontro.model.claim import Claim, Reading, sort_claims, with_id
from riscontro.model.document import Document
from riscontro.model.mention import Span
from riscontro.model.observation import is_series
from riscontro.read.answers import ANSWERING, join_answers
from riscontro.read.model.accept import Judge
from riscontro.read.model.asking import Asker, Given, NotHeldError, Question
from riscontro.read.model.authority import Authority
from riscontro.read.model.budget import Spent
from riscontro.read.model.endpoint import Asks, FailedError
from riscontro.read.model.errand import Errand
from riscontro.read.model.instructions import find_instructions
from riscontro.read.model.options import ModelOptions
from riscontro.read.model.pace import Clocks
from riscontro.read.model.parts import Part, cut_parts
from riscontro.read.model.prompt import PROMPT, to_messages
from riscontro.read.model.quotes import distance
from riscontro.read.model.replies import Replies, question_digest
from riscontro.read.reader import can_read, read
from riscontro.read.study import Study

VERSION = "model/0.1"
INCOMPLETE = "(incomplete)"
"""Ends the reader's name where part of a document was not answered: the next run reads it again."""

_SAME_TELLING = 200
"""Characters between two tellings of one act, from two parts that share a paragraph, that are one claim."""


def connect(options: ModelOptions) -> Asks:
    """Return a client; raise :class:`riscontro.errors.UsageError` where the extra is not installed."""
    from riscontro.read.model.client import Client

    return Client(options)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReading:
    """What the model gave of a document, with the study that it was held to; ``whole`` where all was answered."""

    study: Study
    reading: Reading
    whole: bool


def may_be_asked(document: Document) -> bool:
    """Tell whether a document is one for a model: prose, in a language in which its answer can be held to the text."""
    return bool(document.text.strip()) and can_read(document.lang) and not is_series(document)


class ModelReader:
    """Reads documents by a language model; may be used from several threads.

    ``turn`` is held by the thread whose document our own reading works on, since what it keeps of earlier texts is not
    made for several at a time. A question is put by a thread of its own; our reading of the document goes on meanwhile,
    and when it is done the turn is free until the answer is there.

    ``worth`` tells why a document is not worth sending, ``None`` where it is. Without ``ask`` only kept replies are
    used.
    """

    def __init__(
        self,
        options: ModelOptions,
        *,
        replies: Replies,
        ask: Callable[[ModelOptions], Asks] | None = connect,
        worth: Callable[[Document], str | None] | None = None,
        notice: Callable[[ModelOptions], None] | None = None,
        clocks: Clocks | None = None,
    ) -> None:
        self.options = options
        self.halted: str | None = None
        self.turn = Lock()
        self._worth = worth
        self._asker = Asker(options, connect=ask, replies=replies, prompt=PROMPT, clocks=clocks, notice=notice)

    @property
    def tag(self) -> str:
        """The reader's name: program, prompt, model."""
        return f"{VERSION} prompt/{PROMPT} {self.options.model}"

    @property
    def spent(self) -> Spent:
        """What the run took so far."""
        return self._asker.budget.spent

    def close(self) -> None:
        """Close the connection."""
        self._asker.close()

    def read(self, document: Document) -> Reading:
        """Return a document's reading; ``unread`` is ``model-failed`` where no part of it was answered. A table of
        observations, and what nobody could read, is left to the rules.

        Raise :class:`riscontro.read.model.budget.BudgetSpentError` at a ceiling and
        :class:`riscontro.read.model.asking.UnavailableError` where the endpoint is given up.
        """
        with self.turn:
            if not may_be_asked(document):
                return self.settled(replace(read(document), reader=self.tag))
            return self.settled(self.read_study(Study(document)).reading)

    def settled(self, reading: Reading) -> Reading:
        """Return a reading that looks nothing up later, where other threads are at work."""
        return reading.whole() if self.workers > 1 else reading

    @property
    def workers(self) -> int:
        """How many documents may be read at a time."""
        return self.options.concurrency

    def read_study(self, found: Study) -> ModelReading:
        """Return the reading of a document that is studied; errors as for :meth:`read`. Hold ``turn`` around it."""
        document = found.document
        barred = find_instructions(document.text)
        parts = self._parts(found, barred)
        judge = Judge(Authority(found), barred=barred)
        for span in barred:
            judge.doubts.add("instruction", "this passage speaks to a reading program and is kept from the model", span)
        claims: list[Claim] = []
        answered = 0
        for number, part in enumerate(parts):
            taken = self._read_part(part, number, document, judge)
            if taken is not None:
                answered += 1
                claims += taken
        told = _told_once(claims, judge)
        if any(claim.stance in ANSWERING for claim in told):
            told = join_answers(told, (), document.text, lambda _: None)
        reading = replace(
            found.reading(),
            reader=self.tag if answered == len(parts) else f"{self.tag} {INCOMPLETE}",
            claims=sort_claims(told),
            issues=tuple(judge.doubts.issues),
            unread="model-failed" if parts and not answered else None,
        )
        self._asker.budget.add_document(len(reading.claims))
        return ModelReading(study=found, reading=reading, whole=answered == len(parts))

    def _put(self, question: Question, prepare: Callable[[], None]) -> Given:
        """Return the answer to a question; what it will be held to is made ready while it is waited for."""
        held = self._asker.held(question)
        if held is not None:
            return held
        asked = Errand(lambda: self._asker.ask(question))
        prepare()
        self.turn.release()
        try:
            return asked.result()
        finally:
            self.turn.acquire()

    def _parts(self, found: Study, barred: Sequence[Span]) -> tuple[Part, ...]:
        if found.passage is None or (self._worth is not None and self._worth(found.document) is not None):
            return ()
        passage = found.passage
        named = [passage.span(party.first, party.last) for party in found.parties]
        borders = [passage.tokens[sentence.first].start for sentence in passage.sentences]
        return cut_parts(found.document.text, named, borders=borders, barred=barred)

    def _read_part(self, part: Part, number: int, document: Document, judge: Judge) -> list[Claim] | None:
        published = document.published.value if document.published is not None else None
        question = Question(
            digest=question_digest(text=part.text, published=published, lang=document.lang),
            document_id=document.id,
            messages=to_messages(part, document, examples=self.options.examples),
        )
        try:
            given = self._put(question, judge.prepare)
        except (FailedError, NotHeldError) as error:
            judge.doubts.add("failed", f"part {number + 1} was not read: {error}", part.spans[0])
            return None
        for fault in (given.fault, *given.answer.faults):
            if fault is not None:
                judge.doubts.add("answer", f"part {number + 1}: {fault}", part.spans[0])
        judge.reader = f"{self.tag} {given.at[:10]}"
        accepted = [judge.accept(claim, part.spans) for claim in given.answer.claims]
        return [claim for claim in accepted if claim is not None]


def _told_once(claims: Sequence[Claim], judge: Judge) -> list[Claim]:
    """Return claims without those that a part tells again, the first telling kept.

    Two that count differently in the same words ("40 missiles of one kind and 50 of another") are two: the second is
    told by the words from its number on. What cannot be told apart so is refused, with a doubt.
    """
    kept: list[Claim] = []
    for claim in claims:
        twin = next((other for other in kept if _is_same(claim, other)), None)
        if twin is not None and claim.id == twin.id and claim.quantity != twin.quantity:
            narrow = _from_its_number(claim)
            if narrow is None or any(_is_same(narrow, other) for other in kept):
                judge.refuse("its words tell another one of the same act, and another number", claim.span)
                continue
            claim, twin = narrow, None
        if twin is None:
            kept.append(claim)
    return kept


def _from_its_number(claim: Claim) -> Claim | None:
    """Return a claim told by its words from its number on, ``None`` where they hold none."""
    start = next((one.span.start for one in claim.evidence if one.field == "quantity"), claim.span.end)
    inside = claim.span.start < start < claim.span.end
    return with_id(replace(claim, span=Span(start, claim.span.end))) if inside else None


def _is_same(one: Claim, other: Claim) -> bool:
    keys = [(c.actor, c.type, c.mode, c.recipient, c.modality, c.root, c.when, c.quantity) for c in (one, other)]
    return one.id == other.id or (keys[0] == keys[1] and distance(one.span, other.span) <= _SAME_TELLING)
