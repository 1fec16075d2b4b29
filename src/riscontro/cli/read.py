"""``riscontro read``: read the case's documents, or JSON lines from a file or standard input."""

from __future__ import annotations

import json
from functools import partial
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
from riscontro.cli.reader import reader_of, spent_of, spent_to_json, tell_spent
from riscontro.errors import UsageError
from riscontro.meter import metered

if TYPE_CHECKING:
    from riscontro.pipeline import ReadReport
    from riscontro.read.choice import DocumentReader
    from riscontro.read.model.budget import Spent
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

    The rules read, unless RISCONTRO_READER=model|both, or [reader] in case.toml, names a language model; then
    RISCONTRO_MODEL_URL, RISCONTRO_MODEL and RISCONTRO_MODEL_KEY say which (docs/model-reader.md).
    """
    if documents is not None:
        _stream(documents, whole=only is None)
        return
    if only is not None:
        raise UsageError("--only goes with DOCUMENTS or '-'; of a case everything is read")
    report, spent = read_case(open_case(case))
    if as_json:
        value: dict[str, Any] = {"documents": report.documents, "claims": report.claims, "unread": report.unread}
        if spent is not None:
            value |= {"model": spent_to_json(spent), "halted": report.halted, "left": report.left}
        print_json(value)
    tell_read(report, spent)


def _stream(name: str, *, whole: bool) -> None:
    from riscontro.read.ahead import ahead_of_stream

    with reader_of(None, whole=whole) as reader, input_lines(name) as lines:
        with meter("reading", unit="documents", writing=True) as report:
            asked = (line for line in lines if line.strip())
            answer = partial(answer_to, reader=reader, whole=whole)
            answer_lines(metered(ahead_of_stream(asked, answer, workers=reader.workers), report))
        spent = spent_of(reader)
        if spent is not None:
            tell_spent(spent)


def answer_to(line: str, *, reader: DocumentReader | None = None, whole: bool = True) -> dict[str, Any]:
    """Return the answer to one line of the contract; whatever is wrong with it, the lines after it are read.

    Where it is not to be ``whole``, it has no times and attributions. Where the reader goes no further the answer says
    so as its error, and so do all after it.
    """
    from riscontro.read import read_line
    from riscontro.read.choice import HaltError, RulesReader

    try:
        return read_line(line, reader=(reader or RulesReader(whole=whole)).read, whole=whole)
    except UsageError:
        raise
    except HaltError as error:
        return {"id": _id_of(line), "error": str(error), "lang": None, "times": [], "attributions": [], "claims": []}
    except Exception as error:  # noqa: BLE001 - the outer loop: one document must not cost the million after it
        cause = f"a fault of riscontro itself, please report it: {type(error).__name__}: {error}"[:500]
        return {"id": _id_of(line), "error": cause, "lang": None, "times": [], "attributions": [], "claims": []}


def _id_of(line: str) -> str | None:
    try:
        given = json.loads(line)["id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return given if isinstance(given, str) else None


def read_case(case: Case) -> tuple[ReadReport, Spent | None]:
    """Read with a meter; return what was done and, where a model read, what it took."""
    from riscontro.pipeline import read_into

    with reader_of(case) as reader, meter("reading", unit="documents") as report:
        return read_into(case, clock=clock, report=report, reader=reader), spent_of(reader)


def tell_read(report: ReadReport, spent: Spent | None = None) -> None:
    """Say on standard error what was read, what was kept unread and why, what it took, and why it stopped."""
    reasons = ", ".join(f"{count} {why}" for why, count in sorted(report.unread.items()))
    note(
        f"read {counted(report.documents, 'document')}: {counted(report.claims, 'claim')}"
        + (f"; kept unread: {reasons}" if reasons else "")
    )
    if report.halted is not None:
        note(f"the model was not asked to the end: {report.halted}")
    if report.left:
        note(f"{counted(report.left, 'document')} left for the next `riscontro read`")
    if spent is not None:
        tell_spent(spent)
