"""What a passage has been about so far, from which a clause's missing side may be taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from riscontro.model.claim import EventType
from riscontro.read.actors import Party
from riscontro.read.drafts import Contest
from riscontro.vocab.states import is_state

UNITED_NATIONS = "UNO"
_OPENING = 4
"""Tokens before the subject of a sentence in which no act is told."""
_MOST_NAMED = 12
"""States that are remembered in the order of naming."""
_FRIENDLY = frozenset({EventType.AID, EventType.SUPPORT})
"""Types after which "the shipments" are those of the same pair."""


@dataclass(slots=True)
class Topic:
    """The last pair, the states named in order; the last delivery with its mode, the last pair of friends, the pair
    that the whole passage names where it names no third state, and the state that a text of the United Nations is
    against. The last subject is asked for seldom, so the sentences that may tell it are looked at only then.
    """

    pair: tuple[str, str] | None = None
    named: list[str] = field(default_factory=list)
    delivery: tuple[str, str, str | None] | None = None
    only: tuple[str, str] | None = None
    friends: tuple[str, str] | None = None
    blamed: str | None = None
    _subject: str | None = None
    _untold: list[Callable[[], Sequence[Party]]] = field(default_factory=list)
    """What finds the subjects of the sentences since the last one whose subject is known."""

    def set_subject(self, subjects: Sequence[Party]) -> None:
        """Remember the subject of a sentence, where it has one."""
        if subjects:
            self._subject = subjects[0].actor
            self._untold.clear()

    def leave_subject(self, find: Callable[[], Sequence[Party]]) -> None:
        """Remember how the subject of a sentence is found."""
        self._untold.append(find)

    def forget_untold(self) -> None:
        """Let go of what finds subjects, and of the passage with it."""
        self._untold.clear()

    def has_subject(self) -> bool:
        """Tell whether a subject is known, or may be found."""
        return bool(self._untold) or self._subject is not None

    def subject(self) -> str | None:
        """Return the last subject."""
        while self._untold:
            self.set_subject(self._untold.pop()())
        return self._subject

    def has_delivered(self) -> bool:
        """Tell whether a delivery, or the pair of friends of one, is known that a later one may go on with."""
        return self.delivery is not None or self.friends is not None

    def two(self) -> tuple[str, str] | None:
        """Return the two states that "the two countries" means: the last pair, else the last two named."""
        if self.pair is not None:
            return self.pair
        distinct = list(dict.fromkeys(reversed(self.named)))
        return (distinct[1], distinct[0]) if len(distinct) >= 2 else None

    def partner(self, actor: str) -> str | None:
        """Return the other side of the only pair that the passage names, else of the running pair."""
        pair = self.only or self.two()
        if pair is None or actor not in pair:
            return None
        return pair[1] if pair[0] == actor else pair[0]


def blamed_by_text(type: EventType, actor: str | None, recipient: str | None) -> str | None:
    """Return the state that an organisation's text is against, for the votes told after it."""
    return recipient if type is EventType.ACCUSE and actor == UNITED_NATIONS else None


def note_deliveries(contest: Contest, topic: Topic) -> None:
    """Remember the pair and what was handed over, for the triggers that follow in the same sentence."""
    for draft in contest.drafts:
        topic.blamed = blamed_by_text(draft.type, draft.actor, draft.recipient) or topic.blamed
        if draft.actor and draft.recipient:
            topic.pair = (draft.actor, draft.recipient)
        if draft.type is EventType.AID and draft.mode is not None and draft.actor and draft.recipient:
            topic.delivery = (draft.actor, draft.recipient, draft.mode)


def open_subject(parties: Sequence[Party], first: int) -> Sequence[Party]:
    """Return the party at the opening of a sentence, which begins at token ``first``, as its subject."""
    return [party for party in parties[:1] if party.first <= first + _OPENING]


def name_states(parties: Sequence[Party], topic: Topic) -> None:
    """Move the topic on by what a sentence named."""
    for party in parties:
        if party.role not in ("agency",) and is_state(party.actor):
            topic.named.append(party.actor)
    del topic.named[:-_MOST_NAMED]


def move_topic(parties: Sequence[Party], contests: Sequence[Contest], subjects: Sequence[Party], topic: Topic) -> None:
    """Move the topic on by what a sentence named and told."""
    name_states(parties, topic)
    drafts = [draft for contest in contests for draft in contest.drafts if draft.actor and draft.recipient]
    if drafts:
        topic.pair = (str(drafts[-1].actor), str(drafts[-1].recipient))
        friendly = [draft for draft in drafts if draft.type in _FRIENDLY]
        if friendly:
            topic.friends = (str(friendly[-1].actor), str(friendly[-1].recipient))
    topic.set_subject(subjects)
