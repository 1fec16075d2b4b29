from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from riscontro.model.claim import Stance
from riscontro.model.dossier import Dossier
from riscontro.model.event import Event
from riscontro.model.grade import Status
from riscontro.tell.rank import select_claims, select_events
from tests.tell.samples import days, rich_dossier, small_dossier

SMALL = small_dossier()
BASE = SMALL.events[0]
ORIGIN = BASE.origins[0]


def crowd(number: int) -> Dossier:
    """Return a dossier of many events that rest on one claim."""
    events = tuple(replace(BASE, id=f"evt-{place:05}") for place in range(number))
    return replace(SMALL, events=events)


def test_few_events_are_all_shown_by_date_of_fact() -> None:
    shown = [event.id for event in select_events(rich_dossier()).events]
    assert shown[:3] == ["evt-visit", "evt-talks", "evt-shells"]
    assert {"evt-planes", "evt-denied"} == set(shown[-2:])


def test_the_rest_is_counted() -> None:
    selection = select_events(crowd(200), limit=80)
    assert (len(selection.events), selection.total, selection.left_out) == (80, 200, 120)


def test_more_independent_origins_come_first() -> None:
    dossier = crowd(50)
    second = replace(ORIGIN, id="org-2", group="other")
    strong = replace(dossier.events[7], origins=(ORIGIN, second))
    dossier = replace(dossier, events=(*dossier.events[:7], strong, *dossier.events[8:]))
    assert [event.id for event in select_events(dossier, limit=1).events] == [strong.id]


def test_what_broke_a_ceiling_comes_before_all() -> None:
    dossier = crowd(50)
    there, back = dossier.relation.dyads
    ceiling = replace(there.ceilings[0], event_id="evt-00042")
    relation = replace(dossier.relation, dyads=(replace(there, ceilings=(ceiling,)), back))
    assert [e.id for e in select_events(replace(dossier, relation=relation), limit=1).events] == ["evt-00042"]


def test_an_event_without_a_held_claim_is_not_shown_but_counted() -> None:
    lost = replace(BASE, id="evt-lost", claims=("clm-purged",))
    selection = select_events(replace(SMALL, events=(BASE, lost)))
    assert ([event.id for event in selection.events], selection.left_out) == ([BASE.id], 1)


def many_claims(number: int) -> tuple[Event, dict[str, object], dict[str, object]]:
    """Return an event of many claims, a day apart, the last of another origin."""
    source, only = SMALL.documents[0], SMALL.claims[0]
    moments = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=place) for place in range(number)]
    documents = {
        f"doc-{place}": replace(source, id=f"doc-{place}", published=None, held_from=moment)
        for place, moment in enumerate(moments)
    }
    claims = {f"clm-{place}": replace(only, id=f"clm-{place}", document_id=f"doc-{place}") for place in range(number)}
    last = f"clm-{number - 1}"
    other = replace(ORIGIN, id="org-2", group="late", claims=(last,))
    event = replace(BASE, claims=tuple(claims), origins=(replace(ORIGIN, claims=tuple(claims)[:-1]), other))
    return event, claims, documents


def test_quotes_show_each_origin_then_the_oldest() -> None:
    event, claims, documents = many_claims(20)
    shown = select_claims(event, claims, documents, limit=4)  # type: ignore[arg-type]
    assert shown == ("clm-0", "clm-1", "clm-2", "clm-19")


def test_quotes_show_a_later_denial_of_one_that_had_asserted() -> None:
    event, claims, documents = many_claims(20)
    claims["clm-12"] = replace(claims["clm-12"], stance=Stance.DENIES)
    shown = select_claims(event, claims, documents, limit=4)  # type: ignore[arg-type]
    assert shown == ("clm-0", "clm-1", "clm-12", "clm-19")


def test_undated_events_come_last_whatever_their_status() -> None:
    undated = replace(BASE, id="evt-undated", when=None, status=Status.CONFIRMED)
    late = replace(BASE, id="evt-late", when=days("2030-01-01", None))
    shown = select_events(replace(SMALL, events=(undated, late, BASE))).events
    assert [event.id for event in shown] == [BASE.id, "evt-late", "evt-undated"]
