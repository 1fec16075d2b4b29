"""How much of the demo is read as a person reads it: ``python -m bench.demo [--show]``.

Runs the demo's reports through the whole way and holds the events against ``examples/prk-rus/expected.toml``. An
expected event counts where one of its reports is in a language with acts; it is found where sides, type, mode and
days agree with an event that rests on one of its reports. Prints how many are found, how many of those stand at the
expected status, and how many reports that hold no act gave a claim.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from riscontro import pipeline
from riscontro.model.event import Event
from riscontro.model.time import Interval
from riscontro.store.case import Case

DEMO = Path(__file__).parents[1] / "examples" / "prk-rus"
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


def build_demo(folder: Path) -> Case:
    """Make a case of the demo's reports, collected, read and weighed."""
    case = Case.init(folder / "case", title="demo", pairs=[("PRK", "RUS")])
    pipeline.collect_into(case, [str(DEMO / "reports")], clock=lambda: NOW)
    pipeline.read_into(case, clock=lambda: NOW)
    pipeline.weigh_into(case, clock=lambda: NOW)
    return case


def reports_by_document(case: Case) -> dict[str, str]:
    """Return for each document the report it came from, as ``expected.toml`` names it; unread ones are left out."""
    found = {}
    with case.ledger() as ledger:
        unread = {id for id, _ in ledger.unread()}
        for document in ledger.documents():
            origin = Path(ledger.capture(document.capture_id)[0].origin).name
            line = f"#{document.part + 1}" if origin.endswith(".jsonl") else ""
            if document.id not in unread:
                found[document.id] = f"reports/{origin}{line}"
    return found


def carried_by(expected: dict[str, Any]) -> set[str]:
    """Return every report that carries an expected event."""
    return {report for origin in expected["origin"] for report in origin["reports"]}


def agrees(expected: dict[str, Any], event: Event) -> bool:
    """Tell whether an event is what was expected, in sides, type, mode and days."""
    actors = [expected["actor"] or None, *expected.get("actor_also", [])]
    recipients = [expected["recipient"], *expected.get("recipient_also", [])]
    sides = event.actor in actors and event.recipient in recipients
    if expected.get("mutual"):
        sides = sides or (event.recipient in actors and event.actor in recipients)
    types = [expected["type"], *expected.get("type_also", [])]
    modes = [expected["mode"], *expected.get("mode_also", [])]
    return sides and event.type in types and (event.mode or "") in modes and _days_meet(expected, event.when)


def _days_meet(expected: dict[str, Any], when: Interval | None) -> bool:
    def interval(table: dict[str, str]) -> Interval:
        first, last = table.get("earliest"), table.get("latest")
        return Interval(
            earliest=date.fromisoformat(first) if first else None, latest=date.fromisoformat(last) if last else None
        )

    told = [interval(expected[key]) for key in ("when", "when_also") if key in expected]
    return when is None or any(when.meets(one, slack_days=1) for one in told)


def main(show: bool) -> None:
    """Build the demo and print one line."""
    expectations = tomllib.loads((DEMO / "expected.toml").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        case = build_demo(Path(folder))
        reports = reports_by_document(case)
        with case.ledger() as ledger:
            events = list(ledger.events())
            documents = {claim.id: claim.document_id for claim in ledger.claims()}
    told = {event.id: {reports[documents[claim]] for claim in event.claims} for event in events}
    readable = [expected for expected in expectations["event"] if carried_by(expected) & set(reports.values())]
    found = status_right = 0
    for expected in readable:
        matches = [event for event in events if told[event.id] & carried_by(expected) and agrees(expected, event)]
        wanted = [expected["status"], *expected.get("status_also", [])]
        found += bool(matches)
        status_right += any(event.status in wanted for event in matches)
        if show:
            print("found " if matches else "MISSED", expected["id"], wanted, [str(event.status) for event in matches])
    silent = set(expectations["no_claim"]["reports"]) & set(reports.values())
    loud = {report for event in events for report in told[event.id]} & silent
    print(
        f"demo: found={found} of={len(readable)} status_right={status_right} events={len(events)} "
        f"silent_reports={len(silent)} false_reports={len(loud)}"
    )


if __name__ == "__main__":
    main("--show" in sys.argv)
