"""Why an event stands where it does: what each of its origins adds, and what would fall without it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from riscontro.model.claim import Claim
from riscontro.model.document import Provenance
from riscontro.model.event import Event, LearntLetter, Origin
from riscontro.model.grade import Status
from riscontro.model.source import Source
from riscontro.model.time import instant_to_text
from riscontro.weigh.history import History, hear_all
from riscontro.weigh.letters import Letters
from riscontro.weigh.odds import Odds, odds_of
from riscontro.weigh.register import Register
from riscontro.weigh.reliability import Learnt
from riscontro.weigh.status import judge
from riscontro.weigh.telling import claim_to_telling

_ROLES = {
    "gains": "gains if it is believed",
    "loses": "loses if it is believed",
    "third": "a state that neither gains nor loses",
}
_SIGNS = {
    "contradicted": "a contradiction by a source that is no official and no party",
    "gainsaid": "a contradiction by officials of a third state",
    "denied": "a denial by a party, or an ally of a side that loses",
    "retracted": "a retraction",
}
_STRENGTHS = ((0.15, "hardly"), (0.5, "a little"), (1.2, "clearly"), (math.inf, "strongly"))
"""Log-odds below which a word stands: 0.5 moves even odds to 62 %, 1.2 to 77 %. (judged)"""

UNLIKELY, LIKELY = 0.5, 0.7
"""A confirmed or corroborated event below the first, and one that is neither from the second on, seem to disagree."""


def explain(
    event: Event,
    *,
    claims: Mapping[str, Claim],
    provenances: Mapping[str, Provenance],
    sources: Sequence[Source] = (),
    letters: Letters | None = None,
) -> list[str]:
    """Return lines of English: where the event stands and by which rule, its probability, its origins with what each
    adds, and what would fall without each.

    An origin is taken away with all that repeats it: a presumed relay stays a relay. With ``letters`` each origin has
    the letter that it earned.
    """
    tellings = sorted(
        (claim_to_telling(claims[one], provenances[claims[one].document_id]) for one in event.claims),
        key=lambda telling: telling.order,
    )
    history = hear_all(tellings, register=Register(sources))
    odds = letters.odds_of(event) if letters else odds_of(event.origins, event.claims)
    last = event.history[-1]
    lines = [f"{event.status} ({event.grade}) since {instant_to_text(last.at)}: {last.reason} [{last.rule}]"]
    lines += _probability_lines(event, odds)
    lines += [_origin_line(origin, letters.letter_of(origin, event) if letters else None) for origin in event.origins]
    lines += _removals(event, history, odds)
    if event.contested_by:
        lines.append(f"contested by {', '.join(event.contested_by)}")
    return lines


def _probability_lines(event: Event, odds: Odds | None) -> Iterator[str]:
    if odds is None:
        yield "probability: none is given; no origin that counts asserts it as a fact"
        return
    by = "by judged weights and its sources' records, where a word that others proved counts half"
    told = by if odds.is_learnt else "by judged weights"
    yield f"probability: {odds.probability:.0%} (log-odds {odds.total:+.2f}), {told}"
    for group, (role, learnt) in odds.groups.items():
        of_it = _learnt(learnt, odds.learnt_adds(group))
        yield f"  {_added(odds.adds(group))} {group}: {_ROLES.get(role, role)}{of_it}"
    for sign, learnt in odds.signs.items():
        yield f"  {_added(odds.sign_adds(sign))} {_SIGNS[sign]}{_learnt(learnt, odds.sign_learnt_adds(sign))}"
    yield from _disagreement(event, odds)


def _learnt(learnt: Learnt | None, amount: float) -> str:
    """Return how much of what a group or a sign adds is learnt, with the counts behind it."""
    if learnt is None or not learnt.settled:
        return ""
    much = f"{amount:+.2f} of it" if learnt.odds else "nothing of it"
    return f"; {much} learnt: {learnt.right} right of {learnt.settled} settled before {learnt.until}"


def _added(amount: float) -> str:
    word = next(word for bound, word in _STRENGTHS if abs(amount) < bound)
    return f"{amount:+.2f} (speaks {word} {'for' if amount > 0 else 'against'} it)"


def _disagreement(event: Event, odds: Odds) -> Iterator[str]:
    """Say why status and probability seem to disagree, where they do."""
    if event.history[-1].rule == "judgement.status":
        yield "  the status is an analyst's; the probability is what the claims alone say"
        return
    firm = event.status in (Status.CONFIRMED, Status.CORROBORATED)
    if firm and odds.probability < UNLIKELY:
        against = [_SIGNS[sign] for sign in odds.signs]
        gaining = [group for group, (role, _) in odds.groups.items() if role == "gains"]
        told = [f"{', '.join(gaining)} gain if it is believed"] if gaining else []
        reasons = "; ".join([*told, *against]) or "its origins are weak ones"
        yield f"  status counts independent groups ({event.independent}), probability weighs them: {reasons}"
    elif not firm and odds.probability >= LIKELY:
        strong = ", ".join(group for group in odds.groups if odds.adds(group) > _STRENGTHS[1][0]) or "its origins"
        reason = event.history[-1].reason
        yield f"  probability weighs who speaks ({strong}), status asks how many, and who denies: {reason}"


def _origin_line(origin: Origin, earned: LearntLetter | None) -> str:
    sign = "+" if origin.counts and origin.standing else "-"
    told = "1 claim" if len(origin.claims) == 1 else f"{len(origin.claims)} claims"
    since = instant_to_text(origin.public_from)
    return (
        f"{sign} {origin.name} [{origin.group}, {origin.kind}] {origin.stance}, {told} since {since}: {origin.why}"
        + (f"; {earned}" if earned else "")
    )


def _removals(event: Event, history: History, odds: Odds | None) -> list[str]:
    if event.history[-1].rule == "judgement.status":
        return ["a judgement set this status; no origin holds it up"]
    groups = sorted({origin.group for origin in event.origins if origin.counts and origin.standing})
    lines = []
    for group in groups:
        verdict = judge(history.hearing.tally.without(group))
        outcome = "it would stay" if verdict.status is event.status else "it would fall to"
        left = (
            "" if odds is None or group not in odds.groups else f", probability {odds.without(group).probability:.0%}"
        )
        lines.append(f"without {group} {outcome} {verdict.status}{left}: {verdict.reason}")
    return lines
