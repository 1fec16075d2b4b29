"""``riscontro dump``: the logical content of the ledger."""

from __future__ import annotations

from pathlib import Path

import click

from riscontro.cli.common import case_option, open_case
from riscontro.cli.progress import meter
from riscontro.meter import metered


@click.command("dump")
@case_option
def command(case: Path | None) -> None:
    """Print what the ledger says as sorted JSON lines: equal for equal content, before and after a rebuild."""
    from riscontro.store.dump import dump as dump_ledger

    with open_case(case).ledger() as ledger, meter("dumping", unit="records", writing=True) as report:
        for line in metered(dump_ledger(ledger), report):
            click.echo(line)
