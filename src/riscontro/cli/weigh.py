"""``riscontro weigh``: claims into events, with status and grade."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riscontro.cli.common import (
    PathParameter,
    case_option,
    clock,
    counted,
    json_option,
    moment_options,
    note,
    open_case,
    optional_moment,
    print_json,
)
from riscontro.cli.progress import meter
from riscontro.errors import UsageError

if TYPE_CHECKING:
    from riscontro.pipeline import WeighReport
    from riscontro.store.case import Case


@click.command("weigh")
@click.argument("claims", required=False)
@case_option
@click.option(
    "-o", "--out", type=PathParameter, help="With CLAIMS: where to write the events; without it standard output."
)
@click.option("--issues", type=PathParameter, help="With CLAIMS: a file for all issues, as JSON lines.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="With CLAIMS: processes.")
@click.option("--anew", is_flag=True, help="Weigh all claims, not only what changed; the outcome is the same.")
@moment_options
@json_option
@click.pass_context
def command(
    context: click.Context,
    claims: str | None,
    case: Path | None,
    out: Path | None,
    issues: Path | None,
    jobs: int,
    anew: bool,
    as_of: str | None,
    as_held: str | None,
    as_json: bool,
) -> None:
    """Weigh claims into events: which concern one act, how many independent origins, how sure.

    Without CLAIMS those of the case, into its ledger. CLAIMS is a file that another tool made, Parquet or JSON lines
    by its suffix, '-' for JSON lines on standard input; docs/weighing.md has the fields. Events are written alike. The
    case, where --case names one, then only says what its sources are worth.
    """
    moments = {
        "as_of": optional_moment(as_of, option="--as-of"),
        "as_held": optional_moment(as_held, option="--as-held"),
    }
    if claims is not None:
        from riscontro.cli.exchange import weigh_file

        done = weigh_file(claims, out=out or Path("-"), case=case, issues=issues, jobs=jobs, **moments)
        _tell_statuses(done.events, done.statuses, f" from {counted(done.claims, 'claim')}")
        if done.bad:
            note(f"{counted(done.bad, 'row')} of {done.rows} left out")
        if done.rows and not done.claims:
            context.exit(8)
        return
    if out is not None or issues is not None or moments != {"as_of": None, "as_held": None}:
        raise UsageError("--out, --issues, --as-of and --as-held go with a file of claims; of the case ask show, tell")
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
    _tell_statuses(report.events, report.statuses, "")


def _tell_statuses(events: int, statuses: Mapping[str, int], origin: str) -> None:
    told = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    note(f"weighed {counted(events, 'event')}{origin}" + (f": {told}" if told else ""))
