"""``riscontro read``: read the case's documents, or JSON lines from a file or standard input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riscontro.cli.common import (
    answer_lines,
    case_option,
    clock,
    counted,
    input_lines,
    json_option,
    note,
    open_case,
    print_json,
)
from riscontro.cli.progress import meter
from riscontro.errors import UsageError
from riscontro.meter import metered

if TYPE_CHECKING:
    from riscontro.pipeline import ReadReport
    from riscontro.store.case import Case


@click.command("read")
@click.argument("documents", required=False)
@click.option(
    "--only",
    type=click.Choice(["claims"]),
    help="With DOCUMENTS: give these alone. What no claim needs is then not looked for, which is several times faster.",
)
@case_option
@json_option
def command(documents: str | None, only: str | None, case: Path | None, as_json: bool) -> None:
    """Read claims out of documents.

    Without DOCUMENTS those of the case are read. With a file of JSON lines, or '-' for standard input, each line
    {"id", "text", "lang"?, "published"?, "title"?, "url"?, "publisher"?} gives one line {"id", "lang", "times",
    "attributions", "claims"} on standard output, in the same order.
    """
    if documents is not None:
        _stream(documents, whole=only is None)
        return
    if only is not None:
        raise UsageError("--only goes with DOCUMENTS or '-'; of a case everything is read")
    report = read_case(open_case(case))
    if as_json:
        print_json({"documents": report.documents, "claims": report.claims, "unread": report.unread})
    tell_read(report)


def _stream(name: str, *, whole: bool) -> None:
    with input_lines(name) as lines, meter("reading", unit="documents", writing=True) as report:
        answer_lines(metered((answer_to(line, whole=whole) for line in lines if line.strip()), report))


def answer_to(line: str, *, whole: bool = True) -> dict[str, Any]:
    """Return the answer to one line of the contract; whatever is wrong with it, the lines after it are read.

    Where it is not to be ``whole``, it has no times and attributions.
    """
    from riscontro.read import read_line

    try:
        return read_line(line, whole=whole)
    except Exception as error:  # noqa: BLE001 - the outer loop: one document must not cost the million after it
        cause = f"a fault of riscontro itself, please report it: {type(error).__name__}: {error}"[:500]
        return {"id": _id_of(line), "error": cause, "lang": None, "times": [], "attributions": [], "claims": []}


def _id_of(line: str) -> str | None:
    try:
        given = json.loads(line)["id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return given if isinstance(given, str) else None


def read_case(case: Case) -> ReadReport:
    """Read with a meter."""
    from riscontro.pipeline import read_into

    with meter("reading", unit="documents") as report:
        return read_into(case, clock=clock, report=report)


def tell_read(report: ReadReport) -> None:
    """Say on standard error what was read, and what was kept unread and why."""
    reasons = ", ".join(f"{count} {why}" for why, count in sorted(report.unread.items()))
    note(
        f"read {counted(report.documents, 'document')}: {counted(report.claims, 'claim')}"
        + (f"; kept unread: {reasons}" if reasons else "")
    )
