"""The entry point: parses, calls, and turns every error of the library into one plain line.

A verb's module is imported when the verb is called, so that the quick ones stay quick.
"""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module

import click

from riscontro.errors import RiscontroError
from riscontro.version import __version__

EXIT_CODES = {
    0: "done; issues about single inputs may have been recorded, and are counted on standard error",
    1: "a failure that has no code of its own",
    2: "the command line makes no sense: an unknown option, a malformed date, an unknown state",
    3: "the case folder, its case.toml or a language pack is missing or wrong",
    4: "the archive, the ledger or the judgements are damaged (riscontro doctor says how to mend)",
    5: "another job holds the case",
    6: "no room left on the disk; nothing that was committed is lost",
    7: "no record of that id",
    8: "none of the inputs could be taken, or doctor found faults",
    130: "interrupted",
}
"""What each exit code means; the CLI reference prints this table."""

VERBS = (
    "init",
    "collect",
    "read",
    "weigh",
    "relate",
    "tell",
    "run",
    "show",
    "explain",
    "resolve",
    "rebuild",
    "purge",
    "backup",
    "restore",
    "dump",
    "doctor",
)
"""Every verb, in the order of the help; each is a module of this package that holds ``command``."""


class Verbs(click.Group):
    """The verbs, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the help."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb, or ``None`` where there is none of that name."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"riscontro.cli.{cmd_name}").command
        return command


@click.command(
    cls=Verbs,
    name="riscontro",
    help="Read news reports into a dated, sourced, corroboration-graded record of who did what to, for or with whom.",
)
@click.version_option(__version__, prog_name="riscontro", message="%(prog)s %(version)s")
def app() -> None:
    """Hold the verbs."""


def run(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with an honest code (:data:`EXIT_CODES`)."""
    sys.exit(exit_code_of(arguments))


def exit_code_of(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code; every error ends as one line on standard error."""
    try:
        result = app.main(arguments, prog_name="riscontro", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message(), err=True)
        return 2
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "riscontro"
        return _fail(f"{error.format_message().rstrip('.')}; see: {command} --help", 2)
    except click.ClickException as error:
        return _fail(error.format_message(), 1)
    except (click.Abort, KeyboardInterrupt):
        return _fail("interrupted; what was committed is safe, and the same command goes on from there", 130)
    except RiscontroError as error:
        return _fail(str(error), error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`): end quietly, and keep the interpreter from flushing into it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return _fail("no room left on the disk; free some and run the same command again", 6)
        return _fail(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}", 1)


def _fail(message: str, code: int) -> int:
    from riscontro.cli.common import note

    note(f"riscontro: {' '.join(message.split())}")
    return code
