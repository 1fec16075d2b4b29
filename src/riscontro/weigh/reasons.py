"""Why an event stands where it does, and what would fall without each of its origins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riscontro.model.claim import Claim
from riscontro.model.document import Provenance
from riscontro.model.event import Event, Origin
from riscontro.model.source import Source
from riscontro.model.time import instant_to_text
from riscontro.weigh.history import History, hear_all
from riscontro.weigh.register import Register
from riscontro.weigh.status import judge
from riscontro.weigh.telling import claim_to_telling


def explain(
    event: Event,
    *,
    claims: Mapping[str, Claim],
    provenances: Mapping[str, Provenance],
    sources: Sequence[Source] = (),
) -> list[str]:
    """Return lines of English: where the event stands and by which rule, its origins, and what each one holds up.

    An origin is taken away with all that repeats it: a presumed relay stays a relay.
    """
    tellings = sorted(
        (claim_to_telling(claims[one], provenances[claims[one].document_id]) for one in event.claims),
        key=lambda telling: telling.order,
    )
    history = hear_all(tellings, register=Register(sources))
    last = event.history[-1]
    lines = [f"{event.status} ({event.grade}) since {instant_to_text(last.at)}: {last.reason} [{last.rule}]"]
    lines += [_origin_line(origin) for origin in event.origins]
    lines += _removals(event, history)
    if event.contested_by:
        lines.append(f"contested by {', '.join(event.contested_by)}")
    lines.append("probability: not calibrated yet")
    return lines


def _origin_line(origin: Origin) -> str:
    sign = "+" if origin.counts and origin.standing else "-"
    told = "1 claim" if len(origin.claims) == 1 else f"{len(origin.claims)} claims"
    since = instant_to_text(origin.public_from)
    return f"{sign} {origin.name} [{origin.group}, {origin.kind}] {origin.stance}, {told} since {since}: {origin.why}"


def _removals(event: Event, history: History) -> list[str]:
    if event.history[-1].rule == "judgement.status":
        return ["a judgement set this status; no origin holds it up"]
    groups = sorted({origin.group for origin in event.origins if origin.counts and origin.standing})
    lines = []
    for group in groups:
        verdict = judge(history.hearing.tally.without(group))
        outcome = "it would stay" if verdict.status is event.status else "it would fall to"
        lines.append(f"without {group} {outcome} {verdict.status}: {verdict.reason}")
    return lines
