"""``riscontro backup`` and ``riscontro restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from riscontro.cli.common import CaseOption, note, open_case


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    to: Annotated[Path, typer.Argument(help="The folder to write; it must be new or empty.")],
    case: CaseOption = None,
) -> None:
    """Copy the case whole, at one moment, while it is in use."""
    from riscontro.store.backup import backup as backup_case

    opened = open_case(case)
    backup_case(opened, to)
    note(f"backed up {opened.path} to {to}; check it with: riscontro doctor --case {to}")


def restore(
    source: Annotated[Path, typer.Argument(help="The folder that a backup wrote.")],
    to: Annotated[Path, typer.Argument(help="The case folder to make.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a case that is there.")] = False,
) -> None:
    """Make a case from a backup."""
    from riscontro.store.backup import restore as restore_case

    restore_case(source, to, overwrite=overwrite)
    note(f"restored {source} to {to}")
