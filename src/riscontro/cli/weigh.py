"""``riscontro weigh``: claims into events, with status and grade."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riscontro.cli.common import case_option, clock, counted, json_option, note, open_case, print_json
from riscontro.cli.progress import meter

if TYPE_CHECKING:
    from riscontro.model.event import Weighing
    from riscontro.store.case import Case


@click.command("weigh")
@case_option
@json_option
def command(case: Path | None, as_json: bool) -> None:
    """Weigh the case's claims into events: which concern one act, how many independent origins, how sure."""
    weighing = weigh_case(open_case(case))
    if as_json:
        print_json({"events": len(weighing.events), "statuses": count_statuses(weighing)})
    tell_weighed(weighing)


def weigh_case(case: Case) -> Weighing:
    """Weigh with a meter: texts looked through for copies, then claims put to events, then events weighed."""
    from riscontro.pipeline import weigh_into

    with meter("weighing", unit="documents") as report:
        return weigh_into(case, clock=clock, report=report)


def count_statuses(weighing: Weighing) -> dict[str, int]:
    """Return how many events stand at each status."""
    return dict(sorted(Counter(event.status.value for event in weighing.events).items()))


def tell_weighed(weighing: Weighing) -> None:
    """Say on standard error how the events stand."""
    statuses = ", ".join(f"{count} {status}" for status, count in count_statuses(weighing).items())
    note(f"weighed {counted(len(weighing.events), 'event')}" + (f": {statuses}" if statuses else ""))
