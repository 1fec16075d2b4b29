"""The values of this stage: what one source is reported to say, and how it stands to it."""

from __future__ import annotations

from dataclasses import dataclass

from riscontro.model.attribution import Attribution
from riscontro.model.claim import Basis, Root, Stance
from riscontro.model.mention import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One attribution with what it says of the claims under it. Equal when all fields are.

    ``root`` is the furthest source named for it, ``None`` where the text names none. ``kind`` is the root's vantage;
    without a root it is what the cue betrays (rumour, anonymous) or ``Basis.NONE``. ``via`` holds the outlets
    between the page and the root, nearest the page first. ``attitude`` marks hopes, wishes, support and plans:
    no assertion that the thing is so; ``wish`` those whose object is a clause, an act not done yet ("hopes to sign",
    "demands that", against "condemns the delivery"). ``answer`` holds the words by which a denial, a confirmation or
    a refusal to comment points back to what was said before it ("the report", "it") instead of telling it. ``scope``
    holds the spans whose claims fall under it, sorted, including sentences after it that carry it on; scopes of two
    values may nest, then the smaller one stands closer to the root.
    """

    attribution: Attribution
    root: Root | None
    kind: Basis
    via: tuple[str, ...] = ()
    stance: Stance = Stance.ASSERTS
    hedge: str | None = None
    answer: Span | None = None
    attitude: bool = False
    wish: bool = False
    scope: tuple[Span, ...] = ()

    @property
    def span(self) -> Span:
        """The smallest span around source, cue and content."""
        starts, ends = zip(*self.attribution.source, *self.attribution.cue, *self.attribution.content, strict=True)
        return Span(min(starts), max(ends))


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Who speaks in a text: its attributions, and the agencies whose copy it carries, nearest the page first."""

    speech: tuple[Speech, ...] = ()
    tags: tuple[str, ...] = ()
