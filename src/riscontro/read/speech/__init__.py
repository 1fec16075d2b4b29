"""Who says so: from a text to attributions with root, vantage, stance and scope.

Stages, in order: ``text`` (nodes and sentences), ``hits`` (cues), ``parse`` (one sentence), ``carry`` (across
sentences), ``roots`` (who stands behind it), ``assemble`` (values). The words are data in ``speech.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence

from riscontro.model.mention import ActorMention, Span
from riscontro.read.speech.assemble import assemble
from riscontro.read.speech.carry import parse_passage
from riscontro.read.speech.lexicon import load_lexicon
from riscontro.read.speech.text import Nodes, split_nodes
from riscontro.read.speech.values import Speech, Voices
from riscontro.read.text import Cut

__all__ = ["Hearing", "Speech", "Voices", "find_speech", "find_voices"]


def find_speech(
    text: str | Cut, *, lang: str, actors: Sequence[ActorMention] = (), publisher: str | None = None
) -> tuple[Speech, ...]:
    """Return the attributions of ``text``, sorted by where they begin; empty where it holds none.

    Arguments and errors as in :func:`find_voices`.
    """
    return find_voices(text, lang=lang, actors=actors, publisher=publisher).speech


def find_voices(
    text: str | Cut,
    *,
    lang: str,
    actors: Sequence[ActorMention] = (),
    publisher: str | None = None,
    agencies: Sequence[str] = (),
) -> Voices:
    """Return the attributions of ``text`` and the agencies that it is tagged with; both may be empty.

    ``actors`` give roots their states. ``publisher`` is the page's own outlet, which is no ``via`` of itself.
    ``agencies`` are those that the page names around the text. Raise :class:`PackError` where ``lang`` has no pack; a
    pack without words of saying gives nothing.
    """
    return Hearing(text, lang=lang, actors=actors, publisher=publisher, agencies=agencies).voices()


class Hearing:
    """A text in which its attributions have been found, but not yet who stands behind them.

    Arguments and errors as in :func:`find_voices`.
    """

    def __init__(
        self,
        text: str | Cut,
        *,
        lang: str,
        actors: Sequence[ActorMention] = (),
        publisher: str | None = None,
        agencies: Sequence[str] = (),
    ) -> None:
        self.actors, self.publisher, self.agencies = actors, publisher, agencies
        self._lexicon = load_lexicon(lang)
        self._nodes = split_nodes(text, self._lexicon) if self._lexicon.interesting else Nodes("")
        self._passage = parse_passage(self._nodes, self._lexicon)

    def sources(self) -> list[Span]:
        """Return the words of all sources, in the order of their cues."""
        nodes, ranges = self._nodes, [draft.source for draft in self._passage.drafts if draft.source is not None]
        return [Span(nodes.start[lo], nodes.end[hi - 1]) for lo, hi in ranges if hi > lo]

    def voices(self, at: Sequence[int] | None = None) -> Voices:
        """Return the attributions and tags. Where only those are wanted that words ``at`` some offsets of the text may
        stand under, in order, others may be left out, but for answers ("S denied the report"); each is the same.
        """
        if not self._lexicon.interesting:
            return Voices()
        return assemble(
            self._nodes,
            self._lexicon,
            self._passage,
            actors=self.actors,
            publisher=self.publisher,
            agencies=self.agencies,
            at=at,
        )
