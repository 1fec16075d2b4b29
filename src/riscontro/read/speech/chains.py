"""Chains: from each draft's source to the root behind it, and the outlets on the way."""

from __future__ import annotations

from collections.abc import Sequence

from riscontro.model.claim import Basis
from riscontro.read.speech import bits
from riscontro.read.speech.carry import Passage
from riscontro.read.speech.draft import Draft
from riscontro.read.speech.hits import Shape
from riscontro.read.speech.phrases import Range, phrase_right
from riscontro.read.speech.roots import RootFinder, Standing, cited_after
from riscontro.read.speech.text import Nodes

MIN_APPOSED = 4
"""Nodes of the shortest source that can say who passed it on ("N, quoted by O")."""


def resolve_chains(
    nodes: Nodes, passage: Passage, finder: RootFinder, *, tags: Sequence[str], publisher: str | None
) -> list[Standing]:
    """Return who stands behind each draft and the outlets on the way, ``tags`` of the page included.

    The page's own ``publisher`` is left out.
    """
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
    _cite_by_phrase(nodes, passage, finder, standings)
    _passed_on(nodes, passage, finder, standings)
    _carried_by(passage, finder, standings)
    _nest(passage, finder, standings)
    own = (publisher or "").casefold()
    tagged = [_tag(standing, tags) for standing in standings]
    if not own:
        return tagged
    return [Standing(s.root, tuple(name for name in s.via if name.casefold() != own)) for s in tagged]


def _tag(standing: Standing, tags: Sequence[str]) -> Standing:
    """Put the agencies whose copy the page carries before the outlets that the text names."""
    if not tags:
        return standing
    named = {name.casefold() for name in standing.via}
    if standing.root is not None:
        named.add(standing.root.name.casefold())
    return Standing(standing.root, (*(tag for tag in tags if tag.casefold() not in named), *standing.via))


def _cite(nodes: Nodes, passage: Passage, finder: RootFinder, standings: list[Standing]) -> None:
    """ "Reuters, citing officials": the cited are the root, what cites them is the way."""
    for number, draft in enumerate(passage.drafts):
        if not nodes.flag[draft.hit.verb] & bits.CITE or draft.source is None:
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
        for other in near_drafts(passage, number, 0):
            if _same_source(passage.drafts[other].source, draft.source):
                standings[other] = chained


def _same_source(one: Range | None, cited_by: Range) -> bool:
    """Tell whether a source is the one that cites, or the antecedent of its relative pronoun ("O, which cites R")."""
    return one is not None and (one == cited_by or one[0] <= cited_by[0] <= one[1] + 1)


def _cite_by_phrase(nodes: Nodes, passage: Passage, finder: RootFinder, standings: list[Standing]) -> None:
    """ "O reports with reference to R" and "O, which relies on R": R is the root, O on the way."""
    for number, draft in enumerate(passage.drafts):
        outer = standings[number].root
        if outer is None or draft.source is None:
            continue
        end = nodes.sentences[draft.sentence][1]
        cited = _citednear_drafts(nodes, finder, draft, end)
        if cited is None:
            continue
        inner = finder.resolve(cited)
        if inner.root is None or inner.root.name == outer.name:
            continue
        chained = Standing(inner.root, (*(n for n in standings[number].via if n != outer.name), outer.name))
        for other in (number, *near_drafts(passage, number, 0)):
            source = passage.drafts[other].source
            if source is not None and (other == number or source == draft.source or source == cited):
                standings[other] = chained


def _citednear_drafts(nodes: Nodes, finder: RootFinder, draft: Draft, end: int) -> Range | None:
    """Return the source that a citing phrase within or right after a draft's source or cue names."""
    assert draft.source is not None
    lo, hi = draft.source
    citing, low = finder.lexicon.citing, nodes.low
    if not citing:
        return None
    after = range(max(hi, draft.hit.hi), min(end, draft.hit.hi + 3)) if draft.hit.hi >= lo else range(0)
    if citing.keys().isdisjoint(low[lo : min(end, hi + 3)]) and citing.keys().isdisjoint(low[after.start : after.stop]):
        return None
    for i in (*range(lo, min(end, hi + 3)), *after):
        for rest, closing in citing.get(low[i], ()):
            start = i + 1 + len(rest)
            if start >= end or tuple(nodes.low[i + 1 : start]) != rest:
                continue
            stop = phrase_right(nodes, start, end, finder.verbs)
            if closing:
                closed = next((k for k in range(start, min(end, start + 12)) if nodes.low[k] == closing), None)
                if closed is None:
                    continue
                stop = closed
            if stop > start:
                return start, stop
    return None


def _passed_on(nodes: Nodes, passage: Passage, finder: RootFinder, standings: list[Standing]) -> None:
    """ "S, quoted on Sunday by O, said", "a document obtained by O": O is on the way to S."""
    for number, draft in enumerate(passage.drafts):
        root = standings[number].root
        if root is None or draft.source is None or draft.source[1] - draft.source[0] < MIN_APPOSED:
            continue
        lo, hi = draft.source
        agent = next((i for i in range(lo + 2, hi) if nodes.flag[i] & bits.BY), None)
        outlet = None if agent is None else finder.carrier(agent + 1, hi)
        if outlet is not None and outlet != root.name and outlet not in standings[number].via:
            standings[number] = Standing(root, (outlet, *standings[number].via), standings[number].roles)


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
            if start >= end or not nodes.flag[start] & bits.PREP or _overlaps((start, end), draft.content):
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
        for other in near_drafts(passage, number, 0) if outlet is not None else ():
            root = standings[other].root
            if root is not None and root.name != outlet and outlet not in standings[other].via:
                standings[other] = Standing(root, (str(outlet), *standings[other].via))


def _is_text(finder: RootFinder, draft: Draft) -> bool:
    """Tell whether what a passive is said of is a text ("a statement carried by O")."""
    last = finder.nodes.low[draft.content[0][1] - 1]
    return last in finder.lexicon.nouns or last in finder.lexicon.echoes or last in finder.lexicon.roles


def near_drafts(passage: Passage, number: int, reach: int) -> list[int]:
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
        for other in near_drafts(passage, number, 1):
            inner = passage.drafts[other]
            if lies_inside(inner.cue, draft.content):
                root = standings[other].root
                if root is not None and root != outer and outer.name not in standings[other].via:
                    standings[other] = Standing(root, (outer.name, *standings[other].via))


def lies_inside(cue: Range, content: Sequence[Range]) -> bool:
    """Tell whether a cue lies within one of the ranges of a content."""
    return any(lo <= cue[0] and cue[1] <= hi for lo, hi in content)


__all__ = ["lies_inside", "near_drafts", "resolve_chains"]
