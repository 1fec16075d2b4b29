"""Drafts into values: spans, stance, hedge, chain and scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riscontro.model.attribution import Attribution
from riscontro.model.claim import Basis, Stance
from riscontro.model.mention import ActorMention, Span
from riscontro.read.speech.answers import find_answer
from riscontro.read.speech.carry import Passage
from riscontro.read.speech.chains import lies_inside, near_drafts, resolve_chains
from riscontro.read.speech.draft import Draft
from riscontro.read.speech.lexicon import Lexicon, Word
from riscontro.read.speech.phrases import Range
from riscontro.read.speech.roots import RootFinder, Standing
from riscontro.read.speech.tags import find_tags
from riscontro.read.speech.text import QUOTE, Nodes
from riscontro.read.speech.values import Speech, Voices

MAX_REFUTED = 14
"""Nodes between a report and the word that calls it false."""

_STANCES = {
    "assert": Stance.ASSERTS,
    "show": Stance.ASSERTS,
    "attitude": Stance.ASSERTS,
    "confirm": Stance.CONFIRMS,
    "deny": Stance.DENIES,
    "retract": Stance.RETRACTS,
    "decline": Stance.DECLINES,
    "cannot_confirm": Stance.CANNOT_CONFIRM,
    "warn": Stance.WARNS,
}

_NEGATED = {str(stance): cls for cls, stance in _STANCES.items() if stance is not Stance.ASSERTS}
"""Stances, as packs name that of a negation, to the class of cue that has them."""


def assemble(
    nodes: Nodes,
    lexicon: Lexicon,
    passage: Passage,
    *,
    actors: Sequence[ActorMention],
    publisher: str | None,
    agencies: Sequence[str],
) -> Voices:
    """Return the values of a passage's drafts, sorted by place, and the agencies whose copy the text carries."""
    finder = RootFinder(
        nodes,
        lexicon,
        sorted(actors, key=lambda actor: actor.span),
        frozenset(draft.hit.verb for draft in passage.drafts),
    )
    tags = find_tags(nodes, finder.outlet, agencies)
    tags = tuple(tag for tag in tags if tag.casefold() != (publisher or "").casefold())
    chains = resolve_chains(nodes, passage, finder, tags=tags, publisher=publisher)
    values = []
    for number, draft in enumerate(passage.drafts):
        standing = chains[number]
        attribution = Attribution(
            source=_spans(nodes, [draft.source] if draft.source else []),
            cue=_spans(nodes, [draft.cue]),
            content=_spans(nodes, draft.content),
        )
        values.append(
            Speech(
                attribution=attribution,
                root=standing.root,
                kind=standing.root.kind if standing.root else _bare_kind(nodes, lexicon, draft),
                via=standing.via,
                stance=_stance(draft, lexicon, nodes),
                hedge=_hedge(nodes, lexicon, draft),
                answer=find_answer(nodes, lexicon, draft, _class(draft, lexicon, nodes)),
                attitude=draft.hit.cls == "attitude",
                scope=_scope(nodes, passage, number, attribution)
                if _holds_claims(nodes, passage, number, standing) and not _answers_sentence(draft, lexicon, nodes)
                else (),
            )
        )
    return Voices(
        speech=tuple(sorted(values, key=lambda value: (value.span, value.attribution.cue))),
        tags=tags,
    )


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
    return spoken and (nodes.is_infinitive(first) or bool(nodes.flag[first] & (Word.THAT | QUOTE)))


def _answers_sentence(draft: Draft, lexicon: Lexicon, nodes: Nodes) -> bool:
    """Tell whether a denial answers the sentence before ("Lo ha smentito S"): whoever said that still says it."""
    return draft.hit.anaphor and _class(draft, lexicon, nodes) in ("deny", "retract", "decline", "cannot_confirm")


def _scope(nodes: Nodes, passage: Passage, number: int, attribution: Attribution) -> tuple[Span, ...]:
    carried = [nodes.sentences[sentence] for sentence in passage.carried.get(number, ())]
    if not carried:
        return attribution.content
    return tuple(sorted({*attribution.content, *_spans(nodes, carried)}))


def _class(draft: Draft, lexicon: Lexicon, nodes: Nodes) -> str:
    """Return the class of a cue, that of its negation where it is negated."""
    hit = draft.hit
    if hit.negated and hit.cue is not None and hit.cue.lemma in lexicon.negated:
        return _NEGATED.get(lexicon.negated[hit.cue.lemma], "assert")
    if hit.negated and hit.cls in lexicon.negated:
        return _NEGATED.get(lexicon.negated[hit.cls], "assert")
    if hit.cls == "assert" and _refutes(draft, lexicon, nodes):
        return "deny"
    return hit.cls


def _refutes(draft: Draft, lexicon: Lexicon, nodes: Nodes) -> bool:
    """Tell whether what is said is that some report is false ("called the claims baseless")."""
    for lo, hi in draft.content:
        reach = min(hi, lo + MAX_REFUTED)
        noun = next((i for i in range(lo, min(reach, lo + 4)) if nodes.low[i] in lexicon.refutable), None)
        if noun is None:
            continue
        found = _find_phrase(nodes, lexicon.refuting, noun, reach)
        if found is not None and not any(nodes.flag[i] & Word.NEG for i in range(noun, found[0])):
            return True
    return False


def _stance(draft: Draft, lexicon: Lexicon, nodes: Nodes) -> Stance:
    return _STANCES.get(_class(draft, lexicon, nodes), Stance.ASSERTS)


def _bare_kind(nodes: Nodes, lexicon: Lexicon, draft: Draft) -> Basis:
    if draft.hit.formula is not None and draft.hit.formula.kind is not None:
        return Basis(draft.hit.formula.kind)
    if draft.hit.cls == "rumour" or _find_phrase(nodes, lexicon.rumour, draft.hit.lo - 4, draft.hit.hi + 4) is not None:
        return Basis.RUMOUR
    return Basis.NONE


def _hedge(nodes: Nodes, lexicon: Lexicon, draft: Draft) -> str | None:
    for lo, hi in [draft.cue, *draft.content]:
        found = _find_phrase(nodes, lexicon.hedges, lo, min(hi, lo + 60))
        if found is not None:
            return nodes.words(*found)
    return None


def _find_phrase(nodes: Nodes, phrases: Mapping[str, tuple[tuple[str, ...], ...]], lo: int, hi: int) -> Range | None:
    if phrases.keys().isdisjoint(nodes.low[max(0, lo) : hi]):
        return None
    for i in range(max(0, lo), min(hi, len(nodes.low))):
        for rest in phrases.get(nodes.low[i], ()):
            end = i + 1 + len(rest)
            if tuple(nodes.low[i + 1 : end]) == rest:
                return i, end
    return None


__all__ = ["assemble"]
