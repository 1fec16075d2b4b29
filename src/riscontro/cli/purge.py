"""``riscontro purge``: the one way to erase."""

from __future__ import annotations

from typing import Annotated

import typer

from riscontro.cli.common import CaseOption, clock, note, open_case
from riscontro.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command("purge")(purge)


def purge(
    document: Annotated[str, typer.Argument(help="The id of a document or capture, or its first letters.")],
    reason: Annotated[str, typer.Option("--reason", help="Why: a duty of law, a source at risk. Kept for good.")],
    by: Annotated[str, typer.Option("--by", help="Who decides. Kept for good.")],
    case: CaseOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase an original and all that was derived from it; a tombstone with hash, reason and name stays."""
    from riscontro.pipeline import purge_from

    if not reason.strip() or not by.strip():
        raise UsageError("--reason and --by must say something; they are all that will be left")
    opened = open_case(case)
    if not yes:
        typer.confirm(f"Erase {document} from {opened.path} for good?", abort=True, err=True)
    tombstone = purge_from(opened, document, reason=reason, by=by, clock=clock)
    note(f"purged {tombstone.capture_id}; a tombstone with its hash stays; copies in backups are not touched")
