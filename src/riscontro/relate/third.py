"""Third parties: what others did about a pair, by the act; and who kept away, by what they say of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import itemgetter

from riscontro.model.brief import AnyClaim, AnyPage
from riscontro.model.claim import Modality, Stance
from riscontro.model.dyad import ThirdParty
from riscontro.model.event import Event
from riscontro.relate.positions import stance_of
from riscontro.relate.record import Record
from riscontro.relate.tables import Tables, act_name

KEPT_AWAY = "kept_away"
"""The role of who declines, cannot confirm, or denies an act of its own."""

OTHER = "other"
"""The role of an act that ``third.toml`` does not name."""


def find_roles(
    record: Record, tables: Tables, *, pair: tuple[str, str], acting: Collection[str], own: Iterable[Event]
) -> tuple[ThirdParty, ...]:
    """Return what each third party did, by party, then moment of knowledge.

    ``acting`` are the ids of the events in which others act towards one of the pair, ``own`` the pair's own events.
    """
    found = [_acted(event, record, tables) for event in record.events if event.id in acting]
    roles = [role for role in found if role is not None]
    roles += [role for event in own for role in _declined(event, record, pair)]
    return tuple(sorted(roles, key=lambda role: (role.party, role.at, role.event_id, role.claim_id)))


def _acted(event: Event, record: Record, tables: Tables) -> ThirdParty | None:
    claims = _by_time(record.claims_of(event), record)
    if event.actor is None or not claims:
        return None
    own_denials = [claim for claim in claims if _denies_itself(claim, event.actor)]
    role = tables.roles.get(act_name(event.type, event.mode), OTHER)
    telling = own_denials[0] if own_denials else claims[0]
    return ThirdParty(
        party=event.actor,
        role=KEPT_AWAY if own_denials else role,
        toward=event.recipient,
        event_id=event.id,
        claim_id=telling.id,
        status=event.status,
        at=record.provenances[telling.document_id].public_from,
    )


def _denies_itself(claim: AnyClaim, actor: str) -> bool:
    return claim.root is not None and claim.root.state == actor and stance_of(claim) == Stance.DENIES


def _declined(event: Event, record: Record, pair: tuple[str, str]) -> Iterator[ThirdParty]:
    """Yield the first time that each third party declined to speak of an event of the pair."""
    # What is asked of every claim of a large case is asked of its own fields first.
    unsure = (
        claim
        for claim in record.heard(event).spoken
        if claim.stance is not Stance.ASSERTS or claim.modality is Modality.QUESTIONED
    )
    declining = (claim for claim in unsure if _third_party(claim, pair) and stance_of(claim) in _DECLINING)
    seen: set[str] = set()
    for claim in _by_time(declining, record):
        party = _third_party(claim, pair)
        if party is not None and party not in seen:
            seen.add(party)
            yield ThirdParty(
                party=party,
                role=KEPT_AWAY,
                toward=None,
                event_id=event.id,
                claim_id=claim.id,
                status=event.status,
                at=record.provenances[claim.document_id].public_from,
            )


_DECLINING = (Stance.DECLINES, Stance.CANNOT_CONFIRM)


def _third_party(claim: AnyClaim, pair: tuple[str, str]) -> str | None:
    state = claim.root.state if claim.root is not None else None
    return None if state in pair else state


def _by_time(claims: Iterable[AnyClaim], record: Record) -> Sequence[AnyClaim]:
    told = [(page.public_from, claim.id, claim) for claim in claims if (page := _page(claim, record)) is not None]
    return [claim for _, _, claim in sorted(told, key=itemgetter(0, 1))]


def _page(claim: AnyClaim, record: Record) -> AnyPage | None:
    return record.provenances.get(claim.document_id)
