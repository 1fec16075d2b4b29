"""``riscontro read``: read the case's documents, or JSON lines from a file or standard input."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riscontro.cli.common import case_option, clock, input_lines, json_option, note, open_case, print_json
from riscontro.cli.progress import meter

if TYPE_CHECKING:
    from riscontro.pipeline import ReadReport
    from riscontro.store.case import Case


@click.command("read")
@click.argument("documents", required=False)
@case_option
@json_option
def command(documents: str | None, case: Path | None, as_json: bool) -> None:
    """Read claims out of documents.

    Without DOCUMENTS those of the case are read. With a file of JSON lines, or '-' for standard input, each line
    {"id", "text", "lang"?, "published"?, "title"?, "url"?, "publisher"?} gives one line {"id", "lang", "times",
    "attributions", "claims"} on standard output, in the same order.
    """
    if documents is not None:
        _stream(documents)
        return
    report = read_case(open_case(case))
    if as_json:
        print_json({"documents": report.documents, "claims": report.claims, "unread": report.unread})
    tell_read(report)


def _stream(name: str) -> None:
    from riscontro.read import read_lines

    with input_lines(name) as lines:
        write = sys.stdout.write
        for answer in read_lines(lines):
            write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def read_case(case: Case) -> ReadReport:
    """Read with a meter."""
    from riscontro.pipeline import read_into

    with meter("reading", unit="documents") as report:
        return read_into(case, clock=clock, report=report)


def tell_read(report: ReadReport) -> None:
    """Say on standard error what was read, and what was kept unread and why."""
    reasons = ", ".join(f"{count} {why}" for why, count in sorted(report.unread.items()))
    note(
        f"read {report.documents} documents: {report.claims} claims" + (f"; kept unread: {reasons}" if reasons else "")
    )
