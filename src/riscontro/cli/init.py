"""``riscontro init``: make a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from riscontro.cli.common import note, parse_pair


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command("init")(init)


def init(
    path: Annotated[Path, typer.Argument(help="The folder to make; it must not hold a case yet.")],
    pair: Annotated[
        list[str] | None, typer.Option("--pair", help="A pair of states to watch, PRK:RUS; may be given again.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="What dossiers are headed with.")] = None,
) -> None:
    """Make a case: a folder with case.toml, the archive of originals, and the ledger."""
    from riscontro.store.case import Case

    case = Case.init(path, title=title or path.resolve().name, pairs=[parse_pair(text) for text in pair or []])
    note(f"made {case.path}; edit case.toml, then: riscontro collect FILES --case {case.path}")
