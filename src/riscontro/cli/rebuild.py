"""``riscontro rebuild``: derive everything again from the originals."""

from __future__ import annotations

from pathlib import Path

import click

from riscontro.cli.collect import issue_to_json, tell_issues
from riscontro.cli.common import case_option, clock, json_option, note, open_case, print_json
from riscontro.cli.progress import meter
from riscontro.cli.reader import reader_of


@click.command("rebuild")
@click.option("--anew", is_flag=True, help="Set a ledger that cannot be read aside first; its judgements are lost.")
@click.option("--no-sieve", is_flag=True, help="Extract also the originals that were kept without being extracted.")
@case_option
@json_option
def command(anew: bool, no_sieve: bool, case: Path | None, as_json: bool) -> None:
    """Derive documents, claims and events again from the originals and judgements.

    The old ledger serves readers until the new one takes its place. A language model is not asked: the replies that the
    case holds are used again.
    """
    from riscontro.pipeline import rebuild as rebuild_case
    from riscontro.store.rebuild import set_ledger_aside

    opened = open_case(case)
    if anew:
        note(f"the old ledger, with its judgements, now lies in {set_ledger_aside(opened)}")
    with reader_of(opened, offline=True) as reader, meter("rebuilding", unit="originals") as report:
        lost = rebuild_case(opened, clock=clock, report=report, sieve=not no_sieve, reader=reader)
    if as_json:
        print_json({"issues": [issue_to_json(issue) for issue in lost]})
    note("rebuilt the ledger from the archive")
    tell_issues(lost)
