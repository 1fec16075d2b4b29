"""A claim as somebody tells it: what an attribution says of basis, root, way and stance, with its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields as fields_of
from typing import Any

from riscontro.model.claim import Claim, Evidence, claim_id
from riscontro.read.speech import Speech

_TOLD = tuple(field.name for field in fields_of(Claim) if field.name not in ("id", "evidence"))


def told_by(claim: Claim, voice: Speech | None) -> Claim:
    """Return a claim under the attribution that it stands under, its evidence in order and under its own id; as it is
    but for these where nobody is said to tell it.
    """
    return tell(voice, claim.evidence, {name: getattr(claim, name) for name in _TOLD})


def tell(voice: Speech | None, evidence: Iterable[Evidence], fields: dict[str, Any]) -> Claim:
    """Return the claim of these fields, ``id`` and ``evidence`` not among them, as :func:`told_by` would: a claim of a
    text is made once.
    """
    told = fields | _telling(voice)
    root = told.get("root")
    own = claim_id(
        document_id=told["document_id"],
        span=told["span"],
        actor=told["actor"],
        type=told["type"],
        mode=told["mode"],
        recipient=told["recipient"],
        root=root.name if root is not None else None,
    )
    return Claim(**told, id=own, evidence=_evidence(evidence, voice))


def _telling(voice: Speech | None) -> dict[str, Any]:
    """Return what an attribution says of a claim."""
    if voice is None:
        return {}
    return {
        "basis": voice.kind,
        "root": voice.root,
        "via": voice.via,
        "stance": voice.stance,
        "hedge": voice.hedge,
    }


def _evidence(evidence: Iterable[Evidence], voice: Speech | None) -> tuple[Evidence, ...]:
    """Return the evidence of a claim in order, that of its root from the attribution."""
    own = [one for one in evidence if one.field != "root"]
    if voice is not None:
        own += [Evidence(field="root", span=part) for part in voice.attribution.source[:1]]
    return tuple(sorted(own, key=lambda one: (one.span, one.field)))
