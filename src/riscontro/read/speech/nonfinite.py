"""Cues that carry no tense into drafts: gerunds, infinitives, passives."""

from __future__ import annotations

from collections.abc import Collection

from riscontro.read.speech import bits
from riscontro.read.speech.borders import clause_end, trim
from riscontro.read.speech.content import content_right
from riscontro.read.speech.draft import CLAUSAL, Draft, inherit_source
from riscontro.read.speech.hits import Hit
from riscontro.read.speech.lexicon import Frame
from riscontro.read.speech.phrases import phrase_right, skip_adjuncts, subject_left
from riscontro.read.speech.text import QUOTE, Nodes


def read_gerund(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> Draft | None:
    """Return the draft of a gerund, whose source is that of an earlier cue or the subject before it."""
    assert hit.cue is not None
    if nodes.flag[hit.verb] & bits.CITE:
        hi = clause_end(nodes, hit.hi, hi)
    content = content_right(nodes, hit, hi, verbs)
    if not content.ranges:
        return None
    draft = Draft(hit, None, (hit.lo, hit.hi), content.ranges, content.addressee, True, hit.lo)
    inherit_source(nodes, draft, drafts, lo, verbs)
    if draft.source is None and hit.lo - 1 > lo and nodes.low[hit.lo - 1] == ",":
        draft.source = subject_left(nodes, lo, hit.lo - 2, verbs)
    return draft if draft.source is not None else None


def read_infinitive(
    nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]
) -> Draft | None:
    """ "to say that": only where a clause follows; other infinitives belong to the cue that governs them."""
    assert hit.cue is not None
    start = skip_adjuncts(nodes, hit.hi, hi)
    clause = start < hi and nodes.flag[start] & (bits.THAT | bits.WH | QUOTE)
    if not clause and not hit.cue.frame & (Frame.SAY | Frame.TELL):
        return None
    return read_gerund(nodes, hit, lo, hi, verbs, drafts)


def read_passive(nodes: Nodes, hit: Hit, lo: int, hi: int, verbs: Collection[int], drafts: list[Draft]) -> Draft | None:
    """Return the draft of a passive; its source is the agent, absent where the text leaves it out."""
    assert hit.cue is not None
    draft = Draft(hit, None, (hit.lo, hit.hi), edge=hit.lo)
    i = skip_adjuncts(nodes, hit.hi, hi)
    if i < hi and nodes.flag[i] & bits.BY:
        end = phrase_right(nodes, i + 1, hi, verbs)
        if end > i + 1:
            draft.source, i = (i + 1, end), end
    subject = subject_left(nodes, lo, hit.lo - 1, verbs)
    expletive = subject is not None and subject[1] - subject[0] == 1 and bool(nodes.flag[subject[0]] & bits.PRON)
    rest = trim(nodes, i, hi)
    governs = rest is not None and bool(nodes.flag[rest[0]] & (bits.THAT | bits.TO | QUOTE | bits.WH))
    if subject is not None:
        draft.edge = subject[0]
        if not expletive or not governs:
            draft.content.append(subject)
    if governs and rest is not None:
        draft.content.append(rest)
    if draft.source is None and not governs and not hit.negated and not hit.cue.frame & CLAUSAL:
        return None
    return draft if draft.content else None
