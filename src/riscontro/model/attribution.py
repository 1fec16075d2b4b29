"""Attributions: source, cue and content spans, as in PARC (Pareti 2012) and PolNeAR (Newell et al. 2018)."""

from __future__ import annotations

from dataclasses import dataclass

from riscontro.model.mention import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who (source) says by which words (cue) what (content). Each part may be split into several spans.

    ``source`` is empty where the text leaves it out ("it was reported").
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
