"""``riscontro purge``: the one way to erase."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riscontro.cli.common import case_option, clock, json_option, note, open_case, print_json, printable
from riscontro.cli.progress import meter
from riscontro.errors import UnknownIdError, UsageError

if TYPE_CHECKING:
    from riscontro.store.case import Case


@click.command("purge")
@click.argument("document")
@click.option("--reason", required=True, help="Why: a duty of law, a source at risk. Kept for good.")
@click.option("--by", required=True, help="Who decides. Kept for good.")
@click.option("--whole-capture", is_flag=True, help="Erase the original though it holds other documents too.")
@case_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    document: str,
    reason: str,
    by: str,
    whole_capture: bool,
    case: Path | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Erase an original and all that was derived from it; a tombstone with hash, reason and name stays.

    DOCUMENT is the id of a document or capture, or its first letters.
    """
    from riscontro.pipeline import purge_from

    if not reason.strip() or not by.strip():
        raise UsageError("--reason and --by must say something; they are all that will be left")
    opened = open_case(case)
    if not yes and not _confirmed(opened, document):
        note("nothing was erased")
        context.exit(1)
    with meter("purging", unit="documents") as progress:
        tombstone = purge_from(
            opened, document, reason=reason, by=by, clock=clock, whole_capture=whole_capture, report=progress
        )
    if as_json:
        print_json(asdict(tombstone))
    note(f"purged {tombstone.capture_id}; a tombstone with its hash stays")
    note(f"dossiers in {opened.out} and backups made before still hold the words: they are yours to remove")


def _confirmed(case: Case, document: str) -> bool:
    question = f"Erase {_whole_name(case, document)} from {case.path} for good?"
    try:
        return click.confirm(printable(question), err=True)
    except click.Abort as error:
        raise UsageError("nothing was erased, since nobody answered; --yes erases without asking") from error


def _whole_name(case: Case, prefix: str) -> str:
    """Return what is to go by its whole id and title, so that the beginning of an id surprises nobody."""
    with case.ledger() as ledger:
        try:
            kind, whole = ledger.resolve_id(prefix)
        except UnknownIdError:
            # What was purged before may be asked for again, to complete it.
            return prefix
        title = ledger.document(whole).title if kind == "document" else None
    return f"{whole} ({title})" if title else whole
