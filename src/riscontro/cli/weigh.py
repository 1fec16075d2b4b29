"""``riscontro weigh``: claims into events, with status and grade."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riscontro.cli.common import case_option, clock, counted, json_option, note, open_case, print_json
from riscontro.cli.progress import meter

if TYPE_CHECKING:
    from riscontro.pipeline import WeighReport
    from riscontro.store.case import Case


@click.command("weigh")
@case_option
@click.option("--anew", is_flag=True, help="Weigh all claims, not only what changed; the outcome is the same.")
@json_option
def command(case: Path | None, anew: bool, as_json: bool) -> None:
    """Weigh the case's claims into events: which concern one act, how many independent origins, how sure."""
    report = weigh_case(open_case(case), anew=anew)
    if as_json:
        print_json({"events": report.events, "statuses": report.statuses})
    tell_weighed(report)


def weigh_case(case: Case, *, anew: bool = False) -> WeighReport:
    """Weigh with a meter: texts looked through for copies, then claims put to events, then events weighed."""
    from riscontro.pipeline import weigh_into

    with meter("weighing", unit="documents") as report:
        return weigh_into(case, clock=clock, report=report, anew=anew)


def tell_weighed(report: WeighReport) -> None:
    """Say on standard error how the events stand."""
    statuses = ", ".join(f"{count} {status}" for status, count in report.statuses.items())
    note(f"weighed {counted(report.events, 'event')}" + (f": {statuses}" if statuses else ""))
