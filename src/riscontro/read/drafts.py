"""Drafts: what one trigger says before sources, times and repetition are weighed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from riscontro.model.claim import EventType, Modality
from riscontro.read.actors import Party
from riscontro.read.acts import Trigger
from riscontro.read.clauses import Clause, View
from riscontro.read.quantities import Item
from riscontro.read.roles import Filling


@dataclass(slots=True, kw_only=True)
class Draft:
    """One act by one party to another. Sides are codes; ``parties`` keeps the words that named them, by slot.

    ``implied`` names the sides that were taken from the passage's own topic, not from the sentence.
    """

    view: View
    clauses: Sequence[Clause]
    trigger: Trigger
    type: EventType
    mode: str | None
    actor: str | None
    recipient: str | None
    opponent: str | None = None
    item: Item | None = None
    modality: Modality = Modality.ASSERTED
    negated: bool = False
    modality_token: int | None = None
    parties: dict[str, Party] = field(default_factory=dict)
    implied: tuple[str, ...] = ()
    score: float = 0.0

    @property
    def clause(self) -> Clause:
        """The clause that carries the act."""
        return self.clauses[self.trigger.clause]


@dataclass(slots=True, kw_only=True)
class Contest:
    """What was tried for one trigger, and how it ended; kept for ``explain``."""

    view: View
    trigger: Trigger
    filling: Filling | None
    outcome: str
    drafts: list[Draft] = field(default_factory=list)
