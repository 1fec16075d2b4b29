"""Four past moments of the demo, expected by hand: ladder, statuses, flows, others, and what was not known yet.

First with the claims that a person reads in the reports (``expected.toml``), so that what fails here lies in weighing,
relating or telling; then with the claims that the program reads, for what is right in them today.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from riscontro import pipeline
from riscontro.cli.tell import build_dossier
from riscontro.model.dyad import Dyad, Relation
from riscontro.model.grade import Status
from riscontro.model.time import text_to_instant
from riscontro.relate import relate
from riscontro.store.case import Case
from riscontro.tell import dossier_to_html, dossier_to_markdown, unsupported_sentences
from tests.weigh import test_demo_truth as truth

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
PAIR = ("PRK", "RUS")
NOT_OF_THE_PAIR = {"rupture-ukr-prk-2022", "korea-sanctions-2024-05", "seoul-protest-2024-10", "strikes-2023-12"}
"""Events of ``expected.toml`` that others are the actors of, or that are an act against a third state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """What a person who had read all that was public then would say.

    ``there`` and ``back`` are the highest rungs by status, PRK for RUS and RUS for PRK; ``statuses`` counts the pair's
    events; ``flows`` are (giver, mode, state); ``unknown`` are expected events of which nothing may be told yet.
    """

    there: dict[str, str]
    back: dict[str, str]
    statuses: dict[str, int]
    flows: set[tuple[str, str, str]]
    others: set[tuple[str, str]]
    unknown: set[str]


LATER_THAN_2024_10_20 = {
    "seoul-protest-2024-10", "air-defence-2024-11", "oil-2024", "treaty-in-force-2024-12", "prisoners-2025-01",
    "kursk-casualties-2025-01", "sappers-2025-06", "beijing-2025-09",
}  # fmt: skip
LATER_THAN_2023_10_20 = LATER_THAN_2024_10_20 | {
    "missiles-2023-12", "strikes-2023-12", "food-2024-02", "veto-2024-03", "korea-sanctions-2024-05",
    "putin-pyongyang-2024-06", "treaty-2024-06", "donetsk-deaths-2024-10", "troops-2024-10",
}  # fmt: skip
LATER_THAN_2022_12_31 = LATER_THAN_2023_10_20 | {"shoigu-2023-07", "kim-russia-2023-09"}


def _everywhere(rung: str) -> dict[str, str]:
    return dict.fromkeys(("reported", "corroborated", "confirmed"), rung)


EXPECTED = {
    # Arms are alleged by one side and denied by the other: no rung. What stands is the summit of 2019, for both.
    "2022-12-31": Then(
        there=_everywhere("contacts"),
        back=_everywhere("contacts"),
        statuses={"confirmed": 3, "reported": 1, "denied": 2},
        flows={("PRK", "ammunition", "running")},
        others={("UKR", "punished")},
        unknown=LATER_THAN_2022_12_31,
    ),
    # Images of the port confirm the shells three days before; both visits of the summer are announced by the parties.
    "2023-10-20": Then(
        there=_everywhere("ammunition"),
        back=_everywhere("contacts"),
        statuses={"confirmed": 6, "reported": 1, "denied": 1},
        flows={("PRK", "ammunition", "running")},
        others={("UKR", "punished")},
        unknown=LATER_THAN_2023_10_20,
    ),
    # Missiles by debris, the treaty; the soldiers are one service's word, denied by both sides, and break nothing yet.
    "2024-10-20": Then(
        there=_everywhere("heavy-weapons"),
        back=_everywhere("pact"),
        statuses={"confirmed": 10, "reported": 2, "denied": 2},
        flows={("PRK", "ammunition", "running"), ("PRK", "troops", "running"), ("RUS", "food", "running")},
        others={("UKR", "punished"), ("KOR", "punished")},
        unknown=LATER_THAN_2024_10_20,
    ),
    # Both sides have admitted the soldiers; nobody has spoken of shells for eleven months, of food for fourteen.
    "2025-05-01": Then(
        there=_everywhere("combat"),
        back={"reported": "heavy-weapons", "corroborated": "pact", "confirmed": "pact"},
        statuses={"confirmed": 13, "corroborated": 2, "reported": 4, "denied": 1},
        flows={("PRK", "ammunition", "silent"), ("PRK", "troops", "running"), ("RUS", "food", "silent")},
        others={("UKR", "punished"), ("KOR", "punished"), ("KOR", "condemned")},
        unknown={"sappers-2025-06", "beijing-2025-09"},
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The relation at a moment, the statuses of its own events, and the expected events that it tells of."""

    relation: Relation
    statuses: Counter[str]
    told: set[str]


@pytest.fixture(scope="module", params=EXPECTED)
def moment(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def seen(moment: str) -> Seen:
    record = truth._tell_all(all_dated=True)
    at = text_to_instant(moment)
    events = truth.weigh(record.claims, provenances=record.pages, as_of=at).events
    relation = relate(
        events,
        claims={claim.id: claim for claim in record.claims if record.pages[claim.document_id].public_from <= at},
        provenances={name: page for name, page in record.pages.items() if page.public_from <= at},
        pair=PAIR,
        as_of=at,
        now=at,
    )
    own = {event_id for dyad in relation.dyads for event_id in dyad.events}
    return Seen(
        relation=relation,
        statuses=Counter(str(event.status) for event in events if event.id in own),
        told={record.event_of[claim] for event in events for claim in event.claims},
    )


def _highest(dyad: Dyad) -> dict[str, str]:
    return {str(ceiling.status): ceiling.rung for ceiling in dyad.ceilings}


def test_the_ladder_of_both_directions(seen: Seen, moment: str) -> None:
    there, back = seen.relation.dyads
    assert _highest(there) == EXPECTED[moment].there
    assert _highest(back) == EXPECTED[moment].back


def test_how_many_events_stand_where(seen: Seen, moment: str) -> None:
    assert seen.statuses == EXPECTED[moment].statuses


def test_flows_and_their_states(seen: Seen, moment: str) -> None:
    found = {(dyad.actor, flow.mode, str(flow.state)) for dyad in seen.relation.dyads for flow in dyad.flows}
    assert found == EXPECTED[moment].flows


def test_what_others_did(seen: Seen, moment: str) -> None:
    assert {(role.party, role.role) for role in seen.relation.roles} == EXPECTED[moment].others


def test_what_was_not_known_yet(seen: Seen, moment: str) -> None:
    assert set(truth.EVENTS) - seen.told == EXPECTED[moment].unknown


def test_every_event_of_the_pair_is_counted_or_joined(seen: Seen) -> None:
    within = seen.told - NOT_OF_THE_PAIR - {"purchase-2022-09"}  # the purchase is told of the same flow
    losses = {"donetsk-deaths-2024-10"} if Status.CONFIRMED not in _soldiers(seen) else set()
    assert sum(seen.statuses.values()) == len(within - losses)


def _soldiers(seen: Seen) -> set[Status]:
    """Return the statuses at which soldiers are a rung: before, a strike on officers is no act of the pair."""
    return {ceiling.status for ceiling in seen.relation.dyads[0].ceilings if ceiling.rung == "combat"}


BREAKS = {
    "ammunition": ("2022-11-02", "2023-10-17"),
    "heavy-weapons": ("2023-10-01", "2024-04-30"),
}


def test_breaks_have_their_date_of_fact_and_of_knowledge() -> None:
    record = truth._tell_all(all_dated=True)
    events = truth.weigh(record.claims, provenances=record.pages).events
    claims = {claim.id: claim for claim in record.claims}
    relation = relate(events, claims=claims, provenances=record.pages, pair=PAIR, now=NOW)
    confirmed = [one for one in relation.dyads[0].ceilings if one.status is Status.CONFIRMED]
    dates = {one.rung: (str(one.fact), one.known.date().isoformat()) for one in confirmed}
    assert {rung: dates[rung] for rung in BREAKS} == BREAKS


# --- the demo as the program reads it ---------------------------------------------------------------------------------

DEMO = Path(__file__).parents[1] / "examples" / "prk-rus" / "reports"

AS_READ: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "2022-12-31": ({"reported": "contacts"}, ("Kursk", "soldiers", "Rajin", "treaty", "oil, fuel or energy")),
    "2023-10-20": (
        {"reported": "ammunition", "corroborated": "ammunition"},
        ("Kursk", "soldiers", "treaty", "oil, fuel or energy"),
    ),
    "2024-10-20": ({}, ("Kursk", "oil, fuel or energy", "prisoners")),
    "2025-05-01": (_everywhere("combat"), ("Beijing",)),
}
"""Highest rungs of PRK for RUS that are right as read, and words that no dossier of the moment may hold."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return _built(tmp_path_factory.mktemp("demo") / "case", str(DEMO))


def _built(folder: Path, *inputs: str) -> Case:
    case = Case.init(folder, title="demo", pairs=[PAIR])
    pipeline.collect_into(case, inputs, clock=lambda: NOW)
    pipeline.read_into(case, clock=lambda: NOW)
    pipeline.weigh_into(case, clock=lambda: NOW)
    return case


def test_highest_rung_as_read(demo: Case, moment: str) -> None:
    dossier = build_dossier(demo, None, as_of=text_to_instant(moment))
    rungs, _ = AS_READ[moment]
    assert rungs.items() <= _highest(dossier.relation.dyads[0]).items()


@pytest.mark.parametrize("lang", ["en", "it"])
def test_a_dossier_of_then_holds_nothing_of_later(demo: Case, moment: str, lang: str) -> None:
    at = text_to_instant(moment)
    dossier = build_dossier(demo, None, as_of=at)
    assert all(document.public_from <= at for document in dossier.documents)
    assert {claim.document_id for claim in dossier.claims} <= {document.id for document in dossier.documents}
    assert all(row.at <= at for event in dossier.events for row in event.history)
    page = dossier_to_html(dossier, lang=lang)
    assert unsupported_sentences(page) == ()
    assert [word for word in AS_READ[moment][1] if word in page] == []


def test_the_relation_of_then_is_that_of_a_case_that_ends_there(demo: Case, moment: str, tmp_path: Path) -> None:
    at = text_to_instant(moment)
    with demo.ledger() as ledger:
        held = ledger.provenances(as_of=at)
        origins = {ledger.capture(ledger.document(id).capture_id)[0].origin for id in held}
    replay = _built(tmp_path / "case", *sorted(origins))
    dossiers = [build_dossier(case, None, as_of=at) for case in (demo, replay)]
    assert dossiers[0].relation == dossiers[1].relation
    told = [dossier_to_markdown(dossier, lang="en") for dossier in dossiers]
    assert told[0] == told[1]
