"""``riscontro rebuild``: derive everything again from the originals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riscontro.cli.collect import issue_to_json, tell_issues
from riscontro.cli.common import case_option, clock, counted, json_option, note, open_case, print_json
from riscontro.cli.progress import meter
from riscontro.errors import ArchiveError

if TYPE_CHECKING:
    from riscontro.store.case import Case


@click.command("rebuild")
@case_option
@json_option
def command(case: Path | None, as_json: bool) -> None:
    """Derive documents, claims and events again from the originals and judgements.

    The old ledger serves readers until the new one takes its place.
    """
    from riscontro.pipeline import rebuild as rebuild_case

    opened = open_case(case)
    _check_originals(opened)
    with meter("rebuilding", unit="originals") as report:
        lost = rebuild_case(opened, clock=clock, report=report)
    if as_json:
        print_json({"issues": [issue_to_json(issue) for issue in lost]})
    note("rebuilt the ledger from the archive")
    tell_issues(lost)


def _check_originals(case: Case) -> None:
    """Raise :class:`ArchiveError` where files of originals are gone or cut short: what came of them would be lost."""
    with case.ledger() as ledger:
        ends = ledger.archive_ends()
    short = [name for name, end in sorted(ends.items()) if _size(case.archive_path / name) < end]
    if short:
        raise ArchiveError(
            f"{case.archive_path}: {counted(len(short), 'file')} of originals missing or cut short"
            f" ({', '.join(short[:3])}); a rebuild would lose what came of them: restore them from a backup"
            " (riscontro doctor says which)"
        )


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
