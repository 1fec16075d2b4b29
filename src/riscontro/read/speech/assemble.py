"""Drafts into values: spans, stance, hedge, chain and scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riscontro.model.attribution import Attribution
from riscontro.model.claim import Basis, Root, Stance
from riscontro.model.mention import ActorMention, Span
from riscontro.read.speech.answers import find_answer
from riscontro.read.speech.carry import Passage
from riscontro.read.speech.draft import Draft
from riscontro.read.speech.hits import Shape
from riscontro.read.speech.lexicon import Lexicon, Word
from riscontro.read.speech.phrases import Range
from riscontro.read.speech.roots import RootFinder, Standing, cited_after
from riscontro.read.speech.text import QUOTE, Nodes
from riscontro.read.speech.values import Speech

HEAD = 25
"""Nodes at the beginning of a text in which an agency's tag is looked for."""

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
    nodes: Nodes, lexicon: Lexicon, passage: Passage, *, actors: Sequence[ActorMention], publisher: str | None
) -> tuple[Speech, ...]:
    """Return the values of a passage's drafts, sorted by place."""
    finder = RootFinder(
        nodes,
        lexicon,
        sorted(actors, key=lambda actor: actor.span),
        frozenset(draft.hit.verb for draft in passage.drafts),
    )
    chains = _chains(nodes, passage, finder, publisher)
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
                stance=_stance(draft, lexicon),
                hedge=_hedge(nodes, lexicon, draft),
                answer=find_answer(nodes, lexicon, draft, _class(draft, lexicon)),
                attitude=draft.hit.cls == "attitude",
                scope=_scope(nodes, passage, number, attribution)
                if _holds_claims(nodes, passage, number, standing)
                else (),
            )
        )
    return tuple(sorted(values, key=lambda value: (value.span, value.attribution.cue)))


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
        nested = any(_inside(draft.cue, passage.drafts[other].content) for other in _near(passage, number, 0))
        if nested and draft.cue[1] > draft.cue[0]:
            return False
    if draft.hit.cls != "attitude":
        return True
    first = draft.content[0][0]
    spoken = draft.hit.cue is not None and draft.hit.cue.spoken
    return spoken and (nodes.is_infinitive(first) or bool(nodes.flag[first] & (Word.THAT | QUOTE)))


def _scope(nodes: Nodes, passage: Passage, number: int, attribution: Attribution) -> tuple[Span, ...]:
    carried = [nodes.sentences[sentence] for sentence in passage.carried.get(number, ())]
    if not carried:
        return attribution.content
    return tuple(sorted({*attribution.content, *_spans(nodes, carried)}))


def _class(draft: Draft, lexicon: Lexicon) -> str:
    """Return the class of a cue, that of its negation where it is negated."""
    hit = draft.hit
    if hit.negated and hit.cue is not None and hit.cue.lemma in lexicon.negated:
        return _NEGATED.get(lexicon.negated[hit.cue.lemma], "assert")
    if hit.negated and hit.cls in lexicon.negated:
        return _NEGATED.get(lexicon.negated[hit.cls], "assert")
    return hit.cls


def _stance(draft: Draft, lexicon: Lexicon) -> Stance:
    return _STANCES.get(_class(draft, lexicon), Stance.ASSERTS)


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


def _chains(nodes: Nodes, passage: Passage, finder: RootFinder, publisher: str | None) -> list[Standing]:
    standings: list[Standing] = []
    for draft in passage.drafts:
        if draft.source is not None:
            standing = finder.resolve(draft.source)
        else:
            standing = finder.last() if draft.inherits else Standing(None)
        if draft.addressee is not None:
            outlet = finder.outlet(*draft.addressee)
            if outlet is not None and standing.root is not None:
                standing = Standing(standing.root, (outlet, *standing.via))
        standings.append(standing)
    _aired(nodes, passage, finder, standings)
    _cite(nodes, passage, finder, standings)
    _carried_by(passage, finder, standings)
    _nest(passage, finder, standings)
    own = (publisher or "").casefold()
    agency = _agency(nodes, finder)
    if agency is not None:
        standings = [
            Standing(one.root, (agency, *one.via))
            if one.root is not None and one.root.name != agency and agency not in one.via
            else one
            for one in standings
        ]
    return [Standing(s.root, tuple(name for name in s.via if name.casefold() != own)) for s in standings]


def _cite(nodes: Nodes, passage: Passage, finder: RootFinder, standings: list[Standing]) -> None:
    """ "Reuters, citing officials": the cited are the root, what cites them is the way."""
    for number, draft in enumerate(passage.drafts):
        if not nodes.flag[draft.hit.verb] & Word.CITE or draft.source is None:
            continue
        outer = standings[number].root
        if outer is None:
            continue
        if draft.hit.shape is Shape.PASSIVE:
            continue
        if draft.hit.shape is Shape.GERUND and draft.content[0][1] <= draft.hit.lo:
            cited: Range | None = draft.content[0]
        else:
            cited = cited_after(nodes, draft, nodes.sentences[draft.sentence][1])
        if cited is None:
            continue
        inner = finder.resolve(cited)
        chained = Standing(inner.root, (*standings[number].via, outer.name))
        standings[number] = chained
        for other in _near(passage, number, 0):
            if _same_source(passage.drafts[other].source, draft.source):
                standings[other] = chained


def _agency(nodes: Nodes, finder: RootFinder) -> str | None:
    """Return the agency that the dateline or the tag at the head of the text names: "SEOUL, 18 Oct. (Yonhap) --"."""
    for i in range(min(len(nodes.low), HEAD)):
        if nodes.low[i] in ("(", "["):
            found = finder.outlet(i + 1, min(len(nodes.low), i + 6))
            close = next((k for k in range(i + 1, min(len(nodes.low), i + 7)) if nodes.low[k] in (")", "]")), None)
            if found is not None and close is not None and nodes.words(i + 1, close).startswith(found):
                return found
    return None


def _same_source(one: Range | None, cited_by: Range) -> bool:
    """Tell whether a source is the one that cites, or the antecedent of its relative pronoun ("O, which cites R")."""
    return one is not None and (one == cited_by or one[0] <= cited_by[0] <= one[1] + 1)


def _aired(nodes: Nodes, passage: Passage, finder: RootFinder, standings: list[Standing]) -> None:
    """ "In an O programme, S said" and "S said in an interview with O": O is on the way to S."""
    for number, draft in enumerate(passage.drafts):
        root = standings[number].root
        if root is None or draft.source is None or draft.hit.shape is not Shape.FINITE or standings[number].via:
            continue
        lo, hi = nodes.sentences[draft.sentence]
        first, last = draft.source[0], draft.source[1]
        parts = [(lo, min(first, draft.hit.lo)), (max(last, draft.hit.hi), hi)]
        if last < draft.hit.lo and nodes.low[last] == ",":
            parts.append((last + 1, draft.hit.lo))
        for start, end in parts:
            if start >= end or not nodes.flag[start] & Word.PREP or _overlaps((start, end), draft.content):
                continue
            outlet = finder.outlet(start, end)
            if outlet is not None and outlet != root.name:
                standings[number] = Standing(root, (outlet,), standings[number].roles)


def _overlaps(span: Range, content: Sequence[Range]) -> bool:
    return any(lo < span[1] and span[0] < hi for lo, hi in content)


def _carried_by(passage: Passage, finder: RootFinder, standings: list[Standing]) -> None:
    """ "In a statement carried by O, S said": O is on the way to S."""
    for number, draft in enumerate(passage.drafts):
        if draft.hit.shape is not Shape.PASSIVE or draft.source is None or not _is_text(finder, draft):
            continue
        outlet = finder.outlet(*draft.source)
        for other in _near(passage, number, 0) if outlet is not None else ():
            root = standings[other].root
            if root is not None and root.name != outlet and outlet not in standings[other].via:
                standings[other] = Standing(root, (str(outlet), *standings[other].via))


def _is_text(finder: RootFinder, draft: Draft) -> bool:
    """Tell whether what a passive is said of is a text ("a statement carried by O")."""
    last = finder.nodes.low[draft.content[0][1] - 1]
    return last in finder.lexicon.nouns or last in finder.lexicon.echoes or last in finder.lexicon.roles


def _near(passage: Passage, number: int, reach: int) -> list[int]:
    """Return the drafts of the same sentence, and of ``reach`` sentences before it, other than itself."""
    sentence, found = passage.drafts[number].sentence, []
    for step in (-1, 1):
        other = number + step
        while 0 <= other < len(passage.drafts) and sentence - reach <= passage.drafts[other].sentence <= sentence:
            found.append(other)
            other += step
    return found


def _nest(passage: Passage, finder: RootFinder, standings: list[Standing]) -> None:
    """Within what an outlet reports, the outlet is on the way to the inner source."""
    for number, draft in enumerate(passage.drafts):
        outer = standings[number].root
        if outer is None or draft.source is None:
            continue
        if outer.kind is not Basis.MEDIA and finder.outlet(*draft.source) is None:
            continue
        for other in _near(passage, number, 1):
            inner = passage.drafts[other]
            if _inside(inner.cue, draft.content):
                root = standings[other].root
                if root is not None and root != outer and outer.name not in standings[other].via:
                    standings[other] = Standing(root, (outer.name, *standings[other].via))


def _inside(cue: Range, content: Sequence[Range]) -> bool:
    return any(lo <= cue[0] and cue[1] <= hi for lo, hi in content)


__all__ = ["Root", "assemble"]
