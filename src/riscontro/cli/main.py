"""The entry point: parses, calls, and turns every error of the library into one plain line.

A verb's module is imported when the verb is called, so that the quick ones stay quick.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

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
    9: "a sentence of a dossier does not follow from its claims (tell, run, lint)",
    10: "a dossier was written, with the sentences marked that do not follow from their claims (--keep-unproved)",
    70: "a fault of riscontro itself; RISCONTRO_TRACEBACK=1 shows where it lies",
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
    "lint",
    "export",
    "run",
    "show",
    "explain",
    "judge",
    "resolve",
    "rebuild",
    "purge",
    "backup",
    "restore",
    "dump",
    "doctor",
)
"""Every verb, in the order of the help; each is a module of this package that holds ``command``."""


TRACEBACK_VARIABLE = "RISCONTRO_TRACEBACK"

_WHAT_TO_DO = {
    errno.EACCES: "see to it that you may read and write there, or name another place",
    errno.EPERM: "see to it that you may read and write there, or name another place",
    errno.EROFS: "nothing can be written there; name another place",
    errno.EISDIR: "name a file in it",
    errno.ENOTDIR: "a part of the path is a file; name another place",
    errno.EEXIST: "name another place",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.EMFILE: "close other programs' files, or raise the limit (ulimit -n)",
}


class ReaderGoneError(Exception):
    """Whoever read our output has gone (``| head``)."""


class InterruptedByUserError(Exception):
    """Control-C."""


@contextmanager
def _own_endings() -> Iterator[None]:
    # Click would end both in its own way: the first with code 1, the second with an empty line.
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGoneError from error
    except KeyboardInterrupt as error:
        raise InterruptedByUserError from error


class Verbs(click.Group):
    """The verbs, each imported when it is asked for."""

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """Return the context of a command line, whose endings are those of :func:`exit_code_of`."""
        with _own_endings():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb, whose endings are those of :func:`exit_code_of`."""
        with _own_endings():
            return super().invoke(ctx)

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
    from riscontro.cli.common import ready_output

    ready_output()
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
    except (InterruptedByUserError, click.Abort, KeyboardInterrupt):
        return _fail("interrupted; what was committed is safe, and the same command goes on from there", 130)
    except RiscontroError as error:
        return _fail(str(error), error.exit_code)
    except ReaderGoneError:
        # End quietly, and keep the interpreter from flushing into what nobody reads.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(*_system_failure(error))
    except Exception as error:  # the outer loop: a person gets one line, whatever went wrong
        if os.environ.get(TRACEBACK_VARIABLE):
            raise
        cause = f"{type(error).__name__}: {error}"[:300]
        return _fail(
            f"a fault of riscontro itself, please report it: {cause} ({TRACEBACK_VARIABLE}=1 shows where it lies)", 70
        )


def _system_failure(error: OSError) -> tuple[str, int]:
    """Return what the system refused, with what to do about it, and the exit code."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "no room left on the disk; free some and run the same command again", 6
    where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    hint = _WHAT_TO_DO.get(error.errno or 0, "")
    return f"{where}{error.strerror or error}{f'; {hint}' if hint else ''}", 1


def _fail(message: str, code: int) -> int:
    from riscontro.cli.common import note

    note(f"riscontro: {' '.join(message.split())}")
    return code
