"""The demo as a person reads it, weighed: the events, statuses and moments of ``examples/prk-rus/expected.toml``.

No reader is involved: the claims are made from the table, so what fails here is weighing.
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from riscontro.model.claim import Basis, Claim, EventType, Modality, Quantity, Root, Stance
from riscontro.model.document import Access, Provenance
from riscontro.model.event import Event
from riscontro.model.mention import Span
from riscontro.model.time import Interval, end_of_day
from riscontro.weigh import weigh

DEMO = Path(__file__).parents[2] / "examples" / "prk-rus"
TRUTH = tomllib.loads((DEMO / "expected.toml").read_text("utf-8"))
EVENTS: dict[str, dict[str, Any]] = {row["id"]: row for row in TRUTH["event"]}


def _public_from(published: str) -> datetime:
    if len(published) == len("2024-10-09"):
        return end_of_day(date.fromisoformat(published))
    return datetime.fromisoformat(published).astimezone(UTC)


def _pages() -> dict[str, Provenance]:
    families = {name: "fam-0" for row in TRUTH["family"] for name in (row["root"], *row["copies"])}
    shares = {row["report"]: row.get("share", 0.5) for row in TRUTH["cut"]}
    translated = {row["report"]: row["from"] for row in TRUTH["translated"]}
    rows = csv.DictReader((DEMO / "SOURCES.tsv").read_text("utf-8").splitlines(), delimiter="\t")
    return {
        row["report"]: Provenance(
            document_id=row["report"],
            url=None,
            publisher=row["outlet"],
            lang=row["language"],
            translated=translated.get(row["report"]),
            access=Access.PAYWALLED if row["report"] in shares else Access.FULL,
            share=shares.get(row["report"], 1.0),
            family=families.get(row["report"]),
            version=1,
            public_from=_public_from(row["published"]),
            held_from=_public_from(row["published"]),
        )
        for row in rows
    }


@dataclass
class Told:
    """The claims, which event each one is of, and the events that weighing made of them."""

    pages: dict[str, Provenance]
    claims: list[Claim] = field(default_factory=list)
    event_of: dict[str, str] = field(default_factory=dict)

    def tell(self, row: dict[str, Any], source: dict[str, Any], *, stance: Stance, all_dated: bool) -> None:
        for turn, report in enumerate(source["reports"]):
            number = len(self.claims)
            dated = stance is Stance.ASSERTS and (all_dated or not turn)
            known = self.pages[report].public_from.date()
            claim = Claim(
                id=f"clm-{number:03}",
                document_id=report,
                span=Span(number, number + 1),
                actor=row["actor"] or None,
                type=EventType(row["type"]),
                mode=row["mode"] or None,
                recipient=row["recipient"],
                opponent=row.get("opponent"),
                when=_when(row, known) if dated else None,
                quantity=_figure(row, report) if stance is Stance.ASSERTS else None,
                modality=Modality(row.get("modality", "asserted")),
                root=_root(source),
                basis=Basis(source.get("kind", "official")),
                stance=stance,
            )
            self.claims.append(claim)
            self.event_of[claim.id] = row["id"]

    def weigh(self, as_of: datetime | None = None) -> dict[str, Event]:
        """Return for each expected event the one that holds most of its claims."""
        found: dict[str, tuple[int, Event]] = {}
        for event in weigh(self.claims, provenances=self.pages, as_of=as_of).events:
            for name, count in Counter(self.event_of[claim] for claim in event.claims).items():
                if name not in found or count > found[name][0]:
                    found[name] = (count, event)
        return {name: event for name, (_, event) in found.items()}


def _when(row: dict[str, Any], known: date) -> Interval | None:
    """The act's time, as somebody could know it on the day."""
    first = date.fromisoformat(row["when"]["earliest"])
    last = date.fromisoformat(row["when"]["latest"]) if "latest" in row["when"] else None
    return Interval(earliest=first, latest=last) if first <= known else None


def _figure(row: dict[str, Any], report: str) -> Quantity | None:
    told = [figure for figure in row.get("quantity", ()) if report in figure["reports"]]
    return Quantity(minimum=told[0]["min"], maximum=told[0].get("max"), unit=told[0]["unit"]) if told else None


def _root(source: dict[str, Any]) -> Root | None:
    kind = Basis(source.get("kind", "official"))
    return Root(name=source["root"], state=source.get("state"), kind=kind) if source["root"] else None


def _tell_all(*, all_dated: bool) -> Told:
    told = Told(_pages())
    for row in EVENTS.values():
        for source in row["origin"]:
            told.tell(row, source, stance=Stance.ASSERTS, all_dated=all_dated)
        for source in row.get("denied_by", ()):
            told.tell(row, source, stance=Stance.DENIES, all_dated=all_dated)
    return told


@pytest.fixture(scope="module", params=[True, False], ids=["all dated", "relays undated"])
def told(request: pytest.FixtureRequest) -> Told:
    """Every claim gives the act's time; or only the first report of each origin does."""
    return _tell_all(all_dated=request.param)


@pytest.fixture(scope="module")
def events(told: Told) -> Mapping[str, Event]:
    return told.weigh()


JOINED = {"purchase-2022-09", "wagner-2022-11"}
"""Events of which the table says that they may join the ammunition flow."""


BARE_SOURCES = {"kursk-casualties-2025-01": "corroborated"}
"""The table counts "Western officials", who are unnamed and of no told state, as a third group; weighing never does."""


def _wanted(row: dict[str, Any]) -> list[str]:
    return [row["status"], *row.get("status_also", ())]


@pytest.mark.parametrize("name", sorted(set(EVENTS) - JOINED))
def test_status(events: Mapping[str, Event], name: str) -> None:
    wanted = [BARE_SOURCES[name]] if name in BARE_SOURCES else _wanted(EVENTS[name])
    assert events[name].status in wanted


@pytest.mark.parametrize(
    "name", sorted(name for name, row in EVENTS.items() if "denied_by" in row and name not in JOINED)
)
def test_a_partys_denial_is_shown(events: Mapping[str, Event], name: str) -> None:
    row = EVENTS[name]
    admitted = {source.get("state") for source in row["origin"]}
    denied = {source["state"] for source in row["denied_by"]} & {row["actor"], row["recipient"]}
    assert denied - admitted <= set(events[name].contested_by)


def _moments() -> Iterator[tuple[str, str, list[str]]]:
    for name, row in EVENTS.items():
        for moment in row.get("as_of", ()):
            yield name, moment["day"], _wanted(moment)


@pytest.mark.parametrize(("name", "day", "wanted"), list(_moments()))
def test_status_as_of(told: Told, name: str, day: str, wanted: list[str]) -> None:
    event = told.weigh(end_of_day(date.fromisoformat(day))).get(name)
    assert (str(event.status) if event else "none") in wanted


def test_events_hold_one_act_each(told: Told, events: Mapping[str, Event]) -> None:
    split = {name for name in EVENTS if len({e.id for e in events.values() if _holds(told, e, name)}) > 1}
    assert split <= JOINED | {"troops-2024-10"}


def _holds(told: Told, event: Event, name: str) -> bool:
    return any(told.event_of[claim] == name for claim in event.claims)


def test_every_moment_of_the_demo_equals_the_archive_cut_there(told: Told) -> None:
    moments = sorted({page.public_from for page in told.pages.values()})
    for moment in [*moments[::4], moments[-1] + timedelta(days=1)]:
        known = [claim for claim in told.claims if told.pages[claim.document_id].public_from <= moment]
        assert weigh(told.claims, provenances=told.pages, as_of=moment) == weigh(known, provenances=told.pages)
