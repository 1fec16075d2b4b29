"""``riscontro resolve``: names of actors to states."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

from riscontro.cli.common import input_lines


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command("resolve")(resolve)


def resolve(
    names: Annotated[str, typer.Argument(help="JSON lines of names, '-' for standard input.")] = "-",
) -> None:
    """Resolve names to states: each line {"id", "text", "lang", "date"} gives one line {"id", "state", "role"}."""
    with input_lines(names) as lines:
        for line in lines:
            if line.strip():
                sys.stdout.write(json.dumps(resolve_line(line), ensure_ascii=False) + "\n")
        sys.stdout.flush()


def resolve_line(line: str) -> dict[str, Any]:
    """Return the answer to one line; a line that breaks the contract gives its error, and nothing is lost."""
    from riscontro.read import resolve as resolve_name

    id = None
    try:
        given = json.loads(line)
        id = given["id"]
        found = resolve_name(given["text"], lang=given["lang"], date=given.get("date"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return {"id": id, "state": None, "role": None, "error": f"not a line of the contract: {error!r}"}
    return {"id": id, "state": found.state, "role": found.role}
