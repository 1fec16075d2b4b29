"""``riscontro purge``: the one way to erase."""

from __future__ import annotations

from pathlib import Path

import click

from riscontro.cli.common import case_option, clock, note, open_case, printable
from riscontro.errors import UsageError


@click.command("purge")
@click.argument("document")
@click.option("--reason", required=True, help="Why: a duty of law, a source at risk. Kept for good.")
@click.option("--by", required=True, help="Who decides. Kept for good.")
@click.option("--whole-capture", is_flag=True, help="Erase the original though it holds other documents too.")
@case_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def command(
    context: click.Context,
    document: str,
    reason: str,
    by: str,
    whole_capture: bool,
    case: Path | None,
    yes: bool,
) -> None:
    """Erase an original and all that was derived from it; a tombstone with hash, reason and name stays.

    DOCUMENT is the id of a document or capture, or its first letters.
    """
    from riscontro.pipeline import purge_from

    if not reason.strip() or not by.strip():
        raise UsageError("--reason and --by must say something; they are all that will be left")
    opened = open_case(case)
    if not yes and not _confirmed(document, opened.path):
        note("nothing was erased")
        context.exit(1)
    tombstone = purge_from(opened, document, reason=reason, by=by, clock=clock, whole_capture=whole_capture)
    note(f"purged {tombstone.capture_id}; a tombstone with its hash stays")
    note(f"dossiers in {opened.out} and backups made before still hold the words: they are yours to remove")


def _confirmed(document: str, case: Path) -> bool:
    try:
        return click.confirm(f"Erase {printable(document)} from {printable(str(case))} for good?", err=True)
    except click.Abort as error:
        raise UsageError("nothing was erased, since nobody answered; --yes erases without asking") from error
