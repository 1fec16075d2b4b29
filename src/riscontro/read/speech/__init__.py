"""Who says so: from a text to attributions with root, vantage, stance and scope.

Stages, in order: ``text`` (nodes and sentences), ``hits`` (cues), ``parse`` (one sentence), ``carry`` (across
sentences), ``roots`` (who stands behind it), ``assemble`` (values). The words are data in ``speech.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence

from riscontro.model.mention import ActorMention
from riscontro.read.speech.assemble import assemble
from riscontro.read.speech.carry import parse_passage
from riscontro.read.speech.lexicon import load_lexicon
from riscontro.read.speech.text import split_nodes
from riscontro.read.speech.values import Speech, Voices
from riscontro.read.text import Cut

__all__ = ["Speech", "Voices", "find_speech", "find_voices"]


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
    lexicon = load_lexicon(lang)
    if not lexicon.interesting:
        return Voices()
    nodes = split_nodes(text, lexicon)
    passage = parse_passage(nodes, lexicon)
    return assemble(nodes, lexicon, passage, actors=actors, publisher=publisher, agencies=agencies)
