"""``riscontro dump``: the logical content of the ledger."""

from __future__ import annotations

import typer

from riscontro.cli.common import CaseOption, open_case


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command("dump")(dump)


def dump(case: CaseOption = None) -> None:
    """Print what the ledger says as sorted JSON lines: equal for equal content, before and after a rebuild."""
    from riscontro.store.dump import dump as dump_ledger

    with open_case(case).ledger() as ledger:
        for line in dump_ledger(ledger):
            typer.echo(line)
