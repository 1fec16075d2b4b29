"""One sentence with all that drafting its acts looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riscontro.read.actors import Party
from riscontro.read.acts import Trigger
from riscontro.read.clauses import Clause, View
from riscontro.read.compile import Lexicon
from riscontro.read.frames import Frame
from riscontro.read.quantities import Item
from riscontro.read.roles import Roles
from riscontro.read.topic import Topic

Side = Party | str | None
"""A side of an act: the party that names it, a code that the topic gave, or nobody."""
Mode = tuple[str | None, Item | None]
"""A mode with the item that gave it."""

MUTUAL_FRAMES = frozenset({"meet", "bind", "clash"})


@dataclass(slots=True, kw_only=True)
class Scene:
    """A sentence cut into clauses, with its triggers in order, its roles, the topic and the language."""

    view: View
    clauses: Sequence[Clause]
    triggers: Sequence[Trigger]
    roles: Roles
    topic: Topic
    lexicon: Lexicon
    frames: Mapping[str, Frame]


def code_of(side: Side) -> str | None:
    """Return a side's code."""
    return side.actor if isinstance(side, Party) else side
