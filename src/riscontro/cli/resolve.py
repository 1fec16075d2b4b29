"""``riscontro resolve``: names of actors to states."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from riscontro.cli.common import input_lines


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command("resolve")(resolve)


def resolve(
    names: Annotated[str, typer.Argument(help="JSON lines of names, '-' for standard input.")] = "-",
) -> None:
    """Resolve names to states: each line {"id", "text", "lang", "date"} gives one line {"id", "state", "role"}."""
    from riscontro.read import resolve_lines

    with input_lines(names) as lines:
        for answer in resolve_lines(lines):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
