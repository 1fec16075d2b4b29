"""An attribution in the making."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from riscontro.read.speech import bits
from riscontro.read.speech.hits import Hit
from riscontro.read.speech.lexicon import Frame
from riscontro.read.speech.phrases import Range, subject_left
from riscontro.read.speech.text import Nodes

CLAUSAL = Frame.SAY | Frame.TELL
PARENTHETIC = Frame.SAY | Frame.TELL | Frame.QUOTE


@dataclass(slots=True)
class Draft:
    """An attribution in the making: ranges of nodes, and the cue that made it."""

    hit: Hit
    source: Range | None
    cue: Range
    content: list[Range] = field(default_factory=list)
    addressee: Range | None = None
    inherits: bool = False
    """The source is that of an earlier cue ("adding", "and said")."""
    edge: int = 0
    """Where its own clause begins: a neighbour's content ends before it."""
    sentence: int = 0


def append_range(draft: Draft, span: Range | None) -> None:
    """Add a range to the content of a draft where there is one."""
    if span is not None:
        draft.content.append(span)


def inherit_source(nodes: Nodes, draft: Draft, drafts: list[Draft], lo: int, verbs: Collection[int]) -> None:
    """Take the source of the nearest earlier cue, else the subject of the sentence's first verb."""
    for earlier in reversed(drafts):
        if earlier.source is not None:
            draft.source = earlier.source
            return
    for i in range(lo, draft.hit.lo):
        if nodes.flag[i] & (bits.AUX | bits.FINITE) and i > lo:
            draft.source = subject_left(nodes, lo, i - 1, verbs)
            return
