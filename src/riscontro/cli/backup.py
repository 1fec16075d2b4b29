"""``riscontro backup``: the case, copied whole."""

from __future__ import annotations

from pathlib import Path

import click

from riscontro.cli.common import PathParameter, case_option, note, open_case
from riscontro.cli.progress import meter


@click.command("backup")
@click.argument("to", type=PathParameter)
@case_option
def command(to: Path, case: Path | None) -> None:
    """Copy the case whole to the folder TO, at one moment, while it is in use; TO must be new or empty."""
    from riscontro.store.backup import backup

    opened = open_case(case)
    with meter("backing up", unit="MB") as report:
        backup(opened, to, report=report)
    note(f"backed up {opened.path} to {to}; riscontro restore {to} FOLDER makes a case of it again")
