"""A claim as somebody tells it: what an attribution says of basis, root, way and stance, with its words."""

from __future__ import annotations

from dataclasses import replace

from riscontro.model.claim import Claim, Evidence, with_id
from riscontro.read.speech import Speech


def told_by(claim: Claim, voice: Speech | None) -> Claim:
    """Return a claim under the attribution that it stands under, its evidence in order and under its own id; as it is
    but for these where nobody is said to tell it.
    """
    evidence = [one for one in claim.evidence if one.field != "root"]
    if voice is None:
        return with_id(replace(claim, evidence=_in_order(evidence)))
    evidence += [Evidence(field="root", span=part) for part in voice.attribution.source[:1]]
    told = replace(
        claim,
        basis=voice.kind,
        root=voice.root,
        via=voice.via,
        stance=voice.stance,
        hedge=voice.hedge,
        evidence=_in_order(evidence),
    )
    return with_id(told)


def _in_order(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda one: (one.span, one.field)))
