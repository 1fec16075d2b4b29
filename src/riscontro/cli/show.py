"""``riscontro show``: the case at a glance, one record, or what a search finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from riscontro.cli.common import (
    AsHeldOption,
    AsOfOption,
    CaseOption,
    JsonOption,
    open_case,
    optional_moment,
    print_json,
    print_lines,
)
from riscontro.errors import UnknownIdError

if TYPE_CHECKING:
    from datetime import datetime

    from riscontro.model.claim import Claim
    from riscontro.model.document import Document
    from riscontro.model.event import Event
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger

LISTS = ("events", "documents", "issues")
EXCERPT_CHARACTERS = 240


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command("show")(show)


def show(
    what: Annotated[
        str | None,
        typer.Argument(help="'events', 'documents' or 'issues'; or an id, or its first letters. Without it the case."),
    ] = None,
    case: CaseOption = None,
    search: Annotated[str | None, typer.Option("--search", help="Documents that hold these words.")] = None,
    as_of: AsOfOption = None,
    as_held: AsHeldOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most this many rows of a list.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """Show the case at a glance, a list, one record with what it rests on, or what a search finds."""
    opened = open_case(case)
    moments = (optional_moment(as_of, option="--as-of"), optional_moment(as_held, option="--as-held"))
    with opened.ledger() as ledger:
        if search is not None:
            value, lines = _search(ledger, search, limit)
        elif what is None:
            value, lines = _overview(opened, ledger, limit)
        elif what in LISTS:
            value, lines = _list(opened, ledger, what, limit, moments)
        else:
            value, lines = _record(opened, ledger, what, moments)
    if as_json:
        print_json(value)
    else:
        print_lines(lines)
