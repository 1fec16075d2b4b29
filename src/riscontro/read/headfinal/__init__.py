"""Sentences whose verb comes last and whose markers follow their phrase.

A pack asks for it by ``order = "final"``. In goes a sentence's view, out come clauses, triggers with their roles,
items, mood and place, in the same values that the other order gives:

=============  =========================================================================================
``fusing``     stems with their endings, nouns with the verb that makes them verbs: one hit with one form
``parse``      phrases with their particles; each predicate takes what stands before it
``roles``      parties tried in the slots of a frame by the particles of their phrases
``scope``      triggers with their carriers, items, mood, place
=============  =========================================================================================
"""

from __future__ import annotations

from riscontro.read.headfinal.fusing import fuse_hits
from riscontro.read.headfinal.parse import Parse, Phrase, Predicate, parse_sentence

__all__ = ["Parse", "Phrase", "Predicate", "fuse_hits", "parse_sentence"]
