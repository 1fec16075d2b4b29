"""What the verbs share: the case at hand, declared facts, moments, output."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from riscontro.errors import CaseError, UsageError
from riscontro.model.later import Later
from riscontro.model.time import instant_to_text, text_to_instant

if TYPE_CHECKING:
    from riscontro.store.case import Case

Command = TypeVar("Command", bound=Callable[..., Any])

CASE_VARIABLE = "RISCONTRO_CASE"
CLOCK_VARIABLE = "RISCONTRO_CLOCK"

EARLIEST_YEAR = 1000
"""Moments before it are no moments of news, and are written with fewer digits than the ledger compares."""

LONGEST_LINE = 16_000_000
"""Characters of a line of JSON that are held at once; the rest of a longer line is passed over."""


class _Place(click.Path):
    """A path that is not empty: an empty one comes of a variable that was not set, and would mean this folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not os.fspath(value):
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


PathParameter = _Place(path_type=Path)

case_option = click.option(
    "--case",
    "-C",
    "case",
    type=PathParameter,
    help="The case folder; without it $RISCONTRO_CASE, else the current folder.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")
pair_option = click.option("--pair", help="Two states as ISO 3166 alpha-3 codes, PRK:RUS.")

_as_of_option = click.option(
    "--as-of", help="Only what was public then: a date (its end), a month, or an instant with a zone."
)
_as_held_option = click.option("--as-held", help="Only what the case held then; forms as for --as-of.")
_declared_options = (
    click.option("--published", help="When the inputs were published: YYYY, YYYY-MM or YYYY-MM-DD."),
    click.option("--publisher", help="Who published the inputs."),
    click.option("--url", help="Where the inputs were published."),
    click.option("--title", help="The title of the inputs."),
    click.option("--input-lang", help="The language of the inputs, as ISO 639-1."),
)


def moment_options(function: Command) -> Command:
    """Add ``--as-of`` and ``--as-held``."""
    return _as_of_option(_as_held_option(function))


def declared_options(function: Command) -> Command:
    """Add what a user can say of inputs that do not say it themselves."""
    for option in reversed(_declared_options):
        function = option(function)
    return function


def _chosen_case(path: Path | None) -> Path:
    return path or (Path(os.environ[CASE_VARIABLE]) if os.environ.get(CASE_VARIABLE) else Path())


def case_at_hand(path: Path | None) -> bool:
    """Tell whether :func:`find_case` finds a case, or one was named, so that it must be there."""
    return path is not None or (_chosen_case(path) / "case.toml").is_file()


def find_case(path: Path | None) -> Path:
    """Return the case folder that was named, or ``$RISCONTRO_CASE``, or the current folder."""
    chosen = _chosen_case(path)
    if chosen.is_file():
        raise CaseError(f"{str(chosen)!r} is a file; a case is a folder, the one in which case.toml lies")
    if not (chosen / "case.toml").is_file():
        raise CaseError(
            f"no case in {str(chosen)!r} (there is no case.toml); make one with: riscontro init {chosen} --pair PRK:RUS"
        )
    return chosen


def open_case(path: Path | None) -> Case:
    """Open the case at hand; see :func:`find_case`."""
    from riscontro.store.case import Case

    return Case.open(find_case(path))


def clock() -> datetime:
    """Return the present instant in UTC; ``$RISCONTRO_CLOCK`` pins it, for runs that must be repeatable."""
    pinned = os.environ.get(CLOCK_VARIABLE)
    if pinned:
        return parse_moment(pinned, option=CLOCK_VARIABLE)
    return datetime.now(UTC).replace(microsecond=0)


def parse_moment(text: str, *, option: str) -> datetime:
    """Return the instant that an option gives, or raise :class:`UsageError`."""
    try:
        moment = text_to_instant(text)
    except (ValueError, OverflowError) as error:
        raise _no_moment(text, option) from error
    if moment.year < EARLIEST_YEAR:
        raise _no_moment(text, option)
    return moment


def _no_moment(text: str, option: str) -> UsageError:
    return UsageError(f"{option} {text!r} is no moment; write 2024-10-17, 2024-10 or 2024-10-17T12:00:00Z")


def optional_moment(text: str | None, *, option: str) -> datetime | None:
    """Return :func:`parse_moment` of a text, or ``None`` of ``None``."""
    return None if text is None else parse_moment(text, option=option)


def parse_pair(text: str) -> tuple[str, str]:
    """Return the two codes of ``PRK:RUS``, or raise :class:`UsageError`."""
    from riscontro.vocab.states import states

    parts = tuple(part.strip().upper() for part in text.replace(",", ":").split(":"))
    if len(parts) != 2 or parts[0] == parts[1]:
        raise UsageError(f"--pair {text!r} does not name two states; write two ISO codes, as in --pair PRK:RUS")
    known = {state.alpha3 for state in states()}
    for part in parts:
        if part not in known:
            raise UsageError(f"--pair {text!r}: {part!r} is no ISO 3166 alpha-3 code; North Korea is PRK, Russia RUS")
    return parts[0], parts[1]


def check_published(text: str | None) -> str | None:
    """Return the date if it has one of the three forms, or raise :class:`UsageError`."""
    from riscontro.model.time import partial_date_to_interval

    if text is None:
        return None
    try:
        partial_date_to_interval(text)
    except ValueError as error:
        raise UsageError(f"--published {text!r} is no date; write 2024, 2024-10 or 2024-10-09") from error
    return text


def check_lang(code: str | None, *, option: str) -> str | None:
    """Return the primary subtag of a language's code if CLDR knows it, or raise :class:`UsageError`."""
    if code is None:
        return None
    from babel import Locale

    main = code.strip().replace("_", "-").partition("-")[0].lower()
    if main not in Locale("en").languages:
        raise UsageError(f"{option} {code!r} is no language's code; write ISO 639-1, such as it, en or ko")
    return main


def printable(text: str) -> str:
    """Return text with every character that could steer a terminal, or turn its direction, replaced by U+FFFD."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def note(text: str) -> None:
    """Write one line to standard error: what happened, for a person."""
    click.echo(printable(text), err=True)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, ``1 issue`` or ``2 issues``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def ready_output() -> None:
    """Make standard output take any text: what its encoding lacks is written as an escape, and never stops a run."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return a value as JSON that standard output can hold; dates and enums as their text, records by their fields.

    Lone surrogates, which a line of JSON may smuggle in as escapes, leave as the same escapes.
    """
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("_", "-")
    ascii_only = encoding not in {"utf-8", "utf8"}
    return json.dumps(value, ensure_ascii=ascii_only, indent=indent, default=_plain)


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return instant_to_text(value)
    if is_dataclass(value) and not isinstance(value, type):
        # Field by field as they are asked for: a copy of all of a large record would take longer than to write it.
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return value.made() if isinstance(value, Later) else str(value)


def print_json(value: Any) -> None:
    """Write one JSON value to standard output."""
    click.echo(json_text(value, indent=2))


def answer_lines(answers: Iterable[Any]) -> None:
    """Write one line of JSON for each answer as it comes: who asks line by line need not end to be answered."""
    if sys.stdout is None:
        raise UsageError("standard output is closed; there is nowhere to write the answers")
    for answer in answers:
        sys.stdout.write(f"{json_text(answer)}\n")
        sys.stdout.flush()


def print_lines(lines: Iterable[str]) -> None:
    """Write lines to standard output as they come, each made safe for a terminal."""
    for line in lines:
        click.echo(printable(line))


@contextmanager
def input_lines(name: str) -> Iterator[Iterable[str]]:
    """Open a file, or standard input for ``-``, as lines of UTF-8 text; undecodable bytes become U+FFFD.

    A byte order mark at the beginning is no part of the text. Of a line longer than :data:`LONGEST_LINE` that much
    is given, which is no JSON any more.
    """
    if name == "-":
        yield _bounded(standard_input(newline="\n"))
        return
    path = Path(name)
    if path.is_dir() or not path.exists():
        cause = "it is a folder" if path.is_dir() else "no such file"
        raise UsageError(f"cannot read {name!r}: {cause}; '-' reads standard input")
    with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as stream:
        yield _bounded(stream)


def standard_input(*, newline: str | None = None) -> TextIO:
    """Return standard input as UTF-8 text; raise :class:`UsageError` where it is closed."""
    if sys.stdin is None:
        raise UsageError("standard input is closed; name a file instead of '-'")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace", newline=newline)
    return sys.stdin


def _bounded(stream: TextIO) -> Iterator[str]:
    while line := stream.readline(LONGEST_LINE):
        yield line
        while line and not line.endswith("\n") and len(line) == LONGEST_LINE:
            line = stream.readline(LONGEST_LINE)
