"""What is read from the article that riscontro began with: ``python -m bench.seed [--show]``.

Collects and reads the seed (``../shared/seed``, or ``RISCONTRO_SHARED``) as published on 2024-10-09 and prints how
many of eight things it gives, the share held, and the names of what it misses. The list was made by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime

from bench.exams import SHARED
from riscontro.collect import extract, gather
from riscontro.model.claim import Basis, Claim, EventType, Stance
from riscontro.model.document import Capture, Declared
from riscontro.read import read

SEED = SHARED / "seed" / "article-it.txt"
PUBLISHED = "2024-10-09"


def _is(claim: Claim, type: EventType, *modes: str | None) -> bool:
    return claim.type is type and (not modes or claim.mode in modes)


def _sides(claim: Claim, actor: str | None, recipient: str) -> bool:
    return (claim.actor, claim.recipient) == (actor, recipient)


def _within(claim: Claim, first: date, last: date) -> bool:
    when = claim.when
    return when is not None and when.earliest is not None and first <= when.earliest <= last


def _visit_2019(claim: Claim) -> bool:
    return (
        _is(claim, EventType.CONSULT)
        and {claim.actor, claim.recipient} == {"PRK", "RUS"}
        and _within(claim, date(2019, 1, 1), date(2019, 12, 31))
    )


def _visit_2023(claim: Claim) -> bool:
    return (
        _is(claim, EventType.CONSULT, "visit")
        and _sides(claim, "PRK", "RUS")
        and _within(claim, date(2023, 9, 1), date(2023, 9, 30))
    )


def _stance(claim: Claim) -> bool:
    # The stance at the start of the invasion; the article's praise of the last months is another claim.
    early = _within(claim, date(2022, 2, 1), date(2022, 12, 31))
    return _is(claim, EventType.SUPPORT) and _sides(claim, "PRK", "RUS") and early


def _talks_2022(claim: Claim) -> bool:
    return (
        _is(claim, EventType.CONSULT, "negotiation")
        and claim.basis is Basis.RUMOUR
        and _within(claim, date(2022, 6, 1), date(2022, 8, 31))
    )


def _trains(claim: Claim) -> bool:
    return (
        _is(claim, EventType.AID, "ammunition")
        and _sides(claim, "PRK", "RUS")
        and claim.basis is Basis.SATELLITE
        and claim.when is not None
        and (claim.when.earliest, claim.when.latest) == (date(2022, 10, 1), None)
    )


def _missiles(claim: Claim) -> bool:
    return (
        _is(claim, EventType.AID, "missiles")
        and _sides(claim, "PRK", "RUS")
        and _within(claim, date(2024, 1, 1), date(2024, 4, 30))
    )


def _soldiers(claim: Claim) -> bool:
    return (
        _is(claim, EventType.AID, "troops")
        and _sides(claim, "PRK", "RUS")
        and claim.root is not None
        and (claim.root.state, claim.root.kind) == ("UKR", Basis.INTELLIGENCE)
    )


def _deaths(claim: Claim) -> bool:
    return (
        _is(claim, EventType.ASSAULT)
        and claim.recipient == "PRK"
        and claim.root is not None
        and claim.root.state == "KOR"
        and claim.stance is Stance.CONFIRMS
    )


WANTED: dict[str, Callable[[Claim], bool]] = {
    "the 2019 visit": _visit_2019,
    "the 2023 visit": _visit_2023,
    "the UN stance": _stance,
    "the summer-2022 talks, a rumour": _talks_2022,
    "the ammunition trains since October 2022, by satellite, still running": _trains,
    "the missiles since early 2024": _missiles,
    "the soldiers, a leak of Ukrainian services": _soldiers,
    "their deaths, confirmed by the South Korean minister": _deaths,
}


def main(show: bool) -> None:
    """Read the seed and print one line."""
    if not SEED.is_file():
        print(f"UNGATED: no seed at {SEED}; RISCONTRO_SHARED names the folder that holds seed/")
        return
    now = datetime(2024, 10, 10, tzinfo=UTC)
    (capture,) = gather([str(SEED)], declared=Declared(published=PUBLISHED), clock=lambda: now)
    assert isinstance(capture, Capture)
    (document,) = extract(capture).documents
    claims = read(document).claims
    if show:
        for claim in claims:
            print(
                claim.actor,
                claim.type,
                claim.mode,
                claim.recipient,
                claim.when,
                claim.modality,
                claim.root,
                claim.stance,
            )
            print("    ", document.text[claim.span.start : claim.span.end])
    missed = [name for name, test in WANTED.items() if not any(map(test, claims))]
    got = len(WANTED) - len(missed)
    told = "; ".join(missed) or "none"
    print(f"seed: share={document.share} got={got} of={len(WANTED)} claims={len(claims)} missed: {told}")


if __name__ == "__main__":
    main("--show" in sys.argv)
