"""Drafts into values: spans, stance, hedge, chain and scope."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from riscontro.model.attribution import Attribution
from riscontro.model.claim import Stance
from riscontro.model.mention import ActorMention, Span
from riscontro.read.speech import bits
from riscontro.read.speech.answers import CLASSES, find_answer
from riscontro.read.speech.carry import Passage
from riscontro.read.speech.chains import lies_inside, near_drafts, resolve_chains
from riscontro.read.speech.lexicon import Lexicon
from riscontro.read.speech.phrases import Range
from riscontro.read.speech.roots import RootFinder, Standing
from riscontro.read.speech.stances import STANCES, Stances
from riscontro.read.speech.tags import find_tags
from riscontro.read.speech.text import QUOTE, Nodes
from riscontro.read.speech.values import Speech, Voices

_ANSWERS = frozenset({"deny", "retract", "decline", "cannot_confirm"})
"""Classes of cues that leave the sentence before to whoever said it."""


def assemble(
    nodes: Nodes,
    lexicon: Lexicon,
    passage: Passage,
    *,
    actors: Sequence[ActorMention],
    publisher: str | None,
    agencies: Sequence[str],
    at: Sequence[int] | None = None,
) -> Voices:
    """Return the values of a passage's drafts, sorted by place, and the agencies whose copy the text carries.

    Where only those ``at`` some offsets of the text are wanted, in order, others are left out, but for answers.
    """
    finder = RootFinder(
        nodes,
        lexicon,
        sorted(actors, key=lambda actor: actor.span),
        frozenset(draft.hit.verb for draft in passage.drafts),
    )
    tags = find_tags(nodes, finder.outlet, agencies)
    tags = tuple(tag for tag in tags if tag.casefold() != (publisher or "").casefold())
    stances = Stances(nodes, lexicon)
    classes = [stances.cls(draft) for draft in passage.drafts]
    wanted = [
        number
        for number, cls in enumerate(classes)
        if at is None or cls in CLASSES or _stands_at(nodes, passage, number, at)
    ]
    # Who is meant by "he" hangs on all who were named: if anybody is asked for, all are looked at.
    chains = resolve_chains(nodes, passage, finder, tags=tags, publisher=publisher) if wanted else []
    values = []
    for number in wanted:
        draft, standing, cls = passage.drafts[number], chains[number], classes[number]
        # "Lo ha smentito S": whoever said the sentence before still says it.
        own = not (draft.hit.anaphor and cls in _ANSWERS) and _holds_claims(nodes, passage, number, standing)
        attribution = Attribution(
            source=_spans(nodes, [draft.source] if draft.source else []),
            cue=_spans(nodes, [draft.cue]),
            content=_spans(nodes, draft.content),
        )
        values.append(
            Speech(
                attribution=attribution,
                root=standing.root,
                kind=standing.root.kind if standing.root else stances.bare_kind(draft),
                via=standing.via,
                stance=STANCES.get(cls, Stance.ASSERTS),
                hedge=stances.hedge(draft),
                answer=find_answer(nodes, lexicon, draft, cls),
                attitude=draft.hit.cls == "attitude",
                wish=draft.hit.cls == "attitude" and _is_clause(nodes, lexicon, draft.content[0][0]),
                scope=_scope(nodes, passage, number, attribution) if own else (),
            )
        )
    return Voices(
        speech=tuple(sorted(values, key=lambda value: (value.span, value.attribution.cue))),
        tags=tags,
    )


def _stands_at(nodes: Nodes, passage: Passage, number: int, at: Sequence[int]) -> bool:
    """Tell whether the cue of a draft, its content or what it is carried on to reaches over one of some offsets."""
    draft = passage.drafts[number]
    carried = [nodes.sentences[sentence] for sentence in passage.carried.get(number, ())]
    for lo, hi in (draft.cue, *draft.content, *carried):
        if hi > lo:
            place = bisect_left(at, nodes.start[lo])
            if place < len(at) and at[place] < nodes.end[hi - 1]:
                return True
    return False


def _spans(nodes: Nodes, ranges: Sequence[Range]) -> tuple[Span, ...]:
    if len(ranges) == 1:
        lo, hi = ranges[0]
        return (Span(nodes.start[lo], nodes.end[hi - 1]),) if hi > lo else ()
    return tuple(sorted({Span(nodes.start[lo], nodes.end[hi - 1]) for lo, hi in ranges if hi > lo}))


def _holds_claims(nodes: Nodes, passage: Passage, number: int, standing: Standing) -> bool:
    """Tell whether claims within the content are the source's.

    Not where "S supports T" only names T, nor where nobody is named within what somebody says ("S said there was
    no evidence that T").
    """
    draft = passage.drafts[number]
    if standing.root is None and draft.hit.cls != "rumour":
        nested = any(lies_inside(draft.cue, passage.drafts[other].content) for other in near_drafts(passage, number, 0))
        if nested and draft.cue[1] > draft.cue[0]:
            return False
    if draft.hit.cls != "attitude":
        return True
    first = draft.content[0][0]
    spoken = draft.hit.cue is not None and draft.hit.cue.spoken
    return spoken and (nodes.is_infinitive(first) or bool(nodes.flag[first] & (bits.THAT | QUOTE)))


def _is_clause(nodes: Nodes, lexicon: Lexicon, first: int) -> bool:
    """Tell whether a content opens as a clause: with an infinitive, a gerund or a conjunction."""
    if nodes.is_infinitive(first) or nodes.flag[first] & bits.THAT:
        return True
    return bool(lexicon.gerund) and not nodes.flag[first] & bits.DET and nodes.low[first].endswith(lexicon.gerund)


def _scope(nodes: Nodes, passage: Passage, number: int, attribution: Attribution) -> tuple[Span, ...]:
    carried = [nodes.sentences[sentence] for sentence in passage.carried.get(number, ())]
    content = attribution.content
    border = _relayed_from(passage, number)
    if border is not None and border > 0:
        end = nodes.end[border - 1]
        content = tuple(Span(part.start, min(part.end, end)) for part in content if part.start < end)
    if not carried:
        return content
    return tuple(sorted({*content, *_spans(nodes, carried)}))


def _relayed_from(passage: Passage, number: int) -> int | None:
    """Return the node at which a later voice begins that reports the whole ("S said that ..., N reported"): what it
    says of itself belongs to nobody's content, and S stands closer to the root.
    """
    draft = passage.drafts[number]
    borders = [
        min(other.cue[0], other.source[0] if other.source else other.cue[0])
        for other in (passage.drafts[near] for near in near_drafts(passage, number, 0))
        if draft.cue[1] <= other.cue[0] and lies_inside(other.cue, draft.content)
        if lies_inside(draft.cue, other.content) and all(end <= other.cue[0] for _, end in other.content)
    ]
    return min(borders, default=None)


__all__ = ["assemble"]
