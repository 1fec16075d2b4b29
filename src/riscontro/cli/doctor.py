"""``riscontro doctor``: is everything whole?"""

from __future__ import annotations

from dataclasses import asdict

import typer

from riscontro.cli.common import CaseOption, JsonOption, note, open_case, print_json


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command("doctor")(doctor)


def doctor(case: CaseOption = None, as_json: JsonOption = False) -> None:
    """Check every original's hash, the ledger's rows and the chain of judgements, and say how to mend what is wrong."""
    from riscontro.store.doctor import doctor as examine

    findings = list(examine(open_case(case)))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            typer.echo(f"{finding.what}: {finding.where}\n  to mend: {finding.mend}")
    note(f"{len(findings)} faults found" if findings else "all whole")
    raise typer.Exit(8 if findings else 0)
