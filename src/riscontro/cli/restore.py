"""``riscontro restore``: a case from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from riscontro.cli.common import PathParameter, note
from riscontro.cli.progress import meter


@click.command("restore")
@click.argument("source", type=PathParameter)
@click.argument("to", type=PathParameter)
@click.option("--overwrite", is_flag=True, help="Replace a case that is there.")
def command(source: Path, to: Path, overwrite: bool) -> None:
    """Make a case in the folder TO from what backup wrote to the folder SOURCE."""
    from riscontro.store.backup import restore

    with meter("restoring", unit="MB") as report:
        restore(source, to, overwrite=overwrite, report=report)
    note(f"restored {source} to {to}")
