"""``riscontro init``: make a case."""

from __future__ import annotations

from pathlib import Path

import click

from riscontro.cli.common import PathParameter, note, parse_pair


@click.command("init")
@click.argument("path", type=PathParameter)
@click.option("--pair", multiple=True, help="A pair of states to watch, PRK:RUS; may be given again.")
@click.option("--title", help="What dossiers are headed with.")
def command(path: Path, pair: tuple[str, ...], title: str | None) -> None:
    """Make a case in the folder PATH, with case.toml, the archive of originals, and the ledger."""
    from riscontro.store.case import Case

    case = Case.init(path, title=title or path.resolve().name, pairs=[parse_pair(text) for text in pair])
    note(f"made {case.path}; edit case.toml, then: riscontro collect FILES --case {case.path}")
