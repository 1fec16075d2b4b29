"""``riscontro rebuild``: derive everything again from the originals."""

from __future__ import annotations

from pathlib import Path

import click

from riscontro.cli.collect import tell_issues
from riscontro.cli.common import case_option, clock, note, open_case
from riscontro.cli.progress import meter


@click.command("rebuild")
@case_option
def command(case: Path | None) -> None:
    """Derive documents, claims and events again from the originals and judgements.

    The old ledger serves readers until the new one takes its place.
    """
    from riscontro.pipeline import rebuild as rebuild_case

    opened = open_case(case)
    with meter("rebuilding", unit="originals") as report:
        lost = rebuild_case(opened, clock=clock, report=report)
    note("rebuilt the ledger from the archive")
    tell_issues(lost)
