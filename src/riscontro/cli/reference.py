"""Writes the reference of the command line from its own help: ``python -m riscontro.cli.reference``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from riscontro.cli.main import EXIT_CODES, VERBS, app

WIDTH = 100


def reference() -> str:
    """Return ``docs/cli-reference.md``: exit codes, then the help of every verb in the order of the command line."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Command line reference"
    yield ""
    yield "Generated from `--help` by `make docs`; a test holds it to the program. Data goes to standard output,"
    yield "everything said to a person to standard error."
    yield ""
    yield "## Exit codes"
    yield ""
    yield "| code | meaning |"
    yield "|---|---|"
    for code, meaning in EXIT_CODES.items():
        yield f"| {code} | {meaning} |"
    yield from _help_of(app, None)
    for name in VERBS:
        command = app.get_command(click.Context(app), name)
        assert command is not None
        yield from _help_of(command, name)


def _help_of(command: click.Command, name: str | None) -> Iterator[str]:
    title = "riscontro" if name is None else f"riscontro {name}"
    context = click.Context(command, info_name=title, terminal_width=WIDTH, max_content_width=WIDTH)
    yield ""
    yield f"## {title}"
    yield ""
    yield "```"
    yield command.get_help(context).strip()
    yield "```"


if __name__ == "__main__":
    sys.stdout.write(reference())
