"""One sentence: from its cues to drafts of attributions, as ranges of nodes."""

from __future__ import annotations

from collections.abc import Sequence

from riscontro.read.speech import bits
from riscontro.read.speech.borders import clause_end, has_verb, reaches_infinitive, trim
from riscontro.read.speech.draft import Draft
from riscontro.read.speech.finite import read_finite
from riscontro.read.speech.formulas import read_formula
from riscontro.read.speech.hits import Hit, Shape, find_hits
from riscontro.read.speech.lexicon import Frame, Lexicon
from riscontro.read.speech.nominal import read_noun
from riscontro.read.speech.nonfinite import read_gerund, read_infinitive, read_passive
from riscontro.read.speech.phrases import find_complement
from riscontro.read.speech.text import Nodes


def parse_sentence(nodes: Nodes, lexicon: Lexicon, lo: int, hi: int, cues: Sequence[int]) -> list[Draft]:
    """Return the drafts of the sentence between two nodes, in the order of their cues; those begin at ``cues``."""
    hits = find_hits(nodes, lexicon, lo, hi, cues)
    if not hits:
        return []
    verbs = {hit.verb for hit in hits if hit.shape in (Shape.FINITE, Shape.PASSIVE)}
    drafts: list[Draft] = []
    for hit in hits:
        for reading in _by_likelihood(nodes, hit, hi) if hit.others else (hit,):
            draft = _BUILDERS[reading.shape](nodes, reading, lo, hi, verbs, drafts)
            if draft is not None:
                drafts.append(draft)
                break
    _cut_neighbours(nodes, drafts)
    for draft in drafts:
        if (
            draft.source is not None
            and draft.source[1] - draft.source[0] == 1
            and nodes.flag[draft.source[0]] & bits.EXPL
        ):
            draft.source = None
    return drafts


def _by_likelihood(nodes: Nodes, hit: Hit, hi: int) -> list[Hit]:
    """Return a cue's readings: one that governs an infinitive first where one follows ("urged him to", "urged")."""
    readings = [hit, *hit.others]
    if hit.hi < hi and reaches_infinitive(nodes, hit.hi, hi):
        readings.sort(key=lambda reading: not (reading.cue and reading.cue.frame & (Frame.INF | Frame.OBJINF)))
    if hit.hi < hi and hit.cls == "assert" and not hit.anaphor and any(_holds_view(reading) for reading in readings):
        complement = find_complement(nodes, hit.hi, hi, ())
        if complement is None and not has_verb(nodes, hit.hi, clause_end(nodes, hit.hi, hi), ()):
            readings.sort(key=lambda reading: not _holds_view(reading))
    return readings


def _holds_view(hit: Hit) -> bool:
    """Tell whether a cue takes a thing rather than a clause as an attitude: "soutient les sanctions"."""
    return hit.cls == "attitude" and hit.cue is not None and bool(hit.cue.frame & Frame.NP)


def _cut_neighbours(nodes: Nodes, drafts: list[Draft]) -> None:
    """End a content where a neighbour's clause stands beside it: ", adding", ", but Y said", ", according to"."""
    cuts = [_beside(nodes, draft) for draft in drafts]
    for k, draft in enumerate(drafts):
        for cut in cuts[k + 1 :]:
            if cut is None or cut <= draft.hit.hi:
                continue
            draft.content = [
                (start, min(end, cut)) if draft.hit.hi <= start < cut else (start, end) for start, end in draft.content
            ]
        draft.content = [kept for lo, hi in draft.content if (kept := trim(nodes, lo, hi)) is not None]


def _beside(nodes: Nodes, later: Draft) -> int | None:
    edge = min(later.edge, later.hit.lo)
    if edge <= 0:
        return None
    before = nodes.flag[edge - 1]
    if before & bits.CONTRAST:
        return edge - 1
    if before & bits.THAT and edge > 1 and nodes.flag[edge - 2] & bits.CONTRAST:
        return edge - 2  # "mientras que"
    if before & bits.COORD and (nodes.low[edge - 2] == "," or later.inherits):
        return edge - 1
    comma = nodes.low[edge - 1] in (",", "—", "–", "--", ";")
    if comma and (later.hit.shape in (Shape.GERUND, Shape.FORMULA) or later.inherits or nodes.low[edge - 1] == ";"):
        return edge - 1
    return None


_BUILDERS = {
    Shape.FINITE: read_finite,
    Shape.PASSIVE: read_passive,
    Shape.GERUND: read_gerund,
    Shape.INFINITIVE: read_infinitive,
    Shape.NOUN: read_noun,
    Shape.FORMULA: read_formula,
}
