"""What a claim answers: denials, confirmations and refusals to comment, joined to the claims that they are about.

Two kinds. A claim that tells the act itself ("Moscow denied that it had bought shells") answers the nearest other claim
of the same act. An answer that only points back ("Moscow denied the report") tells no act: each claim it points to is
told once more, from the one who answers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from riscontro.model.claim import Claim, Evidence, Modality, Root, Stance
from riscontro.model.mention import Span
from riscontro.read.speech import Speech
from riscontro.read.telling import told_by

ANSWERING = frozenset(
    {Stance.CONFIRMS, Stance.DENIES, Stance.RETRACTS, Stance.DECLINES, Stance.CANNOT_CONFIRM},
)
_DENYING = frozenset({Stance.DENIES, Stance.RETRACTS})
REACH = 1200
"""Characters between an answer and the claim that it may point to: a few paragraphs."""
MOST_NEAR = 20
"""Claims of one act on either side of an answer that it may be about."""
MOST_ANSWERED = 6
"""Claims of one statement that one answer is given for."""


def join_answers(
    claims: Sequence[Claim], speech: Sequence[Speech], text: str, voice: Callable[[Span], Speech | None]
) -> list[Claim]:
    """Return the claims of a document with ``about`` filled, and a claim for each answer that only points back.

    ``voice`` gives the attribution that a span stands under.
    """
    answered = [*claims]
    if any(claim.stance in ANSWERING for claim in claims):
        same_act: dict[tuple[object, ...], list[Claim]] = {}
        for claim in sorted(claims, key=lambda claim: claim.span):
            same_act.setdefault(_act(claim), []).append(claim)
        answered = [_about(claim, _told_by_others(claim, same_act[_act(claim)])) for claim in claims]
    pointing = [one for one in speech if one.answer is not None and one.root is not None and one.stance in ANSWERING]
    if not pointing:
        return answered
    told = [_Told(claim, _trigger(claim), voice(_trigger(claim))) for claim in answered]
    told.sort(key=lambda one: one.at)
    known = {_telling(claim) for claim in answered}
    for one in pointing:
        for claim in _answers(one, told, text):
            if _telling(claim) not in known:  # who denies a report twice denies it once
                known.add(_telling(claim))
                answered.append(claim)
    return answered


def _about(claim: Claim, about: str | None) -> Claim:
    return claim if claim.about == about else replace(claim, about=about)


def _telling(claim: Claim) -> tuple[object, ...]:
    return (*_act(claim), claim.mode, claim.stance, _key(claim.root))


def _act(claim: Claim) -> tuple[object, ...]:
    return claim.actor, claim.type, claim.recipient


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim, where its act is told, and the attribution that it stands under."""

    claim: Claim
    at: Span
    voice: Speech | None


def _trigger(claim: Claim) -> Span:
    return next((evidence.span for evidence in claim.evidence if evidence.field == "type"), claim.span)


def _told_by_others(claim: Claim, same_act: Sequence[Claim]) -> str | None:
    """Return the id of the nearest claim of the same act from somebody else, an earlier one before a later.

    ``same_act`` is sorted by span; only those next to the claim are looked at.
    """
    if claim.stance not in ANSWERING:
        return None
    place = bisect_left(same_act, claim.span, key=lambda other: other.span)
    others = [
        other
        for other in same_act[max(0, place - MOST_NEAR) : place + MOST_NEAR]
        if (other.mode is None or claim.mode is None or other.mode == claim.mode)
        and _key(other.root) != _key(claim.root)
        and other.stance not in _DENYING
    ]
    at = claim.span.start
    nearest = min(others, key=lambda o: (o.span.start > at, abs(o.span.start - at)), default=None)
    return nearest.id if nearest is not None else None


def _key(root: Root | None) -> tuple[object, ...]:
    return (root.name.casefold(), root.state) if root is not None else ()


def _answers(one: Speech, told: Sequence[_Told], text: str) -> list[Claim]:
    assert one.answer is not None
    cue = one.attribution.cue[0].start if one.attribution.cue else one.answer.start
    first, last = (bisect_left(told, edge, key=lambda t: t.at.start) for edge in (one.span.start, one.span.end))
    own = [
        t for t in told[first:last] if t.voice is one or any(_within(t.at, part) for part in one.attribution.content)
    ]
    if own and not _points_at_sentence(one):
        return []  # it tells the act itself
    pointed = _pointed_to(one, told, cue, text)
    return [_answer(one, target.claim) for target in pointed[:MOST_ANSWERED]]


def _points_at_sentence(one: Speech) -> bool:
    """Tell whether the answer stands outside the content: "Lo ha smentito S" has the sentence before as content."""
    assert one.answer is not None
    return not any(_within(one.answer, part) for part in one.attribution.content)


def _within(span: Span, part: Span) -> bool:
    return part.start <= span.start and span.end <= part.end


def _pointed_to(one: Speech, told: Sequence[_Told], cue: int, text: str) -> list[_Told]:
    """Return the claims pointed to: those of the one whom the answer names, else of the statement nearest before it.

    Where nothing stands before it, the statement that follows: a report may open with the denial.
    """
    assert one.answer is not None
    first, last = (bisect_left(told, edge, key=lambda t: t.at.start) for edge in (cue - REACH, cue + REACH))
    others = [
        t
        for t in told[first:last]
        if _key(t.claim.root) != _key(one.root)
        and t.claim.stance not in ANSWERING
        and t.claim.modality is not Modality.DENIED
    ]
    words = text[one.answer.start : one.answer.end].casefold()
    named = [t for t in others if t.claim.root is not None and _is_named(t.claim.root.name, words)]
    before = [t for t in named or others if t.at.start < cue]
    near = before[-1] if before else next(iter(named or others), None)
    if near is None:
        return []
    if near.voice is None:
        return [near]
    return [t for t in named or others if t.voice is near.voice]


def _is_named(name: str, words: str) -> bool:
    """Tell whether words hold a source's name, or a capitalised or caseless part of it."""
    parts = [part for part in name.split() if len(part) > 1 and not part[0].islower()]
    return any(part.casefold() in words for part in parts or [name])


def _answer(one: Speech, target: Claim) -> Claim:
    """Return the act of a claim as the one who answers it stands to it."""
    assert one.answer is not None
    words = (*one.attribution.source, *one.attribution.cue, one.answer)
    answer = replace(
        target,
        span=Span(min(part.start for part in words), max(part.end for part in words)),
        modality=Modality.DENIED if one.stance in _DENYING else target.modality,
        about=target.id,
        evidence=(
            *(evidence for evidence in target.evidence if evidence.field != "about"),
            Evidence(field="about", span=one.answer),
        ),
    )
    return told_by(answer, one)


__all__ = ["ANSWERING", "join_answers"]
