"""The entry point: parses, calls, and turns every error of the library into one plain line."""

from __future__ import annotations

import errno
import os
import sys

import typer
from click.exceptions import Abort, ClickException, NoArgsIsHelpError, UsageError

from riscontro import __version__
from riscontro.cli import (
    backup,
    collect,
    doctor,
    dump,
    explain,
    init,
    purge,
    read,
    rebuild,
    relate,
    resolve,
    show,
    tell,
    weigh,
)
from riscontro.cli import (
    run as run_verb,
)
from riscontro.errors import RiscontroError

EXIT_CODES = {
    0: "done; issues about single inputs may have been recorded, and are counted on standard error",
    1: "a failure that has no code of its own",
    2: "the command line makes no sense: an unknown option, a malformed date, an unknown state",
    3: "the case folder, its case.toml or a language pack is missing or wrong",
    4: "the archive, the ledger or the judgements are damaged (riscontro doctor says how to mend)",
    5: "another bulk job holds the case",
    6: "no room left on the disk; nothing that was committed is lost",
    7: "no record of that id",
    8: "none of the inputs could be taken, or doctor found faults",
    130: "interrupted",
}
"""What each exit code means; the CLI reference prints this table."""

app = typer.Typer(
    name="riscontro",
    help="Read news reports into a dated, sourced, corroboration-graded record of who did what to, for or with whom.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"riscontro {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
    ),
) -> None:
    """Take the options that stand before the verb."""


for module in (init, collect, read, weigh, relate, tell, run_verb, show, explain, resolve):
    module.register(app)
for module in (rebuild, purge, backup, dump, doctor):
    module.register(app)


def run(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with an honest code (:data:`EXIT_CODES`)."""
    sys.exit(exit_code_of(arguments))


def exit_code_of(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code; every error ends as one line on standard error."""
    try:
        result = app(arguments, standalone_mode=False)
        return result if isinstance(result, int) else 0
    except NoArgsIsHelpError as asked:
        typer.echo(asked.format_message())
        return 2
    except UsageError as error:
        command = error.ctx.command_path if error.ctx else "riscontro"
        return _fail(f"{error.format_message().rstrip('.')}; see: {command} --help", 2)
    except ClickException as error:
        return _fail(error.format_message(), 1)
    except (Abort, KeyboardInterrupt):
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
    typer.echo(f"riscontro: {' '.join(message.split())}", err=True)
    return code
