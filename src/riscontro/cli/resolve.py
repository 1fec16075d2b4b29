"""``riscontro resolve``: names of actors to states."""

from __future__ import annotations

import json
from typing import Any

import click

from riscontro.cli.common import answer_lines, input_lines


@click.command("resolve")
@click.argument("names", default="-")
def command(names: str) -> None:
    """Resolve names to states.

    Each line {"id", "text", "lang", "date"} of the file NAMES ('-': standard input) gives one line {"id", "state",
    "role", "actor"}: the home of a group stands in "state", the group in "actor"; null where several are as likely.
    """
    with input_lines(names) as lines:
        answer_lines(resolve_line(line) for line in lines if line.strip())


def resolve_line(line: str) -> dict[str, Any]:
    """Return the answer to one line; a line that breaks the contract gives its error, and nothing is lost."""
    from riscontro.read import resolve as resolve_name

    name = None
    try:
        given = json.loads(line)
        name = given["id"]
        found = resolve_name(given["text"], lang=given["lang"], date=given.get("date"))
    except KeyError as error:
        return _failed(name, f"the field {error} is missing")
    except json.JSONDecodeError as error:
        return _failed(name, f"not JSON: {error}")
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        return _failed(name, f"{error}; expected an object with id, text, lang and date?, all of them text")
    return {"id": name, "state": found.state, "role": found.role, "actor": found.actor}


def _failed(name: Any, cause: str) -> dict[str, Any]:
    return {"id": name, "state": None, "role": None, "actor": None, "error": f"not a line of the contract: {cause}"}
