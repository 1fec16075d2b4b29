"""What the verbs share: the case at hand, declared facts, moments, output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from riscontro.errors import CaseError, UsageError
from riscontro.model.time import text_to_instant

if TYPE_CHECKING:
    from riscontro.store.case import Case

Command = TypeVar("Command", bound=Callable[..., Any])

CASE_VARIABLE = "RISCONTRO_CASE"
CLOCK_VARIABLE = "RISCONTRO_CLOCK"

PathParameter = click.Path(path_type=Path)

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


def find_case(path: Path | None) -> Path:
    """Return the case folder that was named, or ``$RISCONTRO_CASE``, or the current folder."""
    chosen = path or (Path(os.environ[CASE_VARIABLE]) if os.environ.get(CASE_VARIABLE) else Path())
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
        return text_to_instant(text)
    except ValueError as error:
        raise UsageError(
            f"{option} {text!r} is no moment; write 2024-10-17, 2024-10 or 2024-10-17T12:00:00Z"
        ) from error


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


def printable(text: str) -> str:
    """Return text with every character that could steer a terminal, or turn its direction, replaced by U+FFFD."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def note(text: str) -> None:
    """Write one line to standard error: what happened, for a person."""
    click.echo(printable(text), err=True)


def print_json(value: Any) -> None:
    """Write one JSON value to standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_lines(lines: Iterable[str]) -> None:
    """Write lines to standard output as they come, each made safe for a terminal."""
    for line in lines:
        click.echo(printable(line))


@contextmanager
def input_lines(name: str) -> Iterator[Iterable[str]]:
    """Open a file, or standard input for ``-``, as lines of UTF-8 text; undecodable bytes become U+FFFD."""
    if name == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        yield sys.stdin
        return
    path = Path(name)
    if not path.is_file():
        raise UsageError(f"cannot read {name!r}: no such file; '-' reads standard input")
    with path.open(encoding="utf-8", errors="replace") as stream:
        yield stream
