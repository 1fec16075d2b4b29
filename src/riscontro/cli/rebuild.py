"""``riscontro rebuild``: derive everything again from the originals."""

from __future__ import annotations

import typer

from riscontro.cli.collect import tell_issues
from riscontro.cli.common import CaseOption, clock, note, open_case
from riscontro.cli.progress import meter


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command("rebuild")(rebuild)


def rebuild(case: CaseOption = None) -> None:
    """Derive documents, claims and events again from the originals and judgements; the old ledger serves till the end."""
    from riscontro.pipeline import rebuild as rebuild_case

    opened = open_case(case)
    with meter("rebuilding", unit="originals") as report:
        lost = rebuild_case(opened, clock=clock, report=report)
    note("rebuilt the ledger from the archive")
    tell_issues(lost)
