"""``riscontro doctor``: is everything whole?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from riscontro.cli.common import case_option, counted, json_option, note, open_case, print_json, print_lines
from riscontro.cli.progress import meter


@click.command("doctor")
@case_option
@json_option
@click.pass_context
def command(context: click.Context, case: Path | None, as_json: bool) -> None:
    """Check every original's hash, the ledger's rows and the chain of judgements, and say how to mend what is wrong."""
    from riscontro.store.doctor import doctor as examine

    opened = open_case(case)
    with meter("examining", unit="originals") as report:
        findings = list(examine(opened, report=report))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            print_lines([f"{finding.what}: {finding.where}", f"  to mend: {finding.mend}"])
    note(f"{counted(len(findings), 'fault')} found" if findings else "all whole")
    context.exit(8 if findings else 0)
